"""One unit a matter is sent to: its part, its deadline, its urgency."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy

from app.errors import Refused
from app.persian.text import fa
from app.referrals.issuing import LONGEST, suggested
from app.table.paraphs import PARTS, Addressee
from app.table.view import PickLists, Row
from ui.table.cycle_button import Cycle, Elided
from ui.table.words import deadline
from ui.widgets import DigitsEdit, column, label, row, theme
from ui.widgets.frames import TagKind, restyle


@dataclass(frozen=True, slots=True)
class Sent:
    """One row as it is written: what was typed, not what it may mean."""

    unit_id: int
    part: str = "lead"
    urgency: str = ""
    days: str = ""
    """'0': no answer is needed."""
    days_typed: bool = False
    """Else the days follow the words and the urgency."""

    @property
    def working_days(self) -> int | None:
        return int(self.days[:6]) if self.days else None

    def addressee(self) -> Addressee:
        answer = self.working_days != 0
        return Addressee(self.unit_id, self.part, self.urgency, self.working_days if answer else None, answer)


class UnitRow(QFrame):
    """`changed` after every edit; `removed` asks to be taken out."""

    changed = Signal()
    removed = Signal(object)

    def __init__(self, unit: Row, office: PickLists, sent: Sent) -> None:
        super().__init__()
        self.unit_id, self._office, self._days_typed = sent.unit_id, office, sent.days_typed
        self._name = Elided(fa(unit["addressed_as"]))
        self._name.setObjectName("lead")
        self._name.setToolTip(fa(unit["name"]))
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.part = Cycle("نقش", _parts(), sent.part)
        self.urgency = Cycle("فوریت", _urgencies(office), sent.urgency)
        self.days, self._due = DigitsEdit(), label(name="quiet")
        self.days.set_text(sent.days)
        self.days.setAccessibleName("مهلت به روز کاری؛ صفر یعنی بدون پاسخ")
        self.days.setToolTip("مهلت به روز کاری؛ ۰ یعنی بدون پاسخ")
        self.remove = QPushButton("×")
        self.remove.setObjectName("remove")
        self.remove.setToolTip("برداشتن (Delete)")
        self.remove.setAccessibleName(fa(f"برداشتن {unit['addressed_as']}"))
        self._error = label(name="error")
        self._error.hide()
        self._lay_out()
        self._connect()
        self._show_due()

    def sent(self) -> Sent:
        return Sent(self.unit_id, self.part.value(), self.urgency.value(), self.days.text_ascii(), self._days_typed)

    def suggest(self, words: str) -> None:
        """The deadline follows the words and the urgency until somebody writes one."""
        if not self._days_typed:
            days = self._office.urgency_days(self.urgency.value())
            ordinary = self.urgency.value() == ""
            self.days.set_text(str(suggested(words, self._office.phrases, days, ordinary=ordinary)))
            self._show_due()

    def check(self) -> bool:
        """Says at the row what its deadline lacks."""
        sentence = self._fault()
        self._say(f"{sentence} برای «بدون پاسخ» ۰ بنویسید." if sentence else "")
        return not sentence

    def error(self) -> str:
        return self._error.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.removed.emit(self)
        else:
            super().keyPressEvent(event)

    def _fault(self) -> str:
        try:
            self.sent().addressee().must_be_whole()
        except Refused as refused:
            return refused.sentence
        return ""

    def _lay_out(self) -> None:
        self.days.setFixedWidth(theme.px(52))
        self._due.setMinimumWidth(theme.px(158))
        self._due.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
                               | Qt.AlignmentFlag.AlignVCenter)
        layout = row(self._name, self.part, self.days, self._due, self.urgency, self.remove, gap=8)
        layout.setStretch(0, 1)
        column(layout, self._error, gap=0, parent=self).setContentsMargins(4, 4, 12, 4)

    def _connect(self) -> None:
        self.part.turned.connect(self._edited)
        self.urgency.turned.connect(self._urgency_turned)
        self.days.textEdited.connect(self._days_edited)
        self.remove.clicked.connect(lambda: self.removed.emit(self))

    def _days_edited(self) -> None:
        self._days_typed = True
        self._edited()

    def _urgency_turned(self) -> None:
        self._days_typed = False
        self._edited()

    def _edited(self) -> None:
        self._say("")
        self._show_due()
        self.changed.emit()

    def _show_due(self) -> None:
        copy, days = self.part.value() == "copy", self.sent().working_days
        self.days.setVisible(not copy)
        self.urgency.setVisible(not copy)
        if copy or days == 0:
            self._due.setText("بدون پاسخ")
        elif days and days <= LONGEST:
            self._due.setText(fa(f"روز کاری ← {deadline(self._office.due(days))}"))
        else:
            self._due.setText("روز کاری")

    def _say(self, sentence: str) -> None:
        self._error.setText(fa(sentence))
        self._error.setVisible(bool(sentence))
        self.days.setProperty("wrong", bool(sentence))
        self.days.setAccessibleDescription(sentence)
        restyle(self.days)


def _parts() -> list[tuple[str, str, TagKind]]:
    kinds: dict[str, TagKind] = {"lead": "accent", "partner": "accent", "copy": "plain"}
    return [(part, words, kinds[part]) for part, words in PARTS.items()]


def _urgencies(office: PickLists) -> list[tuple[str, str, TagKind]]:
    return [(name, shown, "waits" if name else "plain") for name, shown in office.urgency_names()]
