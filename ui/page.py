"""The base of every page of the window and of every section inside a page."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.journal.topics import Topic
from ui.context import Context


class Page(QWidget):
    """Reads from storage when it comes to the front and when a topic it shows changes while it is in front.

    A change that arrives while the page is hidden only marks it stale. The signals are requests that the program
    answers; a page that holds sections passes theirs on with `adopt`.
    """

    session_asked = Signal()
    """Go to the page of sessions."""
    unit_sheets_asked = Signal(int)
    """Show the sheets that the units get for this session."""
    case_asked = Signal(int)
    """Show the case of this visit."""
    late_entry_asked = Signal(int)
    """Enter the paper forms of this session, which is being corrected."""
    session_paraphs_asked = Signal(int)
    """List the paraphs of this session, which is being corrected."""
    paraph_asked = Signal(int)
    """Open the paraph of this visit, to be amended, voided or written again."""
    counter_asked = Signal()
    """Ask for the verdict of a visitor at the counter."""
    reopen_asked = Signal()
    """Close the program and open it on the database this PC is now set to."""
    recovery_sheet_asked = Signal(object)
    """Print this RecoverySheet. (The type is not named: importing it would slow down start-up.)"""
    recovery_printed = Signal(str)
    """Emitted by the program: why the recovery sheet did not come out of the printer, or ''."""

    topics: frozenset[Topic] = frozenset()
    """The storage topics whose change makes the page stale."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.is_stale = True
        context.work.changed.connect(self._note_changes)

    def heightForWidth(self, width: int) -> int:
        """Return the least height, not the one Qt would like best: the window's scroll area asks for it, and a page
        gives the height of its lists away before it scrolls its buttons out of the window."""
        layout = self.layout()
        return layout.totalMinimumHeightForWidth(width) if layout and layout.hasHeightForWidth() else -1

    def shown(self) -> None:
        """The window calls this each time the page comes to the front."""
        self._catch_up()

    def refresh(self) -> None:
        """Read again all that the page shows. Pages that show nothing from storage leave this empty."""

    def go(self, key: str) -> "Page":
        """Bring the section with this key to the front and return it; a page without sections returns itself."""
        return self

    def open_subject(self, what: str, subject_id: int) -> None:
        """Open a session, a visit or a referral (`what`) that another page asks for. Pages that show none leave this
        empty."""

    def adopt(self, section: "Page") -> None:
        """Pass the requests of a section on as the page's own."""
        section.session_asked.connect(self.session_asked)
        section.unit_sheets_asked.connect(self.unit_sheets_asked)
        section.case_asked.connect(self.case_asked)
        section.late_entry_asked.connect(self.late_entry_asked)
        section.session_paraphs_asked.connect(self.session_paraphs_asked)
        section.paraph_asked.connect(self.paraph_asked)
        section.counter_asked.connect(self.counter_asked)
        section.reopen_asked.connect(self.reopen_asked)
        section.recovery_sheet_asked.connect(self.recovery_sheet_asked)
        self.recovery_printed.connect(section.recovery_printed)

    def _note_changes(self, topics: set[str]) -> None:
        if self.topics & topics:
            self.is_stale = True
            if self.isVisible():
                self._catch_up()

    def _catch_up(self) -> None:
        if self.is_stale:
            self.is_stale = False
            self.refresh()
