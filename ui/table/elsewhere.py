"""The subjects of the page besides its own table: a session that is corrected, and paraphs that other pages ask for."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.errors import Refused
from app.table.view import TableView, key_of
from ui.context import Context
from ui.table.draft_state import DraftState
from ui.table.paraph_panel import ParaphPanel

LIST_KEY, TODAY, THIS_SESSION = "پاراف‌های امروز", "پاراف‌های امروز این میز", "پاراف‌های این جلسه"


class Elsewhere(QObject):
    turned = Signal()
    """The page is to read again."""
    refused = Signal(Refused)

    def __init__(self, context: Context, state: DraftState, panel: ParaphPanel, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._state, self._panel = context, state, panel
        self.session_id = 0
        """The session whose paraphs are written here afterwards; 0: those of this table."""

    def list_session(self, session_id: int) -> None:
        """List the paraphs of a session that is being corrected; 0: go back to what is at the table."""
        self._state.leave_opened()
        self.session_id = session_id
        self._panel.today.set_title(THIS_SESSION if session_id else TODAY)
        self._panel.show_empty()
        self.turned.emit()

    def open_visit(self, visit_id: int) -> None:
        """Open the paraph of a visit, of whichever session and table."""
        task = partial(key_of, clerk=self._context.clerk, visit_id=visit_id)
        self._context.work.run(task, self._open, self.refused.emit)

    def _open(self, key: tuple[int, int]) -> None:
        self._state.open(key)
        self._panel.show_form()
        self.turned.emit()

    def fits(self, view: TableView) -> bool:
        """Return whether the view is of what the page has turned to since. Corrections that were ended elsewhere are
        left."""
        if (view.corrected.id if view.corrected else 0) != self.session_id:
            return False
        if view.corrected and not view.corrected.is_corrected_now:
            self.list_session(0)
            return False
        return True

    def is_shown(self, *, has_table: bool) -> bool:
        """Return whether another session's matters are shown and not what is at the table."""
        past = self._state.subject.past if self._state.subject else None
        return bool(self.session_id or past or (self._state.opened and not has_table))

    def list_words(self) -> str:
        """The words on the key that leads into the list and back."""
        return "بازگشت" if self._state.opened else THIS_SESSION if self.session_id else LIST_KEY
