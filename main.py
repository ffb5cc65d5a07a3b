"""The only wiring: arguments → settings → database → work → window."""

import sys
from argparse import Namespace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from app import VERSION
from app.commands.arguments import hide_passwords, parser
from app.this_pc.opening import OFFICE, address_of, data_folder, open_address

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from db import Clock
    from ui.program import Program
    from ui.start.one_program import OneProgram

REOPEN = 64
"""Qt's exit code when the program is to be opened again, on the database chosen meanwhile."""


def start() -> int:
    """Run the command line of this process: what `mosalla` and `python main.py` call."""
    return main(hide_passwords(sys.argv[1:]))


def main(words: list[str]) -> int:
    """Return the process's exit code."""
    arguments = parser()
    options = arguments.parse_args(words)
    if options.demo and options.database:
        arguments.error("--demo is an office of its own and takes no --database")
    if options.version:
        sys.stdout.write(f"mosalla {VERSION}\n")
        return 0
    if options.command in ("verify", "server-setup", "copy", "after-restore"):
        return run_command(options)
    from ui.start.checks import missing_library, no_screen

    trouble = no_screen() if options.command != "tour" else ""
    if trouble := trouble or missing_library():
        sys.stderr.write(trouble + "\n")
        return 2
    if options.command == "tour":
        from ui.tour.tour import tour  # late: start-up

        return tour(Path(options.folder), open_address, options.database)
    return open_program(options)


def run_command(options: Namespace) -> int:
    """Run a command that opens no window. Each is imported alone, and none of them loads Qt."""
    if options.command == "verify":
        from app.commands import verify

        return verify.run(options)
    if options.command == "copy":
        from app.commands import copy

        return copy.run(options)
    if options.command == "after-restore":
        from app.commands import after_restore

        return after_restore.run(options)
    from app.commands import server_setup

    return server_setup.run(options)


def open_program(options: Namespace) -> int:
    from PySide6.QtWidgets import QApplication

    from app.errors import Refused
    from app.this_pc.log import write_log
    from db import is_server
    from ui.start.checks import unusable
    from ui.start.one_program import OneProgram
    from ui.widgets.theme import apply_theme

    application = QApplication(sys.argv[:1])
    application.setApplicationName("mosalla")
    apply_theme(application)
    demo = make_demo(options.demo) if options.demo else None
    folder = demo.folder if demo else Path(options.data) if options.data else data_folder()
    file = None if options.database is None or is_server(options.database) else Path(options.database).resolve().parent
    if trouble := unusable(folder) or (unusable(file) if file else ""):
        sys.stderr.write(trouble + "\n")
        show_trouble(trouble)
        return 2
    write_log(folder)
    single = OneProgram(folder)
    if not options.display and not single.begin():
        return show_first_program(single)
    try:
        while (code := run_program(application, options, folder, demo, single)) == REOPEN:
            options.database = None  # what was chosen in the program goes before what the command line said once
    except Refused as refused:
        show_trouble(refused.sentence)
        return 2
    finally:
        single.end()
    return code


class Demo(NamedTuple):
    """A throw-away office."""

    folder: Path
    sign_in: tuple[str, str]
    """Login and password."""
    clock: "Clock | None"
    """None for the PC's own."""


def make_demo(kind: str) -> Demo:
    """Make the office of a session or of a year."""
    if kind == "year":
        from app.invented.kept import LastDay, temporary_year
        from app.invented.office import LOGIN, PASSWORD

        return Demo(temporary_year(), (LOGIN, PASSWORD), LastDay())
    from app.invented.demo import temporary_office

    return Demo(*temporary_office(), None)


def show_first_program(single: "OneProgram") -> int:
    """Bring the window of the program that runs already to the front."""
    if single.show_first():
        return 0
    show_trouble("برنامه در این رایانه باز است ولی پاسخ نمی‌دهد؛ آن را ببندید و دوباره باز کنید.")
    return 2


def run_program(
    application: "QApplication", options: Namespace, folder: Path, demo: Demo | None, single: "OneProgram"
) -> int:
    """Run on one database until the program is closed, or is to be opened again on another; return Qt's exit code."""
    from PySide6.QtCore import QTimer

    program = make_program(options, folder, demo)
    program.reopen_asked.connect(partial(application.exit, REOPEN))
    if options.display:
        program.show_display_only()
    else:
        program.show()
        program.window.showMaximized()  # the tour and the tests give it sizes of their own
        single.asked.connect(program.window.come_to_front)
        QTimer.singleShot(0, single, single.listen)  # after the first window is painted
    code = int(application.exec())
    application.setQuitOnLastWindowClosed(False)  # closing this one must not end the next
    program.window.close()
    application.setQuitOnLastWindowClosed(True)
    return code


def make_program(options: Namespace, folder: Path, demo: Demo | None) -> "Program":
    from db import is_server
    from ui.program import Program

    clock = demo.clock if demo else None
    address = str(folder / OFFICE) if demo else address_of(options.database, folder)
    return Program(
        folder,
        partial(open_address, address, clock=clock),
        partial(open_address, address, clock=clock, read_only=True),
        demo=demo.sign_in if demo else None,
        shared=is_server(address),
    )


def show_trouble(sentence: str) -> None:
    from PySide6.QtWidgets import QMessageBox

    QMessageBox.critical(None, "چهارشنبه‌های مردمی", sentence)


if __name__ == "__main__":
    sys.exit(start())
