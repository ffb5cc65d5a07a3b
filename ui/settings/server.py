"""Where the data of this PC are: in its own file, or on the venue's server together with all desks."""

from typing import TYPE_CHECKING

from app.this_pc.server_choice import choose, is_on
from ui.context import Context
from ui.page import Page
from ui.parts.server_form import ServerForm
from ui.widgets import Card, KeyButton, Pills, column, heading, label, row

if TYPE_CHECKING:
    from app.venue.server import Found

ALONE, VENUE = "alone", "venue"
CHOICES = ((ALONE, "فقط همین رایانه"), (VENUE, "سرور محل برگزاری"))
WHY = {
    ALONE: "داده‌ها در فایل همین رایانه است و رایانهٔ دیگری آن را نمی‌بیند.",
    VENUE: "همهٔ رایانه‌های محل با داده‌های مشترک کار می‌کنند. سرور با server-setup آماده می‌شود.",
}
NEXT = "در اجرای بعدی برنامه، این رایانه {} را باز می‌کند. با F9 برنامه هم‌اکنون بسته و باز می‌شود."


class ServerSection(Page):
    """The choice is a setting of this PC and takes effect at the next start; `reopen_asked` starts the program
    again."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._pc = context.pc
        self.where, self.server = Pills(CHOICES), ServerForm(context.pc)
        self.why = label("", "quiet", wraps=True)
        self.save, self.try_ = KeyButton("ذخیره", "Enter", primary=True), KeyButton("آزمایش اتصال", "F7")
        self.reopen = KeyButton("بستن و باز کردن برنامه", "F9")
        self.reopen.hide()
        self.said = label("", wraps=True)
        for button, slot in (
            (self.save, self._save),
            (self.try_, self.server.try_out),
            (self.reopen, self.reopen_asked),
        ):
            button.clicked.connect(slot)
        self.where.picked.connect(self._show)
        self.server.settled.connect(self._settled)
        self.server.busy.connect(self.said.clear)  # the answer of an earlier try
        self.server.busy.connect(self.save.setDisabled)
        self.server.busy.connect(self.try_.setDisabled)
        column(
            Card(
                heading("محل داده‌ها"),
                row(self.where, 1),
                self.why,
                self.server,
                self.said,
                1,
                row(self.save, self.try_, 1, self.reopen),
            ),
            parent=self,
        )
        self.setFocusProxy(self.where)
        self.where.set_value(VENUE if is_on(self._pc) else ALONE)
        self._show(self.where.value())

    def _show(self, where: str) -> None:
        self.why.setText(WHY[where])
        self.said.setText("")
        self.server.setVisible(where == VENUE)
        self.try_.setVisible(where == VENUE)

    def _save(self) -> None:
        if self.where.value() == VENUE:
            self.server.settle()
        else:
            choose(self._pc, None)
            self._say_next("فایل همین رایانه")

    def _settled(self, _: "Found") -> None:
        self._say_next("داده‌های سرور محل")

    def _say_next(self, what: str) -> None:
        self.said.setText(NEXT.format(what))
        self.reopen.show()
