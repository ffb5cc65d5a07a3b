"""A clock that is set by hand."""

from datetime import datetime, timedelta


class SetClock:
    """A clock that is set by hand, because past sessions need their own days."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def set(self, moment_utc: str) -> None:
        self.moment = datetime.fromisoformat(moment_utc)

    def turn(self, seconds: int) -> None:
        self.moment += timedelta(seconds=seconds)
