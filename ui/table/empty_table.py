"""The panel while nobody sits at the table: the next visitor, and the key that calls."""

from PySide6.QtWidgets import QWidget

from app.persian.text import fa
from app.table.view import TableView
from ui.widgets import KeyButton, column, label, row


class EmptyTable(QWidget):
    def __init__(self, call: KeyButton) -> None:
        super().__init__()
        self.call = call
        self._state, self._what = label("", "nobody"), label("", wraps=True)
        self._waiting = label("", "quiet")
        column(1, row(self._state), self._what, row(call, 1), self._waiting, 2, gap=14, parent=self).setContentsMargins(
            24, 0, 24, 0
        )
        self.setFocusProxy(call)

    def show_view(self, view: TableView) -> None:
        head = view.next_up
        self.call.setEnabled(head is not None)
        self.call.setVisible(view.session is not None)
        self.call.set_text(f"فراخوان نوبت {head.visit.ticket}" if head else "نفر بعدی")
        self._state.setText("کسی پای این میز نیست" if view.session else "جلسه‌ای باز نیست")
        self._what.setText(fa(_sentence(view)))
        rest = view.waiting - 1
        self._waiting.setText(fa(f"پس از ایشان {rest} نفر در انتظار این میز هستند." if rest > 0 else ""))


def _sentence(view: TableView) -> str:
    if view.session is None:
        return "پس از آغاز جلسه، نفر بعدی این‌جا دیده و فراخوانده می‌شود."
    if view.next_up is None:
        return "کسی در انتظار این میز نیست. هر کس پذیرش شود، همین‌جا نمایش داده می‌شود."
    visit = view.next_up.visit
    return f"نفر بعدی نوبت {visit.ticket}، {view.next_up.visitor.titled} است. پیش از فراخوان، موضوع ایشان را ببینید."
