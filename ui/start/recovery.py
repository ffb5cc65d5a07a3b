"""The way back in for the only administrator, with the code of the recovery sheet."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import staff
from app.clerks import Clerk
from app.errors import Refused
from ui.kit import FieldSpec, Form, KeyButton, column, label, row
from ui.start.gate import Gate
from ui.work import Work

FIELDS = (
    FieldSpec("code", "کد برگهٔ بازیابی", "digits", row=0, also="-", large=True),
    FieldSpec("login", "نام کاربری", row=1),
    FieldSpec("password", "گذرواژهٔ تازه", "password", row=2),
    FieldSpec("again", "گذرواژهٔ تازه، دوباره", "password", row=2),
)


class Recovery(QWidget):
    recovered = Signal(Clerk)
    left = Signal()

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        work.lost.connect(self._idle)
        self.form = Form(FIELDS)
        self.save = KeyButton("گذرواژهٔ تازه", "Enter", primary=True)
        self.save.clicked.connect(self._try)
        back = KeyButton("بازگشت", "Esc")
        back.clicked.connect(self.left)
        words = "کد شانزده‌رقمی برگهٔ بازیابی را بنویسید. این کد تنها یک بار و تنها برای مدیر سامانه کار می‌کند."
        head = column(label("بازیابی ورود", "title"), label(words, "quiet", wraps=True), gap=4)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(Gate(head, self.form, row(self.save, 1, back), width=480))

    def _try(self) -> None:
        values = self.form.values()
        self.form.clear_errors()
        if values["password"] != values["again"]:
            self.form.errors("again", "دو گذرواژه یکی نیستند.")
            return
        self.save.setEnabled(False)
        self._work.run(partial(staff.recover, code=values["code"], login=values["login"], password=values["password"]),
                       self._welcome, self._no)

    def _idle(self) -> None:
        self.save.setEnabled(True)

    def _welcome(self, clerk: Clerk) -> None:
        self._idle()
        self.form.fill(dict.fromkeys(self.form.fields, ""))
        self.recovered.emit(clerk)

    def _no(self, refused: Refused) -> None:
        self._idle()
        self.form.errors(refused.field if refused.field in self.form.fields else "code", refused.sentence)
