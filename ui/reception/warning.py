"""What must be heard before a number is given, each with the key that answers it."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.cases.earlier import EarlierMatter
from app.reception.registering import RegistrationWarning, still_open
from app.reception.view import Story
from ui.widgets import KeyButton, column, label, row


class WarningBar(QFrame):
    """A sentence and the keys that answer it; without keys it has been answered and is calm."""

    def __init__(self, lead: str, detail: str, *buttons: KeyButton, urgent: bool = False) -> None:
        super().__init__()
        self.setProperty("accepted", not buttons)
        self.setProperty("urgent", urgent)
        self._lead, self._detail = label(lead, "lead"), label(detail, wraps=True)
        layout = row(self._lead, self._detail, *buttons, parent=self)
        layout.setStretchFactor(self._detail, 1)
        layout.setContentsMargins(10, 8, 14, 8)

    def text(self) -> str:
        return f"{self._lead.text()} {self._detail.text()}"


class Warnings(QWidget):
    """The bars about one visitor. `taken`: the earlier visit this one is to go on with."""

    taken = Signal(EarlierMatter)

    def __init__(self) -> None:
        super().__init__()
        self._column = column(gap=8, parent=self)
        self._bars: list[WarningBar] = []
        self._story: Story | None = None
        self._answered: set[tuple[str, int]] = set()
        self._same: EarlierMatter | None = None
        self._urgent = False
        self.hide()

    def clear(self) -> None:
        self._answered, self._story, self._same, self._urgent = set(), None, None, False
        self._show()

    def tell(self, story: Story) -> None:
        """What was answered of this visitor and still stands stays answered."""
        if story != self._story:
            self._story = story
            self._show()

    def urge(self) -> None:
        """Saving waits for an answer: what has none is red."""
        self._urgent = True
        self._show()

    def same_as(self) -> int | None:
        return self._same.visit_id if self._same else None

    def accepted(self) -> frozenset[str]:
        """Kinds of warnings that were answered; going on with a case answers even what has not been said yet."""
        standing = self._story.warnings if self._story else ()
        kinds = [warning.kind for warning in standing if self._is_answered(warning)]
        return frozenset([*kinds, "open"] if self._same else kinds)

    def text(self) -> str:
        return "\n".join(bar.text() for bar in self._bars)

    def take(self, past: EarlierMatter, *_: object) -> None:
        """Go on with this earlier visit."""
        self._same = past
        self._show()
        self.taken.emit(past)

    def category_chosen(self, category_id: int) -> None:
        """By hand: another one than the case's means another case."""
        if self._same and self._same.category_id not in (0, category_id):
            self._same = None

    def _is_answered(self, warning: RegistrationWarning) -> bool:
        return (warning.kind, warning.visit_id) in self._answered or (warning.kind == "open" and self._same is not None)

    def _show(self) -> None:
        for bar in self._bars:
            self._column.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        self._bars = self._made(self._story) if self._story else []
        for bar in self._bars:
            self._column.addWidget(bar)
            bar.show()  # a layout would show it one turn later, and its key be dead till then
        self.setVisible(bool(self._bars))

    def _made(self, story: Story) -> list[WarningBar]:
        bars = [self._bar(warning) for warning in story.warnings]
        offered = self._same or story.newest_open
        if offered and not any(warning.kind == "open" for warning in story.warnings):
            lead = "همان پرونده." if self._same else "پروندهٔ باز دارد." if offered.is_open else "پاسخ گرفته است."
            buttons = [] if self._same else [self._same_case(offered)]
            bars.append(WarningBar(lead, still_open(offered), *buttons))
        return bars

    def _bar(self, warning: RegistrationWarning) -> WarningBar:
        if self._is_answered(warning):
            calm = {"here": "نوبت دیگری می‌گیرد.", "open": "همان پرونده." if self._same else "موضوع تازه است."}
            return WarningBar(calm[warning.kind], warning.detail)
        return WarningBar(warning.lead, warning.detail, *self._keys(warning), urgent=self._urgent)

    def _keys(self, warning: RegistrationWarning) -> list[KeyButton]:
        if warning.kind == "here":
            return [self._pass("نوبت دیگر", "F6", warning)]
        past = self._story.past(warning.visit_id) if self._story else None
        return [*([self._same_case(past)] if past else []), self._pass("موضوع تازه", "F5", warning)]

    def _same_case(self, past: EarlierMatter) -> KeyButton:
        button = KeyButton("همان پرونده", "F4", small=True)
        button.clicked.connect(partial(self.take, past))
        return button

    def _pass(self, text: str, key: str, warning: RegistrationWarning) -> KeyButton:
        button = KeyButton(text, key, small=True)
        button.clicked.connect(partial(self._let_pass, warning))
        return button

    def _let_pass(self, warning: RegistrationWarning, *_: object) -> None:
        self._answered.add((warning.kind, warning.visit_id))
        self._show()
