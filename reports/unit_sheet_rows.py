"""The sections of a unit's sheet: which rows the page has room for, and how each is drawn."""

from collections.abc import Sequence
from typing import NamedTuple

from app.persian.text import fa, isolate
from reports.letter import PUNCH
from reports.one_line import one_line, two_lines
from reports.sheet import A4, MM, Sheet
from reports.text_line import Span

SIDE = 12 * MM
WIDTH = A4[0] - SIDE - PUNCH
SIZE, SMALL = 8.9, 8.6
DECISION, NUMBER, DAY = 30 * MM, 21 * MM, 18.5 * MM
"""Widths of the columns for a pen, for the referral's number and for a day."""
WHO, MATTER = 45 * MM, 68 * MM
"""Width of the visitor's column in a row of two lines, and in a row of one."""
TALL, LOW, HEAD, LINE = 10.5 * MM, 8.1 * MM, 8.2 * MM, 4.4 * MM
"""Heights of a row of two lines, of a row of one, of a section's title, and of one more line in a row of two."""
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
    """The words beside the visitor in a row of two lines."""
    day: str = ""
    note: str = ""
    """The words of a row of one line."""


class SheetSection(NamedTuple):
    title: str
    about: str
    rows: Sequence[SheetRow]
    least: int
    """Rows that are shown before any other section has more than its least."""
    usual: int
    """Rows that are shown before any other section has more than is usual."""
    is_tall: bool = False
    rest: str = ""
    """The sentence under it where not all of its rows are shown."""


class ShownSection(NamedTuple):
    section: SheetSection
    rows: Sequence[SheetRow]
    above: int
    """How many of its rows stand in a section above."""
    is_roomy: bool = False
    """The words that were said get two lines each, because the page has room for them."""

    @property
    def row_height(self) -> float:
        return TALL + 2 * LINE * self.is_roomy if self.section.is_tall else LOW

    @property
    def is_whole(self) -> bool:
        return len(self.rows) + self.above == len(self.section.rows)


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
    roomy = [each._replace(is_roomy=True) for each in shown]
    if all(each.is_whole for each in shown) and _height(roomy) <= room:
        shown = roomy
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
    return sum(HEAD + len(each.rows) * each.row_height for each in shown if each.rows)


def draw_section(sheet: Sheet, shown: ShownSection, y: float) -> float:
    """Draw a section with its column for the pen; return the height below it."""
    section = shown.section
    title = [Span(f"{section.title}  ", 10.6, "Bold"), Span(fa(_about(shown)), SMALL)]
    sheet.write_line(one_line(title, Span("", SMALL), (), WIDTH - DECISION), SIDE, y + HEAD - 3 * MM, WIDTH, "right")
    pen = one_line((), Span(PEN, SMALL, "Bold"), (), DECISION)
    sheet.write_line(pen, SIDE, y + HEAD - 3 * MM, DECISION - GAP, "right")
    y += HEAD
    top = y
    sheet.rule(SIDE, y, WIDTH, weight=1.1)
    for row in shown.rows:
        with sheet.one_paragraph():
            if row.talk:
                _draw_talk(sheet, row, row.talk, y, is_roomy=shown.is_roomy)
            else:
                _draw_row(sheet, row, y + shown.row_height / 2)
        y += shown.row_height
        sheet.rule(SIDE, y, WIDTH, weight=0.8 if row is shown.rows[-1] else 0.4)
    sheet.rule(SIDE + DECISION, top, 0, y - top, weight=1.1)
    return y


def _about(shown: ShownSection) -> str:
    of = len(shown.section.rows)
    count = f"{len(shown.rows)} از {of}"
    above = f"، {shown.above} مورد بالاتر آمده" if shown.above else ""
    rest = "" if shown.is_whole else shown.section.rest
    return " · ".join(filter(None, (f"{count}{above}", shown.section.about, rest)))


def _draw_row(sheet: Sheet, row: SheetRow, middle: float) -> None:
    right = SIDE + WIDTH
    _write(sheet, right - NUMBER, middle, NUMBER, (), Span(isolate(fa(row.number)), SIZE))
    left = right - NUMBER - MATTER
    _write_person(sheet, left, middle, row)
    left -= DAY
    _write(sheet, left, middle, DAY - GAP, (), Span(isolate(fa(row.day)) if row.day else "", SIZE))
    room = left - SIDE - DECISION - GAP
    _write(sheet, SIDE + DECISION + GAP, middle, room - GAP, (), Span(fa(row.note), SIZE))


def _draw_talk(sheet: Sheet, row: SheetRow, talk: tuple[TalkLine, TalkLine], y: float, *, is_roomy: bool) -> None:
    """Draw number, visitor and matter, and beside them what was said by one and by the other."""
    right, first, step = SIDE + WIDTH, y + 0.29 * TALL, 0.42 * TALL
    left = right - NUMBER
    _write(sheet, left, first, NUMBER, (), Span(isolate(fa(row.number)), SIZE))
    _write(sheet, left, first + step, NUMBER, (), Span(fa(row.below), SIZE))
    left -= WHO
    _write(sheet, left, first, WHO - GAP, (), Span(fa(row.visitor or row.matter), SIZE, "Bold"))
    matter = Span(fa(row.matter if row.visitor else ""), SIZE)
    _write(sheet, left, first + step, WHO - GAP, (), matter, is_roomy=is_roomy)
    room = left - SIDE - DECISION - GAP
    for line in talk:
        head = [Span(fa(f"{line.label} "), SIZE, "Bold")] if line.label else []
        tail = [Span(f" {fa(line.tail)}", SIZE)] if line.tail else []
        text = Span(fa(line.text), SIZE)
        lines = _write(sheet, SIDE + DECISION + GAP, first, room - GAP, head, text, tail, is_roomy=is_roomy)
        first += step + (lines - 1) * LINE


def _write_person(sheet: Sheet, left: float, middle: float, row: SheetRow) -> None:
    """Write the visitor's name, on three fifths of the room at most, and the matter on what it leaves."""
    room = MATTER - GAP
    if row.visitor:
        line = one_line((), Span(fa(row.visitor), SIZE, "Bold"), [Span(" ·", SIZE, "Bold")], 0.6 * room)
        sheet.write_line(line, left, middle, room, "right")
        room -= line.width + 0.8 * MM
    _write(sheet, left, middle, room, (), Span(fa(row.matter), SIZE))


def _write(
    sheet: Sheet,
    left: float,
    middle: float,
    room: float,
    head: Sequence[Span],
    text: Span,
    tail: Sequence[Span] = (),
    *,
    is_roomy: bool = False,
) -> int:
    """Write one line, or up to two where the row is roomy; return how many."""
    if not (head or text.text or tail):
        return 1
    lines = two_lines(head, text, tail, room) if is_roomy else (one_line(head, text, tail, room),)
    for place, line in enumerate(lines):
        sheet.write_line(line, left, middle + place * LINE, room, "right")
    return len(lines)
