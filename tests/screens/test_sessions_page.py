"""The sessions page, by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from app.closures import entries
from app.office import programmes
from app.office.holidays import UNCONFIRMED_YEAR
from app.papers import requests
from app.sessions import sessions
from tests.support.keyboard import press, type_text
from ui.sessions.page import SessionsPage
from ui.widgets import KeyButton

Key = Qt.Key


@pytest.fixture
def page(context, show, qtbot):
    made = show(SessionsPage(context), 1182, 734)
    made.shown()
    made.setFocus()
    qtbot.waitUntil(lambda: bool(made.list.rows()))
    return made


def tags(page):
    return [row.tags[0][1] for row in page.list.rows()]


def words(page):
    return " ".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())


def keys(page):
    """The keys a clerk sees and can press now."""
    return {button.key() for button in page.findChildren(KeyButton) if button.isVisible() and button.isEnabled()}


def test_session_of_today_is_opened_with_one_key(page, db, qtbot):
    assert "چهارشنبه ۴ آذر ۱۴۰۵" in words(page)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: sessions.opened(db) is not None)
    qtbot.waitUntil(lambda: tags(page)[0] == "باز")
    assert "جلسهٔ ۱" in words(page) and {"Enter", "F6", "F8", "F7"} <= keys(page)


def test_proposed_day_is_planned_then_moved(page, db, qtbot):
    press(page, Key.Key_Down)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: [one.day for one in sessions.planned(db)] == ["2026-12-02"])
    qtbot.waitUntil(lambda: tags(page)[1] == "برنامه‌ریزی‌شده")
    page.list.set_current(sessions.planned(db)[0].id)
    press(page, Key.Key_Return)
    type_text(QApplication.focusWidget(), "۱۴۰۵/۰۹/۱۴")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "علت را بنویسید." in words(page))
    type_text(QApplication.focusWidget(), "همایش")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: [one.day for one in sessions.planned(db)] == ["2026-12-05"])
    moved = sessions.past(db)[0]
    assert (moved.state, moved.reason) == ("moved", "همایش")


def test_planned_session_on_a_day_closed_later_says_so_and_is_moved(page, db, clerk, qtbot):
    planned = sessions.plan(db, clerk, programmes.active(db)[0].id, "2026-12-02")
    entries.save(db, clerk, None, {"day": "1405/09/11", "name": "آلودگی هوا"})
    qtbot.waitUntil(lambda: "در روز تعطیل" in tags(page))
    assert sum("۱۱ آذر" in row.spoken() for row in page.list.rows()) == 1
    page.list.set_current(planned.id)
    assert "این روز تعطیل است: آلودگی هوا" in words(page)
    press(page, Key.Key_Return)
    type_text(QApplication.focusWidget(), "۱۴۰۵/۰۹/۱۴")
    press(page, Key.Key_Tab)
    type_text(QApplication.focusWidget(), "تعطیلی")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: [one.day for one in sessions.planned(db)] == ["2026-12-05"])
    qtbot.waitUntil(lambda: "در روز تعطیل" not in tags(page))


def test_session_in_a_year_nobody_confirmed_says_so(page, db, clerk, qtbot):
    planned = sessions.plan(db, clerk, programmes.active(db)[0].id, "2027-03-31")
    qtbot.waitUntil(lambda: planned.id in [row.id for row in page.list.rows()])
    assert UNCONFIRMED_YEAR not in words(page)
    page.list.set_current(planned.id)
    assert UNCONFIRMED_YEAR in words(page)


def test_typed_text_survives_a_refusal_and_escape_leaves_the_question(page, db, clerk, qtbot):
    session = sessions.open_today(db, clerk, programmes.active(db)[0].id)
    qtbot.waitUntil(lambda: tags(page)[0] == "باز")
    press(page, Key.Key_F6)
    type_text(QApplication.focusWidget(), "۱۴۰۵/۰۹/۰۱")
    press(page, Key.Key_Tab)
    type_text(QApplication.focusWidget(), "قطع برق")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "پس از امروز" in words(page))
    assert page.asking.question.form.values() == {"day": "2026-11-22", "reason": "قطع برق"}
    press(page, Key.Key_Escape)
    assert page.asking.question is None and QApplication.focusWidget() is page.list
    assert sessions.get(db, session.id).state == "open"


def test_closing_without_waiting_visits_takes_two_enters(page, db, clerk, session, qtbot):
    qtbot.waitUntil(lambda: tags(page)[0] == "باز")
    press(page, Key.Key_Return)
    assert "کسی در صف نیست" in words(page)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: sessions.get(db, session.id).state == "closed")
    assert "minutes" in [paper.kind for paper in requests.waiting(db, clerk.desk)]


@pytest.mark.parametrize("key, state", [(Key.Key_Return, "postponed"), (Key.Key_F3, "left"), (Key.Key_F4, "no_show")])
def test_closing_asks_what_becomes_of_the_waiting_visits(page, db, session, arrive, qtbot, key, state):
    for _ in range(3):
        arrive()
    qtbot.waitUntil(lambda: "۳ نفر" in words(page) or "در انتظار: ۳" in words(page))
    press(page, Key.Key_Return)
    assert "۳ نفر در صف" in words(page)
    press(page, key)
    qtbot.waitUntil(lambda: sessions.get(db, session.id).state == "closed")
    states = [row["state"] for row in db.rows("SELECT state FROM visit WHERE session_id = :id", id=session.id)]
    assert states == [state] * 3


def test_cancelling_needs_a_reason(page, db, clerk, session, qtbot):
    qtbot.waitUntil(lambda: tags(page)[0] == "باز")
    press(page, Key.Key_F8)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "علت را بنویسید." in words(page))
    type_text(QApplication.focusWidget(), "آلودگی هوا")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: sessions.get(db, session.id).state == "cancelled")


def test_day_outside_the_rhythm_is_planned(page, db, qtbot):
    press(page, Key.Key_F9)
    type_text(QApplication.focusWidget(), "۱۴۰۵/۰۹/۰۸")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: [one.day for one in sessions.planned(db)] == ["2026-11-29"])


def test_refusal_is_shown_in_the_page(context, show, make_clerk, qtbot):
    context.clerk = make_clerk("reception")
    page = show(SessionsPage(context), 1182, 734)
    page.shown()
    page.setFocus()
    qtbot.waitUntil(lambda: bool(page.list.rows()))
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "نقش" in page.notice.text())


def test_session_left_open_is_listed_first_as_such(page, db, session, clock, context, qtbot):
    clock.turn(days=1)
    page.list.set_current(None)
    sessions.plan(db, context.clerk, session.programme_id, "2026-12-02")
    qtbot.waitUntil(lambda: tags(page)[0] == "هنوز باز")
    page.list.set_current(session.id)
    assert "از روز قبل باز مانده" in words(page)


def test_change_of_another_desk_is_shown_and_a_hidden_page_is_not_read(page, settle, db, clerk, qtbot):
    sessions.open_today(db, clerk, programmes.active(db)[0].id)
    settle()
    assert tags(page)[0] == "باز"
    page.hide()
    sessions.close(db, clerk, sessions.opened(db).id)
    settle()
    assert tags(page)[0] == "باز", "a hidden page is not read"
    page.show()
    page.shown()
    qtbot.waitUntil(lambda: "پایان‌یافته" in tags(page))


def test_minutes_of_a_past_session_are_printed_again(page, db, clerk, session, qtbot):
    sessions.close(db, clerk, session.id)
    qtbot.waitUntil(lambda: "پایان‌یافته" in tags(page))
    requests.mark_printed(db, clerk, [paper.id for paper in requests.waiting(db, clerk.desk)])
    page.list.set_current(session.id)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: [paper.kind for paper in requests.waiting(db, clerk.desk)] == ["minutes"])


def test_clerk_without_the_role_is_offered_no_step_of_a_session(context, show, qtbot, db, clerk, make_clerk):
    sessions.open_today(db, clerk, 1)
    context.clerk = make_clerk("reception")
    page = show(SessionsPage(context), 1182, 734)
    page.shown()
    qtbot.waitUntil(lambda: bool(page.list.rows()))
    assert not {"Enter", "F5", "F6", "F8"} & keys(page) and "بر عهدهٔ مدیر برنامه است" in words(page)


def test_answer_reaches_the_session_that_was_asked_about(page, db, clerk, qtbot):
    """The filter lost every row while the question was open, and the bar came to rest on another session."""
    programme = programmes.active(db)[0].id
    asked = sessions.plan(db, clerk, programme, "2026-12-02")
    other = sessions.plan(db, clerk, programme, "2026-12-05")
    qtbot.waitUntil(lambda: {asked.id, other.id} <= {row.id for row in page.list.rows()})
    page.list.set_current(asked.id)
    press(page, Key.Key_F8)
    page.list.filter("شنبه ۱۴ آذر")
    page.list.set_current(other.id)
    type_text(QApplication.focusWidget(), "بیماری")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: sessions.get(db, asked.id).state != "planned")
    assert (sessions.get(db, asked.id).state, sessions.get(db, other.id).state) == ("cancelled", "planned")


def test_list_rests_while_a_question_is_open(page, db, clerk, qtbot):
    asked = sessions.plan(db, clerk, programmes.active(db)[0].id, "2026-12-02")
    qtbot.waitUntil(lambda: asked.id in [row.id for row in page.list.rows()])
    page.list.set_current(asked.id)
    press(page, Key.Key_F8)
    assert "F9" not in keys(page) and not page.list_card.isEnabled()
    press(page, Key.Key_Escape)
    assert "F9" in keys(page) and QApplication.focusWidget() is page.list


def test_question_stays_in_front_while_its_session_changes(page, session, arrive, qtbot):
    qtbot.waitUntil(lambda: tags(page)[0] == "باز")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: page.asking.question is not None)
    arrive()
    qtbot.waitUntil(lambda: "1 نفر" in page.list.rows()[0].quiet)
    assert not page.detail.act.isVisible() and page.asking.question.confirm.isVisible()
