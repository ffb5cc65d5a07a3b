"""The office's lists, and those among them that stand in the form: the lists of the session's day."""

from collections.abc import Callable

from app.table.view import MeetingTable, PickLists, Subject
from ui.table.draft_state import DraftState, FormContent, opening_content
from ui.table.form import ParaphForm


class FormLists:
    def __init__(self, form: ParaphForm, state: DraftState, table_id: Callable[[], int]) -> None:
        self.all: PickLists | None = None
        """The lists of today; None before they were read."""
        self._form, self._state, self._table_id = form, state, table_id
        self._given: PickLists | None = None

    def take(self, lists: PickLists) -> None:
        self.all = lists
        self.give()
        self.put_official_first()

    def give(self) -> None:
        """Give the form the lists that fit what stands in it."""
        past = self._state.subject.past if self._state.subject else None
        lists = self.all.of_past(past) if self.all else None
        if lists and lists != self._given:
            self._given = lists
            self._form.set_lists(lists)
            self.put_official_first()

    def opening(self, subject: Subject) -> FormContent:
        assert self.all, "there is nothing to open before the lists have come"
        table_id = subject.story.visit.table_id or self._table_id()
        return opening_content(subject, self.all.of_past(subject.past), table_id)

    def table(self) -> MeetingTable | None:
        return self.all.table(self._table_id()) if self.all else None

    def put_official_first(self) -> None:
        if table := self.table():
            self._form.put_first(str(table.official_id))
