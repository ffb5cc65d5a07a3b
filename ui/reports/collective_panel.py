"""The collective cases, and the visits of the one that was opened."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.collective import changes, view
from app.collective.view import CollectiveCase, Member
from app.errors import Refused
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from ui.context import Context
from ui.page import Page
from ui.papers.exporting import ExportButton
from ui.parts.question import Answer, Question, QuestionStack, Values
from ui.reports.gathering_question import NAME
from ui.widgets import Card, KeyButton, ListRow, ListView, column, label, row
from ui.widgets.frames import TagKind
from ui.work import Task

TITLE = "پرونده‌های جمعی"
EMPTY = (
    "هنوز پروندهٔ جمعی ساخته نشده است. در «گزارش‌های دوره» عددی را باز کنید و با Ctrl+N برای مراجعه‌های آن نامی مشترک"
    " بنویسید."
)


class CollectivePanel(Page):
    """Enter opens a collective case, then the case of one of its visits; Esc goes back."""

    topics = frozenset({"paraphs", "queue", "office"})
    notified = Signal(str, str)
    left = Signal()
    """Back to the reports."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._cases: dict[int, CollectiveCase] = {}
        self._opened = 0
        """The collective case whose visits are listed; 0 while the cases themselves are."""
        self.title, self.list, self.status = label(TITLE, "heading"), ListView(fa(EMPTY), lines=2), label("", "quiet")
        self.open, self.back = KeyButton("باز کردن", "Enter", primary=True), KeyButton("بازگشت", "Esc")
        self.rename, self.remove = KeyButton("تغییر نام", "F6"), KeyButton("برداشتن از پرونده", "Delete")
        self.export = ExportButton(context, self.exported)
        content = QWidget()
        card = Card(self.list)
        card.inner.setStretchFactor(self.list, 1)
        buttons = row(self.open, self.rename, self.remove, self.back, self.status, 1, self.export)
        column(self.title, card, buttons, gap=12, parent=content).setStretchFactor(card, 1)
        self.asking = QuestionStack(content)
        column(self.asking, parent=self)
        self.setFocusProxy(self.list)
        self._connect()

    def _connect(self) -> None:
        self.list.chosen.connect(self._open_row)
        self.open.clicked.connect(self._open_current)
        self.rename.clicked.connect(self._ask_name)
        self.remove.clicked.connect(self._take_off)
        self.back.clicked.connect(self._go_back)
        self.asking.ended.connect(partial(self.list.setFocus, Qt.FocusReason.OtherFocusReason))
        self.export.notified.connect(self.notified)

    def exported(self) -> tuple[str, Task]:
        """Export the visits of the case that is open or in front."""
        case_id = self._opened or self.list.current_id() or 0
        return self._cases[case_id].name, partial(view.listing, clerk=self.context.clerk, collective_id=case_id)

    def refresh(self) -> None:
        self.context.work.run(partial(view.cases, clerk=self.context.clerk), self._keep, self._no)

    def _keep(self, found: list[CollectiveCase]) -> None:
        self._cases = {case.id: case for case in found}
        if self._opened and self._opened not in self._cases:
            self._opened = 0
        if self._opened:
            task = partial(view.members, clerk=self.context.clerk, collective_id=self._opened)
            self.context.work.run(task, partial(self._show_members, self._opened), self._no)
        else:
            self._show(TITLE, [_case_row(case) for case in found], f"{len(found)} پرونده" if found else "")

    def _show_members(self, case_id: int, members: list[Member]) -> None:
        if case_id == self._opened:
            self._show(self._cases[case_id].name, [_member_row(each) for each in members], f"{len(members)} مراجعه")

    def _show(self, title: str, rows: list[ListRow], status: str) -> None:
        self.title.setText(fa(title))
        self.list.show_rows(rows)
        if self.list.current_id() is None and rows:
            self.list.set_current(rows[0].id)
        self.status.setText(fa(status))
        self.remove.setVisible(bool(self._opened))
        self.open.set_text("پرونده" if self._opened else "باز کردن")
        for button in (self.open, self.rename, self.remove, self.export.button):
            button.setEnabled(bool(rows))

    def _open_current(self) -> None:
        if row_id := self.list.current_id():
            self._open_row(row_id)

    def _open_row(self, row_id: int) -> None:
        if self._opened:
            self.case_asked.emit(row_id)
        else:
            self._turn_to(row_id)

    def _turn_to(self, case_id: int, current: int | None = None) -> None:
        self._opened = case_id
        self.list.show_rows([])
        self.list.set_current(current)
        self.refresh()

    def _go_back(self) -> None:
        if self._opened:
            self._turn_to(0)
        else:
            self.left.emit()

    def _ask_name(self) -> None:
        case_id = self._opened or self.list.current_id() or 0
        if case_id in self._cases:
            question = Question("تغییر نام", "", [NAME], Answer("ثبت"))
            question.form.fill({"name": self._cases[case_id].name})
            self.asking.ask(question, partial(self._rename, case_id))

    def _rename(self, case_id: int, values: Values) -> None:
        task = partial(changes.rename, clerk=self.context.clerk, collective_id=case_id, name=values["name"])
        self.context.work.run(task, lambda _: self.asking.end(), self.asking.refuse)

    def _take_off(self) -> None:
        visit_id = self.list.current_id()
        if self._opened and visit_id:
            task = partial(changes.take_off, clerk=self.context.clerk, collective_id=self._opened, visit_id=visit_id)
            self.context.work.run(task, self._taken_off, self._no)

    def _taken_off(self, was_last: bool) -> None:
        last = "آخرین مراجعه برداشته شد و پروندهٔ جمعی پایان یافت."
        self.notified.emit("done", last if was_last else "مراجعه از پرونده برداشته شد.")

    def _no(self, refused: Refused) -> None:
        self.notified.emit("error", refused.sentence)


def _case_row(case: CollectiveCase) -> ListRow:
    span = " تا ".join(dict.fromkeys(isolate(fa(jalali(day))) for day in (case.since, case.until)))
    tags: tuple[tuple[TagKind, str], ...] = (("waits", f"{case.open} ارجاع باز"),) if case.open else ()
    return ListRow(case.id, case.name, fa(f"{case.people} نفر · {case.visits} مراجعه"), time=span, tags=tags)


def _member_row(member: Member) -> ListRow:
    quiet = " · ".join(filter(None, (member.category, " ".join(member.matter.split()))))
    tags: tuple[tuple[TagKind, str], ...] = (
        ("waits", f"{member.open} ارجاع باز") if member.open else ("plain", member.state),
    )
    return ListRow(member.visit_id, member.visitor, fa(quiet), time=isolate(fa(jalali(member.day))), tags=tags)
