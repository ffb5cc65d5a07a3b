"""From what is typed in the first field to one visitor and his story."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from app.reception import view as reception_view
from app.reception.view import Found, Story
from app.visits.visitors import Visitor
from ui.context import Context


class Finding(QObject):
    """Asks storage; an answer overtaken by another question is dropped."""

    found = Signal(Story)
    retold = Signal(Story)
    """The same visitor again: a category was chosen, or something changed."""
    several = Signal(Found)
    nobody = Signal(str)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._work = context, context.work
        self._visitor_id = self._category_id = 0
        self.session_id = 0
        self.asked = ""
        """What was looked up last; '' when the next Enter is to look up."""

    def find(self, typed: str) -> None:
        self.asked = typed
        self._work.run(partial(reception_view.find, clerk=self._context.clerk, typed=typed), self._sort)

    def take(self, visitor_id: int, category_id: int) -> None:
        """This one."""
        self._visitor_id = visitor_id
        self._work.run(self._story(visitor_id, category_id), self._tell)

    def retell(self, visitor_id: int, category_id: int) -> None:
        self._visitor_id = visitor_id
        self._work.run(self._story(visitor_id, category_id), self._tell_again)

    def recognise(self, visitor: Visitor, category_id: int) -> None:
        """A rule knows him where the form does not: tell his story, and leave the form as it is written."""
        self._category_id = category_id
        if visitor.id:
            self.retell(visitor.id, category_id)
        else:
            known_by = visitor.code or visitor.personnel_number
            self._work.run(partial(reception_view.find, clerk=self._context.clerk, typed=known_by), self._recognised)

    def forget(self) -> None:
        self.asked, self._visitor_id = "", 0

    def _story(self, visitor_id: int, category_id: int) -> partial[Story]:
        return partial(reception_view.story, clerk=self._context.clerk, session_id=self.session_id,
                       visitor_id=visitor_id, category_id=category_id)

    def _sort(self, found: Found) -> None:
        """One code or number is one person; a name is to be chosen from a list, even if only one bears it."""
        if found.typed != self.asked:
            return
        if not found.people:
            self._visitor_id = 0
            self.nobody.emit(found.typed)
        elif len(found.people) == 1 and not any(letter.isalpha() for letter in found.typed):
            self.take(found.people[0].id, 0)
        else:
            self.several.emit(found)

    def _recognised(self, found: Found) -> None:
        if found.people:
            self.retell(found.people[0].id, self._category_id)

    def _tell(self, story: Story) -> None:
        if story.visitor.id == self._visitor_id:
            self.found.emit(story)

    def _tell_again(self, story: Story) -> None:
        if story.visitor.id == self._visitor_id:
            self.retold.emit(story)
