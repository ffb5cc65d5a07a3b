"""The journal, to be read: who changed what, and when."""

import json
import re
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app import journal, queue, sessions, verify
from app.calendar import jalali, local_day, local_time, short_day
from app.clerks import ROLES
from app.lists import LISTS
from app.papers import KINDS
from app.text import isolate
from ui.context import Context
from ui.kit import Card, KeyButton, Line, Lines, Notice, column, row

ACTIONS = {
    "add": "افزودن", "change": "تغییر", "retire": "کنار گذاشتن", "return": "بازگرداندن", "plant": "آغاز",
    "password": "گذرواژهٔ تازه", "make": "ساختن", "plan": "برنامه‌ریزی", "open": "گشودن", "close": "پایان",
    "reopen": "بازگشایی", "cancel": "لغو", "move": "انتقال", "import": "ورود فهرست", "register": "ثبت",
    "from_paper": "ثبت از کاغذ", "lock": "بستن ورود", "unlock": "باز کردن ورود", "carry": "بردن به جلسهٔ دیگر",
    "attach": "پیوست", "called": "فراخوان", "meeting": "آغاز ملاقات",
    "waiting": "به صف", "held": "نگه‌داشتن", "no_show": "غیبت", "left": "انصراف", "postponed": "به جلسهٔ بعد",
    "moved": "به جلسهٔ دیگر", "done": "پایان", "write": "نوشتن", "amended": "اصلاح", "void": "باطل کردن",
    "issue": "صدور", "printed": "چاپ", "failed": "چاپ‌نشدن", "retry": "چاپ دوباره", "reprint": "المثنی",
    "drop": "حذف از چاپ",
}
SUBJECTS = {
    "clerk": "متصدی", "visitor": "مراجعه‌کننده", "visit": "مراجعه", "session": "جلسه", "paraph": "پاراف",
    "referral": "ارجاع", "paper": "برگهٔ چاپی", "recovery": "برگهٔ بازیابی", "settings": "تنظیمات دستگاه",
    "emblem": "نشان", "lists": "فهرست‌ها",
} | {name: spec.title for name, spec in LISTS.items()} | KINDS

WORDS = ROLES | queue.STATES | sessions.STATES


class JournalSection(QWidget):
    topics = frozenset({"journal"})

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._work = context.work
        self.lines = Lines("هنوز چیزی نوشته نشده است.")
        self.notice = Notice()
        self.check = KeyButton("بررسی پیوستگی", "F7")
        self.check.clicked.connect(self._check)
        filters = self.lines.filter_box("جست‌وجو: متصدی، کار، ساعت")
        column(Card(filters, self.notice, self.lines, row(self.check, 1)), parent=self)
        self.setFocusProxy(self.lines)

    def refresh(self) -> None:
        self._work.run(partial(journal.latest, limit=300), self._show)

    def _show(self, rows: list[dict[str, Any]]) -> None:
        self.lines.show_lines([line(each) for each in rows])

    def _check(self) -> None:
        self._work.run_long(verify.fault, self._say)

    def _say(self, fault: verify.Fault | None) -> None:
        if fault is None:
            self.notice.say("done", verify.WHOLE)
        else:
            self.notice.say("error", fault.sentence)


def line(entry: dict[str, Any]) -> Line:
    what = f"{ACTIONS.get(entry['action'], entry['action'])} · {SUBJECTS.get(entry['subject'], entry['subject'])}"
    when = f"{short_day(local_day(entry['at']))} {isolate(local_time(entry['at']))}"
    before, after = (_words(json.loads(entry[side])) for side in ("before", "after"))
    change = f"{before} ← {after}" if before and after else before or after
    return Line(entry["id"], what, " · ".join(filter(None, [entry["clerk"], change])), time=when)


def _words(values: dict[str, Any]) -> str:
    return "، ".join(isolate(_shown(value)) for value in values.values() if value not in ("", None))


def _shown(value: Any) -> str:
    """Stored words and days as the office says them."""
    text = str(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return jalali(text)
    return " ".join(WORDS.get(word, word) for word in text.split(" "))
