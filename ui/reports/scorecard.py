"""The scorecard: units among their like, the figures of one, the cases behind a figure; its paper beside it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from app.access.clerks import Clerk
from app.figures import scorecard, scorecard_sheet
from app.figures.definitions import FIGURES, Scope, Tally
from app.figures.scorecard import Case, Scorecard, Standing
from app.figures.scorecard_sheet import ScorecardSheet
from app.office import lists
from app.persian import period
from ui.context import Context
from ui.papers.viewer import Gather
from ui.reports.span import FIELDS, Offered, SpanSection, offered
from ui.reports.standing import case_row, figure_rows, unit_row, whole_row
from ui.widgets import Choice, FieldSpec, KeyButton, ListRow, column
from ui.work import Task

WHOLE = -1
"""The line of all units together."""
EMPTY = "در این دوره ارجاعی صادر نشده است."


class Found(NamedTuple):
    offered: Offered
    categories: Sequence[tuple[int, str]]
    officials: Sequence[tuple[int, str]]
    scope: Scope
    card: Scorecard


class ScorecardSection(SpanSection):
    """Enter goes from a unit to its figures, from a figure to its cases, from a case to all of it; Esc goes back."""

    empty = EMPTY
    fields = (*FIELDS, FieldSpec("category", "موضوع", "choice", stretch=3, hint="همه"),
              FieldSpec("official", "مقام", "choice", stretch=3, hint="همه"))

    def __init__(self, context: Context) -> None:
        self._found: Found | None = None
        self._unit, self._figure = 0, ""
        """What has been gone into: 0 and '' while the units themselves are listed."""
        self._visits: dict[int, int] = {}
        super().__init__(context)
        self.back.hide()

    def buttons(self) -> Sequence[QWidget]:
        self.back = KeyButton("بازگشت", "Esc")
        self.print, self.print_each = KeyButton("چاپ کارنامه", "F5"), KeyButton("با برگ هر واحد", "Shift+F5")
        self.back.clicked.connect(self._leave)
        self.print.clicked.connect(self._print)
        self.print_each.clicked.connect(partial(self._print, each=True))
        self.list.chosen.connect(self._go_into)
        return self.back, self.print, self.print_each

    def head(self, stretches: QHBoxLayout) -> QLayout:
        stretches.addStretch(1)
        return column(self.form, stretches, gap=8)

    def needing(self) -> Sequence[QWidget]:
        return self.print, self.print_each

    def task(self) -> Task:
        return partial(_read, clerk=self.context.clerk, scope=self.scope() if self._found else None)

    def exported(self) -> tuple[str, Task]:
        return "کارنامهٔ واحدها", partial(scorecard.listing, clerk=self.context.clerk, scope=self.scope())

    def listed(self, found: Found) -> list[ListRow]:
        self._found = found
        self.offer(found.offered)
        for name, choices in (("category", found.categories), ("official", found.officials)):
            self.choice(name).set_choices([Choice(str(key), text) for key, text in choices])
        if self._figure:
            self._list_cases()
            return self.list.rows()
        return self._rows()

    def gather(self, row_id: int) -> Gather:
        return partial(_sheet, clerk=self.context.clerk, scope=self._of_unit(self._unit or row_id))

    def title(self, row_id: int) -> str:
        name = self._standing(self._unit or row_id).name
        return f"کارنامه، {name}" if name else "کارنامهٔ واحدها"

    def scope(self) -> Scope:
        values = self.form.values()
        return Scope(values["since"], values["until"], int(values["programme"] or 0),
                     category_id=int(values["category"] or 0) or None, official_id=int(values["official"] or 0) or None)

    def _draw(self) -> None:
        """Figures are counted anew when it is others that are asked for."""
        if self._found and self._stands() and self.scope() != self._found.scope:
            self._unit, self._figure = 0, ""
            self.refresh()
        super()._draw()

    def _rows(self) -> list[ListRow]:
        assert self._found
        self.back.setVisible(bool(self._unit))
        if self._unit:
            return figure_rows(self._standing(self._unit).tally)
        units = [unit_row(unit) for unit in self._found.card.units]
        return [whole_row(self._found.card), *units] if units else []

    def _standing(self, unit: int) -> Standing:
        card = self._found.card if self._found else None
        whole = Standing(None, "", card.whole if card else Tally({}))
        return next((each for each in (card.units if card else ()) if each.id == unit), whole)

    def _of_unit(self, unit: int) -> Scope:
        return replace(self.scope(), unit_id=None if unit == WHOLE else unit)

    def _go_into(self, row_id: int) -> None:
        if self._figure:
            self.case_asked.emit(self._visits[row_id])
        elif self._unit:
            self._figure = list(FIGURES)[row_id - 1]
            self._list_cases()
        else:
            self._unit = row_id
            self._show_rows(self._rows(), 1)

    def _list_cases(self) -> None:
        self.context.work.run(partial(scorecard.cases, clerk=self.context.clerk, scope=self._of_unit(self._unit),
                                      figure=self._figure), self._show_cases)

    def _show_cases(self, cases: list[Case]) -> None:
        if self._figure:
            self.back.show()
            self.status.setText(FIGURES[self._figure].label)
            self._visits = {case.referral_id: case.visit_id for case in cases}
            self._show_rows([case_row(case) for case in cases], cases[0].referral_id if cases else 0)

    def _leave(self) -> None:
        """One step back, to the line one came from."""
        came_from = list(FIGURES).index(self._figure) + 1 if self._figure else self._unit
        if not self._figure:
            self._unit = 0
        self._figure = ""
        self.status.setText("")
        self._show_rows(self._rows(), came_from)

    def _show_rows(self, rows: list[ListRow], current: int) -> None:
        self.list.show_rows(rows)
        self.list.set_current(current)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _print(self, *, each: bool = False) -> None:
        if self._stands():
            scope = self._of_unit(WHOLE if each else self._unit or self.list.current_id() or WHOLE)
            self.act(partial(scorecard_sheet.ask, clerk=self.context.clerk, scope=scope, unit_pages=each),
                     "کارنامه به چاپگر رفت.")


def _read(db: Any, clerk: Clerk, scope: Scope | None) -> Found:
    """Of the season under way and the first programme where nothing has been chosen yet."""
    found = offered(db)
    if scope is None:
        now = period.season(found.today)
        scope = Scope(now.since, now.until, found.programmes[0].id if found.programmes else 0)
    return Found(found, lists.choices(db, "category"), lists.choices(db, "official"), scope,
                 scorecard.compute(db, clerk, scope))


def _sheet(db: Any, clerk: Clerk, scope: Scope) -> tuple[list[ScorecardSheet], str]:
    return [scorecard_sheet.gather(db, clerk, scope)], "a4"
