"""A visitor with a receipt at reception, by keys in the whole window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.line import steps
from app.office import lists
from app.referrals import answers, lifecycle
from app.referrals.answers import UnitAnswer
from app.referrals.issuing import Addressee
from app.table import paraphs
from tests.support.keyboard import press, type_text
from ui.followup.counter import Counter

Key, ALT, CTRL = Qt.Key, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def sent(db, clerk, arrive, tables):
    visit = arrive()
    steps.call(db, clerk, visit.id, tables[0]["id"])
    to = tuple(Addressee(row["id"], working_days=5) for row in lists.entries(db, "unit")[:2])
    saved = paraphs.save(db, clerk, visit.id, paraphs.Draft(tables[0]["official_id"], "referred", "بررسی شود", to))
    rows = paraphs.referrals(db, saved.paraph_id)
    for referral in rows:
        answers.record_final(db, clerk, referral.id, UnitAnswer("done", "چراغ تعویض شد"))
    return rows


@pytest.fixture
def counter(program, make_clerk, sent, qtbot):
    """The counter, opened by its key at a reception desk."""
    program.enter(make_clerk("reception"))
    qtbot.waitUntil(program.window.isActiveWindow)
    press(program.window, Key.Key_1, CTRL)
    qtbot.waitUntil(program.window.page("reception").registering.isVisible)
    press(program.window, Key.Key_F10)
    panel = program.window.findChild(Counter)
    assert panel.number.hasFocus()
    return panel


def find(counter, typed, qtbot):
    type_text(counter.number, typed)
    press(counter.number, Key.Key_Return)
    qtbot.waitUntil(lambda: len(counter.list.rows()) == 2)


def test_keys_accept_one_answer_and_object_to_another(counter, program, db, sent, qtbot):
    find(counter, sent[1].number, qtbot)
    assert QApplication.focusWidget() is counter.list and "چراغ تعویض شد" in counter.said.text()
    press(counter, Key.Key_1, ALT)
    qtbot.waitUntil(lambda: counter.list.rows()[0].tags[0][1] == "تأیید متقاضی")
    press(counter.list, Key.Key_Down)
    press(counter, Key.Key_2, ALT)
    type_text(QApplication.focusWidget(), "هنوز خاموش است")
    counter.asking.question.confirm.click()
    qtbot.waitUntil(
        lambda: (
            counter.list.rows()[1].tags[0][1] == "اعتراض متقاضی"
            and "اعتراض ثبت شد" in counter.notice.text()
            and not counter.keys["accepted"].isVisible()
        )
    )
    assert [lifecycle.get(db, row.id).stage for row in sent] == ["accepted", "objected"]
    press(counter, Key.Key_Escape)
    qtbot.waitUntil(lambda: not counter.isVisible())


def test_barcode_read_at_the_counter_stays_at_the_counter(counter, sent, program, qtbot):
    find(counter, sent[0].barcode, qtbot)
    assert counter.isVisible() and program.window.current() == "reception"
    press(counter, Key.Key_3, ALT)
    counter.asking.question.confirm.click()
    qtbot.waitUntil(lambda: "تماس" in counter.notice.text())


def test_unknown_number_is_named_and_stays_in_its_field(counter, qtbot):
    type_text(counter.number, "1405/م/99")
    press(counter.number, Key.Key_Return)
    qtbot.waitUntil(lambda: "صادر نشده" in counter.notice.text())
    assert counter.number.text() and counter.list.rows() == []


def test_reception_takes_a_verdict_of_its_own_back(counter, program, db, sent, qtbot):
    find(counter, sent[1].number, qtbot)
    assert not counter.take_back.isVisible(), "the answer was entered by another clerk"
    press(counter, Key.Key_1, ALT)
    qtbot.waitUntil(counter.take_back.isVisible)
    press(counter, Key.Key_Z, CTRL)
    assert "تأیید متقاضی" in counter.asking.question.confirm.text()
    counter.asking.question.confirm.click()
    qtbot.waitUntil(lambda: "پس گرفته شد" in counter.notice.text())
    assert [lifecycle.get(db, row.id).stage for row in sent] == ["answered", "answered"]
    qtbot.waitUntil(lambda: counter.keys["accepted"].isVisible() and not counter.take_back.isVisible())
