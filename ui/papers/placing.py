"""Finds the place of each page of a PDF on the paper of a printer."""

from PySide6.QtGui import QImage

from app.persian.text import fa
from app.printing.placement import Placement, own_sheet, place
from app.printing.sheets import Edges, Paper, Size
from ui.papers.pdf import Pdf
from ui.papers.printer import NotPrinted

NO_SIZES = (
    "اندازهٔ کاغذ چاپگر «{printer}» در سیستم مشخص یا درست نیست؛ چاپگر را دوباره نصب کنید یا چاپگر دیگری انتخاب کنید."
)
LOOK_DPI = 50
"""Enough to find a page's empty border to half a millimetre; 4 to 20 ms an A4."""
INK = 200
"""Darker pixels are ink."""


def placed(pages: Pdf, paper: Paper, printer: str) -> list[Placement]:
    """Return the place of every page. Raise NotPrinted when one fits on no sheet of the printer."""
    found = []
    for page in range(len(pages)):
        size = pages.size_mm(page)
        placement = own_sheet(size, paper) or place(size, free_edges(pages, page), paper)
        if placement is None:
            raise NotPrinted(too_large(printer, size) if paper.is_described() else NO_SIZES.format(printer=printer))
        found.append(placement)
    return found


def too_large(printer: str, size: Size) -> str:
    page = fa(f"{round(size.width)}×{round(size.height)}")
    return f"برگهٔ {page} میلی‌متری روی کاغذ چاپگر «{printer}» جا نمی‌شود؛ برای این برگه چاپگر دیگری انتخاب کنید."


def free_edges(pages: Pdf, page: int) -> Edges:
    """Return the page's border without ink, in millimetres; the whole page when it is empty."""
    picture = pages.at_resolution(page, LOOK_DPI).convertToFormat(QImage.Format.Format_Grayscale8)
    width, height, line = picture.width(), picture.height(), picture.bytesPerLine()
    bits = bytes(picture.constBits())
    inked = [y for y in range(height) if min(bits[y * line : y * line + width]) < INK]
    if not inked:
        return Edges(left=pages.size_mm(page).width, top=pages.size_mm(page).height)
    columns = [x for x in range(width) if min(bits[x : height * line : line]) < INK]
    mm = 25.4 / LOOK_DPI
    return Edges(columns[0] * mm, inked[0] * mm, (width - 1 - columns[-1]) * mm, (height - 1 - inked[-1]) * mm)
