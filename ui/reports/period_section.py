"""The base of sections about a period: a form with programme and days, and keys that move both days."""

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar, NamedTuple

from PySide6.QtWidgets import QLayout, QWidget

from app.errors import Refused
from app.figures.scorecard import ROLES
from app.office import programmes
from app.office.programmes import Programme
from app.persian import period
from app.persian.calendar import local_day
from app.persian.period import Period
from ui.context import Context
from ui.reports.section import ReportsSection
from ui.widgets import Card, Choice, ChoiceBox, DayEdit, FieldSpec, Form, KeyButton, column, row

FIELDS = (
    FieldSpec("programme", "برنامه", "choice", stretch=3),
    FieldSpec("since", "از روز", "date", stretch=2),
    FieldSpec("until", "تا روز", "date", stretch=2),
)
TIPS = {"season": "همین فصل", "before": "دورهٔ قبل از این", "after": "دورهٔ بعد از این", "year": "همین سال"}
COUNTING = "در حال شمردن…"


class Offered(NamedTuple):
    """The programmes to choose from, and today."""

    programmes: Sequence[Programme]
    today: str


class PeriodSection(ReportsSection):
    topics = frozenset({"session", "paraphs", "office"})
    look = "برنامه و دوره را انتخاب کنید تا گزارش این‌جا دیده شود."
    roles = ROLES
    fields: ClassVar[Sequence[FieldSpec]] = FIELDS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.form, self._today = Form(self.fields), ""
        self.period_keys = {
            name: KeyButton(text, f"Alt+{n}", small=True)
            for n, (name, text) in enumerate(
                (("season", "این فصل"), ("before", "قبلی"), ("after", "بعدی"), ("year", "این سال")), 1
            )
        }
        for name, button in self.period_keys.items():
            button.setToolTip(TIPS[name])
            button.clicked.connect(partial(self.move_period, name))
        self.whole.insertWidget(0, Card(self.head(), margin=10))
        self.form.edited.connect(self._pause.start)
        for spec in self.fields:
            editor = self.form.editor(spec.name)
            if isinstance(editor, DayEdit | ChoiceBox):
                editor.picked.connect(self._pause.start)
        self.viewer.drawn.connect(partial(self.status.setText, ""))

    def head(self) -> QLayout:
        """Lay out the form and the keys that move both days."""
        head = row(self.form, column(1, row(*self.period_keys.values(), gap=8)), gap=16)
        head.setStretchFactor(self.form, 1)
        return head

    def buttons_of_a_period(self) -> Sequence[QWidget]:
        """Return the buttons that need a programme and a period; they rest while the form is not valid."""
        raise NotImplementedError

    def offer(self, found: Offered) -> None:
        """Fill the form: with the first programme and the present season until something else is chosen."""
        self.choice("programme").set_choices([Choice(str(each.id), each.name) for each in found.programmes])
        if not self._today:
            self._today = found.today
            self.choice("programme").set_value(str(found.programmes[0].id) if found.programmes else "")
            self._fill(period.season(found.today))

    def move_period(self, name: str) -> None:
        """Set the days to the 'season' or 'year' of today, or to the period 'before' or 'after' the one in the form."""
        now = Period(self._day("since").value(), self._day("until").value())
        if name in ("before", "after"):
            if self.is_form_valid():
                self._fill(now.before if name == "before" else period.after(now))
        elif self._today:
            self._fill(period.season(self._today) if name == "season" else period.year(self._today))
        self._pause.start()

    def is_form_valid(self) -> bool:
        """Return whether the form has a programme and a period; show what is wrong at its field."""
        self.form.clear_errors()
        if not self.form.check():
            return False
        values = self.form.values()
        try:
            if not values["programme"]:
                raise Refused("برنامه را انتخاب کنید.", "programme")
            Period(values["since"], values["until"]).must_run_forward()
        except Refused as refused:
            self.form.errors(refused.field, refused.sentence)
            return False
        return True

    def _draw(self) -> None:
        is_valid = self.is_form_valid()
        for button in (*self.buttons_of_a_period(), self.save, self.export.button):
            button.setEnabled(is_valid)
        if is_valid:
            self.status.setText(COUNTING)
            super()._draw()
        else:
            self.viewer.clear()

    def _fill(self, chosen: Period) -> None:
        self.form.fill({"since": chosen.since, "until": chosen.until})

    def choice(self, name: str) -> ChoiceBox:
        box = self.form.editor(name)
        assert isinstance(box, ChoiceBox)
        return box

    def _day(self, name: str) -> DayEdit:
        edit = self.form.editor(name)
        assert isinstance(edit, DayEdit)
        return edit


def read_offered(db: Any) -> Offered:
    return Offered(programmes.active(db), local_day(db.now()))
