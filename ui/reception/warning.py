"""The warnings to answer before a number is given, each with its keys."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from app.cases.earlier import EarlierMatter
from app.reception.registration_warnings import RegistrationWarning, how_it_ended, still_open
from app.reception.view import KnownVisitor
from ui.widgets import KeyButton, column, label, row


class WarningBar(QFrame):
    """A sentence and the keys that answer it; it has no keys, and another colour, once it was answered."""

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
    """The bars about one visitor."""

    continued = Signal(EarlierMatter)
    """The matter that this visit is to continue."""

    def __init__(self) -> None:
        super().__init__()
        self._column = column(gap=8, parent=self)
        self._bars: list[WarningBar] = []
        self._known: KnownVisitor | None = None
        self._answered: set[tuple[str, int]] = set()
        """Kind and visit of the warnings that were answered."""
        self._same: EarlierMatter | None = None
        """The matter that is continued."""
        self._urgent = False
        self.hide()

    def clear(self) -> None:
        self._answered, self._known, self._same, self._urgent = set(), None, None, False
        self._show()

    def show_visitor(self, known: KnownVisitor) -> None:
        """Answers that were given stay."""
        if known != self._known:
            self._known = known
            self._show()

    def urge(self) -> None:
        """Mark the unanswered warnings in red, because saving waits for them."""
        self._urgent = True
        self._show()

    def same_as(self) -> int | None:
        return self._same.visit_id if self._same else None

    def accepted(self) -> frozenset[str]:
        """Return the kinds of warnings that were answered. Continuing a matter accepts 'open' before its warning has
        come."""
        warnings = self._known.warnings if self._known else ()
        kinds = [warning.kind for warning in warnings if self._is_answered(warning)]
        return frozenset([*kinds, "open"] if self._same else kinds)

    def text(self) -> str:
        return "\n".join(bar.text() for bar in self._bars)

    def continue_matter(self, matter: EarlierMatter, *_: object) -> None:
        self._same = matter
        self._show()
        self.continued.emit(matter)

    def category_chosen(self, category_id: int) -> None:
        """Another category than that of the continued matter means another matter."""
        if self._same and self._same.category_id not in (0, category_id):
            self._same = None

    def _is_answered(self, warning: RegistrationWarning) -> bool:
        return (warning.kind, warning.visit_id) in self._answered or (warning.kind == "open" and self._same is not None)

    def _show(self) -> None:
        for bar in self._bars:
            self._column.removeWidget(bar)
            bar.hide()
            bar.deleteLater()
        self._bars = self._bars_for(self._known) if self._known else []
        for bar in self._bars:
            self._column.addWidget(bar)
            bar.show()  # a layout would show it one turn of the event loop later, and its key would be dead until then
        self.setVisible(bool(self._bars))

    def _bars_for(self, known: KnownVisitor) -> list[WarningBar]:
        bars = [self._bar(warning) for warning in known.warnings]
        if any(warning.kind == "open" for warning in known.warnings):
            return bars
        offered = self._same or known.newest_of_category or known.newest_unsettled
        return [*bars, self._proposal(offered)] if offered else bars

    def _proposal(self, matter: EarlierMatter) -> WarningBar:
        """Propose a matter to continue; nothing waits for the answer."""
        if self._same:
            lead = "همان پرونده."
        elif matter.is_over:
            lead = "همان موضوع است؟"
        else:
            lead = "پروندهٔ باز دارد." if matter.is_open else "پاسخ گرفته است."
        detail = how_it_ended(matter) if matter.is_over else still_open(matter)
        return WarningBar(lead, detail, *([] if self._same else [self._continue_key(matter)]))

    def _bar(self, warning: RegistrationWarning) -> WarningBar:
        if self._is_answered(warning):
            calm = {"here": "نوبت دیگری می‌گیرد.", "open": "همان پرونده." if self._same else "موضوع جدید است."}
            return WarningBar(calm[warning.kind], warning.detail)
        return WarningBar(warning.lead, warning.detail, *self._keys(warning), urgent=self._urgent)

    def _keys(self, warning: RegistrationWarning) -> list[KeyButton]:
        if warning.kind == "here":
            return [self._accept_key("نوبت دیگر", "F6", warning)]
        matter = self._known.matter(warning.visit_id) if self._known else None
        return [*([self._continue_key(matter)] if matter else []), self._accept_key("موضوع جدید", "F5", warning)]

    def _continue_key(self, matter: EarlierMatter) -> KeyButton:
        button = KeyButton("همان پرونده", "F4", small=True)
        button.clicked.connect(partial(self.continue_matter, matter))
        return button

    def _accept_key(self, text: str, key: str, warning: RegistrationWarning) -> KeyButton:
        button = KeyButton(text, key, small=True)
        button.clicked.connect(partial(self._accept, warning))
        return button

    def _accept(self, warning: RegistrationWarning, *_: object) -> None:
        self._answered.add((warning.kind, warning.visit_id))
        self._show()
