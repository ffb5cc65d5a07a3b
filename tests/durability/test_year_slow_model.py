"""A random walk of an office ends in the figures, numbers and states of the slow model, and its journal is whole."""

from collections import Counter, defaultdict
from contextlib import ExitStack

import pytest

from app.figures import definitions
from app.figures.definitions import FIGURES, Scope
from app.journal import verify
from app.office import programmes
from db import open_database
from db.copy import copy
from tests.support.random_office import KINDS, RandomOffice
from tests.support.slow_figures import figures_of, look

SEED = 5


def must_be_equal(office):
    works = office.works()
    seen = {referral: look(slip, works) for referral, slip in office.told.items()}
    rows = office.db.rows("SELECT * FROM followup WHERE working_days IS NOT NULL ORDER BY referral_id")
    assert [row["referral_id"] for row in rows] == sorted(office.told)
    for row in rows:
        slip = office.told[row["referral_id"]]
        assert in_data(row) == expected(slip, seen[row["referral_id"]]), slip
    figures_must_be_equal(office, seen, works)
    numbers_must_be_whole(office)
    assert verify.fault(office.db) is None, "the journal is whole"


def figures_must_be_equal(office, seen, works):
    today, lengths = office.today(), defaultdict(Counter)
    wanted = {by: defaultdict(Counter) for by in ("whole", "unit", "day")}
    for referral, slip in office.told.items():
        names = figures_of(slip, seen[referral], today, works)
        for by, group in (("whole", slip.programme), ("unit", slip.unit), ("day", slip.issued.isoformat())):
            wanted[by][slip.programme, group].update(names)
        days = seen[referral].clock.answer_days
        if days is not None:
            lengths[slip.programme, slip.programme][days] += 1
    for programme in programmes.active(office.db):
        scope = Scope("2026-01-01", "2039-12-01", programme.id)
        for by, groups in wanted.items():
            found = definitions.tallies(office.db, scope, by)
            assert {group for its, group in groups if its == programme.id} <= set(found)
            for group, tally in found.items():
                counted = groups[programme.id, group]
                assert {name: tally[name] for name in FIGURES} == {name: counted[name] for name in FIGURES}, group
                if by == "whole":
                    assert dict(tally.days) == lengths[programme.id, group]


def numbers_must_be_whole(office):
    """Each number is alive once or void in one gap, none is missing, and each one on paper is among them."""
    given = defaultdict(list)
    for row in office.db.rows("SELECT number FROM referral"):
        year, letter, serial = row["number"].split("/")
        given["number", int(year), letter].append(int(serial))
    for row in office.db.rows("SELECT programme_id, day, ticket FROM visit JOIN session ON session.id = session_id"):
        given["ticket", row["programme_id"], row["day"]].append(row["ticket"])
    for row in office.db.rows("SELECT programme_id, round FROM session WHERE round IS NOT NULL"):
        given["round", row["programme_id"]].append(row["round"])
    given["ledger",] = office.ids("SELECT id FROM dispatch")
    places = {
        "referral": lambda gap: ("number", gap["year"], gap["series"]),
        "ticket": lambda gap: ("ticket", gap["programme_id"], gap["day"]),
        "round": lambda gap: ("round", gap["programme_id"]),
        "ledger": lambda gap: ("ledger",),
    }
    for gap in office.db.rows("SELECT * FROM number_gap WHERE kind <> 'reminder'"):
        given[places[gap["kind"]](gap)].extend(range(gap["first"], gap["last"] + 1))
    for place, numbers in given.items():
        assert sorted(numbers) == list(range(1, len(numbers) + 1)), place
    for kind, *where in office.papers:
        if kind == "number":
            year, letter, serial = where[0].split("/")
            assert int(serial) in given["number", int(year), letter], where
        else:
            assert where[-1] in given[kind, *where[:-1]], (kind, where)


def in_data(row):
    return {
        "issued": row["issued_day"],
        "stage": row["stage"],
        "due": row["unit_due_day"],
        "in_time_until": row["in_time_until"],
        "answered": row["answered_day"],
        "in_time": row["in_time"],
        "in_promise": row["in_promise"],
        "answer_days": row["answer_days"],
        "promised": row["due_day"],
        "outcome": row["outcome"],
        **{name: row[name] for name in ("objections", "disputed", "interims", "extensions", "reminders", "returns")},
    }


def expected(slip, seen):
    clock, times = seen.clock, seen.times

    def iso(day):
        return day.isoformat() if day else ""

    return {
        "issued": slip.issued.isoformat(),
        "stage": clock.stage,
        "due": iso(clock.due),
        "in_time_until": iso(clock.in_time_until),
        "answered": iso(clock.answered),
        "in_time": clock.in_time,
        "in_promise": clock.in_promise,
        "answer_days": clock.answer_days,
        "promised": iso(slip.promised),
        "outcome": seen.outcome,
        "objections": times["objected"],
        "disputed": clock.disputed,
        "interims": times["interim"],
        "extensions": times["extended"],
        "reminders": times["reminded"],
        "returns": times["returned"],
    }


@pytest.fixture
def walk(db, clerk, clock, tmp_path, engine, request):
    """`walk(seed)` is an office before its first session."""
    with ExitStack() as stack:

        def new_place(file):
            server = request.getfixturevalue("server")
            address = server.database()
            stack.callback(server.drop, address)
            copy(str(file), address, lambda *_: None)
            opened = open_database(address, clock=clock)
            stack.callback(opened.close)
            return opened

        yield lambda seed: RandomOffice(db, clerk, clock, tmp_path / "backups", new_place, seed)


def go(office, acts, between, fewest, seed):
    try:
        for n in range(acts):
            office.act(fewest)
            if (n + 1) % between == 0:
                must_be_equal(office)
        must_be_equal(office)
    except Exception as error:
        error.add_note("\n".join([f"seed {seed}, {office.done.total()} acts done; the last:", *office.last]))
        raise
    assert office.done.total() >= acts / 2, office.refused
    assert {kind: office.done[kind] for kind in KINDS if office.done[kind] < fewest} == {}


def test_hundreds_of_acts_end_in_the_figures_of_the_slow_model(walk):
    go(walk(SEED), 400, 20, 1, SEED)


@pytest.mark.long
def test_twenty_thousand_acts_of_every_kind_end_in_the_figures_of_the_slow_model(walk):
    go(walk(SEED), 20_000, 1_000, 10, SEED)
