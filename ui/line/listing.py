"""The visits of the session in four lists: waiting, held, absent, ended."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.line.view import Hall
from ui.line.words import EMPTY, LISTS, TITLES, rows, visits
from ui.parts.button_flow import button_flow
from ui.widgets import Card, KeyButton, ListView, Pills, row


class Listing(Card):
    """Letters typed in the list go to the filter."""

    current = Signal(int)
    """Another visit was selected."""
    chosen = Signal(int)
    """Enter was pressed on this visit."""

    def __init__(self, *buttons: QWidget) -> None:
        self._hall: Hall | None = None
        self._next_id: int | None = None
        self.pills = Pills([(which, TITLES[which]) for which in LISTS], wraps=True)
        self.other = KeyButton("", "Ctrl+Tab", small=True, flat=True)
        self.other.setToolTip("فهرست بعدی")
        self.other.setAccessibleName("فهرست بعدی")
        self.list = ListView(EMPTY["next"])
        self.box = self.list.filter_box("نام، نوبت یا موضوع را بنویسید")
        switch = row(self.pills, self.other, gap=8)
        switch.setStretch(0, 1)
        super().__init__(switch, self.box, self.list, button_flow(*buttons, gap=12), gap=10)
        self.inner.setStretch(2, 1)
        self.setFocusProxy(self.list)
        self.box.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.current.connect(self._emit_current)
        self.list.chosen.connect(self.chosen)
        self.pills.picked.connect(self._switch)
        self.other.clicked.connect(self._next_list)

    def show_hall(self, hall: Hall, next_id: int | None) -> None:
        self._hall, self._next_id = hall, next_id
        for which in LISTS:
            count = len(visits(hall.line, which))
            self.pills.set_words(which, f"{TITLES[which]} {count}" if count else TITLES[which])
        self.list.show_rows(rows(hall, self.pills.value(), next_id))

    def show_visit(self, visit_id: int) -> None:
        """Select a visit of the line, leaving any other list and any filter."""
        self.box.clear()
        self.pills.set_value("next")
        self._switch()
        self.list.set_current(visit_id)
        self.list.setFocus()

    def clear_selection(self) -> None:
        self.list.set_current(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and watched is self.box and event.key() == Qt.Key.Key_Escape:
            return bool(self.box.text()) and self._leave_filter(event)
        if isinstance(event, QKeyEvent) and watched is self.list and event.type() == QEvent.Type.KeyPress:
            return self._type_in_filter(event.text())
        return super().eventFilter(watched, event)

    def _leave_filter(self, event: QKeyEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            self.box.clear()
            self.list.setFocus()
        return True

    def _type_in_filter(self, text: str) -> bool:
        if not text.strip() or not text.isprintable():
            return False
        self.box.setFocus()
        self.box.setText(self.box.text() + text)
        return True

    def _emit_current(self, visit_id: int | None) -> None:
        if visit_id is not None:
            self.current.emit(visit_id)

    def _next_list(self) -> None:
        self.pills.set_value(LISTS[(LISTS.index(self.pills.value()) + 1) % len(LISTS)])
        self._switch()

    def _switch(self) -> None:
        self.list.set_empty(EMPTY[self.pills.value()])
        self.list.set_current(None)
        if self._hall:
            self.list.show_rows(rows(self._hall, self.pills.value(), self._next_id))
