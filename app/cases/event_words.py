"""An event of a visitor's story in words, for the screen and for paper."""

from typing import Literal

from app.cases.events import Event
from app.persian.calendar import jalali
from app.persian.text import isolate
from app.referrals.step_names import STEP_NAMES

Voice = Literal["unit", "agreed", "denied", "visitor", "official", "office"]
"""The side that an event is the word of."""
NAMES = {
    **STEP_NAMES,
    "visit": "مراجعه",
    "paraph": "پاراف",
    "rewritten": "پاراف اصلاح‌شده",
    "amended": "اصلاح پاراف",
    "voided": "ابطال پاراف",
    "issued": "ارجاع",
    "paper": "چاپ",
}
_SPOKEN = ("visit", "paraph", "rewritten", "decided", "interim", "answered", "accepted", "objected")
"""Kinds whose words are somebody's own."""
_VOICES: dict[str, Voice] = {
    "answered": "unit",
    "interim": "unit",
    "accepted": "agreed",
    "objected": "denied",
    "visit": "visitor",
    "paraph": "official",
    "rewritten": "official",
    "decided": "official",
}


def voice(event: Event) -> Voice:
    return _VOICES.get(event.kind, "office")


def event_title(event: Event) -> str:
    """Return what happened, the official or the unit, and the outcome."""
    name = NAMES[event.kind]
    many = f"{event.times} {name}" if event.times > 1 else name
    number = isolate(event.number) if event.kind == "issued" and event.number else ""
    printed = "، ".join(event.papers) if event.kind == "paper" else ""
    return " · ".join(filter(None, (many, number, event.who, event.more, printed)))


def event_details(event: Event) -> str:
    """Return what was said, the day it set, the letter and the clerk; '' where there is nothing."""
    plain = " ".join(event.words.split())
    words = f"«{plain}»" if plain and event.kind in _SPOKEN else plain
    until = f"{'وعده' if event.kind == 'interim' else 'تا'} {isolate(jalali(event.to_day))}" if event.to_day else ""
    letter = f"نامهٔ {isolate(event.letter)}" if event.letter else ""
    clerk = f"متصدی: {event.clerk}" if event.clerk else ""
    printed = f"چاپ: {'، '.join(event.papers)}" if event.papers and event.kind != "paper" else ""
    return " · ".join(filter(None, (words, until, letter, clerk, printed)))
