"""The emblem of the office: picked from a file and shown at once."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget

from app.errors import Refused
from app.office.settings import EMBLEM_BYTES, check_emblem
from ui.widgets import KeyButton, column, label, row, theme

SIDE = 56


class EmblemPick(QWidget):
    """`picture`: the bytes of the chosen file, None when the office has no emblem."""

    picked = Signal()

    def __init__(self, key: str) -> None:
        super().__init__()
        self.picture: bytes | None = None
        self._preview = QLabel()
        self._preview.setFixedSize(theme.px(SIDE), theme.px(SIDE))
        self._preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._error = label("", "error", wraps=True)
        self._error.hide()
        self._quiet = label("تصویر PNG یا JPEG، تا ۵۰۰ کیلوبایت", "quiet")
        self.pick = KeyButton("انتخاب نشان…", key, small=True)
        self.pick.clicked.connect(self._ask)
        column(row(self._preview, self.pick, self._quiet, 1), self._error, gap=4, parent=self)
        self.show_picture(None)

    def show_picture(self, picture: bytes | None) -> None:
        self.picture = picture
        pixmap = QPixmap()
        if picture:
            pixmap.loadFromData(picture)
        self._preview.setVisible(not pixmap.isNull())
        if not pixmap.isNull():
            self._preview.setPixmap(
                pixmap.scaled(
                    self._preview.size(), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                )
            )

    def read(self, path: str) -> None:
        """Take the picture from a file. If it is unusable, say so and keep the present one."""
        try:
            file = Path(path)
            if file.stat().st_size > EMBLEM_BYTES:
                check_emblem(b"")
            picture = file.read_bytes()
            check_emblem(picture)
        except Refused as refused:
            self.say(refused.sentence)
        except OSError:
            self.say("این فایل خوانده نشد.")
        else:
            self.say("")
            self.show_picture(picture)
            self.picked.emit()

    def fault(self) -> str:
        return self._error.text() if not self._error.isHidden() else ""

    def say(self, sentence: str) -> None:
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))

    def _ask(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "نشان سازمان", "", "(*.png *.jpg *.jpeg)")
        if path:
            self.read(path)
