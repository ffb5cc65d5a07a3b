"""What stands in the paraph's form while visits come and go and other PCs save: the state alone, without a window."""

import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.office.working_days import WorkingDays
from app.table.view import MeetingTable, Official, Outcome, PickLists, Subject, TableView
from ui.table.draft_state import DraftState, FormContent, UnitContent, opening_content

LISTS = PickLists(
    (MeetingTable(1, "میز شهردار", 7), MeetingTable(2, "میز ۲", 8)),
    (Official(7, "شهردار", "ن. نمونه‌ای"),),
    (Outcome("referred", "ارجاع شد", 1), Outcome("settled", "حل شد", 0)),
    (),
    (),
    (),
    "2026-11-25",
    WorkingDays(),
)
BLANK = FormContent("7", "referred")


def subject(visit_id, paraph_id=0, words=""):
    """A visit in the form, or its saved paraph; only what the state reads of them."""
    story = SimpleNamespace(visit=SimpleNamespace(id=visit_id, ticket=visit_id))
    if not paraph_id:
        return Subject(story)
    sent = SimpleNamespace(unit_id=3, part="lead", urgency="", working_days=5)
    return Subject(story, SimpleNamespace(id=paraph_id, official_id=7, outcome="referred", words=words), (sent,))


def view(here=None, opened=None, asked=None):
    return TableView(asked, None, here, 0, opened, None, 0, (), "2026-11-25T06:00:00.000Z")


class Desk:
    """The state with a form that does what the turns say."""

    def __init__(self):
        self.state, self.form = DraftState(), FormContent("", "")

    def show(self, **shown):
        turn = self.state.receive(view(**shown), self.form, lambda each: opening_content(each, LISTS, 1))
        self.form = turn.fill or self.form
        return turn

    def type(self, words):
        self.form = replace(self.form, words=words)

    def open(self, visit_id, paraph_id, words=""):
        self.state.open((visit_id, paraph_id))
        return self.show(opened=subject(visit_id, paraph_id, words), asked=(visit_id, paraph_id))


@pytest.fixture
def desk():
    return Desk()


def test_form_opens_with_the_official_of_the_table(desk):
    assert desk.show(here=subject(1)).fill == BLANK
    assert not desk.state.is_unsaved(desk.form)


def test_form_opens_without_an_official_where_the_one_of_the_table_left_the_post():
    assert opening_content(subject(1), LISTS, 2).official == ""


def test_saved_paraph_opens_with_its_words_and_units(desk):
    desk.open(1, 5, "بررسی شود")
    assert desk.form == FormContent("7", "referred", "بررسی شود", (UnitContent(3, "lead", "", "5", days_typed=True),))
    assert desk.state.amends


def test_same_visitor_again_leaves_the_form_alone(desk):
    desk.show(here=subject(1))
    desk.type("بررسی")
    assert desk.show(here=subject(1)).fill is None
    assert desk.state.is_unsaved(desk.form)


def test_unfinished_words_come_back_with_their_visitor(desk):
    desk.show(here=subject(1))
    desk.type("بررسی")
    assert desk.show(here=subject(2)).set_aside.id == 1
    assert desk.form == BLANK
    turn = desk.show(here=subject(1))
    assert turn.fill.words == "بررسی" and turn.set_aside is None


def test_saved_words_are_not_set_aside(desk):
    desk.show(here=subject(1))
    desk.type("بررسی")
    desk.state.saved(desk.form)
    assert desk.show(here=subject(2)).set_aside is None
    assert desk.show(here=subject(1)).fill == BLANK


def test_empty_table_keeps_the_unfinished_words(desk):
    desk.show(here=subject(1))
    desk.type("بررسی")
    assert desk.show().set_aside.id == 1
    assert desk.state.subject is None
    assert desk.show(here=subject(1)).fill.words == "بررسی"


def test_first_words_are_laid_beside_the_paraph_another_pc_saved(desk):
    desk.show(here=subject(1))
    desk.type("نوشتهٔ من")
    desk.show()
    turn = desk.open(1, 5, "نوشتهٔ ایشان")
    assert turn.fill.words == "نوشتهٔ ایشان" and turn.rival.words == "نوشتهٔ من"


def test_amendment_stays_when_its_paraph_is_changed_elsewhere(desk):
    desk.open(1, 5, "بررسی شود")
    desk.type("اقدام شود")
    turn = desk.show(here=subject(2), asked=(1, 5))
    assert turn.amended_elsewhere and turn.fill is None
    assert desk.state.subject.key == (1, 5)


def test_paraph_that_is_only_read_gives_way_when_it_is_changed_elsewhere(desk):
    desk.open(1, 5, "بررسی شود")
    turn = desk.show(here=subject(2), asked=(1, 5))
    assert not turn.amended_elsewhere and desk.state.subject.key == (2, 0)
    assert desk.state.opened is None


def test_own_amendment_goes_over_the_paraph_that_stands_by_now(desk):
    desk.open(1, 5, "بررسی شود")
    desk.type("اقدام شود")
    desk.state.meet_conflict(6)
    assert desk.state.replaces == 0
    desk.state.keep_mine()
    assert desk.state.replaces == 6
    desk.state.saved(desk.form)
    desk.show(here=subject(2))
    assert desk.state.replaces == 0, "the next paraph must not be saved over the one of this conflict"


def test_paraph_of_the_other_is_opened_and_the_own_words_go(desk):
    desk.open(1, 5, "بررسی شود")
    desk.type("اقدام شود")
    desk.state.meet_conflict(6)
    desk.state.take_theirs(desk.form)
    assert desk.state.opened == (1, 6)
    turn = desk.show(opened=subject(1, 6, "بازدید شود"), asked=(1, 6))
    assert turn.fill.words == "بازدید شود" and turn.set_aside is None


def test_nothing_is_filled_before_the_lists_have_come():
    state = DraftState()
    assert state.receive(view(here=subject(1)), FormContent("", ""), None).fill is None


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.booleans()), max_size=30))
def test_typed_words_come_back_with_their_visitor_until_they_are_saved(acts):
    """A model: the words last typed about each visit come back with it until they are saved."""
    desk, typed = Desk(), {}
    for n, (visit_id, types, saves) in enumerate(acts):
        desk.show(here=subject(visit_id) if visit_id else None)
        if not visit_id:
            continue
        assert desk.form.words == typed.get(visit_id, "")
        if types:
            typed[visit_id] = f"متن {n}"
            desk.type(typed[visit_id])
        if saves:
            typed.pop(visit_id, None)
            desk.state.saved(desk.form)
            desk.show()


def test_state_needs_no_qt():
    asked = "import sys, ui.table.draft_state; print(*[name for name in sys.modules if name.startswith('PySide6')])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == ""
