"""The report on what more people come about than before: by itself, by district, by unit and by words."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.figures import rising
from app.figures.counted import Counted
from app.figures.definitions import Scope
from app.figures.fair_test import LEVEL
from app.figures.parts import Cells, Columns, ReportContent, TableRow
from app.figures.rising import LEAST, Key, Rise, Rising
from app.figures.scorecard import names
from app.papers.period_report import Chart, ReportTable
from app.persian.text import fa
from db import Database

ON_PAPER = 12
"""The most rows of each table on paper, besides what is unusual; the exported file has all of them."""
MOST_BARS = 6
BESIDE = 4
"""The most other names of a row that are told."""
TESTS = {True: "بیش از معمول", False: "در حد معمول"}
NEW = "جدید"
_COUNTS: Columns = (("نفر", "count"), ("دورهٔ قبل", "count"), ("آزمون", "text"))
_ROWS: Columns = (("چه چیزی", "words"), ("همراه با", "words"), *_COUNTS)
_APART: tuple[tuple[str, Columns], ...] = (
    ("موضوع در هر منطقه", (("موضوع", "words"), ("منطقه", "text"), *_COUNTS)),
    ("موضوع در هر واحد", (("موضوع", "words"), ("واحد", "text"), *_COUNTS)),
    ("کلمه‌های شرح درخواست", (("کلمه‌ها", "words"), *_COUNTS)),
)
"""The tables of what has grown, each thing by itself."""


@dataclass(frozen=True, slots=True)
class Names:
    """How the things that are counted are called."""

    categories: Mapping[int, str]
    units: Mapping[int, str]
    spellings: Mapping[tuple[int | str, ...], str]

    def parts(self, key: Key) -> tuple[str, ...]:
        """Return category and district or unit, or the words."""
        family, what = key
        if family == "words":
            return tuple(self.spellings[what].split())
        category, place = what
        return self.categories.get(int(category), "—"), self.units.get(int(place), "—")

    def whole(self, key: Key) -> str:
        return (" " if key[0] == "words" else " × ").join(self.parts(key))

    def beside(self, rise: Rise) -> str:
        """Return the other names of a row, each with its people; a name that says nothing new is left out."""
        told: list[str] = []
        said = set(self.parts(rise.key))
        for other in sorted(rise.among, key=lambda each: (each.key[0] == "words", -len(each.key[1]), -each.now)):
            new = set(self.parts(other.key)) - said
            if new and len(told) < BESIDE:
                told.append(f"{self.whole(other.key)} ({other.now})")
                said |= new
        return "، ".join(told)


def names_of(db: Database, found: Rising) -> Names:
    return Names(names(db, "category"), names(db, "unit"), found.spellings)


def report(db: Database, scope: Scope, before: Scope) -> ReportContent:
    found = rising.find(rising.read(db, scope, before), scope, before)
    called = names_of(db, found)
    alarms = [rise for rise in found.rises if rise.is_alarm]
    apart = [[rise for rise in found.grown if rise.key[0] == family] for family in ("district", "unit", "words")]
    listed = [list(found.rises), *apart]
    rows = tuple((called.whole(rise.key), called.beside(rise), *_counts(rise)) for rise in found.rises)
    tables = (
        ReportTable("رو به افزایش", _ROWS, rows, max(ON_PAPER, len(alarms))),
        *(
            ReportTable(
                title, columns, tuple((*_cell(called, rise.key), *_counts(rise)) for rise in some), on_paper=ON_PAPER
            )
            for (title, columns), some in zip(_APART, apart, strict=True)
        ),
    )
    bars = tuple((called.whole(rise.key), float(rise.now)) for rise in alarms[:MOST_BARS])
    return ReportContent(
        (),
        (Chart(TESTS[True], "نفر", "count", bars),) if bars else (),
        tables,
        of_answers=False,
        of_visits=False,
        behind=tuple(
            tuple(_behind(len(table.columns), rise, scope, before) for rise in some)
            for table, some in zip(tables, listed, strict=True)
        ),
        notes=_notes(found, before),
    )


def _behind(columns: int, rise: Rise, scope: Scope, before: Scope) -> Cells:
    """Return what the cells of a row count: the visits of its people, one of each."""
    now, earlier = (
        (Counted("visits", "visits", span, (("visit", visits),)),)
        for span, visits in ((scope, rise.visits), (before, rise.earlier))
    )
    return ((),) * (columns - len(_COUNTS)) + (now, earlier, ())


def _cell(called: Names, key: Key) -> TableRow:
    return (called.whole(key),) if key[0] == "words" else called.parts(key)


def _counts(rise: Rise) -> TableRow:
    return rise.now, rise.before, NEW if rise.is_alarm and rise.is_new else TESTS[rise.is_alarm]


def _notes(found: Rising, before: Scope) -> tuple[str, ...]:
    return tuple(
        fa(text)
        for text in (
            f"دورهٔ قبل = {before.period.name}. هر شخص برای هر مورد در یک سال فقط یک بار شمرده می‌شود."
            " سهم هر مورد از همهٔ افراد این دوره"
            f" ({found.now} نفر، هر کس برای هر موضوع یک بار) با سهم آن در دورهٔ قبل ({found.before} نفر)"
            " سنجیده شده است؛ کم و زیاد شدن جلسه‌ها و تعطیلات آن را تغییر نمی‌دهد. موضوع‌های محرمانه در آن نیست.",
            f"بیش از معمول = آزمون دقیق دوجمله‌ای، با تصحیح برای {found.looked_at} موردی که سنجیده شده: احتمال"
            " آن‌که در این گزارش حتی یک مورد به‌اشتباه چنین نشان داده شود، حداکثر"
            f" {round(100 * LEVEL)} درصد است. موردی که در دو دوره روی هم کمتر از {LEAST} نفر دارد سنجیده نمی‌شود."
            " جدید = بیش از معمول، و در دورهٔ قبل هیچ‌کس برای آن مراجعه نکرده است.",
        )
    )
