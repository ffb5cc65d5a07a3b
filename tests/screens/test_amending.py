"""A paraph of an earlier day is amended and voided: from the case, the follow-up and the table, by the keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea

from app.cases.summary import VisitorSummary
from app.line import steps
from app.office import lists
from app.papers import requests
from app.referrals import dispatch, lifecycle
from app.sessions import sessions
from app.table import paraphs
from app.table.paraphs import Addressee, Draft
from tests.support.keyboard import press, type_text
from ui.search import Search

Key = Qt.Key
SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


def words(widget):
    return " ".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


@pytest.fixture
def saved(db, clerk, arrive, tables):
    """A paraph of Wednesday, whose slip the unit has."""
    visit = arrive()
    steps.call(db, clerk, visit.id, tables[0]["id"])
    unit = next(row["id"] for row in lists.entries(db, "unit") if row["kind"] == "district")
    draft = Draft(tables[0]["official_id"], "referred", "بررسی شود", (Addressee(unit, "lead", "", 15),))
    return paraphs.save(db, clerk, visit.id, draft)


@pytest.fixture
def saturday(program, db, clerk, session, saved, clock, qtbot):
    """The program on Saturday, after Wednesday's session was closed and the slip was sent."""
    dispatch.send(db, clerk, [paraphs.referrals(db, saved.paraph_id)[0].id], "secretariat")
    sessions.close(db, clerk, session.id)
    clock.turn(days=3)
    with qtbot.waitActive(program.window):
        program.window.activateWindow()
    return program


def open_from_case(program, saved, qtbot):
    press(program.window, Key.Key_F, CTRL)
    panel = program.window.findChild(Search)
    type_text(panel.box, saved.numbers[0])
    qtbot.waitUntil(lambda: len(panel.hits.rows()) == 1)
    press(panel.box, Key.Key_Return)
    qtbot.waitUntil(panel.amend.isVisible)
    press(panel, Key.Key_F2)
    return shown(program, qtbot)


def shown(program, qtbot):
    qtbot.waitUntil(lambda: program.window.current() == "table")
    table = program.window.page("table")
    qtbot.waitUntil(lambda: table.state.subject is not None and table.form.isVisible())
    return table


def test_paraph_is_voided_from_its_case_and_the_unit_is_written_to(saturday, db, saved, qtbot):
    table = open_from_case(saturday, saved, qtbot)
    assert "شهردار کرج" in words(table.title) and "چهارشنبه ۴ آذر ۱۴۰۵" in words(table.title)
    qtbot.waitUntil(table.form.words.hasFocus)
    table.form.reason.setFocus()
    type_text(table.form.reason, "شخص دیگری بود")
    press(table, Key.Key_F4, SHIFT)
    qtbot.waitUntil(lambda: "نامهٔ ابطال برای واحد چاپ شود" in table.notice.text())
    assert paraphs.of_visit(db, saved.visit_id)[0].state == "valid"
    press(table, Key.Key_Return, ALT)
    qtbot.waitUntil(lambda: paraphs.of_visit(db, saved.visit_id)[0].state == "void")
    assert lifecycle.get(db, paraphs.referrals(db, saved.paraph_id)[0].id).stage == "void"
    kinds = [row["kind"] for row in db.rows("SELECT kind FROM paper ORDER BY id")]
    assert kinds[-1] == "annulment" and requests.KINDS[kinds[-1]]


def test_paraph_is_amended_from_the_follow_up(saturday, db, saved, qtbot):
    saturday.window.go("followup")
    page = saturday.window.page("followup")
    page.open_subject("referral", paraphs.referrals(db, saved.paraph_id)[0].id)
    panel = page.sections["lists"].dossier_panel
    qtbot.waitUntil(lambda: panel.view.amend.isVisible())
    press(page, Key.Key_F2, SHIFT)
    table = shown(saturday, qtbot)
    type_text(table.form.reason, "واژه‌ای جا ماند")
    press(table, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "تغییر نکرده" in table.notice.text())
    table.form.words.setFocus()
    type_text(table.form.words, " و گزارش")
    press(table, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "نامهٔ ابطال برای واحد چاپ شود" in table.notice.text())
    press(table, Key.Key_Return, ALT)
    qtbot.waitUntil(lambda: len(paraphs.of_visit(db, saved.visit_id)) == 2)
    assert [each.state for each in paraphs.of_visit(db, saved.visit_id)] == ["valid", "amended"]


def test_new_paraph_is_written_from_the_case_after_a_void_in_a_closed_session(saturday, db, clerk, saved, qtbot):
    paraphs.void(db, clerk, saved.paraph_id, "شخص دیگری بود", accepts_sent=True)
    table = open_from_case(saturday, saved, qtbot)
    assert not table.form.reason.isVisible()
    table.form.words.setFocus()
    press(table, Key.Key_1, ALT)
    box = table.form.units.box
    box.setFocus()
    type_text(box, lists.entries(db, "unit")[0]["name"])
    press(box, Key.Key_Return)
    qtbot.waitUntil(lambda: len(table.form.units.rows) == 1)
    press(table, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: paraphs.of_visit(db, saved.visit_id)[0].state == "valid")


def test_leaving_an_amendment_half_way_asks_and_tells_the_truth(saturday, db, saved, qtbot):
    table = open_from_case(saturday, saved, qtbot)
    table.form.words.setFocus()
    type_text(table.form.words, " و گزارش")
    press(table, Key.Key_F4)
    qtbot.waitUntil(lambda: table.panel.leaving.isVisible())
    assert "ثبت نشده است و پاراف پیشین معتبر است" in words(table.panel.leaving)
    press(table, Key.Key_Escape)
    qtbot.waitUntil(lambda: table.panel.shows_form() and table.form.isVisible())
    assert table.form.words.toPlainText() == "بررسی شود و گزارش"
    press(table, Key.Key_F4)
    qtbot.waitUntil(lambda: table.panel.leaving.isVisible())
    press(table, Key.Key_Return)
    qtbot.waitUntil(lambda: "ثبت نشده است و پاراف پیشین معتبر است" in table.notice.text())
    assert "رایانهٔ دیگری" not in table.notice.text()
    table = open_from_case(saturday, saved, qtbot)
    qtbot.waitUntil(lambda: table.form.words.toPlainText() == "بررسی شود و گزارش")
    press(table, Key.Key_F4)
    qtbot.waitUntil(lambda: table.panel.leaving.isVisible())
    press(table, Key.Key_F8)
    qtbot.waitUntil(lambda: table.state.subject is None)
    assert "محفوظ" not in table.notice.text()
    table = open_from_case(saturday, saved, qtbot)
    assert table.form.words.toPlainText() == "بررسی شود"
    assert [each.words for each in paraphs.of_visit(db, saved.visit_id)] == ["بررسی شود"]


def test_amendment_of_a_visitor_who_came_before_fits_the_window(saturday, saved, qtbot):
    """A notice and the summary stand over the form, the reason in it, the question about the unit's slip below: the
    buttons are in sight."""
    saturday.window.resize(1366, 768)
    table = open_from_case(saturday, saved, qtbot)
    before = VisitorSummary(2, same_category=1, open=1, denied=0, late=0, is_overdue=False, unasked=0)
    table.panel.sum_up(before)
    table.form.reason.setFocus()
    type_text(table.form.reason, "شخص دیگری بود")
    press(table, Key.Key_F4, SHIFT)
    qtbot.waitUntil(lambda: "نامهٔ ابطال برای واحد چاپ شود" in table.notice.text())
    qtbot.waitUntil(table.panel.summary.isVisible)
    view = next(each for each in saturday.window.findChildren(QScrollArea) if each.isAncestorOf(table)).viewport()
    for button in (table.panel.save, table.panel.void):
        qtbot.waitUntil(lambda button=button: bottom(button, view) <= view.height())


def bottom(widget, view):
    return widget.mapTo(view, widget.rect().bottomLeft()).y()
