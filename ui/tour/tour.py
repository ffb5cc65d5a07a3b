"""The tour: a session day and its follow-up on the real window, by keys and clicks; it saves pictures and papers."""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

SCREENS = ((1366, 768), (1920, 1080))


def tour(folder: Path, open_database: Callable[..., Any], address: str | None = None) -> int:
    """Return 0 when every step succeeded; else 1, having said which one got stuck. Pictures and papers go to `folder`.

    The office is made in a temporary file, or in the database at `address`, which must not hold one yet.
    """
    folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mosalla-tour-") as data:
        _choose_screens(Path(data))
        from PySide6.QtWidgets import QApplication  # late: the platform is chosen first

        from ui.tour.driver import Stuck
        from ui.widgets.theme import apply_theme

        application = QApplication.instance() or QApplication(sys.argv[:1])
        assert isinstance(application, QApplication)
        apply_theme(application)
        try:
            _run(folder, Path(data), address, open_database)
        except Stuck as stuck:
            sys.stderr.write(f"the tour stuck: {stuck}\n")
            return 1
    sys.stdout.write(f"{folder}: {time.monotonic() - began:.0f} s\n")
    return 0


def _run(folder: Path, data: Path, address: str | None, open_database: Callable[..., Any]) -> None:
    from ui.tour.driver import Pictures
    from ui.tour.tray import PaperTray
    from ui.tour.weeks import live_the_weeks

    database = partial(open_database, address or str(data / "office.db"))
    live_the_weeks(data, database, PaperTray(folder), Pictures(folder), shared=address is not None)


def _choose_screens(folder: Path) -> None:
    """Where there is no screen, set up two of the sizes the screens are designed for (plain offscreen is 800×800)."""
    has_screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if os.environ.get("QT_QPA_PLATFORM") or (has_screen or not sys.platform.startswith("linux")):
        return
    left = 0
    screens = []
    for n, (width, height) in enumerate(SCREENS):
        screens.append(
            {
                "name": f"screen {n}",
                "x": left,
                "y": 0,
                "width": width,
                "height": height,
                "logicalDpi": 96,
                "logicalBaseDpi": 96,
                "dpr": 1,
            }
        )
        left += width
    path = folder / "screens.json"
    path.write_text(json.dumps({"screens": screens}), "utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={path}"
