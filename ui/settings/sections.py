"""The contents of the settings page."""

from typing import cast

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from app.persian.text import fa
from ui.widgets import theme
from ui.widgets.buttons import ENTERS


class Sections(QListWidget):
    """Their names, one under the other; Enter goes into the section under the bar."""

    def __init__(self, titles: dict[str, str]) -> None:
        super().__init__()
        self.setObjectName("sections")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for key, title in titles.items():
            item = QListWidgetItem(fa(title))
            item.setData(Qt.ItemDataRole.UserRole, key)
            self.addItem(item)

    def changeEvent(self, event: QEvent) -> None:
        """As high as the zoom asks; the view measures its items before the style sheet's padding is known to it."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            for row in range(self.count()):
                self.item(row).setSizeHint(QSize(0, theme.px(36)))

    def key(self) -> str:
        item = self.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item else ""

    def event(self, event: QEvent) -> bool:
        """Enter belongs to the line under the bar, before any button of the section."""
        if event.type() == QEvent.Type.ShortcutOverride and cast(QKeyEvent, event).key() in ENTERS:
            event.accept()
            return True
        return super().event(event)
