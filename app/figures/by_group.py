"""A period by category, by district, by official and by table: who came, and how what was sent was answered."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from app.access.privacy import HIDDEN
from app.figures import attendance, definitions
from app.figures.attendance import NOBODY, Counts, Times
from app.figures.definitions import Scope, Tally
from app.figures.parts import ANSWERS, NONE, WHOLE, Columns, Part, answers, ordered
from app.figures.scorecard import names
from app.papers.documents import Chart, ReportTable, ReportValue
from app.persian.text import sort_key
from db import Database

CAME: Columns = (("مراجعه", "count"), ("ملاقات", "count"), ("ارجاع‌شده", "count"), ("حل در محل", "count"),
                 ("همان موضوع", "count"))
WROTE: Columns = (("پاراف", "count"), ("ارجاع‌شده", "count"), ("حل در محل", "count"))
MET: Columns = (("ملاقات", "count"), ("میانهٔ ملاقات", "minutes"), ("صدک ۹۰ ملاقات", "minutes"))
BARS = 12
NOWHERE = "بی منطقه"
Line = tuple[ReportValue, ...]


def categories(db: Database, scope: Scope, _: Scope) -> Part:
    """Confidential ones are counted together: a report passes through many hands."""
    return _of_visits(db, scope, "category", "موضوع", _category(db))


def districts(db: Database, scope: Scope, _: Scope) -> Part:
    return _of_visits(db, scope, "district", "منطقهٔ ملک", _district(db))


def _category(db: Database) -> Callable[[Any], str]:
    hidden = {row["id"] for row in db.rows("SELECT id FROM category WHERE confidential = 1")}
    called = names(db, "category")
    return lambda key: HIDDEN if key in hidden else called.get(key, NONE)


def _district(db: Database) -> Callable[[Any], str]:
    called = names(db, "district")
    return lambda key: called.get(key, NOWHERE)


def crossed(db: Database, scope: Scope, _: Scope) -> Part:
    """How many came from each district about each category."""
    category, district = _category(db), _district(db)
    found: Counter[tuple[str, str]] = Counter()
    for (one, other), n in attendance.crossed(db, scope).items():
        found[category(one), district(other)] += n
    across = sorted({name for _, name in found}, key=lambda name: (name == NOWHERE, sort_key(name)))

    def line(name: str, *some: str) -> Line:
        sums = [sum(found[one, place] for one in some) for place in across]
        return (name, *sums, sum(sums))

    down = {name for name, _ in found}
    rows = sorted((line(name, name) for name in down), key=lambda row: (-int(row[-1] or 0), sort_key(str(row[0]))))
    columns: Columns = (("موضوع", "text"), *((name, "count") for name in across), (WHOLE, "count"))
    return Part((), (), (ReportTable("مراجعه به تفکیک موضوع و منطقه", columns, ordered(rows, line(WHOLE, *down))),),
                of_answers=False)


def _of_visits(db: Database, scope: Scope, by: str, header: str, called: Callable[[Any], str]) -> Part:
    came: dict[str, list[Counts]] = {}
    for key, counted in attendance.counts(db, scope, by).items():
        came.setdefault(called(key), []).append(counted)
    sent: dict[str, list[Tally]] = {}
    for key, tally in definitions.tallies(db, scope, by).items():
        sent.setdefault(called(key), []).append(tally)
    visits = {name: attendance.added(some) for name, some in came.items()}
    tallies = {name: definitions.together(some) for name, some in sent.items()}
    order = sorted({*visits, *tallies}, key=lambda name: (-visits.get(name, NOBODY)["visits"], sort_key(name)))

    def line(name: str, seen: Counts, tally: Tally) -> Line:
        return (name, *(seen[each] for each in ("visits", "met", "referred", "settled", "again")), *answers(tally))

    rows = [line(name, visits.get(name, NOBODY), tallies.get(name, Tally({}))) for name in order]
    whole = line(WHOLE, attendance.added(list(visits.values())), definitions.together(list(tallies.values())))
    return Part((), (_chart("مراجعه", "", rows, 1),), (
        ReportTable(f"به تفکیک {header}", ((header, "text"), *CAME, *ANSWERS), ordered(rows, whole)),))


def officials(db: Database, scope: Scope, _: Scope) -> Part:
    wrote, sent = attendance.paraphs(db, scope, "official"), definitions.tallies(db, scope, "official")
    rows = _written(names(db, "official"), wrote, sent)
    columns: Columns = (("مقام", "text"), *WROTE, *ANSWERS)
    return Part((), (_chart("پاراف", "", rows, 1),), (
        ReportTable("به تفکیک مقام", columns, ordered(rows, _all(wrote, sent))),))


def tables(db: Database, scope: Scope, _: Scope) -> Part:
    met = attendance.at_tables(db, scope)
    wrote, sent = attendance.paraphs(db, scope, "table"), definitions.tallies(db, scope, "table")
    called = names(db, "table")
    keys = sorted({*met, *wrote, *sent} - {None}, key=lambda key: sort_key(called.get(key, "")))
    nobody = (0, Times())
    rows = [_met(line, met.get(key, nobody)) for key, line in zip(keys, _lines(called, keys, wrote, sent), strict=True)]
    count, times = sum(n for n, _ in met.values()), attendance.together(times for _, times in met.values())
    columns: Columns = (("میز", "text"), *MET, *WROTE, *ANSWERS)
    return Part((), (_chart("ملاقات", "", rows, 1), _chart("میانهٔ ملاقات", "دقیقه", rows, 2)), (
        ReportTable("به تفکیک میز", columns, ordered(rows, _met(_all(wrote, sent), (count, times)))),))


def _met(line: Line, found: tuple[int, Times]) -> Line:
    """The line with what was met and how long it took after its name."""
    count, times = found
    return (line[0], count, times.median, times.ninth, *line[1:])


def _written(called: Mapping[int, str], wrote: Mapping[int, Counts], sent: Mapping[Any, Tally]) -> list[Line]:
    keys = sorted({*wrote, *sent} - {None}, key=lambda key: (-_paraphs(wrote, key), sort_key(called.get(key, ""))))
    return _lines(called, keys, wrote, sent)


def _paraphs(wrote: Mapping[int, Counts], key: int) -> int:
    return wrote[key]["paraphs"] if key in wrote else 0


def _lines(called: Mapping[int, str], keys: list[Any], wrote: Mapping[int, Counts],
           sent: Mapping[Any, Tally]) -> list[Line]:
    nothing = {"paraphs": 0, "referred": 0, "settled": 0}
    return [(called.get(key, NONE), *(wrote.get(key, nothing)[name] for name in nothing),
             *answers(sent.get(key, Tally({})))) for key in keys]


def _all(wrote: Mapping[int, Counts], sent: Mapping[Any, Tally]) -> Line:
    sums = (sum(each[name] for each in wrote.values()) for name in ("paraphs", "referred", "settled"))
    return (WHOLE, *sums, *answers(definitions.together(list(sent.values()))))


def _chart(title: str, quiet: str, rows: list[Line], at: int) -> Chart:
    bars = [(str(row[0]), float(row[at] or 0)) for row in rows]
    return Chart(title, quiet, "count", tuple(sorted(bars, key=lambda bar: -bar[1])[:BARS]))
