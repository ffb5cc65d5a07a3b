"""The sign-in, painted first, and the lock."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QStackedLayout, QWidget

from app.access.clerks import Clerk
from app.accounts import sign_in
from app.errors import Refused
from ui.start.gate import Gate
from ui.widgets import FieldSpec, Form, KeyButton, Notice, column, label, row
from ui.work import Work

if TYPE_CHECKING:
    from ui.start.new_password import NewPassword

FIELDS = (FieldSpec("login", "نام کاربری", row=0), FieldSpec("password", "گذرواژه", "password", row=1))


class SignIn(QWidget):
    """Login and password; as the lock the name is filled in. `signed_in` carries the clerk.

    The form does not wait for the database: what is entered before it is open is checked as soon as it is.
    """

    signed_in = Signal(Clerk)
    server_asked = Signal()
    """Set this PC to another server; offered when the database does not answer."""

    def __init__(self, work: Work, login: str = "", *, movable: bool = False) -> None:
        """`movable`: offer to set this PC to another server when the database does not answer."""
        super().__init__()
        self._work, self._movable = work, movable
        self.form, self.notice = Form(FIELDS), Notice()
        self.enter = KeyButton("ورود", "Enter", primary=True)
        self.renew = KeyButton("گذرواژهٔ جدید", "F3", small=True)
        self.forgotten = KeyButton("فراموشی گذرواژه", "F2", small=True)
        self.server = KeyButton("نشانی سرور محل", "F9", small=True)
        self.server.hide()
        for button, slot in (
            (self.enter, self._try),
            (self.renew, self._to_own_password),
            (self.forgotten, self._to_recovery),
            (self.server, self.server_asked),
        ):
            button.clicked.connect(slot)
        self.title = label("ورود", "title")
        self.quiet = label("نام کاربری و گذرواژهٔ خود را بنویسید.", "quiet", wraps=True)
        self.gate = Gate(
            column(self.title, self.quiet, gap=4),
            self.form,
            self.notice,
            self.server,
            row(self.enter, 1, self.renew, self.forgotten),
            width=540,
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.gate)
        self.other: NewPassword | None = None
        work.lost.connect(self._lost)
        work.restored.connect(self.notice.close_notice)
        self.setFocusProxy(self.form)
        self.form.fill({"login": login})
        self.focus_first()

    def tell(self, sentence: str) -> None:
        """Show what the clerk should know before signing in; '' shows nothing."""
        if sentence:
            self.notice.say("warning", sentence)

    def lock(self, clerk: Clerk) -> None:
        """Fill in the clerk's name and ask for the password. Another clerk may write another name."""
        self.title.setText("صفحه قفل است")
        self.quiet.setText(
            f"{clerk.name} گذرواژهٔ خود را بنویسند؛ آنچه نوشته شده محفوظ است. متصدی دیگر نام کاربری خود را بنویسد."
        )
        self.form.fill({"login": clerk.login, "password": ""})
        self.focus_first()

    def focus_first(self) -> None:
        missing = "password" if self.form.values()["login"] else "login"
        self.setFocusProxy(self.form.editor(missing))
        self.form.editor(missing).setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.focus_first()

    def _try(self) -> None:
        values = self.form.values()
        self.form.clear_errors()
        self.enter.setEnabled(False)
        self._work.run(
            partial(sign_in.sign_in, login=values["login"], password=values["password"]), self._welcome, self._no
        )

    def _welcome(self, clerk: Clerk) -> None:
        self.enter.setEnabled(True)
        self.form.fill({"password": ""})
        self.signed_in.emit(clerk)

    def _no(self, refused: Refused) -> None:
        self.enter.setEnabled(True)
        self.form.errors("password", refused.sentence)
        cast(QLineEdit, self.form.editor("password")).selectAll()

    def _lost(self, sentence: str) -> None:
        self.enter.setEnabled(True)
        self.server.setVisible(self._movable)
        self.notice.say("error", sentence)

    def _to_own_password(self) -> None:
        from ui.start.new_password import own_password  # late: start-up

        self._put(own_password)

    def _to_recovery(self) -> None:
        from ui.start.new_password import recovery  # late: start-up

        self._put(recovery)

    def _put(self, make: Callable[[Work], "NewPassword"]) -> None:
        self.other = make(self._work)
        self.other.changed.connect(self._let_in)
        self.other.left.connect(self._back)
        self._stack.addWidget(self.other)
        self.other.form.fill({"login": self.form.values()["login"]})
        self._stack.setCurrentWidget(self.other)
        self.other.setFocus()

    def _back(self) -> None:
        self._stack.setCurrentWidget(self.gate)
        if self.other:
            self._stack.removeWidget(self.other)
            self.other.deleteLater()
            self.other = None
        self.focus_first()

    def _let_in(self, clerk: Clerk) -> None:
        self.form.fill({"login": clerk.login})
        self._back()
        self.signed_in.emit(clerk)
