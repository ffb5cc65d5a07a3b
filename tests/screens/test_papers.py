"""Papers and printers: what is printed where, what waits when a printer fails, and the size of each page."""

import io
from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest
from PySide6.QtCore import QSize

from app.line import steps
from app.office import lists
from app.office import settings as office
from app.papers import requests
from app.persian.text import fa
from app.printing import gathering, jobs
from app.printing.sheets import AnySize, Edges, Paper, Sheet, Size
from app.table import paraphs
from app.table.paraphs import Addressee, Draft
from db import StorageError
from reports import ticket
from tests.support import readback
from tests.support.samples import SLIP, TICKET
from ui.papers.drawing import draw
from ui.papers.pdf import Pdf
from ui.papers.placing import placed
from ui.papers.print_worker import PrintWorker, print_recovery_sheet
from ui.papers.printer import NotPrinted, PrintJob, SilentPrinter
from ui.papers.qt_printer import QtPrinter, print_pages


class Tray(SilentPrinter):
    """A printer that keeps the files it gets, or refuses them with the sentence in `refuses`."""

    def __init__(self):
        self.out, self.refuses = [], ""

    def print_pdf(self, job):
        if self.refuses:
            raise NotPrinted(self.refuses)
        self.out.append((job.printer, job.title, pypdfium2.PdfDocument(io.BytesIO(job.pdf))))
        return ""

    def texts(self):
        return ["\n".join(map(readback.page_text, pdf)) for _, _, pdf in self.out]


@pytest.fixture
def pc(context):
    for kind in requests.KINDS:
        context.pc.set(f"printer/{kind}", f"چاپگر {kind}")
    return context.pc


@pytest.fixture
def tray():
    return Tray()


@pytest.fixture
def print_worker(context, pc, tray):
    return PrintWorker(context, tray)


@pytest.fixture
def refer(db, clerk, arrive, tables):
    """`refer(2)` returns a visit whose paraph goes to two units."""
    units = lists.entries(db, "unit")

    def refer_visit(count=1):
        visit, table = arrive(), tables[0]
        steps.call(db, clerk, visit.id, table["id"])
        to = tuple(Addressee(unit["id"], "lead", "", 15) for unit in units[:count])
        paraphs.save(db, clerk, visit.id, Draft(table["official_id"], "referred", "بررسی شود", to))
        return visit

    return refer_visit


@pytest.fixture
def wait(qtbot):
    return qtbot.waitUntil


def states(db):
    return [
        (row["kind"], row["state"], row["reason"])
        for row in db.rows("SELECT kind, state, reason FROM paper ORDER BY id")
    ]


def all_printed(db):
    found = states(db)
    return found and all(state == "printed" for _, state, _ in found)


def settled(db):
    """Return whether every paper is printed or waits with a reason."""
    return all(state == "printed" or reason for _, state, reason in states(db))


def test_ticket_is_printed_by_itself_on_the_printer_of_its_kind(wait, db, print_worker, tray, arrive):
    visit = arrive()
    wait(lambda: all_printed(db))
    ((name, title, pdf),) = tray.out
    assert (name, title) == ("چاپگر ticket", f"برگهٔ نوبت {fa(visit.ticket)}")
    assert round(pdf[0].get_width()) == 227  # 80 mm
    assert fa(visit.ticket) in tray.texts()[0]


def test_papers_of_a_paraph_are_one_job_with_the_receipt_on_the_last_sheet(wait, db, print_worker, tray, refer):
    refer(2)
    wait(lambda: all_printed(db) and len(tray.out) == 2)
    assert sorted(name for name, _, _ in tray.out) == ["چاپگر slip", "چاپگر ticket"]
    [pdf] = [pdf for name, _, pdf in tray.out if name == "چاپگر slip"]
    assert len(pdf) == 2
    assert "رسید متقاضی" in readback.page_text(pdf[1])


def test_each_paper_on_a5_goes_to_the_printer_of_its_kind(wait, db, clerk, print_worker, tray, refer):
    office.change_settings(db, clerk, slip_form="a5")
    refer(2)
    wait(lambda: all_printed(db) and len(tray.out) == 4)
    kinds = sorted(name.removeprefix("چاپگر ") for name, _, _ in tray.out)
    assert kinds == ["receipt", "slip", "slip", "ticket"]
    assert all(pdf[0].get_width() > pdf[0].get_height() for name, _, pdf in tray.out if name != "چاپگر ticket")


def test_papers_requested_before_the_start_are_printed_at_the_start(wait, db, context, pc, tray, arrive):
    arrive()
    print_worker = PrintWorker(context, tray)
    wait(lambda: all_printed(db))
    assert print_worker and len(tray.out) == 1


def test_papers_of_another_pc_are_not_printed(wait, db, print_worker, tray, arrive):
    visit = arrive()
    wait(lambda: all_printed(db))
    with db.write("papers"):
        db.rows("UPDATE paper SET state = 'waiting', desk = 'other' WHERE subject_id = :id", id=visit.id)
    arrive()
    wait(lambda: len(tray.out) == 2)
    assert ("ticket", "waiting", "") in states(db)


def test_refused_papers_wait_with_the_reason_until_they_are_sent_again(wait, db, clerk, print_worker, tray, arrive):
    tray.refuses = reason = "چاپگر «چاپگر ticket» کار را نپذیرفت."
    arrive(), arrive()
    wait(lambda: states(db) == [("ticket", "waiting", reason)] * 2)
    assert [listed.name for listed in jobs.waiting_papers(db, clerk)] == ["برگهٔ نوبت ۱", "برگهٔ نوبت ۲"]
    tray.refuses = ""
    assert requests.retry_failed(db, clerk) == 2
    wait(lambda: all_printed(db))
    assert len(tray.out) == 2 and jobs.waiting_papers(db, clerk) == []
    assert "المثنی" not in tray.texts()[0]


def test_refused_paper_does_not_hold_up_the_next_ones(wait, db, pc, print_worker, tray, arrive, refer):
    pc.set("printer/ticket", "")
    refer()
    wait(lambda: len(tray.out) == 1 and settled(db))
    (kind, state, reason), *others = states(db)
    assert (kind, state) == ("ticket", "waiting") and "چاپگری انتخاب نشده" in reason
    assert [state for _, state, _ in others] == ["printed", "printed"]


@pytest.mark.parametrize("error", [ValueError, AttributeError], ids=["expected error", "bug"])
def test_paper_that_cannot_be_drawn_waits_and_does_not_hold_up_the_others(
    wait, db, print_worker, tray, arrive, refer, monkeypatch, caplog, error
):
    def broken(_):
        raise error

    monkeypatch.setattr(ticket, "ticket_pdf", broken)
    arrive(), refer()
    wait(lambda: len(tray.out) == 1 and settled(db))
    reasons = [reason for kind, _, reason in states(db) if kind == "ticket"]
    assert len(reasons) == 2 and all("ساخته نشد" in reason for reason in reasons)
    caplog.clear()


def test_second_print_of_a_slip_is_marked_as_a_copy(wait, db, clerk, print_worker, tray, refer):
    visit = refer()
    wait(lambda: all_printed(db) and len(tray.out) == 2)
    referral = db.required_row("SELECT id FROM referral WHERE visit_id = :id", id=visit.id)["id"]
    requests.print_again(db, clerk, "slip", referral)
    wait(lambda: all_printed(db) and len(tray.out) == 3)
    assert "المثنی" not in tray.texts()[1] and "المثنی" in tray.texts()[2]


def test_all_papers_of_today_are_printed_again_as_copies(wait, db, clerk, print_worker, tray, refer):
    refer(), refer()
    wait(lambda: all_printed(db) and len(tray.out) == 4)
    assert requests.print_today_again(db, clerk) == 6
    wait(lambda: all_printed(db) and len(tray.out) == 8)
    assert all("المثنی" in text for text in tray.texts()[4:])


def test_recovery_sheet_is_printed_without_being_listed(wait, db, clerk, work, pc, tray):
    from PySide6.QtCore import QObject

    class Receiver(QObject):
        reason = None

        def receive(self, reason):
            self.reason = reason

    from app.papers.documents import RecoverySheet

    receiver = Receiver()
    sheet = RecoverySheet("شهرداری کرج", "ن. نمونه‌ای", "4821-0937-5516-2084", "2026-11-25T05:30:00.000Z")
    print_recovery_sheet(work, pc, sheet, tray, receiver.receive)
    wait(lambda: receiver.reason is not None)
    assert receiver.reason == "" and "۴۸۲۱-۰۹۳۷-۵۵۱۶-۲۰۸۴" in tray.texts()[0]
    pc.set("printer/recovery", "")
    receiver.reason = None
    print_recovery_sheet(work, pc, sheet, tray, receiver.receive)
    wait(lambda: receiver.reason is not None)
    assert "انتخاب نشده" in receiver.reason and not states(db)


@pytest.mark.parametrize(("kind", "size"), [("ticket", None), ("receipt", (595, 420)), ("minutes", (595, 842))])
def test_qt_prints_every_page_at_its_own_size(qapp, db, session, refer, tmp_path, kind, size):
    """Print to a file, as Qt would to paper."""
    visit = refer()
    document = gathering.document(
        db, requests.Paper(1, kind, session.id if kind == "minutes" else visit.id, "", "", "", 0)
    )
    pdf = draw([document], "a5")
    asked, printed = pypdfium2.PdfDocument(pdf), printed_by_qt(pdf, tmp_path, ANY_PAPER)
    assert len(printed) == len(asked)
    for page, model in zip(printed, asked, strict=True):
        assert page.get_width() == pytest.approx(model.get_width(), abs=2)
        assert page.get_height() == pytest.approx(model.get_height(), abs=2)
        assert size is None or (page.get_width(), page.get_height()) == pytest.approx(size, abs=2)
    assert inked(printed[0]) == pytest.approx(inked(asked[0]), abs=2)


@pytest.mark.parametrize("has_colour", [True, False])
def test_qt_lays_a_slip_at_the_top_of_an_a4_without_stretching_it(qapp, tmp_path, has_colour):
    slip = draw([SLIP], "a5")
    printed = printed_by_qt(slip, tmp_path, Paper((Sheet(Size(210, 297), Edges(4, 4, 4, 4)),)), has_colour=has_colour)
    assert (printed[0].get_width(), printed[0].get_height()) == pytest.approx((595, 842), abs=1)
    assert inked(printed[0]) == pytest.approx(inked(pypdfium2.PdfDocument(slip)[0]), abs=2)


def test_qt_turns_a_slip_on_an_upright_a5(qapp, tmp_path):
    slip = draw([SLIP], "a5")
    printed = printed_by_qt(slip, tmp_path, Paper((Sheet(Size(148, 210), Edges(4, 4, 4, 4)),)))
    left, top, right, bottom = inked(pypdfium2.PdfDocument(slip)[0])
    assert (printed[0].get_width(), printed[0].get_height()) == pytest.approx((420, 595), abs=1)
    assert inked(printed[0]) == pytest.approx((top, 595 - right, bottom, 595 - left), abs=2)


def test_device_without_colours_gets_no_grey_fringes(qapp):
    with Pdf(draw([TICKET], "a5")) as pages:
        pixels = QSize(640, 1040)  # a whole number of words: no bytes between the rows
        soft, hard = (pages.band(0, pixels, 0, 1040, has_colour=has_colour) for has_colour in (True, False))
        parts = [pages.band(0, pixels, top, 260, has_colour=False) for top in range(0, 1040, 260)]
    bits = bytes(hard.constBits())
    assert b"".join(bytes(part.constBits()) for part in parts) == bits, "bands must join without a seam"
    shades = set(bits)
    assert {0, 255} <= shades and len(shades) < 6 < len(set(bytes(soft.constBits())))


ANY_PAPER = Paper((), (AnySize(Size(10, 10), Size(1000, 1000)),))


def printed_by_qt(pdf, folder, paper, *, has_colour=True):
    from PySide6.QtPrintSupport import QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(folder / "out.pdf"))
    printer.setColorMode(QPrinter.ColorMode.Color if has_colour else QPrinter.ColorMode.GrayScale)
    with ThreadPoolExecutor(1) as thread, Pdf(pdf) as pages:  # off the UI thread, as in the program
        assert thread.submit(print_pages, pages, placed(pages, paper, "چاپگر"), printer).result()
    assert printer.resolution() <= 600
    return pypdfium2.PdfDocument(folder / "out.pdf")


def inked(page):
    """Return left, top, right and bottom of a page's ink, in points."""
    grey = page.render(scale=1).to_pil().convert("L").point(lambda light: 255 if light < 160 else 0)
    return grey.getbbox()


def test_missing_printer_is_reported(qapp):
    with pytest.raises(NotPrinted, match="پیدا نشد"):
        QtPrinter().print_pdf(PrintJob(b"", "چاپگر گم‌شده", "slip", "برگه"))


def test_printed_paper_is_not_printed_again_when_the_disk_fails_before_it_is_recorded(
    wait, db, print_worker, tray, arrive, monkeypatch, caplog
):
    printed, failures = requests.mark_printed, ["disk"]

    def failing_once(*given, **named):
        if failures:
            failures.pop()
            raise StorageError("دیسک پر است.")
        printed(*given, **named)

    monkeypatch.setattr(requests, "mark_printed", failing_once)
    arrive()
    wait(lambda: all_printed(db))
    assert not failures and len(tray.out) == 1
    caplog.clear()
