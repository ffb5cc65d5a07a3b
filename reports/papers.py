"""What is printed when a paraph is saved: slips and the receipt, two A5 on one A4 with a cut line, or A5 alone."""

from collections.abc import Sequence
from dataclasses import replace

from app.papers.documents import Receipt, Slip
from reports import receipt as receipts
from reports import slip as slips
from reports.letter import Area
from reports.sheet import A4, A5_ACROSS, MM, Sheet

SIDE, EDGE = 12 * MM, 9 * MM
WIDTH, HALF = A4[0], A4[1] / 2
SHRINKS = (1.0, 0.92, 0.84)
LAST_SHRINKS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4)


def slip(slip: Slip) -> bytes:
    """A5 across; A4 when there is more to say than an A5 holds."""
    return alone(slip, f"برگهٔ ارجاع {slip.number}")


def receipt(receipt: Receipt) -> bytes:
    """A5 across; A4 when there is more to say than an A5 holds."""
    return alone(receipt, f"رسید {receipt.number}".strip())


def slip_and_receipt(slip: Slip, receipt: Receipt | None) -> bytes:
    return slips_and_receipt([slip], receipt)


def slips_and_receipt(slips: Sequence[Slip], receipt: Receipt | None) -> bytes:
    """The papers of one paraph on A4, two A5 to a page, the receipt last; what is too long for half a page has one of
    its own."""
    first = slips[0].number if slips else receipt.number if receipt else ""
    sheet, used = Sheet(*A4, f"برگهٔ ارجاع {first}".strip()), 0
    papers: list[Slip | Receipt] = [*slips, *([receipt] if receipt else [])]
    for paper in papers:
        if used == 2:
            sheet.next_page()
            used = 0
        if fits(sheet, paper, used * HALF, HALF, SHRINKS):
            used += 1
            sheet.rule(0, HALF, WIDTH, weight=0.6, dash="3 2.5")
        else:
            if used:
                sheet.next_page()
            whole(sheet, paper)
            used = 2
    return sheet.save()


def alone(paper: Slip | Receipt, title: str) -> bytes:
    sheet = Sheet(*A5_ACROSS, title)
    if not fits(sheet, paper, 0, sheet.height, SHRINKS):
        sheet = Sheet(*A4, title)
        whole(sheet, paper)
    return sheet.save()


def whole(sheet: Sheet, paper: Slip | Receipt) -> None:
    """On a page of its own, line breaks run on when even that is too little."""
    if not fits(sheet, paper, 0, sheet.height, LAST_SHRINKS[:3]):
        fits(sheet, run_on(paper), 0, sheet.height, LAST_SHRINKS)


def run_on(paper: Slip | Receipt) -> Slip | Receipt:
    if isinstance(paper, Receipt):
        return paper
    return replace(paper, matter=paper.matter.replace("\n", " / "), words=paper.words.replace("\n", " / "))


def fits(sheet: Sheet, paper: Slip | Receipt, top: float, height: float, scales: Sequence[float]) -> bool:
    """Draws the paper at the first scale it fits at; at none, leaves the sheet as it was unless the page is its own."""
    start = sheet.mark()
    for scale in scales:
        sheet.rewind(start)
        area = Area(SIDE, top + EDGE, WIDTH - 2 * SIDE, height - 2 * EDGE + 2 * MM, scale)
        if receipts.draw(sheet, area, paper) if isinstance(paper, Receipt) else slips.draw(sheet, area, paper):
            return True
    if height < sheet.height or scales is not LAST_SHRINKS:
        sheet.rewind(start)
    return False
