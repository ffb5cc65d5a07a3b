"""Two writings of one thing, side by side: the clerk says which stands."""

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
"""More lines than fit are scrolled."""
ANSWERS = {"1": "بله", "": "خیر"}


@dataclass(frozen=True, slots=True)
class Side:
    """One thing the two writings differ in, as it is read."""

    label: str
    mine: str
    theirs: str


class Conflict(Overlay):
    """Esc decides nothing: what was typed stays in the form, unsaved."""

    kept = Signal()
    """The clerk's own is to be saved over the other's."""
    taken = Signal()
    """The other's stands; what was typed goes."""

    def __init__(self, window: Window, refused: EditConflict, sides: Iterable[Side]) -> None:
        super().__init__(window)
        self.sides = tuple(sides)
        self.keep = KeyButton("نگه‌داشتن نوشتهٔ من", "F6", primary=True)
        self.take = KeyButton("پذیرفتن نوشتهٔ او", "F7")
        leave = KeyButton("بازگشت به فرم", "Esc")
        for button, slot in ((self.keep, self._keep), (self.take, self._take), (leave, self.leave)):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(slot)
        told = Comparison()
        told.show_rows(("نوشتهٔ من", "نوشتهٔ او"), ((side.label, side.mine, side.theirs) for side in self.sides))
        told.setFixedHeight(min(told.full_height(), theme.px(HIGHEST)))
        card = Card(heading("دو نوشتهٔ هم‌زمان"), label(refused.sentence, wraps=True), told,
                    row(self.keep, self.take, 1, leave))
        card.setMaximumWidth(920)
        middle = row(1, column(1, card, 2), 1, parent=self)
        middle.setStretch(1, 8)
        middle.setContentsMargins(40, 40, 40, 40)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @classmethod
    def over(cls, page: QWidget, refused: EditConflict, sides: Iterable[Side]) -> "Conflict":
        window = page.window()
        assert isinstance(window, Window)
        panel = cls(window, refused, sides)
        panel.cover_window()
        panel.setFocus()  # on no button: a key meant for the form decides nothing
        return panel

    def _keep(self) -> None:
        self.leave()
        self.kept.emit()

    def _take(self) -> None:
        self.leave()
        self.taken.emit()


def sides(form: Form, theirs: Mapping[str, str]) -> dict[str, Side]:
    """By field what a form holds beside other values of it, both as its editors write them; passwords are nobody's to
    see."""
    mine = form.raw()
    with QSignalBlocker(form):
        form.fill({name: theirs.get(name, "") for name in mine})
        other = form.raw()
        form.write_raw(mine)
    names = [name for name, field in form.fields.items()
             if mine[name] != other[name] and not isinstance(field.editor, PasswordEdit)]
    return {name: Side(form.label(name), *(_read(form, name, text[name]) for text in (mine, other))) for name in names}


def _read(form: Form, name: str, text: str) -> str:
    return ANSWERS[text] if isinstance(form.editor(name), QCheckBox) else text
