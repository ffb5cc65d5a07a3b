"""The office's own lists: units, officials, tables, categories, phrases … edited in the program, never deleted.

One declaration a list serves the rule here and the settings page alike.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.access.clerks import Clerk
from app.errors import Refused, refusals_beside
from app.journal.conflict import refuse_if_changed
from app.journal.writing import Change, writing
from app.office import series
from app.office.declared_lists import LISTS, UNIT_KINDS, Column, OfficeList
from app.persian.calendar import local_day, parse_jalali
from app.persian.text import checked, fa, sort_key
from db import Database, Row

Value = str | int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list, as the settings show it."""

    id: int
    name: str
    """The value of the column that the entry is known by."""
    values: Mapping[str, Value]
    """As stored, by column."""
    is_retired: bool
    fixed: frozenset[str] = frozenset()
    """The columns that cannot be changed any more."""


@dataclass(frozen=True, slots=True)
class Contents:
    """The view of a list in the settings."""

    entries: tuple[Entry, ...]
    """In the order of the list, the retired ones last."""
    targets: Mapping[str, list[tuple[int, str]]]
    """By link column: id and name of each entry that it may name."""


def entries(db: Database, name: str, *, retired: bool = False) -> list[Row]:
    """Return the entries of a list in its order; retired ones only when asked for."""
    spec = LISTS[name]
    names = ", ".join(("id", *(column.name for column in spec.columns), "position", "retired_on"))
    where = "" if retired else " WHERE retired_on = ''"
    rows = db.rows(f"SELECT {names} FROM {name}{where} ORDER BY position, id")
    if name == "holiday":
        return sorted(rows, key=lambda row: str(row["day"]))
    return rows if spec.by_position else sorted(rows, key=lambda row: _unit_order(row, spec))


def choices(db: Database, name: str) -> list[tuple[int, str]]:
    """Return id and shown name of what can be chosen from a list, in its order; nothing retired."""
    return [(row["id"], row[LISTS[name].shown]) for row in entries(db, name)]


def contents(db: Database, name: str) -> Contents:
    spec = LISTS[name]
    found = [
        Entry(
            row["id"],
            str(row[spec.shown]),
            {column.name: row[column.name] for column in spec.columns},
            bool(row["retired_on"]),
            series.fixed_columns(db, row) if name == "programme" else frozenset(),
        )
        for row in entries(db, name, retired=True)
    ]
    targets = {column.name: choices(db, column.target) for column in spec.columns if column.kind == "link"}
    return Contents(tuple(sorted(found, key=lambda entry: entry.is_retired)), targets)


def save(
    db: Database,
    clerk: Clerk,
    name: str,
    entry_id: int | None,
    values: dict[str, str],
    seen: Mapping[str, Value] | None = None,
) -> int:
    """Add an entry (`entry_id` None) or change one, from the values as typed. Returns its id.

    `seen`: the stored values the form was filled with; EditConflict if somebody has saved others since.
    """
    _must_be_plain(name)
    with writing(db, clerk, LISTS[name].roles, "office", "session") as change:
        return store(change, name, entry_id, values, seen)


def store(
    change: Change, name: str, entry_id: int | None, values: dict[str, str], seen: Mapping[str, Value] | None = None
) -> int:
    """Add or change an entry in a change under way, like `save`."""
    db, spec = change.db, LISTS[name]
    row = {column.name: _value(db, column, values.get(column.name, "")) for column in spec.columns}
    before = _before(db, spec, entry_id, row) if entry_id is not None else None
    if before:
        refuse_if_changed(db, name, entry_id, seen, before, row)
    _must_be_unique(db, spec, entry_id, row)
    if name == "official":
        _must_be_the_only_holder(db, entry_id, row)
    if name == "programme":
        series.must_fit(db, {**before, "id": entry_id} if before else None, row)
    if entry_id is not None:
        db.send(f"UPDATE {name} SET {', '.join(f'{key} = :{key}' for key in row)} WHERE id = :id", id=entry_id, **row)
    else:
        entry_id = int(
            db.required_row(
                f"INSERT INTO {name} ({', '.join(row)}, position) SELECT {', '.join(':' + key for key in row)},"
                f" COALESCE(MAX(position), 0) + 1 FROM {name} RETURNING id",
                **row,
            )["id"]
        )
    change.record("change" if before else "add", name, entry_id, before=before, after=row)
    return entry_id


def retire(db: Database, clerk: Clerk, name: str, entry_id: int, *, back: bool = False) -> None:
    """Take an entry out of every choice from now on, or `back` in. Records that name the entry keep it."""
    _must_be_plain(name)
    with writing(db, clerk, LISTS[name].roles, "office", "session") as change:
        set_retired(change, name, entry_id, back=back)


def set_retired(change: Change, name: str, entry_id: int, *, back: bool) -> None:
    """Retire an entry or take it back in a change under way, like `retire`."""
    day = "" if back else local_day(change.now)
    change.db.send(f"UPDATE {name} SET retired_on = :day WHERE id = :id", day=day, id=entry_id)
    change.record("return" if back else "retire", name, entry_id, after={"retired_on": day})


def _must_be_plain(name: str) -> None:
    """Refuse the list whose entries move deadlines: app/closures/entries.py saves it, and the deadlines with it."""
    if name == "holiday":
        raise Refused("تعطیلات فقط همراه با مهلت‌ها ذخیره می‌شود.")


def holder(db: Database, official_id: int, day: str) -> Row | None:
    """Return the official with this id who held the post on `day`; None where nobody did."""
    row = db.row("SELECT post, holder, from_day, to_day, retired_on FROM official WHERE id = :id", id=official_id)
    return row if row and held(row, day) else None


def held(official: Row, day: str) -> bool:
    """Whether this official held the post on `day` and stood in the office's list then."""
    return holds(official, day) and (not official["retired_on"] or day < official["retired_on"])


def holds(official: Row, day: str) -> bool:
    """Whether this official holds the post on `day`."""
    return (not official["from_day"] or official["from_day"] <= day) and (
        not official["to_day"] or day <= official["to_day"]
    )


def _unit_order(row: Row, spec: OfficeList) -> tuple[int, str]:
    kinds = [kind for kind, _ in UNIT_KINDS]
    return (kinds.index(row["kind"]) if "kind" in row else 0, sort_key(str(row[spec.shown])))


def _value(db: Database, column: Column, typed: str) -> str | int | None:
    text = checked(typed, column.label, column.name, column.limit)
    if not text and column.required and column.kind != "flag":
        raise Refused(f"«{column.label}» را بنویسید.", column.name)
    return _PARSE[column.kind](db, column, text)


def _number(_: Database, column: Column, text: str) -> int | None:
    if not text:
        return None
    known = text.isascii() and text.isdecimal() and len(text) < 10
    if not known or not column.least <= int(text) <= column.most:
        raise Refused(f"«{column.label}» باید عددی بین {fa(column.least)} تا {fa(column.most)} باشد.", column.name)
    return int(text)


def _day(_: Database, column: Column, text: str) -> str:
    with refusals_beside(column.name):
        return parse_jalali(text) if text else ""


def _choice(_: Database, column: Column, text: str) -> str | int:
    if text not in dict(column.options):
        raise Refused(f"«{column.label}» را از فهرست انتخاب کنید.", column.name)
    return int(text) if text.isdecimal() else text


def _link(db: Database, column: Column, text: str) -> int | None:
    if not text:
        return None
    known = text.isascii() and text.isdecimal() and len(text) < 10
    if not known or not db.row(f"SELECT id FROM {column.target} WHERE id = :id", id=int(text)):
        raise Refused(f"«{column.label}» را از فهرست انتخاب کنید.", column.name)
    return int(text)


_PARSE: dict[str, Callable[[Database, Column, str], str | int | None]] = {
    "text": lambda _db, _column, text: text,
    "flag": lambda _db, _column, text: int(text in ("1", "true", "بله")),
    "number": _number,
    "day": _day,
    "choice": _choice,
    "link": _link,
}


def _before(db: Database, spec: OfficeList, entry_id: int, row: dict[str, Any]) -> Row:
    before = db.row(f"SELECT {', '.join(row)} FROM {spec.name} WHERE id = :id", id=entry_id)
    if before is None:
        raise Refused("این ردیف در فهرست نیست.")
    for column in spec.columns:
        if column.fixed and row[column.name] != before[column.name]:
            raise Refused(f"«{column.label}» پس از ثبت تغییر نمی‌کند.", column.name)
        if column.lasting and row[column.name] != before[column.name] and _is_used(db, spec, before["code"]):
            raise Refused(
                f"این ردیف در پرونده‌ها ثبت شده است و «{column.label}» آن تغییر نمی‌کند؛ ردیف جدیدی بسازید و این یکی را"
                " کنار بگذارید.",
                column.name,
            )
    return before


def _is_used(db: Database, spec: OfficeList, code: str) -> bool:
    return any(db.row(f"SELECT 1 AS n FROM {table} WHERE outcome = :code LIMIT 1", code=code) for table in spec.used_in)


def _must_be_unique(db: Database, spec: OfficeList, entry_id: int | None, row: dict[str, Any]) -> None:
    labels = {column.name: column.label for column in spec.columns}
    for key in spec.unique:
        same = " AND ".join(f"{name} = :{name}" for name in key)
        taken = db.rows(f"SELECT id FROM {spec.name} WHERE {same}", **{name: row[name] for name in key})
        if any(other["id"] != entry_id for other in taken):
            raise Refused(
                f"این «{labels[key[-1]]}» در فهرست موجود است؛ اگر کنار گذاشته شده است، آن را بازگردانید.", key[-1]
            )


def _must_be_the_only_holder(db: Database, entry_id: int | None, row: dict[str, Any]) -> None:
    """Refuse two holders of one post on the same day: a slip would not know whose name it bears."""
    if row["from_day"] and row["to_day"] and row["to_day"] < row["from_day"]:
        raise Refused("«تا تاریخ» پیش از «از تاریخ» است.", "to_day")
    others = db.rows(
        "SELECT id, holder, from_day, to_day FROM official WHERE post = :post AND retired_on = ''", post=row["post"]
    )
    for other in others:
        ends_before = other["to_day"] and row["from_day"] and other["to_day"] < row["from_day"]
        begins_after = other["from_day"] and row["to_day"] and row["to_day"] < other["from_day"]
        if other["id"] != entry_id and not (ends_before or begins_after):
            raise Refused(
                f"در این بازه «{other['holder'] or row['post']}» همین سمت را دارند؛ ابتدا «تا تاریخ» ایشان را بنویسید.",
                "from_day",
            )


def move(db: Database, clerk: Clerk, name: str, entry_id: int, by: int) -> None:
    """Move an entry `by` places down its list, up when negative, among the entries in use; it stops at the end."""
    spec = LISTS[name]
    with writing(db, clerk, spec.roles, "office", "session") as change:
        ids = [row["id"] for row in entries(db, name)]
        if not spec.by_position or entry_id not in ids:
            raise Refused("تغییر جای این ردیف در فهرست ممکن نیست.")
        before = ids.index(entry_id)
        ids.insert(min(max(0, before + by), len(ids)), ids.pop(before))
        after = ids.index(entry_id)
        if after == before:
            return
        for position, each in enumerate(ids, 1):
            db.send(f"UPDATE {name} SET position = :position WHERE id = :id", position=position, id=each)
        change.record("move", name, entry_id, before={"place": before + 1}, after={"place": after + 1})
