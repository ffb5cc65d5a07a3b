"""A whole program with its window off the screen: it prints what waits for its PC until it is killed."""

import sys
from contextlib import closing
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.access import clerks
from db import open_database
from ui.program import Program


def main(folder: str, database: str) -> int:
    application = QApplication(sys.argv[:1])
    opened = partial(open_database, database)
    program = Program(Path(folder), opened, partial(opened, read_only=True))
    program.show()
    with closing(opened()) as reader:
        program.enter(clerks.current(reader, clerks.everyone(reader)[0].id))
    return int(application.exec())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
