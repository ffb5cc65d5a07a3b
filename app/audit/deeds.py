"""Groups of acts by which the journal is filtered, so that «who voided?» has an answer."""

from typing import NamedTuple

from app.office.declared_lists import LISTS


class Acts(NamedTuple):
    actions: tuple[str, ...]
    """Empty for every action."""
    subjects: tuple[str, ...] = ()
    """Empty for every subject."""


class Deed(NamedTuple):
    title: str
    acts: tuple[Acts, ...]


DEEDS = {
    "voided": Deed(
        "اصلاح و ابطال",
        (Acts(("amended", "void", "taken_back", "merge", "unmerge")), Acts(("change",), ("visit", "visitor"))),
    ),
    "registered": Deed(
        "ثبت مراجعه", (Acts(("register", "from_paper", "import", "attach")), Acts(("add", "change"), ("visitor",)))
    ),
    "line": Deed(
        "فراخوان و ملاقات",
        (
            Acts(("called",), ("visit",)),
            Acts(("meeting", "waiting", "held", "no_show", "left", "postponed", "moved", "done", "carry")),
        ),
    ),
    "issued": Deed("پاراف و ارجاع", (Acts(("write", "issue", "renew", "insist")),)),
    "sent": Deed("ارسال و وصول", (Acts(("dispatched", "acknowledged")),)),
    "answered": Deed(
        "پاسخ واحد", (Acts(("answered", "interim", "returned", "passed")), Acts((), ("answer_file", "answer_key")))
    ),
    "asked": Deed(
        "تماس و نظر متقاضی", (Acts(("accepted", "objected")), Acts(("called",), ("referral",)), Acts((), ("messages",)))
    ),
    "moved_deadlines": Deed(
        "مهلت و تعطیلی",
        (Acts(("extended", "paused", "resumed", "close_day", "deadlines", "list_year")), Acts((), ("holiday",))),
    ),
    "reminded": Deed("پیرو", (Acts(("reminded",)),)),
    "closed": Deed("مختومه کردن", (Acts(("closed",)),)),
    "sessions": Deed("جلسه", (Acts((), ("session",)),)),
    "printed": Deed("چاپ", (Acts(("printed", "failed", "retry", "reprint", "drop", "print_letters")),)),
    "clerks": Deed("متصدی و گذرواژه", (Acts((), ("clerk", "recovery")),)),
    "settings": Deed(
        "تنظیمات و فهرست‌ها",
        (
            Acts(("plant", "confirm", "mark", "unmark")),
            Acts(("add", "change", "retire", "return", "move"), (*LISTS, "settings", "emblem", "deadlines")),
        ),
    ),
    "files": Deed("خروجی، گزارش و پشتیبان", (Acts(("export", "keep", "restore")), Acts(("make",), ("report",)))),
}
"""In the order in which they are offered; an act may belong to two."""
OTHERS = "others"
TITLES = {key: deed.title for key, deed in DEEDS.items()} | {OTHERS: "کارهای دیگر"}


def condition(key: str) -> str:
    """Return the SQL that holds for the journal's rows of these acts; OTHERS are those of no group."""
    if key != OTHERS:
        return _any(DEEDS[key])
    return f"NOT ({' OR '.join(map(_any, DEEDS.values()))})"


def _any(deed: Deed) -> str:
    return f"({' OR '.join(map(_all, deed.acts))})"


def _all(acts: Acts) -> str:
    named = (("action", acts.actions), ("subject", acts.subjects))
    return " AND ".join(f"{column} IN ({', '.join(map(repr, words))})" for column, words in named if words)
