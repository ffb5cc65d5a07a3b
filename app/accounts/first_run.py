"""The first run: an empty database gets the seed lists, the settings and the first clerk."""

from typing import Any

from app.access.clerks import ROLES
from app.accounts import sign_in
from app.errors import Refused
from app.journal.writing import SYSTEM, Change, writing
from app.office import seed
from app.office.settings import settings, store, store_emblem
from app.papers.documents import RecoverySheet
from app.persian.calendar import local_day
from app.persian.text import clean
from db import Database


def is_new(db: Database) -> bool:
    """Return whether there is no clerk yet, so that the wizard has to run."""
    return db.row("SELECT id FROM clerk LIMIT 1") is None


def set_up(
    db: Database, *, office: str, login: str, name: str, password: str, emblem: bytes | None = None
) -> RecoverySheet:
    """Save the seed lists, the settings and the first clerk with every role: all of them or none.

    Return the recovery sheet: its code is stored nowhere else. Raise Refused with the field "taken" when another PC was
    faster.
    """
    with writing(db, SYSTEM, (), "office", "clerks", "session") as change:
        if not is_new(db):
            raise Refused(
                "رایانهٔ دیگری پیش از شما این سازمان را راه‌اندازی کرده است؛ آنچه نوشتید ذخیره نشد."
                " با نام کاربری خود در همان سازمان وارد شوید.",
                "taken",
            )
        _insert_seed_lists(change)
        store(change, {"office": office})
        if emblem:
            store_emblem(change, emblem)
        sign_in.add(change, login, name, frozenset(ROLES), password)
        return RecoverySheet(settings(db).office, clean(name), sign_in.make_recovery(change), change.now)


def _insert_seed_lists(change: Change) -> None:
    """Copy the seed lists into the database, where the office edits them from now on."""
    units = {
        row["code"]: _insert(
            change.db,
            "unit",
            at,
            {
                "code": row["code"],
                "kind": row["kind"],
                "name": row["name"],
                "addressed_as": row["addressed_as"],
                "retired_on": "" if row["active"] == "1" else local_day(change.now),
            },
        )
        for at, row in enumerate(seed.rows("units"))
    }
    officials = {
        row["post"]: _insert(
            change.db,
            "official",
            at,
            {"post": row["post"], "holder": row["holder"], "from_day": row["from_day"], "to_day": row["to_day"]},
        )
        for at, row in enumerate(seed.rows("officials"))
    }
    for at, row in enumerate(seed.rows("tables")):
        _insert(change.db, "meeting_table", at, {"name": row["name"], "official_id": officials.get(row["official"])})
    for at, row in enumerate(seed.rows("categories")):
        _insert(
            change.db,
            "category",
            at,
            {
                "audience": row["audience"],
                "name": row["category"],
                "examples": row["examples"],
                "confidential": int(row["confidential"]),
                "default_unit_id": units.get(row["default_unit"]),
            },
        )
    for name, table, columns, numbers in _PLAIN:
        for at, row in enumerate(seed.rows(name)):
            values: dict[str, Any] = {column: row[column] for column in columns}
            values |= {column: int(row[column]) if row[column] else None for column in numbers}
            _insert(change.db, table, at, values)
    change.record("plant", "lists", None)


_PLAIN: tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...] = (  # seed file, table, texts, numbers
    ("phrases", "phrase", ("code", "text", "kind"), ("answer_needed", "working_days")),
    ("priority_groups", "priority_group", ("name",), ()),
    ("urgencies", "urgency", ("name",), ("working_days",)),
    ("employments", "employment", ("name",), ()),
    ("visit_outcomes", "visit_outcome", ("code", "name"), ("referral",)),
    ("holidays", "holiday", ("day", "name"), ("certain",)),
    (
        "programmes",
        "programme",
        ("name", "audience", "anchor_day", "series"),
        ("weekday", "every_weeks", "series_digit", "next_round"),
    ),
)


def _insert(db: Database, table: str, position: int, values: dict[str, Any]) -> int:
    names = [*values, "position"]
    row = db.required_row(
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(':' + name for name in names)}) RETURNING id",
        **values,
        position=position,
    )
    return int(row["id"])
