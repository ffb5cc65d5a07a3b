"""Tickets through the program's own door to a receipt printer: what comes out, and what is said when nothing does."""

import math
import os
import socket
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter

from app.this_pc import receipt_printers
from app.this_pc.receipt_printers import ReceiptPrinter
from tests.support import fake_receipt_printer as fake
from tests.support.fake_receipt_printer import FINE, NetworkPrinter, PipePrinter, TerminalPrinter
from tests.support.picture import Picture
from tests.support.samples import SLIP, TICKET
from ui.papers.drawing import draw
from ui.papers.pc_printer import PcPrinter
from ui.papers.printer import NotKnown, NotPrinted, PrintJob
from ui.this_pc.settings import PcSettings

REACH = {80: 576, 58: 384}
NAME = "نوبت‌دهی"


@pytest.fixture
def pc(tmp_path):
    return PcSettings.of_folder(tmp_path)


@pytest.fixture
def send(pc):
    """send(connection, address, roll=80, pdf=…) prints through the door that the program uses."""

    def send_paper(connection, address, roll=80, pdf=None, copies=1):
        receipt_printers.save(pc, ReceiptPrinter(NAME, connection, address, roll), NAME)
        pdf = pdf or draw([TICKET], "a5", roll)
        return PcPrinter(pc.folder).print_pdf(PrintJob(pdf, NAME, "ticket", "برگهٔ نوبت ۴۲", copies=copies))

    return send_paper


def refused(send, *given, **named):
    with pytest.raises(NotPrinted) as caught:
        send(*given, **named)
    assert NAME in caught.value.sentence and len(caught.value.sentence) <= 200
    return caught.value


def rendered(pdf, roll):
    """Draw the page at eight dots a millimetre, without the program's own drawing, as far as the head reaches."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        drawn = page.render(
            scale=8 * roll / page.get_width() * 0.99999,
            grayscale=True,
            no_smoothtext=True,
            no_smoothpath=True,
            may_draw_forms=False,
        ).to_pil()
    side = (roll * 8 - REACH[roll]) // 2
    black = drawn.convert("L").point(lambda shade: 255 if shade >= 128 else 0)
    return black.crop((side, 0, side + REACH[roll], black.height))


@pytest.mark.parametrize("answers", [FINE, None], ids=["tells", "silent"])
@pytest.mark.parametrize("roll", [80, 58])
def test_ticket_comes_out_dot_by_dot_as_long_as_its_page_and_is_cut_once(send, roll, answers):
    pdf = draw([TICKET], "a5", roll)
    with NetworkPrinter(REACH[roll], answers=answers) as printer:
        assert send("network", printer.address, roll, pdf) == ""
        printer.ended.wait(20)
        (page,) = printer.pages
    with pypdfium2.PdfDocument(pdf) as document:
        long = document[0].get_height() / 72 * 25.4
    assert page.width == REACH[roll] and abs(page.height / 8 - long) <= 1
    assert ImageChops.difference(page, rendered(pdf, roll)).getbbox() is None
    assert printer.reader.rows == b"" and printer.reader.rest == b"" and printer.connections == 1


@pytest.mark.parametrize("roll", [80, 58])
def test_barcode_is_read_off_the_printed_dots_and_no_ink_touches_the_ends_of_the_head(send, roll):
    with NetworkPrinter(REACH[roll], answers=FINE) as printer:
        send("network", printer.address, roll)
        (page,) = printer.pages
    rows = [page.crop((0, y, page.width, y + 1)).tobytes() for y in range(page.height)]
    bars = max(set(rows), key=lambda row: rows.count(row) if 0 in row and row.count(0) < page.width / 1.5 else 0)
    assert rows.count(bars) >= 70, "nine millimetres of bars, each row alike"
    assert Picture(page, 1).barcode(rows.index(bars), 0, page.width) == TICKET.barcode
    inked = [y for y, row in enumerate(rows) if 0 in (row[:8] + row[-8:])]
    ruled = [y for y, row in enumerate(rows) if set(row) == {0}]
    assert inked == ruled and len(ruled) == 9, "three rules of three dots reach the ends, and nothing else does"


def test_dots_are_those_of_another_renderer_but_for_edges(send, tmp_path):
    pdf = tmp_path / "ticket.pdf"
    pdf.write_bytes(draw([TICKET], "a5", 80))
    with NetworkPrinter(answers=FINE) as printer:
        send("network", printer.address, 80, pdf.read_bytes())
        (page,) = printer.pages
    size = ["-scale-to-x", "640", "-scale-to-y", str(page.height)]
    subprocess.run(["pdftoppm", *size, "-gray", pdf, tmp_path / "page"], check=True)
    (drawn,) = map(Image.open, tmp_path.glob("page*.pgm"))
    other = drawn.point(lambda shade: 255 if shade >= 128 else 0).crop((32, 0, 608, page.height))
    ink = page.histogram()[0]
    assert ImageChops.difference(page, other).histogram()[255] < ink * 0.1
    for one, another in ((page, other), (other, page)):
        further_than_a_dot = ImageChops.subtract(another.filter(ImageFilter.MinFilter(3)), one)
        assert further_than_a_dot.histogram()[255] < ink * 0.003


@pytest.mark.parametrize("kind", [TerminalPrinter, PipePrinter])
def test_ticket_goes_through_a_device_file(send, tmp_path, kind):
    pdf = draw([TICKET], "a5", 58)
    made = TerminalPrinter(384, answers=FINE) if kind is TerminalPrinter else PipePrinter(tmp_path / "lp0", 384)
    with made as printer:
        assert send("file", printer.address, 58, pdf) == ""
        until(lambda: printer.reader.pages)
        (page,) = printer.pages
    assert ImageChops.difference(page, rendered(pdf, 58)).getbbox() is None


def until(holds):
    import threading

    for _ in range(500):
        if holds():
            return
        threading.Event().wait(0.02)
    raise AssertionError


def test_each_copy_is_cut(send):
    with NetworkPrinter(answers=FINE) as printer:
        send("network", printer.address, copies=3)
        assert len(printer.pages) == 3


def test_state_told_unasked_is_no_word_of_the_end(send):
    """The paper runs out after the first look at it behind the job."""
    pdf = draw([TICKET], "a5", 80)
    high = rendered(pdf, 80).height
    asked, sent = 4 * 3, 2 + math.ceil(high / 128) * 8 + high * 72 + 4 + 3
    with NetworkPrinter(
        answers=FINE, tells_end=False, notices=True, faulty=fake.PAPER_OUT, at=asked + sent + asked + 1
    ) as printer:
        failure = refused(send, "network", printer.address, pdf=pdf)
    assert isinstance(failure, NotKnown) and "کاغذ" in failure.sentence


def test_slow_printer_gets_everything(send):
    with NetworkPrinter(answers=None, slow=True) as printer:
        send("network", printer.address)
        printer.ended.wait(20)
        assert len(printer.pages) == 1


def test_printer_that_tells_its_state_but_not_its_end_has_printed(send):
    with NetworkPrinter(answers=FINE, tells_end=False) as printer:
        send("network", printer.address)
        printer.ended.wait(20)
        assert len(printer.pages) == 1


def test_paper_that_is_nearly_out_is_printed_on(send):
    with NetworkPrinter(answers=fake.NEARLY_OUT) as printer:
        send("network", printer.address)
        assert len(printer.pages) == 1


@pytest.mark.parametrize(
    ("answers", "word"),
    [
        (fake.PAPER_OUT, "کاغذ"),
        (fake.COVER_OPEN, "در چاپگر"),
        (fake.CUTTER_JAMMED, "تیغهٔ برش"),
        (fake.IN_ERROR, "خطا"),
        (fake.OFFLINE, "آمادهٔ چاپ نیست"),
    ],
)
def test_printer_that_cannot_print_is_sent_nothing(send, answers, word):
    with NetworkPrinter(answers=answers) as printer:
        failure = refused(send, "network", printer.address)
        printer.ended.wait(20)
    assert word in failure.sentence and not isinstance(failure, NotKnown)
    assert printer.pages == [] and printer.reader.rows == b"" and printer.taken == 12


BREAKS = {"resets": "قطع شد", "hangs up": "قطع شد", "stalls": "متوقف شد"}


@pytest.mark.parametrize(
    ("answers", "breaks", "at"),
    [
        (answers, breaks, at)
        for answers, last in ((FINE, 73_000), (None, 60_000))  # what a silent one keeps of the last KB nobody sees
        for breaks in BREAKS
        for at in (100, 30_000, last)
    ],
    ids=lambda given: str("tells" if given == FINE else given or "silent"),
)
def test_break_under_way_is_said_and_the_paper_may_be_half_printed(send, answers, breaks, at, monkeypatch):
    monkeypatch.setattr("ui.papers.device_link.STALL_SECONDS", 1.0)
    with NetworkPrinter(answers=answers, breaks=breaks, at=at) as printer:
        failure = refused(send, "network", printer.address)
    assert isinstance(failure, NotKnown) and "نیمه‌کاره" in failure.sentence and BREAKS[breaks] in failure.sentence
    assert printer.pages == []


@pytest.mark.parametrize("breaks", ["resets", "hangs up"])
def test_break_after_everything_was_handed_over_is_seen(send, breaks):
    with NetworkPrinter(answers=None, slow=True, breaks=breaks, at=73_000) as printer:
        failure = refused(send, "network", printer.address)
    assert isinstance(failure, NotKnown) and "قطع شد" in failure.sentence and printer.pages == []


def test_paper_that_runs_out_under_way_is_said(send):
    with NetworkPrinter(answers=FINE, faulty=fake.PAPER_OUT, at=40_000) as printer:
        failure = refused(send, "network", printer.address)
    assert isinstance(failure, NotKnown) and "کاغذ" in failure.sentence and "نیمه‌کاره" in failure.sentence


def test_a5_letter_is_not_sent_to_a_receipt_printer(send):
    with NetworkPrinter(answers=FINE) as printer:
        failure = refused(send, "network", printer.address, pdf=draw([SLIP], "a5"))
    assert "۲۱۰×۱۴۸" in failure.sentence and printer.connections == 0


def test_wide_ticket_is_not_cut_down_to_a_narrow_roll(send):
    with NetworkPrinter(384, answers=FINE) as printer:
        failure = refused(send, "network", printer.address, 58, draw([TICKET], "a5", 80))
    assert "جا نمی‌شود" in failure.sentence and printer.connections == 0


def test_refused_connection_is_said(send):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    failure = refused(send, "network", address)
    assert "نپذیرفت" in failure.sentence and not isinstance(failure, NotKnown)


def test_unknown_name_on_the_network_is_said(send):
    assert "در شبکه پیدا نشد" in refused(send, "network", "printer.invalid:9100").sentence


def test_address_where_nobody_is_says_so_in_time(send, monkeypatch):
    monkeypatch.setattr("ui.papers.network_link.CONNECT_SECONDS", 0.2)
    with socket.socket() as full:  # its queue is full: nobody takes the connection
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(full.getsockname())
        failure = refused(send, "network", f"127.0.0.1:{full.getsockname()[1]}")
        for each in waiting:
            each.close()
    assert "پاسخ نمی‌دهد" in failure.sentence and not isinstance(failure, NotKnown)


def test_missing_device_and_file_that_is_no_device_are_said(send, tmp_path):
    assert "پیدا نشد" in refused(send, "file", str(tmp_path / "lp9")).sentence
    letter = tmp_path / "letter.txt"
    letter.write_text("نامه")
    assert "درگاه چاپگر نیست" in refused(send, "file", str(letter)).sentence
    assert letter.read_text() == "نامه"
    os.mkfifo(tmp_path / "unread")
    assert "پیدا نشد" in refused(send, "file", str(tmp_path / "unread")).sentence


SENT_BY_ANOTHER_USER = """
import os, sys
from pathlib import Path
from app.this_pc.receipt_printers import ReceiptPrinter
from ui.papers.receipt_printing import ReceiptPrinting
from ui.papers.printer import NotPrinted, PrintJob
pdf = Path(sys.argv[1]).read_bytes()
for device in "/nowhere", sys.argv[2]:  # the first loads everything that another user may not be able to read
    try:
        ReceiptPrinting(ReceiptPrinter("x", "file", device, 80)).print_pdf(PrintJob(pdf, "x", "ticket"))
    except NotPrinted as failure:
        sys.stdout.buffer.write(failure.sentence.encode())
    if os.getuid() == 0:
        os.setuid(65534)
"""


def test_device_without_permission_is_said(tmp_path):
    """In a process of its own: a file's mode does not keep the superuser out."""
    (tmp_path / "ticket.pdf").write_bytes(draw([TICKET], "a5", 80))
    near, far = os.openpty()
    try:
        device = os.ttyname(far)
        Path(device).chmod(0)
        command = [sys.executable, "-c", SENT_BY_ANOTHER_USER, tmp_path / "ticket.pdf", device]
        said = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[2], timeout=60)
    finally:
        os.close(far)
        os.close(near)
    assert "اجازهٔ استفاده" in said.stdout, said.stderr


def test_job_left_over_by_a_crash_may_have_been_printed(pc):
    receipt_printers.save(pc, ReceiptPrinter(NAME, "network", "127.0.0.1:9100", 80))
    assert PcPrinter(pc.folder).find(NAME, "desk-1") is None
