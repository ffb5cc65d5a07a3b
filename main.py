"""The only wiring: arguments → settings → database → work → window."""

import argparse
import logging
import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from db import Clock, Database
    from ui.program import Program

VERSION = "0.1.0"
WORDS = "MOSALLA_WORDS"
REOPEN = 64
X11_LIBRARIES = (
    "libxkbcommon-x11.so.0", "libxcb-cursor.so.0", "libxcb-icccm.so.4", "libxcb-keysyms.so.1", "libxcb-image.so.0",
    "libxcb-render-util.so.0",
)
NO_SCREEN = (
    "اینجا صفحهٔ نمایشی نیست و برنامه پنجره‌ای نمی‌تواند باز کند."
    " برای دیدن یک روز کامل بی نمایشگر: python main.py tour FOLDER"
)


def main(words: list[str] | None = None) -> int:
    parser = arguments()
    options = parser.parse_args(words)
    if options.demo and options.database:
        parser.error("--demo is an office of its own and takes no --database")
    if options.version:
        sys.stdout.write(f"mosalla {VERSION}\n")
        return 0
    if options.command == "verify":
        return verify_journal(options)
    if options.command == "server-setup":
        return set_up_server(options)
    if options.command == "copy":
        return copy_office(options)
    trouble = no_screen() if options.command != "tour" else ""
    if trouble := trouble or missing_library():
        sys.stderr.write(trouble + "\n")
        return 2
    if options.command == "tour":
        from ui.tour.tour import tour  # late: start-up

        return tour(Path(options.folder), open_address, options.database)
    return open_program(options)


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="main.py", description="چهارشنبه‌های مردمی: از آمدن تا برگهٔ ارجاع")
    parser.add_argument("--data", metavar="FOLDER", help="where the data lives (default: the platform's data folder)")
    parser.add_argument("--database", metavar="ADDRESS", help="this time postgresql://… or a file")
    parser.add_argument("--demo", action="store_true", help="a throw-away office with invented people")
    parser.add_argument("--display", action="store_true", help="only the public display, on the same data")
    parser.add_argument("--version", action="store_true")
    commands = parser.add_subparsers(dest="command")
    tour = commands.add_parser("tour", help="a whole day, driven by keys and clicks, with pictures and papers")
    tour.add_argument("folder", metavar="FOLDER")
    tour.add_argument("--database", metavar="ADDRESS", default=argparse.SUPPRESS, help="a server without an office yet")
    verify = commands.add_parser("verify", help="walk the journal; says which row was altered, removed or slipped in")
    verify.add_argument("--data", metavar="FOLDER", default=argparse.SUPPRESS)
    verify.add_argument("--database", metavar="ADDRESS", default=argparse.SUPPRESS)
    verify.add_argument("--head", metavar="HEX", default="", help="what the minutes or a backup say of its last row")
    copied = commands.add_parser("copy", help="a whole office into an empty database, of either kind; may be run again")
    for name in ("source", "target"):
        copied.add_argument(name, metavar=name.upper(), help="a file, or postgresql://… as its owner")
    add_setup(commands.add_parser(
        "server-setup", help="make the office's database and roles on a PostgreSQL server, or bring them up to date"))
    return parser


def add_setup(setup: argparse.ArgumentParser) -> None:
    setup.add_argument("--admin", metavar="ADDRESS", required=True, help="postgresql://postgres@…: who may make roles")
    setup.add_argument("-W", dest="ask", action="store_true", help="ask for the admin's password")
    setup.add_argument("--name", default="mosalla", help="of the database (default: %(default)s)")
    for role, does in (("owner", "owns the tables and upgrades them"), ("desk", "is what every desk signs in as")):
        setup.add_argument(f"--{role}", metavar="ROLE", default=f"mosalla_{role}", help=f"{does} (%(default)s)")
        setup.add_argument(f"--{role}-password", metavar="WORD", default="",
                           help="a new password for it; - asks. A new role without one gets a made one, shown once")
    setup.add_argument("--backups", metavar="FOLDER", help="where the backup before an upgrade goes")


def verify_journal(options: argparse.Namespace) -> int:
    """0 when the journal is whole, 1 when it is not, 2 when that cannot be told."""
    from contextlib import closing

    from app.audit import backup_marks as witness
    from app.errors import Refused
    from app.journal import verify
    from app.persian.text import fa
    from db import StorageError
    from ui.this_pc.backup_place import Place
    from ui.this_pc.settings import Local

    try:
        folder = Path(options.data) if options.data else data_folder()
        place = Place(Local(str(folder / "this-pc.ini")))
        with closing(open_address(address_of(options.database, folder), read_only=True)) as database:
            fault, asked = witness.fault(database, place.folders(), options.head)
    except (Refused, StorageError) as error:
        sys.stderr.write(error.sentence + "\n")
        return 2
    whole = verify.WHOLE + (" " + fa(witness.WITNESSED.format(asked)) if asked else "")
    sys.stdout.write((fault.sentence if fault else whole) + "\n")
    return int(fault is not None)


def set_up_server(options: argparse.Namespace) -> int:
    """0 when the server stands, 1 with what is missing. Lines come as the work goes on: the first may be passwords."""
    from app.venue.server import with_password
    from app.venue.setup import set_up
    from db import StorageError
    from db.server import Role

    owner, desk = (Role(name, asked(name) if password == "-" else password) for name, password in (
        (options.owner, options.owner_password), (options.desk, options.desk_password)))
    backups = Path(options.backups) if options.backups else data_folder() / "backups"
    try:
        admin = with_password(options.admin, asked("admin") if options.ask else "")
        for line in set_up(admin, options.name, owner, desk, backups):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
    except StorageError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def copy_office(options: argparse.Namespace) -> int:
    """0 when the office stands in the target whole, 1 when nothing was written; stderr tells how far it is."""
    from app.venue.server import with_password
    from db import StorageError
    from db.copy import copy

    def progress(table: str, done: int, total: int) -> None:
        sys.stderr.write(f"\r{table}: {done} / {total}\x1b[K")

    try:
        done = copy(with_password(options.source), with_password(options.target), progress)
    except StorageError as error:
        sys.stderr.write(f"\n{error.sentence}\n")
        return 1
    words = "پیش‌تر به‌تمامی کپی شده بود" if done.was_there else "کپی و سطربه‌سطر مقایسه شد"
    behind = f"؛ {done.behind} نوشتهٔ تازه در مبدأ مانده است" if done.behind else ""
    sys.stdout.write(f"\n{done.rows} سطر {words}{behind}.\n")
    return 0


def asked(whose: str) -> str:
    from getpass import getpass

    return getpass(f"password of {whose}: ")


def no_screen() -> str:
    """A sentence where no window can open, else ''."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return ""
    return "" if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") else NO_SCREEN


def missing_library() -> str:
    """Names the system library Qt cannot start without, instead of a traceback or an abort; '' when all are there."""
    try:
        import PySide6.QtWidgets  # noqa: F401 - only whether it loads
    except ImportError as error:
        return f"یک کتابخانهٔ سیستم نیست: {error}\nفرمان نصب آن در README هست (apt install …)."
    if sys.platform.startswith("linux") and os.environ.get("DISPLAY") and not os.environ.get("QT_QPA_PLATFORM"):
        import ctypes

        for library in X11_LIBRARIES:
            try:
                ctypes.CDLL(library)
            except OSError:
                return f"یک کتابخانهٔ سیستم نیست: {library}\nفرمان نصب آن در README هست (apt install …)."
    return ""


def open_program(options: argparse.Namespace) -> int:
    from PySide6.QtWidgets import QApplication

    from db import is_server
    from ui.widgets.theme import dress

    application = QApplication(sys.argv[:1])
    application.setApplicationName("mosalla")
    dress(application)
    if options.demo:
        folder, demo = demo_folder()
    else:
        folder, demo = Path(options.data) if options.data else data_folder(), None
    file = None if options.database is None or is_server(options.database) else Path(options.database).resolve().parent
    if trouble := unusable(folder) or (unusable(file) if file else ""):
        sys.stderr.write(trouble + "\n")
        tell(trouble)
        return 2
    write_log(folder)
    from app.errors import Refused

    try:
        while (code := run(application, options, folder, demo)) == REOPEN:
            options.database = None  # what was chosen in the program goes before what the command line said once
    except Refused as refused:
        tell(refused.sentence)
        return 2
    return code


def run(application: "QApplication", options: argparse.Namespace, folder: Path, demo: tuple[str, str] | None) -> int:
    """One program on one database, until it is closed or wants to be opened again on another."""
    program = open_on(options, folder, demo)
    program.reopen_asked.connect(partial(application.exit, REOPEN))
    if options.display:
        program.show_display_only()
    else:
        program.show()
        program.window.showMaximized()  # the tour and the tests give it sizes of their own
    code = int(application.exec())
    application.setQuitOnLastWindowClosed(False)  # closing this one must not end the next
    program.window.close()
    application.setQuitOnLastWindowClosed(True)
    return code


def open_on(options: argparse.Namespace, folder: Path, demo: tuple[str, str] | None) -> "Program":
    from db import is_server
    from ui.program import Program

    address = str(folder / "office.db") if demo else address_of(options.database, folder)
    return Program(folder, partial(open_address, address), partial(open_address, address, read_only=True),
                   demo=demo, shared=is_server(address))


def address_of(given: str | None, folder: Path) -> str:
    """What the command line names, else the server this PC was set to, else the file in its folder."""
    from ui.this_pc.settings import Local

    if given:
        return given
    local = Local(str(folder / "this-pc.ini"))
    if not local.get("server/on"):
        return str(folder / "office.db")
    from ui.this_pc.server_choice import kept  # late: start-up

    venue = kept(local)
    return venue.address if venue else str(folder / "office.db")


def open_address(address: str, *, clock: "Clock | None" = None, read_only: bool = False) -> "Database":
    """On the storage thread: the password is asked of the keyring here, which may take its time."""
    from app.venue.server import with_password
    from db import open_database

    return open_database(with_password(address), clock=clock, read_only=read_only)


def data_folder() -> Path:
    from platformdirs import user_data_path  # late: start-up

    return user_data_path("mosalla", appauthor=False)


def demo_folder() -> tuple[Path, tuple[str, str]]:
    """A folder that ends with the process, furnished with invented people; and the name and password to enter with."""
    import atexit
    import shutil
    import tempfile

    from app.demo import LOGIN, PASSWORD, furnish

    folder = Path(tempfile.mkdtemp(prefix="mosalla-demo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    furnish(folder / "office.db")
    return folder, (LOGIN, PASSWORD)


def unusable(folder: Path) -> str:
    """A sentence where the data cannot live in `folder`, else ''."""
    from PySide6.QtCore import QStorageInfo

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return f"پوشهٔ داده‌ها ساخته نشد: {folder}"
    kind = bytes(QStorageInfo(str(folder)).fileSystemType().data()).decode("ascii", "replace").lower()
    if kind.startswith(("nfs", "cifs", "smb", "fuse.sshfs")) or str(folder).startswith("\\\\"):
        return "پوشهٔ داده‌ها روی شبکه است؛ پروندهٔ داده‌ها آنجا آسیب می‌بیند. پوشه‌ای روی همین رایانه برگزینید."
    return ""


def write_log(folder: Path) -> None:
    """A rotating log beside the data: what failed and when, never who or what about."""
    form = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    logging.basicConfig(level=logging.WARNING, format=form)
    log = Log(folder / "mosalla.log")
    log.setFormatter(logging.Formatter(form))
    logging.getLogger().addHandler(log)


class Log(logging.Handler):
    """Opens its file when there is something to write: most days there is not, and the first window stands sooner."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._file is None:
            from logging.handlers import RotatingFileHandler  # late: start-up

            self._file = RotatingFileHandler(self._path, maxBytes=500_000, backupCount=3, encoding="utf-8", delay=True)
            self._file.setFormatter(self.formatter)
        self._file.emit(record)


def tell(sentence: str) -> None:
    from PySide6.QtWidgets import QMessageBox

    QMessageBox.critical(None, "چهارشنبه‌های مردمی", sentence)


def discreet(words: list[str]) -> list[str]:
    """The command line, taken out of the process's title when a password stands in it: there every user of the machine
    could read it. The same program starts over and finds the words in its environment, which only its own user sees.
    (Windows shows neither to others.)"""
    import json

    if kept := os.environ.pop(WORDS, ""):
        return [str(word) for word in json.loads(kept)]
    if os.name == "posix" and any("password" in word or ("://" in word and "@" in word) for word in words):
        os.environ[WORDS] = json.dumps(words)
        os.execv(sys.executable, sys.orig_argv[: len(sys.orig_argv) - len(words)])
    return words


if __name__ == "__main__":
    sys.exit(main(discreet(sys.argv[1:])))
