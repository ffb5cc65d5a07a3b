"""Numbers that identify people: the national code, the identifier of a legal person, the mobile.

A check digit that passes proves little (1.7 % of single wrong digits pass), and people come to the gate without a card:
a fault is a sentence for the clerk, who may go on with a reason. Only a mobile that cannot be one is refused.
"""

import re

from app.errors import Refused
from app.persian.text import clean, fa

_BETWEEN_DIGITS = re.compile(r"[\s\-–—_./()\u200c]")
_LEGAL_WEIGHTS = (29, 27, 23, 19, 17) * 2


def national_code(text: str) -> str:
    """Return the typed or pasted code without spaces and dashes, in ASCII digits, zeros kept; any other letter stays,
    for the clerk to see."""
    return clean(_BETWEEN_DIGITS.sub("", clean(text)))  # marks that have become neighbours may need another order


def national_code_fault(code: str) -> str:
    """Return what is wrong with a national code as a sentence; '' when nothing is."""
    code = national_code(code)
    fault = _digits_fault(code, 10, "کد ملی")
    if fault or _national_check(code) == int(code[9]):
        return fault
    return "رقم کنترل کد ملی درست نیست؛ آن را دوباره از روی کارت بخوانید."


def legal_identifier_fault(code: str) -> str:
    """Return what is wrong with a legal person's national identifier (شناسهٔ ملی) as a sentence; '' when nothing is."""
    code = national_code(code)
    fault = _digits_fault(code, 11, "شناسهٔ ملی")
    if fault or _legal_check(code) == int(code[10]):
        return fault
    return "رقم کنترل شناسهٔ ملی درست نیست؛ آن را دوباره از روی مدرک شرکت بخوانید."


def _digits_fault(code: str, length: int, name: str) -> str:
    if not re.fullmatch("[0-9]+", code):
        return f"{name} فقط شامل رقم است."
    if len(code) in (length - 2, length - 1):
        return f"{name} {fa(length)} رقم است و این شماره {fa(len(code))} رقم دارد؛ شاید صفرهای ابتدای آن افتاده باشد."
    if len(code) != length:
        return f"{name} {fa(length)} رقم است و این شماره {fa(len(code))} رقم دارد."
    return f"{name} با رقم‌های یکسان پذیرفته نمی‌شود." if len(set(code)) == 1 else ""


def _national_check(code: str) -> int:
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(code[:9])) % 11
    return rest if rest < 2 else 11 - rest


def _legal_check(code: str) -> int:
    """The tenth digit plus two is added to each of the first ten before they are weighted."""
    added = int(code[9]) + 2
    return sum((int(digit) + added) * weight for digit, weight in zip(code[:10], _LEGAL_WEIGHTS, strict=True)) % 11 % 10


def mobile(text: str) -> str:
    """Return 09xxxxxxxxx for 09…, 9…, 98…, +98… and 0098…; '' stays ''. Refused for any other number.

    Prefixes of operators are not checked, because a list of them goes stale.
    """
    typed = _BETWEEN_DIGITS.sub("", clean(text))
    if not typed:
        return ""
    found = re.fullmatch(r"(?:(?:\+|00)?98)?0?(9[0-9]{9})", typed)
    if not found:
        raise Refused("شمارهٔ تلفن همراه درست نیست؛ باید ۱۱ رقم باشد و با ۰۹ آغاز شود.", "mobile")
    return "0" + found[1]
