"""A barcode reader on any page: twelve digits and Enter, faster than a person types."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from app.line import steps
from app.office import lists
from app.printing import gathering
from app.referrals import numbers
from app.referrals.issuing import Addressee
from app.table import paraphs
from app.table.paraphs import Draft
from app.visits import visits
from tests.support.keyboard import press, type_text
from ui.page import Page
from ui.services.barcode_reader import BarcodeReader
from ui.shell.window import Window
from ui.widgets import KeyButton, TextEdit, column

Key = Qt.Key
UNKNOWN = "14051099999" + numbers.check_digit("14051099999")


class Desk(Page):
    """A page with a field and an Enter key of its own."""

    def __init__(self, context):
        super().__init__(context)
        self.saved = []
        self.field, save = TextEdit(), KeyButton("ثبت", "Enter")
        save.clicked.connect(lambda: self.saved.append(self.field.text()))
        column(self.field, save, parent=self)
        self.setFocusProxy(self.field)


@pytest.fixture
def slip(db, clerk, arrive, tables):
    visit = steps.call(db, clerk, arrive().id, tables[0]["id"])
    unit = lists.entries(db, "unit")[0]["id"]
    draft = Draft(tables[0]["official_id"], "referred", "اقدام شود", (Addressee(unit, "lead", "", 5),))
    return paraphs.referrals(db, paraphs.save(db, clerk, visit.id, draft).paraph_id)[0]


@pytest.fixture
def window(context, show):
    made = Window()
    made.add_page("desk", "میز کار", lambda: Desk(context))
    show(made, 1366, 768)
    made.go("desk")
    return made


def type_by_hand(widget, text, gap_ms):
    """Type with a pause between the keys, as a person does."""
    for n, letter in enumerate(text):
        event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        event.setTimestamp(1000 + n * gap_ms)
        QApplication.sendEvent(widget, event)


def test_barcode_asks_for_its_referral_and_leaves_the_page_as_it_was(context, window, slip, qtbot):
    reader = BarcodeReader(context, window)
    desk = window.page("desk")
    type_text(desk.field, "نیمه")
    for digits in (slip.barcode, slip.barcode.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))):
        with qtbot.waitSignal(reader.referral_asked) as asked:
            type_text(desk.field, digits)
            press(desk, Key.Key_Return)
        assert asked.args == [slip.id]
        assert desk.field.text() == "نیمه" and desk.saved == []
    assert reader.parent() is window


def test_clerk_without_follow_up_is_shown_the_case_over_the_page(db, context, window, slip, make_clerk, qtbot):
    context.clerk = make_clerk("reception")
    reader = BarcodeReader(context, window)
    desk = window.page("desk")
    with qtbot.waitSignal(reader.case_asked) as asked:
        type_text(desk.field, slip.barcode)
        press(desk, Key.Key_Return)
    (visit,) = db.rows("SELECT visit_id FROM referral WHERE id = :id", id=slip.id)
    assert asked.args == [visit["visit_id"]] and window.current() == "desk"


def test_digits_typed_by_hand_or_of_no_slip_stay_in_the_field(context, window, slip, settle):
    BarcodeReader(context, window)
    desk = window.page("desk")
    type_by_hand(desk.field, slip.barcode, 150)
    press(desk, Key.Key_Return)
    wrong = slip.barcode[:-1] + str((int(slip.barcode[-1]) + 1) % 10)
    desk.field.clear()
    type_text(desk.field, wrong)
    press(desk, Key.Key_Return)
    settle()
    assert desk.saved == [slip.barcode, wrong] and window.current() == "desk"


def test_unknown_slip_is_said_and_a_locked_window_reads_no_barcode(context, window, qtbot, settle):
    BarcodeReader(context, window)
    desk = window.page("desk")
    type_text(desk.field, UNKNOWN)
    press(desk, Key.Key_Return)
    qtbot.waitUntil(lambda: "صادر نشده" in window.notice.text())
    window.notice.close_notice()
    lock = Desk(context)
    window.show_instead(lock)
    type_text(lock.field, UNKNOWN)
    press(lock, Key.Key_Return)
    settle()
    assert window.notice.text() == "" and len(lock.saved) == 1


def read_ticket(db, desk, visit):
    type_text(desk.field, gathering.ticket(db, visit.id).barcode)
    press(desk, Key.Key_Return)


def test_ticket_opens_its_visit_over_the_page(db, context, window, arrive, qtbot):
    reader = BarcodeReader(context, window)
    desk, visit = window.page("desk"), arrive()
    with qtbot.waitSignal(reader.case_asked) as asked:
        read_ticket(db, desk, visit)
    assert asked.args == [visit.id] and desk.field.text() == "" and desk.saved == []


def test_unknown_ticket_is_said(context, window, session, qtbot):
    BarcodeReader(context, window)
    type_text(window.page("desk").field, "410999900012")
    press(window.page("desk"), Key.Key_Return)
    qtbot.waitUntil(lambda: "برگهٔ نوبتی با این بارکد" in window.notice.text())


@pytest.fixture
def table(context, window, tables):
    """The page of the first table's PC is open."""
    context.pc.set("table", str(tables[0]["id"]))
    window.add_page("table", "میز", lambda: Desk(context))
    window.go("table")
    return window.page("table")


def test_ticket_called_to_this_table_has_come(db, context, clerk, window, table, tables, arrive, qtbot):
    reader = BarcodeReader(context, window)
    visit = steps.call(db, clerk, arrive().id, tables[0]["id"])
    with qtbot.assertNotEmitted(reader.case_asked):
        read_ticket(db, table, visit)
        qtbot.waitUntil(lambda: visits.get(db, visit.id).state == "meeting")
    with qtbot.waitSignal(reader.case_asked):  # once more: the visitor sits there already
        read_ticket(db, table, visit)


@pytest.mark.parametrize("where", ["another table", "the line", "another page"])
def test_ticket_not_called_to_this_table_opens_its_visit(
    db, context, clerk, window, table, tables, arrive, where, qtbot
):
    reader = BarcodeReader(context, window)
    visit = arrive()
    if where != "the line":
        visit = steps.call(db, clerk, visit.id, tables[int(where == "another table")]["id"])
    if where == "another page":
        window.go("desk")
    with qtbot.waitSignal(reader.case_asked) as asked:
        read_ticket(db, window.page(window.current()), visit)
    assert asked.args == [visit.id] and visits.get(db, visit.id).state == visit.state
