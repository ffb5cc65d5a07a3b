"""Feeds the public display from the database, in the clerk's program or in one of its own."""

from PySide6.QtCore import QObject, Qt

from app.journal.topics import Topic
from app.line import display as calls
from app.line.display import Board
from app.persian.calendar import jalali_year, short_day
from app.sessions.sessions import Session
from ui.display.display import Call, Display
from ui.display.placement import DisplayPlacement
from ui.this_pc.settings import PcSettings
from ui.work import Work

TOPICS: set[Topic] = {"queue", "session", "office"}


class DisplayFeed(QObject):
    """Shows the calls, the session and a lost connection on a display, and is deleted with it."""

    def __init__(self, work: Work, display: Display) -> None:
        super().__init__(display)
        self._work, self._display = work, display
        work.changed.connect(self._note_changes)
        work.lost.connect(self._lost)
        work.restored.connect(self._restored)
        self._read()

    def _note_changes(self, topics: set[str]) -> None:
        if topics & TOPICS:
            self._read()

    def _lost(self, sentence: str) -> None:
        self._display.show_lost(True, sentence)

    def _restored(self) -> None:
        self._display.show_lost(False)
        self._read()

    def _read(self) -> None:
        self._work.run(calls.board, self._show)

    def _show(self, board: Board) -> None:
        self._display.show_calls(
            [Call(call.period_id, call.ticket, call.table, call.at, call.name) for call in board.calls]
        )
        if board.session:
            self._display.show_head(board.session.programme, board.office, _day(board.session))
            self._display.show_waiting(board.waiting)
        else:
            self._display.show_head(board.office, "", "")
            self._display.show_waiting(None)


def show_display(work: Work, pc: PcSettings, *, alone: bool = False) -> Display:
    """Return the display with its feed, on the screen this PC chose or on its second one.

    On an only screen it is a window beside the work, or fills the screen when it is `alone` there.
    """
    display = Display()
    display.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not alone)  # the clerk types on
    DisplayFeed(work, display)
    DisplayPlacement(display, pc, alone=alone).place()
    return display


def _day(session: Session) -> str:
    return f"{short_day(session.day)} {jalali_year(session.day)}"
