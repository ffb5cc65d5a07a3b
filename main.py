"""The only wiring: arguments → settings → database → work → window."""

import argparse
import logging
import os
import sys
from functools import partial
from pathlib import Path

VERSION = "0.1.0"
X11_LIBRARIES = (
    "libxkbcommon-x11.so.0", "libxcb-cursor.so.0", "libxcb-icccm.so.4", "libxcb-keysyms.so.1", "libxcb-image.so.0",
    "libxcb-render-util.so.0",
)
NO_SCREEN = (
    "اینجا صفحهٔ نمایشی نیست و برنامه پنجره‌ای نمی‌تواند باز کند."
    " برای دیدن یک روز کامل بی نمایشگر: python main.py tour FOLDER"
)


def main(words: list[str] | None = None) -> int:
    options = arguments().parse_args(words)
    if options.version:
        sys.stdout.write(f"mosalla {VERSION}\n")
        return 0
    if options.command == "verify":
        return verify_journal(options)
    trouble = no_screen() if options.command != "tour" else ""
    if trouble := trouble or missing_library():
        sys.stderr.write(trouble + "\n")
        return 2
    if options.command == "tour":
        from db import open_database  # late: start-up
        from ui.tour import tour

        return tour(Path(options.folder), open_database)
    return open_program(options)


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="main.py", description="چهارشنبه‌های مردمی: از آمدن تا برگهٔ ارجاع")
    parser.add_argument("--data", metavar="FOLDER", help="where the data lives (default: the platform's data folder)")
    parser.add_argument("--demo", action="store_true", help="a throw-away office with invented people")
    parser.add_argument("--display", action="store_true", help="only the public display, on the same data")
    parser.add_argument("--version", action="store_true")
    commands = parser.add_subparsers(dest="command")
    tour = commands.add_parser("tour", help="a whole day, driven by keys and clicks, with pictures and papers")
    tour.add_argument("folder", metavar="FOLDER")
    verify = commands.add_parser("verify", help="walk the journal; says which row was altered, removed or slipped in")
    verify.add_argument("--data", metavar="FOLDER", default=argparse.SUPPRESS)
    verify.add_argument("--database", metavar="ADDRESS", help="postgresql://… instead of a folder")
    verify.add_argument("--head", metavar="HEX", default="", help="what the minutes or a backup say of its last row")
    return parser


def verify_journal(options: argparse.Namespace) -> int:
    """0 when the journal is whole, 1 when it is not, 2 when that cannot be told."""
    from contextlib import closing

    from app import verify
    from app.errors import Refused
    from db import StorageError, open_database

    address = options.database or str((Path(options.data) if options.data else data_folder()) / "office.db")
    try:
        with closing(open_database(address, read_only=True)) as database:
            fault = verify.fault(database, options.head)
    except (Refused, StorageError) as error:
        sys.stderr.write(error.sentence + "\n")
        return 2
    sys.stdout.write((fault.sentence if fault else verify.WHOLE) + "\n")
    return int(fault is not None)


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

    from db import open_database
    from ui.program import Program
    from ui.theme import dress

    application = QApplication(sys.argv[:1])
    application.setApplicationName("mosalla")
    dress(application)
    if options.demo:
        folder, demo = demo_folder()
    else:
        folder, demo = Path(options.data) if options.data else data_folder(), None
    if trouble := unusable(folder):
        sys.stderr.write(trouble + "\n")
        tell(trouble)
        return 2
    write_log(folder)
    database = str(folder / "office.db")
    program = Program(
        folder, partial(open_database, database), partial(open_database, database, read_only=True), demo=demo)
    if options.display:
        program.show_display_only()
    else:
        program.show()
        program.window.showMaximized()  # the tour and the tests give it sizes of their own
    return int(application.exec())


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


if __name__ == "__main__":
    sys.exit(main())
