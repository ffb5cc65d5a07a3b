"""The texts of the messages. They are read on any telephone by anybody: no text says what a matter is about."""

from collections.abc import Sequence

from app.persian.calendar import long_day
from app.persian.text import fa

NAMED = 3
"""Numbers that a text names; of more it says how many there are."""
_ISOLATES = dict.fromkeys(range(0x2066, 0x206A))
"""Marks without ink, which many telephones show as boxes."""


def registered(name: str, programme: str, day: str, ticket: int, office: str) -> str:
    return _plain(f"{name} گرامی، درخواست شما با نوبت {ticket} برای {long_day(day)} در {programme} ثبت شد. {office}")


def moved(name: str, programme: str, day: str, ticket: int | None, office: str) -> str:
    """Tell of another day. `ticket`: the new one; None for an invitee, who has none yet."""
    new = f" و نوبت شما {ticket} است" if ticket else ""
    return _plain(f"{name} گرامی، ملاقات شما در {programme} به {long_day(day)} منتقل شد{new}. {office}")


def referred(name: str, numbers: Sequence[str], units: Sequence[str], due_day: str, office: str, phone: str) -> str:
    """Tell of the slips of one visit. `units`: empty where the matter is confidential."""
    to = f" به {_named(units, 'واحد')}" if units else " به واحد مسئول"
    promised = f"؛ پاسخ تا {long_day(due_day)} اعلام می‌شود" if due_day else ""
    ask = f" پیگیری: {phone}." if phone else ""
    what = "با شمارهٔ" if len(numbers) == 1 else "با شماره‌های"
    return _plain(f"{name} گرامی، درخواست شما {what} {_named(numbers, 'شمارهٔ')}{to} ارجاع شد{promised}.{ask} {office}")


def answered(name: str, numbers: Sequence[str], office: str, phone: str) -> str:
    call = f" با تلفن {phone}" if phone else ""
    return _plain(
        f"{name} گرامی، به درخواست شما ({_named(numbers, 'شمارهٔ')}) پاسخ داده شده است."
        f" خواهشمند است نظر خود را{call} اعلام فرمایید. {office}"
    )


def _named(texts: Sequence[str], what: str) -> str:
    whole = list(dict.fromkeys(texts))
    more = f" و {len(whole) - NAMED} {what} دیگر" if len(whole) > NAMED else ""
    return "، ".join(whole[:NAMED]) + more


def _plain(text: str) -> str:
    return fa(text).translate(_ISOLATES).strip()
