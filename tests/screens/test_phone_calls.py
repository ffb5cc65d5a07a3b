"""Phone calls by keys: one call a visitor, each result is one key, and the messages are saved as files."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from app.line import steps
from app.office import lists
from app.referrals import answers, lifecycle
from app.referrals.answers import UnitAnswer
from app.referrals.issuing import Addressee
from app.table import paraphs
from app.visits.visitors import Visitor
from tests.conftest import CODES
from tests.support.keyboard import press, type_text
from ui.followup.page import FollowupPage
from ui.widgets import Notice

Key, ALT = Qt.Key, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def answered(db, clerk, arrive, tables):
    unit, made = lists.entries(db, "unit")[0]["id"], []
    for n in range(4):
        man = Visitor(code=CODES[n], first_name="نمونه", last_name=f"آزمایشی {n}", mobile=f"0912000000{n}")
        visit = steps.call(db, clerk, arrive(visitor=man).id, tables[0]["id"])
        draft = paraphs.Draft(tables[0]["official_id"], "referred", "اقدام", (Addressee(unit, "lead", "", 5),))
        made.append(paraphs.referrals(db, paraphs.save(db, clerk, visit.id, draft).paraph_id)[0].id)
        answers.record_final(db, clerk, made[-1], UnitAnswer("done", "انجام شد"))
    return made


@pytest.fixture
def calls(answered, context, show, qtbot):
    page = show(FollowupPage(context), 1182, 690)
    page.shown()
    press(page, Key.Key_F4)
    section = page.sections["phone_calls"]
    qtbot.waitUntil(lambda: len(section.list.rows()) == 4)
    return section


@pytest.fixture
def picked(monkeypatch, tmp_path):
    """The file that the dialog returns; setting `path` to '' is leaving the dialog."""

    class Picked:
        path, asked = str(tmp_path / "out"), 0

    def pick(*_):
        Picked.asked += 1
        return Picked.path, ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", pick)
    return Picked


def window(section):
    return section.window()


def left(section, qtbot, count):
    qtbot.waitUntil(lambda: len(section.list.rows()) == count and section.asking.question is None)


def test_each_result_of_a_phone_call_is_one_key(db, answered, calls, qtbot):
    assert [row.id for row in calls.list.rows()] == [row["id"] for row in db.rows("SELECT id FROM visitor")][::-1]
    assert "۰۹۱۲" in calls.who.text() and "انجام شد" in calls.said.text()
    press(window(calls), Key.Key_1, ALT)
    left(calls, qtbot, 3)
    press(window(calls), Key.Key_2, ALT)
    press(window(calls), Key.Key_Return)
    qtbot.waitUntil(lambda: calls.asking.question.form.fields["words"].error() != "")
    type_text(calls.asking.question.form.editor("words"), "هنوز خاموش است")
    calls.asking.question.confirm.click()
    left(calls, qtbot, 2)
    press(window(calls), Key.Key_3, ALT)
    left(calls, qtbot, 1)
    press(window(calls), Key.Key_4, ALT)
    press(window(calls), Key.Key_Return)
    left(calls, qtbot, 0)
    stages = [lifecycle.get(db, each).stage for each in reversed(answered)]
    assert stages == ["accepted", "objected", "answered", "answered"]
    assert lifecycle.get(db, answered[0]).call_again_day and calls.list.isVisible()


def test_one_call_is_about_all_answers_and_a_verdict_about_the_chosen_one(db, answered, calls, qtbot):
    with db.write("paraphs"):
        db.rows("UPDATE visit SET visitor_id = (SELECT MIN(visitor_id) FROM visit)")
    left(calls, qtbot, 1)
    assert "۱ نفر · ۴ پاسخ" in calls.count.text()
    qtbot.waitUntil(lambda: [row.id for row in calls.answers.rows()] == answered[::-1])
    calls.answers.setFocus()
    press(calls.answers, Key.Key_Down)
    press(window(calls), Key.Key_1, ALT)
    qtbot.waitUntil(lambda: lifecycle.get(db, answered[2]).stage == "accepted")
    qtbot.waitUntil(lambda: len(calls.answers.rows()) == 3)
    press(window(calls), Key.Key_3, ALT)
    left(calls, qtbot, 0)
    assert [bool(lifecycle.get(db, each).call_again_day) for each in answered] == [True, True, False, True]


def test_new_messages_are_saved_once_and_the_last_file_once_more(db, calls, picked, qtbot, tmp_path):
    notice = window(calls).findChild(Notice)
    keys = {"new": Qt.KeyboardModifier.ShiftModifier, "again": Qt.KeyboardModifier.ControlModifier}
    picked.path = ""
    press(window(calls), Key.Key_F8, keys["new"])
    qtbot.waitUntil(lambda: picked.asked == 1)
    assert db.rows("SELECT id FROM told") == [], "a clerk who leaves the dialog has told nobody"
    picked.path = str(tmp_path / "out")
    press(window(calls), Key.Key_F8, keys["new"])
    qtbot.waitUntil(lambda: "۴ پیام" in notice.text())
    first = (tmp_path / "out.csv").read_bytes()
    assert first.startswith(b"\xef\xbb\xbf") and len(db.rows("SELECT id FROM told")) == 4
    press(window(calls), Key.Key_F8, keys["new"])
    qtbot.waitUntil(lambda: "پیام جدیدی نیست" in notice.text())
    picked.path = str(tmp_path / "again.csv")
    press(window(calls), Key.Key_F8, keys["again"])
    qtbot.waitUntil(lambda: "۴ پیام" in notice.text())
    assert (tmp_path / "again.csv").read_bytes() == first
    qtbot.waitUntil(lambda: "در فایل پیام" in calls.said.text())


def test_messages_of_a_file_that_could_not_be_written_are_had_again(db, calls, picked, qtbot, tmp_path):
    notice = window(calls).findChild(Notice)
    picked.path = str(tmp_path / "no such folder" / "out.csv")
    press(window(calls), Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: "ذخیره نشد" in notice.text() and "Ctrl+F8" in notice.text())
    picked.path = str(tmp_path / "out.csv")
    press(window(calls), Key.Key_F8, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: (tmp_path / "out.csv").exists() and "۴ پیام" in notice.text())
