"""After a backup is put back, no number, ticket, round or barcode that stands on paper is given again."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import main
from app.access import clerks
from app.accounts import first_run
from app.audit import backup_marks
from app.audit import reading as journal_reading
from app.audit.reading import JournalQuery
from app.backups import restoring, resuming, taking
from app.backups.on_paper import LastOnPaper, given_on_paper
from app.backups.resuming import Restored
from app.errors import Refused
from app.followup import counter
from app.followup import view as followup
from app.journal import verify
from app.journal.writing import SYSTEM
from app.line import steps
from app.office import lists, programmes
from app.papers import requests
from app.persian.text import fa
from app.printing import gathering
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.referrals import dispatch, numbers, reminders
from app.referrals.issuing import Addressee
from app.referrals.ticket_codes import find_ticket, ticket_code
from app.search import search
from app.sessions import sessions
from app.table import paraphs
from app.visits.visitors import Visitor
from db import open_database
from db.backup import check
from db.copy import copy
from tests.conftest import PASSWORD, Clock
from tests.support.journal import latest


def referred(db, clerk, visit):
    """Write a paraph to one unit for this visit and return the slip."""
    steps.call(db, clerk, visit.id, lists.entries(db, "meeting_table")[0]["id"])
    official, unit = lists.entries(db, "official")[0]["id"], lists.entries(db, "unit")[0]["id"]
    draft = paraphs.Draft(official, "referred", "بررسی شود", (Addressee(unit, "lead", working_days=5),))
    return paraphs.referrals(db, paraphs.save(db, clerk, visit.id, draft).paraph_id)[0]


@pytest.fixture
def issue(db, clerk, arrive):
    """`issue()` registers the next visitor, writes a paraph and returns the slip."""
    return lambda: referred(db, clerk, arrive())


@pytest.fixture
def restored(engine, request, tmp_path, clock):
    """`restored(file)` puts a backup into an empty place of the same engine and returns it opened, for the test."""
    opened, made = [], []

    def put_back(file):
        if engine == "sqlite":
            address = str(tmp_path / f"restored-{len(made)}.db")
        else:
            address = request.getfixturevalue("server").database()
        made.append(address)
        copy(str(file), address, lambda *_: None)
        opened.append(open_database(address, clock=clock))
        return opened[-1]

    yield put_back
    for each in opened:
        each.close()
    for address in made:
        if engine == "postgres":
            request.getfixturevalue("server").drop(address)


def resume(db, before, **typed):
    return resuming.resume(db, before, Restored("office.db", "before.db"), typed.get("typed", {}))


def kinds(gaps):
    return [(gap.kind, gap.first, gap.last) for gap in gaps]


def stored(db):
    return [tuple(row.values()) for row in db.rows("SELECT kind, first, last FROM number_gap ORDER BY id")]


def newcomer(db, clerk):
    """Register one more visitor in the open session."""
    man = Visitor(kind="no_code", code_reason="همراه ندارد", first_name="نمونه", last_name="تازه")
    arrival = Arrival(man, category_id=lists.entries(db, "category")[0]["id"])
    return register(db, clerk, sessions.opened(db).id, arrival)


def test_numbers_and_tickets_given_after_the_backup_are_not_given_again(take, db, issue, restored, clerk):
    kept, file = issue(), take()
    lost = [issue(), issue()]
    now = restored(file)
    assert kinds(resume(now, db)) == [("referral", 2, 3), ("ticket", 2, 3)]
    visit = newcomer(now, clerk)
    slip = referred(now, clerk, visit)
    assert (visit.ticket, slip.number) == (4, "1405/م/00004")
    assert slip.barcode not in {each.barcode for each in (kept, *lost)}


def test_rounds_given_after_the_backup_are_not_given_again(take, db, clerk, session, clock, restored):
    file = take()
    for _ in range(2):
        sessions.close(db, clerk, session.id, "left")
        clock.turn(days=7)
        session = sessions.open_today(db, clerk, session.programme_id)
    now = restored(file)
    assert kinds(resume(now, db)) == [("round", 2, 3)]
    old = sessions.opened(now)
    sessions.close(now, clerk, old.id, "left")
    assert (old.round, sessions.open_today(now, clerk, old.programme_id).round) == (1, 4)


def test_session_opened_after_the_backup_goes_on_with_its_tickets(take, db, clerk, clock, restored):
    office = programmes.active(db)[0].id
    file = take()
    sessions.open_today(db, clerk, office)
    for _ in range(3):
        newcomer(db, clerk)
    now = restored(file)
    resume(now, db)
    session = sessions.open_today(now, clerk, office)
    assert (session.round, newcomer(now, clerk).ticket) == (2, 4)
    clock.turn(days=7)
    sessions.close(now, clerk, session.id, "left")
    sessions.open_today(now, clerk, office)
    assert newcomer(now, clerk).ticket == 1, "another day has tickets of its own"


def test_visitors_carried_over_into_the_session_follow_its_tickets_too(take, db, clerk, session, clock, restored):
    file = take()
    sessions.close(db, clerk, session.id, "left")
    clock.turn(days=7)
    sessions.open_today(db, clerk, session.programme_id)
    newcomer(db, clerk)
    clock.turn(days=-7)
    now = restored(file)
    resume(now, db)
    newcomer(now, clerk)
    sessions.close(now, clerk, session.id, "next")
    assert now.required_row("SELECT MAX(id) AS id, MAX(ticket) AS ticket FROM visit")["ticket"] == 2


def test_ledgers_and_reminders_given_after_the_backup_are_not_given_again(take, db, issue, clerk, clock, restored):
    kept, other = issue(), issue()
    dispatch.send(db, clerk, [kept.id], "hand")
    file = take()
    dispatch.send(db, clerk, [other.id], "hand")
    clock.turn(days=30)
    reminders.remind(db, clerk, [kept.id])
    clock.turn(days=7)
    reminders.remind(db, clerk, [kept.id])
    now = restored(file)
    assert kinds(resume(now, db)) == [("ledger", 2, 2), ("reminder", 1, 2)]
    assert dispatch.send(now, clerk, [other.id], "hand") == [3]
    reminders.remind(now, clerk, [kept.id])
    assert [each.ordinal for each in reminders.of_referral(now, kept.id)] == [3]


def test_paper_that_waited_in_the_backup_and_was_printed_since_is_no_second_original(take, db, arrive, clerk, restored):
    arrive(), arrive()
    file = take()
    first, second = (paper.id for paper in requests.waiting(db, ""))
    requests.mark_printed(db, clerk, [first])
    now = restored(file)
    resume(now, db)
    assert [paper.id for paper in requests.waiting(now, "")] == [second]
    requests.print_again(now, clerk, "ticket", newcomer(now, clerk).id - 2)
    assert [(paper.id, paper.reprint) for paper in requests.waiting(now, "")][-1][1] == 1, "the first ticket's copy"


def test_year_that_began_after_the_backup_has_a_gap_of_its_own(take, db, issue, clerk, session, clock, restored):
    issue()
    file = take()
    issue()
    sessions.close(db, clerk, session.id, "left")
    clock.turn(days=150)
    sessions.open_today(db, clerk, session.programme_id)
    referred(db, clerk, newcomer(db, clerk))
    gaps = [gap.titled for gap in resume(restored(file), db) if gap.kind == "referral"]
    assert gaps == ["شمارهٔ ارجاع: \u2068۱۴۰۵/م/۰۰۰۰۲\u2069", "شمارهٔ ارجاع: \u2068۱۴۰۶/م/۰۰۰۰۱\u2069"]


def test_reading_such_a_number_says_so_and_opens_no_case(take, db, issue, restored, clerk):
    file, slip = take(), issue()
    now = restored(file)
    resume(now, db)
    other = referred(now, clerk, newcomer(now, clerk))
    said = (
        "این شماره پس از نسخهٔ پشتیبان \u2068۱۴۰۵/۰۹/۰۴\u2069 ساعت \u2068۰۹:۰۰\u2069 صادر شده بود و در این داده‌ها نیست."
    )
    receipt = numbers.paper_code(slip.barcode, "receipt")
    for typed in (slip.number, fa("1405/م/1"), slip.barcode, fa(receipt), numbers.paper_code(slip.barcode, "reminder")):
        with pytest.raises(Refused, match=said):
            followup.find_referral(now, typed)
        with pytest.raises(Refused, match=said) as refused:
            counter.find(now, clerk, typed)
        assert refused.value.field == "number"
        assert search.find_for(now, clerk, typed)[1] == []
        assert search.why_none(now, typed) == (typed, said)
    assert followup.find_referral(now, other.barcode).referral_id == other.id
    for unknown in ("1405/م/00099", "نمونه", ""):
        assert search.why_none(now, unknown) == (unknown, "")


def test_reading_such_a_ticket_says_so_and_opens_no_visit(take, db, clerk, session, clock, restored):
    file = take()
    lost = [ticket_code(1, session.round, newcomer(db, clerk).ticket)]
    sessions.close(db, clerk, session.id, "left")
    clock.turn(days=7)
    later = sessions.open_today(db, clerk, session.programme_id)
    lost.append(ticket_code(1, later.round, newcomer(db, clerk).ticket))
    now = restored(file)
    resume(now, db)
    visit = newcomer(now, clerk)
    for code in lost:
        with pytest.raises(Refused, match=r"این نوبت پس از نسخهٔ پشتیبان .* صادر شده بود"):
            find_ticket(now, code)
        with pytest.raises(Refused, match="این نوبت"):
            counter.find(now, clerk, code)
        assert "این نوبت" in search.why_none(now, code)[1]
    assert find_ticket(now, ticket_code(1, session.round, visit.ticket)).visit_id == visit.id
    assert find_ticket(now, ticket_code(1, 9, 1)) is None


def test_gaps_are_journalled_once_and_stand_in_the_minutes(take, db, issue, restored, clerk, folder):
    file = take()
    issue(), issue()
    now = restored(file)
    resume(now, db)
    assert [(row["action"], row["subject"]) for row in latest(now, 3)][::-1] == [
        ("restore", "backup"),
        ("void", "referral_number"),
        ("void", "ticket_number"),
    ]
    words = journal_reading.read(now, clerk, JournalQuery()).rows
    assert [each.action for each in words[:2]] == ["باطل کردن · نوبت‌های جلسه", "باطل کردن · شماره‌های ارجاع"]
    assert resume(now, db) is None, "done already"
    assert backup_marks.fault(now, [folder])[0] is None, "what was lost with the data set aside is known"
    slip = referred(now, clerk, newcomer(now, clerk))
    paper = gathering.minutes(now, sessions.opened(now).id)
    assert [each.number for each in paper.referral_list] == [slip.number]
    assert [each.numbers for each in paper.gaps] == [
        "نوبت جلسهٔ \u2068۱۴۰۵/۰۹/۰۴\u2069: \u2068۱\u2069 تا \u2068۲\u2069",
        "شمارهٔ ارجاع: \u2068۱۴۰۵/م/۰۰۰۰۱\u2069 تا \u2068۱۴۰۵/م/۰۰۰۰۲\u2069",
    ]


@pytest.fixture
def stranger(tmp_path, clock):
    """A fresh office on a new PC, which knows nothing of the one that is put back."""
    with closing(open_database(str(tmp_path / "fresh.db"), clock=clock)) as made:
        first_run.set_up(made, office="شهرداری کرج", login="admin", name="ن. نمونه‌ای", password=PASSWORD)
        yield made


def test_data_that_tell_nothing_need_the_last_numbers_on_paper(take, issue, stranger, restored, clerk):
    issue()
    file = take()
    first, second = resuming.to_ask(stranger, file)
    assert (first.number.text, first.round, first.ticket) == ("1405/م/00001", 1, 1)
    assert (second.letter, second.number, second.round, second.ticket_day) == ("پ", None, 0, "")
    now = restored(file)
    with pytest.raises(Refused, match="آخرین شمارهٔ ارجاع") as refused:
        resume(now, stranger)
    assert refused.value.field == f"number-{first.programme_id}"
    paper = {
        first.programme_id: LastOnPaper("۱۴۰۵/م/۴", "۲", "۳"),
        second.programme_id: LastOnPaper("1405/پ/00002", "1", ""),
    }
    assert kinds(resume(now, stranger, typed=paper)) == [
        ("referral", 2, 4), ("referral", 1, 2), ("round", 2, 2), ("round", 1, 1), ("ticket", 2, 3),
    ]  # fmt: skip
    visit = newcomer(now, clerk)
    assert (visit.ticket, referred(now, clerk, visit).number) == (4, "1405/م/00005")


@pytest.mark.parametrize(
    ("paper", "field", "said"),
    [
        (LastOnPaper("", "1", "2"), "number", "از روی برگه‌ها بنویسید"),
        (LastOnPaper("12", "1", "2"), "number", "دوازده رقم"),
        (LastOnPaper("1405/پ/00002", "1", "2"), "number", "حرف آن «م» است"),
        (LastOnPaper("1405/م/00001", "1", "2"), "number", "پیش از آخرین شمارهٔ پشتیبان"),
        (LastOnPaper("1404/م/00009", "1", "2"), "number", "پیش از آخرین شمارهٔ پشتیبان"),
        (LastOnPaper("1406/م/00001", "1", "2"), "number", "هنوز نیامده"),
        (LastOnPaper("1405/م/200003", "1", "2"), "number", "بسیار بزرگ‌تر"),
        (LastOnPaper("1405/م/00002", "", "2"), "round", "از روی برگه‌ها بنویسید"),
        (LastOnPaper("1405/م/00002", "0", "2"), "round", "پیش از آخرین شمارهٔ جلسه"),
        (LastOnPaper("1405/م/00002", "یک", "2"), "round", "با رقم"),
        (LastOnPaper("1405/م/00002", "1", "1"), "ticket", "پیش از آخرین نوبت"),
    ],
)
def test_number_on_paper_that_cannot_be_is_refused_beside_its_field(path, take, issue, stranger, paper, field, said):
    issue(), issue()
    asked = resuming.to_ask(stranger, take())
    first = asked[0].programme_id
    with pytest.raises(Refused, match=said) as refused:
        given_on_paper(asked, {first: paper}, stranger.now())
    assert refused.value.field == f"{field}-{first}"


def test_restore_on_a_pc_enters_the_gaps_and_may_be_undone(path, take, db, issue, clerk, folder, clock):
    issue()
    file = take()
    issue()
    aside = restoring.restore(db, clerk, file, folder)
    assert stored(db) == [("referral", 2, 2), ("ticket", 2, 2)]
    later = issue()
    assert later.number == "1405/م/00003"
    clock.turn(minutes=1)
    restoring.restore(db, clerk, aside, folder)
    assert stored(db) == [("referral", 3, 3), ("ticket", 3, 3)], "the undone days have their numbers again, not a gap"
    assert issue().number == "1405/م/00004"
    with pytest.raises(Refused, match="صادر شده بود"):
        followup.find_referral(db, later.barcode)


def test_damaged_data_are_replaced_after_the_last_numbers_on_paper(path, take, db, arrive, issue, clerk, folder, clock):
    """Nothing of a damaged file is believed; it is kept as it is, and another program on the file sees the restored."""
    issue()
    for _ in range(40):
        arrive(matter="ب" * 1500)
    file = take()
    issue()
    db.close()
    size = Path(path).stat().st_size
    with Path(path).open("r+b") as raw:
        raw.seek(size // 2 // 4096 * 4096)
        raw.write(b"\xa5" * 4096 * 3)
    broken = Path(path).read_bytes()
    with closing(open_database(path, clock=clock)) as desk, closing(open_database(path, clock=clock)) as other:
        seen = other.revisions()
        first = resuming.to_ask(desk, file)[0]
        with pytest.raises(Refused) as refused:
            restoring.restore(desk, clerk, file, folder)
        assert refused.value.field == f"number-{first.programme_id}"
        assert Path(path).read_bytes() == broken
        paper = {first.programme_id: LastOnPaper("1405/م/00002", "1", "42")}
        aside = restoring.restore(desk, clerk, file, folder, paper)
        assert aside.read_bytes() == broken
        assert stored(desk) == [("referral", 2, 2), ("ticket", 42, 42)]
        assert all(other.revisions()[topic] > n for topic, n in seen.items() if topic != "schema")
        visit = newcomer(other, clerk)
        assert (visit.ticket, referred(desk, clerk, visit).number) == (43, "1405/م/00003")
        assert verify.fault(desk) is None
        assert not [each for each in folder.iterdir() if ".part" in each.name]
    assert check(Path(path)).counts["visit"] == 42


def test_data_older_than_the_backup_are_not_believed(path, take, db, issue, folder, clerk, clock, tmp_path):
    """A copy of the office that was opened and played with, while the office itself went on elsewhere."""
    issue()
    stale = take()
    issue()
    file = take()
    copy(str(stale), str(tmp_path / "stale.db"), lambda *_: None)
    with closing(open_database(str(tmp_path / "stale.db"), clock=clock)) as other:
        newcomer(other, clerk)
        asked = resuming.to_ask(other, file)
        with pytest.raises(Refused) as refused:
            restoring.restore(other, clerk, file, folder)
        assert refused.value.field == f"number-{asked[0].programme_id}"
        assert not list(folder.glob("before-restore-*"))
        paper = {asked[0].programme_id: LastOnPaper("1405/م/00005", "1", "2")}
        restoring.restore(other, clerk, file, folder, paper)
        assert stored(other) == [("referral", 3, 5)]


def test_command_makes_the_numbers_void_after_a_restore_on_a_server(take, db, issue, restored, clerk, capsys, address):
    file = take()
    issue()
    now = restored(file)
    assert main.main(["after-restore", "--database", now.address]) == 1
    assert "--on-paper" in capsys.readouterr().err
    words = ["after-restore", "--database", now.address, "--before", address]
    assert main.main(words) == 0
    assert "شمارهٔ ارجاع: \u2068۱۴۰۵/م/۰۰۰۰۱\u2069" in capsys.readouterr().out
    assert main.main(words) == 0
    assert "قبلاً" in capsys.readouterr().out
    slip = referred(now, clerk, newcomer(now, clerk))
    assert slip.number == "1405/م/00002"


def test_command_takes_the_last_numbers_on_paper(take, issue, restored, capsys):
    issue()
    now = restored(take())
    words = ["after-restore", "--database", now.address, "--on-paper"]
    assert main.main([*words, "1405/ک/00003", "1", "2"]) == 1
    assert "برنامه‌ای با این شماره نیست" in capsys.readouterr().err
    assert main.main([*words, "1405/م/00003", "1", "2"]) == 0
    assert "۰۰۰۰۳" in capsys.readouterr().out


def test_copy_of_a_backup_names_the_command_that_follows(path, take, tmp_path, capsys):
    assert main.main(["copy", str(take()), str(tmp_path / "there.db")]) == 0
    assert "after-restore" in capsys.readouterr().out


ACTS = st.lists(
    st.one_of(
        st.just(("issue", 0)),
        st.just(("take", 0)),
        st.just(("day", 0)),
        st.tuples(st.just("restore"), st.integers(0, 9)),
    ),
    max_size=24,
)


@given(ACTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_numbers_have_neither_double_nor_gap_whatever_is_put_back_slow_model(furnished, tmp_path_factory, acts):
    folder = tmp_path_factory.mktemp("walk")
    clock, printed, backups = Clock(), Printed(), list[str]()
    shutil.copy(furnished, folder / "office.db")
    with closing(open_database(str(folder / "office.db"), clock=clock)) as db:
        clerk = clerks.current(db, clerks.everyone(db)[0].id)
        office = programmes.active(db)[0].id
        printed.session(sessions.open_today(db, clerk, office))
        for act, which in acts:
            clock.turn(minutes=1)
            if act == "issue" and sessions.opened(db):
                visit = newcomer(db, clerk)
                printed.visit(sessions.opened(db), visit, referred(db, clerk, visit))
            elif act == "take":
                taken = taking.take(db, folder / "backups", None)
                taking.record(db, SYSTEM, taken)
                backups.append(folder / "backups" / taken.name)
            elif act == "restore" and backups:
                file = backups[which % len(backups)]
                if file.exists():
                    aside = restoring.restore(db, clerk, file, folder / "backups")
                    backups.append(aside)
            elif act == "day":
                clock.turn(days=7)
                if session := sessions.opened(db):
                    sessions.close(db, clerk, session.id, "left")
                printed.session(sessions.open_today(db, clerk, office))
        printed.must_be_known_to(db)


def test_backups_put_back_one_after_another_give_no_number_twice_slow_model(
    db, clerk, session, clock, folder, restored
):
    """On a server too: back to A, on from there, back to A again, and at last to a backup of the line in between."""
    printed = Printed()

    def issue(office, count):
        for _ in range(count):
            clock.turn(minutes=1)
            visit = newcomer(office, clerk)
            printed.visit(session, visit, referred(office, clerk, visit))

    def take(office):
        clock.turn(minutes=1)
        taken = taking.take(office, folder, None)
        taking.record(office, SYSTEM, taken)
        return folder / taken.name

    def put_back(file, before):
        clock.turn(minutes=1)
        office = restored(file)
        resume(office, before)
        return office

    issue(db, 2)
    first = take(db)
    issue(db, 2)
    one = put_back(first, db)
    issue(one, 1)
    between = take(one)
    issue(one, 2)
    two = put_back(first, one)
    issue(two, 1)
    three = put_back(between, two)
    issue(three, 1)
    printed.must_be_known_to(three)
    assert len(printed.numbers) == 9


class Printed:
    """What stands on paper: the slow model. It forgets nothing, whatever backup is put back."""

    def __init__(self):
        self.rounds, self.tickets, self.numbers = [], [], []

    def session(self, session):
        assert session.round not in self.rounds
        self.rounds.append(session.round)

    def visit(self, session, visit, slip):
        ticket = session.day, visit.ticket
        assert ticket not in self.tickets and slip.number not in self.numbers
        self.tickets.append(ticket)
        self.numbers.append(slip.number)

    def must_be_known_to(self, db):
        """Each paper's number is alive or lies in a gap, and none is missing in between."""
        gaps = [
            f"1405/م/{serial:05}"
            for row in db.rows("SELECT first, last FROM number_gap WHERE kind = 'referral' AND year = 1405")
            for serial in range(row["first"], row["last"] + 1)
        ]
        alive = [row["number"] for row in db.rows("SELECT number FROM referral")]
        assert sorted(gaps + alive) == sorted(self.numbers)
        assert sorted(self.numbers) == [f"1405/م/{serial:05}" for serial in range(1, len(self.numbers) + 1)]
        assert verify.fault(db) is None
