"""Buttons that show the key that presses them, and pills to choose one of a few."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QLayout,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from app.persian.text import fa
from ui.widgets import theme
from ui.widgets.flow import Flow
from ui.widgets.frames import restyle, row

ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
GAP = 10
# the letters on the same keys of the standard Persian keyboard (ISIRI 9147)
PERSIAN_KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "شذزیثبلاهتنمئدخحضقسفعرصطغظ")


def sequences(key: str) -> list[QKeySequence]:
    """Every way to type the key that a button names. Return and Enter are one key; a PC whose only keyboard is Persian
    sends Ctrl+1 and Ctrl+F as Ctrl+۱ and Ctrl+ب."""
    before, plus, last = key.rpartition("+")
    names = {key, key.replace("Enter", "Return")}
    if plus and len(last) == 1:
        names.add(before + plus + fa(last).translate(PERSIAN_KEYS))
    return [QKeySequence(name) for name in sorted(names)]


def is_plain_enter(event: QKeyEvent) -> bool:
    return event.key() in ENTERS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier


class KeyButton(QPushButton):
    """A button with its key drawn on it. The key does what a click does, wherever the focus is in the window, while the
    button is visible and enabled."""

    def __init__(
        self, text: str, key: str = "", *, primary: bool = False, small: bool = False, flat: bool = False
    ) -> None:
        super().__init__(fa(text))
        self._key = key
        self.notice_number = 0
        """On the button that closes a notice: the count of notices when it was shown. 0 on every other button."""
        for name, value in (("primary", primary), ("small", small), ("flat", flat)):
            self.setProperty(name, value)
        if key:
            self._shortcut = QShortcut(self)
            self._shortcut.setAutoRepeat(False)
            self._shortcut.setKeys(sequences(key))
            self._shortcut.activated.connect(self.click)
            self._shortcut.activatedAmbiguously.connect(self._resolve_shared_key)
            if key == "Enter":
                cast(QApplication, QApplication.instance()).focusChanged.connect(self._repaint_cap)
            self.setAccessibleDescription(key)

    def key(self) -> str:
        return self._key

    def _resolve_shared_key(self) -> None:
        """Click the right one of several visible buttons with this key (a notice and a question both close on Esc): the
        one nearest to the focus, and of several notices the latest."""
        rivals = [
            button
            for button in self.window().findChildren(KeyButton)
            if button.key() == self._key and button.isVisible() and button.isEnabled()
        ]
        nearest = max(rivals, key=_nearness)
        latest = max(rivals, key=lambda button: button.notice_number)
        (latest if nearest.notice_number else nearest).click()

    def _repaint_cap(self, before: QWidget | None, now: QWidget | None) -> None:
        """Draw the cap again when the focus comes to a button or leaves one."""
        if isinstance(before, KeyButton) or isinstance(now, KeyButton):
            self.update()

    def _shows_cap(self) -> bool:
        """Return whether the key presses this button now: while another button has the focus, Enter presses that
        one."""
        focus = QApplication.focusWidget()
        return bool(self._key) and not (self._key == "Enter" and isinstance(focus, KeyButton) and focus is not self)

    def set_text(self, text: str) -> None:
        self.setText(fa(text))
        self.updateGeometry()

    def set_primary(self, primary: bool) -> None:
        self.setProperty("primary", primary)
        restyle(self)

    def sizeHint(self) -> QSize:
        plain = super().sizeHint()
        bare = plain.width() if self.text() else 8 - GAP  # without text Qt keeps room for four letters
        return QSize(bare + self._cap_width(), plain.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Enter presses the button that has the focus, not the Enter button of the page. Alt+Enter and its like are
        keys of other buttons."""
        if event.type() == QEvent.Type.ShortcutOverride and is_plain_enter(cast(QKeyEvent, event)):
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep the focus on a button that is disabled while its task runs: the next Enter is not meant for its
        neighbour."""
        return not self.isEnabled() or super().focusNextPrevChild(forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_plain_enter(event) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self)
        self._paint_words(painter, inside, option.palette.buttonText().color())

    def _paint_words(self, painter: QPainter, inside: QRect, ink: QColor) -> None:
        """The text at the start, the cap with the key after it, both together in the middle."""
        width = self.fontMetrics().horizontalAdvance(self.text())
        spare = max(0, inside.width() - width - self._cap_width()) // 2
        words = QRect(inside.right() + 1 - spare - width, inside.top(), width, inside.height())
        painter.setPen(ink)
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())
        if self._shows_cap():
            cap = QRect(0, 0, self._cap_width() - GAP, theme.px(20))
            cap.moveCenter(inside.center())
            cap.moveRight(words.left() - (GAP if width else 0))
            paint_cap(painter, cap, self._key, ink)

    def _cap_width(self) -> int:
        return QFontMetrics(_cap_font()).horizontalAdvance(self._key) + theme.px(14) + GAP if self._key else 0


def _nearness(button: QWidget) -> int:
    """The number of widgets that enclose both the button and the focus."""
    focus, shared, around = QApplication.focusWidget(), 0, button.parentWidget()
    while focus and around:
        shared, around = shared + around.isAncestorOf(focus), around.parentWidget()
    return shared


def _cap_font() -> QFont:
    return theme.font(12)


def paint_cap(painter: QPainter, where: QRect, key: str, ink: QColor) -> None:
    edge = QColor(ink)
    edge.setAlphaF(0.75)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, 1))
    painter.drawRoundedRect(where.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    paint_key(painter, where, key, ink)


def paint_key(painter: QPainter, where: QRect, key: str, ink: QColor) -> None:
    painter.setPen(ink)
    painter.setFont(_cap_font())
    painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    painter.drawText(where, Qt.AlignmentFlag.AlignCenter, key)


class Pill(QPushButton):
    """One of a few choices that are all visible."""

    def __init__(self, text: str) -> None:
        super().__init__(fa(text))
        self.setCheckable(True)


class Pills(QWidget):
    """A few choices side by side, one of them checked. The arrows or a click check another."""

    picked = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]] = (), *, wraps: bool = False) -> None:
        super().__init__()
        self._row: QLayout = Flow(self, gap=6) if wraps else row(gap=8, parent=self)
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._announce)
        self._pills: dict[str, Pill] = {}
        self._choices: list[tuple[str, str]] = []
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Show these pairs of value and text in order. The first is checked unless the present value is still there.
        The same choices again change nothing, so that a refresh does not take the focus away."""
        if list(choices) == self._choices:
            return
        self._choices, present = list(choices), self.value()
        for pill in self._pills.values():
            self._group.removeButton(pill)
            pill.deleteLater()
        self._pills = {value: Pill(words) for value, words in choices}
        for pill in self._pills.values():
            self._row.addWidget(pill)
            self._group.addButton(pill)
            pill.show()  # at once: a hidden widget cannot take the focus
        if self._pills:
            self.set_value(present if present in self._pills else next(iter(self._pills)))

    def value(self) -> str:
        return next((value for value, pill in self._pills.items() if pill.isChecked()), "")

    def set_value(self, value: str) -> None:
        self._pills[value].setChecked(True)
        self.setFocusProxy(self._pills[value])

    def set_words(self, value: str, words: str) -> None:
        """Change the text of one choice; the checked choice and the focus stay."""
        self._pills[value].setText(fa(words))

    def _announce(self) -> None:
        self.setFocusProxy(self._pills[self.value()])
        self.picked.emit(self.value())
