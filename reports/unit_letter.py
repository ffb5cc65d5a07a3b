"""A letter of a few sentences to one unit about one referral. A5 across."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.papers.documents import Applicant, Letterhead
from app.persian.text import fa
from reports.barcode import draw_barcode
from reports.foot import draw_sender, draw_sent_by, sender_spans
from reports.letter import (
    CONFIDENTIAL,
    FOOT,
    Area,
    applicant_fields,
    draw_letterhead,
    draw_title_row,
    letter_area,
    reprint_marks,
)
from reports.marks import draw_tag
from reports.sheet import A5_ACROSS, MM, Sheet
from reports.text_line import Span

SCALES = (1.0, 0.9, 0.8, 0.7)
GREETING = "سلام علیکم؛"
SIGNATURE = 16 * MM


@dataclass(frozen=True, slots=True)
class UnitLetter:
    """The parts of the letter, from its head to its foot."""

    name: str
    """The title of the PDF."""
    letterhead: Letterhead
    facts: Sequence[tuple[str, str]]
    """Label and value of each line beside the letterhead."""
    title: str
    framed: Sequence[Span]
    """The words in a frame beside the title; empty without a frame."""
    addressed_as: str
    applicant: Applicant
    paragraphs: Sequence[str]
    """Those after the greeting."""
    barcode: str
    code_label: str
    confidential: bool
    reprint: bool


def unit_letter_pdf(letter: UnitLetter) -> bytes:
    sheet = Sheet(*A5_ACROSS, letter.name, letter.letterhead.office)
    start = sheet.checkpoint()
    for scale in SCALES:
        sheet.rewind(start)
        if _draw(sheet, letter_area(0, sheet.height, scale), letter):
            break
    return sheet.save()


def _draw(sheet: Sheet, area: Area, letter: UnitLetter) -> bool:
    """Return False when the letter does not fit the area at its scale."""
    y = draw_letterhead(sheet, area, letter.letterhead, list(letter.facts), letter.confidential)
    y = draw_title_row(sheet, area, y, letter.title, reprint_marks(letter.reprint), list(letter.framed)) + 1 * MM
    y += sheet.write([area.span(fa(letter.addressed_as), "Bold", 12.5)], area.left, y, area.width, leading=1.7)
    y += sheet.write(applicant_fields(area, letter.applicant), area.left, y, area.width) + 2 * MM
    for text in (GREETING, *letter.paragraphs):
        y += sheet.write([area.span(text, size=11.5)], area.left, y, area.width, "justify", leading=1.9)
    draw_sent_by(sheet, area, letter.letterhead, y + 2 * MM)
    draw_barcode(sheet, letter.barcode, area.right, area.bottom - FOOT + 1 * MM, letter.code_label)
    if letter.confidential:
        draw_tag(sheet, CONFIDENTIAL, area.left + 20 * MM, area.bottom - FOOT + 4 * MM, 9.6)
    draw_sender(sheet, area, sender_spans(letter.letterhead)[:1], area.bottom - FOOT + 1 * MM)
    return y + SIGNATURE <= area.bottom - FOOT
