"""The shell: navigation on the right, one page at a time, a notice above it, the strip beneath."""

from collections.abc import Callable, Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QMainWindow, QScrollArea, QStackedWidget, QWidget

from ui.page import Page
from ui.shell.navigation import Navigation
from ui.shell.overlay import Overlay
from ui.shell.status_strip import DayCounts, StatusStrip
from ui.widgets import Notice, column, label, row, theme

__all__ = ["TITLE", "DayCounts", "Window"]

Factory = Callable[[], Page]
TITLE = "چهارشنبه‌های مردمی"
UNREAD = "این صفحه هنوز خوانده نشده است؛ با برگشتن ارتباط خودش می‌آید."


class Window(QMainWindow):
    """Makes each page when it is first asked for. The widget that had the focus in a page has it again when the page
    comes back."""

    lock_asked = Signal()
    search_asked = Signal()
    session_asked = Signal()
    zoomed = Signal(float)
    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self.notice = Notice()
        self._factories: dict[str, Factory] = {}
        self._pages: dict[str, Page] = {}
        self._current = self._awaited = ""
        self._is_cut_off = False
        self.unread = label(UNREAD, "quiet", wraps=True)
        self.unread.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._navigation, self._strip, self._stack = Navigation(), StatusStrip(), QStackedWidget()
        self._stack.addWidget(self.unread)
        self._bare: QWidget | None = None
        self._aside: list[Overlay] = []
        """What lay over the page when the screen was locked."""
        self._house = self._build()
        self._outer = QStackedWidget()
        self._outer.addWidget(self._house)
        self.setCentralWidget(self._outer)
        self.setMinimumSize(1024, 640)  # below this a page scrolls; 1366×768 shows every page whole
        self._navigation.search.clicked.connect(self.search_asked)
        self._navigation.lock.clicked.connect(self.lock_asked)
        self._navigation.head.clicked.connect(self.session_asked)
        self._navigation.sessions.clicked.connect(self.session_asked)
        self._bind_zoom()

    # -- pages

    def add_page(self, key: str, title: str, factory: Factory) -> None:
        """The nth page added answers to Ctrl+n."""
        self._factories[key] = factory
        entry = self._navigation.add(key, title)
        entry.clicked.connect(lambda: self.go(key))

    def offer(self, keys: Collection[str]) -> None:
        """Shows the entries of these pages alone; the others' keys are dead. Pages keep their numbers."""
        for key, entry in self._navigation.pages.items():
            entry.setVisible(key in keys)

    def go(self, key: str) -> None:
        """While storage is away a page that was never read would say that there is nothing: it comes when it can."""
        self._awaited = key if self._is_cut_off and key not in self._pages else ""
        if self._awaited:
            self._stack.setCurrentWidget(self.unread)
            self._current = key
            self._navigation.pages[key].setChecked(True)
            self.unread.setFocus()
            return
        page = self.page(key)
        self._current, kept = key, page.focusWidget()  # asked before Qt gives the focus to the first it finds
        self._stack.setCurrentWidget(self._holder(page))
        self._navigation.pages[key].setChecked(True)
        (kept or page).setFocus()
        page.shown()

    def current(self) -> str:
        """The key of the page in front; empty before the first."""
        return self._current

    def page(self, key: str) -> Page:
        """The page itself, made now if nobody asked for it before."""
        if key not in self._pages:
            self._pages[key] = self._factories[key]()
            self._stack.addWidget(_scrolling(self._pages[key]))
        return self._pages[key]

    # -- the whole window

    def show_instead(self, widget: QWidget) -> None:
        """One widget instead of everything: the wizard, the sign-in, the lock. It is deleted by `show_pages`, which
        brings back what lay over the page too."""
        self._drop_bare()
        for overlay in self._overlays():
            if overlay.isVisible():
                overlay.hide()
                self._aside.append(overlay)
        self._outer.setEnabled(True)
        self._bare = widget
        self._outer.addWidget(widget)
        self._outer.setCurrentWidget(widget)
        widget.setFocus()

    def show_pages(self) -> None:
        self._outer.setCurrentWidget(self._house)
        self._drop_bare()
        if page := self._pages.get(self._current):
            (page.focusWidget() or page).setFocus()
        aside, self._aside = [overlay for overlay in self._overlays() if overlay in self._aside], []
        for overlay in aside:
            self._outer.setEnabled(False)
            overlay.show()
            overlay.raise_()
            (overlay.focusWidget() or overlay).setFocus()

    def shows_pages(self) -> bool:
        """Whether the pages are in front rather than the wizard, the sign-in or the lock."""
        return self._bare is None

    def is_covered(self) -> bool:
        """Whether an overlay lies over the page."""
        return any(overlay.isVisible() for overlay in self._overlays())

    def close_overlays(self) -> None:
        """For another clerk nothing lies over the page."""
        for overlay in self._overlays():
            if overlay in self._aside:
                overlay.leave()
        self._aside = []

    def _overlays(self) -> list[Overlay]:
        return self.findChildren(Overlay)

    def show_session(self, programme: str, line: str) -> None:
        self._navigation.head.show_session(programme, line)

    def show_counts(self, standing: DayCounts | None) -> None:
        self._strip.show_counts(standing)

    def show_connected(self, connected: bool) -> None:
        self._strip.show_connected(connected)
        self._is_cut_off = not connected
        if connected and self._awaited:
            self.go(self._awaited)

    def show_clerk(self, name: str) -> None:
        self._strip.show_clerk(name)

    def zoom(self, step: int) -> None:
        """One step larger or smaller."""
        place = theme.ZOOMS.index(theme.zoom()) + step
        app = QApplication.instance()
        if isinstance(app, QApplication) and 0 <= place < len(theme.ZOOMS):
            theme.set_zoom(app, theme.ZOOMS[place])
            self.zoomed.emit(theme.zoom())

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closing.emit()

    def _build(self) -> QWidget:
        house = QWidget()
        above = QWidget()
        row(self.notice, parent=above).setContentsMargins(24, 12, 24, 0)
        above.hide()
        self.notice.said.connect(above.show)
        self.notice.closed.connect(above.hide)
        pages = row(self._navigation, column(above, self._stack, gap=0), gap=0)
        pages.setStretch(1, 1)
        whole = column(pages, self._strip, gap=0, parent=house)
        whole.setStretch(0, 1)
        return house

    def _bind_zoom(self) -> None:
        for step, names in ((1, ("Ctrl++", "Ctrl+=")), (-1, ("Ctrl+-",))):
            shortcut = QShortcut(self)
            shortcut.setKeys([QKeySequence(name) for name in names])
            shortcut.activated.connect(lambda step=step: self.zoom(step))

    def _drop_bare(self) -> None:
        if self._bare:
            self._outer.removeWidget(self._bare)
            self._bare.deleteLater()
            self._bare = None

    def _holder(self, page: QWidget) -> QWidget:
        return next(area for area in self._areas() if area.widget() is page)

    def _areas(self) -> list[QScrollArea]:
        places = (self._stack.widget(place) for place in range(self._stack.count()))
        return [area for area in places if isinstance(area, QScrollArea)]


def _scrolling(page: QWidget) -> QScrollArea:
    """At a large zoom on a small screen a page scrolls rather than being cut."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setWidget(page)
    return area
