import json
from functools import partial
from typing import get_args

import pytest

from app.accounts import staff
from app.errors import Refused
from app.journal import chain, verify
from app.journal import writing as journal
from app.journal.reading import clock_behind, history
from app.journal.topics import Topic
from app.line import steps
from app.office import lists, programmes
from app.office import settings as office
from app.sessions import sessions
from db import StorageError
from tests.conftest import PASSWORD
from tests.support.journal import latest


def newest(db):
    row = latest(db, 1)[0]
    return row | {side: json.loads(row[side]) for side in ("before", "after")}


def test_change_is_recorded_with_clerk_moment_and_values(db, clerk, clock):
    clock.turn(minutes=3)
    office.change_settings(db, clerk, phone="1888")
    row = newest(db)
    assert (row["clerk"], row["at"], row["action"], row["subject"]) == (
        clerk.name,
        "2026-11-25T05:33:00.000Z",
        "change",
        "settings",
    )
    assert (row["before"], row["after"]) == ({"phone": "137"}, {"phone": "1888"})


@pytest.mark.parametrize(
    "door, action, subject",
    [
        (lambda db, clerk: office.set_emblem(db, clerk, b"\x89PNG\r\n\x1a\n"), "change", "emblem"),
        (
            lambda db, clerk: lists.save(db, clerk, "urgency", None, {"name": "x", "working_days": "1"}),
            "add",
            "urgency",
        ),
        (
            lambda db, clerk: lists.save(db, clerk, "urgency", 1, {"name": "x", "working_days": "1"}),
            "change",
            "urgency",
        ),
        (lambda db, clerk: lists.retire(db, clerk, "urgency", 1), "retire", "urgency"),
        (lambda db, clerk: lists.retire(db, clerk, "urgency", 1, back=True), "return", "urgency"),
        (
            lambda db, clerk: staff.add(db, clerk, login="x", name="x", roles=frozenset({"table"}), password=PASSWORD),
            "add",
            "clerk",
        ),
        (lambda db, clerk: staff.change(db, clerk, clerk.id, name="x", roles=clerk.roles), "change", "clerk"),
        (lambda db, clerk: staff.new_recovery(db, clerk), "make", "recovery"),
        (lambda db, clerk: sessions.plan(db, clerk, 1, "2026-12-02"), "plan", "session"),
        (lambda db, clerk: sessions.open_today(db, clerk, 1), "open", "session"),
        (lambda db, clerk: sessions.close(db, clerk, sessions.open_today(db, clerk, 1).id), "close", "session"),
        (
            lambda db, clerk: sessions.cancel(db, clerk, sessions.open_today(db, clerk, 1).id, "برف"),
            "cancel",
            "session",
        ),
        (
            lambda db, clerk: sessions.move(db, clerk, sessions.open_today(db, clerk, 1).id, "2026-12-01", "برف"),
            "move",
            "session",
        ),
    ],
)
def test_every_rule_records_its_change(db, clerk, door, action, subject):
    door(db, clerk)
    row = newest(db)
    assert (row["action"], row["subject"], row["clerk"]) == (action, subject, clerk.name)
    assert verify.fault(db) is None


def test_change_has_the_reads_of_its_opening(db, clerk):
    with journal.writing(db, clerk, (), "office", ask=lambda: office.settings_deferred(db)) as change:
        assert change.asked() == office.settings(db)


def test_role_is_checked_before_the_reads_are_looked_at(db, make_clerk):
    caller, ask = make_clerk("caller"), partial(sessions.get_deferred, db, 999_999)
    with pytest.raises(Refused, match="نقش"), journal.writing(db, caller, ("manager",), "office", ask=ask) as change:
        change.asked()


def test_change_is_recorded_or_does_not_happen(db, clerk):
    before = chain.head(db)
    with pytest.raises(Refused):
        office.change_settings(db, clerk, phone="1888", recall_limit="0")
    assert chain.head(db) == before and office.settings(db).phone == "137"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET clerk = 'کسی'",
        "DELETE FROM journal",
        "DELETE FROM journal WHERE id = 1",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE id = 1",
        "REPLACE INTO journal (id, at, clerk, action, subject, chain) VALUES (1, 'x', 'کسی', 'x', 'x', 'x')",
        "INSERT INTO journal (id, at, clerk, action, subject, chain) VALUES (1, 'x', 'کسی', 'x', 'x', 'x')"
        " ON CONFLICT (id) DO UPDATE SET clerk = 'کسی'",
    ],
)
def test_database_refuses_to_rewrite_the_journal(db, statement):
    with pytest.raises(StorageError), db.write():
        db.rows(statement)
    assert verify.fault(db) is None


def test_clock_set_right_dates_the_next_change_and_is_not_called_behind_any_more(db, clerk, clock):
    clock.turn(days=365)
    office.change_settings(db, clerk, phone="1")
    clock.turn(days=-365)
    assert clock_behind(db) == 365 * 24 * 60
    office.change_settings(db, clerk, phone="2")
    assert [row["at"][:10] for row in latest(db, 2)] == ["2026-11-25", "2027-11-25"]
    assert clock_behind(db) == 0
    assert verify.fault(db) is None, "the chain follows the order of the rows"


@pytest.mark.parametrize(("seconds", "written"), [(-119, "05:32:00"), (-121, "05:29:59"), (0, "05:32:00")])
def test_clock_moved_back_by_a_moment_never_writes_an_earlier_one(db, clerk, clock, seconds, written):
    clock.turn(minutes=2)
    office.change_settings(db, clerk, phone="1")
    clock.turn(seconds=seconds)
    office.change_settings(db, clerk, phone="2")
    assert newest(db)["at"] == f"2026-11-25T{written}.000Z"


def test_history_of_one_thing_is_read_in_order(db, clerk, arrive, tables):
    visit = arrive()
    steps.call_next(db, clerk, visit.session_id, tables[0]["id"])
    steps.no_show(db, clerk, visit.id)
    assert [row["action"] for row in history(db, "visit", visit.id)] == ["register", "called", "no_show"]
    assert programmes.active(db)


def test_changes_of_the_system_carry_its_name(db):
    first = latest(db)[-1]
    assert (first["action"], first["clerk"]) == ("plant", "سامانه")


def test_every_topic_has_its_row_in_storage(db):
    assert {*get_args(Topic)} == db.revisions().keys() - {"schema"}
