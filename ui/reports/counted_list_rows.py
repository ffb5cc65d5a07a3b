"""The cases behind a number as rows of a list, and how many there are in words."""

from app.figures.counted import Counted, Subject
from app.figures.counted_rows import STATES, CountedPage, CountedRow
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from app.referrals.state import STAGES
from ui.parts.stage_tags import stage_tag
from ui.widgets import ListRow
from ui.widgets.frames import TagKind

NOUNS: dict[Subject, str] = {
    "referrals": "ارجاع",
    "promises": "وعده",
    "visits": "مراجعه",
    "people": "نفر",
    "sessions": "جلسه",
    "meetings": "ملاقات",
    "paraphs": "پاراف",
}
AMOUNTS: dict[Subject, str] = {"people": "{} مراجعه", "sessions": "{} مراجعه"}
"""The words for the amount of one row."""


def list_row(subject: Subject, counted: CountedRow) -> ListRow:
    tags: list[tuple[TagKind, str]] = []
    if counted.state:
        tags.append(stage_tag(counted.state) if counted.state in STAGES else ("plain", STATES[counted.state]))
    number = counted.number and isolate(fa(counted.number))
    if subject == "sessions":
        name, number = f"جلسهٔ {number}", ""
    else:
        name = counted.name or counted.visitor
    if subject in ("visits", "meetings", "paraphs"):
        number = f"نوبت {number}"
    amount = AMOUNTS.get(subject, "").format(counted.amount)
    if subject == "visits" and counted.amount > 1:
        amount = f"{counted.amount} نفر"
    who = counted.visitor if counted.name else ""
    day = isolate(fa(jalali(counted.day)))
    return ListRow(
        counted.id,
        name,
        fa(" · ".join(filter(None, ("" if subject == "people" else number, who, counted.category, amount)))),
        time=f"وعده: {day}" if subject == "promises" else day,
        tags=tuple(tags),
    )


def whole_in_words(counted: Counted, page: CountedPage, listed: int) -> str:
    """Return «۱ تا ۲۰۰ از ۵۷۶۵ ارجاع», and of a count of people how many they are."""
    if not page.total:
        return ""
    noun = NOUNS[counted.subject]
    people = f" · {page.amount} نفر" if counted.figure == "people" else ""
    whole = f"{page.total} {noun}" if listed == page.total else f"1 تا {listed} از {page.total} {noun}"
    return fa(f"{whole}{people}")
