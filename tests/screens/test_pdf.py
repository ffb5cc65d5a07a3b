"""PDF pages as pictures: what a broken file gives, and that two threads may draw at once."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image
from PySide6.QtCore import QSize, QSizeF

from app.visits import attachments
from app.visits.attachments import NewAttachment
from reports.ticket import ticket_pdf
from tests.support.samples import TICKET
from ui.papers.pdf import NotDrawn, Pdf
from ui.parts.scan_pages import MOST_PAGES, scan_pages


def scan(pages=1, size=(120, 200), colour=(200, 30, 40)):
    """A PDF as a scanner writes it: one picture a page."""
    file = BytesIO()
    first, *others = [Image.new("RGB", size, colour) for _ in range(pages)]
    first.save(file, "PDF", resolution=72, save_all=True, append_images=others)
    return file.getvalue()


def test_page_is_drawn_at_exactly_the_pixels_asked_for():
    with Pdf(scan()) as pdf:
        assert len(pdf) == 1 and pdf.size(0) == QSizeF(120, 200)
        picture = pdf.picture(0, QSize(61, 97))
        assert picture.size() == QSize(61, 97)
        assert picture.pixelColor(30, 50).getRgb()[:3] == pytest.approx((200, 30, 40), abs=3)
        assert pdf.at_resolution(0, 144).size() == QSize(240, 400)


def test_page_without_a_background_is_white():
    document = pypdfium2.PdfDocument.new()
    document.new_page(50, 50)
    file = BytesIO()
    document.save(file)
    with Pdf(file.getvalue()) as pdf:
        assert pdf.at_resolution(0, 72).pixelColor(25, 25).name() == "#ffffff"


@pytest.mark.parametrize("data", [b"", b"%PDF-", b"%PDF-1.4\n%%EOF", scan()[:400]])
def test_file_that_is_no_pdf_is_not_drawn(data):
    with pytest.raises(NotDrawn):
        Pdf(data)


def test_broken_page_of_a_scan_hides_none_of_the_others(db, arrive):
    broken = scan(2).replace(b"/Kids [ 1 0 R 3 0 R ]", b"/Kids [ 1 0 R 0 0 R ]")
    visit = arrive(attachments=(NewAttachment("a.pdf", broken), NewAttachment("b.pdf", b"%PDF-")))
    first, second, unreadable = scan_pages(attachments.of_visit(db, visit.id), 240)(db)
    assert first.image.height() == 240 and second.image is None and unreadable.image is None
    assert (first.pages, second.page, unreadable.pages) == (2, 2, 1)


def test_scan_is_drawn_up_to_thirty_pages(db, arrive):
    visit = arrive(attachments=(NewAttachment("a.pdf", scan(MOST_PAGES + 1)),))
    assert len(scan_pages(attachments.of_visit(db, visit.id), 20)(db)) == MOST_PAGES


def test_eight_threads_draw_the_same_paper_alike():
    paper = ticket_pdf(TICKET)

    def drawn(_):
        with Pdf(paper) as pdf:
            return pdf.at_resolution(0, 96)

    with ThreadPoolExecutor(8) as threads:
        first, *others = threads.map(drawn, range(64))
    assert not first.isNull() and all(picture == first for picture in others)
