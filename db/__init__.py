"""One door to storage: open a database, read rows, write in a transaction."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from db.base import Clock, Database
from db.deferred import Deferred, Row
from db.errors import NoSuchRow, StorageError

if TYPE_CHECKING:
    from db.postgres import Postgres
    from db.sqlite import Sqlite

__all__ = [
    "Clock", "Database", "Deferred", "NoSuchRow", "Row", "StorageError", "is_server", "open_database",
]  # fmt: skip


def open_database(
    address: str, *, clock: Clock | None = None, read_only: bool = False, aside: Path | None = None
) -> Database:
    """Open a file, or the server named by a `postgresql://` address. A missing or older database is made or upgraded,
    unless `read_only`.

    Before an upgrade it is backed up into the folder `aside`, for a file by default into a folder beside it. A server
    is only upgraded when `aside` is given. Raises StorageError, with nothing written, when a newer program made it or
    this user may not upgrade it.
    """
    from db.schema import STEPS, upgrade  # late: start-up

    database = _engine(address)(address, clock=clock, read_only=read_only)
    database.address = address
    try:
        if not read_only:
            upgrade(database, partial(_back_up, database, aside))
        database.version = len(STEPS)
    except StorageError:
        database.close()
        raise
    return database


def _back_up(database: Database, aside: Path | None, version: int) -> None:
    from db.backup import before_upgrade  # late: start-up

    before_upgrade(database, version, aside)


def is_server(address: str) -> bool:
    return address.startswith(("postgresql://", "postgres://")) or "dbname=" in address


def _engine(address: str) -> type["Sqlite | Postgres"]:
    if is_server(address):
        from db.postgres import Postgres  # late: start-up

        return Postgres
    from db.sqlite import Sqlite  # late: start-up

    return Sqlite
