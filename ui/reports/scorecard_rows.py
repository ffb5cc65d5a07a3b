"""The units and figures of the scorecard as rows of a list; the units as those of a table where it has the width."""

from collections.abc import Sequence

from app.figures.definitions import FIGURES, RANKED_FROM, Tally
from app.figures.scorecard import LOADS, Scorecard, UnitFigures
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from ui.widgets import ListRow
from ui.widgets.cell_delegate import CellColumn, CellDelegate
from ui.widgets.frames import TagKind
from ui.widgets.row_delegate import START

COLUMNS = (
    CellColumn("رتبه", 36),
    CellColumn("واحد", 0, START),
    CellColumn("ارجاع", 44),
    CellColumn("پاسخ‌ها: تأییدشده، ردشده، پرسیده‌نشده", 148, is_parts=True),
    CellColumn("تأیید از پرسیده", 102, START),
    CellColumn("به‌هنگام", 102, START),
    CellColumn("تا وعده", 102, START),
    CellColumn("دیر و بی‌پاسخ", 46),
    CellColumn("بازگشت", 50),
)


class UnitDelegate(CellDelegate):
    columns = COLUMNS


def whole_row(card: Scorecard) -> ListRow:
    """Return the row of all units, with the periods before at the same age."""
    before = [
        f"{each.period.name} در همین روز: {percent(each.tally.accepted)} از {each.tally.asked}"
        for each in card.standings[1:]
    ]
    quiet = " · ".join(filter(None, (card.progress, _shares(card.whole), *before)))
    return ListRow(
        -1,
        "همهٔ واحدها",
        quiet,
        time=f"{card.whole['sent']} ارجاع",
        parts=_parts(card.whole),
        cells=_cells("", "همهٔ واحدها", card.whole),
    )


def unit_rows(units: Sequence[UnitFigures]) -> list[ListRow]:
    """Return the rows of units that are sorted by their load; each load begins a group of the table."""
    loads = [unit.load for unit in units]
    return [unit_row(unit, begins_load=not place or loads[place - 1] != unit.load) for place, unit in enumerate(units)]


def unit_row(unit: UnitFigures, *, begins_load: bool = False) -> ListRow:
    rank = f"رتبهٔ {unit.rank} از {unit.ranked}" if unit.rank else f"بدون رتبه، کمتر از {RANKED_FROM} نظر"
    kind: TagKind = "accent" if unit.rank else "plain"
    late: tuple[tuple[TagKind, str], ...] = ()
    if unit.tally["overdue"]:
        late = (("late", f"{unit.tally['overdue']} دیرشده"),)
    return ListRow(
        unit.id or 0,
        unit.name,
        f"{rank} · {_shares(unit.tally)}",
        time=f"{unit.tally['sent']} ارجاع",
        tags=((kind, unit.load), *late),
        parts=_parts(unit.tally),
        cells=_cells(str(unit.rank) if unit.rank else "—", unit.name, unit.tally),
        group=_load(unit.load) if begins_load else "",
    )


def _load(load: str) -> str:
    least = next(least for least, name in LOADS if name == load)
    return f"{load}، {least} ارجاع و بیشتر" if least else load


def _cells(rank: str, name: str, tally: Tally) -> tuple[tuple[str, str], ...]:
    """Return what stands in each of COLUMNS; the parts of large numbers are left out, which have no room."""
    return (
        (rank, ""),
        ("", name),
        ("", str(tally["sent"])),
        ("", ""),
        _share(tally.accepted, tally["accepted"], tally.asked),
        _share(tally.in_time, tally["in_time"], tally["due"]),
        _share(tally.in_promise, tally["in_promise"], tally["promise_due"]),
        ("", str(tally["silent"])),
        ("", str(tally["again"])),
    )


def _share(share: float | None, part: int, whole: int) -> tuple[str, str]:
    return percent(share), (f"{part} از {whole}" if whole < 1000 else f"از {whole}") if whole else ""


def figure_rows(tally: Tally) -> list[ListRow]:
    """Return a row for each figure; a figure that is a part of others says its share too."""
    said = {
        "in_time": _out_of(tally.in_time, tally["due"]),
        "in_promise": _out_of(tally.in_promise, tally["promise_due"]),
        "accepted": _out_of(tally.accepted, tally.asked),
    }
    if tally.oldest:
        said["open"] = f"قدیمی‌ترین از {isolate(jalali(tally.oldest))}"
    if tally.median is not None:
        said["answered"] = f"میانه {tally.median} و صدک ۹۰ {tally.percentile_90} روز کاری"
    return [
        ListRow(n, figure.label, said.get(name, ""), number=fa(tally[name]))
        for n, (name, figure) in enumerate(FIGURES.items(), 1)
    ]


def percent(share: float | None) -> str:
    return "—" if share is None else f"{round(100 * share)}٪"


def _parts(tally: Tally) -> tuple[int, ...]:
    """Return the answers as the visitors see them: confirmed, denied, not asked."""
    return tuple(tally[name] for name in ("accepted", "denied", "unasked"))


def _out_of(share: float | None, whole: int) -> str:
    return f"{percent(share)} از {whole}" if whole else ""


def _shares(tally: Tally) -> str:
    if not tally["promise_due"] and not tally["due"]:
        return "هنوز مهلتی نرسیده و پاسخی نیامده است"
    return (
        f"{percent(tally.accepted)} تأیید از {tally.asked} پرسیده · {percent(tally.in_time)} به‌هنگام از {tally['due']}"
        f" · {percent(tally.in_promise)} تا وعده از {tally['promise_due']}"
    )
