"""The writing side of the page: the form or a list over it, what the program has to say, and the buttons."""

from PySide6.QtWidgets import QWidget

from ui.table.called import Called
from ui.table.empty_table import Nobody
from ui.table.form import ParaphForm
from ui.table.pick_list import Pick
from ui.table.send import Send
from ui.widgets import Card, KeyButton, Notice, column, row


class Left(Card):
    _front: QWidget
    _amends = False

    def __init__(self) -> None:
        self.called, self.form, self.notice = Called(), ParaphForm(), Notice()
        self.save = KeyButton("ثبت و چاپ", "Ctrl+Enter", primary=True)
        self.preview, self.send_on = KeyButton("پیش‌نمایش", "F7"), KeyButton("میز دیگر", "F8")
        self.next, self.void = KeyButton("نفر بعدی", "F9"), KeyButton("باطل‌کردن", "Shift+F4")
        self.nobody = Nobody(KeyButton("نفر بعدی", "F9", primary=True))
        self.tables = Pick("این رایانه کدام میز است؟", "نام میز", "هنوز میزی در تنظیمات تعریف نشده است.")
        self.phrases = Pick("عبارت‌های پاراف", "آغاز هر واژه", "عبارتی در تنظیمات نیست.")
        self.today = Pick("پاراف‌های امروز این میز", "نام، نوبت یا متن",
                          "هر پارافی که این میز امروز ثبت کند، برای اصلاح یا ابطال این‌جا می‌آید.")
        self.send = Send()
        self._buttons = QWidget()
        row(self.save, self.preview, 1, self.void, self.send_on, self.next, gap=12, parent=self._buttons)
        self._writing = QWidget()
        column(self.called, self.form, gap=12, parent=self._writing).setStretch(1, 1)
        self._panels = (self._writing, self.nobody, self.tables, self.phrases, self.today, self.send)
        super().__init__(*self._panels, self.notice, self._buttons)
        for panel in self._panels:
            self.inner.setStretchFactor(panel, 1)
        self._bring(self.nobody)
        self.notice.said.connect(self._fit)
        self.notice.closed.connect(self._fit)

    def front(self) -> QWidget:
        return self._front

    def show_form(self) -> None:
        self._bring(self._writing)

    def show_nobody(self) -> None:
        self._bring(self.nobody)

    def show_panel(self, panel: QWidget) -> None:
        """A list in front: what the notice said has been read, and Esc is the list's."""
        self.notice.close_notice()
        self._bring(panel)
        panel.setFocus()

    def shows_list(self) -> bool:
        return self.front() not in (self._writing, self.nobody)

    def shows_form(self) -> bool:
        return self.front() is self._writing

    def _bring(self, front: QWidget) -> None:
        """Not a stack of pages: that would be as high as its highest, and the notice would push the page apart."""
        self._front = front
        for panel in self._panels:
            panel.setVisible(panel is front)
        self._buttons.setVisible(front is self._writing)

    def dress(self, *, called: bool, amends: bool, away: bool) -> None:
        """`away`: what is written belongs to a visit that is not at the table."""
        self.called.setVisible(called)
        self.save.set_primary(not called)
        self.save.set_text("ثبت اصلاح و چاپ" if amends else "ثبت و چاپ")
        self.void.setVisible(amends)
        self.send_on.setVisible(not away)
        self.next.setVisible(not away)
        self._amends = amends
        self._fit()

    def _fit(self) -> None:
        strips = (bool(self.notice.text()), not self.called.isHidden(), self._amends)
        self.form.make_room(sum(strips))
