"""A form built from a list of its fields."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal, Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from app.persian.text import fa
from ui.widgets.check import Check
from ui.widgets.editors import DigitsEdit, LinesEdit, PasswordEdit, TextEdit
from ui.widgets.field import Field
from ui.widgets.frames import column, row

if TYPE_CHECKING:
    from ui.widgets.choice_box import Choice

Kind = Literal["text", "digits", "lines", "choice", "date", "number", "check", "password"]


@runtime_checkable
class Chosen(Protocol):
    """An editor whose value is not its text: ChoiceBox and DayEdit. A protocol, so that neither is imported before a
    form has such a field: the form of the sign-in has none."""

    def value(self) -> str: ...
    def set_value(self, value: str) -> None: ...
    def write(self, text: str) -> None: ...
    def fault(self) -> str: ...


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a form. Fields with the same `row` stand side by side, their widths in the ratio of `stretch`.

    `also` and `takes_enter`: see DigitsEdit. `rows`: the visible lines of a field of the kind `lines`; there Enter goes
    to the page unless `enter_breaks`. The value of a `check` is "1" or "".
    """

    name: str
    label: str
    kind: Kind = "text"
    row: int = 0
    stretch: int = 1
    choices: "Sequence[Choice]" = ()
    hint: str = ""
    also: str = ""
    rows: int = 2
    enter_breaks: bool = False
    large: bool = False
    takes_enter: bool = False


class Form(QWidget):
    """Reads and writes plain text by the names of its fields, and shows a refusal at the field it names."""

    edited = Signal(str)
    restored = Signal()
    """The cleared contents have been brought back."""

    def __init__(self, specs: Sequence[FieldSpec], gap: int = 12) -> None:
        super().__init__()
        self._kept: dict[str, str] = {}
        self.fields = {spec.name: self._field(spec) for spec in specs}
        rows = [list(group) for _, group in groupby(sorted(specs, key=lambda spec: spec.row), lambda spec: spec.row)]
        self._rows = [self._row(group, gap) for group in rows]
        column(*self._rows, gap=12, parent=self)
        if self.fields:
            self.setFocusProxy(next(iter(self.fields.values())).editor)

    def values(self) -> dict[str, str]:
        """The values by field name: ASCII digits, the id of a choice, the ISO day of a date ('' when it is none)."""
        return {name: _read(field.editor) for name, field in self.fields.items()}

    def fill(self, values: Mapping[str, str]) -> None:
        """Write these values into their fields and clear their errors; other fields stay as they are."""
        for name, value in values.items():
            self.fields[name].clear_error()
            _write(self.fields[name].editor, value)

    def show_only(self, names: Collection[str]) -> None:
        """Hide every other field without emptying it, and every row with no visible field."""
        for name, field in self.fields.items():
            field.setVisible(name in names)
        for holder in self._rows:
            holder.setVisible(any(not field.isHidden() for field in holder.findChildren(Field)))

    def clear(self, *, undoable: bool = True) -> None:
        """Empty every field. If `undoable`, `restore` or Ctrl+Z brings the text back."""
        if not undoable:
            self._kept = {}
        elif any((raw := self.raw()).values()):
            self._kept = raw
        self.clear_errors()
        self.write_raw(dict.fromkeys(self.fields, ""))
        self.setFocus()

    def restore(self) -> bool:
        """Bring back what was cleared; False when there is nothing to bring back."""
        kept, self._kept = self._kept, {}
        self.write_raw(kept)
        if kept:
            self.restored.emit()
        return bool(kept)

    def raw(self) -> dict[str, str]:
        """The text of each field as it is written, even where it is no choice or no day."""
        return {name: _text(field.editor) for name, field in self.fields.items()}

    def errors(self, field: str, sentence: str) -> bool:
        """Show the sentence at the field and go there. False when the form has no such field: the caller says it."""
        if field not in self.fields:
            return False
        self.fields[field].show_error(sentence)
        self.fields[field].editor.setFocus()
        return True

    def clear_errors(self) -> None:
        for field in self.fields.values():
            field.clear_error()

    def label(self, name: str) -> str:
        """The label of a field; a check box carries it as its own text."""
        editor = self.editor(name)
        return editor.text() if isinstance(editor, QCheckBox) else self.fields[name].label()

    def editor(self, name: str) -> QWidget:
        return self.fields[name].editor

    def check(self) -> bool:
        """Show at each field if it holds no choice or no day; True when all is understood. Errors of an earlier try are
        cleared."""
        self.clear_errors()
        faults = {name: fault for name, field in self.fields.items() if (fault := _fault(field.editor))}
        for name, fault in reversed(faults.items()):
            self.errors(name, fault)
        return not faults

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Ctrl+Z bring a cleared form back once the editor itself has nothing to undo."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and not _can_undo(watched):
            return event.matches(QKeySequence.StandardKey.Undo) and self.restore()
        return super().eventFilter(watched, event)

    def write_raw(self, texts: Mapping[str, str]) -> None:
        """Write back what `raw` returned."""
        for name, text in texts.items():
            _write_text(self.fields[name].editor, text)

    def _field(self, spec: FieldSpec) -> Field:
        editor = _EDITORS[spec.kind](spec)
        editor.installEventFilter(self)
        field = Field("" if spec.kind == "check" else spec.label, editor)
        for name in ("textEdited", "textChanged", "toggled"):
            if signal := getattr(editor, name, None):
                signal.connect(lambda *_, name=spec.name: self._edited(name))
                break
        return field

    def _edited(self, name: str) -> None:
        self.fields[name].clear_error()
        self.edited.emit(name)

    def _row(self, specs: Sequence[FieldSpec], gap: int) -> QWidget:
        holder = QWidget()
        layout = row(*(self.fields[spec.name] for spec in specs), gap=gap, parent=holder)
        for place, spec in enumerate(specs):
            layout.setStretch(place, spec.stretch)
            self.fields[spec.name].show_label(any(other.kind != "check" for other in specs))
        return holder


def _choice(spec: FieldSpec) -> QWidget:
    from ui.widgets.choice_box import ChoiceBox  # late: start-up

    return ChoiceBox(spec.choices, spec.hint)


def _day(_: FieldSpec) -> QWidget:
    from ui.widgets.day_edit import DayEdit  # late: start-up

    return DayEdit()


_EDITORS: dict[Kind, Callable[[FieldSpec], QWidget]] = {
    "text": lambda spec: TextEdit(spec.hint, large=spec.large),
    "digits": lambda spec: DigitsEdit(spec.also, spec.hint, large=spec.large, takes_enter=spec.takes_enter),
    "number": lambda spec: DigitsEdit(hint=spec.hint),
    "lines": lambda spec: LinesEdit(rows=spec.rows, enter_breaks=spec.enter_breaks, large=spec.large, hint=spec.hint),
    "choice": _choice,
    "date": _day,
    "check": lambda spec: Check(fa(spec.label)),
    "password": lambda spec: PasswordEdit(),
}


def _read(editor: QWidget) -> str:
    if isinstance(editor, Chosen):
        return editor.value()
    return editor.text_ascii() if isinstance(editor, DigitsEdit) else _text(editor)


def _write(editor: QWidget, value: str) -> None:
    if isinstance(editor, Chosen):
        editor.set_value(value)
    elif isinstance(editor, DigitsEdit):
        editor.set_text(value)
    else:
        _write_text(editor, value)


def _text(editor: QWidget) -> str:
    if isinstance(editor, QPlainTextEdit):
        return editor.toPlainText()
    if isinstance(editor, QCheckBox):
        return "1" if editor.isChecked() else ""
    return editor.text() if isinstance(editor, QLineEdit) else ""


def _write_text(editor: QWidget, text: str) -> None:
    if isinstance(editor, QPlainTextEdit):
        editor.setPlainText(text)
    elif isinstance(editor, QCheckBox):
        editor.setChecked(text == "1")
    elif isinstance(editor, Chosen):
        editor.write(text)
    elif isinstance(editor, QLineEdit):
        editor.setText(text)
        editor.setCursorPosition(0)


def _fault(editor: QWidget) -> str:
    return editor.fault() if isinstance(editor, Chosen) else ""


def _can_undo(editor: QObject) -> bool:
    if isinstance(editor, QPlainTextEdit):
        return editor.document().isUndoAvailable()
    return isinstance(editor, QLineEdit) and editor.isUndoAvailable()
