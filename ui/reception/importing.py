"""Loading invitees from a list: its columns are named, its bad rows shown, and all of it is loaded or nothing."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.errors import Refused
from app.persian.calendar import short_day
from app.persian.text import fa, isolate
from app.reception import invitees
from app.reception.invitees import FIELDS, Preview
from app.reception.view import ReceptionView
from app.spreadsheets import reading
from app.spreadsheets.reading import Spreadsheet
from ui.context import Context
from ui.widgets import Card, Choice, ChoiceBox, FieldSpec, Form, KeyButton, ListRow, ListView, heading, label, row

_SPECS = (
    FieldSpec("session", "برای جلسهٔ", "choice", row=0),
    *(
        FieldSpec(name, FIELDS[name], "choice", row=1 + place // 3, hint="در فایل نیست")
        for place, name in enumerate(FIELDS)
    ),
)
SHOWN = 500
"""Bad rows that are shown at the most: nobody would read more."""


class Importing(QWidget):
    opened = Signal()
    """A file was chosen: bring this panel to the front."""
    closed = Signal()
    loaded = Signal(int)
    """The number of invitees that were stored."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._work = context, context.work
        self._sheet: Spreadsheet | None = None
        self.form, self.error = Form(_SPECS), label("", "error", wraps=True)
        self.bad = ListView("همهٔ ردیف‌ها درست هستند.", lines=4)
        self.summary = label("", "lead")
        self.save = KeyButton("بارگذاری", "Enter", primary=True)
        self.back = KeyButton("بازگشت", "Esc")
        chosen = Card(heading("ستون‌های فایل"), self.form, 1, self.error, row(self.save, self.back, 1))
        found = Card(row(heading("ردیف‌های نادرست"), 1, self.summary), self.bad)
        layout = row(chosen, found, gap=16, parent=self)
        layout.setStretch(0, 738)
        layout.setStretch(1, 380)
        self.setFocusProxy(self.save)
        self.save.clicked.connect(self._load)
        self.back.clicked.connect(self._leave)
        for name in self.form.fields:
            self._box(name).picked.connect(self._check)
        self.form.edited.connect(self._edited)

    def show_view(self, view: ReceptionView) -> None:
        """Offer the sessions that a list can be for, the open one first."""
        sessions = [*filter(None, [view.session]), *view.planned]
        choices = [Choice(str(each.id), f"{each.programme}، {short_day(each.day)}") for each in sessions]
        box = self._box("session")
        box.set_choices(choices)
        if choices and not box.value():
            box.set_value(choices[0].id)

    def ask(self) -> None:
        kinds = "فهرست (*.xlsx *.xlsm *.csv *.txt)"
        path, _ = QFileDialog.getOpenFileName(self.window(), "فهرست پیش‌ثبت‌شده‌ها", "", kinds)
        if path:
            self._work.run_long(partial(_read, path), self._show, self._show_refusal)

    def _show(self, sheet: Spreadsheet) -> None:
        self._sheet = sheet
        columns = [
            Choice(str(at), name or f"ستون {at + 1}", _sample(sheet, at)) for at, name in enumerate(sheet.header)
        ]
        guessed = reading.guess_columns(sheet.header)
        for name in FIELDS:
            self._box(name).set_choices(columns)
            self._box(name).set_value(str(guessed[name]) if name in guessed else "")
        self.opened.emit()
        self._check()

    def _check(self, *_: object) -> None:
        session = self._box("session").value()
        if self._sheet and session:
            self._work.run(
                partial(invitees.check, session_id=int(session), sheet=self._sheet, mapping=self._mapping()),
                self._show_preview,
                self._show_refusal,
            )
        elif self._sheet:
            self._show_refusal(Refused("جلسه‌ای برنامه‌ریزی نشده است؛ ابتدا در صفحهٔ جلسه‌ها جلسه‌ای برنامه‌ریزی کنید."))

    def _edited(self, name: str) -> None:
        """Check again when a column is unnamed by emptying its field."""
        if not self.form.raw()[name]:
            self._check()

    def _show_preview(self, preview: Preview) -> None:
        good, bad = len(preview.good), len(preview.bad)
        self.error.setText("")
        self.summary.setText(fa(f"{good} ردیف درست" + (f"، {bad} نادرست" if bad else "")))
        self.bad.show_rows([ListRow(each.line, each.name, each.reason, str(each.line)) for each in preview.bad[:SHOWN]])
        self.save.setEnabled(bool(good) and not bad)
        if bad:
            self.error.setText("تا اصلاح ردیف‌های نادرست چیزی وارد نمی‌شود؛ ستون‌ها یا فایل را اصلاح کنید.")
        self.setFocus()

    def _load(self) -> None:
        if self._sheet:
            self._work.run(
                partial(
                    invitees.load,
                    clerk=self._context.clerk,
                    session_id=int(self._box("session").value()),
                    sheet=self._sheet,
                    mapping=self._mapping(),
                ),
                self._loaded,
                self._show_refusal,
            )

    def _loaded(self, count: int) -> None:
        self._leave()
        self.loaded.emit(count)

    def _leave(self) -> None:
        self._sheet = None
        self.closed.emit()

    def _show_refusal(self, refused: Refused) -> None:
        self.opened.emit()
        self.error.setText(fa(refused.sentence))
        self.save.setEnabled(False)

    def _mapping(self) -> dict[str, int]:
        return {name: int(value) for name in FIELDS if (value := self._box(name).value())}

    def _box(self, name: str) -> ChoiceBox:
        box = self.form.editor(name)
        assert isinstance(box, ChoiceBox)
        return box


def _read(path: str, _: object) -> Spreadsheet:
    file = Path(path)
    try:
        return reading.read(file.name, file.read_bytes())
    except OSError:
        raise Refused("این فایل خوانده نمی‌شود؛ شاید جابه‌جا شده یا اجازهٔ خواندن آن نیست.") from None


def _sample(sheet: Spreadsheet, at: int) -> str:
    """Return the first text of a column, which helps to recognise it."""
    return next((isolate(row[at][:30]) for row in sheet.rows if row[at]), "")
