"""The section of the answer files: real keys and clicks, real files in a folder."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from app.answer_files import recording
from app.line import steps
from app.office import lists
from app.referrals import answers, lifecycle
from app.referrals.issuing import Addressee
from app.table import paraphs
from tests.support.answer_workbook import Workbook
from tests.support.keyboard import press
from ui.followup.page import FollowupPage

Key, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def refer(db, clerk, arrive, tables):
    units = [row for row in lists.entries(db, "unit") if row["kind"] == "district"]

    def make(unit=0):
        visit = steps.call(db, clerk, arrive().id, tables[0]["id"])
        to = Addressee(units[unit]["id"], "lead", "", 10)
        draft = paraphs.Draft(tables[0]["official_id"], "referred", "اقدام شود", (to,))
        return paraphs.referrals(db, paraphs.save(db, clerk, visit.id, draft).paraph_id)[0]

    return make


@pytest.fixture
def page(context, show):
    made = show(FollowupPage(context), 1366, 690)
    made.setFocus()
    made.shown()
    return made


@pytest.fixture
def opened(page, qtbot):
    """The section, brought to the front by its key, with units in its list."""

    def open_section():
        press(page, Key.Key_F4, SHIFT)
        section = page.sections["answer_files"]
        qtbot.waitUntil(lambda: section.isVisible() and bool(section.list.rows()))
        return section

    return open_section


def export(page, folder, monkeypatch, qtbot, count):
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    press(page, Key.Key_E, CTRL)
    qtbot.waitUntil(lambda: len(list(folder.glob("*.xlsx"))) == count and "پاسخ‌نامه" in page.notice.text())
    return sorted(folder.glob("*.xlsx"), key=lambda path: path.name)


def receive(page, section, paths, monkeypatch, qtbot):
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(path) for path in paths], ""))
    press(page, Key.Key_I, CTRL)
    qtbot.waitUntil(lambda: section.preview.isVisible() and bool(section.preview.counts.text()))


def test_answer_files_go_out_come_back_and_are_recorded_by_keys(
    db, clerk, page, refer, opened, monkeypatch, qtbot, tmp_path
):
    good, moved, other = refer(), refer(), refer(1)
    section = opened()
    assert [row.quiet for row in section.list.rows()] == ["2 ارجاع باز", "1 ارجاع باز"]
    first, second = export(page, tmp_path, monkeypatch, qtbot, 2)
    book = Workbook(first.read_bytes()).answer(good).answer(moved)
    first.write_bytes(book.saved().data)
    second.write_bytes(Workbook(second.read_bytes()).answer(other, outcome="عالی").saved().data)
    answers.record_final(db, clerk, moved.id, answers.UnitAnswer("partly", "بخشی"))
    receive(page, section, [first, second], monkeypatch, qtbot)
    preview = section.preview
    assert [row.tags[0][1] for row in preview.list.rows()] == ["ردشده", "تغییرکرده", "جدید"]
    assert preview.counts.text() == "۲ فایل: ۱ جدید، ۱ تغییرکرده، ۱ ردشده" and "ثبت ۱ پاسخ" in preview.save.text()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "bad.csv"), ""))
    press(page, Key.Key_S, CTRL)
    qtbot.waitUntil(lambda: (tmp_path / "bad.csv").exists() and "bad.csv" in page.notice.text())
    assert "فهرست نتیجه‌ها نیست" in (tmp_path / "bad.csv").read_text("utf-8-sig")
    press(page, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "۱ پاسخ ثبت شد" in page.notice.text())
    assert lifecycle.get(db, good.id).stage == "answered" and lifecycle.get(db, other.id).stage == "issued"
    qtbot.waitUntil(lambda: "تکراری" in [row.tags[0][1] for row in preview.list.rows()] and preview.save.isHidden())
    press(page, Key.Key_Down), press(page, Key.Key_Return)
    dossier = page.sections["lists"].dossier_panel
    qtbot.waitUntil(lambda: dossier.isVisible() and dossier.dossier is not None)
    press(page, Key.Key_F4, SHIFT)
    qtbot.waitUntil(lambda: preview.isVisible())
    qtbot.mouseClick(preview.leave, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: section.kept.isVisible() and len(section.kept.rows()) == 1)
    assert section.kept.rows()[0].tags[0][1] == "1 پاسخ"


def test_answer_file_that_is_kept_is_saved_again(db, page, clerk, refer, opened, monkeypatch, qtbot, tmp_path):
    owed = refer()
    section = opened()
    (path,) = export(page, tmp_path, monkeypatch, qtbot, 1)
    data = Workbook(path.read_bytes()).answer(owed).saved().data
    path.write_bytes(data)
    receive(page, section, [path], monkeypatch, qtbot)
    qtbot.mouseClick(section.preview.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(recording.kept_files(db, clerk)) and len(section.kept.rows()) == 1)
    qtbot.mouseClick(section.preview.leave, Qt.MouseButton.LeftButton)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "again.xlsx"), ""))
    section.kept.setFocus()
    press(page, Key.Key_Down), press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: (tmp_path / "again.xlsx").exists() and "again" in page.notice.text())
    assert (tmp_path / "again.xlsx").read_bytes() == data


def test_answer_files_never_overwrite_one_that_is_there(page, refer, opened, monkeypatch, qtbot, tmp_path):
    refer()
    opened()
    (path,) = export(page, tmp_path, monkeypatch, qtbot, 1)
    path.write_bytes(b"filled in")
    page.notice.close_notice()
    export(page, tmp_path, monkeypatch, qtbot, 2)
    assert path.read_bytes() == b"filled in"


def test_answer_files_that_cannot_be_read_or_written_are_said(page, refer, opened, monkeypatch, qtbot, tmp_path):
    refer()
    opened()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "gone"))
    press(page, Key.Key_E, CTRL)
    qtbot.waitUntil(lambda: "ذخیره نشد" in page.notice.text())
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(tmp_path / "none.xlsx")], ""))
    press(page, Key.Key_I, CTRL)
    qtbot.waitUntil(lambda: "باز نشد" in page.notice.text())
