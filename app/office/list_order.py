"""The office's own order of its lists: phrases, categories, tables … stand as the clerks want to meet them."""

from app.access.clerk import Clerk
from app.errors import Refused
from app.journal.writing import writing
from app.office.lists import LISTS, entries
from db import Database


def move(db: Database, clerk: Clerk, name: str, entry_id: int, by: int) -> None:
    """So many places down the list, up when negative, among the entries in use; at its end it stays."""
    spec = LISTS[name]
    with writing(db, clerk, spec.roles, "office", "session") as entry:
        ids = [row["id"] for row in entries(db, name)]
        if not spec.by_position or entry_id not in ids:
            raise Refused("جای این ردیف در فهرست را نمی‌توان تغییر داد.")
        before = ids.index(entry_id)
        ids.insert(min(max(0, before + by), len(ids)), ids.pop(before))
        after = ids.index(entry_id)
        if after == before:
            return
        for position, each in enumerate(ids, 1):
            db.send(f"UPDATE {name} SET position = :position WHERE id = :id", position=position, id=each)
        entry.record("move", name, entry_id, before={"place": before + 1}, after={"place": after + 1})
