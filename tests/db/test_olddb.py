"""Offices of every older schema are upgraded after a verified backup and work; a newer one is left alone."""

import gzip
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.accounts import sign_in
from app.audit import reading as journal_reading
from app.audit.reading import JournalQuery
from app.backups import files, taking
from app.closures import entries
from app.followup import view as followup
from app.followup.lists import LISTS
from app.followup.query import ListQuery
from app.journal import chain, verify
from app.office import lists
from app.printing import gathering, jobs
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.referrals import answers, lifecycle, older, taking_back
from app.referrals.state import IS_OPEN
from app.search import case, search
from app.sessions import sessions
from app.visits.visitors import Visitor
from db import StorageError, open_database, schema
from db.backup import check
from db.copy import carry
from db.schema import STEPS
from db.tables import tables
from reports.ledger import ledger_pdf
from tests.conftest import PASSWORD

OLD = sorted((Path(__file__).parent / "olddb").glob("*.db.gz"))


@pytest.fixture(params=OLD, ids=lambda file: file.name[:3])
def goal(request):
    """The number of steps of the old schema."""
    return int(request.param.name[:3])


@pytest.fixture
def old(engine, goal, request, tmp_path, monkeypatch):
    """The address of an office in that schema. On the server it was copied there by a program of that schema."""
    file = tmp_path / "office.db"
    file.write_bytes(gzip.decompress((Path(__file__).parent / "olddb" / f"{goal:03}.db.gz").read_bytes()))
    if engine == "sqlite":
        yield str(file)
        return
    server = request.getfixturevalue("server")
    address = server.database()
    with monkeypatch.context() as then:
        then.setattr(schema, "STEPS", STEPS[:goal])
        with (
            closing(open_database(address)) as target,
            closing(open_database(str(file), read_only=True)) as source,
            source.snapshot(),
            target.transaction(),
        ):
            carry(source, target, goal, lambda *_: None)
    yield address
    server.drop(address)


def test_ledger_of_slips_voided_by_an_older_program_prints_with_its_voids(tmp_path, clock):
    """Up to schema 17 the follow-up of a void referral was deleted; the ledger of its dispatch could not be drawn."""
    path = tmp_path / "office.db"
    [old] = [file for file in OLD if file.name == "013.db.gz"]
    path.write_bytes(gzip.decompress(old.read_bytes()))
    with closing(sqlite3.connect(path)) as raw:
        (dispatch_id,) = raw.execute("SELECT MIN(dispatch_id) FROM followup WHERE dispatch_id IS NOT NULL").fetchone()
        sent = [row for (row,) in raw.execute(f"SELECT referral_id FROM followup WHERE dispatch_id = {dispatch_id}")]
        for referral_id in sent:
            raw.execute(f"UPDATE referral SET state = 'void' WHERE id = {referral_id}")
            raw.execute(f"DELETE FROM followup WHERE referral_id = {referral_id}")
        raw.commit()
    with closing(open_database(str(path), clock=clock, aside=tmp_path / "aside")) as db:
        older.bring_up_to_date(db)
        ledger = gathering.ledger(db, dispatch_id)
        assert sent and [row.void for row in ledger.rows] == [True] * len(sent)
        assert ledger_pdf(ledger)


def test_follow_up_sheets_asked_of_an_older_program_come_out_as_the_sheets_of_units(tmp_path, clock):
    """Up to schema 26 a session had one follow-up sheet. What waited of them is printed as sheets, the others stay."""
    path = tmp_path / "office.db"
    path.write_bytes(gzip.decompress(next(file for file in OLD if file.name == "024.db.gz").read_bytes()))
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("DELETE FROM paper")
        held = [row for (row,) in raw.execute("SELECT id FROM session ORDER BY id LIMIT 2")]
        for n, (session_id, state) in enumerate(((held[0], "printed"), (held[0], "waiting"), (held[-1], "waiting")), 1):
            raw.execute(
                "INSERT INTO paper (kind, subject_id, asked_at, asked_day, desk, state)"
                f" VALUES ('followup', {session_id}, '2026-11-25T06:0{n}:00.000Z', '2026-11-25', '', '{state}')"
            )
        raw.commit()
    with closing(open_database(str(path), clock=clock, aside=tmp_path / "aside")) as db:
        clerk = sign_in.sign_in(db, "admin", PASSWORD)
        listed = [each for each in jobs.papers_of_today(db, clerk) if each.paper.kind == "unit_sheet"]
        assert len(listed) == 3 and all("برگهٔ واحدها" in each.name for each in listed)
        for (waiting,) in (job.papers for job in jobs.next_jobs(db, "")):
            day = db.required_row(
                "SELECT day FROM unit_sheet JOIN session ON session.id = session_id WHERE unit_sheet.id = :id",
                id=waiting.subject_id,
            )["day"]
            assert gathering.document(db, waiting).day == day


def counts(db, goal):
    return {
        table.name: db.required_row(f"SELECT COUNT(*) AS n FROM {table.name}")["n"]
        for table in tables(goal)
        if table.name != "revision"
    }


def void_kept(db, goal, had):
    """What schema 18, the first that keeps the follow-up of void referrals, added to an older office."""
    if goal >= 18:
        return {}
    void = db.required_row("SELECT COUNT(*) AS n FROM referral WHERE state = 'void'")["n"]
    return {name: had[name] + void for name in ("followup", "referral_step") if name in had}


def test_old_office_is_backed_up_upgraded_and_worked_on(old, goal, tmp_path, clock, monkeypatch):
    with monkeypatch.context() as then, closing(open_database(old, read_only=True)) as before:
        then.setattr(schema, "STEPS", STEPS[:goal])
        had, head = counts(before, goal), chain.head(before)
    aside = tmp_path / "aside"
    with closing(open_database(old, clock=clock, aside=aside)) as db:
        assert db.version == len(STEPS)
        kept = [each for each in files.backup_files(aside) if each.kind == "before-upgrade"]
        assert [check(each.file) is not None for each in kept] == [True] * (goal < len(STEPS)), "it is whole"
        assert {name: n for name, n in counts(db, goal).items() if name in had} == had | void_kept(db, goal, had)
        assert chain.head(db) == head
        assert verify.fault(db) is None
        _work(db)


@pytest.mark.parametrize("goal", [int(OLD[-1].name[:3])])
def test_journal_of_an_old_office_is_shown_in_persian_alone(old, tmp_path, clock):
    with closing(open_database(old, clock=clock, aside=tmp_path / "aside")) as db:
        clerk = sign_in.sign_in(db, "admin", PASSWORD)
        taking.record(db, clerk, taking.take(db, tmp_path / "kept", None))
        told = [
            (row.action, *(change.label for change in row.changes))
            for row in journal_reading.read(db, clerk, JournalQuery(), 10_000).rows
        ]
        assert not [words for words in told if re.search("[a-z]", " ".join(words))]


def _work(db):
    older.bring_up_to_date(db)
    before = db.rows("SELECT * FROM followup ORDER BY referral_id")
    older.bring_up_to_date(db)
    assert db.rows("SELECT * FROM followup ORDER BY referral_id") == before
    assert all(row["acknowledge_days"] for row in before)
    clerk = sign_in.sign_in(db, "admin", PASSWORD)
    visit = register(
        db,
        clerk,
        sessions.opened(db).id,
        Arrival(
            Visitor(kind="no_code", code_reason="ندارد", first_name="نمونه", last_name="تازه‌آمده"),
            lists.entries(db, "category")[0]["id"],
            "پس از ارتقا",
        ),
    )
    assert [hit.visit_id for hit in search.find(db, "تازه‌آمده")] == [visit.id]
    open_ones = db.required_row(
        f"SELECT COUNT(*) AS n FROM followup WHERE {IS_OPEN} AND unit_due_day > :day AND working_days IS NOT NULL",
        day="2027-01-02",
    )
    closed = entries.close_day(db, clerk, "2027-01-02", "برودت هوا", "")
    assert closed.referrals <= open_ones["n"]
    for row in db.rows("SELECT id FROM visit"):
        assert case.load(db, clerk, row["id"]).story.visit.id == row["id"]
    for key in LISTS:
        assert len(followup.every_row(db, clerk, ListQuery(key))) == followup.list_counts(db)[key]
    _take_all_back(db, clerk)
    assert verify.fault(db) is None


def _take_all_back(db, clerk):
    """Take back every act that can be: what an older program recorded knows its act, its answer and its ledger too."""
    for row in db.rows("SELECT referral_id FROM followup"):
        while act := taking_back.last_act(db, clerk, row["referral_id"]):
            taking_back.take_back(db, clerk, act.step_id)
        steps = lifecycle.steps(db, row["referral_id"])
        if steps:
            assert steps[-1].kind in ("passed", "void")
        else:
            assert lifecycle.get(db, row["referral_id"]).stage == "issued"
            assert answers.of_referral(db, row["referral_id"]) == []


def test_database_of_a_newer_program_is_refused_untouched(address, db):
    with db.transaction():
        db.rows("UPDATE revision SET n = :n WHERE topic = 'schema'", n=len(STEPS) + 1)
    before = counts(db, len(STEPS)), chain.head(db)
    with pytest.raises(StorageError, match="جدیدتری"):
        open_database(address)
    assert (counts(db, len(STEPS)), chain.head(db)) == before


@pytest.mark.parametrize("goal", [13])
def test_referrals_of_an_older_schema_get_their_facts_and_keep_what_they_were(old, tmp_path, clock):
    """One was extended when it was late and passed on, one answered late and objected to, one voided."""
    with closing(open_database(old, clock=clock, aside=tmp_path / "aside")) as db:
        older.bring_up_to_date(db)
        states = {row["referral_id"]: row for row in db.rows("SELECT * FROM followup")}
        passed, void, objected, onward = (states[each] for each in (1, 3, 4, 5))
        assert (passed["stage"], passed["unit_due_day"], passed["in_time_until"]) == (
            "passed",
            "2026-11-16",
            "2026-11-13",
        )
        [extension] = db.rows("SELECT working_days, to_day FROM referral_step WHERE kind = 'extended'")
        assert extension == {"working_days": 3, "to_day": "2026-11-16"}
        assert (objected["answered_day"], objected["answer_days"], objected["in_time"]) == ("2026-11-16", 18, 0)
        assert (objected["unit_due_day"], objected["disputed"]) == ("2026-11-23", 1)
        assert (onward["due_day"], onward["unit_due_day"]) == ("2026-11-11", "2026-12-12")
        assert (void["stage"], void["in_time_until"]) == ("void", "")
        [step] = db.rows("SELECT day, words FROM referral_step WHERE kind = 'void'")
        assert step == {"day": "2026-10-21", "words": "واحد اشتباه بود"}
