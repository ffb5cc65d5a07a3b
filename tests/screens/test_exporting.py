"""Exporting a list by Ctrl+E: the clerk chooses a file, a failing disk is reported, and it can be stopped."""

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from app.spreadsheets import writing as listing
from app.visits.visitors import Visitor
from tests.conftest import CODES
from tests.support.journal import latest
from tests.support.keyboard import press
from ui.line.page import LinePage
from ui.papers.exporting import CSV, ExportButton
from ui.reports.page import ReportsPage
from ui.settings.journal import JournalSection

Key, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def chosen(monkeypatch):
    """`chosen(path)` sets what the clerk chooses in the file dialog."""

    def answer(path, kind=""):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), kind))

    return answer


def test_line_is_exported_whole_and_the_notice_says_where(db, context, arrive, show, qtbot, tmp_path, chosen):
    for n in range(3):
        arrive(visitor=Visitor(code=CODES[n], first_name="نمونه", last_name=f"آزمایشی {n}"))
    page = show(LinePage(context), 1182, 735)
    page.shown()
    qtbot.waitUntil(page.export.button.isVisible)
    chosen(tmp_path / "out")
    with qtbot.waitSignal(page.export.notified):
        press(page, Key.Key_E, CTRL)
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx").active
    assert [row[3] for row in sheet.iter_rows(min_row=2, values_only=True)] == list(CODES[:3])
    assert "۳ ردیف" in page.notice.text() and latest(db, 1)[0]["action"] == "export"
    chosen(tmp_path / "out", CSV)
    with qtbot.waitSignal(page.export.notified):
        press(page, Key.Key_E, CTRL)
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_folder_that_cannot_be_written_is_reported(db, context, session, show, qtbot, tmp_path, chosen):
    section = show(JournalSection(context), 1100, 700)
    section.refresh()
    qtbot.waitUntil(lambda: bool(section.list.rows()))
    chosen(tmp_path / "nowhere" / "out.csv")
    with qtbot.waitSignal(section.export.notified):
        press(section, Key.Key_E, CTRL)
    assert "ذخیره نشد" in section.notice.text() and section.export.button.isVisible()


def test_stopped_export_leaves_no_file(context, show, qtbot, tmp_path, chosen):
    def endless():
        while True:
            yield ("نمونه",)

    rows = listing.Listing("فهرست", (listing.Column("نام"),), endless())
    export = show(ExportButton(context, lambda: ("فهرست", lambda _: rows)))
    chosen(tmp_path / "endless.xlsx")
    press(export, Key.Key_E, CTRL)
    qtbot.waitUntil(lambda: "ردیف نوشته شد" in export.progress.text())
    with qtbot.waitSignal(export.notified) as notified:
        press(export, Key.Key_Escape, SHIFT)
    assert notified.args[0] == "info" and not list(tmp_path.glob("*endless*")) and export.button.isVisible()


@pytest.mark.parametrize(("key", "column"), [("F2", 3), ("F3", 1)])
def test_reports_export_the_visitors_of_a_session_and_the_papers_of_the_day(
    db, context, arrive, show, qtbot, tmp_path, chosen, key, column
):
    arrive(visitor=Visitor(code=CODES[0], first_name="نمونه", last_name="آزمایشی"))
    page = show(ReportsPage(context), 1182, 735)
    page.shown()
    press(page, getattr(Key, f"Key_{key}"))
    section = next(section for section in page.sections.values() if section.isVisible())
    qtbot.waitUntil(section.export.button.isEnabled)
    qtbot.waitUntil(lambda: section.list.current_id() is not None)
    chosen(tmp_path / "out.xlsx")
    with qtbot.waitSignal(section.export.notified):
        press(page, Key.Key_E, CTRL)
    (row,) = openpyxl.load_workbook(tmp_path / "out.xlsx").active.iter_rows(min_row=2, values_only=True)
    assert row[column] == CODES[0] if key == "F2" else "آزمایشی" in row[column]
