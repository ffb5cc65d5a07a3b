"""The sheets of a session's units: read, printed for all units or one; and the decisions that come back on them."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.access.clerks import Clerk
from app.papers.unit_sheet import UnitSheets
from app.persian.calendar import long_day
from app.persian.text import fa
from app.printing.unit_sheets import sheets_to_read
from app.unit_sheets import requests
from app.unit_sheets.view import UnitCounts, UnitSheetsView, unit_sheets_view
from ui.context import Context
from ui.followup.section import FollowupSection
from ui.papers.saving import FileSaver
from ui.papers.viewer import Viewer
from ui.parts.button_flow import button_flow
from ui.parts.decision_entry import DecisionEntry
from ui.parts.question import Answer, Question
from ui.widgets import Card, Field, KeyButton, ListRow, ListView, Pills, column, label, row

ASKED_FROM = 20
"""Sheets up to which all are printed without a question."""
LOOK = "واحدی را انتخاب کنید تا برگهٔ آن این‌جا دیده شود."
NO_SESSION = "جلسه‌ای در پیش نیست؛ ابتدا در «جلسه‌ها» (Ctrl+0) جلسه‌ای برنامه‌ریزی کنید."
NO_UNIT = "در این برنامه هیچ واحدی ارجاع باز یا دستور پیشین ندارد."


class UnitSheetSection(FollowupSection):
    topics = frozenset({"paraphs", "office", "session"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._view: UnitSheetsView | None = None
        self.sessions, self.list = Pills(wraps=True), ListView(NO_UNIT)
        self.viewer, self.count = Viewer(context.work, LOOK), label("", "quiet")
        self.print = KeyButton("چاپ این واحد", "Enter", primary=True, small=True)
        self.print_all = KeyButton("چاپ همه", "Ctrl+Enter", small=True)
        self.save = KeyButton("ذخیرهٔ PDF", "Ctrl+S", small=True)
        self.decide = KeyButton("ثبت دستورها…", "Ctrl+D", small=True)
        self._saver = FileSaver(context.work, self)
        self.asking = DecisionEntry(context, self._paper())
        self._connect()
        found = Field("فیلتر فهرست", self.list.filter_box(), bare=True)
        listed = Card(self.sessions, row(found, self.count), self.list)
        listed.inner.setStretchFactor(self.list, 1)
        sides = row(listed, Card(self.asking, margin=12), gap=12)
        sides.setStretch(0, 5)
        sides.setStretch(1, 9)
        column(sides, parent=self)
        self.setFocusProxy(self.list)

    def open_subject(self, what: str, subject_id: int) -> None:
        """Show the sheets of a session."""
        self.refresh(subject_id)

    def refresh(self, session_id: int = 0) -> None:
        chosen = session_id or (self._view.session_id if self._view else 0)
        task = partial(unit_sheets_view, clerk=self.context.clerk, session_id=chosen)
        self.context.work.run(task, self._show, self.refuse)

    def _paper(self) -> QWidget:
        paper = QWidget()
        buttons = button_flow(self.print, self.print_all, self.decide, self.save, gap=8)
        column(self.viewer, buttons, gap=8, parent=paper).setStretch(0, 1)
        return paper

    def _connect(self) -> None:
        self.sessions.picked.connect(lambda value: self.refresh(int(value)))
        self.list.current.connect(self._draw)
        self.list.chosen.connect(self._print)
        for button, act in (
            (self.print, self._print),
            (self.print_all, self._print_all),
            (self.save, self._save),
            (self.decide, self.asking.start),
        ):
            button.clicked.connect(act)
        self._saver.done.connect(partial(self.notified.emit, "done"))
        self._saver.failed.connect(partial(self.notified.emit, "error"))
        self.asking.ended.connect(self.list.setFocus)

    def _show(self, view: UnitSheetsView) -> None:
        self._view = view
        self.sessions.set_choices([(str(each.id), f"{each.programme}، {long_day(each.day)}") for each in view.sessions])
        if view.session_id:
            self.sessions.set_value(str(view.session_id))
        self.list.set_empty(NO_UNIT if view.sessions else NO_SESSION)
        before = self.list.current_id()
        self.list.show_rows([_unit_row(each) for each in view.units])
        self.count.setText(fa(f"{len(view.units)} واحد"))
        self.print_all.set_text(f"چاپ همه ({len(view.units)} برگ)")
        for button in (self.print, self.print_all, self.save):
            button.setEnabled(bool(view.units))
        if self.list.current_id() is None and view.units:
            self.list.set_current(view.units[0].unit_id)
        elif self.list.current_id() == before:
            self._draw(before)

    def _draw(self, unit_id: int | None) -> None:
        if unit_id is None or self._view is None:
            self.viewer.clear()
        else:
            ask = partial(_gather, clerk=self.context.clerk, session_id=self._view.session_id, unit_id=unit_id)
            self.viewer.show_documents(ask)

    def _print(self) -> None:
        unit_id = self.list.current_id()
        if unit_id is not None and not self.asking.question:
            self._request(unit_id, "برگهٔ واحد به چاپگر ارسال شد.")

    def _print_all(self) -> None:
        count = len(self._view.units) if self._view else 0
        if count > ASKED_FROM:
            sentence = f"{count} برگ برای {count} واحد چاپ می‌شود، هر واحد یک برگ A4."
            self.asking.ask(Question("چاپ برگهٔ همهٔ واحدها", sentence, (), Answer("چاپ")), lambda _: self._all_agreed())
        elif count:
            self._all_agreed()

    def _all_agreed(self) -> None:
        self.asking.end()
        count = len(self._view.units) if self._view else 0
        self._request(None, fa(f"{count} برگه به چاپگر ارسال شد."))

    def _request(self, unit_id: int | None, said: str) -> None:
        """Print for the session that the clerk sees chosen."""
        session_id = int(self.sessions.value())
        ask = partial(requests.request, clerk=self.context.clerk, session_id=session_id, unit_id=unit_id)
        self.act(ask, said)

    def _save(self) -> None:
        if self.viewer.pdf:
            self._saver.ask("برگهٔ واحد", self.viewer.pdf)


def _unit_row(each: UnitCounts) -> ListRow:
    counts = (
        (each.decisions, "دستور"),
        (each.denied, "ردشده"),
        (each.due, "تا جلسهٔ بعد"),
        (each.broken, "وعدهٔ شکسته"),
        (each.again, "بار سوم و بیشتر"),
        (each.late, "دیرکرد"),
    )
    return ListRow(each.unit_id, each.unit, fa(" · ".join(f"{count} {name}" for count, name in counts if count)))


def _gather(db: Any, clerk: Clerk, session_id: int, unit_id: int) -> tuple[list[UnitSheets], str]:
    return [sheets_to_read(db, clerk, session_id, unit_id)], "a4"
