"""The sheets of a session's units by keys: read, printed, and the decisions that come back on them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from app.line import steps
from app.office import lists, programmes
from app.papers import requests
from app.referrals import decisions
from app.referrals.issuing import Addressee
from app.sessions import sessions
from app.table import paraphs
from tests.support.keyboard import press, type_text
from ui.followup.page import FollowupPage
from ui.table.page import TablePage

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
WORDS = "تا هفتهٔ آینده بازدید شود"


@pytest.fixture
def refer(db, clerk, arrive, tables):
    """`refer(n)` refers a visit to the unit in this place, due before the next session, and returns the referral."""
    units = lists.entries(db, "unit")

    def make(unit=0):
        visit = steps.call(db, clerk, arrive().id, tables[0]["id"])
        to = Addressee(units[unit]["id"], "lead", "", 2)
        draft = paraphs.Draft(tables[0]["official_id"], "referred", "اقدام شود", (to,))
        return paraphs.referrals(db, paraphs.save(db, clerk, visit.id, draft).paraph_id)[0]

    return make


@pytest.fixture
def page(context, show):
    made = show(FollowupPage(context), 1182, 690)
    made.setFocus()
    made.shown()
    return made


@pytest.fixture
def opened(page, qtbot):
    """`opened()` brings the section to the front by its key and waits for the sheet of its first unit."""

    def open_section():
        press(page, Key.Key_P, CTRL)
        section = page.sections["unit_sheets"]
        qtbot.waitUntil(lambda: section.isVisible() and bool(section.viewer.pdf))
        return section

    return open_section


def asked_for(db):
    return [
        (row["session_id"], row["unit_id"]) for row in db.rows("SELECT session_id, unit_id FROM unit_sheet ORDER BY id")
    ]


def words_of(widget):
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_key_shows_the_units_and_enter_prints_the_sheet_of_one(db, session, refer, page, opened, qtbot):
    refer(), refer(1)
    section = opened()
    assert len(section.list.rows()) == 2 and "تا جلسهٔ بعد" in section.list.rows()[0].quiet
    assert "۲ واحد" in section.count.text() and "۲ برگ" in section.print_all.text()
    press(page, Key.Key_Down)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "چاپگر" in page.notice.text())
    assert asked_for(db) == [(session.id, lists.entries(db, "unit")[1]["id"])]
    press(page, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "۲ برگه" in page.notice.text())
    assert asked_for(db)[-1] == (session.id, None)
    assert [paper.kind for paper in requests.waiting(db, "")][-2:] == ["unit_sheet", "unit_sheet"]


def test_more_than_twenty_sheets_are_asked_about_first(db, refer, page, opened, qtbot):
    for unit in range(21):
        refer(unit)
    section = opened()
    press(page, Key.Key_Return, CTRL)
    assert "۲۱ برگ برای ۲۱ واحد" in words_of(section.asking)
    press(page, Key.Key_Escape)
    assert asked_for(db) == [] and section.asking.question is None
    press(page, Key.Key_Return, CTRL)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "۲۱ برگه" in page.notice.text())
    assert len(asked_for(db)) == 1


def test_sheets_of_a_later_session_can_be_chosen(db, clerk, session, refer, page, opened, qtbot):
    refer()
    later = sessions.plan(db, clerk, session.programme_id, "2026-12-02")
    section = opened()
    section.sessions.set_value(str(later.id))
    section.sessions.picked.emit(str(later.id))
    qtbot.waitUntil(lambda: section.sessions.value() == str(later.id))
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: asked_for(db) == [(later.id, lists.entries(db, "unit")[0]["id"])])


def test_office_without_a_session_ahead_prints_nothing_and_still_enters_decisions(db, clerk, session, page, qtbot):
    sessions.close(db, clerk, session.id)
    press(page, Key.Key_P, CTRL)
    section = page.sections["unit_sheets"]
    qtbot.waitUntil(lambda: section.count.text() == "۰ واحد")
    assert not section.print.isEnabled() and not section.print_all.isEnabled() and section.decide.isEnabled()
    press(page, Key.Key_Return, CTRL)
    assert section.asking.question is None and asked_for(db) == []


def test_sessions_page_leads_to_the_sheets_of_its_session(db, clerk, program, qtbot):
    planned = sessions.plan(db, clerk, programmes.active(db)[0].id, "2026-12-02")
    program.window.go("sessions")
    page = program.window.page("sessions")
    qtbot.waitUntil(lambda: planned.id in [row.id for row in page.list.rows()])
    page.list.set_current(planned.id)
    qtbot.waitUntil(page.detail.sheet.isVisible)
    press(program.window, Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: program.window.current() == "followup")
    section = program.window.page("followup").sections["unit_sheets"]
    qtbot.waitUntil(lambda: section.isVisible() and section.sessions.value() == str(planned.id))


def test_decisions_are_entered_one_after_another_by_the_numbers_of_their_lines(db, refer, page, opened, qtbot):
    first, second = refer(), refer(1)
    section = opened()
    press(page, Key.Key_D, CTRL)
    asked = section.asking.question
    type_text(QApplication.focusWidget(), "1405/م/99")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "صادر نشده" in asked.form.fields["number"].error())
    asked.form.editor("number").clear()
    type_text(asked.form.editor("number"), first.number)
    press(page, Key.Key_Return)
    qtbot.waitUntil(asked.form.editor("words").hasFocus)
    assert first.unit_name in asked.about.text() and asked.form.fields["number"].error() == ""
    type_text(QApplication.focusWidget(), WORDS)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: section.asking.question is not asked)
    assert [each.words for each in decisions.of_referral(db, first.id)] == [WORDS]
    again = section.asking.question
    assert "ثبت شد" in words_of(again) and again.form.editor("number").hasFocus()
    type_text(QApplication.focusWidget(), "1405/م/98")
    type_text(again.form.editor("words"), "عکس پیوست شود")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "صادر نشده" in again.form.fields["number"].error())
    assert again.form.raw()["words"] == "عکس پیوست شود", "what was typed stays"
    press(page, Key.Key_Escape)
    assert section.asking.question is None and section.list.hasFocus()
    assert decisions.of_referral(db, second.id) == []


def test_decision_is_entered_at_the_table_over_the_form_which_keeps_its_words(
    db, clerk, context, show, tables, arrive, refer, make_clerk, qtbot
):
    about = refer()
    steps.came(db, clerk, steps.call(db, clerk, arrive().id, tables[0]["id"]).id)
    context.clerk = make_clerk("table")
    context.pc.set("table", str(tables[0]["id"]))
    page = show(TablePage(context), 1182, 690)
    page.shown()
    qtbot.waitUntil(lambda: page.panel.shows_form() and page.form.words.hasFocus())
    type_text(page.form.words, "از محل بازدید شود")
    press(page, Key.Key_D, CTRL)
    asked = page.panel.decisions.question
    assert asked and asked.form.editor("number").hasFocus()
    type_text(QApplication.focusWidget(), about.number)
    press(page, Key.Key_Return)
    qtbot.waitUntil(asked.form.editor("words").hasFocus)
    type_text(QApplication.focusWidget(), WORDS)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: [each.words for each in decisions.of_referral(db, about.id)] == [WORDS])
    qtbot.waitUntil(lambda: page.panel.decisions.question is not asked)
    press(page, Key.Key_Escape)
    assert page.panel.shows_form() and page.form.words.hasFocus()
    assert page.form.words.toPlainText() == "از محل بازدید شود"


def test_decision_about_a_confidential_matter_shows_no_words_of_it(db, context, refer, make_clerk, page, opened, qtbot):
    about = refer()
    decisions.decide(db, context.clerk, about.id, WORDS)
    with db.write("office"):
        db.rows("UPDATE category SET confidential = 1")
    section = opened()
    context.clerk = make_clerk("followup")
    press(page, Key.Key_D, CTRL)
    asked = section.asking.question
    type_text(QApplication.focusWidget(), about.number)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "محرمانه" in asked.about.text())
    assert WORDS not in asked.about.text()
