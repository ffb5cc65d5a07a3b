"""Reports of a period by keys, in the whole window: choosing, reading, printing, saving and exporting."""

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from app.papers import requests
from app.sessions import sessions
from tests.support import readback
from tests.support.keyboard import press, type_text

Key, ALT, CTRL = Qt.Key, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def section(program, session, arrive, qtbot):
    """The reports of a period, opened by their key, with one visitor of today's session."""
    arrive()
    qtbot.waitUntil(program.window.isActiveWindow)
    press(program.window, Key.Key_5, CTRL)
    page = program.window.page("reports")
    qtbot.waitUntil(page.tabs["periods"].isVisible)
    press(page, Key.Key_F7)
    made = page.sections["periods"]
    qtbot.waitUntil(lambda: bool(made.viewer.pdf) and made.status.text() == "")
    return made


def told(section, tmp_path):
    return readback.text(section.viewer.pdf, "pdfium", tmp_path)


def until(qtbot, section, tmp_path, *words):
    qtbot.waitUntil(
        lambda: bool(section.viewer.pdf) and all(not readback.missing(each, told(section, tmp_path)) for each in words)
    )


def test_season_report_is_shown_at_once_and_arrows_show_the_others(section, qtbot, tmp_path):
    assert QApplication.focusWidget() is section.list
    until(qtbot, section, tmp_path, "گزارش سه‌ماهه — پاییز ۱۴۰۵")
    for title in (
        "به تفکیک موضوع",
        "به تفکیک منطقه",
        "موضوع و منطقه",
        "به تفکیک مقام",
        "به تفکیک میز",
        "جدید و تکراری",
        "انتظار به ساعت",
    ):
        press(section.list, Key.Key_Down)
        until(qtbot, section, tmp_path, f"{title} — پاییز ۱۴۰۵")


def test_period_is_moved_by_keys_or_typed(section, qtbot, tmp_path):
    for key, name in (
        (Key.Key_2, "تابستان ۱۴۰۵"),
        (Key.Key_2, "بهار ۱۴۰۵"),
        (Key.Key_3, "تابستان ۱۴۰۵"),
        (Key.Key_4, "سال ۱۴۰۵"),
        (Key.Key_1, "پاییز ۱۴۰۵"),
    ):
        press(section, key, ALT)
        until(qtbot, section, tmp_path, name)
    since = section.form.editor("since")
    since.setFocus()
    since.selectAll()
    type_text(since, "۱۴۰۵/۱۰/۰۱")
    qtbot.waitUntil(lambda: "پیش از آغاز" in section.form.fields["until"].error())
    assert section.viewer.pdf == b"" and not section.print.isEnabled() and not section.export.button.isEnabled()
    since.selectAll()
    type_text(since, "۱۴۰۵/۰۹/۰۱")
    until(qtbot, section, tmp_path, "آذر ۱۴۰۵")
    assert section.print.isEnabled()


def test_staff_sessions_have_reports_of_their_own(section, qtbot, tmp_path):
    box = section.form.editor("programme")
    box.setFocus()
    box.selectAll()
    type_text(box, "پرسنلی")
    press(box, Key.Key_Return)
    until(qtbot, section, tmp_path, "پنجشنبه‌های پرسنلی")


def test_report_is_printed_saved_and_exported_by_one_key_each(section, db, qtbot, tmp_path, monkeypatch):
    page = section.window().page("reports")
    press(section.list, Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: "به چاپگر ارسال شد" in page.notice.text())
    assert "report" in {paper.kind for paper in requests.waiting(db, section.context.clerk.desk)}
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "season.pdf"), ""))
    press(section, Key.Key_F8)
    qtbot.waitUntil(lambda: "ذخیره شد" in page.notice.text())
    assert (tmp_path / "season.pdf").read_bytes() == section.viewer.pdf
    press(section.list, Key.Key_Down)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "out.xlsx"), ""))
    with qtbot.waitSignal(section.export.notified):
        press(section, Key.Key_E, CTRL)
    rows = list(openpyxl.load_workbook(tmp_path / "out.xlsx").active.iter_rows(values_only=True))
    assert rows[0][:2] == ("موضوع", "مراجعه") and rows[1][1] == 1 and rows[-1][0] == "همه"


def test_clerk_who_judges_no_units_sees_no_tab_of_reports(section, program, make_clerk, qtbot):
    page = program.window.page("reports")
    assert page.tabs["periods"].isVisible()
    program.lock()
    program.enter(make_clerk("reception"))
    program.window.go("reports")
    qtbot.waitUntil(lambda: not page.tabs["periods"].isVisible())
    assert not section.isVisible() and page.sections["minutes"].isVisible()


def test_report_follows_the_session(section, program, db, clerk, session, qtbot, tmp_path):
    press(section.list, Key.Key_Down)
    until(qtbot, section, tmp_path, "به تفکیک موضوع")
    with qtbot.waitSignal(section.viewer.drawn):
        sessions.close(db, clerk, session.id, "no_show")
