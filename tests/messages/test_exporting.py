"""The files of messages: who stands in one stands in no other, and no text says what a matter is; on both engines."""

import csv
import io
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import Refused
from app.followup import phone_calls
from app.line import steps as line
from app.messages import exporting, texts
from app.office import lists, programmes
from app.office import settings as office
from app.persian.text import fa
from app.reception import invitees
from app.referrals import answers, lifecycle, taking_back, verdicts
from app.referrals.answers import UnitAnswer
from app.referrals.issuing import Addressee
from app.sessions import sessions
from app.spreadsheets.reading import Spreadsheet
from app.table import paraphs
from app.visits.visitors import Visitor
from tests.conftest import CODES
from tests.support.journal import latest

DONE = UnitAnswer("done", "چراغ تعویض شد")
KINDS = ("message_registered", "message_moved", "message_referred", "message_answered")


@pytest.fixture
def refer(db, clerk, arrive, tables):
    """`refer(person, *units)` refers the nth person's new visit to units and returns the ids of the referrals."""
    units, official = lists.entries(db, "unit"), lists.entries(db, "official")[0]["id"]

    def make(person, *to, mobile=None, **visit):
        number = f"0912000000{person}" if mobile is None else mobile
        about = {} if number else {"mobile_reason": "ندارد"}
        who = Visitor(code=CODES[person], first_name="نمونه", last_name=f"آزمایشی {person}", mobile=number, **about)
        made = line.call(
            db, clerk, arrive(visitor=who, accepted=frozenset({"here", "open"}), **visit).id, tables[0]["id"]
        )
        addressees = tuple(Addressee(units[n]["id"], "lead", working_days=5) for n in to or (0,))
        draft = paraphs.Draft(official, "referred", "بررسی شود", addressees)
        return [each.id for each in paraphs.referrals(db, paraphs.save(db, clerk, made.id, draft).paraph_id)]

    return make


@pytest.fixture
def chosen(db, clerk):
    """`chosen('referred', …)` lets the office send just these kinds."""

    def choose(*kinds):
        office.change_settings(db, clerk, **{name: "1" if name[8:] in kinds else "" for name in KINDS})

    return choose


def lines(made):
    head, *rows = csv.reader(io.StringIO(made.data.decode("utf-8-sig")))
    assert tuple(head) == exporting.HEADER and len(rows) == made.messages
    return rows


def numbers(db, *ids):
    return [db.required_row("SELECT number FROM referral WHERE id = :id", id=each)["number"] for each in ids]


def test_second_file_is_empty_and_the_next_holds_only_what_is_new(db, clerk, refer, clock):
    first, second = refer(0)[0], refer(1)[0]
    answers.record_final(db, clerk, first, DONE)
    answers.record_final(db, clerk, second, DONE)
    assert exporting.pending(db, clerk).messages == 2
    assert len(lines(exporting.export(db, clerk))) == 2
    assert latest(db, 1)[0]["action"] == "export"
    journal = db.rows("SELECT id FROM journal")
    assert exporting.pending(db, clerk).messages == 0
    assert lines(exporting.export(db, clerk)) == [] and db.rows("SELECT id FROM journal") == journal
    verdicts.object_to(db, clerk, first, "هنوز خاموش است")
    clock.turn(days=1)
    answers.record_final(db, clerk, first, UnitAnswer("done", "دوباره تعویض شد"))
    [line_] = lines(exporting.export(db, clerk))
    assert line_[0] == "09120000000" and fa(numbers(db, first)[0]) in line_[2]
    assert lines(exporting.export(db, clerk)) == []


def test_visitor_with_several_answers_gets_one_message_with_all_numbers(db, clerk, refer):
    ids = [*refer(0), *refer(0, category_id=2), *refer(0, category_id=3)]
    for each in ids:
        answers.record_final(db, clerk, each, DONE)
    [only] = lines(exporting.export(db, clerk))
    assert all(fa(number) in only[2] for number in numbers(db, *ids))
    [person] = phone_calls.visitors_to_phone(db, clerk)
    assert {each.message_day for each in person.answers} == {"2026-11-25"}


def test_last_file_is_had_once_more_as_it_was_and_journalled(db, clerk, make_clerk, refer):
    with pytest.raises(Refused, match="هنوز فایل"):
        exporting.export_again(db, clerk)
    for person in (0, 1):
        answers.record_final(db, clerk, refer(person)[0], DONE)
    made = exporting.export(db, clerk)
    again = exporting.export_again(db, clerk)
    assert (again.data, again.messages) == (made.data, 2)
    assert latest(db, 1)[0]["action"] == "export_again"
    assert lines(exporting.export(db, clerk)) == []
    for door in (exporting.pending, exporting.export, exporting.export_again):
        with pytest.raises(Refused):
            door(db, make_clerk("caller"))


def test_visitors_without_a_number_are_counted_and_stay_to_be_told(db, clerk, refer):
    silent, told = refer(0, mobile="")[0], refer(1)[0]
    for each in (silent, told):
        answers.record_final(db, clerk, each, DONE)
    for messages in (1, 0):
        made = exporting.export(db, clerk)
        assert (made.messages, made.without_number) == (messages, 1)
    assert exporting.pending(db, clerk).without_number == 1
    assert sorted(each.mobile for each in phone_calls.visitors_to_phone(db, clerk)) == ["", "09120000001"]


def test_each_kind_is_a_choice_of_the_office(db, clerk, refer, arrive, chosen):
    waiting = arrive(visitor=Visitor(code=CODES[3], first_name="منتظر", last_name="نمونه", mobile="09120000003"))
    sent, answered = refer(0, 0, 1), refer(1)[0]
    answers.record_final(db, clerk, answered, DONE)
    chosen()
    assert exporting.export(db, clerk).messages == 0
    chosen("registered")
    told = {row[0]: row[2] for row in lines(exporting.export(db, clerk))}
    assert told.keys() == {"09120000003", "09120000000", "09120000001"}
    assert fa(f"نوبت {waiting.ticket} برای") in told["09120000003"] and "چهارشنبه ۴ آذر ۱۴۰۵" in told["09120000003"]
    chosen("referred")
    [row] = lines(exporting.export(db, clerk))
    names = [each["name"] for each in lists.entries(db, "unit")[:2]]
    assert row[0] == "09120000000" and all(text in row[2] for text in (*map(fa, numbers(db, *sent)), *names))
    chosen("answered")
    assert [row[0] for row in lines(exporting.export(db, clerk))] == ["09120000001"]
    chosen("registered", "moved", "referred", "answered")
    assert lines(exporting.export(db, clerk)) == []


def test_kind_that_is_chosen_late_does_not_tell_of_what_is_long_past(db, clerk, refer, arrive, chosen, clock):
    refer(0), arrive()
    clock.turn(days=8)
    chosen("registered", "referred")
    assert exporting.pending(db, clerk).messages == 0


def test_moved_session_is_told_to_visits_and_invitees_each_time_it_moves(db, clerk, chosen):
    programme = programmes.active(db)[0]
    planned = sessions.plan(db, clerk, programme.id, "2026-12-02")
    sheet = Spreadsheet(("نام", "خانوادگی", "همراه"), (("دعوت", "شده", "09120000007"),), (2,))
    invitees.load(db, clerk, planned.id, sheet, {"first_name": 0, "last_name": 1, "mobile": 2})
    chosen("moved")
    assert exporting.pending(db, clerk).messages == 0
    moved = sessions.move(db, clerk, planned.id, "2026-12-09", "برف")
    [first] = lines(exporting.export(db, clerk))
    assert first[0] == "09120000007" and "چهارشنبه ۱۸ آذر ۱۴۰۵" in first[2]
    assert exporting.pending(db, clerk).messages == 0
    sessions.move(db, clerk, moved.id, "2026-12-16", "برف")
    [second] = lines(exporting.export(db, clerk))
    assert "چهارشنبه ۲۵ آذر ۱۴۰۵" in second[2] and exporting.pending(db, clerk).messages == 0


def test_visit_carried_to_the_next_session_is_told_its_new_day_and_ticket(db, clerk, session, arrive, chosen):
    waiting = arrive(visitor=Visitor(code=CODES[0], first_name="نمونه", last_name="منتظر", mobile="09120000000"))
    chosen("moved")
    moved = sessions.move(db, clerk, session.id, "2026-12-02", "برف")
    [row] = lines(exporting.export(db, clerk))
    new = db.required_row("SELECT ticket, session_id FROM visit WHERE moved_from = :id", id=waiting.id)
    assert new["session_id"] == moved.id and fa(f"نوبت شما {new['ticket']} است") in row[2]
    assert lines(exporting.export(db, clerk)) == []


def test_no_message_says_what_a_matter_is_and_a_confidential_one_names_no_unit(db, clerk, refer, chosen):
    with db.write("office"):
        db.rows("UPDATE category SET confidential = 1 WHERE id = 1")
    hidden = refer(0, 0, matter="راز نمونه", category_id=1)
    open_ = refer(1, 1, matter="راز دیگر", category_id=2)
    chosen("registered", "referred", "answered")
    found = lines(exporting.export(db, clerk))
    for each in (*hidden, *open_):
        answers.record_final(db, clerk, each, DONE)
    found += lines(exporting.export(db, clerk))
    whole = " ".join(row[2] for row in found)
    categories, units = lists.entries(db, "category"), lists.entries(db, "unit")
    for secret in ("راز", "چراغ", "بررسی", units[0]["name"], categories[0]["name"], categories[1]["name"]):
        assert secret not in whole, secret
    assert units[1]["name"] in whole and len(found) == 6


def test_answer_that_is_taken_back_before_the_file_is_not_told(db, clerk, refer):
    referral = refer(0)[0]
    answers.record_final(db, clerk, referral, DONE)
    taking_back.take_back(db, clerk, lifecycle.steps(db, referral)[-1].id)
    assert exporting.export(db, clerk).messages == 0


def test_file_is_safe_in_a_spreadsheet(db, clerk, arrive, tables, refer):
    referral = refer(0)[0]
    with db.write("queue"):
        db.rows("UPDATE visitor SET first_name = '=نمونه' WHERE code = :code", code=CODES[0])
    answers.record_final(db, clerk, referral, DONE)
    made = exporting.export(db, clerk)
    assert made.data.startswith(b"\xef\xbb\xbf") and b"\r\n" in made.data
    assert lines(made)[0][1].startswith("'=نمونه")


TEXTS = {
    "registered": lambda name, office_, many: texts.registered(name, "چهارشنبه‌های مردمی", "2026-11-25", many, office_),
    "moved": lambda name, office_, many: texts.moved(name, "چهارشنبه‌های مردمی", "2026-11-25", many or None, office_),
    "referred": lambda name, office_, many: texts.referred(
        name, [f"1405/م/{n:05}" for n in range(many + 1)], ["منطقهٔ ۸"] * many, "2026-11-25", office_, "026-137"
    ),
    "answered": lambda name, office_, many: texts.answered(
        name, [f"1405/م/{n:05}" for n in range(many + 1)], office_, "026-137"
    ),
}


@pytest.mark.parametrize("kind", TEXTS)
@given(many=st.integers(0, 40), name=st.sampled_from(["آقای نمونه آزمایشی‌فر", "خانم سیده نمونه آزمایشی‌نژاد اصل"]))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
def test_text_is_short_polite_and_plain(kind, name, many):
    text = TEXTS[kind](name, "شهرداری کرج", many)
    assert text.startswith(f"{name} گرامی،") and text.endswith("شهرداری کرج")
    assert len(text) <= 4 * 67, "four parts of a Persian message"
    assert not re.search("[\u2066-\u2069]", text) and not re.search("[0-9]", text)
