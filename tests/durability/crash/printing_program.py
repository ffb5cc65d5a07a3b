"""A whole program with its window off the screen: it prints what waits for its PC until it is killed."""

import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import monotonic

from PySide6.QtWidgets import QApplication

from app.access import clerks
from db import open_database
from ui.program import Program

BEGAN = monotonic()


def an_hour_into_the_session() -> datetime:
    """The clock goes on from the morning of the test's session: in the evening of a real day the program would ask
    whether its clock is right, and print nothing until somebody says so."""
    return datetime(2026, 11, 25, 6, 30, tzinfo=UTC) + timedelta(seconds=monotonic() - BEGAN)


def main(folder: str, database: str) -> int:
    application = QApplication(sys.argv[:1])
    opened = partial(open_database, database, clock=an_hour_into_the_session)
    program = Program(Path(folder), opened, partial(opened, read_only=True))
    program.show()
    with closing(opened()) as reader:
        program.enter(clerks.current(reader, clerks.everyone(reader)[0].id))
    return int(application.exec())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
