"""The settings of this PC, read and written by Qt in an INI file of its own."""

from pathlib import Path
from typing import Self

from PySide6.QtCore import QSettings

from app.this_pc.settings import FILE


class PcSettings:
    """This PC's table, printers, screen and the like. They never go into the office's data."""

    def __init__(self, path: str) -> None:
        self._settings = QSettings(path, QSettings.Format.IniFormat)
        self.folder = Path(path).parent
        """The folder of this PC's own files."""

    @classmethod
    def of_folder(cls, folder: Path) -> Self:
        """Return the settings kept in a data folder."""
        return cls(str(folder / FILE))

    def get(self, name: str, default: str = "") -> str:
        return str(self._settings.value(name, default))

    def set(self, name: str, value: str) -> None:
        self._settings.setValue(name, value)
        self._settings.sync()
