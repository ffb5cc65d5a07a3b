"""Reports of a period: which one, of which programme, from when to when; the paper beside it follows."""

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtWidgets import QWidget

from app import period, periodic, programmes
from app.calendar import local_day
from app.clerks import Clerk
from app.documents import PeriodReport
from app.errors import Refused
from app.figures import Scope
from app.period import Period
from app.programmes import Programme
from app.scorecard import ROLES
from ui.context import Context
from ui.kit import Card, Choice, ChoiceBox, DayEdit, FieldSpec, Form, KeyButton, Line, column, row
from ui.papers.viewer import Gather
from ui.reports.section import Section
from ui.work import Task

FIELDS = (
    FieldSpec("programme", "برنامه", "choice", stretch=3),
    FieldSpec("since", "از روز", "date", stretch=2),
    FieldSpec("until", "تا روز", "date", stretch=2),
)
KINDS = tuple(periodic.KINDS)
TIPS = {"season": "همین فصل", "before": "دورهٔ پیش از این", "after": "دورهٔ پس از این", "year": "همین سال"}
COUNTING = "در حال شمردن…"


class Offered(NamedTuple):
    programmes: Sequence[Programme]
    today: str


class PeriodsSection(Section):
    empty = "گزارشی نیست."
    topics = frozenset({"session", "paraphs", "office"})
    look = "برنامه و دوره را برگزینید تا گزارش اینجا دیده شود."
    roles = ROLES

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.form, self._today = Form(FIELDS), ""
        self.stretches = {name: KeyButton(text, f"Alt+{n}", small=True) for n, (name, text) in enumerate(
            (("season", "فصل"), ("before", "پیش"), ("after", "بعد"), ("year", "سال")), 1)}
        for name, button in self.stretches.items():
            button.setToolTip(TIPS[name])
            button.clicked.connect(partial(self.stretch, name))
        head = row(self.form, column(1, row(*self.stretches.values(), gap=8)), gap=16)
        head.setStretchFactor(self.form, 1)
        self.whole.insertWidget(0, Card(head, margin=12))
        self.form.edited.connect(self._pause.start)
        for name in ("since", "until"):
            self._day(name).picked.connect(self._pause.start)
        self._programme().picked.connect(self._pause.start)
        self.viewer.drawn.connect(partial(self.status.setText, ""))

    def buttons(self) -> Sequence[QWidget]:
        self.print = KeyButton("چاپ گزارش", "Enter", primary=True)
        self.print.clicked.connect(self._print)
        self.lines.chosen.connect(self._print)
        return (self.print,)

    def task(self) -> Task:
        return _offered

    def exported(self) -> tuple[str, Task]:
        kind, scope = self.kind(), self.scope()
        return (periodic.name(kind, scope),
                partial(periodic.exported, clerk=self.context.clerk, kind=kind, scope=scope))

    def listed(self, found: Offered) -> list[Line]:
        """The first programme and the season under way, until something else is chosen."""
        self._programme().set_choices([Choice(str(each.id), each.name) for each in found.programmes])
        if not self._today:
            self._today = found.today
            self._programme().set_value(str(found.programmes[0].id) if found.programmes else "")
            self._put(period.season(found.today))
        self.print.setEnabled(bool(found.programmes))
        return [Line(place, each.title, each.about) for place, each in enumerate(periodic.KINDS.values(), 1)]

    def gather(self, line_id: int) -> Gather:
        return partial(_report, clerk=self.context.clerk, kind=KINDS[line_id - 1], scope=self.scope())

    def title(self, line_id: int) -> str:
        return periodic.name(KINDS[line_id - 1], self.scope()).replace("\u2068", "").replace("\u2069", "")

    def kind(self) -> str:
        return KINDS[(self.lines.current_id() or 1) - 1]

    def scope(self) -> Scope:
        values = self.form.values()
        return Scope(values["since"], values["until"], int(values["programme"] or 0))

    def stretch(self, name: str) -> None:
        """To 'season' or 'year' of today, or the period 'before' or 'after' the one that is written."""
        now = Period(self._day("since").value(), self._day("until").value())
        if name in ("before", "after"):
            if self._stands():
                self._put(now.before if name == "before" else period.after(now))
        elif self._today:
            self._put(period.season(self._today) if name == "season" else period.year(self._today))
        self._pause.start()

    def _stands(self) -> bool:
        """Whether the form says a programme and a period; what is wrong is said at its field."""
        self.form.clear_errors()
        if not self.form.check():
            return False
        values = self.form.values()
        try:
            if not values["programme"]:
                raise Refused("برنامه را برگزینید.", "programme")
            Period(values["since"], values["until"]).must_run_forward()
        except Refused as refused:
            self.form.errors(refused.field, refused.sentence)
            return False
        return True

    def _draw(self) -> None:
        stands = self._stands()
        for button in (self.print, self.save, self.export.key):
            button.setEnabled(stands)
        if stands:
            self.status.setText(COUNTING)
            super()._draw()
        else:
            self.viewer.clear()

    def _put(self, chosen: Period) -> None:
        self.form.fill({"since": chosen.since, "until": chosen.until})

    def _programme(self) -> ChoiceBox:
        box = self.form.editor("programme")
        assert isinstance(box, ChoiceBox)
        return box

    def _day(self, name: str) -> DayEdit:
        edit = self.form.editor(name)
        assert isinstance(edit, DayEdit)
        return edit

    def _print(self) -> None:
        if self._stands():
            kind, scope = self.kind(), self.scope()
            self.act(partial(periodic.ask, clerk=self.context.clerk, kind=kind, scope=scope))
            self.told.emit("done", f"{periodic.name(kind, scope)} به چاپگر رفت.")


def _offered(db: Any) -> Offered:
    return Offered(programmes.active(db), local_day(db.now()))


def _report(db: Any, clerk: Clerk, kind: str, scope: Scope) -> tuple[list[PeriodReport], str]:
    return [periodic.of(db, clerk, kind, scope)], "a4"
