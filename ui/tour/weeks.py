"""The whole of the tour: the day of the session and the days on which its slips are followed up."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from ui.program import Program
from ui.tour.clock import Clock
from ui.tour.day import live_the_day
from ui.tour.desk import Desk
from ui.tour.driver import Pictures
from ui.tour.tray import PaperTray
from ui.tour.week import WEEK

Day = tuple[int, Callable[[Desk], None]]
"""How many days after the session, and what is done then."""
DAYS: tuple[Day, ...] = ((0, live_the_day), *WEEK)


def live_the_weeks(
    data: Path,
    open_database: Callable[..., Any],
    tray: PaperTray,
    pictures: Pictures | None,
    days: Sequence[Day] = DAYS,
    *,
    shared: bool = False,
) -> None:
    """Live each day in a newly opened program. Raise Stuck when a step gets stuck.

    `data`: the folder of the PC. `shared`: the data are on a server.
    """
    clock = Clock()
    for days_later, live in days:
        clock.days_later = days_later
        program = Program(
            data,
            partial(open_database, clock=clock),
            partial(open_database, read_only=True, clock=clock),
            printer=tray,
            shared=shared,
        )
        try:
            live(Desk(program, tray, pictures))
        finally:
            program.window.close()
