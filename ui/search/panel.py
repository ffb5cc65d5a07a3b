"""The search over whatever page is in front: results while the clerk types, then the case."""

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget

from app.access.privacy import MASKED_IDENTIFIERS, WHOLE_IDENTIFIERS
from app.exports import lists as exports
from app.papers.person_file import PersonFile
from app.persian.text import fa
from app.printing.person_file import person_file
from app.search import case as cases
from app.search import search
from app.search.case import Case
from app.search.search import Hit
from app.table.paraphs import WRITERS
from ui.context import Context
from ui.papers.exporting import ExportButton
from ui.papers.preview import Preview
from ui.search.case import CaseView
from ui.search.words import hit_row
from ui.shell.overlay import Overlay
from ui.shell.window import Window
from ui.widgets import Card, KeyButton, ListView, TextEdit, heading, label, row
from ui.work import Task

PAUSE_MS = 60
"""Pause after the last key before the search: nobody reads the results for half a word."""
EMPTY = "نام، کد ملی، تلفن همراه، شمارهٔ ارجاع یا کلمه‌ای از درخواست یا پاراف را بنویسید."


class Search(Overlay):
    """Lies over the window until Esc. Then the focus is where it was before."""

    def __init__(self, window: Window, context: Context) -> None:
        super().__init__(window)
        self._covered = window
        self._context, self._work = context, context.work
        self._asked = self._answered = ""
        self._limit = search.FIRST
        self._opens = False
        """Enter was pressed before the results came: the first one opens as soon as it is known."""
        self.box, self.hits = TextEdit("جست‌وجو در همهٔ جلسه‌ها", large=True), ListView(EMPTY)
        self.count = label("", "quiet")
        self.case = CaseView()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._build()
        self._pause.timeout.connect(self._ask)
        self.box.textEdited.connect(self._typed)
        self.box.installEventFilter(self)
        self.hits.chosen.connect(self._open)
        self.hits.verticalScrollBar().valueChanged.connect(self._find_more)

    paraph_asked = Signal(int)
    """Open the paraph of this visit."""

    @classmethod
    def over(cls, window: Window, context: Context, visit_id: int = 0) -> "Search":
        """Open the search, or the case of `visit_id`. A search that is open already comes to the front."""
        panel = window.findChild(cls) or cls(window, context)
        panel.cover_window()
        if visit_id:
            panel._open(visit_id)
        else:
            panel._to_hits()
        return panel

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event.key())
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        """Move through the list while the cursor stays in the box."""
        places = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}
        if key in places:
            self.hits.move_current(places[Qt.Key(key)])
            return True
        return False

    def _build(self) -> None:
        self.open = KeyButton("باز کردن پرونده", "Enter", primary=True)
        leave = KeyButton("بستن", "Esc")
        self.export = ExportButton(self._context, self._exported)
        self.export.notified.connect(self._say)
        self.export.button.setEnabled(False)
        self.open.clicked.connect(self._open_current)
        leave.clicked.connect(self.leave)
        found = Card(row(heading("جست‌وجو"), 1, self.count), self.box, self.hits, row(self.open, self.export, 1, leave))
        found.inner.setStretchFactor(self.hits, 1)
        back, close = KeyButton("بازگشت به نتیجه‌ها", "Esc"), KeyButton("بستن", "F10")
        self.amend = KeyButton("اصلاح یا ابطال پاراف", "F2")
        self.print = KeyButton("پروندهٔ شخص", "Ctrl+P")
        self.amend.clicked.connect(self._ask_paraph)
        self.print.clicked.connect(self._preview_file)
        back.clicked.connect(self._back_to_hits)
        close.clicked.connect(self.leave)
        case = Card(self.case, row(back, self.amend, self.print, 1, close))
        case.inner.setStretchFactor(self.case, 1)
        self._views = QStackedWidget()
        for view in (found, case):
            self._views.addWidget(view)
        self._views.setMaximumWidth(1000)
        middle = row(1, self._views, 1, parent=self)
        middle.setStretchFactor(self._views, 4)
        middle.setContentsMargins(40, 16, 40, 16)

    def _typed(self, _: str) -> None:
        self._opens = False
        self._pause.start()

    def _ask(self) -> None:
        self._asked = self.box.text()
        self._limit = search.FIRST
        self._find()

    def _find(self) -> None:
        task = partial(search.find_for, clerk=self._context.clerk, typed=self._asked, limit=self._limit)
        self._work.run_long(task, self._show)

    def _find_more(self, place: int) -> None:
        """Find as many visits again when the list has been scrolled to its end."""
        at_end = place == self.hits.verticalScrollBar().maximum()
        if at_end and self._answered == self._asked and len(self.hits.rows()) == self._limit:
            self._limit += search.FIRST
            self._find()

    def _show(self, answer: tuple[str, list[Hit]]) -> None:
        typed, hits = answer
        if typed != self._asked:
            return  # the results of an earlier text
        self._answered = typed
        self.hits.show_rows([hit_row(hit) for hit in hits])
        self.export.button.setEnabled(bool(hits))
        self.count.setText(fa(f"{len(hits)} نتیجه" if hits else "چیزی پیدا نشد" if typed.strip() else ""))
        if hits:
            if self._limit == search.FIRST:
                self.hits.set_current(hits[0].visit_id)
            if len(hits) == self._limit:
                self.count.setText(fa(f"{len(hits)} نتیجهٔ جدیدتر"))
                self._work.run_long(partial(search.how_many, clerk=self._context.clerk, typed=typed), self._show_count)
        else:
            self._work.run_long(partial(search.why_none, typed=typed), self._show_gap)
        if self._opens:
            self._open_current()

    def _show_count(self, answer: tuple[str, int | None]) -> None:
        typed, found = answer
        if typed == self._asked and found is not None:
            whole = f"بیش از {search.COUNTED}" if found > search.COUNTED else str(found)
            self.count.setText(fa(f"{len(self.hits.rows())} نتیجهٔ جدیدتر از {whole}"))

    def _show_gap(self, answer: tuple[str, str]) -> None:
        typed, sentence = answer
        if sentence and typed == self._asked:
            self.count.setText(sentence)

    def _exported(self) -> tuple[str, Task]:
        return "جست‌وجو", partial(exports.search_listing, clerk=self._context.clerk, typed=self._answered)

    def _say(self, _: str, sentence: str) -> None:
        self.count.setText(fa(sentence))

    def _open_current(self) -> None:
        """Open the case in front, unless the list still shows the results of an earlier text."""
        self._opens = self._answered != self.box.text()
        if not self._opens and (visit_id := self.hits.current_id()) is not None:
            self._open(visit_id)

    def _open(self, visit_id: int) -> None:
        self._work.run_long(partial(cases.load, clerk=self._context.clerk, visit_id=visit_id), self._show_case)

    def _show_case(self, found: Case) -> None:
        self.case.show_case(found)
        has_met = found.story.visit.state in ("meeting", "done") and bool(found.session.opened_at)
        self.print.setVisible(self._context.clerk.may(*WHOLE_IDENTIFIERS, *MASKED_IDENTIFIERS))
        self.amend.setVisible(has_met and self._context.clerk.may(*WRITERS))
        self.amend.set_text("اصلاح یا ابطال پاراف" if found.has_valid_paraph else "نوشتن پاراف")
        self._views.setCurrentIndex(1)
        self.case.setFocus()

    def _preview_file(self) -> None:
        """Show the paper in place of the case: keys of two panels over one window would collide."""
        visitor_id = self.case.visitor_id
        self.leave()
        gather = partial(_gather_file, visitor_id=visitor_id)
        Preview.over(self._covered, self._context, "پروندهٔ شخص", gather, ("person", visitor_id))

    def _ask_paraph(self) -> None:
        self.paraph_asked.emit(self.case.visit_id)
        self.leave()

    def _back_to_hits(self) -> None:
        if self._asked:
            self._to_hits()
        else:
            self.leave()

    def _to_hits(self) -> None:
        self._views.setCurrentIndex(0)
        self.box.setFocus()
        self.box.selectAll()


def _gather_file(db: Any, visitor_id: int) -> tuple[list[PersonFile], str]:
    return [person_file(db, visitor_id)], "a4"
