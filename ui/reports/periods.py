"""The reports of a period, with the paper of the one in front."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.access.clerks import Clerk
from app.figures import reports as period_reports
from app.figures.definitions import Scope
from app.papers.period_report import PeriodReport
from app.persian.text import without_isolates
from ui.papers.viewer import Gather
from ui.reports.collective_panel import TITLE
from ui.reports.period_section import Offered, PeriodSection, read_offered
from ui.widgets import KeyButton, ListRow
from ui.work import Task

KINDS = tuple(period_reports.KINDS)


class PeriodReportsSection(PeriodSection):
    empty = "گزارشی نیست."
    _wanted: tuple[str, Scope] | None = None
    """The report that another section has asked for, until it is shown."""

    def buttons(self) -> Sequence[QWidget]:
        self.open, self.print = KeyButton("عددها و پرونده‌ها", "Enter", primary=True), KeyButton("چاپ گزارش", "Ctrl+P")
        self.collective = KeyButton(TITLE, "F10")
        self.collective.clicked.connect(self.collective_asked)
        self.open.clicked.connect(self._open_numbers)
        self.list.chosen.connect(self._open_numbers)
        self.print.clicked.connect(self._print)
        return self.open, self.print, self.collective

    def open_report(self, kind: str, scope: Scope) -> None:
        """Show a report that another section asks for."""
        self._wanted = (kind, scope)
        self.refresh()

    def reading(self) -> Task:
        return read_offered

    def exported(self) -> tuple[str, Task]:
        kind, scope = self.kind(), self.scope()
        return (
            period_reports.name(kind, scope),
            partial(period_reports.exported, clerk=self.context.clerk, kind=kind, scope=scope),
        )

    def buttons_of_a_period(self) -> Sequence[QWidget]:
        return self.open, self.print

    def rows(self, found: Offered) -> list[ListRow]:
        self.offer(found)
        for button in (self.open, self.print):
            button.setEnabled(bool(found.programmes))
        return [ListRow(place, each.title, each.about) for place, each in enumerate(period_reports.KINDS.values(), 1)]

    def _show(self, found: Offered) -> None:
        super()._show(found)
        if self._wanted:
            (kind, scope), self._wanted = self._wanted, None
            self.choice("programme").set_value(str(scope.programme_id))
            self._fill(scope.period)
            self.list.set_current(KINDS.index(kind) + 1)
            self._pause.start()

    def gather(self, row_id: int) -> Gather:
        return partial(_gather_report, clerk=self.context.clerk, kind=KINDS[row_id - 1], scope=self.scope())

    def title(self, row_id: int) -> str:
        return without_isolates(period_reports.name(KINDS[row_id - 1], self.scope()))

    def kind(self) -> str:
        return KINDS[(self.list.current_id() or 1) - 1]

    def scope(self) -> Scope:
        values = self.form.values()
        return Scope(values["since"], values["until"], int(values["programme"] or 0))

    def _open_numbers(self) -> None:
        if self.is_form_valid():
            self.numbers_asked.emit(self.kind(), self.scope())

    def _print(self) -> None:
        if self.is_form_valid():
            kind, scope = self.kind(), self.scope()
            self.act(
                partial(period_reports.request, clerk=self.context.clerk, kind=kind, scope=scope),
                f"{period_reports.name(kind, scope)} به چاپگر ارسال شد.",
            )


def _gather_report(db: Any, clerk: Clerk, kind: str, scope: Scope) -> tuple[list[PeriodReport], str]:
    return [period_reports.gather(db, clerk, kind, scope)], "a4"
