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
from ui.sessions.closing import ClosingQuestion
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
    press(page, Key.Key_F6)
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
    qtbot.waitUntil(lambda: "کسی در صف نیست" in words(page))
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: sessions.get(db, session.id).state == "closed")
    assert "minutes" in [paper.kind for paper in requests.waiting(db, clerk.desk)]


def states_by_ticket(db, session):
    rows = db.rows("SELECT ticket, state FROM visit WHERE session_id = :id ORDER BY ticket", id=session.id)
    return [row["state"] for row in rows]


def ask_for_closing(page, qtbot):
    """Press Enter on the open session and return the question, once it shows who is still here."""
    qtbot.waitUntil(lambda: tags(page)[0] == "باز")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(page.asking.question, ClosingQuestion))
    return page.asking.question


def test_closing_names_everybody_still_here_and_sends_them_to_the_next_session(page, db, session, arrive, qtbot):
    here = [arrive() for _ in range(3)]
    question = ask_for_closing(page, qtbot)
    assert [row.name for row in question.list.rows()] == [each.name for each in here]
    assert [row.tags[0][1] for row in question.list.rows()] == ["جلسهٔ بعد"] * 3
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: sessions.get(db, session.id).state == "closed")
    assert states_by_ticket(db, session) == ["postponed"] * 3
    qtbot.waitUntil(lambda: "۳ نفر به جلسهٔ ⁨چهارشنبه ۱۱ آذر ۱۴۰۵⁩ منتقل شدند" in page.notice.text())


def test_each_visitor_still_here_is_decided_on_alone(page, db, session, arrive, qtbot):
    for _ in range(4):
        arrive()
    ask_for_closing(page, qtbot)
    for key in (Key.Key_2, Key.Key_1, Key.Key_3):
        press(page, key, Qt.KeyboardModifier.AltModifier)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: sessions.get(db, session.id).state == "closed")
    assert states_by_ticket(db, session) == ["left", "postponed", "no_show", "postponed"]
    for group in ("۲ نفر به جلسهٔ", "برای ۱ نفر انصراف", "برای ۱ نفر غیبت"):
        qtbot.waitUntil(lambda group=group: group in page.notice.text())


def test_one_choice_is_given_to_everybody_still_here(page, db, session, arrive, qtbot):
    for _ in range(3):
        arrive()
    question = ask_for_closing(page, qtbot)
    press(page, Key.Key_2, Qt.KeyboardModifier.AltModifier)
    press(page, Key.Key_Up)
    press(page, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert [row.tags[0][1] for row in question.list.rows()] == ["انصراف"] * 3
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: states_by_ticket(db, session) == ["left"] * 3)


def test_visitor_registered_while_the_closing_is_asked_about_is_named_and_decided_on(page, db, session, arrive, qtbot):
    arrive()
    question = ask_for_closing(page, qtbot)
    press(page, Key.Key_2, Qt.KeyboardModifier.AltModifier)
    arrive()
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "نوبت ⁨۲⁩) هنوز در جلسه هستند" in words(page))
    qtbot.waitUntil(lambda: [row.tags[0][1] for row in question.list.rows()] == ["انصراف", "جلسهٔ بعد"])
    assert sessions.get(db, session.id).state == "open"
    qtbot.waitUntil(question.confirm.isEnabled)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: states_by_ticket(db, session) == ["left", "postponed"])


def test_enter_presses_the_button_that_has_the_focus_and_only_that_one_says_so(page, db, session, arrive, qtbot):
    arrive()
    question = ask_for_closing(page, qtbot)
    with_cap = question.confirm.grab().toImage()
    same = next(button for button in question.findChildren(KeyButton) if button.key() == "Ctrl+A")
    same.setFocus()
    qtbot.waitUntil(lambda: question.confirm.grab().toImage() != with_cap)
    press(page, Key.Key_Return)
    assert page.asking.question is question and sessions.get(db, session.id).state == "open"
    question.list.setFocus()
    qtbot.waitUntil(lambda: question.confirm.grab().toImage() == with_cap)


def test_planned_session_of_another_day_says_why_it_cannot_be_opened(page, db, clerk, qtbot):
    planned = sessions.plan(db, clerk, programmes.active(db)[0].id, "2026-12-02")
    qtbot.waitUntil(lambda: planned.id in [row.id for row in page.list.rows()])
    page.list.set_current(planned.id)
    assert "فقط در روز خود، ⁨چهارشنبه ۱۱ آذر ۱۴۰۵⁩" in words(page) and "Enter" not in keys(page)
    press(page, Key.Key_Return)
    assert "فقط در روز خود" in page.notice.text() and page.asking.question is None
    assert sessions.get(db, planned.id).state == "planned"


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
