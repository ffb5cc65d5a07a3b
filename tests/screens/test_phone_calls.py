"""Phone calls by keys: each result is one key, an objection asks for words, and the messages are saved as a file."""

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


def test_each_result_of_a_phone_call_is_one_key(db, answered, context, show, qtbot, tmp_path, monkeypatch):
    page = show(FollowupPage(context), 1182, 735)
    page.shown()
    press(page, Key.Key_F4)
    calls = page.sections["phone_calls"]
    qtbot.waitUntil(lambda: len(calls.list.rows()) == 4)
    assert "۰۹۱۲" in calls.who.text() and "انجام شد" in calls.said.text()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "out"), ""))
    with qtbot.waitSignal(calls.saving.done):
        press(page, Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")

    def left(count):
        qtbot.waitUntil(lambda: len(calls.list.rows()) == count and calls.asking.question is None)

    press(page, Key.Key_1, ALT)
    left(3)
    press(page, Key.Key_2, ALT)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: calls.asking.question.form.fields["words"].error() != "")
    type_text(calls.asking.question.form.editor("words"), "هنوز خاموش است")
    calls.asking.question.confirm.click()
    left(2)
    press(page, Key.Key_3, ALT)
    left(1)
    press(page, Key.Key_4, ALT)
    press(page, Key.Key_Return)
    left(0)
    assert [lifecycle.get(db, each).stage for each in answered] == ["accepted", "objected", "answered", "answered"]
    assert lifecycle.get(db, answered[3]).call_again_day and calls.list.isVisible()
