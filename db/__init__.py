"""One door to storage: open a database, read rows, write in a transaction."""

from db.base import Clock, Database, Row, StorageError

__all__ = ["Clock", "Database", "Row", "StorageError", "open_database"]


def open_database(path: str, *, clock: Clock | None = None, read_only: bool = False) -> Database:
    """Open the file at `path`, made or brought up to date if need be (never when `read_only`).

    Raises StorageError, with nothing written, when a newer program made the file.
    """
    from db.schema import upgrade  # late: start-up
    from db.sqlite import Sqlite  # likewise

    database = Sqlite(path, clock=clock, read_only=read_only)
    try:
        if not read_only:
            upgrade(database)
    except StorageError:
        database.close()
        raise
    return database
