"""A complaint on its way to the very unit it is about: never without the clerk's own yes, and that is journalled."""

from collections.abc import Collection, Sequence

from app.errors import Refused
from app.journal.writing import Change
from app.persian.text import isolate, search_words
from db import Database, Row


class Complained(Refused):
    """Asks before it lets pass. `units`: those complained of; sent along as `accepted` they are the yes."""

    def __init__(self, sentence: str, units: tuple[int, ...]) -> None:
        super().__init__(sentence, "complaint")
        self.units = units


def question(change: Change, visit_id: int, unit_ids: Sequence[int], accepted: Collection[int]) -> None:
    """Complained where a unit of `unit_ids` is the one complained of and not among the `accepted`."""
    against = _against(change.db, visit_id, unit_ids)
    if asked := [unit for unit in against if unit["id"] not in accepted]:
        names = " و ".join(f"«{isolate(unit['name'])}»" for unit in asked)
        raise Complained(f"این شکایت دربارهٔ {names} یا مدیر آن است. با این حال به خود آن فرستاده شود؟",
                         tuple(unit["id"] for unit in against))
    for unit in against:
        change.record("insist", "visit", visit_id, after={"unit_id": unit["id"]})


def _against(db: Database, visit_id: int, unit_ids: Sequence[int]) -> list[Row]:
    """The unit named at reception; for staff, whose manager it is about, also the one they work in."""
    visit = db.one(
        "SELECT against_unit_id, workplace, confidential FROM visit JOIN visitor ON visitor.id = visitor_id"
        " JOIN category ON category.id = category_id WHERE visit.id = :id", id=visit_id,
    )
    units = [db.row("SELECT id, name FROM unit WHERE id = :id", id=unit_id) for unit_id in dict.fromkeys(unit_ids)]
    workplace = visit["workplace"] if visit["confidential"] else ""
    return [unit for unit in units
            if unit and (unit["id"] == visit["against_unit_id"] or works_in(workplace, unit["name"]))]


def works_in(workplace: str, unit: str) -> bool:
    """Whether a workplace as typed is that unit or lies in it: «اداره فنی، منطقه ۱» is of «منطقه ۱», not of
    «منطقه ۱۰»."""
    place, name = search_words(workplace), search_words(unit)
    return bool(name) and any(place[at : at + len(name)] == name for at in range(len(place) - len(name) + 1))
