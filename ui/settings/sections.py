"""The table of contents of the settings page."""

from typing import cast

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from app.persian.text import fa
from ui.widgets import theme
from ui.widgets.buttons import ENTERS


class Sections(QListWidget):
    """The titles of the sections. Enter goes into the current one."""

    def __init__(self, titles: dict[str, str]) -> None:
        super().__init__()
        self.setObjectName("sections")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for key, title in titles.items():
            item = QListWidgetItem(fa(title))
            item.setData(Qt.ItemDataRole.UserRole, key)
            self.addItem(item)

    def changeEvent(self, event: QEvent) -> None:
        """Set the height of the items for the zoom: Qt measures them before it knows the padding of the style sheet."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            for row in range(self.count()):
                self.item(row).setSizeHint(QSize(0, theme.px(36)))

    def key(self) -> str:
        item = self.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item else ""

    def event(self, event: QEvent) -> bool:
        """Let Enter go into the current section rather than press a button of it."""
        if event.type() == QEvent.Type.ShortcutOverride and cast(QKeyEvent, event).key() in ENTERS:
            event.accept()
            return True
        return super().event(event)
