"""What reports of a period share: of which programme, from when to when, and the keys that move both days."""

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar, NamedTuple

from PySide6.QtWidgets import QHBoxLayout, QLayout, QWidget

from app.errors import Refused
from app.figures.scorecard import ROLES
from app.office import programmes
from app.office.programmes import Programme
from app.persian import period
from app.persian.calendar import local_day
from app.persian.period import Period
from ui.context import Context
from ui.reports.section import Section
from ui.widgets import Card, Choice, ChoiceBox, DayEdit, FieldSpec, Form, KeyButton, column, row

FIELDS = (
    FieldSpec("programme", "برنامه", "choice", stretch=3),
    FieldSpec("since", "از روز", "date", stretch=2),
    FieldSpec("until", "تا روز", "date", stretch=2),
)
TIPS = {"season": "همین فصل", "before": "دورهٔ پیش از این", "after": "دورهٔ پس از این", "year": "همین سال"}
COUNTING = "در حال شمردن…"


class Offered(NamedTuple):
    programmes: Sequence[Programme]
    today: str


class SpanSection(Section):
    topics = frozenset({"session", "paraphs", "office"})
    look = "برنامه و دوره را برگزینید تا گزارش اینجا دیده شود."
    roles = ROLES
    fields: ClassVar[Sequence[FieldSpec]] = FIELDS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.form, self._today = Form(self.fields), ""
        self.stretches = {name: KeyButton(text, f"Alt+{n}", small=True) for n, (name, text) in enumerate(
            (("season", "فصل"), ("before", "پیش"), ("after", "بعد"), ("year", "سال")), 1)}
        for name, button in self.stretches.items():
            button.setToolTip(TIPS[name])
            button.clicked.connect(partial(self.stretch, name))
        self.whole.insertWidget(0, Card(self.head(row(*self.stretches.values(), gap=8)), margin=12))
        self.form.edited.connect(self._pause.start)
        for spec in self.fields:
            editor = self.form.editor(spec.name)
            if isinstance(editor, DayEdit | ChoiceBox):
                editor.picked.connect(self._pause.start)
        self.viewer.drawn.connect(partial(self.status.setText, ""))

    def head(self, stretches: QHBoxLayout) -> QLayout:
        """The form, and beside it the keys that move both days."""
        head = row(self.form, column(1, stretches), gap=16)
        head.setStretchFactor(self.form, 1)
        return head

    def needing(self) -> Sequence[QWidget]:
        """The buttons that want a programme and a period."""
        raise NotImplementedError

    def offer(self, found: Offered) -> None:
        """The first programme and the season under way, until something else is chosen."""
        self.choice("programme").set_choices([Choice(str(each.id), each.name) for each in found.programmes])
        if not self._today:
            self._today = found.today
            self.choice("programme").set_value(str(found.programmes[0].id) if found.programmes else "")
            self._put(period.season(found.today))

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
        for button in (*self.needing(), self.save, self.export.button):
            button.setEnabled(stands)
        if stands:
            self.status.setText(COUNTING)
            super()._draw()
        else:
            self.viewer.clear()

    def _put(self, chosen: Period) -> None:
        self.form.fill({"since": chosen.since, "until": chosen.until})

    def choice(self, name: str) -> ChoiceBox:
        box = self.form.editor(name)
        assert isinstance(box, ChoiceBox)
        return box

    def _day(self, name: str) -> DayEdit:
        edit = self.form.editor(name)
        assert isinstance(edit, DayEdit)
        return edit


def offered(db: Any) -> Offered:
    return Offered(programmes.active(db), local_day(db.now()))
