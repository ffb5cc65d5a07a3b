"""The settings of this PC alone, kept in its own file."""

from pathlib import Path
from typing import Self

from PySide6.QtCore import QSettings

from app.this_pc.settings import FILE


class PcSettings:
    """The settings of this PC alone: its table, its printers, its screen. They stay on it."""

    def __init__(self, path: str) -> None:
        self._settings = QSettings(path, QSettings.Format.IniFormat)
        self.folder = Path(path).parent
        """Where this PC's own files lie."""

    @classmethod
    def of_folder(cls, folder: Path) -> Self:
        """The settings that lie in a data folder."""
        return cls(str(folder / FILE))

    def get(self, name: str, default: str = "") -> str:
        return str(self._settings.value(name, default))

    def set(self, name: str, value: str) -> None:
        self._settings.setValue(name, value)
        self._settings.sync()
