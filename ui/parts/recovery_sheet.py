"""The one-time recovery code, shown once and printed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.papers.documents import RecoverySheet
from app.persian.text import fa, isolate
from ui.widgets import KeyButton, column, label, row

WHY = (
    "اگر روزی هیچ مدیری نتواند وارد شود، ورود فقط با این کد ممکن است."
    " آن را چاپ کنید و در پاکت دربسته، در جای امن، نگه دارید."
)


class RecoverySheetStep(QWidget):
    """`print_asked` carries the sheet; `finished`: the clerk has printed the code or written it down."""

    print_asked = Signal(RecoverySheet)
    finished = Signal()

    def __init__(self, done: str = "آغاز کار") -> None:
        super().__init__()
        self._sheet: RecoverySheet | None = None
        self._code = label("", "ticket")
        self._sent = label("برگه به چاپگر ارسال شد.", "quiet")
        self._failed = label("", "error", wraps=True)
        self.print_ = KeyButton("چاپ برگهٔ بازیابی", "Enter", primary=True)
        self.unprinted = KeyButton(f"کد را نوشتم؛ {done}", "F9")
        self.begin, self.again = KeyButton(done, "Enter", primary=True), KeyButton("چاپ دوباره", "F7")
        for button in (self.print_, self.again):
            button.clicked.connect(self._print)
        for button in (self.unprinted, self.begin):
            button.clicked.connect(self.finished)
        column(
            row(1, self._code, 1),
            label(WHY, wraps=True),
            self._sent,
            self._failed,
            row(self.print_, self.begin, 1, self.unprinted, self.again),
            gap=16,
            parent=self,
        )
        self._show_stage()

    def show_sheet(self, sheet: RecoverySheet) -> None:
        self._sheet = sheet
        self._code.setText(isolate(fa(sheet.code)))
        self._show_stage()

    def show_outcome(self, reason: str) -> None:
        """`reason`: why the sheet was not printed, '' when it was. If it was not, Enter does not go on: the code must
        be written down first."""
        if reason:
            self._failed.setText(fa(f"{reason} برگه چاپ نشد؛ کد را هم‌اکنون با دست یادداشت کنید."))
            self._show_stage(failed=True)

    def _print(self) -> None:
        self._show_stage(sent=True)
        self.print_asked.emit(self._sheet)

    def _show_stage(self, *, sent: bool = False, failed: bool = False) -> None:
        shown = {
            self._sent: sent,
            self._failed: failed,
            self.begin: sent,
            self.again: sent or failed,
            self.print_: not sent and not failed,
            self.unprinted: not sent,
        }
        for widget, visible in shown.items():
            widget.setVisible(visible)
        self.setFocusProxy(self.begin if sent else self.again if failed else self.print_)
        if failed:
            self.setFocus()
