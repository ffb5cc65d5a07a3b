"""Collective cases by keys: made of what stands behind a number, opened, renamed, emptied; seen at case and table."""

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from app.collective import changes, view
from app.office import lists
from tests.support.keyboard import press
from ui.search import Search

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def visits(arrive, db):
    hidden = next(row["id"] for row in lists.entries(db, "category") if row["confidential"])
    plain = [arrive(matter=f"پارک آزادگان {n}").id for n in range(3)]
    arrive(category_id=hidden, matter="راز")
    return plain


@pytest.fixture
def page(program, session, visits, qtbot):
    qtbot.waitUntil(program.window.isActiveWindow)
    press(program.window, Key.Key_5, CTRL)
    made = program.window.page("reports")
    qtbot.waitUntil(made.tabs["periods"].isVisible)
    return made


def focus():
    found = QApplication.focusWidget()
    assert isinstance(found, QWidget)
    return found


def open_visits(page, qtbot):
    """The visits behind «مراجعه» of the season's report."""
    press(page, Key.Key_F7)
    qtbot.waitUntil(lambda: bool(page.sections["periods"].viewer.pdf))
    press(page.sections["periods"].list, Key.Key_Return)
    qtbot.waitUntil(lambda: page.numbers.isVisible() and page.numbers.table.currentIndex().isValid())
    press(page.numbers.table, Key.Key_Down)
    press(page.numbers.table, Key.Key_Return)
    qtbot.waitUntil(lambda: page.counted.isVisible() and len(page.counted.list.rows()) == 4)
    return page.counted


def open_collective(page, qtbot, rows=1):
    press(page, Key.Key_F7)
    qtbot.waitUntil(page.sections["periods"].collective.isVisible)
    press(page, Key.Key_F10)
    qtbot.waitUntil(lambda: page.collective.isVisible() and len(page.collective.list.rows()) == rows)
    return page.collective


def test_one_key_gives_the_visits_behind_a_number_a_common_name(db, clerk, page, visits, qtbot):
    counted = open_visits(page, qtbot)
    press(counted, Key.Key_N, CTRL)
    qtbot.waitUntil(lambda: counted.asking.question is not None)
    question = counted.asking.question
    assert question.form.values() == {"name": "مراجعه"}, "no collective case to add to"
    question.form.fill({"name": ""})
    press(focus(), Key.Key_Return)
    qtbot.waitUntil(lambda: "بنویسید" in question.form.fields["name"].error())
    question.form.fill({"name": "پارک آزادگان"})
    press(focus(), Key.Key_Return)
    qtbot.waitUntil(lambda: counted.asking.question is None)
    assert "۳ مراجعه" in page.notice.text() and "۱ مراجعه با موضوع محرمانه" in page.notice.text()
    [case] = view.cases(db, clerk)
    assert (case.name, case.visits) == ("پارک آزادگان", 3)
    assert focus() is counted.list


def test_visits_are_added_to_a_collective_case_that_is_there(db, clerk, page, visits, qtbot):
    made = changes.make(db, clerk, "پارک", visits[:1]).collective_id
    counted = open_visits(page, qtbot)
    press(counted, Key.Key_N, CTRL)
    qtbot.waitUntil(lambda: counted.asking.question is not None)
    counted.asking.question.form.editor("collective").set_value(str(made))
    press(focus(), Key.Key_Return)
    qtbot.waitUntil(lambda: counted.asking.question is None)
    assert "۱ مراجعه از پیش در آن بود" in page.notice.text()
    assert [each.visit_id for each in view.members(db, clerk, made)] == visits


def test_collective_case_is_opened_renamed_and_emptied_by_keys(db, clerk, program, page, visits, qtbot):
    changes.make(db, clerk, "پارک", visits[:2])
    panel = open_collective(page, qtbot)
    assert panel.list.rows()[0].name == "پارک" and "۲ مراجعه" in panel.list.rows()[0].quiet
    press(panel, Key.Key_F6)
    qtbot.waitUntil(lambda: panel.asking.question is not None)
    panel.asking.question.form.fill({"name": "بوستان"})
    press(focus(), Key.Key_Return)
    qtbot.waitUntil(lambda: [row.name for row in panel.list.rows()] == ["بوستان"])
    press(panel.list, Key.Key_Return)
    qtbot.waitUntil(lambda: [row.id for row in panel.list.rows()] == visits[:2])
    assert panel.title.text() == "بوستان"
    press(panel.list, Key.Key_Return)
    qtbot.waitUntil(lambda: program.window.findChild(Search) is not None)
    case = program.window.findChild(Search)
    qtbot.waitUntil(case.case.isVisible)
    assert "پروندهٔ جمعی: بوستان (۲ مراجعه)" in case.case.place.text()
    case.leave()
    for left in (1, 0):
        press(panel, Key.Key_Delete)
        qtbot.waitUntil(lambda n=left: len(panel.list.rows()) == n)
    qtbot.waitUntil(lambda: panel.title.text() == "پرونده‌های جمعی")
    assert view.cases(db, clerk) == []
    press(panel, Key.Key_Escape)
    qtbot.waitUntil(page.sections["periods"].isVisible)


def test_visits_of_a_collective_case_are_exported(db, clerk, page, visits, qtbot, tmp_path, monkeypatch):
    changes.make(db, clerk, "پارک", visits)
    panel = open_collective(page, qtbot)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "out.xlsx"), ""))
    with qtbot.waitSignal(panel.export.notified):
        press(panel, Key.Key_E, CTRL)
    rows = list(openpyxl.load_workbook(tmp_path / "out.xlsx").active.iter_rows(values_only=True))
    assert len(rows) == 4 and rows[1][3] == "پارک آزادگان 0"
