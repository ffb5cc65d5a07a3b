"""Two versions of the same fields, side by side: the clerk chooses which one is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from app.journal.conflict import EditConflict
from ui.shell.overlay import Overlay
from ui.shell.window import Window
from ui.widgets import Card, Form, KeyButton, column, heading, label, row, theme
from ui.widgets.comparison import Comparison
from ui.widgets.editors import PasswordEdit

HIGHEST = 420
"""Pixels; a higher table scrolls."""
ANSWERS = {"1": "بله", "": "خیر"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which the two versions differ, as text."""

    label: str
    mine: str
    theirs: str


class Conflict(Overlay):
    """Shown over the window when another clerk saved first. Esc decides nothing: what was typed stays in the form."""

    kept = Signal()
    """The clerk's own version is to be saved over the other one."""
    taken = Signal()
    """The other version stays, and what was typed is dropped."""

    def __init__(self, window: Window, refused: EditConflict, differences: Iterable[Difference]) -> None:
        super().__init__(window)
        self.differences = tuple(differences)
        self.keep = KeyButton("حفظ نوشتهٔ من", "F6", primary=True)
        self.take = KeyButton("پذیرش نوشتهٔ ایشان", "F7")
        leave = KeyButton("بازگشت به فرم", "Esc")
        for button, slot in ((self.keep, self._keep), (self.take, self._take), (leave, self.leave)):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(slot)
        table = Comparison()
        heads = ("نوشتهٔ من", "نوشتهٔ ایشان")
        table.show_rows(heads, ((each.label, each.mine, each.theirs) for each in self.differences))
        table.setFixedHeight(min(table.full_height(), theme.px(HIGHEST)))
        card = Card(
            heading("تغییر هم‌زمان"), label(refused.sentence, wraps=True), table, row(self.keep, self.take, 1, leave)
        )
        card.setMaximumWidth(920)
        middle = row(1, column(1, card, 2), 1, parent=self)
        middle.setStretch(1, 8)
        middle.setContentsMargins(40, 40, 40, 40)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @classmethod
    def open_over(cls, page: QWidget, refused: EditConflict, differences: Iterable[Difference]) -> "Conflict":
        window = page.window()
        assert isinstance(window, Window)
        panel = cls(window, refused, differences)
        panel.cover_window()
        panel.setFocus()  # not on a button: a key meant for the form must decide nothing
        return panel

    def _keep(self) -> None:
        self.leave()
        self.kept.emit()

    def _take(self) -> None:
        self.leave()
        self.taken.emit()


def differences(form: Form, theirs: Mapping[str, str]) -> dict[str, Difference]:
    """Return by field name where the form differs from `theirs`, both as the editors of the form write them. Passwords
    are left out: nobody may see them."""
    mine = form.raw()
    with QSignalBlocker(form):
        form.fill({name: theirs.get(name, "") for name in mine})
        other = form.raw()
        form.write_raw(mine)
    names = [
        name
        for name, field in form.fields.items()
        if mine[name] != other[name] and not isinstance(field.editor, PasswordEdit)
    ]
    return {
        name: Difference(form.label(name), *(_read(form, name, text[name]) for text in (mine, other))) for name in names
    }


def _read(form: Form, name: str, text: str) -> str:
    return ANSWERS[text] if isinstance(form.editor(name), QCheckBox) else text
