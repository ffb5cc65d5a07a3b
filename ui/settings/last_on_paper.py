"""The last numbers on paper, asked for before a backup is put back where no data tell what was given after it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.backups.on_paper import LastOnPaper, SeriesInBackup
from app.errors import Refused
from app.persian.calendar import short_day
from app.persian.text import fa, isolate
from ui.widgets import FieldSpec, Form, column, label

WHY = (
    "از داده‌های این رایانه معلوم نیست پس از این پشتیبان چه صادر شده است. آخرین شماره‌ها را از روی برگه‌های کاغذی بنویسید"
    " تا هیچ شماره‌ای دوباره داده نشود. اگر پس از پشتیبان چیزی صادر نشده است، شمارهٔ خود پشتیبان را بنویسید و اگر"
    " برنامه‌ای هنوز آغاز نشده است، خالی بگذارید."
)


class LastOnPaperForm(QWidget):
    def __init__(self, asked: Sequence[SeriesInBackup]) -> None:
        super().__init__()
        self._asked = asked
        self.form = Form([spec for at, each in enumerate(asked) for spec in _fields(at, each)])
        column(label(WHY, wraps=True), self.form, gap=8, parent=self)
        self.setFocusProxy(self.form)

    def typed(self) -> dict[int, LastOnPaper]:
        """Return the numbers as typed, by programme."""
        values = self.form.values()
        return {
            each.programme_id: LastOnPaper(
                *(values.get(f"{name}-{each.programme_id}", "") for name in ("number", "round", "ticket"))
            )
            for each in self._asked
        }

    def refuse(self, refused: Refused) -> bool:
        """Show a refusal at its field; False when it belongs to none of them."""
        self.form.clear_errors()
        return self.form.errors(refused.field, refused.sentence)


def _fields(at: int, each: SeriesInBackup) -> list[FieldSpec]:
    number = isolate(fa(each.number.text)) if each.number else "ندارد"
    specs = [
        FieldSpec(
            f"number-{each.programme_id}", f"{each.programme}، آخرین شمارهٔ ارجاع (پشتیبان: {number})", row=at, stretch=5
        ),
        FieldSpec(
            f"round-{each.programme_id}", f"آخرین شمارهٔ جلسه (پشتیبان: {each.round})", "digits", row=at, stretch=3
        ),
    ]
    if each.ticket_day:
        text = f"آخرین نوبت {short_day(each.ticket_day)} (پشتیبان: {each.ticket})"
        specs.append(FieldSpec(f"ticket-{each.programme_id}", text, "digits", row=at, stretch=3))
    return specs
