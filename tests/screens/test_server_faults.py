"""The server of the venue stalls, dies or loses an answer while a clerk works in the real window."""

import threading
from functools import partial
from time import monotonic

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.errors import Refused
from app.line import steps
from app.office import lists
from app.reception.arrival import Arrival
from app.visits import visits
from app.visits.visitors import Visitor
from db import open_database
from tests.support.faulty_proxy import COMMIT
from tests.support.keyboard import press, type_text
from ui import work as ui_work
from ui.display.display import Display
from ui.program import Program
from ui.shell.status_strip import StatusStrip
from ui.start.sign_in import SignIn

ENGINES = ["postgres"]
REPORTED_SECONDS = 2.0
CLOSED_SECONDS = 4.0
COMER = Visitor(kind="no_code", code_reason="همراه ندارد", first_name="نمونه", last_name="آزمایشی‌فر")


@pytest.fixture
def reception(qapp, proxy, clock, tmp_path, qtbot, clerk, session, db, caplog):
    (tmp_path / "office.db").touch()  # not the first run
    program = Program(
        tmp_path,
        partial(open_database, proxy.address, clock=clock),
        partial(open_database, proxy.address, read_only=True, clock=clock),
    )
    program.window.resize(1366, 768)
    with qtbot.waitSignal(program.work.opened):
        program.show()
    program.enter(clerk)
    yield Reception(program, db, qtbot)
    proxy.close()
    program.window.close()
    program.window.deleteLater()
    caplog.get_records("call").clear()  # that storage failed was logged, as it should be


class Reception:
    """A clerk at the window of a PC whose database is at the other end of a proxy."""

    def __init__(self, program, db, qtbot):
        self.program, self.window, self.db, self.qtbot = program, program.window, db, qtbot
        self.page = program.window.page("reception")
        self.form = self.page.registering.form
        qtbot.waitUntil(self.form.isVisible)

    def open_the_second_connection(self):
        """Open the connection of long tasks now, so that its failure is not what the screen reports later."""
        opened = []
        self.program.work.run_long(lambda db: db.revisions(), opened.append)
        self.until(lambda: bool(opened))

    def lose_the_answer(self, proxy):
        """Let the server commit a registration and go away before it answers."""
        self.open_the_second_connection()
        self.fill()
        proxy.cut_after(COMMIT, and_refuse=True)
        since = monotonic()
        self.enter()
        self.until_lost(since)

    def refuses_at_once(self):
        """Whether a task is refused while an answer is awaited, instead of being done minutes later."""
        refused = []
        self.program.work.run(lambda db: db.revisions(), None, refused.append)
        self.until(lambda: bool(refused))
        return self.is_lost()

    def fill(self):
        category = lists.entries(self.db, "category")[0]["id"]
        self.form.show_arrival(Arrival(COMER, category))
        self.form.editor("matter").setFocus()
        type_text(self.form.editor("matter"), "درخواست آسفالت کوچه")

    def enter(self):
        self.form.editor("last_name").setFocus()
        press(self.window, Qt.Key.Key_Return)

    def typed(self):
        values = self.form.values()
        return values["last_name"], values["matter"]

    def ticket(self):
        return self.page.registering.ticket.text()

    def strip_text(self):
        """The text of the status strip."""
        return " ".join(each.text() for each in self.window.findChild(StatusStrip).findChildren(QLabel))

    def is_lost(self):
        return "ارتباط با داده‌ها قطع است" in self.strip_text()

    def until(self, what):
        self.qtbot.waitUntil(lambda: bool(what()))

    def until_lost(self, since):
        self.until(self.is_lost)
        assert monotonic() - since <= REPORTED_SECONDS
        assert "پاسخ نمی‌دهد" in self.window.notice.text()

    def until_back(self):
        self.until(lambda: not self.is_lost())

    def visits(self):
        return self.db.rows("SELECT ticket, matter FROM visit ORDER BY id")


FILLED = ("آزمایشی‌فر", "درخواست آسفالت کوچه")
SAVED = [{"ticket": 1, "matter": FILLED[1]}]


def test_server_that_stalls_in_a_registration_is_reported_and_the_registration_ends(reception, proxy):
    reception.fill()
    proxy.hold()
    since = monotonic()
    reception.enter()
    reception.until_lost(since)
    assert reception.typed() == FILLED
    assert reception.ticket() == "—", "no number before it is saved"
    for _ in range(3):
        reception.enter()  # impatient
    proxy.release()
    reception.until_back()
    reception.until(lambda: reception.ticket() == "۱")
    reception.until(reception.form.is_blank)
    assert reception.visits() == SAVED


def test_stopped_server_process_is_reported(reception, server):
    reception.fill()
    server.stall()
    try:
        since = monotonic()
        reception.until_lost(since)
        assert reception.typed() == FILLED
    finally:
        server.resume()
    reception.until_back()
    reception.enter()
    reception.until(lambda: reception.ticket() == "۱")
    assert reception.visits() == SAVED


def test_lost_server_is_reported_and_the_typed_form_is_saved_later(reception, proxy):
    reception.fill()
    proxy.refuse()
    since = monotonic()
    reception.enter()
    reception.until_lost(since)
    reception.enter()
    reception.until(lambda: "این کار انجام نشد" in reception.page.registering.notice.text())
    assert reception.typed() == FILLED
    assert (reception.ticket(), reception.visits()) == ("—", [])
    proxy.listen_again()
    reception.until_back()
    reception.enter()
    reception.until(lambda: reception.ticket() == "۱")
    assert reception.visits() == SAVED


def test_page_not_read_before_does_not_look_empty_while_the_server_is_gone(reception, proxy):
    """An empty page would claim that no session is open and nothing is late."""
    window = reception.window
    proxy.refuse()
    reception.until(reception.is_lost)
    for key in "234":
        press(window, getattr(Qt.Key, f"Key_{key}"), Qt.KeyboardModifier.ControlModifier)
        assert window.unread.isVisible() and not window.unread.visibleRegion().isEmpty()
    press(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert reception.page.isVisible(), "a page that was read stays visible"
    press(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    proxy.listen_again()
    reception.until_back()
    reception.until(lambda: window.page("line").isVisible() and not window.unread.isVisible())


def test_registration_whose_answer_was_lost_in_a_restart_is_saved_once(reception, proxy, server):
    """The commit took place and its answer was lost: the number is shown once the restarted server confirms it."""
    reception.lose_the_answer(proxy)
    assert reception.typed() == FILLED
    assert reception.ticket() == "—"
    reception.enter()
    assert reception.refuses_at_once()
    server.restart()
    proxy.listen_again()
    reception.until(lambda: reception.ticket() == "۱")
    reception.until_back()
    assert reception.visits() == SAVED


def test_window_closes_while_the_answer_of_a_lost_server_is_awaited(reception, proxy):
    reception.lose_the_answer(proxy)
    since = monotonic()
    reception.window.close()
    assert monotonic() - since < CLOSED_SECONDS


def test_connection_silent_for_long_is_replaced_by_a_new_one(reception, proxy, monkeypatch):
    monkeypatch.setattr(ui_work, "HOPELESS_SECONDS", 2.5)
    reception.fill()
    proxy.strand()
    since = monotonic()
    reception.enter()
    reception.until_lost(since)
    reception.until_back()
    reception.until(lambda: reception.page.registering.notice.text() or reception.form.is_blank())
    if not reception.form.is_blank():  # refused before it was sent: nothing of it is saved
        assert reception.visits() == []
        reception.enter()
    reception.until(lambda: reception.ticket() == "۱")
    assert reception.visits() == SAVED


def test_every_screen_reports_the_stall_and_keeps_its_content(reception, proxy, arrive, qtbot):
    arrive()
    window = reception.window
    window.go("line")
    view = window.page("line").listing.list
    reception.until(lambda: len(view.rows()) == 1)
    reception.program.open_display()
    display = reception.program.display
    reception.until(lambda: "در انتظار" in display.foot())
    proxy.hold()
    since = monotonic()
    reception.until_lost(since)
    assert isinstance(display, Display)
    assert "قطع است" in display.foot()
    assert len(view.rows()) == 1
    for key in ("table", "followup", "reports", "line"):
        window.go(key)
        assert reception.is_lost()
    reception.program.lock()
    sign_in = window.findChild(SignIn)
    press(sign_in, Qt.Key.Key_Return)
    reception.until(lambda: "پاسخ نمی‌دهد" in sign_in.notice.text())
    proxy.release()
    reception.until_back()
    assert "قطع" not in display.foot()


def test_page_that_could_not_be_read_is_read_afterwards(reception, proxy, arrive):
    reception.window.go("line")
    proxy.hold()
    reception.until(reception.is_lost)
    arrive()
    reception.window.go("table")
    reception.window.go("line")
    proxy.release()
    reception.until(lambda: len(reception.window.page("line").listing.list.rows()) == 1)


def test_step_taken_while_the_server_is_silent_is_refused_and_not_done_later(reception, proxy, arrive, tables):
    visit = arrive()
    work, refused = reception.program.work, []
    proxy.hold()
    reception.until(reception.is_lost)
    work.run(
        partial(steps.call, clerk=reception.program.context.clerk, visit_id=visit.id, table_id=tables[0]["id"]),
        None,
        refused.append,
    )
    reception.until(lambda: refused)
    assert isinstance(refused[0], Refused)
    proxy.release()
    reception.until_back()
    answers = []
    work.run(lambda _: "all before it", answers.append)
    reception.until(lambda: answers)
    assert visits.get(reception.db, visit.id).state == "waiting"


def test_long_task_is_no_silence_of_the_server(reception, monkeypatch):
    monkeypatch.setattr(ui_work, "SILENT_SECONDS", 0.2)
    lost, done = [], []
    reception.program.work.lost.connect(lost.append)
    reception.program.work.run(lambda _: threading.Event().wait(0.8), done.append)
    reception.until(lambda: done)
    assert not lost


@pytest.mark.parametrize("patience", [0.0, 1.6], ids=["at once", "after it was reported"])
def test_program_closes_while_the_server_is_silent(reception, proxy, patience):
    reception.fill()
    proxy.hold()
    since = monotonic()
    reception.enter()
    if patience:
        reception.until(reception.is_lost)
    reception.until(lambda: monotonic() - since >= patience)
    asked = monotonic()
    reception.window.close()
    assert monotonic() - asked <= CLOSED_SECONDS


def test_upgrade_under_a_working_desk_is_reported_and_the_typed_form_stays(reception):
    reception.fill()
    with reception.db.transaction():
        reception.db.rows("UPDATE revision SET n = n + 1 WHERE topic = 'schema'")
    reception.until(lambda: "برنامه را ببندید، به‌روز کنید" in reception.window.notice.text())
    reception.enter()
    reception.until(reception.page.registering.notice.text)
    assert reception.typed() == FILLED
    assert (reception.ticket(), reception.visits()) == ("—", [])
