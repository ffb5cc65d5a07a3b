"""The sections of a unit's sheet: which rows the page has room for, and how each is drawn."""

from collections.abc import Sequence
from typing import NamedTuple

from app.persian.text import fa, isolate
from reports.letter import PUNCH
from reports.one_line import one_line
from reports.sheet import A4, MM, Sheet
from reports.text_line import Span

SIDE = 12 * MM
WIDTH = A4[0] - SIDE - PUNCH
SIZE, SMALL = 8.9, 8.6
DECISION, NUMBER, DAY = 30 * MM, 21 * MM, 18.5 * MM
"""Widths of the columns for a pen, for the referral's number and for a day."""
WHO, MATTER = 45 * MM, 68 * MM
"""Width of the visitor's column in a row of two lines, and in a row of one."""
TALL, LOW, HEAD = 10.5 * MM, 8.1 * MM, 8.2 * MM
"""Heights of a row of two lines, of a row of one, and of a section's title."""
GAP = 1.2 * MM
PEN = "دستور شهردار"


class TalkLine(NamedTuple):
    """«label text tail»: the text ends in «…» where there is no room for it."""

    label: str
    text: str
    tail: str = ""


class SheetRow(NamedTuple):
    number: str
    visitor: str
    matter: str
    below: str = ""
    """The second line under the number."""
    talk: tuple[TalkLine, TalkLine] | None = None
    """What stands beside the visitor in a row of two lines."""
    day: str = ""
    note: str = ""
    """What stands in a row of one line."""


class SheetSection(NamedTuple):
    title: str
    about: str
    rows: Sequence[SheetRow]
    least: int
    """Rows that are shown before any other section has more than its least."""
    usual: int
    """Rows that are shown before any other section has more than is usual."""
    is_tall: bool = False

    @property
    def row_height(self) -> float:
        return TALL if self.is_tall else LOW


class ShownSection(NamedTuple):
    section: SheetSection
    rows: Sequence[SheetRow]
    above: int
    """How many of its rows stand in a section above."""


def fit_sections(sections: Sequence[SheetSection], room: float) -> list[ShownSection]:
    """Return the sections with as many of their rows as fit, each referral in the first section that shows it."""
    counts = [0] * len(sections)
    shown = _shown(sections, counts)
    for limits in ([each.least for each in sections], [each.usual for each in sections]):
        grows = True
        while grows:
            grows = False
            for place, limit in enumerate(limits):
                more = _one_more(sections, counts, place)
                if counts[place] < limit and _fits(shown, found := _shown(sections, more), place, room):
                    counts, shown, grows = more, found, True
    for place in sorted(range(len(sections)), key=lambda place: not sections[place].is_tall):
        while _fits(shown, found := _shown(sections, more := _one_more(sections, counts, place)), place, room):
            counts, shown = more, found
    return [each for each in shown if each.rows]


def _one_more(sections: Sequence[SheetSection], counts: Sequence[int], place: int) -> list[int]:
    return [count + (at == place) for at, count in enumerate(counts)]


def _shown(sections: Sequence[SheetSection], counts: Sequence[int]) -> list[ShownSection]:
    seen: set[str] = set()
    found = []
    for section, count in zip(sections, counts, strict=True):
        left = [row for row in section.rows if row.number not in seen]
        found.append(ShownSection(section, left[:count], len(section.rows) - len(left)))
        seen |= {row.number for row in left[:count]}
    return found


def _fits(before: Sequence[ShownSection], now: Sequence[ShownSection], place: int, room: float) -> bool:
    """Whether the section at this place has one more row than before, and all of it fits."""
    return len(now[place].rows) > len(before[place].rows) and _height(now) <= room


def _height(shown: Sequence[ShownSection]) -> float:
    return sum(HEAD + len(each.rows) * each.section.row_height for each in shown if each.rows)


def draw_section(sheet: Sheet, shown: ShownSection, y: float) -> float:
    """Draw a section with its column for the pen; return the height below it."""
    section, right = shown.section, SIDE + WIDTH
    title = [Span(f"{section.title}  ", 10.6, "Bold"), Span(fa(_about(shown)), SMALL)]
    sheet.write_line(one_line(title, Span("", SMALL), (), WIDTH - DECISION), SIDE, y + HEAD - 3 * MM, WIDTH, "right")
    pen = one_line((), Span(PEN, SMALL, "Bold"), (), DECISION)
    sheet.write_line(pen, SIDE, y + HEAD - 3 * MM, DECISION - GAP, "right")
    y += HEAD
    top = y
    sheet.rule(SIDE, y, WIDTH, weight=1.1)
    for row in shown.rows:
        with sheet.one_paragraph():
            _draw_row(sheet, row, y, right, section.row_height)
        y += section.row_height
        sheet.rule(SIDE, y, WIDTH, weight=0.8 if row is shown.rows[-1] else 0.4)
    sheet.rule(SIDE + DECISION, top, 0, y - top, weight=1.1)
    return y


def _about(shown: ShownSection) -> str:
    of = len(shown.section.rows)
    count = f"{len(shown.rows)} از {of}"
    above = f"، {shown.above} مورد بالاتر آمده" if shown.above else ""
    return " · ".join(filter(None, (f"{count}{above}", shown.section.about)))


def _draw_row(sheet: Sheet, row: SheetRow, y: float, right: float, height: float) -> None:
    number = Span(isolate(fa(row.number)), SIZE)
    if row.talk is None:
        middle = y + height / 2
        _write(sheet, right - NUMBER, middle, NUMBER, (), number)
        left = right - NUMBER - MATTER
        _write_person(sheet, left, middle, row)
        left -= DAY
        _write(sheet, left, middle, DAY - GAP, (), Span(isolate(fa(row.day)) if row.day else "", SIZE))
        room = left - SIDE - DECISION - GAP
        _write(sheet, SIDE + DECISION + GAP, middle, room - GAP, (), Span(fa(row.note), SIZE))
        return
    name = row.visitor or row.matter
    for place, line in enumerate(row.talk):
        middle = y + height * (0.29 + 0.42 * place)
        _write(sheet, right - NUMBER, middle, NUMBER, (), Span(fa(row.below), SIZE) if place else number)
        who = Span(fa(row.matter if row.visitor else ""), SIZE) if place else Span(fa(name), SIZE, "Bold")
        _write(sheet, right - NUMBER - WHO, middle, WHO - GAP, (), who)
        room = right - NUMBER - WHO - SIDE - DECISION - GAP
        head = [Span(fa(f"{line.label} "), SIZE, "Bold")] if line.label else []
        tail = [Span(f" {fa(line.tail)}", SIZE)] if line.tail else []
        _write(sheet, SIDE + DECISION + GAP, middle, room - GAP, head, Span(fa(line.text), SIZE), tail)


def _write_person(sheet: Sheet, left: float, middle: float, row: SheetRow) -> None:
    """Write the visitor's name, on three fifths of the room at most, and the matter on what it leaves."""
    room = MATTER - GAP
    if row.visitor:
        line = one_line((), Span(fa(row.visitor), SIZE, "Bold"), [Span(" ·", SIZE, "Bold")], 0.6 * room)
        sheet.write_line(line, left, middle, room, "right")
        room -= line.width + 0.8 * MM
    _write(sheet, left, middle, room, (), Span(fa(row.matter), SIZE))


def _write(
    sheet: Sheet, left: float, middle: float, room: float, head: Sequence[Span], text: Span, tail: Sequence[Span] = ()
) -> None:
    if head or text.text or tail:
        sheet.write_line(one_line(head, text, tail, room), left, middle, room, "right")
