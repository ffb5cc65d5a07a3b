"""On Saturday the manager enters five people of Wednesday's paper day, by the keyboard alone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.office import lists
from app.papers import requests
from app.persian.calendar import local_time
from app.printing import gathering
from app.sessions import corrections, sessions
from tests.conftest import CODES
from tests.support.keyboard import press, type_text
from ui.widgets import KeyButton

Key = Qt.Key
SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
WEDNESDAY = "2026-11-25"
NAMES = ("احمد", "بهرام", "پروین", "تهمینه", "ثریا")


def words(widget):
    return " ".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def keys(widget):
    return {button.key() for button in widget.findChildren(KeyButton) if button.isVisible() and button.isEnabled()}


@pytest.fixture
def saturday(program, clock, qtbot):
    """The program on Saturday, at the page of sessions."""
    clock.turn(days=3, hours=1)
    window = program.window
    with qtbot.waitActive(window):
        window.activateWindow()
    window.go("sessions")
    page = window.page("sessions")
    qtbot.waitUntil(lambda: page.list.current_id() is not None)
    page.setFocus()
    return program


def enter_paper_day(program, qtbot, db):
    page = program.window.page("sessions")
    press(page, Key.Key_F9, SHIFT)
    form = page.asking.question.form
    qtbot.waitUntil(lambda: form.editor("day").hasFocus())
    for name, text in (("day", "1405/9/4"), ("opened", "9"), ("closed", "۱۳۰۰"), ("reason", "برق قطع بود")):
        form.editor(name).setFocus()
        type_text(form.editor(name), text)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(form.fields["opened"].error()))
    form.editor("opened").selectAll()
    type_text(form.editor("opened"), "9:00")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: page.asking.question is None)
    qtbot.waitUntil(lambda: "در حال اصلاح" in words(page.detail))
    return sessions.past(db)[0]


def fill_person(page, db, n, *, called=None):
    form = page.registering.form
    minute = 10 + 10 * n
    form.fill(
        {"code": CODES[n], "first_name": NAMES[n], "last_name": "نمونه", "father": "رضا", "mobile": f"0912000000{n}"}
    )
    for name, kind in (("category_id", "category"), ("wanted_table_id", "meeting_table")):
        form.editor(name).set_value(str(lists.entries(db, kind)[0]["id"]))
    for name, text in (("arrived", "9:05"), ("called", called or f"9:{minute}"), ("ended", f"9:{minute + 8}")):
        form.editor(name).setFocus()
        type_text(form.editor(name), text)


def test_five_people_of_a_paper_day_are_entered_on_saturday(saturday, db, clerk, qtbot):
    window = saturday.window
    session = enter_paper_day(saturday, qtbot, db)
    sessions_page = window.page("sessions")
    press(sessions_page, Key.Key_Return)
    qtbot.waitUntil(lambda: window.current() == "reception")
    reception = window.page("reception")
    qtbot.waitUntil(lambda: "چهارشنبه ۴ آذر ۱۴۰۵" in words(reception.title))
    for n in range(5):
        fill_person(reception, db, n, called="9:25" if n == 2 else None)  # the third overlaps the second
        press(reception, Key.Key_Return)
        if n == 2:
            qtbot.waitUntil(lambda: "در همین زمان نوبت" in reception.registering.notice.text())
            press(reception, Key.Key_Return, ALT)
        qtbot.waitUntil(lambda n=n: len(reception.view.latest) == n + 1)
        qtbot.waitUntil(lambda: "ثبت شد" in reception.registering.notice.text())
    press(reception, Key.Key_F2)
    qtbot.waitUntil(lambda: window.current() == "table")
    table = window.page("table")
    qtbot.waitUntil(lambda: len(table.panel.today.list.rows()) == 5 and table.panel.shows_today())
    units = [row["name"] for row in lists.entries(db, "unit") if row["kind"] == "district"]
    for n in range(5):
        qtbot.waitUntil(lambda: table.panel.shows_today() and table.panel.today.isVisible())
        press(table, Key.Key_Return)
        qtbot.waitUntil(lambda: table.panel.shows_form() and table.state.subject is not None)
        assert "چهارشنبه ۴ آذر ۱۴۰۵" in words(table.title)
        table.form.words.setFocus()
        press(table, Key.Key_1, ALT)
        box = table.form.units.box
        box.setFocus()
        type_text(box, units[0])
        press(box, Key.Key_Return)
        qtbot.waitUntil(lambda: len(table.form.units.rows) == 1)
        if n == 4:
            due = table.form.units.rows[0].due
            due.setFocus()
            type_text(due, "1405/13/40")
            press(table, Key.Key_Return, CTRL)
            qtbot.waitUntil(lambda: "وجود ندارد" in table.form.units.rows[0].error())
            due.selectAll()
            type_text(due, "1405/09/30")
        press(table, Key.Key_Return, CTRL)
        qtbot.waitUntil(lambda n=n: db.row("SELECT COUNT(*) AS n FROM paraph")["n"] == n + 1)
        qtbot.waitUntil(lambda: table.state.subject is None)
    slips = [gathering.document(db, paper) for paper in requests.waiting(db, clerk.desk) if paper.kind == "slip"]
    slips = slips or [gathering.slip(db, row["id"]) for row in db.rows("SELECT id FROM referral ORDER BY id")]
    assert {slip.day for slip in slips} == {WEDNESDAY}
    assert [slip.due_day for slip in slips][-1] == "2026-12-21" and len({slip.due_day for slip in slips[:4]}) == 1
    assert all(slip.due_day > WEDNESDAY for slip in slips)
    press(table, Key.Key_0, CTRL)
    qtbot.waitUntil(lambda: window.current() == "sessions")
    press(sessions_page, Key.Key_F4)
    qtbot.waitUntil(lambda: not sessions.get(db, session.id).is_corrected_now)
    minutes = gathering.minutes(db, session.id)
    assert (minutes.day, minutes.met, minutes.referrals, minutes.draft) == (WEDNESDAY, 5, 5, False)
    assert "نوبت‌های ۱، ۲، ۳، ۴، ۵ از روی کاغذ ثبت شد." in [change.words for change in minutes.changes]
    assert [local_time(row["arrived_at"]) for row in db.rows("SELECT arrived_at FROM visit")] == ["09:05"] * 5


@pytest.mark.parametrize("role", ["manager", "administrator"])
def test_clerk_without_reception_or_table_enters_a_paper_form_and_its_paraph(
    program, db, make_clerk, clock, qtbot, role
):
    program.enter(make_clerk(role))
    clock.turn(days=3, hours=1)
    window = program.window
    with qtbot.waitActive(window):
        window.activateWindow()
    window.go("sessions")
    page = window.page("sessions")
    qtbot.waitUntil(lambda: page.list.current_id() is not None)
    page.setFocus()
    enter_paper_day(program, qtbot, db)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: window.current() == "reception")
    reception = window.page("reception")
    qtbot.waitUntil(lambda: "چهارشنبه ۴ آذر ۱۴۰۵" in words(reception.title))
    fill_person(reception, db, 0)
    press(reception, Key.Key_Return)
    qtbot.waitUntil(lambda: "ثبت شد" in reception.registering.notice.text())
    press(reception, Key.Key_Return, ALT)
    qtbot.waitUntil(lambda: window.current() == "table")
    table = window.page("table")
    qtbot.waitUntil(lambda: table.state.subject is not None and table.panel.shows_form())
    table.form.words.setFocus()
    press(table, Key.Key_1, ALT)
    box = table.form.units.box
    box.setFocus()
    type_text(box, lists.entries(db, "unit")[0]["name"])
    press(box, Key.Key_Return)
    qtbot.waitUntil(lambda: len(table.form.units.rows) == 1)
    press(table, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: db.row("SELECT id FROM referral") is not None)
    press(window, Key.Key_0, CTRL)
    qtbot.waitUntil(lambda: window.current() == "sessions")


def test_reception_returns_to_its_own_session_when_the_corrections_end_elsewhere(saturday, db, clerk, qtbot):
    session = enter_paper_day(saturday, qtbot, db)
    sessions_page = saturday.window.page("sessions")
    press(sessions_page, Key.Key_Return)
    reception = saturday.window.page("reception")
    qtbot.waitUntil(lambda: "چهارشنبه ۴ آذر ۱۴۰۵" in words(reception.title))
    corrections.finish(db, clerk, session.id)
    qtbot.waitUntil(lambda: reception.views.currentWidget() is reception.closed)


def test_closed_session_is_opened_for_corrections_and_ended_while_another_is_open(
    program, db, clerk, session, clock, qtbot
):
    sessions.close(db, clerk, session.id)
    clock.turn(days=3)
    today = sessions.open_today(db, clerk, session.programme_id)
    window = program.window
    with qtbot.waitActive(window):
        window.activateWindow()
    window.go("sessions")
    page = window.page("sessions")
    qtbot.waitUntil(lambda: len(page.list.rows()) > 1)
    page.list.set_current(session.id)
    page.setFocus()
    qtbot.waitUntil(lambda: "F2" in keys(page.detail))
    press(page, Key.Key_F2)
    press(page, Key.Key_Return)
    form = page.asking.question.form
    qtbot.waitUntil(lambda: bool(form.fields["reason"].error()))
    type_text(form.editor("reason"), "یک برگه جا ماند")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: sessions.get(db, session.id).is_corrected_now)
    qtbot.waitUntil(lambda: "در حال اصلاح" in words(page.detail))
    assert [row.id for row in page.list.rows()[:2]] == [today.id, session.id]
    assert sessions.opened(db).id == today.id
    press(page, Key.Key_F4)
    qtbot.waitUntil(lambda: not sessions.get(db, session.id).is_corrected_now)
    assert sessions.opened(db).id == today.id
