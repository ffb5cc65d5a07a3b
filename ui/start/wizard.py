"""The first run: three steps that set up the office and its first clerk."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLayout, QStackedLayout, QWidget

from app.access.clerks import Clerk
from app.accounts import first_run, sign_in
from app.errors import Refused
from app.papers.documents import RecoverySheet
from ui.parts.emblem_pick import EmblemPick
from ui.parts.printers import default_printer, printers, use_for_all_papers
from ui.parts.recovery_sheet import RecoverySheetStep
from ui.start.gate import Gate
from ui.this_pc.settings import PcSettings
from ui.widgets import ChoiceBox, FieldSpec, Form, KeyButton, Notice, column, label, row
from ui.work import Work

OFFICE = (
    FieldSpec("office", "نام سازمان", row=0, hint="شهرداری کرج"),
    FieldSpec("printer", "چاپگر این رایانه", "choice", row=1),
)
CLERK = (
    FieldSpec("name", "نام و نام خانوادگی شما", row=0, hint="به همان شکل که در سوابق تغییرات و صورت‌جلسه درج می‌شود"),
    FieldSpec("login", "نام کاربری", row=1, hint="یک کلمهٔ کوتاه"),
    FieldSpec("password", "گذرواژه، حداقل شش نشانه", "password", row=2),
    FieldSpec("again", "تکرار گذرواژه", "password", row=2),
)


class Wizard(QWidget):
    """`done` carries the first clerk, signed in; `recovery_sheet_asked` the RecoverySheet to be printed now."""

    done = Signal(Clerk)
    recovery_sheet_asked = Signal(RecoverySheet)
    joined = Signal()
    """This PC is set to the office on the venue's server, so none is made here."""
    taken = Signal(str)
    """Another PC has set up the office meanwhile; carries the sentence."""

    def __init__(self, work: Work, pc: PcSettings, *, joinable: bool = True) -> None:
        super().__init__()
        self._work, self._pc = work, pc
        self.office, self.clerk = Form(OFFICE), Form(CLERK)
        self.emblem = EmblemPick("F4")
        self.notice = Notice()
        self.sheet = RecoverySheetStep()
        self.sheet.print_asked.connect(self.recovery_sheet_asked)
        self.sheet.finished.connect(self._begin)
        self.next, self.save = KeyButton("ادامه", "Enter", primary=True), KeyButton("ادامه", "Enter", primary=True)
        back, join = KeyButton("بازگشت", "Esc"), KeyButton("اتصال به سرور محل", "F6")
        join.setVisible(joinable)
        for button, slot in (
            (self.next, self._to_clerk),
            (self.save, self._set_up),
            (back, self._to_office),
            (join, self._to_server),
        ):
            button.clicked.connect(slot)
        self._steps = QStackedLayout(self)
        self._add_step(1, "این برنامه در کدام سازمان استفاده می‌شود؟", self.office, self.emblem, row(self.next, 1, join))
        self._add_step(
            2,
            "شما اولین متصدی هستید و همهٔ نقش‌ها را دارید؛ متصدیان دیگر را بعداً در تنظیمات اضافه کنید.",
            self.clerk,
            self.notice,
            row(self.save, 1, back),
        )
        self._add_step(3, "کد بازیابی فقط همین یک بار نشان داده می‌شود.", self.sheet)
        self.setFocusProxy(self.office)
        work.lost.connect(self._lost)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        printer = self.office.editor("printer")
        if isinstance(printer, ChoiceBox) and not printer.value():
            printer.set_choices(printers())
            printer.set_value(default_printer())
        self.office.setFocus()

    def _add_step(self, number: int, quiet: str, *placed: QWidget | QLayout) -> None:
        head = column(
            row(label("راه‌اندازی", "title"), 1, label(f"مرحلهٔ {number} از 3", "quiet")),
            label(quiet, "quiet", wraps=True),
            gap=4,
        )
        self._steps.addWidget(Gate(head, *placed, width=520))

    def _to_clerk(self) -> None:
        if not self.office.values()["office"].strip():
            self.office.errors("office", "نام سازمان را بنویسید؛ بالای همهٔ برگه‌ها می‌آید.")
        elif self.office.check():
            self._steps.setCurrentIndex(1)
            self.clerk.setFocus()

    def _to_office(self) -> None:
        self._steps.setCurrentIndex(0)
        self.office.setFocus()

    def _to_server(self) -> None:
        """Join this PC to the venue's server: a second PC must not make a second office."""
        from ui.start.join import Join  # late: most first runs need none

        join = Join(self._pc)
        join.joined.connect(self.joined)
        join.left.connect(self._to_office)
        self._steps.setCurrentIndex(self._steps.addWidget(join))
        join.setFocus()

    def _set_up(self) -> None:
        values = self.clerk.values()
        self.clerk.clear_errors()
        if not values["name"].strip():
            self.clerk.errors("name", "نام و نام خانوادگی خود را بنویسید.")
            return
        if values["password"] != values["again"]:
            self.clerk.errors("again", "دو گذرواژه یکی نیستند.")
            return
        self.save.setEnabled(False)
        self._work.run(
            partial(
                first_run.set_up,
                office=self.office.values()["office"],
                emblem=self.emblem.picture,
                name=values["name"],
                login=values["login"],
                password=values["password"],
            ),
            self._show_sheet,
            self._refuse,
        )

    def _show_sheet(self, sheet: RecoverySheet) -> None:
        use_for_all_papers(self._pc, self.office.values()["printer"])
        self.sheet.show_sheet(sheet)
        self._steps.setCurrentIndex(2)
        self.sheet.setFocus()

    def _refuse(self, refused: Refused) -> None:
        self.save.setEnabled(True)
        if self.clerk.errors(refused.field, refused.sentence):
            return
        if refused.field == "taken":
            self.taken.emit(refused.sentence)
            return
        if refused.field in ("office", "emblem"):
            self._to_office()
            self.office.errors("office", refused.sentence) if refused.field == "office" else self.emblem.say(
                refused.sentence
            )
        else:
            self.notice.say("error", refused.sentence)

    def _lost(self, sentence: str) -> None:
        self.save.setEnabled(True)
        self.notice.say("error", sentence)

    def _begin(self) -> None:
        values = self.clerk.values()
        self._work.run(partial(sign_in.sign_in, login=values["login"], password=values["password"]), self._welcome)

    def _welcome(self, clerk: Clerk) -> None:
        self.clerk.fill(dict.fromkeys(self.clerk.fields, ""))
        self.done.emit(clerk)
