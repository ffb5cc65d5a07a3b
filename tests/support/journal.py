"""The last rows of the journal, for tests of what a rule records."""

from db import Database, Row


def latest(db: Database, limit: int = 300) -> list[Row]:
    """Return the last changes, newest first."""
    return db.rows(
        "SELECT id, at, clerk, action, subject, subject_id, before, after FROM journal ORDER BY id DESC LIMIT :limit",
        limit=limit,
    )
