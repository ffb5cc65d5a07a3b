"""The units a matter goes to: one row a unit, and the box in which the next one is named."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from app.persian.text import fa
from app.table.view import PickLists, Unit
from ui.table.draft_state import UnitContent
from ui.table.unit_row import UnitRow
from ui.widgets import Choice, ChoiceBox, column, label
from ui.widgets.buttons import ENTERS

KEYPAD = Qt.KeyboardModifier.KeypadModifier


class UnitRows(QFrame):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.box = ChoiceBox()
        self.rows: list[UnitRow] = []
        self._lists: PickLists | None = None
        self._default: int | None = None
        self._words, self._most = "", 3
        self._holder = QWidget()
        self._column = column(gap=0, parent=self._holder)
        self._area = QScrollArea()
        self._area.setWidget(self._holder)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._error = label(name="error", wraps=True)
        self._error.hide()
        column(self._area, self.box, self._error, gap=0, margin=1, parent=self)
        self.setFocusProxy(self.box)
        self.box.picked.connect(self._named)
        self.box.installEventFilter(self)
        self._fit()

    def set_lists(self, lists: PickLists) -> None:
        self._lists = lists
        self.box.set_choices([Choice(str(unit.id), unit.name, unit.addressed_as) for unit in lists.units])
        self.fill(self.content())

    def offer(self, unit_id: int | None) -> None:
        """Offer the unit to which matters of this kind usually go: Enter in the empty box takes it."""
        self._default = unit_id
        self._fit()

    def content(self) -> tuple[UnitContent, ...]:
        return tuple(each.content() for each in self.rows)

    def fill(self, content: Sequence[UnitContent]) -> None:
        """Show these rows and no others; a unit retired meanwhile drops out."""
        for each in self.rows:
            self._drop(each)
        self.rows = []
        for each_content in content:
            self._add(each_content)
        self._fit()

    def suggest(self, words: str) -> None:
        self._words = words
        for each in self.rows:
            each.suggest(words)
        self._fit()

    def check(self) -> bool:
        """Return whether every row is whole and no half-named unit stands in the box; else say it there and move the
        focus there."""
        faulty = [each for each in self.rows if not each.check()]
        half = self.box.text().strip()
        self.say("این واحد هنوز افزوده نشده است؛ Enter را بزنید یا آن را پاک کنید." if half else "")
        if half or faulty:
            (self.box if half else faulty[0].deadline_editor()).setFocus()
        self._fit()
        return not half and not faulty

    def say(self, sentence: str) -> None:
        """Show what is wrong with the units as a whole."""
        self._error.setText(fa(sentence))
        self._error.setVisible(bool(sentence))

    def error(self) -> str:
        return self._error.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter in the empty box takes the usual unit and never reaches the page's own keys."""
        if isinstance(event, QKeyEvent) and event.key() in ENTERS and not event.modifiers() & ~KEYPAD:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._enter()
                return True
        return super().eventFilter(watched, event)

    def _enter(self) -> None:
        if not self.box.text().strip():
            if usual := self._usual():
                self.add(usual.id)
        elif self.box.value():
            self.add(int(self.box.value()))

    def _named(self, unit_id: str) -> None:
        """Add a unit picked by the keyboard or from the list. A name left half written stays for the clerk to see."""
        if self.box.hasFocus() and unit_id:
            self.add(int(unit_id))

    def add(self, unit_id: int) -> None:
        """Add a unit: the first one leads, the next ones are partners until the clerk turns them. A unit that is
        already there gets the focus."""
        self._empty()
        QTimer.singleShot(0, self._empty)  # a click in the list writes the name once more after this
        self.say("")
        if known := next((each for each in self.rows if each.unit_id == unit_id), None):
            known.part.setFocus()
            return
        self._add(UnitContent(unit_id, "partner" if self.rows else "lead"))
        self.rows[-1].suggest(self._words)
        self._fit()
        self.changed.emit()

    def _usual(self) -> Unit | None:
        return None if self.rows else self._unit(self._default)

    def _empty(self) -> None:
        self.box.set_value("")

    def _unit(self, unit_id: int | None) -> Unit | None:
        units = self._lists.units if self._lists else ()
        return next((unit for unit in units if unit.id == unit_id), None)

    def _add(self, content: UnitContent) -> None:
        unit = self._unit(content.unit_id)
        if unit is None or self._lists is None:
            return
        made = UnitRow(unit, self._lists, content)
        made.changed.connect(self._row_changed)
        made.removed.connect(self._remove)
        self.rows.append(made)
        self._column.addWidget(made)

    def _row_changed(self) -> None:
        self.suggest(self._words)
        self.changed.emit()

    def _remove(self, gone: UnitRow) -> None:
        self.rows.remove(gone)
        self._drop(gone)
        self._fit()
        self.box.setFocus()
        self.changed.emit()

    def _drop(self, gone: UnitRow) -> None:
        self._column.removeWidget(gone)
        gone.hide()
        gone.deleteLater()

    def show_rows(self, most: int) -> None:
        """Show at most so many rows at once; the others are scrolled to."""
        self._most = most
        self._fit()

    def _fit(self) -> None:
        usual = self._usual()
        hint = f"نام واحد را بنویسید؛ Enter: {usual.name}" if usual else "نام واحد را بنویسید و Enter بزنید"
        self.box.setPlaceholderText(fa(hint))
        self._area.setVisible(bool(self.rows))
        self._area.setFixedHeight(sum(each.sizeHint().height() for each in self.rows[: self._most]))
