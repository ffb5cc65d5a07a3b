"""The acts on the marked referrals, in sight while any is marked."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.access.clerks import Clerk
from app.persian.text import fa
from app.referrals import reminders
from ui.followup.bulk_acts import ACTS
from ui.widgets import KeyButton, label, row


class BulkBar(QWidget):
    chosen = Signal(str)
    """'remind', or a name in ACTS."""
    unmark_asked = Signal()

    def __init__(self, clerk: Clerk) -> None:
        super().__init__()
        self.count = label("")
        self.buttons = {
            name: KeyButton(act.title, act.key, small=True) for name, act in ACTS.items() if clerk.may(*act.roles)
        }
        if clerk.may(*reminders.ROLES):
            self.buttons = {"remind": KeyButton("پیرو", "F7", primary=True, small=True)} | self.buttons
        for name, button in self.buttons.items():
            button.clicked.connect(partial(self.chosen.emit, name))
        self.unmark = KeyButton("برداشتن نشان‌ها", "Esc", small=True, flat=True)
        self.unmark.clicked.connect(self.unmark_asked)
        row(self.count, *self.buttons.values(), 1, self.unmark, gap=8, parent=self).setContentsMargins(0, 0, 0, 0)
        self.show_count(0)

    def show_count(self, marked: int) -> None:
        self.count.setText(fa(f"برای {marked} ارجاع نشان‌دار"))
        self.setVisible(bool(marked))
