"""The papers of a saved paraph: slips and the receipt, two A5 on one A4 with a cut line, or A5 alone."""

from collections.abc import Sequence
from dataclasses import replace

from app.papers.documents import Receipt, Slip
from reports.letter import WIDTH, letter_area
from reports.marks import draw_corner_marks
from reports.receipt import draw_receipt
from reports.sheet import A4, A5_ACROSS, Sheet
from reports.slip import LINES, MANY_LINES, draw_slip

HALF = A4[1] / 2
SCALES = (1.0, 0.91, 0.87)
"""An A5's text goes down to 9.1 points; what needs more room takes an A4."""
PAGE_SCALES = (1.0, 0.9, 0.8)
LAST_SCALES = (*PAGE_SCALES, 0.7, 0.6, 0.5, 0.4)


def slip_pdf(slip: Slip) -> bytes:
    """A5 across; A4 when there is more to say than an A5 holds."""
    return _single(slip, _title(slip))


def receipt_pdf(receipt: Receipt) -> bytes:
    """A5 across; A4 when there is more to say than an A5 holds."""
    return _single(receipt, _title(receipt))


def slips_and_receipt_pdf(slips: Sequence[Slip], receipt: Receipt | None) -> bytes:
    """Draw the papers of one paraph on A4, two to a page, the receipt last; a paper too long for half a page gets a
    page of its own."""
    papers: list[Slip | Receipt] = [*slips, *([receipt] if receipt else [])]
    sheet, used = Sheet(*A4, _title(papers[0]), papers[0].letterhead.office), 0
    for paper in papers:
        if used == 2:
            sheet.next_page()
            used = 0
        if _draw_to_fit(sheet, paper, used * HALF, HALF, SCALES):
            used += 1
            sheet.rule(0, HALF, WIDTH, weight=0.6, dash="3 2.5")
        else:
            if used:
                sheet.next_page()
            _draw_on_whole_page(sheet, paper)
            used = 2
    return sheet.save()


def _title(paper: Slip | Receipt) -> str:
    if isinstance(paper, Slip):
        return f"برگهٔ ارجاع {paper.number}"
    return " ".join(["رسید", *(row.number for row in paper.referrals[:1])])


def _single(paper: Slip | Receipt, title: str) -> bytes:
    sheet = Sheet(*A5_ACROSS, title, paper.letterhead.office)
    if not _draw_to_fit(sheet, paper, 0, sheet.height, SCALES):
        sheet = Sheet(*A4, title, paper.letterhead.office)
        _draw_on_whole_page(sheet, paper)
    return sheet.save()


def _draw_on_whole_page(sheet: Sheet, paper: Slip | Receipt) -> None:
    """Draw on a page of its own; line breaks become « / » when even a page is too little."""
    if not _draw_to_fit(sheet, paper, 0, sheet.height, PAGE_SCALES):
        _draw_to_fit(sheet, _without_line_breaks(paper), 0, sheet.height, LAST_SCALES)


def _without_line_breaks(paper: Slip | Receipt) -> Slip | Receipt:
    if isinstance(paper, Receipt):
        return paper
    return replace(
        paper,
        matter=paper.matter.replace("\n", " / "),
        words=paper.words.replace("\n", " / "),
        objection=paper.objection.replace("\n", " / "),
    )


def _draw_to_fit(sheet: Sheet, paper: Slip | Receipt, top: float, height: float, scales: Sequence[float]) -> bool:
    """Draw the paper at the first scale at which it fits.

    When it fits at none, return False and leave the sheet as it was; at the last of LAST_SCALES the drawing stays.
    """
    start = sheet.checkpoint()
    for scale in scales:
        sheet.rewind(start)
        area = letter_area(top, height, scale)
        draw_corner_marks(sheet, top, height)
        lines = MANY_LINES if scales is PAGE_SCALES else LINES
        if draw_receipt(sheet, area, paper) if isinstance(paper, Receipt) else draw_slip(sheet, area, paper, lines):
            return True
    if scales is not LAST_SCALES:
        sheet.rewind(start)
    return False
