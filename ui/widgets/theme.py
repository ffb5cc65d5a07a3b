"""The look of every window: fonts, right-to-left, colours, sizes. The rules themselves are in theme.qss."""

import re
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

import reports

FONTS = Path(reports.__file__).parent / "fonts"
FAMILY = "Vazirmatn"
ZOOMS = (1.0, 1.1, 1.25, 1.5)

INK, QUIET, ACCENT, TINT = "#1B2430", "#5B6675", "#0B6E6E", "#E3F1F0"
PAGE, CARD, HAIRLINE, ROW_LINE, BORDER = "#F4F6F8", "#FFFFFF", "#DDE3EA", "#EDF1F5", "#C5CED8"
GROUP = "#E9EEF3"
"""The ground of a line that heads the rows below it."""
NIGHT, NIGHT_TEXT, NIGHT_ROW = "#0E2A33", "#C9D6DA", "#12343E"
RED, EDGE = "#A1261D", "#818D9A"
TAGS = {  # kind: (ink, ground)
    "late": (RED, "#FDECEA"),
    "waits": ("#8A5200", "#FFF4DE"),
    "good": ("#1E6B3A", "#E6F4EA"),
    "plain": ("#44505E", "#EDF1F5"),
    "accent": (ACCENT, TINT),
}

Weight = QFont.Weight
_zoom = 1.0


def apply_theme(app: QApplication, zoom: float = 1.0) -> None:
    """Give the application its fonts, direction and style sheet. A second call changes only the zoom."""
    if not app.property("themed"):
        app.setProperty("themed", True)
        for weight in ("Regular", "Medium", "Bold"):
            QFontDatabase.addApplicationFont(str(FONTS / f"Vazirmatn-{weight}.ttf"))
        QLocale.setDefault(QLocale(QLocale.Language.Persian, QLocale.Country.Iran))
        translator = QTranslator(app)
        translator.load("qtbase_fa", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        app.installTranslator(translator)  # this is what turns the application right-to-left
        app.styleHints().setColorScheme(Qt.ColorScheme.Light)
        app.setStyle("Fusion")
        app.setPalette(_palette())
    set_zoom(app, zoom)


def set_zoom(app: QApplication, zoom: float) -> None:
    global _zoom
    _zoom = zoom
    app.setFont(font(15))
    app.setStyleSheet(re.sub(r"(\d+)px", lambda size: f"{px(int(size[1]))}px", _rules()))


def zoom() -> float:
    return _zoom


def px(size: int) -> int:
    """Scale a size of theme.qss, given at 100 %, to the present zoom. Hairlines of 1 and 2 pixels stay as they are."""
    return round(size * _zoom) if size > 2 else size


def font(size: int, weight: Weight = Weight.Normal) -> QFont:
    return _font(px(size), weight)


@lru_cache
def _font(pixels: int, weight: Weight) -> QFont:
    made = QFont(FAMILY)
    made.setPixelSize(pixels)
    made.setWeight(weight)
    return made


@lru_cache
def _rules() -> str:
    return Path(__file__).with_name("theme.qss").read_text(encoding="utf-8")


def _palette() -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette(QColor(CARD), QColor(PAGE))
    for which, colour in (
        (role.WindowText, INK),
        (role.Text, INK),
        (role.ButtonText, INK),
        (role.Base, CARD),
        (role.Highlight, ACCENT),
        (role.HighlightedText, CARD),
        (role.PlaceholderText, "#76818F"),
        (role.ToolTipBase, INK),
        (role.ToolTipText, CARD),
        (role.Link, ACCENT),
    ):
        palette.setColor(which, QColor(colour))
    return palette
