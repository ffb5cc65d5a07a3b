"""A rule keeps any typed value or refuses it with a Persian sentence, and a refusal leaves nothing behind."""

import dataclasses
import inspect
import types
import typing
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing, suppress
from functools import partial

import pytest
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st

from app.accounts import first_run, sign_in, staff
from app.audit import reading as journal_reading
from app.errors import Refused
from app.followup import view as followup
from app.journal import chain, verify
from app.line import steps
from app.office import lists
from app.office.declared_lists import LISTS
from app.office.lists import move
from app.persian import calendar, identifiers, text
from app.reception.invitees import FIELDS
from app.referrals import answers
from app.search import case, search
from app.spreadsheets.reading import Spreadsheet
from app.table import paraphs
from db import NoSuchRow, open_database
from db.schema import STEPS
from db.tables import tables
from tests.access.test_roles import DOORS, name

RULES = sorted({door for door, _ in DOORS} | {lists.save, lists.retire, move}, key=name)
NOT_TYPED = {"app.backups.restoring.restore"}
"""Takes a file; tests/backups/test_restoring.py gives it damaged and strange ones."""
HOSTILE = [
    "",
    " ",
    "\0",
    "\ud800",
    "\u202eنمونه\u2066",
    "علی\u200dرضا\u200c",
    "👩\u200d👩\u200d👧",
    "'; DROP TABLE visit; --",
    "%s %(x)s :x",
    "<b>درشت</b>",
    "۰۴۹۹۳۷۰۸۹۹",
    "٠٤٩٩٣٧٠٨٩٩",
    "0499370899",
    "-1",
    "1e999",
    "NaN",
    str(2**63),
    "1405/13/45",
    "۱۴۰۵/۰۹/۱۱",
    "2026-11-01",
    "2026-11-30",
    "20261101",
    "10:42",
    "99:99",
    "۵",
    "²",
    "①",
    "hand",
    "no_contact",
    "office",
    "season",
]
HUGE = st.just("ن").map(lambda letter: letter * 100_000)
TEXTS = st.sampled_from(HOSTILE) | st.text(max_size=40) | st.text(max_size=40) | HUGE
NUMBERS = st.sampled_from([0, 1, 1, 1, 2, 3, -1, 2**31, 2**63 - 1, 2**63, -(2**63) - 1, 10**30])
PLAIN = {
    str: TEXTS,
    int: NUMBERS,
    bool: st.booleans(),
    bytes: st.binary(max_size=200),
    type(None): st.none(),
    float: st.floats(),
    typing.Any: TEXTS | NUMBERS | st.floats() | st.none(),
}
ROWS = st.none() | st.fixed_dictionaries(
    {}, optional={"name": TEXTS, "title": TEXTS, "code": TEXTS, "id": NUMBERS, "working_days": TEXTS}
)


def values_of(kind):
    """Return a strategy for an annotation of a rule; an unknown annotation fails, so that no rule is passed over."""
    if kind is Spreadsheet:
        rows = st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=3).map(tuple)
        return rows.map(lambda found: Spreadsheet(("الف", "ب", "پ"), found, tuple(range(2, len(found) + 2))))
    if kind in PLAIN:
        return PLAIN[kind]
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Literal:
        return st.sampled_from(inner)
    if origin in (typing.Union, types.UnionType):
        return st.one_of([values_of(one) for one in inner])
    if origin in (list, Sequence, Collection):
        return st.lists(values_of(inner[0]), max_size=3)
    if origin is tuple:
        return st.lists(values_of(inner[0]), max_size=3).map(tuple)
    if origin is frozenset:
        return st.frozensets(values_of(inner[0]), max_size=3)
    if origin in (dict, Mapping):
        return ROWS.map(lambda given: given or {})
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        parts = {field.name: values_of(hints[field.name]) for field in dataclasses.fields(kind) if field.init}
        return st.fixed_dictionaries(parts).map(partial(made, kind))
    raise AssertionError(f"No hostile values for {kind}")


def made(kind, parts):
    """Make a dataclass; one that refuses its values when it is made never reaches a rule."""
    try:
        return kind(**parts)
    except Refused:
        reject()


def call(rule):
    hints = typing.get_type_hints(rule)
    given = {}
    for each in list(inspect.signature(rule).parameters.values())[2:]:
        if each.kind is each.VAR_KEYWORD:
            given |= {"office": TEXTS, "phone": TEXTS, "priority_after": NUMBERS, "display_names": NUMBERS}
        elif each.name == "seen":
            given["seen"] = st.none()  # the row a form was filled from is not typed
        elif each.name == "mapping":
            given["mapping"] = st.dictionaries(st.sampled_from(sorted(FIELDS)), st.integers(-1, 4), max_size=4)
        elif rule in (lists.save, lists.retire, move) and each.name == "name":
            given["name"] = st.sampled_from(sorted(LISTS))
        else:
            given[each.name] = values_of(hints[each.name])
    return st.tuples(st.just(rule), st.fixed_dictionaries(given))


CALLS = st.one_of([call(rule) for rule in RULES if name(rule) not in NOT_TYPED])


def state(db):
    """Return the journal's head and the number of rows of every table."""
    counts = [f"SELECT COUNT(*) AS n FROM {table.name}" for table in tables(len(STEPS)) if table.name != "revision"]
    return chain.head(db), [row["n"] for row in db.rows(" UNION ALL ".join(counts))]


@pytest.fixture
def office(db, clerk, arrive):
    """Visitors in every state, and a paraph that waits for an answer, so that the first few ids exist."""
    table, official = (lists.entries(db, name)[0]["id"] for name in ("meeting_table", "official"))
    units = [row["id"] for row in lists.entries(db, "unit")[:2]]
    visits = [arrive() for _ in range(4)]
    steps.call(db, clerk, visits[0].id, table)
    addressees = tuple(paraphs.Addressee(unit, working_days=7) for unit in units)
    draft = paraphs.Draft(official, "referred", "بررسی شود", addressees)
    saved = paraphs.save(db, clerk, visits[0].id, draft)
    answered = paraphs.referrals(db, saved.paraph_id)[0].id
    answers.record_final(db, clerk, answered, answers.UnitAnswer("done", "انجام شد"))
    steps.call(db, clerk, visits[1].id, table)
    steps.hold(db, clerk, visits[2].id, "12:30")


def attack(db, clerk, cases):
    @settings(
        max_examples=cases,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(CALLS)
    def call_rule(drawn):
        rule, given = drawn
        before = state(db)
        try:
            rule(db, clerk, **given)
        except Refused as refused:
            assert any("آ" <= letter <= "ی" for letter in refused.sentence), refused.sentence
            assert state(db) == before

    call_rule()
    assert verify.fault(db) is None


def test_every_rule_keeps_or_refuses_any_value(engine, db, clerk, office):
    attack(db, clerk, 400 if engine == "sqlite" else 120)


@pytest.mark.long
def test_every_rule_keeps_or_refuses_many_more_values(engine, db, clerk, office):
    attack(db, clerk, 90_000 if engine == "sqlite" else 10_000)


@settings(max_examples=4, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(st.lists(TEXTS, min_size=3, max_size=3))
def test_strangers_are_refused_at_sign_in(db, clerk, typed):
    first, second, third = typed
    for rule in (
        partial(sign_in.sign_in, db, first, second),
        partial(staff.change_own_password, db, first, second, third),
        partial(staff.recover, db, first, second, third),
    ):
        with pytest.raises(Refused):
            rule()


@settings(max_examples=10, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(st.lists(TEXTS, min_size=4, max_size=4), st.none() | st.binary(max_size=99))
def test_office_is_set_up_whole_or_not_at_all(address, typed, emblem):
    name, login, person, password = typed
    with closing(open_database(address)) as bare:
        before = state(bare)
        with suppress(Refused):
            first_run.set_up(bare, office=name, login=login, name=person, password=password, emblem=emblem)
            return
        assert state(bare) == before


@settings(max_examples=80, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(TEXTS, NUMBERS)
def test_reading_accepts_any_words(db, clerk, office, typed, number):
    search.find(db, typed)
    search.find_for(db, clerk, typed)
    journal_reading.read(db, clerk, journal_reading.JournalQuery(about=typed))
    for read in (
        identifiers.national_code,
        identifiers.mobile,
        calendar.parse_jalali,
        lambda words: text.checked(words, "متن", "text", 100, lines=True),
        lambda words: followup.find_referral(db, words),
    ):
        with suppress(Refused):
            read(typed)
    with suppress(NoSuchRow):
        case.load(db, clerk, number)


def test_rule_with_an_unknown_annotation_fails_the_test():
    with pytest.raises(AssertionError, match="No hostile values"):
        values_of(type("Unknown", (), {}))
