"""The words of the follow-up lists: on their keys, while they are empty, and for their orders."""

from app.followup.lists import LISTS
from app.followup.query import Sight, UnitGroup
from app.persian.text import fa
from ui.widgets import Choice, ListRow
from ui.widgets.paged_list import RowGroup

EMPTY = {
    "next": "تا جلسهٔ بعد مهلت یا وعدهٔ هیچ ارجاعی به پایان نمی‌رسد.",
    "objected": "هیچ متقاضی پاسخ واحدی را رد نکرده است که هنوز باز باشد.",
    "broken": "هیچ واحدی از وعدهٔ خود نگذشته است. وعدهٔ پاسخ‌های میانی این‌جا می‌آید.",
    "lapsed": "مهلت قانونی سه‌ماههٔ هیچ درخواست بازی نگذشته است.",
    "late": "هیچ ارجاعی دیرکرد ندارد.",
    "today": "مهلت هیچ ارجاعی امروز نیست.",
    "promised": "واحدها برای امروز وعده‌ای نداده‌اند. وعدهٔ پاسخ‌های میانی این‌جا می‌آید.",
    "unacknowledged": "وصول همهٔ برگه‌ها به‌هنگام ثبت شده است.",
    "verdict": "پاسخی نیست که نظر متقاضی دربارهٔ آن پرسیده نشده باشد. پاسخ واحد را با F6 ثبت کنید.",
    "legal": "مهلت قانونی سه‌ماههٔ هیچ درخواستی نزدیک نیست.",
    "paused": "مهلت هیچ ارجاعی برای نقص مدارک متوقف نیست.",
    "open": "ارجاع باز وجود ندارد. پس از ثبت پاراف، ارجاع‌ها با مهلت آن‌ها این‌جا می‌آیند.",
}


SHORT = {"objected": "ردشده", "legal": "مهلت قانونی", "lapsed": "قانونی گذشته", "paused": "متوقف"}
"""Titles for the keys of lists whose own would not leave room for twelve on two lines."""
DIGITS = "1234567890-="
"""The keys of the lists with Alt: the digit row of the keyboard, from its left end."""
ORDERS = {
    "day": ("تاریخ", "day", False),
    "late": ("بیشترین دیرکرد", "late", False),
    "number": ("شماره", "number", False),
    "last": ("شماره، از آخر", "number", True),
    "unit": ("واحد", "unit", False),
    "visitor": ("نام متقاضی", "visitor", False),
}
"""By the id of its choice: title, name in SORTS, and whether it runs backwards."""


def key_words(key: str, count: int) -> str:
    title = SHORT.get(key, LISTS[key].title)
    return f"{title} ({count})" if count else title


def order_choices() -> list[Choice]:
    return [Choice(key, title) for key, (title, _, _) in ORDERS.items()]


def group_rows(sight: Sight) -> list[RowGroup]:
    return [RowGroup(_header(group), group.ids) for group in sight.groups]


def _header(group: UnitGroup) -> ListRow:
    late = f"{group.late} دیرکرد" if group.late else ""
    objected = f"{group.objected} ردشدهٔ متقاضی" if group.objected else ""
    quiet = " · ".join(filter(None, (objected, late)))
    return ListRow(-group.unit_id, group.unit, quiet, time=f"{len(group.ids)} مورد")


def count_sentence(view: tuple[int, int], shown: int, every: int) -> str:
    """Return which of the rows are in view, of how many, and how many the list holds without a filter."""
    if not every:
        return ""
    whole = f" (از {every})" if shown < every else ""
    return fa(f"{view[0]} تا {view[1]} از {shown} مورد{whole}" if shown else f"۰ مورد{whole}")
