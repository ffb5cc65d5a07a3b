"""A slip's barcode read on any page opens its case.

The reader is a keyboard that types twelve digits and Enter faster than hands do; wherever the focus happens to be, they
are taken out of that field again.
"""

from functools import partial
from typing import NamedTuple, Protocol, cast, runtime_checkable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from app.errors import Refused
from app.followup import lists as followup
from app.followup.lists import Found
from app.persian.text import ascii_digits
from app.referrals import numbers
from ui.context import Context
from ui.shell.window import Window
from ui.widgets.buttons import ENTERS

GAP_MS = 60
"""Between two digits; a fast typist needs twice as long."""
DIGITS = 12
ROLES = ("followup", "secretariat")
"""Who works with the case on the follow-up page; others are shown it where they are."""
READS_ITSELF = "readsItself"
"""Property of a field that takes barcodes for a purpose of its own."""


@runtime_checkable
class _Opens(Protocol):
    def open_referral(self, referral_id: int) -> None: ...


class _Before(NamedTuple):
    """What stood in a field before the digits came."""

    field: QWidget | None
    text: str


class BarcodeReader(QObject):
    case_asked = Signal(int)

    def __init__(self, context: Context, window: Window) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._digits, self._last = "", 0
        self._before = _Before(None, "")
        if application := QCoreApplication.instance():
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride) or not self._hears(watched):
            return False
        key = cast(QKeyEvent, event)
        if key.key() in ENTERS and self._is_read():
            event.accept()  # the page's own Enter is not meant
            if kind == QEvent.Type.KeyPress:
                self._take()
            return True
        if kind == QEvent.Type.KeyPress:
            self._note(key)
        return False

    def _hears(self, watched: QObject) -> bool:
        """An event passes here once for each widget it is offered to; only the first counts."""
        here = QApplication.focusWidget() or self._window
        return (self._window.shows_pages() and watched is here and here.window() is self._window
                and not here.property(READS_ITSELF))

    def _note(self, key: QKeyEvent) -> None:
        digit = ascii_digits(key.text())
        if not (len(digit) == 1 and digit.isdigit() and digit.isascii()):
            self._digits = ""
            return
        if not self._digits or key.timestamp() - self._last > GAP_MS:
            self._digits, self._before = "", _before(QApplication.focusWidget())
        self._digits, self._last = self._digits + digit, key.timestamp()

    def _is_read(self) -> bool:
        if len(self._digits) != DIGITS:
            return False
        try:
            return bool(numbers.scanned(self._digits))
        except Refused:
            return False

    def _take(self) -> None:
        digits, self._digits = self._digits, ""
        _put_back(self._before)
        self._context.work.run(partial(followup.find, typed=digits), self._found, self._no)

    def _found(self, found: Found | None) -> None:
        if found is None:
            self._window.notice.say("warning", "برگه‌ای با این بارکد صادر نشده است.")
        elif self._context.clerk.may(*ROLES) and not self._window.is_covered():
            self._window.go("followup")
            page = self._window.page("followup")
            assert isinstance(page, _Opens)
            page.open_referral(found.referral_id)
        else:
            self.case_asked.emit(found.visit_id)

    def _no(self, refused: Refused) -> None:
        self._window.notice.say("error", refused.sentence)


def _before(field: QWidget | None) -> _Before:
    if isinstance(field, QPlainTextEdit):
        return _Before(field, field.toPlainText())
    return _Before(field, field.text() if isinstance(field, QLineEdit) else "")


def _put_back(before: _Before) -> None:
    if isinstance(before.field, QPlainTextEdit):
        before.field.setPlainText(before.text)
    elif isinstance(before.field, QLineEdit):
        getattr(before.field, "write", before.field.setText)(before.text)


