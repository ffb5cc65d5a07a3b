"""A paper, or a list, saved as a file."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.persian.text import isolate
from ui.work import Work


class Saving(QObject):
    """Asks where, and writes off the UI thread: a stick may be slow, a share may hang."""

    done = Signal(str)
    failed = Signal(str)
    """Both carry a Persian sentence."""

    def __init__(self, work: Work, parent: QWidget) -> None:
        super().__init__(parent)
        self._work, self._parent = work, parent

    def ask(self, name: str, pdf: bytes, kind: str = "PDF") -> None:
        """`name`: proposed, without the ending. `kind`: 'PDF' or 'CSV'; its letters are the ending."""
        ending = f".{kind.lower()}"
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        proposed = str(folder / f"{name.replace('/', '-')}{ending}")
        chosen, _ = QFileDialog.getSaveFileName(self._parent, f"ذخیرهٔ {kind}", proposed, f"{kind} (*{ending})")
        if chosen:
            path = Path(chosen if chosen.lower().endswith(ending) else f"{chosen}{ending}")
            self._work.run_long(partial(_write, path=path, pdf=pdf), self._told)

    def _told(self, told: tuple[bool, str]) -> None:
        is_saved, sentence = told
        (self.done if is_saved else self.failed).emit(sentence)


def _write(_: object, path: Path, pdf: bytes) -> tuple[bool, str]:
    try:
        path.write_bytes(pdf)
    except OSError:
        return False, f"پرونده در {isolate(str(path.parent))} ذخیره نشد؛ پوشهٔ دیگری برگزینید."
    return True, f"در {isolate(str(path))} ذخیره شد."
