"""The question before a session is closed: everybody who is still here, by name, with a choice for each."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QSize
from PySide6.QtGui import QKeyEvent

from app.errors import Refused
from app.sessions.endings import Ending, Unended
from ui.parts.button_flow import button_flow
from ui.parts.question import Answer, Question
from ui.widgets import KeyButton, ListRow, ListView
from ui.widgets.buttons import is_plain_enter
from ui.widgets.frames import TagKind
from ui.widgets.theme import px

ENDINGS: dict[Ending, tuple[TagKind, str, str]] = {
    "next": ("accent", "جلسهٔ بعد", "Alt+1"),
    "left": ("waits", "انصراف", "Alt+2"),
    "no_show": ("late", "غایب", "Alt+3"),
}
"""The look and the words of each choice, and the key that makes it for the current visitor."""
_STATES = {"waiting": "در صف", "held": "نگه‌داشته", "called": "فراخوانده‌شده", "meeting": "در حال ملاقات"}
_ROW, _FEWEST, _MOST = 64, 3, 12
"""Height of a row in pixels before zooming; so many rows are in sight on a low screen and on a high one."""


class _Visitors(ListView):
    """Enter is left to the button that closes the session, and a double click chooses nothing."""

    def sizeHint(self) -> QSize:
        rows = min(len(self.rows()), _MOST)
        return QSize(super().sizeHint().width(), px(_ROW) * rows + px(4))

    def minimumSizeHint(self) -> QSize:
        rows = min(len(self.rows()), _FEWEST)
        return QSize(super().minimumSizeHint().width(), px(_ROW) * rows + px(4))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and is_plain_enter(event):
            return False
        return super().event(event)

    def _choose(self, index: QModelIndex) -> None:
        return


class ClosingQuestion(Question):
    """Everybody who is still here goes to the next session unless the clerk chooses otherwise for a visitor."""

    def __init__(self, still_here: Sequence[Unended]) -> None:
        sentence = (
            "این مراجعه‌کنندگان هنوز در جلسه هستند. وضعیت هر نفر را بررسی کنید؛ سپس صورت‌جلسه چاپ می‌شود."
            if still_here
            else "کسی در صف نیست. جلسه پایان می‌یابد و صورت‌جلسه چاپ می‌شود."
        )
        super().__init__("پایان جلسه", sentence, (), Answer("پایان جلسه"))
        self._still_here: tuple[Unended, ...] = ()
        self._chosen: dict[int, Ending] = {}
        self.list = _Visitors()
        self._choices = [KeyButton(words, key, small=True) for _, words, key in ENDINGS.values()]
        for button, ending in zip(self._choices, ENDINGS, strict=True):
            button.clicked.connect(partial(self._choose_for_current, ending))
        same = KeyButton("برای همه", "Ctrl+A", small=True)
        same.clicked.connect(self._choose_for_all)
        self._extras.addWidget(self.list)
        self._extras.addWidget(button_flow(*self._choices, same, gap=8))
        for widget in (self.list, *self._choices, same):
            widget.setVisible(bool(still_here))
        self.setFocusProxy(self.list if still_here else self.confirm)
        self.show_visitors(still_here)

    def chosen(self) -> dict[int, str]:
        """Return the choice for each visitor in the list, by the id of the visit."""
        return dict(self._chosen)

    def show_visitors(self, still_here: Sequence[Unended]) -> None:
        """Replace the list: somebody came or went meanwhile. What was chosen for the others stays."""
        self._still_here = tuple(still_here)
        self._chosen = {each.visit_id: self._chosen.get(each.visit_id, "next") for each in still_here}
        self.list.show_rows([self._row(each) for each in still_here])
        self.list.updateGeometry()
        if self.list.current_id() is None and still_here:
            self.list.set_current(still_here[0].visit_id)

    def refuse(self, refused: Refused) -> None:
        super().refuse(refused)
        self.setFocus()

    def _choose_for_current(self, ending: Ending, _: bool = False) -> None:
        """Choose for the current visitor and go to the one below, so that a whole line is decided by one key a
        visitor."""
        current = self.list.current_id()
        if current is not None:
            self._chosen[current] = ending
            self.show_visitors(self._still_here)
            self.list.move_current(1)
        self.list.setFocus()

    def _choose_for_all(self) -> None:
        current = self.list.current_id()
        if current is not None:
            self._chosen = dict.fromkeys(self._chosen, self._chosen[current])
            self.show_visitors(self._still_here)
        self.list.setFocus()

    def _row(self, each: Unended) -> ListRow:
        kind, words, _ = ENDINGS[self._chosen[each.visit_id]]
        quiet = f"{_STATES[each.state]} · {each.table}" if each.table else _STATES[each.state]
        return ListRow(each.visit_id, each.name, quiet, str(each.ticket), tags=((kind, words),))
