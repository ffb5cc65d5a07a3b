"""A whole day on the real window, by keys and clicks: what a newcomer runs first, and the source of the pictures."""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from ui.work import Open

MORNING = datetime(2026, 11, 25, 5, 25, tzinfo=UTC)
"""Wednesday 4 Azar 1405, five to nine in Tehran: on any day the tour finds its session."""
SCREENS = ((1366, 768), (1920, 1080))
PASSWORD = "123456"
FEWEST = 14
"""Keys, at most, to register a known visitor with the same matter: the client's demand."""


def tour(folder: Path, open_database: Callable[..., Any], address: str | None = None) -> int:
    """0 when the day went through; else 1, with where it stuck. Pictures and papers are left in `folder`.

    The office lies in a throw-away file, or at `address`, where nobody has made one yet.
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
            _week(folder, Path(data), address, open_database)
        except Stuck as stuck:
            sys.stderr.write(f"the tour stuck: {stuck}\n")
            return 1
    sys.stdout.write(f"{folder}: {time.monotonic() - began:.0f} s\n")
    return 0


def _week(folder: Path, data: Path, address: str | None, open_database: Callable[..., Any]) -> None:
    """The day of the session, then the days on which its slips are followed: each the program is opened anew."""
    from ui.program import Program
    from ui.tour.day import live_the_day
    from ui.tour.driver import Driver
    from ui.tour.tray import PaperTray
    from ui.tour.week import WEEK

    clock, database, tray = Clock(), address or str(data / "office.db"), PaperTray(folder)
    opened: Open = partial(open_database, database, clock=clock)
    driver = Driver(folder)
    for after, live in [(0, live_the_day), *WEEK]:
        clock.after = timedelta(days=after)
        program = Program(data, opened, partial(open_database, database, read_only=True, clock=clock), printer=tray,
                          shared=address is not None)
        driver.window = program.window
        try:
            live(program, tray, driver)
        finally:
            program.window.close()


class Clock:
    """Runs from the morning of the session, or as many days `after` it."""

    def __init__(self) -> None:
        self._began, self.after = time.monotonic(), timedelta()

    def __call__(self) -> datetime:
        return MORNING + self.after + timedelta(seconds=time.monotonic() - self._began)


def _choose_screens(folder: Path) -> None:
    """Where there is no screen, two of the sizes the drawings are made for (offscreen alone is 800×800)."""
    has_screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if os.environ.get("QT_QPA_PLATFORM") or (has_screen or not sys.platform.startswith("linux")):
        return
    left = 0
    screens = []
    for n, (width, height) in enumerate(SCREENS):
        screens.append({"name": f"screen {n}", "x": left, "y": 0, "width": width, "height": height, "logicalDpi": 96,
                        "logicalBaseDpi": 96, "dpr": 1})
        left += width
    path = folder / "screens.json"
    path.write_text(json.dumps({"screens": screens}), "utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={path}"
