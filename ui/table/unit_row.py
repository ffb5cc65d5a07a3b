"""One unit a matter is sent to: its part, its deadline, its urgency."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QWidget

from app.errors import Refused
from app.office.holidays import UNCONFIRMED_YEAR
from app.persian.calendar import jalali
from app.persian.text import fa
from app.referrals.issuing import LONGEST, suggested
from app.table.paraphs import PARTS
from app.table.view import PickLists, Unit
from ui.table.cycle_button import CycleButton, ElidedLabel
from ui.table.draft_state import UnitContent
from ui.table.words import deadline
from ui.widgets import DayEdit, DigitsEdit, column, label, row, theme
from ui.widgets.frames import TagKind, restyle


class UnitRow(QFrame):
    changed = Signal()
    """Emitted after every edit."""
    removed = Signal(object)
    """Asks for this row to be taken out."""

    def __init__(self, unit: Unit, lists: PickLists, content: UnitContent) -> None:
        super().__init__()
        self.unit_id, self._lists, self._days_typed = content.unit_id, lists, content.days_typed
        self._name = ElidedLabel(fa(unit.addressed_as))
        self._name.setObjectName("lead")
        self._name.setToolTip(fa(unit.name))
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.part = CycleButton("نقش", _parts(), content.part)
        self.urgency = CycleButton("فوریت", _urgencies(lists), content.urgency)
        self.days, self._due, self.due = DigitsEdit(), label(name="quiet"), DayEdit()
        self.due.write(content.due)
        self.due.setAccessibleName("مهلت روی برگهٔ کاغذی")
        self.due.setToolTip("مهلتی که روی برگهٔ کاغذی نوشته شده است؛ خالی: طبق روز کاری")
        self.days.set_text(content.days)
        self.days.setAccessibleName("مهلت به روز کاری؛ صفر یعنی پاسخ لازم نیست")
        self.days.setToolTip("مهلت به روز کاری؛ ۰ یعنی پاسخ لازم نیست")
        self.remove = QPushButton("×")
        self.remove.setObjectName("remove")
        self.remove.setToolTip("حذف (Delete)")
        self.remove.setAccessibleName(fa(f"حذف {unit.addressed_as}"))
        self._error, self._note = label(name="error"), label(UNCONFIRMED_YEAR, "note")
        for each in (self._error, self._note):
            each.hide()
        self._lay_out()
        self._connect()
        self._show_due()

    def content(self) -> UnitContent:
        due = self.due.text().strip() if self._lists.dues_typed else ""
        return UnitContent(
            self.unit_id, self.part.value(), self.urgency.value(), self.days.text_ascii(), self._days_typed, due
        )

    def suggest(self, words: str) -> None:
        """Let the deadline follow the words and the urgency until the clerk types one."""
        if not self._days_typed:
            days = self._lists.urgency_days(self.urgency.value())
            ordinary = self.urgency.value() == ""
            self.days.set_text(str(suggested(words, self._lists.phrases, days, ordinary=ordinary)))
            self._show_due()

    def check(self) -> bool:
        """Return whether the row is whole; say at the row what its deadline lacks."""
        sentence = self._fault()
        hint = "" if self.content().due else " اگر پاسخ لازم نیست ۰ بنویسید."
        self._say(f"{sentence}{hint}" if sentence else "")
        return not sentence

    def deadline_editor(self) -> QWidget:
        """Return the field that decides the deadline: the day that is typed, else the number of days."""
        return self.due if self.content().due else self.days

    def error(self) -> str:
        return self._error.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.removed.emit(self)
        else:
            super().keyPressEvent(event)

    def _fault(self) -> str:
        try:
            self.content().addressee().must_be_whole()
        except Refused as refused:
            return refused.sentence
        return ""

    def _lay_out(self) -> None:
        self.days.setFixedWidth(theme.px(52))
        self._due.setMinimumWidth(theme.px(158))
        self._due.setAlignment(
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        )
        self.due.setFixedWidth(theme.px(138))
        layout = row(self._name, self.part, self.days, self._due, self.due, self.urgency, self.remove, gap=8)
        layout.setStretch(0, 1)
        column(layout, self._note, self._error, gap=0, parent=self).setContentsMargins(4, 4, 12, 4)

    def _connect(self) -> None:
        self.part.turned.connect(self._edited)
        self.urgency.turned.connect(self._urgency_turned)
        self.days.textEdited.connect(self._days_edited)
        self.due.textEdited.connect(self._edited)
        self.due.picked.connect(self._edited)
        self.remove.clicked.connect(lambda: self.removed.emit(self))

    def _days_edited(self) -> None:
        self._days_typed = True
        self.due.clear()
        self._edited()

    def _urgency_turned(self) -> None:
        self._days_typed = False
        self._edited()

    def _edited(self) -> None:
        self._say("")
        self._show_due()
        self.changed.emit()

    def _show_due(self) -> None:
        copy, days = self.part.value() == "copy", self.content().working_days
        due = "" if copy or not days or days > LONGEST else self._lists.due(days)
        self._note.setVisible(bool(due) and not self._lists.days.are_confirmed(due))
        self.days.setVisible(not copy)
        self.urgency.setVisible(not copy)
        types_due = self._lists.dues_typed and not copy and days != 0
        self.due.setVisible(types_due)
        self._due.setMinimumWidth(theme.px(60 if types_due else 158))
        if copy or days == 0:
            self._due.setText("پاسخ لازم نیست")
        elif types_due:
            self._due.setText("روز کاری ←")
            self.due.setPlaceholderText(fa(jalali(due)) if due else "")
        else:
            self._due.setText(fa(f"روز کاری ← {deadline(due)}") if due else "روز کاری")

    def _say(self, sentence: str) -> None:
        self._error.setText(fa(sentence))
        self._error.setVisible(bool(sentence))
        wrong = self.deadline_editor()
        for editor in (self.days, self.due):
            editor.setProperty("wrong", bool(sentence) and editor is wrong)
            editor.setAccessibleDescription(sentence if editor is wrong else "")
            restyle(editor)


def _parts() -> list[tuple[str, str, TagKind]]:
    kinds: dict[str, TagKind] = {"lead": "accent", "partner": "accent", "copy": "plain"}
    return [(part, words, kinds[part]) for part, words in PARTS.items()]


def _urgencies(lists: PickLists) -> list[tuple[str, str, TagKind]]:
    return [(name, shown, "waits" if name else "plain") for name, shown in lists.urgency_names()]
