"""Reports of a period by category, district, official and table: who came, and how their referrals were answered."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from app.access.privacy import cover_on_paper
from app.figures import attendance, definitions
from app.figures.attendance import NO_VISITS, Counts, Times
from app.figures.counted import Key, Narrowing
from app.figures.definitions import Scope, Tally
from app.figures.parts import (
    ANSWERS,
    ANSWERS_LINKS,
    TOTAL,
    UNNAMED,
    Columns,
    Link,
    Links,
    ReportContent,
    TableRow,
    answers,
    behind,
    with_total,
)
from app.figures.scorecard import names
from app.papers.period_report import Chart, ReportTable
from app.persian.text import sort_key
from db import Database

CAME: Columns = (
    ("مراجعه", "count"),
    ("ملاقات", "count"),
    ("ارجاع‌شده", "count"),
    ("حل در محل", "count"),
    ("همان موضوع", "count"),
)
WROTE: Columns = (("پاراف", "count"), ("ارجاع‌شده", "count"), ("حل در محل", "count"))
MET: Columns = (("ملاقات", "count"), ("میانهٔ ملاقات", "minutes"), ("صدک ۹۰ ملاقات", "minutes"))
CAME_LINKS = tuple(Link("visits", (name,)) for name in ("visits", "met", "referred", "settled", "again"))
WROTE_LINKS = tuple(Link("paraphs", (name,)) for name in ("paraphs", "referred", "settled"))
MET_LINKS = (Link("meetings", ("met",)), Link("meetings", ("timed",)), Link("meetings", ("timed",)))
CHART_BARS = 12
NOWHERE = "بدون منطقه"


def categories(db: Database, scope: Scope, _: Scope) -> ReportContent:
    """Count confidential categories together under one name: a report passes through many hands."""
    return _of_visits(db, scope, "category", "موضوع", _category(db))


def districts(db: Database, scope: Scope, _: Scope) -> ReportContent:
    return _of_visits(db, scope, "district", "منطقهٔ ملک", _district(db))


def _category(db: Database) -> Callable[[Any], str]:
    hidden = {row["id"] for row in db.rows("SELECT id FROM category WHERE confidential = 1")}
    called = names(db, "category")
    return lambda key: cover_on_paper(key in hidden).label(called.get(key, UNNAMED))


def _district(db: Database) -> Callable[[Any], str]:
    called = names(db, "district")
    return lambda key: called.get(key, NOWHERE)


def crossed(db: Database, scope: Scope, _: Scope) -> ReportContent:
    """Count the visits from each district about each category."""
    category, district = _category(db), _district(db)
    found: Counter[tuple[str, str]] = Counter()
    named: dict[str, set[Key]] = {}
    placed: dict[str, set[Key]] = {}
    for (category_id, district_id), n in attendance.by_category_and_district(db, scope).items():
        found[category(category_id), district(district_id)] += n
        named.setdefault(category(category_id), set()).add(category_id)
        placed.setdefault(district(district_id), set()).add(district_id)
    across = sorted({name for _, name in found}, key=lambda name: (name == NOWHERE, sort_key(name)))

    def category_row(name: str, *categories: str) -> TableRow:
        sums = [sum(found[each, place] for each in categories) for place in across]
        return (name, *sums, sum(sums))

    down = {name for name, _ in found}
    rows = sorted(
        (category_row(name, name) for name in down), key=lambda row: (-int(row[-1] or 0), sort_key(str(row[0])))
    )
    columns: Columns = (("موضوع", "text"), *((name, "count") for name in across), (TOTAL, "count"))
    table = ReportTable("مراجعه به تفکیک موضوع و منطقه", columns, with_total(rows, category_row(TOTAL, *down)))
    links: Links = (
        None,
        *(Link("visits", ("visits",), _only("district", placed[name])) for name in across),
        Link("visits", ("visits",)),
    )
    only = [_only("category", named[str(row[0])]) for row in rows]
    return ReportContent((), (), (table,), of_answers=False, behind=(behind(links, with_total(only, ()), scope),))


def _only(by: str, keys: Iterable[Key]) -> Narrowing:
    return ((by, tuple(keys)),)


def _of_visits(db: Database, scope: Scope, by: str, header: str, called: Callable[[Any], str]) -> ReportContent:
    came: dict[str, list[Counts]] = {}
    named: dict[str, set[Key]] = {}
    for key, counted in attendance.counts(db, scope, by).items():
        came.setdefault(called(key), []).append(counted)
        named.setdefault(called(key), set()).add(key)
    sent: dict[str, list[Tally]] = {}
    for key, tally in definitions.tallies(db, scope, by).items():
        sent.setdefault(called(key), []).append(tally)
        named.setdefault(called(key), set()).add(key)
    visits = {name: attendance.add_counts(some) for name, some in came.items()}
    tallies = {name: definitions.add_up(some) for name, some in sent.items()}
    order = sorted({*visits, *tallies}, key=lambda name: (-visits.get(name, NO_VISITS)["visits"], sort_key(name)))

    def group_row(name: str, counted: Counts, tally: Tally) -> TableRow:
        return (name, *(counted[each] for each in ("visits", "met", "referred", "settled", "again")), *answers(tally))

    rows = [group_row(name, visits.get(name, NO_VISITS), tallies.get(name, Tally({}))) for name in order]
    only = [_only(by, named[name]) for name in order]
    total = group_row(TOTAL, attendance.add_counts(list(visits.values())), definitions.add_up(list(tallies.values())))
    return ReportContent(
        (),
        (_chart("مراجعه", "", rows, 1),),
        (ReportTable(f"به تفکیک {header}", ((header, "text"), *CAME, *ANSWERS), with_total(rows, total)),),
        behind=(behind((None, *CAME_LINKS, *ANSWERS_LINKS), with_total(only, ()), scope),),
    )


def officials(db: Database, scope: Scope, _: Scope) -> ReportContent:
    wrote, sent = attendance.paraphs(db, scope, "official"), definitions.tallies(db, scope, "official")
    called = names(db, "official")
    keys = sorted({*wrote, *sent} - {None}, key=lambda key: (-_paraphs(wrote, key), sort_key(called.get(key, ""))))
    rows = _paraph_rows(called, keys, wrote, sent)
    columns: Columns = (("مقام", "text"), *WROTE, *ANSWERS)
    return ReportContent(
        (),
        (_chart("پاراف", "", rows, 1),),
        (ReportTable("به تفکیک مقام", columns, with_total(rows, _paraph_total(wrote, sent))),),
        behind=(
            behind(
                (None, *WROTE_LINKS, *ANSWERS_LINKS), with_total([_only("official", (key,)) for key in keys], ()), scope
            ),
        ),
    )


def tables(db: Database, scope: Scope, _: Scope) -> ReportContent:
    met = attendance.at_tables(db, scope)
    wrote, sent = attendance.paraphs(db, scope, "table"), definitions.tallies(db, scope, "table")
    called = names(db, "table")
    keys = sorted({*met, *wrote, *sent} - {None}, key=lambda key: sort_key(called.get(key, "")))
    nobody = (0, Times())
    rows = [
        _with_meetings(row, met.get(key, nobody))
        for key, row in zip(keys, _paraph_rows(called, keys, wrote, sent), strict=True)
    ]
    count, times = sum(n for n, _ in met.values()), attendance.merge_times(times for _, times in met.values())
    columns: Columns = (("میز", "text"), *MET, *WROTE, *ANSWERS)
    total = _with_meetings(_paraph_total(wrote, sent), (count, times))
    return ReportContent(
        (),
        (_chart("ملاقات", "", rows, 1), _chart("میانهٔ ملاقات", "دقیقه", rows, 2)),
        (ReportTable("به تفکیک میز", columns, with_total(rows, total)),),
        behind=(
            behind(
                (None, *MET_LINKS, *WROTE_LINKS, *ANSWERS_LINKS),
                with_total([_only("table", (key,)) for key in keys], ()),
                scope,
            ),
        ),
    )


def _with_meetings(row: TableRow, found: tuple[int, Times]) -> TableRow:
    """Insert the meetings and how long they took after the name of a table's row."""
    count, times = found
    return (row[0], count, times.median, times.percentile_90, *row[1:])


def _paraphs(wrote: Mapping[int, Counts], key: int) -> int:
    return wrote[key]["paraphs"] if key in wrote else 0


def _paraph_rows(
    called: Mapping[int, str], keys: list[Any], wrote: Mapping[int, Counts], sent: Mapping[Any, Tally]
) -> list[TableRow]:
    nothing = {"paraphs": 0, "referred": 0, "settled": 0}
    return [
        (
            called.get(key, UNNAMED),
            *(wrote.get(key, nothing)[name] for name in nothing),
            *answers(sent.get(key, Tally({}))),
        )
        for key in keys
    ]


def _paraph_total(wrote: Mapping[int, Counts], sent: Mapping[Any, Tally]) -> TableRow:
    sums = (sum(each[name] for each in wrote.values()) for name in ("paraphs", "referred", "settled"))
    return (TOTAL, *sums, *answers(definitions.add_up(list(sent.values()))))


def _chart(title: str, quiet: str, rows: list[TableRow], at: int) -> Chart:
    bars = [(str(row[0]), float(row[at] or 0)) for row in rows]
    return Chart(title, quiet, "count", tuple(sorted(bars, key=lambda bar: -bar[1])[:CHART_BARS]))
