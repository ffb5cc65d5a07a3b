"""Behind each number of each report lie as many rows as it says, all of them, on an office that was lived six weeks."""

from contextlib import closing
from datetime import date, timedelta
from itertools import product

import pytest

from app.access import clerks
from app.errors import Refused
from app.figures import counted_rows, scorecard
from app.figures import reports as period_reports
from app.figures.counted import Counted
from app.figures.definitions import FIGURES, Scope
from app.invented.kept import OFFICE, LastDay
from app.invented.year import SEED
from app.office import lists, programmes
from db import open_database
from db.copy import copy

WEEKS = 6
ENGINES = ("sqlite", "postgres")
COMPUTED = "انتظار بدون پیرو"
"""The one number that is a pace, and counts nothing."""


@pytest.fixture(scope="module", params=ENGINES)
def lived(request, lived_year):
    """The office of six weeks, its first clerk, and the last three of the weeks as a scope."""
    address = str(lived_year(WEEKS) / OFFICE)
    if request.param == "postgres":
        server = request.getfixturevalue("server")
        source, address = address, server.database()
        request.addfinalizer(lambda: server.drop(address))
        copy(source, address, lambda *_: None)
    with closing(open_database(address, clock=LastDay())) as db:
        clerk = clerks.current(db, clerks.everyone(db)[0].id)
        today = date.fromisoformat(db.now()[:10])
        since = today - timedelta(weeks=WEEKS // 2)
        yield db, clerk, Scope(since.isoformat(), today.isoformat(), programmes.active(db)[0].id)


def total(db, clerk, counted):
    page = counted_rows.page(db, clerk, counted, limit=1)
    return page.amount if counted.figure == "people" else page.total


@pytest.mark.parametrize("kind", period_reports.KINDS)
def test_each_number_of_a_report_lists_as_many_rows_as_it_says(lived, kind):
    check_each_number(*lived, kind)


@pytest.mark.long
@pytest.mark.parametrize("seed", [SEED, 7, 1405])
def test_each_number_of_the_reports_of_a_year_lists_as_many_rows(lived_year, seed):
    with closing(open_database(str(lived_year(seed=seed) / OFFICE), clock=LastDay())) as db:
        clerk = clerks.current(db, clerks.everyone(db)[0].id)
        for each, kind in product(programmes.active(db), period_reports.KINDS):
            check_each_number(db, clerk, Scope("2026-03-21", "2027-03-20", each.id), kind)


def check_each_number(db, clerk, scope, kind):
    report, seen = period_reports.gather(db, clerk, kind, scope), 0
    for row in period_reports.numbers(db, clerk, kind, scope):
        for number in filter(lambda each: each.counted, row.numbers):
            found = [total(db, clerk, each) for each in number.counted]
            seen += number.value is not None
            where = (kind, row.table, row.name, number.label, number.value, found)
            if number.measure == "share":
                part, whole = found
                assert number.value == (part / whole if whole else None), where
            elif number.measure == "count" and number.value is not None:
                assert found == [number.value], where
            elif number.measure != "count":
                assert (number.value is None) == (found == [0]), where
    assert seen == numbers_on(report), "every number can be opened"


def numbers_on(report):
    """How many numbers a report's exported file has."""
    cells = [
        value
        for table in report.tables
        for row in table.rows
        for (label, measure), value in zip(table.columns, row, strict=True)
        if measure not in ("text", "words", "day") and label != COMPUTED
    ]
    figures = [value for each in report.figures if each.label != COMPUTED for value in (each.now, each.before)]
    return sum(value is not None for value in (*cells, *figures))


def test_each_figure_of_each_unit_of_the_scorecard_lists_as_many_referrals(lived):
    db, clerk, scope = lived
    card = scorecard.compute(db, clerk, scope)
    assert len(card.units) > 10
    for unit in card.units[::3]:
        narrowed = Counted("referrals", "", scope, (("unit", (unit.id,)),))
        for name in FIGURES:
            counted = Counted("referrals", name, scope, narrowed.only)
            assert total(db, clerk, counted) == unit.tally[name], (unit.name, name)
        timed = Counted("referrals", "timed", scope, narrowed.only)
        assert total(db, clerk, timed) == sum(unit.tally.days.values()), unit.name


@pytest.mark.parametrize(
    ("subject", "figure"),
    [
        ("referrals", "sent"),
        ("promises", "all"),
        ("visits", "visits"),
        ("people", "visitors"),
        ("sessions", "sessions"),
        ("meetings", "met"),
        ("paraphs", "paraphs"),
    ],
)
def test_pages_hold_every_row_once_the_oldest_first(lived, subject, figure):
    db, clerk, scope = lived
    counted = Counted(subject, figure, scope)
    known, limit = counted_rows.page(db, clerk, counted).total, 17
    pages = [counted_rows.page(db, clerk, counted, offset, limit) for offset in range(0, known, limit)]
    rows = [row for page in pages for row in page.rows]
    assert len(rows) == len({row.id for row in rows}) == known > 1
    assert [row.day for row in rows] == sorted(row.day for row in rows)
    assert all(row.visit_id or subject == "sessions" for row in rows)
    assert {page.total for page in pages} == {known}


def test_rows_of_a_confidential_matter_are_covered(db, clerk, arrive, make_clerk):
    hidden = next(row["id"] for row in lists.entries(db, "category") if row["confidential"])
    arrive(category_id=hidden, matter="راز")
    counted = Counted("visits", "visits", Scope("2026-11-01", "2026-12-01", programmes.active(db)[0].id))
    (row,) = counted_rows.page(db, make_clerk("followup"), counted).rows
    assert (row.visitor, row.category) == ("محرمانه", "محرمانه")
    (row,) = counted_rows.page(db, clerk, counted).rows
    assert row.category != "محرمانه" and row.visitor.startswith("نمونه")
    with pytest.raises(Refused):
        counted_rows.page(db, make_clerk("reception"), counted)
