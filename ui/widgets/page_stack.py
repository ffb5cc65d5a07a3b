"""Several widgets in one place, one of them in front."""

from PySide6.QtWidgets import QVBoxLayout, QWidget


class PageStack(QWidget):
    """Unlike a QStackedWidget it is never higher than the page in front needs: a QStackedWidget takes as its minimum
    the height that a hidden page with wrapping text would like."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: list[QWidget] = []
        self._layers = QVBoxLayout(self)
        self._layers.setContentsMargins(0, 0, 0, 0)

    def addWidget(self, page: QWidget) -> None:
        """Add a page. The first one is in front."""
        self._layers.addWidget(page)
        if self._pages:
            page.hide()
        self._pages.append(page)

    def setCurrentWidget(self, page: QWidget) -> None:
        for each in self._pages:
            if each is not page:
                each.hide()
        page.show()

    def currentWidget(self) -> QWidget | None:
        return next((page for page in self._pages if not page.isHidden()), None)
