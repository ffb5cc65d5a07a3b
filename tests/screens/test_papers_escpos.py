"""Receipt printers in the printing of the whole program: which paper goes there, and what waits when they fail."""

import socket

import pytest

from app.line import steps
from app.office import lists
from app.papers import requests
from app.printing import jobs
from app.table import paraphs
from app.table.paraphs import Addressee, Draft
from app.this_pc import receipt_printers
from app.this_pc.receipt_printers import ReceiptPrinter
from tests.support import fake_receipt_printer as fake
from tests.support.fake_receipt_printer import FINE, NetworkPrinter
from ui.papers.print_worker import PrintWorker
from ui.parts.printers import use_for_all_papers
from ui.this_pc.printers import roll_in


@pytest.fixture
def use(context):
    """use(printer, roll=80, kinds=("ticket",)) saves a fake printer as this PC's for these kinds."""

    def use_printer(printer, roll=80, kinds=("ticket",), name="نوبت‌دهی"):
        receipt_printers.save(context.pc, ReceiptPrinter(name, "network", printer.address, roll), name)
        for kind in kinds:
            context.pc.set(f"printer/{kind}", name)

    return use_printer


@pytest.fixture
def work_off(context, qtbot):
    """work_off() starts the printing of the program, which the test ends."""
    made = []

    def start():
        made.append(PrintWorker(context))
        return made[-1]

    yield start
    for each in made:
        each.close()


def papers(db):
    return [(row["state"], row["reason"], row["reprint"]) for row in db.rows("SELECT * FROM paper ORDER BY id")]


@pytest.mark.parametrize(("roll", "dots"), [(80, 576), (58, 384)])
def test_ticket_is_drawn_for_the_roll_of_its_printer(db, context, arrive, use, work_off, qtbot, roll, dots):
    context.pc.set("printing/roll", str(80 + 58 - roll))  # the paper of the system's printers is the other one
    with NetworkPrinter(dots, answers=FINE) as printer:
        use(printer, roll)
        assert roll_in(context.pc, "نوبت‌دهی") == roll and roll_in(context.pc, "laser") == 80 + 58 - roll
        work_off()
        arrive(), arrive(), arrive()
        qtbot.waitUntil(lambda: papers(db) == [("printed", "", 0)] * 3)
        assert len(printer.pages) == 3 and {page.width for page in printer.pages} == {dots}


@pytest.mark.parametrize(("answers", "word"), [(fake.PAPER_OUT, "کاغذ"), (fake.COVER_OPEN, "ببندید")])
def test_tickets_wait_while_the_printer_is_being_seen_to_and_are_then_printed_by_themselves(
    db, clerk, arrive, use, work_off, qtbot, answers, word
):
    with NetworkPrinter(answers=answers) as printer:
        use(printer)
        work_off()
        arrive(), arrive()
        qtbot.waitUntil(lambda: word in papers(db)[0][1] and "خودکار" in papers(db)[0][1])
        assert [state for state, _, _ in papers(db)] == ["waiting"] * 2 and printer.pages == []
        assert len(jobs.waiting_papers(db, clerk)) >= 1
        printer.answers = FINE  # a new roll
        qtbot.waitUntil(lambda: papers(db) == [("printed", "", 0)] * 2)
        assert len(printer.pages) == 2


def test_ticket_broken_off_is_never_listed_as_printed_and_comes_as_a_copy(db, clerk, arrive, use, work_off, qtbot):
    with NetworkPrinter(answers=FINE, breaks="resets", at=30_000) as printer:
        use(printer)
        work_off()
        arrive()
        qtbot.waitUntil(lambda: "نیمه‌کاره" in papers(db)[0][1])
        assert papers(db)[0][0] == "waiting" and printer.pages == []
        printer.reader.rows.clear()  # the torn ticket
        printer.reader.rest = b""
        requests.retry(db, clerk, jobs.waiting_papers(db, clerk)[0].paper.id)
        qtbot.waitUntil(lambda: papers(db) == [("printed", "", 1)])
        assert len(printer.pages) == 1


def test_slip_on_a_receipt_printer_waits_with_a_sentence(db, clerk, arrive, tables, use, work_off, qtbot):
    with NetworkPrinter(answers=FINE) as printer:
        use(printer, kinds=("ticket", "slip", "receipt"))
        work_off()
        visit = steps.call(db, clerk, arrive().id, tables[0]["id"])
        to = (Addressee(lists.entries(db, "unit")[0]["id"], "lead", "", 15),)
        paraphs.save(db, clerk, visit.id, Draft(tables[0]["official_id"], "referred", "بررسی شود", to))
        qtbot.waitUntil(lambda: all(state == "printed" or reason for state, reason, _ in papers(db)))
        assert [state for state, _, _ in papers(db)][:2] == ["printed", "waiting"]
        assert "جا نمی‌شود" in papers(db)[1][1] and len(printer.pages) == 1


def test_dead_printer_holds_neither_the_line_of_another_nor_the_window(
    db, context, clerk, arrive, use, work_off, qtbot
):
    """The dead one takes the connection and then nothing: its ticket is under way until the test ends."""
    with NetworkPrinter(answers=None, breaks="stalls", at=100) as dead, NetworkPrinter(answers=FINE) as living:
        use(dead)
        work_off()
        arrive()
        qtbot.waitUntil(lambda: dead.taken == 100)
        use(living, name="دیگری")
        arrive()
        qtbot.waitUntil(lambda: papers(db)[1][0] == "printed")
        assert papers(db)[0] == ("waiting", "", 0) and len(living.pages) == 1
    qtbot.waitUntil(lambda: "نیمه‌کاره" in papers(db)[0][1])


def test_printer_that_is_off_says_so_and_the_next_ticket_is_tried(db, arrive, use, work_off, qtbot):
    with NetworkPrinter(answers=FINE) as printer:
        use(printer)
    work_off()
    arrive(), arrive()
    qtbot.waitUntil(lambda: all("نپذیرفت" in reason for _, reason, _ in papers(db)) and len(papers(db)) == 2)


def test_program_killed_under_way_lists_the_ticket_as_unknown(db, context, arrive, use, work_off, qtbot):
    from app.papers import claims

    arrive()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        receipt_printers.save(
            context.pc, ReceiptPrinter("نوبت‌دهی", "network", f"127.0.0.1:{free.getsockname()[1]}", 80)
        )
    use_for_all_papers(context.pc, "نوبت‌دهی")
    (job,) = jobs.next_jobs(db, "")
    claims.claim(db, "", job.ids, "desk-1", "نوبت‌دهی")
    work_off()
    qtbot.waitUntil(lambda: "معلوم نیست" in papers(db)[0][1])
    assert papers(db)[0][0] == "waiting" and papers(db)[0][2] == 1
