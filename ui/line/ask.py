"""What a step still has to know, asked where its button stood."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.errors import Refused
from app.line.view import Table
from app.persian.calendar import local_time
from app.persian.text import fa
from ui.widgets import Choice, ChoiceBox, FieldSpec, Form, KeyButton, column, heading, label, row

ANY = "-"
HALF_AN_HOUR = timedelta(minutes=30)


class Ask(QWidget):
    """`confirmed` carries the form's values, Esc is `left`. What the rule refuses stays as it was typed."""

    confirmed = Signal(dict)
    left = Signal()

    def __init__(self, title: str, sentence: str, specs: Sequence[FieldSpec], confirm: str) -> None:
        super().__init__()
        self.form = Form(specs) if specs else None
        self.error = label(name="error", wraps=True)
        self.error.hide()
        self.confirm = KeyButton(confirm, "Enter", primary=True, small=True)
        self.confirm.clicked.connect(self._confirm)
        back = KeyButton("", "Esc", small=True, flat=True)
        back.setToolTip("بازگشت")
        back.setAccessibleName("بازگشت")
        back.clicked.connect(self.left)
        keys = column(1, row(self.confirm, back, 0 if specs else 1, gap=8), gap=0)
        layout = row(self.form, keys)
        layout.setStretch(0, 1)
        column(row(heading(title), label(sentence, "quiet"), 1), layout, self.error, gap=8, parent=self)
        self.setFocusProxy(self.form or self.confirm)

    def refuse(self, refused: Refused) -> None:
        if not self.form or not self.form.errors(refused.field, refused.sentence):
            self.error.setText(fa(refused.sentence))
            self.error.show()

    def _confirm(self) -> None:
        self.error.hide()
        if self.form is None or self.form.check():
            self.confirmed.emit(self.form.values() if self.form else {})


def ask_hold(ticket: int, now: str) -> Ask:
    """Half an hour from now is offered, on a round five minutes."""
    spec = FieldSpec("until", "ساعت بازگشت به صف", "digits", also=":", hint="مانند 10:45")
    ask = Ask(f"نگه‌داشتن نوبت {ticket}", "سر این ساعت خودش به جای پیشین در صف برمی‌گردد.", (spec,), "نگه‌دار")
    moment = datetime.fromisoformat(now) + HALF_AN_HOUR
    moment += timedelta(minutes=-moment.minute % 5)
    editor = ask.form.editor("until") if ask.form else None
    if isinstance(editor, QLineEdit):
        editor.setText(fa(local_time(moment.isoformat())))
        editor.selectAll()
    return ask


def ask_send(ticket: int, tables: Sequence[Table], but: int | None) -> Ask:
    specs = (FieldSpec("table_id", "میز", "choice", 0, 2),
             FieldSpec("note", "یادداشت برای آن میز", "text", 0, 3, hint="می‌تواند خالی بماند"))
    ask = Ask(f"فرستادن نوبت {ticket} به میز دیگر", "", specs, "بفرست")
    box = ask.form.editor("table_id") if ask.form else None
    if isinstance(box, ChoiceBox):
        box.set_choices([*(Choice(str(table.id), table.name, table.official) for table in tables if table.id != but),
                         Choice(ANY, "هر میزی که زودتر آزاد شود")])
    return ask


def ask_postpone(ticket: int) -> Ask:
    sentence = "با نوبت تازه و همین موضوع در صف جلسهٔ بعدی همین برنامه می‌ایستد."
    return Ask(f"نوبت {ticket} به جلسهٔ بعد", sentence, (), "به جلسهٔ بعد برود")


def clock_time(typed: str) -> str:
    """'1045' → '10:45'; anything else as it is."""
    return re.sub(r"^(\d{1,2})(\d\d)$", r"\1:\2", typed)
