"""What every page is handed: the work, who is signed in, and this PC's own settings."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSettings

from app.access.clerk import Clerk
from ui.work import Work


class Local:
    """The settings of this PC alone: its table, its printers, its screen. They stay on it."""

    def __init__(self, path: str) -> None:
        self._settings = QSettings(path, QSettings.Format.IniFormat)
        self.folder = Path(path).parent
        """Where this PC's own files lie."""

    def get(self, name: str, default: str = "") -> str:
        return str(self._settings.value(name, default))

    def set(self, name: str, value: str) -> None:
        self._settings.setValue(name, value)
        self._settings.sync()


@dataclass(slots=True)
class Context:
    work: Work
    clerk: Clerk
    local: Local
    shared: bool = False
    """The data are on a server."""
