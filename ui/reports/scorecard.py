"""The scorecard: the units, the figures of one, and the referrals behind a figure, with the paper beside them."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QVBoxLayout, QWidget

from app.access.clerks import Clerk
from app.figures import scorecard, scorecard_sheet
from app.figures.counted import Counted
from app.figures.definitions import FIGURES, Scope, Tally
from app.figures.questions import ask_unit, what_to_ask
from app.figures.scorecard import Scorecard, UnitFigures
from app.figures.scorecard_sheet import ScorecardSheet
from app.office import lists
from app.persian import period
from app.persian.period import whole_months
from ui.context import Context
from ui.papers.viewer import Gather
from ui.parts.button_flow import button_flow
from ui.reports.period_section import FIELDS, Offered, PeriodSection, read_offered
from ui.reports.question_keys import QuestionKeys
from ui.reports.scorecard_panels import ScorecardPanels
from ui.reports.scorecard_rows import COLUMNS, UnitDelegate, figure_rows, unit_rows, whole_row
from ui.widgets import Card, Choice, FieldSpec, KeyButton, ListRow, column, row, theme
from ui.widgets.cell_delegate import CellHead, is_table
from ui.work import Task

Direction = QBoxLayout.Direction
BESIDE, KEYS_WIDTH, UNLIMITED = 1100, 276, 16_777_215
"""Width from which on the keys of the period stand beside the form, in two lines; theirs; and Qt's for no limit."""
WHOLE = -1
"""The row of all units together."""
EMPTY = "در این دوره ارجاعی صادر نشده است."


class Found(NamedTuple):
    offered: Offered
    categories: Sequence[tuple[int, str]]
    officials: Sequence[tuple[int, str]]
    scope: Scope
    card: Scorecard


class ScorecardSection(PeriodSection):
    """Enter goes from a unit to its figures, from a figure to its referrals, from a referral to its case; Esc goes
    back."""

    empty = EMPTY
    lines = 3
    paints = UnitDelegate
    fields = (
        *FIELDS,
        FieldSpec("category", "موضوع", "choice", stretch=3, hint="همه"),
        FieldSpec("official", "مقام", "choice", stretch=3, hint="همه"),
    )

    def __init__(self, context: Context) -> None:
        self._found: Found | None = None
        self._unit = 0
        """The unit whose figures are listed; 0 while the units themselves are."""
        super().__init__(context)
        self.back.hide()

    def buttons(self) -> Sequence[QWidget]:
        self.back = KeyButton("بازگشت", "Esc")
        self.preview = KeyButton("پیش‌نمایش", "Ctrl+P")
        self.print, self.print_each = KeyButton("چاپ کارنامه", "F5"), KeyButton("با برگ هر واحد", "Shift+F5")
        self.preview.clicked.connect(self._turn_paper)
        self.back.clicked.connect(self._go_back)
        self.print.clicked.connect(self._print)
        self.print_each.clicked.connect(partial(self._print, each=True))
        self.list.chosen.connect(self._open_row)
        self.list.current.connect(self._ask)
        return self.back, self.preview, self.print, self.print_each

    def place(self, buttons: QWidget) -> QVBoxLayout:
        """Put the table beside the panels, and the buttons beneath both. The paper takes the place of the panels while
        it is wanted, and the table is a list then."""
        self.columns_head, self.panels = CellHead(COLUMNS, self.list.viewport()), ScorecardPanels()
        self.panels.standing_opened.connect(self._open_standing)
        self.panels.months_opened.connect(self._open_months)
        listed = Card(self.columns_head, self.list, gap=4, margin=10)
        listed.inner.setStretchFactor(self.list, 1)
        paper = Card(self.viewer)
        paper.inner.setStretchFactor(self.viewer, 1)
        questions, table = QuestionKeys(), QWidget()
        questions.asked.connect(self._open_question)
        column(listed, questions, gap=8, parent=table).setStretchFactor(listed, 1)
        self._paper, self._sides = paper, row(table, self.panels, paper, gap=12)
        for widget, stretch in ((table, 2), (self.panels, 0), (paper, 3)):
            self._sides.setStretchFactor(widget, stretch)
        paper.hide()
        beneath = row(buttons, self.status, self.export)
        beneath.setStretchFactor(buttons, 1)
        whole = column(self._sides, beneath, gap=8, parent=self)
        whole.setStretchFactor(self._sides, 1)
        return whole

    def _open_question(self, kind: str) -> None:
        if self.is_form_valid():
            self.report_asked.emit(kind, self.scope())

    def _turn_paper(self) -> None:
        """Show the paper of the row in front instead of the panels, or the panels again."""
        is_paper = self._paper.isHidden()
        self._paper.setVisible(is_paper)
        self.preview.set_text("جدول" if is_paper else "پیش‌نمایش")
        self._fit()

    def _fit(self) -> None:
        """Put the keys of the period beside the form and the panels beside the table where they have room, and show the
        titles over a table."""
        is_beside = self.width() >= theme.px(BESIDE)
        self._head.setDirection(Direction.LeftToRight if is_beside else Direction.TopToBottom)
        self._period_keys.setMaximumWidth(theme.px(KEYS_WIDTH) if is_beside else UNLIMITED)
        self._period_keys.setMinimumWidth(theme.px(KEYS_WIDTH) if is_beside else 0)
        self.panels.setVisible(is_beside and self._paper.isHidden())
        is_wide = is_table(COLUMNS, self.list.viewport().width())
        self.columns_head.setVisible(is_wide and not self._unit and self._paper.isHidden())
        self.list.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _ask(self, row_id: int | None) -> None:
        """Say what to ask the manager of the unit in front, or of those that stand out."""
        if self._found and not self._unit and row_id is not None:
            card = self._found.card
            self.panels.ask(what_to_ask(card) if row_id == WHOLE else ask_unit(self._figures_of(row_id).tally))

    def head(self) -> QLayout:
        self._period_keys = button_flow(*self.period_keys.values(), gap=6)
        self._head = row(self.form, self._period_keys, gap=12)
        return self._head

    def buttons_of_a_period(self) -> Sequence[QWidget]:
        return self.print, self.print_each

    def reading(self) -> Task:
        return partial(_read, clerk=self.context.clerk, scope=self.scope() if self._found else None)

    def exported(self) -> tuple[str, Task]:
        return "کارنامهٔ واحدها", partial(scorecard.listing, clerk=self.context.clerk, scope=self.scope())

    def rows(self, found: Found) -> list[ListRow]:
        self._found = found
        self.offer(found.offered)
        for name, choices in (("category", found.categories), ("official", found.officials)):
            self.choice(name).set_choices([Choice(str(key), text) for key, text in choices])
        self.panels.show_card(found.card)
        return self._rows()

    def gather(self, row_id: int) -> Gather:
        return partial(_gather_sheet, clerk=self.context.clerk, scope=self._scope_of(self._unit or row_id))

    def title(self, row_id: int) -> str:
        name = self._figures_of(self._unit or row_id).name
        return f"کارنامه، {name}" if name else "کارنامهٔ واحدها"

    def scope(self) -> Scope:
        values = self.form.values()
        return Scope(
            values["since"],
            values["until"],
            int(values["programme"] or 0),
            category_id=int(values["category"] or 0) or None,
            official_id=int(values["official"] or 0) or None,
        )

    def _draw(self) -> None:
        """Count the figures again when the scope in the form is another."""
        if self._found and self.is_form_valid() and self.scope() != self._found.scope:
            self._unit = 0
            self.refresh()
        super()._draw()

    def _rows(self) -> list[ListRow]:
        assert self._found
        self.back.setVisible(bool(self._unit))
        if self._unit:
            self._fit()
            return figure_rows(self._figures_of(self._unit).tally)
        self._fit()
        units = unit_rows(self._found.card.units)
        return [whole_row(self._found.card), *units] if units else []

    def _figures_of(self, unit: int) -> UnitFigures:
        card = self._found.card if self._found else None
        whole = UnitFigures(None, "", card.whole if card else Tally({}))
        return next((each for each in (card.units if card else ()) if each.id == unit), whole)

    def _scope_of(self, unit: int) -> Scope:
        return replace(self.scope(), unit_id=None if unit == WHOLE else unit)

    def _open_row(self, row_id: int) -> None:
        if self._unit:
            name, scope = list(FIGURES)[row_id - 1], self._scope_of(self._unit)
            where = self._figures_of(self._unit).name or "همهٔ واحدها"
            self.counted_asked.emit(f"{where}، {FIGURES[name].label}", (Counted("referrals", name, scope),))
        else:
            self._unit = row_id
            self._show_rows(self._rows(), 1)

    def _open_standing(self, place: int) -> None:
        """Open the cases of a period as it stood at the age of this one."""
        assert self._found
        standing = self._found.card.standings[place]
        then = replace(self.scope(), since=standing.period.since, until=standing.period.until)
        counted = tuple(Counted("referrals", figure, then, by=standing.by) for figure in ("accepted", "asked"))
        self.counted_asked.emit(f"{standing.period.name}، تأیید از پرسیده در همان روز", counted)

    def _open_months(self, first: str, last: str) -> None:
        scope, months = self.scope(), whole_months(first, last)
        then = replace(scope, since=max(scope.since, months.since), until=min(scope.until, months.until))
        counted = tuple(Counted("referrals", figure, then) for figure in ("accepted", "asked"))
        self.counted_asked.emit(f"{months.name}، تأیید از پرسیده", counted)

    def _go_back(self) -> None:
        """Go back to the unit that was opened."""
        came_from, self._unit = self._unit, 0
        self._show_rows(self._rows(), came_from)

    def _show_rows(self, rows: list[ListRow], current: int) -> None:
        self.list.show_rows(rows)
        self.list.set_current(current)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _print(self, *, each: bool = False) -> None:
        if self.is_form_valid():
            scope = self._scope_of(WHOLE if each else self._unit or self.list.current_id() or WHOLE)
            self.act(
                partial(scorecard_sheet.request, clerk=self.context.clerk, scope=scope, unit_pages=each),
                "کارنامه به چاپگر ارسال شد.",
            )


def _read(db: Any, clerk: Clerk, scope: Scope | None) -> Found:
    """Read the scorecard; of the present season and the first programme while nothing has been chosen."""
    found = read_offered(db)
    if scope is None:
        now = period.season(found.today)
        scope = Scope(now.since, now.until, found.programmes[0].id if found.programmes else 0)
    return Found(
        found, lists.choices(db, "category"), lists.choices(db, "official"), scope, scorecard.compute(db, clerk, scope)
    )


def _gather_sheet(db: Any, clerk: Clerk, scope: Scope) -> tuple[list[ScorecardSheet], str]:
    return [scorecard_sheet.gather(db, clerk, scope)], "a4"
