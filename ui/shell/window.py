"""The main window: navigation on the right, one page at a time, a notice above it, the status strip below."""

from collections.abc import Callable, Collection

from PySide6.QtCore import Qt, Signal, Slot
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
UNREAD = "این صفحه هنوز خوانده نشده است؛ با برقراری ارتباط نمایش داده می‌شود."


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
        self._current = ""
        self._page_to_load = ""
        """The page to show when the connection is back; '' while none waits."""
        self._is_connected = True
        self.unread = label(UNREAD, "quiet", wraps=True)
        self.unread.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.navigation, self.status_strip, self._stack = Navigation(), StatusStrip(), QStackedWidget()
        self._stack.addWidget(self.unread)
        self._instead: QWidget | None = None
        self._locked_overlays: list[Overlay] = []
        """Overlays hidden by the lock, to be shown again when the same clerk comes back."""
        self._with_pages = self._build()
        self._contents = QStackedWidget()
        self._contents.addWidget(self._with_pages)
        self.setCentralWidget(self._contents)
        self.setMinimumSize(1024, 640)  # below this a page scrolls; 1366×768 shows every page whole
        self.navigation.search.clicked.connect(self.search_asked)
        self.navigation.lock.clicked.connect(self.lock_asked)
        self.navigation.head.clicked.connect(self.session_asked)
        self.navigation.sessions.clicked.connect(self.session_asked)
        self._bind_zoom()

    # -- pages

    def add_page(self, key: str, title: str, factory: Factory) -> None:
        """Add an entry to the navigation; Ctrl+n opens the nth page added."""
        self._factories[key] = factory
        entry = self.navigation.add(key, title)
        entry.clicked.connect(lambda: self.go(key))

    def offer(self, keys: Collection[str]) -> None:
        """Show the entries of these pages alone; the keys of the others do nothing. Pages keep their numbers."""
        for key, entry in self.navigation.pages.items():
            entry.setVisible(key in keys)

    def go(self, key: str) -> None:
        """Bring a page to the front.

        While offline, never show a page that has not loaded yet (it would look empty): show it when the connection
        returns.
        """
        self._page_to_load = key if not self._is_connected and key not in self._pages else ""
        if self._page_to_load:
            self._stack.setCurrentWidget(self.unread)
            self._current = key
            self.navigation.pages[key].setChecked(True)
            self.unread.setFocus()
            return
        page = self.page(key)
        self._current, focused = key, page.focusWidget()  # asked before Qt gives the focus to the first it finds
        self._stack.setCurrentWidget(self._scroll_area(page))
        self.navigation.pages[key].setChecked(True)
        (focused or page).setFocus()
        page.shown()

    def current(self) -> str:
        """Return the key of the page in front; '' before the first."""
        return self._current

    def page(self, key: str) -> Page:
        """Return a page, making it when it is asked for the first time."""
        if key not in self._pages:
            self._pages[key] = self._factories[key]()
            self._stack.addWidget(_scrolling(self._pages[key]))
        return self._pages[key]

    # -- something else instead of the pages

    def show_instead(self, widget: QWidget) -> None:
        """Show one widget instead of everything: the wizard, the sign-in, the lock.

        `show_pages` deletes it and shows again the overlays that covered the page.
        """
        self._delete_instead()
        for overlay in self._overlays():
            if overlay.isVisible():
                overlay.hide()
                self._locked_overlays.append(overlay)
        self._contents.setEnabled(True)
        self._instead = widget
        self._contents.addWidget(widget)
        self._contents.setCurrentWidget(widget)
        widget.setFocus()

    def show_pages(self) -> None:
        self._contents.setCurrentWidget(self._with_pages)
        self._delete_instead()
        if page := self._pages.get(self._current):
            (page.focusWidget() or page).setFocus()
        locked, self._locked_overlays = [each for each in self._overlays() if each in self._locked_overlays], []
        for overlay in locked:
            self._contents.setEnabled(False)
            overlay.show()
            overlay.raise_()
            (overlay.focusWidget() or overlay).setFocus()

    def shows_pages(self) -> bool:
        """Whether the pages are in front rather than the wizard, the sign-in or the lock."""
        return self._instead is None

    def is_covered(self) -> bool:
        """Whether an overlay covers the page."""
        return any(overlay.isVisible() for overlay in self._overlays())

    def close_overlays(self) -> None:
        """Close what the lock has hidden, so that another clerk does not see it."""
        for overlay in self._overlays():
            if overlay in self._locked_overlays:
                overlay.leave()
        self._locked_overlays = []

    def _overlays(self) -> list[Overlay]:
        return self.findChildren(Overlay)

    # -- what the frame shows

    def show_session(self, programme: str, session: str) -> None:
        self.navigation.head.show_session(programme, session)

    def show_counts(self, counts: DayCounts | None) -> None:
        self.status_strip.show_counts(counts)

    def show_connected(self, connected: bool) -> None:
        self.status_strip.show_connected(connected)
        self._is_connected = connected
        if connected and self._page_to_load:
            self.go(self._page_to_load)

    def show_clerk(self, name: str) -> None:
        self.status_strip.show_clerk(name)

    def zoom(self, step: int) -> None:
        """Zoom in by one step (1) or out (-1)."""
        place = theme.ZOOMS.index(theme.zoom()) + step
        app = QApplication.instance()
        if isinstance(app, QApplication) and 0 <= place < len(theme.ZOOMS):
            theme.set_zoom(app, theme.ZOOMS[place])
            self.zoomed.emit(theme.zoom())

    @Slot()
    def come_to_front(self) -> None:
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closing.emit()

    def _build(self) -> QWidget:
        """The navigation, the notice over the pages and the strip below."""
        whole, above = QWidget(), QWidget()
        row(self.notice, parent=above).setContentsMargins(24, 12, 24, 0)
        above.hide()
        self.notice.said.connect(above.show)
        self.notice.closed.connect(above.hide)
        pages = row(self.navigation, column(above, self._stack, gap=0), gap=0)
        pages.setStretch(1, 1)
        layout = column(pages, self.status_strip, gap=0, parent=whole)
        layout.setStretch(0, 1)
        return whole

    def _bind_zoom(self) -> None:
        for step, names in ((1, ("Ctrl++", "Ctrl+=")), (-1, ("Ctrl+-",))):
            shortcut = QShortcut(self)
            shortcut.setKeys([QKeySequence(name) for name in names])
            shortcut.activated.connect(lambda step=step: self.zoom(step))

    def _delete_instead(self) -> None:
        if self._instead:
            self._contents.removeWidget(self._instead)
            self._instead.deleteLater()
            self._instead = None

    def _scroll_area(self, page: QWidget) -> QScrollArea:
        return next(area for area in self.findChildren(QScrollArea) if area.widget() is page)


def _scrolling(page: QWidget) -> QScrollArea:
    """Put a page into a scroll area: at a large zoom on a small screen it scrolls rather than being cut."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setWidget(page)
    return area
