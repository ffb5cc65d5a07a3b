"""Where the public display stands: full on its own screen, or a window beside the clerk's work."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QScreen

from ui.display.display import Display
from ui.this_pc.settings import PcSettings

WINDOW_SIZE = 960, 540


class DisplayPlacement(QObject):
    """Keeps the display on its screen when a monitor is switched on later or pulled out. Deleted with the display."""

    def __init__(self, display: Display, pc: PcSettings, *, alone: bool) -> None:
        super().__init__(display)
        self._display, self._pc, self._alone = display, pc, alone
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self.place_again)
            application.screenRemoved.connect(self.place_again)

    def place(self) -> None:
        screen = _screen(self._pc.get("display/screen"))
        if screen or self._alone:
            self._display.show_on(screen or QGuiApplication.primaryScreen())
        else:
            self._display.resize(*WINDOW_SIZE)
            self._display.showNormal()

    def place_again(self) -> None:
        """Place the display again, unless somebody has closed it."""
        if self._display.isVisible():
            self.place()


def _screen(name: str) -> QScreen | None:
    others = [screen for screen in QGuiApplication.screens() if screen is not QGuiApplication.primaryScreen()]
    return next((screen for screen in others if screen.name() == name), others[-1] if others else None)
