"""Papers through a real CUPS, measured as the device would get them."""

import pytest

from app.printing.sheets import Size
from reports.trial_page import trial_page_pdf
from tests.support import samples
from tests.support.captured import device_pages
from tests.support.measured import PLACE, check, ink
from ui.papers.drawing import draw
from ui.papers.printer import NotPrinted, PrintJob
from ui.papers.system_printer import SystemPrinter

A4_PAPERS = {"ledger": samples.ledger(12), "minutes": samples.minutes(40), "unit_sheet": samples.unit_sheets(2, 8)}
A5_PAPERS = {
    "slip": samples.SLIP,
    "receipt": samples.RECEIPT,
    "reminder": samples.REMINDER,
    "recovery": samples.RECOVERY,
}
PAPERS = {"ticket": samples.TICKET} | A5_PAPERS | A4_PAPERS
ABSURD = ("absurd", "huge", "negative", "inverted", "noarea", "nodimensions", "nosizes", "words", "truncated")
SHEETS = {"A4": Size(210, 297), "A5": Size(148, 210)}


def printed(cups, queue, kind, *, pdf=None):
    """Return the drawn PDF, the sheets the device got, and the number of the job."""
    pdf = pdf or draw([PAPERS[kind]], "a5")
    number = SystemPrinter().print_pdf(PrintJob(pdf, queue, kind, f"{kind} 871"))
    return pdf, device_pages(cups.got(queue, number)), number


@pytest.mark.parametrize("kind", PAPERS)
def test_every_paper_keeps_its_size_on_a_queue_without_margins_cups(cups, kind):
    pdf, sheets, number = printed(cups, "pdf", kind)
    check(pdf, sheets, turned=kind in A5_PAPERS)
    assert cups.title("pdf", number) == f"{kind} 871"


@pytest.mark.parametrize(
    "queue", ["generic", "pcl", "hp", "fuji", "custom", "shipped-pdf", "shipped-hp", "shipped-fuji", "shipped-pcl"]
)
@pytest.mark.parametrize("kind", ["ledger", "slip", "minutes"])
def test_letters_keep_their_size_and_place_on_every_queue_cups(cups, queue, kind):
    if not cups.has(queue):
        pytest.skip("this cups-filters brings no such description")
    pdf, sheets, _ = printed(cups, queue, kind)
    is_turned = kind == "slip" and sheets[0].height > sheets[0].width and sheets[0].height < 215
    check(pdf, sheets, turned=is_turned)
    if queue in ("pcl", "hp", "fuji"):
        assert (sheets[0].dpi, sheets[0].bits) == (600, 1)
    if queue in ("hp", "fuji"):
        assert sheets[0].width == pytest.approx(210, abs=0.5), "there is no A5: the slip is at the top of an A4"


@pytest.mark.parametrize(("queue", "width"), [("thermal80", 80), ("thermal72", 72), ("custom", 80), ("thermalany", 80)])
def test_tickets_keep_all_their_ink_on_rolls_cups(cups, queue, width):
    pdf, sheets, _ = printed(cups, queue, "ticket")
    check(pdf, sheets)
    assert sheets[0].width == pytest.approx(width, abs=0.6)
    if queue in ("custom", "thermalany"):
        assert sheets[0].height == pytest.approx(ink(pdf)[0][0].height, abs=0.6), "as long as its text"
    if queue != "custom":
        assert (sheets[0].dpi, sheets[0].bits) == (203, 1)


@pytest.mark.parametrize(("queue", "kind"), [("thermal80", "minutes"), ("thermal80", "slip"), ("thermal58", "ticket")])
def test_paper_that_does_not_fit_is_not_sent_cups(cups, queue, kind):
    with pytest.raises(NotPrinted, match="جا نمی‌شود"):
        printed(cups, queue, kind)


@pytest.mark.parametrize("queue", ABSURD)
def test_printer_whose_sizes_make_no_sense_is_said_to_be_installed_wrongly_cups(cups, queue):
    with pytest.raises(NotPrinted) as refused:
        printed(cups, queue, "slip")
    assert refused.value.sentence == (
        f"اندازهٔ کاغذ چاپگر «{queue}» در سیستم مشخص یا درست نیست؛ چاپگر را دوباره نصب کنید یا چاپگر دیگری انتخاب کنید."
    )


@pytest.mark.parametrize(("queue", "kind"), [("onezero", "ledger"), ("negativecustom", "ledger"), ("anything", "slip")])
def test_sizes_that_make_sense_are_used_beside_absurd_ones_cups(cups, queue, kind):
    pdf, sheets, _ = printed(cups, queue, kind)
    check(pdf, sheets)


def test_pages_of_two_sizes_are_two_jobs_cups(cups):
    import io

    from pypdfium2 import PdfDocument

    both = PdfDocument(draw([samples.SLIP], "a5"))
    both.import_pages(PdfDocument(draw([samples.ledger(3)], "a5")))
    file = io.BytesIO()
    both.save(file)
    numbers = SystemPrinter().print_pdf(PrintJob(file.getvalue(), "pdf", "slip", "برگهٔ ارجاع ۸۷۱")).split(",")
    found = [device_pages(cups.got("pdf", number)) for number in numbers]
    assert [[(round(page.width), round(page.height)) for page in sheets] for sheets in found] == [
        [(148, 210)],
        [(210, 297)],
    ]
    assert cups.title("pdf", numbers[0]) == "برگهٔ ارجاع ۸۷۱ (1/2)"


@pytest.mark.parametrize("queue", ["hp", "generic", "fuji", "pcl"])
def test_slip_and_receipt_on_one_a4_are_printed_with_their_cut_line_cups(cups, queue):
    pdf = draw([samples.SLIP, samples.RECEIPT], "a4")
    pdf, (sheet,), _ = printed(cups, queue, "slip", pdf=pdf)
    ((page, (_, top, _, bottom)),) = ink(pdf)
    assert (sheet.width, sheet.height) == pytest.approx((page.width, page.height), abs=PLACE)
    assert (sheet.bounds()[1], sheet.bounds()[3]) == pytest.approx((top, bottom), abs=PLACE)


def test_ticket_of_58_mm_keeps_all_its_ink_cups(cups):
    pdf = draw([samples.TICKET], "a5", 58)
    pdf, sheets, _ = printed(cups, "thermal58", "ticket", pdf=pdf)
    check(pdf, sheets)
    assert (sheets[0].dpi, sheets[0].bits) == (203, 1)


def test_trial_page_has_rulers_of_true_length_and_every_grey_cups(cups):
    number = SystemPrinter().print_pdf(PrintJob(trial_page_pdf("generic"), "generic", "trial", "صفحهٔ آزمایش"))
    (page,) = device_pages(cups.got("generic", number))
    left, _, right, bottom = page.bounds()
    assert (left, right - left) == pytest.approx((25, 150), abs=PLACE)
    assert bottom == pytest.approx(30 + 200, abs=PLACE)
    y = round(66 / 25.4 * page.dpi)
    greys = {page.grey.getpixel((round((46 + step * 12) / 25.4 * page.dpi), y)) for step in range(11)}
    assert len(greys) == 11


def test_copies_are_printed_cups(cups):
    pdf = draw([samples.ledger(3)], "a5")
    number = SystemPrinter().print_pdf(PrintJob(pdf, "pdf", "ledger", "دفتر", copies=3))
    assert len(device_pages(cups.got("pdf", number))) == 3


@pytest.mark.parametrize(
    ("queue", "says"), [("rejecting", "نمی‌پذیرد"), ("stopped", "متوقف است"), ("nosuchqueue", "پیدا نشد")]
)
def test_queue_that_takes_nothing_says_why_cups(cups, queue, says):
    with pytest.raises(NotPrinted, match=says):
        printed(cups, queue, "slip")


def test_missing_cups_is_reported(cups, monkeypatch, tmp_path):
    monkeypatch.setenv("CUPS_SERVER", str(tmp_path / "nothing.sock"))
    with pytest.raises(NotPrinted, match="پاسخ نمی‌دهد"):
        printed(cups, "pdf", "slip")
