"""The look-up behind the first field: from what is typed to one stored visitor."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from app.reception import view
from app.reception.view import Found, KnownVisitor
from app.visits.visitors import Visitor
from ui.context import Context


class Finding(QObject):
    """Reads visitors from storage. A result that arrives after another look-up has begun is dropped."""

    found = Signal(KnownVisitor)
    """A visitor to fill the form with."""
    updated = Signal(KnownVisitor)
    """The visitor of the form again: a category was chosen, or something changed."""
    several = Signal(Found)
    nobody = Signal(str)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._work = context, context.work
        self._visitor_id = self._category_id = 0
        self.session_id = 0
        self.asked = ""
        """The text that was looked up last; '' when the next Enter is to look up."""

    def find(self, typed: str) -> None:
        self.asked = typed
        self._work.run(partial(view.find, clerk=self._context.clerk, typed=typed), self._distinguish)

    def load(self, visitor_id: int, category_id: int) -> None:
        """Emit `found` with this visitor."""
        self._visitor_id = visitor_id
        self._work.run(self._read(visitor_id, category_id), self._loaded)

    def update(self, visitor_id: int, category_id: int) -> None:
        """Emit `updated` with this visitor."""
        self._visitor_id = visitor_id
        self._work.run(self._read(visitor_id, category_id), self._read_again)

    def recognise(self, visitor: Visitor, category_id: int) -> None:
        """Emit `updated` with the stored visitor that a rule found where the form held a newcomer."""
        self._category_id = category_id
        if visitor.id:
            self.update(visitor.id, category_id)
        else:
            known_by = visitor.code or visitor.personnel_number
            self._work.run(partial(view.find, clerk=self._context.clerk, typed=known_by), self._recognised)

    def forget(self) -> None:
        self.asked, self._visitor_id = "", 0

    def _read(self, visitor_id: int, category_id: int) -> partial[KnownVisitor]:
        return partial(
            view.known_visitor,
            clerk=self._context.clerk,
            session_id=self.session_id,
            visitor_id=visitor_id,
            category_id=category_id,
        )

    def _distinguish(self, found: Found) -> None:
        """A code or a number is one visitor; a name is chosen from a list, even when only one visitor bears it."""
        if found.typed != self.asked:
            return
        if not found.people:
            self._visitor_id = 0
            self.nobody.emit(found.typed)
        elif len(found.people) == 1 and not any(letter.isalpha() for letter in found.typed):
            self.load(found.people[0].id, 0)
        else:
            self.several.emit(found)

    def _recognised(self, found: Found) -> None:
        if found.people:
            self.update(found.people[0].id, self._category_id)

    def _loaded(self, known: KnownVisitor) -> None:
        if known.visitor.id == self._visitor_id:
            self.found.emit(known)

    def _read_again(self, known: KnownVisitor) -> None:
        if known.visitor.id == self._visitor_id:
            self.updated.emit(known)
