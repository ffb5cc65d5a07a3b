"""The clock of the tour's office."""

import time
from datetime import UTC, datetime, timedelta

MORNING = datetime(2026, 11, 25, 5, 25, tzinfo=UTC)
"""Wednesday 4 Azar 1405, 8:55 in Tehran: the tour finds its session whatever the real day."""


class Clock:
    """Runs from the morning of the session, or from that hour some days later."""

    def __init__(self) -> None:
        self._began, self.days_later = time.monotonic(), 0

    def __call__(self) -> datetime:
        return MORNING + timedelta(days=self.days_later, seconds=time.monotonic() - self._began)
