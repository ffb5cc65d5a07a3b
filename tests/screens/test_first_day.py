"""Faults a clerk met on the first day at work."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.line import standing, steps
from app.office import lists
from app.sessions import sessions
from db import open_database
from tests.support.keyboard import press, type_text
from ui.line.page import LinePage
from ui.program import Program
from ui.sessions.page import SessionsPage
from ui.widgets import Tag

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


def visible_words(widget):
    return " ".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


@pytest.fixture
def first_run(qapp, clock, tmp_path, qtbot):
    """The program on an empty folder, at the wizard's second step."""
    path = str(tmp_path / "office.db")
    made = Program(tmp_path, partial(open_database, path, clock=clock), partial(open_database, path, read_only=True))
    made.window.resize(1366, 768)
    made.show()
    wizard = made.window.centralWidget().currentWidget()
    qtbot.waitUntil(lambda: wizard.office.editor("office").hasFocus())
    type_text(wizard.office.editor("office"), "شهرداری کرج")
    press(wizard, Key.Key_Return)
    yield made, wizard
    made.window.close()
    made.window.deleteLater()


def test_recovery_code_stays_visible_when_its_sheet_did_not_come_out(first_run, qtbot):
    program, wizard = first_run
    wizard.clerk.fill({"name": "ن. نمونه‌ای", "login": "namuneh", "password": "123456", "again": "123456"})
    press(wizard, Key.Key_Return)
    qtbot.waitUntil(wizard.sheet.isVisible)
    program.pc.set("printer/recovery", "")
    press(wizard, Key.Key_Return)
    qtbot.waitUntil(lambda: "با دست یادداشت کنید" in visible_words(wizard.sheet))
    press(wizard, Key.Key_Return)  # a hasty Enter tries to print again and leaves the code visible
    qtbot.waitUntil(wizard.sheet.unprinted.isVisible)
    assert wizard.sheet.isVisible() and program.context is None
    with qtbot.waitSignal(program.ready):
        press(wizard, Key.Key_F9)
    assert "برگهٔ بازیابی جدید" in program.window.notice.text()


def test_first_run_asks_for_the_name_before_it_compares_the_passwords(first_run):
    _, wizard = first_run
    wizard.clerk.fill({"name": "", "login": "", "password": "123456", "again": "1"})
    press(wizard, Key.Key_Return)
    assert wizard.clerk.fields["name"].error() and not wizard.clerk.fields["again"].error()


# -- sessions


@pytest.fixture
def page(context, show, db, clock, qtbot):
    """The page of sessions on a Tuesday."""
    clock.turn(days=6)
    made = show(SessionsPage(context), 1182, 734)
    made.shown()
    qtbot.waitUntil(lambda: made.list.current_id() is not None)
    made.setFocus()
    return made


def test_enter_after_planning_a_day_is_about_that_day(page, db, qtbot):
    """It used to be about the day that the rhythm proposes, and planned that one too."""
    before = {session.id for session in sessions.planned(db)}
    press(page, Key.Key_F9)
    type_text(page.asking.question.form.editor("day"), "1405/09/10")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: len(sessions.planned(db)) > len(before) and page.asking.question is None)
    planned = next(one for one in sessions.planned(db) if one.id not in before)
    qtbot.waitUntil(lambda: page.list.current_id() == planned.id)
    qtbot.waitUntil(lambda: "باز کردن" in page.detail.act.text())
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: sessions.opened(db) is not None)
    assert sessions.opened(db).id == planned.id and page.list.current_id() == planned.id
    assert {session.id for session in sessions.planned(db)} == before


def test_session_closed_by_mistake_is_reopened_with_a_reason(page, db, clerk, qtbot):
    press(page, Key.Key_F9)
    type_text(page.asking.question.form.editor("day"), "1405/09/10")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "باز کردن" in page.detail.act.text())
    opened = sessions.open_today(db, clerk, sessions.planned(db)[0].programme_id)
    sessions.close(db, clerk, opened.id)
    qtbot.waitUntil(page.detail.reopen.isVisible)
    press(page, Key.Key_F5)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.asking.question.form.fields["reason"].error()))
    type_text(page.asking.question.form.editor("reason"), "اشتباه")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: sessions.opened(db) is not None)
    qtbot.waitUntil(lambda: "پایان جلسه" in page.detail.act.text())
    assert sessions.opened(db).id == opened.id and not page.detail.reopen.isVisible()


# -- the line


def test_absence_by_mistake_is_undone_by_its_own_key(context, show, db, clerk, session, arrive, tables, qtbot):
    first, _ = arrive(), arrive()
    steps.no_show(db, clerk, steps.call(db, clerk, first.id, tables[0]["id"]).id)
    line = show(LinePage(context), 1182, 734)
    line.listing.current.emit(first.id)
    line.shown()
    qtbot.waitUntil(line.case.steps["undo"].isVisible)
    press(line, Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: standing.line(db, session.id).next[0].id == first.id)
    qtbot.waitUntil(lambda: not line.case.steps["undo"].isVisible())


# -- the window


def test_page_opened_for_the_first_time_has_the_focus_where_work_begins(program, qtbot):
    qtbot.waitUntil(lambda: program.window.focusWidget() is not None)
    press(program.window, Key.Key_6, Ctrl)
    sections = program.window.page("settings").sections
    qtbot.waitUntil(sections.hasFocus)
    assert [item.text() for item in sections.selectedItems()] == ["سازمان"]
    press(program.window, Key.Key_Down)
    assert sections.key() == "pc"


def test_esc_closes_the_latest_notice_first(program, qtbot):
    program.window.go("line")
    page, window = program.window.page("line"), program.window
    for first, second in ((page.notice, window.notice), (window.notice, page.notice)):
        first.say("info", "نخست")
        second.say("info", "سپس")
        qtbot.waitUntil(lambda second=second: second.isVisible())
        press(window, Key.Key_Escape)
        assert first.text() and not second.text()
        press(window, Key.Key_Escape)
        assert not first.text()


# -- reception


@pytest.fixture
def form(program, session, qtbot):
    registering = program.window.page("reception").registering
    qtbot.waitUntil(registering.isVisible)
    qtbot.waitUntil(registering.form.code.hasFocus)
    return registering.form


def test_no_empty_tag_is_visible(form, program):
    assert all(tag.text() for tag in program.window.findChildren(Tag) if tag.isVisible())


def test_error_of_a_field_goes_when_its_cause_is_gone(form):
    form.errors("code", "کد ملی را بنویسید یا «بدون کد ملی» را انتخاب کنید.")
    kind = form.editor("kind")
    kind.setFocus()
    kind.selectAll()
    type_text(kind, "بدون")
    press(kind, Key.Key_Return)
    assert form.kind() == "no_code" and not form.fields["code"].error()


def test_second_try_shows_only_the_errors_of_now(form, program):
    form.errors("code", "…")
    form.editor("matter").setFocus()
    press(program.window, Key.Key_Return)
    assert form.fields["code"].error() != "…"


def test_digits_in_a_name_are_persian_beside_the_ticket_number_too(form, program, db, qtbot):
    category = db.required_row(
        "SELECT id FROM category WHERE retired_on = '' AND audience = 'citizen' ORDER BY id LIMIT 1"
    )
    type_text(form.code, "0499370899")
    form.fill({"first_name": "مریم", "last_name": "رحیمی 12", "category_id": str(category["id"])})
    form.editor("matter").setFocus()
    press(program.window, Key.Key_Return)
    wait = program.window.page("reception").registering.wait
    qtbot.waitUntil(lambda: "رحیمی ۱۲" in wait.text())


def test_address_is_kept_though_never_required(form, program, db, qtbot):
    kept = "کرج، بلوار جمهوری، کوچهٔ ۱۲، پلاک ۴"
    type_text(form.code, "0499370899")
    form.fill({"first_name": "مریم", "last_name": "احمدی", "address": kept})
    category = db.required_row(
        "SELECT id FROM category WHERE retired_on = '' AND audience = 'citizen' ORDER BY id LIMIT 1"
    )
    form.fill({"category_id": str(category["id"])})
    form.editor("matter").setFocus()
    press(program.window, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(db.rows("SELECT id FROM visit")))
    assert db.required_row("SELECT address FROM visitor")["address"] == kept.translate(str.maketrans("۱۲۴", "124"))


# -- the office's own order


def test_entry_moves_by_two_keys_and_the_selection_goes_along(program, db, qtbot):
    program.window.go("settings")
    section = program.window.page("settings").go("phrase")
    qtbot.waitUntil(lambda: bool(section.list.rows()))
    first, second, third = (line.id for line in section.list.rows()[:3])
    section.list.setFocus()
    press(section, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: [line.id for line in section.list.rows()[:3]] == [second, first, third])
    assert section.list.current_id() == first and section.list.hasFocus()
    press(section, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: [line.id for line in section.list.rows()[:3]] == [first, second, third])
    assert [row["id"] for row in lists.entries(db, "phrase")[:3]] == [first, second, third]
