"""The question that every page asks with, and the place it stands in."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLabel

from app.errors import Refused
from tests.support.keyboard import press, type_text
from ui.parts.question import Answer, Question, QuestionStack
from ui.widgets import FieldSpec

Key = Qt.Key
REASON = (FieldSpec("reason", "علت"), FieldSpec("day", "روز", "date", row=1))


@pytest.fixture
def stack(show):
    return show(QuestionStack(QLabel("پیش از پرسش")))


def ask(stack, *specs, compact=False):
    """Ask, and return the question and the list that its answers go to."""
    given = []
    question = Question(
        "لغو جلسه",
        "علت آن می‌ماند.",
        specs,
        Answer("لغو جلسه"),
        Answer("بی علت", "F3", {"reason": "-"}),
        compact=compact,
    )
    stack.ask(question, given.append)
    return question, given


@pytest.mark.parametrize("compact", [False, True])
def test_question_stands_in_place_of_the_content_until_it_is_left(stack, compact):
    content, ended = stack.currentWidget(), QSignalSpy(stack.ended)
    question, given = ask(stack, *REASON, compact=compact)
    assert question.isVisible() and content.isHidden()
    assert QApplication.focusWidget() is question.form.editor("reason")
    press(stack, Key.Key_Escape)
    assert stack.question is None and content.isVisible() and ended.count() == 1
    assert not given


def test_answer_hands_on_the_values_of_the_form_and_its_own(stack):
    _, given = ask(stack, *REASON)
    type_text(QApplication.focusWidget(), "برف")
    press(stack, Key.Key_F3)
    assert given == [{"reason": "-", "day": ""}]


def test_second_press_repeats_nothing_until_the_answer_is_refused(stack):
    question, given = ask(stack, *REASON)
    press(stack, Key.Key_Return)
    press(stack, Key.Key_Return)
    press(stack, Key.Key_F3)
    assert len(given) == 1
    stack.refuse(Refused("علت را بنویسید.", "reason"))
    assert question.form.fields["reason"].error() == "علت را بنویسید."
    press(stack, Key.Key_Return)
    assert len(given) == 2


def test_refusal_without_a_field_is_shown_beneath_the_form_and_the_text_stays(stack):
    question, _ = ask(stack, *REASON)
    type_text(QApplication.focusWidget(), "برف")
    press(stack, Key.Key_Return)
    stack.refuse(Refused("جلسه پایان یافته است."))
    assert question.error.text() == "جلسه پایان یافته است." and question.error.isVisible()
    assert question.form.values()["reason"] == "برف"


def test_impossible_day_is_no_answer(stack):
    question, given = ask(stack, *REASON)
    question.form.editor("day").setText("1405/14/01")
    press(stack, Key.Key_Return)
    assert question.form.fields["day"].error() and not given


def test_question_without_a_form_is_answered_from_its_first_button(stack):
    question, given = ask(stack)
    assert QApplication.focusWidget() is question.confirm and question.form.isHidden()
    press(stack, Key.Key_Return)
    assert given == [{}]


def test_new_question_replaces_the_one_before(stack):
    first, given = ask(stack, *REASON)
    second, _ = ask(stack)
    assert stack.question is second and not first.isVisible() and second.isVisible()
    assert not given
