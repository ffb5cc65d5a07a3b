"""The row of filters over the follow-up lists."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.followup.filter_choices import FilterChoices
from app.followup.query import ListFilter
from ui.widgets import Choice, ChoiceBox, Field, TextEdit, row
from ui.widgets.frames import restyle

PAUSE_MS = 60
"""Pause after the last key before the lists are asked: nobody reads the rows of half a word."""
BOXES = {
    "programme": "برنامه",
    "unit": "واحد",
    "official": "مقام",
    "category": "موضوع",
    "district": "منطقه",
    "session": "جلسه",
}


class FilterBox(ChoiceBox):
    """Chooses one of the names, or all of them while it is empty. Delete empties it."""

    changed = Signal()

    def __init__(self, title: str) -> None:
        super().__init__((), f"{title}: همه")
        self._told = ""
        self.picked.connect(self._tell)
        self.textChanged.connect(self._forget)

    def chosen(self) -> int | None:
        return int(self._told) if self._told else None

    def clear_choice(self) -> None:
        self.set_value("")
        self._tell("")

    def offer(self, choices: tuple[tuple[int, str], ...]) -> None:
        self.set_choices([Choice(str(id_), name) for id_, name in choices])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self._told:
            self.clear_choice()
        else:
            super().keyPressEvent(event)

    def _forget(self, text: str) -> None:
        if not text:
            self._tell("")

    def _tell(self, value: str) -> None:
        if value != self._told:
            self._told = value
            self.setProperty("taken", bool(value))
            restyle(self)
            self.changed.emit()


class FilterRow(QWidget):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.words = TextEdit("نام، موضوع، شماره…")
        self.words.setClearButtonEnabled(True)
        self.boxes = {name: FilterBox(title) for name, title in BOXES.items()}
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        self.words.textChanged.connect(lambda _: self._pause.start())
        fields = [Field("فیلتر فهرست", self.words, bare=True)]
        for name, box in self.boxes.items():
            fields.append(Field(BOXES[name], box, bare=True))
            box.changed.connect(self.changed)
        layout = row(*fields, gap=8, parent=self)
        for place in range(len(fields)):
            layout.setStretch(place, 4 if place == 0 else 3)

    def chosen(self) -> ListFilter:
        return ListFilter(self.words.text(), **{name: box.chosen() for name, box in self.boxes.items()})

    def offer(self, choices: FilterChoices) -> None:
        for name, box in self.boxes.items():
            box.offer(getattr(choices, name))

    def clear(self) -> None:
        self.words.clear()
        for box in self.boxes.values():
            box.clear_choice()
