"""Whether reminders helped, as a report of a period: what came after one beside what was to be expected without."""

from collections.abc import Sequence
from datetime import date

from app.figures.counted import Counted
from app.figures.definitions import Scope, share_of
from app.figures.parts import TOTAL, UNNAMED, Cells, Columns, ReportContent, with_total
from app.figures.reminder_effect import WITHIN, Reminded, late_referrals, measured
from app.figures.scorecard import names
from app.papers.period_report import ReportFigure, ReportTable
from app.persian.calendar import local_day
from app.persian.text import fa, sort_key
from db import Database

HELPED: Columns = (
    ("دیرکرد از روز وعده، هنگام پیرو", "text"),
    ("با پیرو", "count"),
    ("پاسخ پس از پیرو", "count"),
    ("سهم", "share"),
    ("انتظار بدون پیرو", "share"),
)
BANDS = ("تا 14 روز", "15 تا 30 روز", "31 تا 90 روز", "بیش از 90 روز")
NOTE = (
    f"پاسخ پس از پیرو = نخستین پاسخ نهایی تا {fa(WITHIN)} روز پس از نخستین پیرو. فقط ارجاع‌هایی سنجیده شده‌اند که هنگام"
    " پیرو از روز وعده گذشته و بی‌پاسخ بودند و از پیرو آن‌ها حداقل همین اندازه می‌گذرد. انتظار بدون پیرو = سهمی که با"
    " آهنگ پاسخ همان واحد به ارجاع‌های همان‌قدر دیر و هنوز بی‌پیرو، در همین مدت پاسخ می‌گرفت.",
    "این سنجش رابطه را نشان می‌دهد نه علت را: شاید برای پرونده‌هایی پیرو نوشته شده باشد که پاسخشان نزدیک‌تر بوده است."
    " پیرو پس از اعتراض در آن نیست و دربارهٔ درستی پاسخ چیزی نمی‌گوید.",
)


def reminders(db: Database, scope: Scope, before: Scope) -> ReportContent:
    """Report how many were answered soon after a reminder, beside the pace of the equally late without one."""
    found = measured(late_referrals(db, scope), date.fromisoformat(local_day(db.now())).toordinal())
    called = names(db, "unit")
    units = sorted({each.late.unit_id for each in found}, key=lambda unit: sort_key(called.get(unit, UNNAMED)))
    bands = [(BANDS[band], [each for each in found if each.band == band]) for band in range(len(BANDS))]
    tables = (
        _helped("به تفکیک دیرکرد", HELPED, [(name, some) for name, some in bands if some], found, scope),
        _helped(
            "به تفکیک واحد",
            (("واحد", "text"), *HELPED[1:]),
            [(called.get(unit, UNNAMED), [each for each in found if each.late.unit_id == unit]) for unit in units],
            found,
            scope,
        ),
    )
    _, n, answered, share, expected = _helped_row(TOTAL, found)
    cells = _helped_cells(found, scope)
    return ReportContent(
        (
            ReportFigure("ارجاع با پیرو", "count", n, None),
            ReportFigure(f"پاسخ تا {fa(WITHIN)} روز پس از آن", "count", answered, None),
            ReportFigure("سهم", "share", share, None),
            ReportFigure("انتظار بدون پیرو", "share", expected, None),
        ),
        (),
        tuple(table for table, _ in tables),
        of_answers=False,
        of_visits=False,
        behind=tuple(each for _, each in tables),
        behind_figures=tuple((cell,) for cell in cells[1:]),
        notes=NOTE,
    )


def _helped(
    title: str,
    columns: Columns,
    groups: Sequence[tuple[str, Sequence[Reminded]]],
    found: Sequence[Reminded],
    scope: Scope,
) -> tuple[ReportTable, tuple[Cells, ...]]:
    rows = [_helped_row(name, some) for name, some in groups]
    cells = [_helped_cells(some, scope) for _, some in groups]
    return (
        ReportTable(title, columns, with_total(rows, _helped_row(TOTAL, found))),
        with_total(cells, _helped_cells(found, scope)),
    )


def _helped_row(name: str, some: Sequence[Reminded]) -> tuple[str, int, int, float | None, float | None]:
    answered = sum(each.late.was_answered_soon for each in some)
    expected = sum(each.expected for each in some) / len(some) if some else None
    return name, len(some), answered, share_of(answered, len(some)), expected


def _helped_cells(some: Sequence[Reminded], scope: Scope) -> Cells:
    """Return the referrals behind a row. What was expected is a computed pace and counts none."""
    everyone = tuple(each.late.referral_id for each in some)
    answered = tuple(each.late.referral_id for each in some if each.late.was_answered_soon)
    reminded, soon = (
        Counted("referrals", "issued", scope, (("referral", some_ids),)) for some_ids in (everyone, answered)
    )
    return (), (reminded,), (soon,), (soon, reminded), ()
