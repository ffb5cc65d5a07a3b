"""The parts all letters of the office share: letterhead, title with its marks, applicant, barcode, foot."""

from typing import NamedTuple

from app.papers.documents import Applicant, Letterhead
from app.persian.calendar import WEEKDAYS, jalali, weekday
from app.persian.text import fa, isolate
from reports import emblem
from reports.marks import draw_tag, tag_width
from reports.sheet import A5_ACROSS, MM, Sheet
from reports.text_line import Span, lay_out
from reports.typeface import Weight

WIDTH = A5_ACROSS[0]
SIDE, PUNCH = 11.5 * MM, 25 * MM
"""Margins of a letter: left, and right, where it is punched."""
TOP, FOOT_EDGE = 7.8 * MM, 7.2 * MM
"""Margins above and below."""
FOOT = 14.5 * MM
"""Height of the barcode, the sender and the signature at the foot of a letter."""
BODY, LINE = 10.5, 1.47
"""Size of a letter's text in points, and the height of its lines for each point."""
TITLE = 13.0
THICK = 1.44
"""Width of the rules that lead the eye: three dots at 150 dpi."""
NBSP = "\u00a0"
"""Keeps a label and its value, or the parts of a date, on one line."""
ORDINALS = ("", "اول", "دوم", "سوم", "چهارم", "پنجم", "ششم", "هفتم", "هشتم", "نهم", "دهم")
CONFIDENTIAL, REPRINT = "محرمانه", "المثنی"


class Area(NamedTuple):
    """The part of a sheet inside a letter's margins; `scale` shrinks its type when there is much to say."""

    left: float
    top: float
    width: float
    height: float
    scale: float = 1.0

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def span(self, text: str, weight: Weight = "Regular", size: float = BODY) -> Span:
        return Span(text, size * self.scale, weight)

    def field(self, label: str, value: str, weight: Weight = "Regular", size: float = BODY) -> list[Span]:
        """Return «label: value», or nothing without a value. A line never ends between the two."""
        return (
            [self.span(f"{label.replace(' ', NBSP)}:{NBSP}", size=size), self.span(value, weight, size)]
            if value
            else []
        )


def letter_area(top: float, height: float, scale: float = 1.0) -> Area:
    """Return the area of a letter that takes `height` of its sheet from `top` on."""
    return Area(SIDE, top + TOP, WIDTH - SIDE - PUNCH, height - TOP - FOOT_EDGE, scale)


def join_fields(*fields: list[Span]) -> list[Span]:
    """Put fields beside each other, a dot between them."""
    found: list[Span] = []
    for field in filter(None, fields):
        found += [Span(f"{NBSP * 2}·{NBSP} ", field[0].size), *field] if found else field
    return found


def applicant_fields(area: Area, person: Applicant) -> list[Span]:
    return join_fields(
        [
            *area.field("متقاضی", fa(person.name), "Bold"),
            *([area.span(f"، فرزند{NBSP}{fa(person.father)}")] if person.father else []),
        ],
        area.field(person.code_label or "شناسه", isolate(fa(person.code)) if person.code else ""),
        area.field("تلفن", isolate(fa(person.mobile)) if person.mobile else ""),
    )


def ordinal(number: int) -> str:
    return ORDINALS[number] if number < len(ORDINALS) else fa(number)


def again_text(times: int, follows: str) -> str:
    """Return «بار دوم، پیرو ۱۴۰۵/م/۰۰۸۱۲»; '' at the first visit about a matter."""
    if times < 2:
        return ""
    what = f"پیرو{NBSP}{isolate(fa(follows))}" if follows else f"همان{NBSP}موضوع"
    return f"بار{NBSP}{ordinal(times)}، {what}"


def due_text(day: str) -> str:
    """Return the weekday and the date, which never part: «یکشنبه ۱۴۰۵/۰۹/۱۵»."""
    return f"{WEEKDAYS[weekday(day)]}{NBSP}{isolate(fa(jalali(day)))}"


def quoted(words: str) -> str:
    """Put words in quotation marks, unless they bring their own."""
    return words if not words or set(words) & set('«»"“”') else f"«{words}»"


def shortened(text: str, limit: int) -> str:
    """Return a text on one line, at most `limit` letters: a longer one ends after a whole word with «…»."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    whole = line[:limit].rsplit(" ", 1)[0] if " " in line[:limit] else line[: limit - 1]
    return f"{whole.rstrip(' ،؛:.')}…"


def draw_letterhead(
    sheet: Sheet,
    area: Area,
    letterhead: Letterhead,
    facts: list[tuple[str, str]],
    confidential: bool = False,
    round: int = 0,
) -> float:
    """Draw emblem and office right, the name of God in the middle, number and date left, and the rule under them;
    return the height below it."""
    across, side, facts_width = 11 * MM, 72 * MM, 50 * MM
    right = area.right
    if picture := emblem.as_jpeg(letterhead.emblem or b""):
        sheet.picture(picture, area.right - across, area.top, across, across)
        right -= across + 2.5 * MM
    y = area.top
    y += sheet.write([Span(fa(letterhead.office), BODY, "Bold")], right - side, y, side, leading=LINE)
    programme = " · ".join(filter(None, (fa(letterhead.programme), f"جلسهٔ{NBSP}{fa(round)}" if round else "")))
    y += sheet.write([Span(programme, BODY)], right - side, y, side, leading=LINE)
    sheet.write([Span("بسمه تعالی", BODY)], area.left, area.top, area.width, "centre", LINE)
    if confidential:
        draw_tag(sheet, CONFIDENTIAL, area.left + area.width / 2, area.top + 8.2 * MM, 9.6)
    left = area.top
    for label, value in facts:
        weight: Weight = "Bold" if label == "شماره" else "Regular"
        spans = [Span(f"{label}:{NBSP}", 9.6), Span(isolate(fa(value)), 9.6, weight)]
        left += sheet.write(spans, area.left, left, facts_width, leading=LINE)
    y = max(y, left, area.top + (across if picture else 0)) + 0.8 * MM
    sheet.rule(area.left, y, area.width, weight=THICK)
    return y + 1 * MM


def draw_title(sheet: Sheet, area: Area, top: float, text: str, marks: list[str]) -> float:
    """Draw the title of a paper in the middle, on as many lines as it needs, its marks («المثنی») reversed to its left;
    return the height below."""
    span, beside = Span(text, TITLE, "Bold"), sum(tag_width(mark) + 3 * MM for mark in marks)
    lines = lay_out((span,), area.width - beside)
    width = max(line.width for line in lines)
    right = area.left + (area.width + width + beside) / 2
    height = sheet.write([span], right - width, top, width + 0.1, "centre")
    _draw_title_marks(sheet, marks, right - width, top + height / 2)
    return top + height + 1 * MM


def draw_title_row(
    sheet: Sheet, area: Area, top: float, text: str, marks: list[str], framed: list[Span], reversed_tag: str = ""
) -> float:
    """Draw a letter's title right, its marks beside it, and left in a frame what a reader looks for first; return the
    height below."""
    height = 8 * MM
    line = lay_out((Span(text, TITLE, "Bold"),), area.width)[0]
    sheet.write_line(line, area.left, top + height / 2, area.width, "right")
    _draw_title_marks(sheet, marks, area.right - line.width, top + height / 2)
    if framed or reversed_tag:
        _draw_frame(sheet, area.left, top, height, framed, reversed_tag)
    return top + height + 0.6 * MM


def _draw_title_marks(sheet: Sheet, marks: list[str], right: float, middle: float) -> None:
    x = right
    for mark in marks:
        x -= 3 * MM + tag_width(mark)
        draw_tag(sheet, mark, x + tag_width(mark) / 2, middle, filled=True)


def _draw_frame(sheet: Sheet, left: float, top: float, height: float, framed: list[Span], tag: str) -> None:
    inset = 2.7 * MM
    line = lay_out(tuple(framed), 120 * MM)[0]
    beside = tag_width(tag) + (2.5 * MM if framed else 0) if tag else 0.0
    sheet.box(left, top, line.width + beside + 2 * inset, height, 1.35 * MM, THICK)
    if tag:
        draw_tag(sheet, tag, left + inset + tag_width(tag) / 2, top + height / 2, filled=True)
    sheet.write_line(line, left + inset + beside, top + height / 2, line.width, "right")


def reprint_marks(reprint: bool) -> list[str]:
    return [REPRINT] if reprint else []
