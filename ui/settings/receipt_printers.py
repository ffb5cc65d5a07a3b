"""The receipt printers of this PC: added, tried out and removed here."""

import sys
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from shiboken6 import isValid

from app.errors import Refused
from app.persian.text import fa, isolate
from app.this_pc import receipt_printers
from app.this_pc.receipt_printers import Connection, ReceiptPrinter
from ui.context import Context
from ui.page import Page
from ui.papers.trial import print_trial_ticket
from ui.parts.printers import system_printers, use_printer
from ui.settings.editor import Editor
from ui.this_pc.printers import TICKET
from ui.widgets import Card, Choice, FieldSpec, KeyButton, ListRow, ListView, label, row

NETWORK = Choice("network", "شبکه")
CONNECTIONS = (
    (NETWORK, Choice("queue", "صف چاپگر در ویندوز"))
    if sys.platform == "win32"
    else (NETWORK, Choice("file", "کابل USB یا سریال"))
)
ROLLS = tuple(Choice(str(roll), fa(f"{roll} میلی‌متری")) for roll in (80, 58))
ADDRESS = {
    "network": f"نشانی چاپگر، مانند {isolate('192.168.1.50:9100')}",
    "file": f"درگاه چاپگر، مانند {isolate('/dev/usb/lp0')}",
    "queue": "نام صف چاپگر در ویندوز",
}
FIELDS = (
    FieldSpec("name", "نام چاپگر", row=0),
    FieldSpec("connection", "اتصال", "choice", row=1, choices=CONNECTIONS),
    FieldSpec("roll", "عرض کاغذ", "choice", row=1, choices=ROLLS),
    FieldSpec("address", ADDRESS["network"], row=2),
    FieldSpec("cuts", "برش خودکار کاغذ دارد", "check", row=3, stretch=2),
    FieldSpec("tickets", "نوبت‌های این رایانه با آن چاپ شود", "check", row=3, stretch=3),
)
NEW = {"connection": NETWORK.id, "roll": "80", "cuts": "1", "tickets": "1"}
WHY = "برگهٔ نوبت را روی رول ۸۰ یا ۵۸ میلی‌متری و به اندازهٔ متن آن چاپ می‌کند."
EMPTY = "هنوز چاپگری تعریف نشده است؛ با Ctrl+N چاپگر جدید را بنویسید."
SENDING = "برگهٔ آزمایش در حال ارسال است."
SENT = "برگهٔ آزمایش چاپ شد."


class ReceiptPrintersSection(Page):
    _tried = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._names: list[str] = []
        """By id: every printer that has been listed, so that a draft stays with its own."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="trial page")
        self.list, self.editor = ListView(EMPTY), Editor(FIELDS)
        self.save, self.new = KeyButton("ذخیره", "Enter", primary=True), KeyButton("چاپگر جدید", "Ctrl+N")
        self.trial, self.remove = KeyButton("چاپ برگهٔ آزمایش", "F7"), KeyButton("حذف چاپگر", "F8")
        for button, act in (
            (self.save, self._save),
            (self.new, self._to_new),
            (self.trial, self._try_out),
            (self.remove, self._remove),
        ):
            button.clicked.connect(act)
        self.list.current.connect(self._show_entry)
        self.list.chosen.connect(self._enter_form)
        self.editor.edited.connect(self._label_address)
        self._tried.connect(self._say_tried, Qt.ConnectionType.QueuedConnection)
        self.editor.form.editor("address").setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        listed = Card(self.list, row(self.new, 1))
        form = Card(label(WHY, "quiet", wraps=True), self.editor, 1, row(self.save, self.trial, 1, self.remove))
        body = row(listed, form, gap=16, parent=self)
        body.setStretch(0, 40)
        body.setStretch(1, 60)
        self.setFocusProxy(self.list)

    def refresh(self) -> None:
        known = receipt_printers.saved(self.context.pc)
        self._names += [each.name for each in known if each.name not in self._names]
        self.list.show_rows([self._row(each) for each in known])
        if known and self.list.current_id() is None:
            self.list.set_current(self._names.index(known[0].name))
        elif not self.editor.is_changed():
            self._show_entry(self.list.current_id())

    def _row(self, printer: ReceiptPrinter) -> ListRow:
        quiet = f"{isolate(printer.address)} · {printer.roll} میلی‌متر"
        is_for_tickets = self.context.pc.get(f"printer/{TICKET}") == printer.name
        return ListRow(
            self._names.index(printer.name), printer.name, quiet, tags=(("plain", "نوبت"),) if is_for_tickets else ()
        )

    def _current(self) -> ReceiptPrinter | None:
        current = self.list.current_id()
        return None if current is None else receipt_printers.named(self.context.pc, self._names[current])

    def _show_entry(self, entry_id: int | None) -> None:
        printer = self._current()
        values = NEW
        if printer:
            is_for_tickets = self.context.pc.get(f"printer/{TICKET}") == printer.name
            values = _values(printer) | {"tickets": "1" if is_for_tickets else ""}
        self.editor.show_entry(entry_id, printer.name if printer else "چاپگر جدید", values, ())
        self.trial.setEnabled(printer is not None)
        self.remove.setVisible(printer is not None)
        self._label_address()

    def _label_address(self) -> None:
        form = self.editor.form
        form.fields["address"].set_label(ADDRESS.get(form.values()["connection"], ADDRESS["network"]))

    def _to_new(self) -> None:
        self.editor.notice.close_notice()
        self.list.set_current(None)
        self.editor.setFocus()

    def _enter_form(self) -> None:
        self.editor.setFocus()

    def _save(self) -> None:
        if not self.editor.form.check():
            return
        values, pc, earlier = self.editor.form.values(), self.context.pc, self._current()
        given = _printer(values)
        self.editor.saving()
        try:
            kept = receipt_printers.save(pc, given, earlier.name if earlier else "", system_printers())
        except Refused as refused:
            self.editor.refuse(refused)
            return
        if values["tickets"]:
            use_printer(pc, TICKET, kept.name)
        elif earlier and pc.get(f"printer/{TICKET}") == earlier.name:
            use_printer(pc, TICKET, "")
        self._keep_draft_of_renamed(earlier, kept)
        self.editor.saved(self._names.index(kept.name))
        self.refresh()
        self.list.set_current(self._names.index(kept.name))
        self._show_entry(self.list.current_id())
        self.editor.notice.say("done", "برای همین رایانه ذخیره شد.")
        self.list.setFocus()

    def _keep_draft_of_renamed(self, earlier: ReceiptPrinter | None, kept: ReceiptPrinter) -> None:
        if earlier:
            self._names[self._names.index(earlier.name)] = kept.name
        elif kept.name not in self._names:
            self._names.append(kept.name)

    def _remove(self) -> None:
        if printer := self._current():
            receipt_printers.remove(self.context.pc, printer.name)
            if self.context.pc.get(f"printer/{TICKET}") == printer.name:
                use_printer(self.context.pc, TICKET, "")
            self.editor.drop_draft()
            self.refresh()
            self.editor.notice.say("done", f"چاپگر «{printer.name}» از این رایانه حذف شد.")

    # -- the trial page, on a thread of its own: a dead printer must hold nothing else

    def _try_out(self) -> None:
        printer = self._current()
        if printer is None or self.editor.is_changed():
            self.editor.notice.say("warning", "ابتدا چاپگر را ذخیره کنید.")
            return
        self.trial.setEnabled(False)
        self.editor.notice.say("done", SENDING)
        self._thread.submit(partial(print_trial_ticket, printer)).add_done_callback(self._hand_over)

    def _hand_over(self, future: "Future[str]") -> None:
        """Called on the trial's thread; the signal takes the outcome to the UI thread."""
        if isValid(self):
            self._tried.emit(future)

    @Slot(object)
    def _say_tried(self, future: "Future[str]") -> None:
        self.trial.setEnabled(self._current() is not None)
        if error := future.exception():
            self.context.work.crashed.emit(error)
            return
        self.editor.notice.say("error" if future.result() else "done", future.result() or SENT)


def _values(printer: ReceiptPrinter) -> dict[str, str]:
    return {
        "name": printer.name,
        "connection": printer.connection,
        "address": printer.address,
        "roll": str(printer.roll),
        "cuts": "1" if printer.cuts else "",
    }


def _printer(values: dict[str, str]) -> ReceiptPrinter:
    connections: dict[str, Connection] = {"network": "network", "file": "file", "queue": "queue"}
    return ReceiptPrinter(
        values["name"],
        connections[values["connection"]],
        values["address"],
        58 if values["roll"] == "58" else 80,
        bool(values["cuts"]),
    )
