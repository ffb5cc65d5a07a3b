import io
from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest

from app.line import steps
from app.office import lists
from app.office import settings as office
from app.papers import requests
from app.persian.text import fa
from app.printing import jobs
from app.table import paraphs
from app.table.paraphs import Addressee, Draft
from db import StorageError
from reports import ticket
from ui.papers.print_worker import Press, print_recovery
from ui.papers.printer import NotPrinted, put


class Tray:
    """A printer that keeps what it gets; `refuses` is the sentence it refuses with."""

    def __init__(self):
        self.out, self.refuses = [], ""

    def print_out(self, pdf, name, title):
        if self.refuses:
            raise NotPrinted(self.refuses)
        self.out.append((name, title, pypdfium2.PdfDocument(io.BytesIO(pdf))))

    def texts(self):
        return ["\n".join(page.get_textpage().get_text_range() for page in pdf) for _, _, pdf in self.out]


@pytest.fixture
def pc(context):
    for kind in requests.KINDS:
        context.pc.set(f"printer/{kind}", f"چاپگر {kind}")
    return context.pc


@pytest.fixture
def tray():
    return Tray()


@pytest.fixture
def press(context, pc, tray):
    return Press(context, tray)


@pytest.fixture
def refer(db, clerk, arrive, tables):
    """refer(2) → a visit whose paraph goes to two units."""
    units = lists.entries(db, "unit")

    def one(count=1):
        visit, table = arrive(), tables[0]
        steps.call(db, clerk, visit.id, table["id"])
        to = tuple(Addressee(unit["id"], "lead", "", 15) for unit in units[:count])
        paraphs.save(db, clerk, visit.id, Draft(table["official_id"], "referred", "بررسی شود", to))
        return visit

    return one


@pytest.fixture
def wait(qtbot):
    return qtbot.waitUntil


def states(db):
    return [(row["kind"], row["state"], row["reason"]) for row in db.rows(
        "SELECT kind, state, reason FROM paper ORDER BY id")]


def all_printed(db):
    found = states(db)
    return found and all(state == "printed" for _, state, _ in found)


def test_a_ticket_comes_out_by_itself_at_the_printer_of_its_kind(wait, db, press, tray, arrive):
    visit = arrive()
    wait(lambda: all_printed(db))
    (name, title, pdf), = tray.out
    assert (name, title) == ("چاپگر ticket", "برگهٔ نوبت")
    assert round(pdf[0].get_width()) == 227  # 80 mm
    assert fa(visit.ticket) in tray.texts()[0]


def test_the_papers_of_a_paraph_are_one_job_with_the_receipt_on_the_last_sheet(wait, db, press, tray, refer):
    refer(2)
    wait(lambda: all_printed(db) and len(tray.out) == 2)
    name, _, pdf = tray.out[1]
    assert name == "چاپگر slip" and len(pdf) == 2
    assert "رسید متقاضی" in pdf[1].get_textpage().get_text_range()


def test_alone_on_a5_each_goes_to_its_own_printer(wait, db, clerk, press, tray, refer):
    office.change_settings(db, clerk, slip_form="a5")
    refer(2)
    wait(lambda: all_printed(db) and len(tray.out) == 4)
    assert [name for name, _, _ in tray.out] == [f"چاپگر {kind}" for kind in ("ticket", "slip", "slip", "receipt")]
    assert all(pdf[0].get_width() > pdf[0].get_height() for _, _, pdf in tray.out[1:])


def test_papers_asked_before_the_start_come_out_at_the_start(wait, db, context, pc, tray, arrive):
    arrive()
    press = Press(context, tray)
    wait(lambda: all_printed(db))
    assert press and len(tray.out) == 1


def test_another_pcs_papers_are_left_alone(wait, db, press, tray, arrive):
    db_paper = arrive()
    wait(lambda: all_printed(db))
    with db.write("papers"):
        db.rows("UPDATE paper SET state = 'waiting', desk = 'other' WHERE subject_id = :id", id=db_paper.id)
    arrive()
    wait(lambda: len(tray.out) == 2)
    assert ("ticket", "waiting", "") in states(db)


@pytest.mark.parametrize("reason", ["چاپگر «چاپگر ticket» کار را نپذیرفت."])
def test_what_is_refused_waits_with_its_reason_until_it_is_sent_again(wait, db, clerk, press, tray, arrive, reason):
    tray.refuses = reason
    arrive(), arrive()
    wait(lambda: states(db) == [("ticket", "waiting", reason)] * 2)
    assert [listed.name for listed in jobs.waiting_papers(db, clerk)] == ["برگهٔ نوبت ۱", "برگهٔ نوبت ۲"]
    tray.refuses = ""
    assert requests.retry_failed(db, clerk) == 2
    wait(lambda: all_printed(db))
    assert len(tray.out) == 2 and jobs.waiting_papers(db, clerk) == []
    assert "المثنی" not in tray.texts()[0]


def test_a_refused_paper_holds_up_none_behind_it(wait, db, pc, press, tray, arrive, refer):
    pc.set("printer/ticket", "")
    refer()
    wait(lambda: len(tray.out) == 1 and not jobs.next_jobs(db, ""))
    (kind, state, reason), *others = states(db)
    assert (kind, state) == ("ticket", "waiting") and "چاپگری برگزیده نشده" in reason
    assert [each[1] for each in others] == ["printed", "printed"]


@pytest.mark.parametrize("error", [ValueError, AttributeError], ids=["foreseen", "a bug"])
def test_a_paper_that_cannot_be_drawn_waits_and_holds_up_nobody(
    wait, db, press, tray, arrive, refer, monkeypatch, caplog, error
):
    def broken(_):
        raise error

    monkeypatch.setattr(ticket, "ticket_pdf", broken)
    arrive(), refer()
    wait(lambda: len(tray.out) == 1 and not jobs.next_jobs(db, ""))
    reasons = [reason for kind, _, reason in states(db) if kind == "ticket"]
    assert len(reasons) == 2 and all("ساخته نشد" in reason for reason in reasons)
    caplog.clear()


def test_a_second_one_is_a_copy_and_says_so(wait, db, clerk, press, tray, refer):
    visit = refer()
    wait(lambda: all_printed(db) and len(tray.out) == 2)
    referral = db.one("SELECT id FROM referral WHERE visit_id = :id", id=visit.id)["id"]
    requests.print_again(db, clerk, "slip", referral)
    wait(lambda: all_printed(db) and len(tray.out) == 3)
    assert "المثنی" not in tray.texts()[1] and "المثنی" in tray.texts()[2]


def test_all_of_today_once_more(wait, db, clerk, press, tray, refer):
    refer(), refer()
    wait(lambda: all_printed(db) and len(tray.out) == 4)
    assert requests.print_today_again(db, clerk) == 6
    wait(lambda: all_printed(db) and len(tray.out) == 8)
    assert all("المثنی" in text for text in tray.texts()[4:])


def test_the_recovery_sheet_comes_out_without_being_kept(wait, db, clerk, work, pc, tray):
    from PySide6.QtCore import QObject

    class Reader(QObject):
        said = None

        def hear(self, reason):
            self.said = reason

    from app.papers.documents import RecoverySheet

    reader = Reader()
    sheet = RecoverySheet("شهرداری کرج", "ن. نمونه‌ای", "4821-0937-5516-2084", "2026-11-25T05:30:00.000Z")
    print_recovery(work, pc, sheet, tray, reader.hear)
    wait(lambda: reader.said is not None)
    assert reader.said == "" and fa("4821-0937-5516-2084") in tray.texts()[0]
    pc.set("printer/recovery", "")
    reader.said = None
    print_recovery(work, pc, sheet, tray, reader.hear)
    wait(lambda: reader.said is not None)
    assert "برگزیده نشده" in reader.said and not states(db)


@pytest.mark.parametrize(("kind", "size"), [("ticket", None), ("receipt", (595, 420)), ("minutes", (595, 842))])
def test_the_systems_printer_gets_every_page_at_its_own_size(qapp, db, session, refer, tmp_path, kind, size):
    """Onto Qt's own printer to a file: what it would have sent to paper."""
    from PySide6.QtPrintSupport import QPrinter

    from app.printing import gathering
    from ui.papers.drawing import draw

    visit = refer()
    document = gathering.document(db, requests.Paper(1, kind, session.id if kind == "minutes" else visit.id, "", "",
                                                     "", 0))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    pdf = draw([document], "a5")
    with ThreadPoolExecutor(1) as thread:  # as in the program: never on the UI thread
        assert thread.submit(put, pdf, printer).result()
    asked, came = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument(tmp_path / "out.pdf")
    assert len(came) == len(asked) and printer.resolution() <= 300
    for page, model in zip(came, asked, strict=True):
        assert page.get_width() == pytest.approx(model.get_width(), abs=2)
        assert page.get_height() == pytest.approx(model.get_height(), abs=2)
        assert size is None or (page.get_width(), page.get_height()) == pytest.approx(size, abs=2)
    assert inked(came[0]) == pytest.approx(inked(asked[0]), abs=2)


def inked(page):
    """Where the ink of a page begins and ends, in points."""
    grey = page.render(scale=1).to_pil().convert("L").point(lambda light: 255 if light < 160 else 0)
    return grey.getbbox()


def test_a_printer_that_is_not_there_says_so(qapp):
    from ui.papers.printer import SystemPrinter

    with pytest.raises(NotPrinted, match="پیدا نشد"):
        SystemPrinter().print_out(b"", "چاپگر گم‌شده", "برگه")


def test_what_is_out_does_not_come_out_again_when_the_disk_failed_in_between(
    wait, db, press, tray, arrive, monkeypatch, caplog
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
