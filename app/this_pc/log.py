"""The program's log, a file in the data folder."""

import logging
from pathlib import Path


def write_log(folder: Path) -> None:
    """Log into a rotating file beside the data: what failed and when, never who or what it was about."""
    form = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    logging.basicConfig(level=logging.WARNING, format=form)
    log = _Log(folder / "mosalla.log")
    log.setFormatter(logging.Formatter(form))
    logging.getLogger().addHandler(log)


class _Log(logging.Handler):
    """A log that opens its file with the first record: most days there is none, and the first window opens sooner."""

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
