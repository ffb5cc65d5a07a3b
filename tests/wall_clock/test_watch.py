"""The watch: nothing is opened, upgraded or written before the clock was found right."""

import gzip
import os
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from app.backups import restoring, taking
from app.journal.reading import last_moment, pc_clock_ahead
from app.office import programmes
from app.office import settings as office
from app.sessions import sessions
from app.wall_clock.confirming import confirm
from app.wall_clock.doubt import ClockInDoubt
from app.wall_clock.watch import ClockWatch
from db import StorageError, open_database


@pytest.fixture
def watch(tmp_path):
    return ClockWatch(lambda: [tmp_path / "backups"])


@pytest.fixture
def reader(db, address, clock):
    """Opens the office for reading; its file was last written when the journal was."""
    if db.engine == "sqlite":
        os.utime(address, (clock.now.timestamp(),) * 2)
    return partial(open_database, address, read_only=True, clock=clock)


def doubt_of(look, *given):
    with pytest.raises(ClockInDoubt) as raised:
        look(*given)
    return raised.value.doubt


@pytest.mark.parametrize(
    ("leap", "reason"),
    [
        ({"days": 365}, "pause"),
        ({"days": 30}, "pause"),
        ({"hours": 11}, "hour"),
        ({"hours": -11}, "behind"),
        ({"days": -4000}, "behind"),
    ],
)
def test_wrong_clock_is_in_doubt_before_the_database_is_opened(db, reader, watch, clock, leap, reason):
    clock.turn(**leap)
    doubt = doubt_of(watch.before_opening, reader)
    assert (doubt.reason, doubt.now, doubt.known) == (reason, db.now(), last_moment(db))
    assert doubt.shared == (db.engine == "postgres")


@pytest.mark.parametrize("days", [0, 3, 7, 14, 21])
def test_office_that_was_closed_is_not_asked(db, reader, watch, clock, days):
    clock.turn(days=days)
    watch.before_opening(reader)
    watch.look(db)


def test_planned_session_explains_a_day_the_office_is_closed(db, clerk, reader, watch, clock):
    clock.turn(days=2)  # Friday
    assert doubt_of(watch.before_opening, reader).reason == "day"
    sessions.plan(db, clerk, programmes.active(db)[0].id, "2026-11-27")
    clock.turn(hours=7)
    watch.before_opening(reader)


def test_listed_holiday_is_asked_about(db, clerk, reader, watch, clock):
    clock.turn(days=21)
    office.change_settings(db, clerk, phone="1")
    clock.turn(days=7)  # 2 Dey, a Wednesday
    assert doubt_of(watch.before_opening, reader).reason == "day"


def test_confirmed_clock_is_what_the_program_knows(db, clerk, reader, watch, clock, tmp_path):
    clock.turn(days=365)
    doubt = doubt_of(watch.before_opening, reader)
    watch.trust(doubt)
    watch.before_opening(reader)
    watch.look(db)
    confirm(db, clerk, doubt)
    ClockWatch(list).before_opening(reader)
    clock.turn(days=-365)
    doubt = doubt_of(ClockWatch(list).before_opening, reader)
    assert doubt.reason == "behind", "both dates are shown; the clerk says which is right"
    confirm(db, clerk, doubt)
    ClockWatch(list).before_opening(reader)


def test_trust_in_one_clock_is_no_trust_in_the_next(db, reader, watch, clock):
    clock.turn(days=365)
    watch.trust(doubt_of(watch.before_opening, reader))
    clock.turn(days=365)
    doubt_of(watch.before_opening, reader)


def test_clock_that_leaps_while_the_program_is_open_is_in_doubt(db, watch, clock):
    watch.look(db)
    clock.turn(hours=5)
    watch.look(db)
    clock.turn(days=40)
    if db.engine == "postgres":
        watch.look(db)  # a server is asked once a minute
        watch = ClockWatch(list)
    assert doubt_of(watch.look, db).reason == "pause"
    clock.turn(days=-40)
    watch.look(db)


def test_night_and_week_with_an_open_program_are_no_doubt(db, watch, clock):
    for days in (3, 7, 7):
        watch.look(db)
        clock.turn(days=days)
    watch.look(db)


def test_database_that_is_away_or_empty_is_not_asked(server, tmp_path, clock):
    watch = ClockWatch(list)
    watch.before_opening(partial(open_database, str(tmp_path / "none.db"), read_only=True, clock=clock))
    empty = server.database()
    watch.before_opening(partial(open_database, empty, read_only=True, clock=clock))
    server.drop(empty)


def test_database_away_at_first_is_looked_at_once_it_is_open(db, watch, clock):
    def away():
        raise StorageError("away")

    clock.turn(days=365)
    watch.before_opening(away)
    assert doubt_of(watch.look, db).reason == "pause"


def test_office_put_back_from_a_backup_of_last_month_is_not_asked(db, clerk, watch, clock, tmp_path):
    if db.engine == "postgres":
        pytest.skip("the server's administrator puts a server's data back")
    folder = tmp_path / "backups"
    taken = taking.take(db, folder, None)
    for _ in range(5):
        clock.turn(days=7)
        office.change_settings(db, clerk, phone=str(_))
    restoring.restore(db, clerk, folder / taken.name, folder)
    clock.turn(days=1, hours=-2)
    watch.look(db)


def test_pc_whose_clock_differs_from_the_servers_is_known(db, clock, address):
    assert pc_clock_ahead(db) == 0
    if db.engine == "postgres":
        desk = open_database(address)
        assert pc_clock_ahead(desk) == 0
        for minutes in (45, -45):
            desk.clock = lambda by=minutes: datetime.now(UTC) + timedelta(minutes=by, seconds=30 if by > 0 else -30)
            assert pc_clock_ahead(desk) == minutes
        desk.close()


def test_weekdays_of_use_are_read_from_the_journal(db, clerk, reader, watch, clock):
    for n in range(7):  # seven Wednesdays
        office.change_settings(db, clerk, phone=str(n))
        clock.turn(days=7)
    watch.before_opening(reader)
    clock.turn(days=-2)
    assert doubt_of(ClockWatch(list).before_opening, reader).reason == "day"


def test_anybody_who_is_signed_in_confirms(db, make_clerk, reader, watch, clock):
    receptionist = make_clerk("reception")
    clock.turn(days=365)
    confirm(db, receptionist, doubt_of(watch.before_opening, reader))
    assert last_moment(db) == db.now()


OLD = sorted((Path(__file__).parents[1] / "db" / "olddb").glob("*.gz"))


@pytest.mark.parametrize("old", OLD, ids=lambda file: file.name[:3])
def test_office_of_every_older_schema_is_looked_at_before_its_upgrade(old, watch, clock, tmp_path):
    file = tmp_path / "office.db"
    file.write_bytes(gzip.decompress(old.read_bytes()))
    reader = partial(open_database, str(file), read_only=True, clock=clock)
    with closing(reader()) as db:
        last = db.required_row("SELECT at FROM journal ORDER BY id DESC LIMIT 1")["at"]
    os.utime(file, (datetime.fromisoformat(last).timestamp(),) * 2)
    clock.now = datetime.fromisoformat(last) + timedelta(days=365)
    assert doubt_of(watch.before_opening, reader).reason == "pause"
    clock.now = datetime.fromisoformat(last) - timedelta(days=365)
    assert doubt_of(watch.before_opening, reader).reason == "behind"
    clock.now = datetime.fromisoformat(last) + timedelta(hours=1)
    watch.before_opening(reader)
    with closing(reader()) as db:
        assert db.required_row("SELECT n FROM revision WHERE topic = 'schema'")["n"] == int(old.name[:3])
