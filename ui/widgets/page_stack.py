"""Several pages in one place, of which one is in front."""

from PySide6.QtWidgets import QVBoxLayout, QWidget


class PageStack(QWidget):
    """Unlike a QStackedWidget it is never higher than the page in front wants to be: with words that wrap Qt takes
    the height a hidden page would like for the least that a stack may have."""

    def __init__(self) -> None:
        super().__init__()
        self._fronts: list[QWidget] = []
        self._layers = QVBoxLayout(self)
        self._layers.setContentsMargins(0, 0, 0, 0)

    def addWidget(self, page: QWidget) -> None:
        """The first one stands in front."""
        self._layers.addWidget(page)
        if self._fronts:
            page.hide()
        self._fronts.append(page)

    def setCurrentWidget(self, page: QWidget) -> None:
        for each in self._fronts:
            if each is not page:
                each.hide()
        page.show()

    def currentWidget(self) -> QWidget | None:
        return next((page for page in self._fronts if not page.isHidden()), None)
