"""The holidays in the settings, by keys: a closure by decree, its letters, and the confirmation of a year."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from app.closures import year
from app.line import steps
from app.office import lists, programmes, settings
from app.office.holidays import holidays
from app.persian.calendar import jalali
from app.referrals import dispatch, lifecycle
from app.referrals.issuing import Addressee
from app.sessions import sessions
from app.table import paraphs
from tests.support.keyboard import press, type_text
from ui.settings.page import SettingsPage

Key, Alt = Qt.Key, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def referral(db, clerk, arrive, tables):
    """A referral of five working days, acknowledged today: due on Wednesday 11 Azar."""
    official, unit = lists.entries(db, "official")[0]["id"], lists.entries(db, "unit")[0]["id"]
    visit = steps.call(db, clerk, arrive().id, tables[0]["id"])
    steps.came(db, clerk, visit.id)
    to = (Addressee(unit, working_days=5),)
    saved = paraphs.save(db, clerk, visit.id, paraphs.Draft(official, "referred", "بررسی شود", to))
    (made,) = (row.id for row in paraphs.referrals(db, saved.paraph_id))
    dispatch.send(db, clerk, [made], "secretariat")
    dispatch.acknowledge(db, clerk, [made])
    return made


@pytest.fixture
def page(context, show, qtbot):
    made = show(SettingsPage(context), 1182, 690)
    made.shown()
    return made


@pytest.fixture
def section(page, qtbot):
    made = page.go("holiday")
    page.sections.setFocus()
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(made.list.rows()))
    return made


def words(widget):
    return " ".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def write_closure(page, day, reason):
    press(page, Key.Key_F9)
    type_text(QApplication.focusWidget(), day)
    press(page, Key.Key_Tab)
    press(page, Key.Key_Tab)
    type_text(QApplication.focusWidget(), reason)
    press(page, Key.Key_Return)


def due(db, referral):
    return lifecycle.get(db, referral).unit_due_day


def test_closure_says_what_it_moves_then_moves_it_and_offers_the_letters(page, section, db, clerk, referral, qtbot):
    sessions.plan(db, clerk, programmes.active(db)[0].id, "2026-12-02")
    write_closure(page, "۱۴۰۵/۹/۱۱", "آلودگی هوا")
    qtbot.waitUntil(lambda: "مهلت ۱ ارجاع باز در ۱ واحد جابه‌جا می‌شود" in words(page))
    assert "جلسهٔ «چهارشنبه‌های مردمی» در این روز" in words(page) and due(db, referral) == "2026-12-02"
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "تعطیلی ثبت شد. مهلت ۱ ارجاع در ۱ واحد جابه‌جا شد." in words(page))
    assert due(db, referral) == "2026-12-05" and "2026-12-02" in holidays(db).days
    qtbot.waitUntil(lambda: "تعطیلی اضطراری" in next(row for row in section.list.rows()).spoken())
    press(page, Key.Key_F12)
    qtbot.waitUntil(lambda: bool(db.rows("SELECT id FROM paper WHERE kind = 'deadlines'")))
    qtbot.waitUntil(lambda: "۱ نامه به چاپگر ارسال شد" in words(page))
    press(page, Key.Key_F7)  # once more, from the entry itself
    qtbot.waitUntil(lambda: len(db.rows("SELECT id FROM paper WHERE kind = 'deadlines'")) == 1)


def test_closure_taken_out_gives_the_deadline_back(page, section, db, referral, qtbot):
    write_closure(page, "۱۴۰۵/۹/۱۱", "آلودگی هوا")
    qtbot.waitUntil(lambda: "جابه‌جا می‌شود" in words(page))
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: due(db, referral) == "2026-12-05")
    qtbot.waitUntil(lambda: section.editor.form.values()["day"] == "2026-12-02")
    press(page, Key.Key_F8)
    qtbot.waitUntil(lambda: due(db, referral) == "2026-12-02")
    qtbot.waitUntil(lambda: "مهلت ۱ ارجاع در ۱ واحد جابه‌جا شد." in words(page))


def test_day_that_cannot_be_closed_is_said_beside_its_field_and_nothing_typed_is_lost(page, section, qtbot):
    write_closure(page, "۱۴۰۵/۹/۶", "آلودگی هوا")  # a Friday
    question = section.asking.question
    qtbot.waitUntil(lambda: "خود تعطیل است" in question.form.fields["day"].error())
    press(page, Key.Key_F9)  # asks for no second closure
    press(page, Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert section.asking.question is question and question.form.values()["reason"] == "آلودگی هوا"
    press(page, Key.Key_Escape)
    qtbot.waitUntil(lambda: section.asking.question is None)
    assert section.list.hasFocus()


def test_days_to_come_stand_first_and_what_was_taken_out_last(page, section, db, clerk, qtbot):
    first, second, *_ = [row.id for row in section.list.rows()]
    press(page, Key.Key_F8)
    qtbot.waitUntil(lambda: section.list.rows()[-1].id == first and section.list.rows()[0].id == second)
    days = {row["id"]: row["day"] for row in lists.entries(db, "holiday")}
    shown = [days[row.id] for row in section.list.rows()[:-1]]
    ahead = [day for day in shown if day >= "2026-11-25"]
    assert shown == sorted(ahead) + sorted(set(shown) - set(ahead), reverse=True)


def test_reason_that_is_missing_is_asked_for_in_the_same_form(page, section, db, qtbot):
    write_closure(page, "۱۴۰۵/۹/۱۱", "")
    qtbot.waitUntil(lambda: "تعطیل می‌شود" in words(page))
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: section.asking.question.form.fields["reason"].error() == "علت تعطیلی را بنویسید.")
    assert "2026-12-02" not in holidays(db).days


def test_year_is_confirmed_day_by_day_then_as_a_whole(page, section, db, clock, qtbot):
    assert not section.confirm_year.isVisible()
    clock.now = clock.now.replace(month=12, day=25)
    section.refresh()
    qtbot.waitUntil(section.confirm_year.isVisible)
    press(page, Key.Key_F6)
    press(page, Key.Key_Return)
    qtbot.waitUntil(section.certain.isVisible)
    first = section.list.current_id()
    press(page, Key.Key_F4)
    qtbot.waitUntil(lambda: section.list.current_id() != first and section.certain.isVisible())
    second = section.list.current_id()
    day = db.required_row("SELECT day FROM holiday WHERE id = :id", id=second)["day"]
    press(page, Key.Key_Down, Alt)
    qtbot.waitUntil(lambda: section.list.current_id() not in (first, second) and section.certain.isVisible())
    moved = db.required_row("SELECT day, certain FROM holiday WHERE id = :id", id=second)
    assert (moved["day"] > day, moved["certain"]) == (True, 1) and jalali(moved["day"])[:4] == "1406"
    press(page, Key.Key_F6)
    press(page, Key.Key_F6)
    qtbot.waitUntil(lambda: settings.settings(db).holidays_confirmed == 1406)
    qtbot.waitUntil(lambda: "تعطیلات سال ۱۴۰۶ تأیید شد." in words(page))
    qtbot.waitUntil(lambda: not section.confirm_year.isVisible() and not section.certain.isVisible())


@pytest.fixture
def dey(db, clerk, clock):
    """An office at work on 4 Dey."""
    clock.now = clock.now.replace(month=12, day=25)
    settings.change_settings(db, clerk, phone="138")


def test_manager_is_reminded_from_dey_on_and_taken_to_the_holidays(dey, program, qtbot):
    notice = program.window.notice

    def reminded():
        if "پشتیبان" in notice.text():  # a month without a backup is said first
            press(program.window, Key.Key_Escape)
        return "تعطیلات سال ۱۴۰۶ هنوز تأیید نشده است" in notice.text()

    qtbot.waitUntil(reminded)
    press(program.window, Key.Key_F12)
    settings_page = program.window.page("settings")
    qtbot.waitUntil(lambda: program.window.current() == "settings" and settings_page.sections.key() == "holiday")
    assert "تعطیلات سال" not in notice.text()


def test_clerk_who_does_not_keep_the_holidays_is_not_reminded(dey, program, make_clerk, qtbot):
    qtbot.waitUntil(lambda: bool(program.window.notice.text()))
    program.window.notice.close_notice()
    program.window.notice.close_notice()
    other = make_clerk("reception")
    program.lock()
    before = program.day_notices.overview
    with qtbot.waitSignal(program.ready):
        program.enter(other)
    qtbot.waitUntil(lambda: program.day_notices.overview is not before)
    assert "تعطیلات سال" not in program.window.notice.text()


def test_confirmed_year_is_asked_for_no_more(db, clerk, clock):
    clock.now = clock.now.replace(month=12, day=25)
    year.confirm_year(db, clerk, 1406)
    assert year.year_to_confirm(db).year is None
