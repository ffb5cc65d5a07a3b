"""A paper's barcode read on any page opens its case; at the table, the ticket that was called there says «آمد».

The reader is a keyboard that types twelve digits and Enter faster than a person does. Wherever the focus happens to be,
the digits are taken out of that field again.
"""

from functools import partial
from typing import NamedTuple, cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from app.errors import Refused
from app.followup import view as followup
from app.followup.view import FoundReferral
from app.line import steps
from app.persian.text import ascii_digits
from app.referrals import numbers, ticket_codes
from app.referrals.ticket_codes import FoundTicket
from ui.context import Context
from ui.shell.window import Window
from ui.widgets.buttons import ENTERS
from ui.widgets.form import Chosen

GAP_MS = 60
"""The longest time between two digits of a reader; a fast typist needs twice as long."""
DIGITS = 12
ROLES = ("followup", "secretariat")
"""Clerks who work with a case on the follow-up page; others are shown it over the page they are on."""
READS_ITSELF = "readsItself"
"""Property of a field that takes barcodes for a purpose of its own."""


class _Before(NamedTuple):
    """A field and its text before the digits came."""

    field: QWidget | None
    text: str


class BarcodeReader(QObject):
    referral_asked = Signal(int)
    """Show this referral on the follow-up page."""
    case_asked = Signal(int)
    """Show the case of this visit over the page."""

    def __init__(self, context: Context, window: Window) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._digits, self._last_ms = "", 0
        self._before = _Before(None, "")
        if application := QCoreApplication.instance():
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride) or not self._listens_to(watched):
            return False
        key = cast(QKeyEvent, event)
        if key.key() in ENTERS and self._has_barcode():
            event.accept()  # keeps the page's own Enter from being triggered
            if kind == QEvent.Type.KeyPress:
                self._take_barcode()
            return True
        if kind == QEvent.Type.KeyPress:
            self._collect(key)
        return False

    def _listens_to(self, watched: QObject) -> bool:
        """Only the widget with the focus counts: an event passes here once for each widget it is offered to."""
        here = QApplication.focusWidget() or self._window
        return (
            self._window.shows_pages()
            and watched is here
            and here.window() is self._window
            and not here.property(READS_ITSELF)
        )

    def _collect(self, key: QKeyEvent) -> None:
        digit = ascii_digits(key.text())
        if not (len(digit) == 1 and digit.isdigit() and digit.isascii()):
            self._digits = ""
            return
        if not self._digits or key.timestamp() - self._last_ms > GAP_MS:
            self._digits, self._before = "", _before(QApplication.focusWidget())
        self._digits, self._last_ms = self._digits + digit, key.timestamp()

    def _has_barcode(self) -> bool:
        if len(self._digits) != DIGITS:
            return False
        if ticket_codes.is_ticket_code(self._digits):
            return True
        try:
            return bool(numbers.parse_barcode(self._digits))
        except Refused:
            return False

    def _take_barcode(self) -> None:
        digits, self._digits = self._digits, ""
        _restore(self._before)
        if ticket_codes.is_ticket_code(digits):
            task = partial(ticket_codes.find_ticket, typed=digits)
            self._context.work.run(task, self._found_ticket, self._refuse)
        else:
            self._context.work.run(partial(followup.find_referral, typed=digits), self._found, self._refuse)

    def _found_ticket(self, found: FoundTicket | None) -> None:
        if found is None:
            self._window.notice.say("warning", "برگهٔ نوبتی با این بارکد صادر نشده است.")
        elif self._is_called_here(found):
            task = partial(steps.came, clerk=self._context.clerk, visit_id=found.visit_id)
            self._context.work.run(task, None, self._refuse)
        else:
            self.case_asked.emit(found.visit_id)

    def _is_called_here(self, found: FoundTicket) -> bool:
        return (
            found.state == "called"
            and str(found.table_id) == self._context.pc.get("table")
            and self._window.current() == "table"
            and not self._window.is_covered()
        )

    def _found(self, found: FoundReferral | None) -> None:
        if found is None:
            self._window.notice.say("warning", "برگه‌ای با این بارکد صادر نشده است.")
        elif self._context.clerk.may(*ROLES) and not self._window.is_covered():
            self.referral_asked.emit(found.referral_id)
        else:
            self.case_asked.emit(found.visit_id)

    def _refuse(self, refused: Refused) -> None:
        self._window.notice.say("error", refused.sentence)


def _before(field: QWidget | None) -> _Before:
    if isinstance(field, QPlainTextEdit):
        return _Before(field, field.toPlainText())
    return _Before(field, field.text() if isinstance(field, QLineEdit) else "")


def _restore(before: _Before) -> None:
    field = before.field
    if isinstance(field, QPlainTextEdit):
        field.setPlainText(before.text)
    elif isinstance(field, Chosen):
        field.write(before.text)
    elif isinstance(field, QLineEdit):
        field.setText(before.text)
