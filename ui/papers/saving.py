"""Saves a paper or a list as a file."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.persian.text import isolate
from ui.work import Work


class FileSaver(QObject):
    """Asks for a file name and writes off the UI thread: a USB stick may be slow, a network share may hang."""

    done = Signal(str)
    failed = Signal(str)
    """Both carry a Persian sentence."""

    def __init__(self, work: Work, parent: QWidget) -> None:
        super().__init__(parent)
        self._work, self._parent = work, parent

    def ask(self, name: str, data: bytes, kind: str = "PDF") -> None:
        """`name`: proposed, without the suffix. `kind`: 'PDF' or 'CSV'; the suffix is made of its letters."""
        if path := self.choose(name, kind):
            self.write(path, data)

    def choose(self, name: str, kind: str = "PDF") -> Path | None:
        """Ask for the file before its data are made; None when the clerk left. The arguments are those of `ask`."""
        suffix = f".{kind.lower()}"
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        proposed = str(folder / f"{name.replace('/', '-')}{suffix}")
        chosen, _ = QFileDialog.getSaveFileName(self._parent, f"ذخیرهٔ {kind}", proposed, f"{kind} (*{suffix})")
        return Path(chosen if chosen.lower().endswith(suffix) else f"{chosen}{suffix}") if chosen else None

    def write(self, path: Path, data: bytes) -> None:
        """Write the file; `done` or `failed` follows."""
        self._work.run_long(partial(_write, path=path, data=data), self._report)

    def _report(self, outcome: tuple[bool, str]) -> None:
        is_saved, sentence = outcome
        (self.done if is_saved else self.failed).emit(sentence)


def _write(_: object, path: Path, data: bytes) -> tuple[bool, str]:
    try:
        path.write_bytes(data)
    except OSError:
        return False, f"فایل در {isolate(str(path.parent))} ذخیره نشد؛ پوشهٔ دیگری انتخاب کنید."
    return True, f"در {isolate(str(path))} ذخیره شد."
