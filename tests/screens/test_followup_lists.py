"""The lists of the follow-up page by keys: filter, order, groups and pages."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.line import steps
from app.office import lists
from app.referrals import answers, dispatch
from app.referrals.answers import UnitAnswer
from app.referrals.issuing import Addressee
from app.table import paraphs
from app.table.paraphs import Draft
from app.visits.visitors import Visitor
from tests.support.keyboard import press, type_text
from ui.followup.page import FollowupPage
from ui.widgets.paged_list import PAGE

Key, ALT = Qt.Key, Qt.KeyboardModifier.AltModifier
NAMES = ("رضا", "اکرم", "یوسف", "آذر")


@pytest.fixture
def districts(db):
    return [row for row in lists.entries(db, "unit") if row["kind"] == "district"]


@pytest.fixture
def refer(db, clerk, arrive, tables, districts):
    """`refer(unit, name=…)` refers a visitor's matter to a district and returns the id of the referral."""

    def make(unit=0, days=10, name="نمونه", **visit):
        person = Visitor(kind="no_code", code_reason="همراه ندارد", first_name=name, last_name="آزمایشی")
        made = steps.call(db, clerk, arrive(visitor=person, **visit).id, tables[0]["id"])
        to = Addressee(districts[unit]["id"], "lead", "", days)
        saved = paraphs.save(db, clerk, made.id, Draft(tables[0]["official_id"], "referred", "اقدام شود", (to,)))
        return paraphs.referrals(db, saved.paraph_id)[0].id

    return make


@pytest.fixture
def section(context, show):
    page = show(FollowupPage(context), 1182, 690)
    page.setFocus()
    page.shown()
    return page.sections["lists"]


def test_what_is_due_until_the_next_session_is_shown_first(refer, section, qtbot):
    soon, later = refer(days=3), refer(days=20)
    section.refresh()
    qtbot.waitUntil(lambda: section.list.ids() == (soon,))
    assert section.list.current_id() == soon
    press(section, Key.Key_8, ALT)
    qtbot.waitUntil(lambda: set(section.list.ids()) == {soon, later})
    assert "۱ تا ۲ از ۲ مورد" in section.count.text()


def test_words_and_unit_narrow_together_and_delete_takes_the_unit_out(refer, section, districts, qtbot):
    referred = [refer(n % 2, name=name) for n, name in enumerate(NAMES)]
    press(section, Key.Key_8, ALT)
    qtbot.waitUntil(lambda: len(section.list.ids()) == 4)
    press(section, Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert section.filters.words.hasFocus()
    QTest.keyClick(section.filters.words, Key.Key_Tab)
    QTest.keyClick(section.window().focusWidget(), Key.Key_Tab)
    unit = section.filters.boxes["unit"]
    assert unit.hasFocus()
    qtbot.waitUntil(lambda: bool(unit.matches(districts[1]["name"])))
    type_text(unit, districts[1]["name"])
    press(section, Key.Key_Return)
    qtbot.waitUntil(lambda: set(section.list.ids()) == {referred[1], referred[3]})
    assert "از ۲ مورد (از ۴)" in section.count.text() and unit.property("taken")
    type_text(section.filters.words, "آذر")
    qtbot.waitUntil(lambda: section.list.ids() == (referred[3],))
    assert section.query().filter.words == "آذر" and section.query().filter.unit == districts[1]["id"]
    unit.setFocus()
    press(section, Key.Key_Delete)
    section.filters.words.clear()
    qtbot.waitUntil(lambda: len(section.list.ids()) == 4)
    assert not unit.property("taken") and unit.text() == ""
    type_text(section.filters.words, "هیچ‌کس")
    qtbot.waitUntil(lambda: section.list.ids() == () and section.dossier_panel.dossier is None)
    assert "(از ۴)" in section.count.text()


def test_rows_stand_by_unit_and_a_folded_group_keeps_its_rows_in_sight(refer, section, qtbot):
    first, second, third = refer(1), refer(0), refer(0)
    press(section, Key.Key_8, ALT)
    qtbot.waitUntil(lambda: section.list.ids() == (second, third, first))
    section.list.setFocus()
    assert section.list.current_id() == second and len(section.list.rows()) == 3
    press(section, Key.Key_Left)
    assert [row.id for row in section.list.rows()] == [first] and section.list.ids() == (second, third, first)
    press(section, Key.Key_Right)
    assert len(section.list.rows()) == 3
    qtbot.mouseClick(section.by_unit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: section.list.ids() == (first, second, third))
    assert "منطقه" in section.list.rows()[0].name


def test_rows_are_ordered_by_the_name_of_the_visitor(refer, section, qtbot):
    reza, akram, yusef, azar = (refer(name=name) for name in NAMES)
    press(section, Key.Key_8, ALT)
    qtbot.waitUntil(lambda: section.list.ids() == (reza, akram, yusef, azar))
    section.order.setFocus()
    type_text(section.order, "نام")
    press(section, Key.Key_Return)
    qtbot.waitUntil(lambda: section.list.ids() == (azar, akram, reza, yusef))


def test_pages_are_read_as_they_come_into_view(db, clerk, refer, section, qtbot):
    every = [refer() for _ in range(PAGE + 25)]
    press(section, Key.Key_8, ALT)
    qtbot.waitUntil(lambda: section.list.ids() == tuple(every))
    assert len(section.list.rows()) == PAGE
    section.list.setFocus()
    press(section, Key.Key_End)
    qtbot.waitUntil(lambda: len(section.list.rows()) == len(every))
    assert section.list.current_id() == every[-1] and "از ۸۵ مورد" in section.count.text()
    dispatch.send(db, clerk, every[:1], "hand")
    dispatch.acknowledge(db, clerk, every[:1])
    answers.record_final(db, clerk, every[0], UnitAnswer("done", "شد"))
    qtbot.waitUntil(lambda: section.list.ids() == tuple(every[1:]))
    assert section.list.current_id() == every[-1], "the row in front stays while another leaves the list"


def test_reminding_all_takes_what_is_in_sight_though_it_is_not_read(refer, section, clock, qtbot):
    every = [refer(days=2) for _ in range(PAGE + 2)]
    other = refer(1, days=2)
    clock.turn(days=14)
    press(section, Key.Key_4, ALT)
    qtbot.waitUntil(lambda: len(section.list.ids()) == len(every) + 1)
    assert other in section.list.ids() and len(section.list.rows()) == PAGE
    with qtbot.waitSignal(section.notified) as said:
        press(section, Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    assert said.args[0] == "done" and "۶۳ ارجاع" in said.args[1], said.args
