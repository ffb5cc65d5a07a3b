"""A complaint is sent to the unit it is about only after the clerk says yes, and the yes is journalled."""

from collections.abc import Collection, Sequence

from app.errors import Refused
from app.journal.writing import Change
from app.persian.text import isolate, search_words
from db import Database, Row


class Complained(Refused):
    """A question to the clerk. The yes is the same act once more with the `units` complained of as `accepted`."""

    def __init__(self, sentence: str, units: tuple[int, ...]) -> None:
        super().__init__(sentence, "complaint")
        self.units = units


def must_be_accepted(change: Change, visit_id: int, unit_ids: Sequence[int], accepted: Collection[int]) -> None:
    """Raise Complained when a unit of `unit_ids` is complained of and not `accepted`; journal the accepted ones."""
    against = complained_of(change.db, visit_id, unit_ids)
    if asked := [unit for unit in against if unit["id"] not in accepted]:
        names = " و ".join(f"«{isolate(unit['name'])}»" for unit in asked)
        raise Complained(
            f"این شکایت دربارهٔ {names} یا مدیر آن است. با این حال به همان واحد ارسال شود؟",
            tuple(unit["id"] for unit in against),
        )
    for unit in against:
        change.record("insist", "visit", visit_id, after={"unit_id": unit["id"]})


def complained_of(db: Database, visit_id: int, unit_ids: Sequence[int]) -> list[Row]:
    """Return the units among `unit_ids` that the visit complains of.

    That is the unit named at reception and, for a colleague who complains of a manager, the one they work in.
    """
    visit = db.required_row(
        "SELECT against_unit_id, workplace, confidential FROM visit JOIN visitor ON visitor.id = visitor_id"
        " JOIN category ON category.id = category_id WHERE visit.id = :id",
        id=visit_id,
    )
    units = [db.row("SELECT id, name FROM unit WHERE id = :id", id=unit_id) for unit_id in dict.fromkeys(unit_ids)]
    workplace = visit["workplace"] if visit["confidential"] else ""
    return [
        unit for unit in units if unit and (unit["id"] == visit["against_unit_id"] or works_in(workplace, unit["name"]))
    ]


def works_in(workplace: str, unit: str) -> bool:
    """Return whether a workplace as typed is that unit or lies in it: «اداره فنی، منطقه ۱» lies in «منطقه ۱», not in
    «منطقه ۱۰»."""
    place, name = search_words(workplace), search_words(unit)
    return bool(name) and any(place[at : at + len(name)] == name for at in range(len(place) - len(name) + 1))
