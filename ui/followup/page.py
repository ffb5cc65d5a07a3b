"""What units still owe an answer on, the latest first; a slip's barcode finds its case."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app import followup, numbers
from app.calendar import jalali
from app.errors import Refused
from app.followup import Awaited
from app.text import fa, isolate
from ui.context import Context
from ui.kit import Card, DigitsEdit, Field, KeyButton, Line, Lines, Notice, PageTitle, column, row
from ui.kit.frames import TagKind


class FollowupPage(QWidget):
    case_asked = Signal(int)
    """The visit whose case is to be shown."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._work, self._visits, self._stale = context, context.work, {0: 0}, True
        self.title = PageTitle("پیگیری", "ارجاع‌هایی که پاسخ آن‌ها نرسیده است")
        self.notice = Notice()
        self.barcode = DigitsEdit(takes_enter=True)
        self.barcode.returnPressed.connect(self._find)
        self.lines = Lines("ارجاع بازی نیست. پس از ثبت پاراف، ارجاع‌ها با مهلتشان اینجا می‌آیند.")
        self.lines.chosen.connect(self._open)
        self.open = KeyButton("پروندهٔ این ارجاع", "Enter", primary=True)
        self.open.clicked.connect(self._open_current)
        head = row(Field("صافی فهرست", self.lines.filter_box()), Field("بارکد برگه", self.barcode))
        card = Card(head, self.lines, row(self.open, 1))
        card.inner.setStretchFactor(self.lines, 1)
        layout = column(self.title, self.notice, card, gap=16, parent=self)
        layout.setStretchFactor(card, 1)
        layout.setContentsMargins(24, 20, 24, 20)
        self.setFocusProxy(self.barcode)
        context.work.changed.connect(self._changed)

    def shown(self) -> None:
        if self._stale:
            self._stale = False
            self._work.run(partial(followup.awaited, clerk=self._context.clerk), self._show)

    def _changed(self, topics: set[str]) -> None:
        if topics & {"paraphs", "office"}:
            self._stale = True
            if self.isVisible():
                self.shown()

    def _show(self, awaited: list[Awaited]) -> None:
        self._visits = {each.referral_id: each.visit_id for each in awaited}
        late = sum(1 for each in awaited if each.late)
        past = f"، {late} ارجاع از مهلت گذشته" if late else ""
        self.title.set_quiet(f"{len(awaited)} ارجاع بی‌پاسخ{past}" if awaited else "")
        self.lines.show_lines([_line(each) for each in awaited])

    def _open(self, referral_id: int) -> None:
        self.case_asked.emit(self._visits[referral_id])

    def _open_current(self) -> None:
        if (referral_id := self.lines.current_id()) is not None:
            self._open(referral_id)

    def _find(self) -> None:
        try:
            digits = numbers.scanned(self.barcode.text_ascii())
        except Refused as refused:
            self.notice.say("error", refused.sentence)
            return
        self._work.run(partial(followup.by_barcode, digits=digits), self._found)

    def _found(self, visit_id: int | None) -> None:
        if visit_id is None:
            self.notice.say("warning", "برگه‌ای با این بارکد صادر نشده است.")
            return
        self.notice.close_notice()
        self.barcode.clear()
        self.case_asked.emit(visit_id)


def _line(each: Awaited) -> Line:
    due = isolate(fa(jalali(each.due_day)))
    tag: tuple[TagKind, str] = ("late", f"{each.late} روز دیر") if each.late else ("plain", "در مهلت")
    return Line(each.referral_id, f"{each.unit} · {each.visitor}", f"{isolate(fa(each.number))} · {each.category}",
                time=due, tags=(tag,))
