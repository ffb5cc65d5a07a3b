"""Where a page lies on the paper a printer has, always at true scale. Lengths are millimetres."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.printing.sheets import SAME, Edges, Paper, Sheet, Size

LOSS = 1.5
"""A page may lose this much of its ink to the printer's margins: a corner mark stays a corner mark."""
ALIKE = 12.0
"""A sheet that is wider than the page by at most this is meant for it: 80 mm of paper are 72 mm for some drivers."""
ROLL = 100.0
"""Sheets narrower than this come from a roll."""


@dataclass(frozen=True, slots=True)
class Placement:
    sheet: Sheet
    x: float
    y: float
    """The page's left and top edge on the sheet, after turning; below 0 where its empty border hangs over."""
    is_turned: bool = False
    """A quarter turn against the clock: printers know an A5 only upright."""


def place(page: Size, free: Edges, paper: Paper) -> Placement | None:
    """Return the page on the sheet that suits it best; None when its ink fits on none the printer has.

    `free`: the page's own border without ink. A sheet of the page's size comes first, then one cut to size, then a
    larger one with the page at its top, then a smaller one that still takes all the ink.
    """
    return own_sheet(page, paper) or next(_candidates(page, free, paper), None)


def own_sheet(page: Size, paper: Paper) -> Placement | None:
    """Return the page on a sheet of its own size, whatever its ink: a line that runs from edge to edge ends where the
    printer's reach does, as on any sheet."""
    for size, is_turned in ((page, False), (page.turned(), True)):
        for sheet in paper.sheets:
            if sheet.is_sound() and sheet.size.is_like(size):
                return Placement(sheet, (sheet.size.width - size.width) / 2, 0.0, is_turned)
    return None


def _candidates(page: Size, free: Edges, paper: Paper) -> Iterator[Placement]:
    sheets = [sheet for sheet in paper.sheets if sheet.is_sound()]
    ways = ((page, free, False), (page.turned(), free.turned(), True))
    for size, border, is_turned in ways:
        for any_size in paper.any_sizes:
            if cut := any_size.sheet(size):
                yield from _lay(size, border, cut, is_turned)
    for size, border, is_turned in ways:
        for sheet in sorted(sheets, key=lambda sheet: _waste(size, sheet)):
            if sheet.size.width > size.width - SAME and sheet.size.height > size.height - SAME:
                yield from _lay(size, border, sheet, is_turned)
    for sheet in sorted(sheets, key=lambda sheet: _waste(page, sheet)):
        yield from _lay(page, free, sheet, False)


def _waste(page: Size, sheet: Sheet) -> tuple[bool, bool, bool, float]:
    """Return what a sheet is ordered by: meant for the page, loaded, as wide as the page, small."""
    wider = abs(sheet.size.width - page.width)
    is_ready = sheet.is_loaded or sheet.size.width < ROLL  # a roll is cut to any of the lengths a driver lists
    return wider > ALIKE, not is_ready, wider > SAME, sheet.size.width * sheet.size.height


def _lay(page: Size, free: Edges, sheet: Sheet, is_turned: bool) -> Iterator[Placement]:
    """Yield the page in the middle of the sheet's width and at its top, moved only as far as its ink needs it."""
    margins, size = sheet.margins, sheet.size
    x = _shifted(
        (size.width - page.width) / 2, page.width, (free.left, free.right), size.width, (margins.left, margins.right)
    )
    y = _shifted(0.0, page.height, (free.top, free.bottom), size.height, (margins.top, margins.bottom))
    if x is not None and y is not None:
        yield Placement(sheet, x, y, is_turned)


def _shifted(
    start: float, length: float, free: tuple[float, float], room: float, margins: tuple[float, float]
) -> float | None:
    """Return where the page starts along one side of the sheet so that no ink is lost; None when more than LOSS is."""
    before = margins[0] - (start + free[0])
    behind = start + length - free[1] - (room - margins[1])
    spare = room - margins[0] - margins[1] - (length - free[0] - free[1])
    if max(before, behind) <= 0:
        return start
    if spare >= 0:
        return start + before if before > 0 else start - behind
    return start if max(before, behind) <= LOSS else None


def parted(placements: list[Placement]) -> list[list[int]]:
    """Return the numbers of the pages that go to the printer together: one job takes sheets of one size."""
    jobs: list[list[int]] = []
    for page, placement in enumerate(placements):
        if jobs and placements[jobs[-1][-1]].sheet == placement.sheet:
            jobs[-1].append(page)
        else:
            jobs.append([page])
    return jobs
