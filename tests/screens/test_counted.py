"""From every number of a report to its cases by keys and by the mouse, in the whole window."""

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from app.figures import counted_rows
from app.office import lists
from tests.support.keyboard import press
from ui.search import Search

Key, ALT, CTRL = Qt.Key, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(program, session, arrive, qtbot):
    """The page of reports with the reports of a period, opened by their keys, and three visitors of today."""
    for _ in range(3):
        arrive()
    qtbot.waitUntil(program.window.isActiveWindow)
    press(program.window, Key.Key_5, CTRL)
    made = program.window.page("reports")
    qtbot.waitUntil(made.tabs["periods"].isVisible)
    press(made, Key.Key_F7)
    qtbot.waitUntil(lambda: bool(made.sections["periods"].viewer.pdf))
    return made


def open_numbers(page, qtbot, report=0):
    listed = page.sections["periods"].list
    for _ in range(report):
        press(listed, Key.Key_Down)
    press(listed, Key.Key_Return)
    qtbot.waitUntil(lambda: page.numbers.isVisible() and page.numbers.table.currentIndex().isValid())
    return page.numbers.table


def text(table):
    return table.currentIndex().data()


def test_number_opens_its_cases_and_esc_goes_back_step_by_step(page, program, qtbot):
    table = open_numbers(page, qtbot)
    assert text(table) == "\u2068۱\u2069", "one session"
    press(table, Key.Key_Down)
    assert text(table) == "\u2068۳\u2069", "three visits"
    press(table, Key.Key_Return)
    cases = page.counted
    qtbot.waitUntil(lambda: len(cases.list.rows()) == 3)
    assert cases.title.text() == "مراجعه، این دوره" and cases.status.text() == "۳ مراجعه"
    assert QApplication.focusWidget() is cases.list
    press(cases.list, Key.Key_Return)
    qtbot.waitUntil(lambda: program.window.findChild(Search) is not None)
    panel = program.window.findChild(Search)
    qtbot.waitUntil(panel.case.isVisible)
    panel.leave()
    press(cases.list, Key.Key_Escape)
    qtbot.waitUntil(table.isVisible)
    assert QApplication.focusWidget() is table and text(table) == "\u2068۳\u2069"
    press(table, Key.Key_Escape)
    qtbot.waitUntil(page.sections["periods"].list.isVisible)
    assert QApplication.focusWidget() is page.sections["periods"].list


def test_session_opens_its_visits(page, qtbot):
    press(open_numbers(page, qtbot), Key.Key_Return)
    cases = page.counted
    qtbot.waitUntil(lambda: [row.name for row in cases.list.rows()] == ["جلسهٔ \u2068۱\u2069"])
    press(cases.list, Key.Key_Return)
    qtbot.waitUntil(lambda: len(cases.list.rows()) == 3)
    press(cases.list, Key.Key_Escape)
    qtbot.waitUntil(lambda: len(cases.list.rows()) == 1)


def test_double_click_on_a_number_of_a_table_opens_it(page, db, qtbot):
    name = lists.entries(db, "category")[0]["name"]
    table = open_numbers(page, qtbot, report=1)
    place = table.visualRect(table.currentIndex()).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: page.counted.isVisible() and len(page.counted.list.rows()) == 3)
    assert page.counted.title.text() == f"{name}، مراجعه"


def test_share_lists_its_part_and_by_a_key_its_whole(page, qtbot):
    table = open_numbers(page, qtbot, report=6)
    for _ in range(4):
        press(table, Key.Key_Down)
    assert text(table) == "۰٪", "nobody had been before"
    press(table, Key.Key_Return)
    cases = page.counted
    qtbot.waitUntil(lambda: cases.isVisible() and cases.tabs[1].isVisible())
    assert cases.list.rows() == []
    press(cases, Key.Key_2, ALT)
    qtbot.waitUntil(lambda: len(cases.list.rows()) == 3)


def test_all_rows_are_read_going_down_and_exported(page, arrive, qtbot, tmp_path, monkeypatch):
    more = counted_rows.PAGE + 5
    for _ in range(more - 3):
        arrive()
    table = open_numbers(page, qtbot)
    press(table, Key.Key_Down)
    qtbot.waitUntil(lambda: text(table) == f"\u2068{more}\u2069".translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")))
    press(table, Key.Key_Return)
    cases = page.counted
    qtbot.waitUntil(lambda: cases.status.text() == "۱ تا ۲۰۰ از ۲۰۵ مراجعه")
    assert len(cases.list.rows()) == counted_rows.PAGE
    press(cases.list, Key.Key_End)
    qtbot.waitUntil(lambda: cases.status.text() == "۲۰۵ مراجعه")
    assert len({row.id for row in cases.list.rows()}) == more
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "out.xlsx"), ""))
    with qtbot.waitSignal(cases.export.notified):
        press(cases, Key.Key_E, CTRL)
    rows = list(openpyxl.load_workbook(tmp_path / "out.xlsx").active.iter_rows(values_only=True))
    assert len(rows) == 1 + more and rows[0][:2] == ("شماره", "واحد یا مقام")


def test_numbers_of_a_session_open_from_its_minutes(page, qtbot):
    press(page, Key.Key_F2)
    minutes = page.sections["minutes"]
    qtbot.waitUntil(lambda: bool(minutes.list.rows()))
    press(minutes.list, Key.Key_1, ALT)
    qtbot.waitUntil(lambda: page.numbers.isVisible() and page.numbers.table.currentIndex().isValid())
    press(page.numbers.table, Key.Key_Down)
    press(page.numbers.table, Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.counted.list.rows()) == 3)
    press(page.counted.list, Key.Key_Escape)
    press(page.numbers.table, Key.Key_Escape)
    qtbot.waitUntil(minutes.list.isVisible)
