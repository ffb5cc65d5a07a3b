"""Setting a new password with a proof: the present password or the code of the recovery sheet."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.access.clerks import Clerk
from app.accounts import staff
from app.errors import Refused
from ui.start.gate import Gate
from ui.widgets import FieldSpec, Form, KeyButton, column, label, row
from ui.work import Work

REST = (
    FieldSpec("login", "نام کاربری", row=1),
    FieldSpec("password", "گذرواژهٔ جدید", "password", row=2),
    FieldSpec("again", "تکرار گذرواژهٔ جدید", "password", row=2),
)


class NewPassword(QWidget):
    """`changed` carries the clerk with the new password; `left`: nothing was changed."""

    changed = Signal(Clerk)
    left = Signal()

    def __init__(self, work: Work, title: str, words: str, proof: FieldSpec, task: Callable[..., Any]) -> None:
        super().__init__()
        self._work, self._proof, self._task = work, proof.name, task
        self.form = Form((proof, *REST))
        self.save = KeyButton("گذرواژهٔ جدید", "Enter", primary=True)
        self.save.clicked.connect(self._try)
        back = KeyButton("بازگشت", "Esc")
        back.clicked.connect(self.left)
        head = column(label(title, "title"), label(words, "quiet", wraps=True), gap=4)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(Gate(head, self.form, row(self.save, 1, back), width=480))
        self.setFocusProxy(self.form)
        work.lost.connect(self._let_save)

    def _try(self) -> None:
        values = self.form.values()
        self.form.clear_errors()
        if values["password"] != values["again"]:
            self.form.errors("again", "دو گذرواژه یکی نیستند.")
            return
        self.save.setEnabled(False)
        task = partial(self._task, login=values["login"], password=values["password"])
        self._work.run(partial(task, **{self._proof: values[self._proof]}), self._welcome, self._refuse)

    def _let_save(self) -> None:
        self.save.setEnabled(True)

    def _welcome(self, clerk: Clerk) -> None:
        self._let_save()
        self.form.clear(undoable=False)
        self.changed.emit(clerk)

    def _refuse(self, refused: Refused) -> None:
        self._let_save()
        self.form.errors(refused.field if refused.field in self.form.fields else self._proof, refused.sentence)


def recovery(work: Work) -> NewPassword:
    return NewPassword(
        work,
        "بازیابی ورود",
        "کد شانزده‌رقمی برگهٔ بازیابی را بنویسید. این کد فقط یک بار و فقط برای مدیر سامانه قابل استفاده است.",
        FieldSpec("code", "کد بازیابی", "digits", row=0, also="-", large=True),
        staff.recover,
    )


def own_password(work: Work) -> NewPassword:
    return NewPassword(
        work,
        "گذرواژهٔ جدید",
        "گذرواژه‌ای که فقط خودتان بدانید؛ حداقل شش نشانه.",
        FieldSpec("present", "گذرواژهٔ کنونی", "password", row=1),
        staff.change_own_password,
    )
