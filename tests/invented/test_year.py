"""The invented year: the same seed lives the same year, and its figures are those that were kept beside it."""

from collections import Counter
from contextlib import ExitStack, closing
from math import sqrt

import pytest

from app.figures import definitions
from app.figures.definitions import Scope
from app.invented import cast
from app.invented.kept import OFFICE, TRUTH, LastDay
from app.invented.kept_facts import read_facts
from app.invented.year import LAST_DAY, SEED, live_the_year
from app.journal import verify
from app.office import programmes
from app.sessions import sessions
from db import open_database

WEEKS = 6
YEAR = Scope("2025-12-01", LAST_DAY, 1)


def lived(address, **how):
    return live_the_year(lambda clock: open_database(str(address), clock=clock), **how)


def opened(folder):
    """The database on its last day, and the facts kept beside it."""
    return open_database(str(folder / OFFICE), clock=LastDay()), read_facts(folder / TRUTH)


@pytest.fixture(scope="module")
def weeks(lived_year):
    db, facts = opened(lived_year(WEEKS))
    with closing(db):
        yield db, facts


@pytest.fixture(scope="module", params=[SEED, 7, 1405])
def year(request, lived_year):
    db, facts = opened(lived_year(seed=request.param))
    with closing(db):
        yield db, facts


def count(db, table, condition="1 = 1"):
    return db.row(f"SELECT COUNT(*) AS n FROM {table} WHERE {condition}")["n"]


def counted(db, scope):
    """What the program counts, by unit."""
    return {
        unit: {name: tally[name] for name in COUNTED if tally[name]}
        for unit, tally in definitions.tallies(db, scope, "unit").items()
    }


def is_denied(one):
    """Each objection follows an answer."""
    return any(answer.outcome != "barred" for answer in one.answers[: one.objections])


COUNTED = {
    "sent": lambda one: one.stage not in ("passed", "void"),
    "open": lambda one: one.owes,
    "answered": lambda one: one.stage not in ("passed", "void") and one.answers,
    "accepted": lambda one: one.stage == "accepted" and one.answers[-1].outcome != "barred" and not is_denied(one),
    "denied": lambda one: is_denied(one),
    "unasked": lambda one: (
        one.stage in ("answered", "closed")
        and one.answers
        and one.answers[-1].outcome != "barred"
        and not is_denied(one)
    ),
    "barred": lambda one: one.stage not in ("passed", "void") and one.answers and one.answers[-1].outcome == "barred",
    "objected": lambda one: one.objections,
    "returned": lambda one: one.returns,
    "passed": lambda one: one.stage == "passed",
    "interim": lambda one: one.interims,
    "extended": lambda one: one.extensions,
    "reminded": lambda one: one.reminders,
    "unanswered": lambda one: one.stage == "closed" and not one.answers,
    "voided": lambda one: one.stage == "void",
}
"""What each figure counts, said of the kept facts."""


def kept(db, facts, programme_id):
    """The same from the facts alone."""
    ids = {row["code"]: row["id"] for row in db.rows("SELECT id, code FROM unit")}
    found = {}
    for one in facts.referrals.values():
        if one.programme_id == programme_id:
            names = [name for name, counts in COUNTED.items() if counts(one)]
            found.setdefault(ids[one.unit], Counter()).update(names)
    return {unit: dict(figures) for unit, figures in found.items()}


def must_agree(db, facts):
    """The journal is whole, and figures and truth are those of the kept facts."""
    assert verify.fault(db) is None
    for programme in programmes.active(db):
        assert counted(db, Scope(YEAR.since, YEAR.until, programme.id)) == kept(db, facts, programme.id)
    assert count(db, "response", "kind = 'final'") == facts.acts["answer"] + facts.acts["returned"]
    assert count(db, "response", "kind = 'interim'") == facts.acts["interim"]
    assert count(db, "referral", "working_days IS NOT NULL") == facts.acts["referral"]
    answers = [answer.response_id for one in facts.referrals.values() for answer in one.answers]
    assert len(answers) == len(set(answers)) == facts.acts["answer"]


def must_be_as_true_as_planted(facts, *, at_least):
    """The share of true answers of each character lies within four standard deviations of its own."""
    for character in cast.load().characters.values():
        true, given = facts.true_share(character.name)
        if given >= at_least:
            spread = sqrt(character.true_share * (1 - character.true_share) / given)
            assert abs(true / given - character.true_share) < 4 * spread + 0.01, character.name


@pytest.mark.parametrize("weeks", [2, pytest.param(6, marks=pytest.mark.long)])
def test_year_is_the_same_on_both_engines(server, tmp_path, weeks):
    """A journal's last link holds every row before it."""
    with ExitStack() as stack:
        last = []
        for address in (tmp_path / "office.db", server.database()):
            db, facts = lived(address, weeks=weeks)
            stack.enter_context(closing(db))
            last.append((db.row("SELECT id, chain FROM journal ORDER BY id DESC LIMIT 1"), facts))
        assert last[0] == last[1]


def test_weeks_of_the_year_agree_with_what_was_kept(weeks):
    must_agree(*weeks)
    must_be_as_true_as_planted(weeks[1], at_least=50)


def test_year_ends_with_a_session_under_way(weeks):
    db, facts = weeks
    session = sessions.opened(db)
    assert session.day == LAST_DAY
    assert count(db, "visit", f"session_id = {session.id}") > 20
    assert count(db, "visit", f"session_id = {session.id} AND state = 'waiting'")
    assert count(db, "session", "state = 'closed'") == facts.acts["session"]


def test_another_seed_lives_another_year_and_facts_are_kept_as_a_file(tmp_path):
    first, facts = lived(tmp_path / "office.db", weeks=1)
    second, others = lived(tmp_path / "another.db", weeks=1, seed=SEED + 1)
    with closing(first), closing(second):
        assert facts.acts != others.acts
    facts.save(tmp_path / TRUTH)
    assert read_facts(tmp_path / TRUTH) == facts


@pytest.mark.long
def test_whole_year_agrees_with_what_was_kept(year):
    must_agree(*year)
    must_be_as_true_as_planted(year[1], at_least=25)


@pytest.mark.long
def test_whole_year_has_the_size_of_a_real_one(year):
    db, facts = year
    assert 70 <= facts.acts["session"] <= 76
    assert 7900 <= facts.acts["visit"] <= 9400
    assert 6100 <= facts.acts["referral"] <= 7500
    assert 0.25 <= facts.acts["return"] / facts.acts["visit"] <= 0.35
    assert count(db, "journal") > 100_000
    often = db.rows("SELECT visitor_id FROM visit GROUP BY visitor_id HAVING COUNT(*) BETWEEN 3 AND 7")
    assert len(often) > 150


@pytest.mark.long
def test_whole_year_has_its_clusters(year):
    db, facts = year
    park, asphalt = (set(facts.planted[name]) for name in ("park", "asphalt"))
    rows = {
        row["id"]: row
        for row in db.rows(
            "SELECT visit.id AS id, visitor_id, matter, day FROM visit JOIN session ON session.id = session_id"
        )
    }
    assert len({rows[visit]["visitor_id"] for visit in park}) == 54
    assert len({rows[visit]["matter"] for visit in park}) == 12
    days = sorted(rows[visit]["day"] for visit in asphalt)
    assert len(days) == 46
    assert days[len(days) // 2] > sorted(set(days))[len(set(days)) // 2]
