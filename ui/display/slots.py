"""Which calls stand large on the public display, and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass

READ = 6.0  # seconds a fresh call keeps its place when others follow
SETTLE = 12.0  # seconds after which several shown at once give way to the newest alone
CELLS = 4


@dataclass(frozen=True, slots=True)
class Call:
    """`id` grows with every call; a recall has its own. `at`: UTC moment. `name` only where the office shows names."""

    id: int
    ticket: int
    table: str
    at: str
    name: str = ""


class CallSlots:
    """A fresh call is shown at once while there is room; each keeps its place for READ seconds. `now` is in seconds of
    any steady clock."""

    def __init__(self) -> None:
        self._calls: dict[int, Call] = {}
        self._since: dict[int, float] = {}  # on stage, oldest first
        self._waiting: list[int] = []
        self._newest: int | None = None

    def show(self, calls: Sequence[Call], now: float) -> list[Call]:
        """Takes the last calls, newest first; answers those not seen before, oldest first. What was on when the display
        started is not fresh: nobody is called twice by a restart. A call taken back leaves the stage."""
        self._calls = {call.id: call for call in calls}
        self._since = {call: since for call, since in self._since.items() if call in self._calls}
        self._waiting = [call for call in self._waiting if call in self._calls]
        seen = self._newest
        fresh = [] if seen is None else [call for call in reversed(calls) if call.id > seen]
        self._newest = max([seen or 0, *self._calls])
        self._waiting += [call.id for call in fresh]
        self.turn(now)
        return fresh

    def turn(self, now: float) -> None:
        """Lets go what had its time."""
        while self._waiting:
            self._since = {call: since for call, since in self._since.items() if now - since < READ}
            if len(self._since) == CELLS:
                break
            self._enter(self._waiting.pop(0), now)
        for call in list(self._since)[:-1]:
            if now - self._since[call] >= SETTLE:
                del self._since[call]
        if self._calls and not self._since:
            self._since[max(self._calls)] = now - READ  # known to all: gives way at once

    def due(self, now: float) -> float | None:
        """Seconds until `turn` has something to do; None: nothing until the next call."""
        oldest = next(iter(self._since.values()), now)
        if self._waiting:
            return max(0.0, oldest + READ - now)
        return max(0.0, oldest + SETTLE - now) if len(self._since) > 1 else None

    def large(self) -> list[Call]:
        """On stage, newest first."""
        return [self._calls[call] for call in reversed(self._since)]

    def small(self) -> list[Call]:
        """The rest, newest first, each ticket once; those still waiting for the stage among them."""
        tickets = {call.ticket for call in self.large()}
        rest = []
        for call in sorted(self._calls.values(), key=lambda call: -call.id):
            if call.ticket not in tickets:
                tickets.add(call.ticket)
                rest.append(call)
        return rest

    def _enter(self, call: int, now: float) -> None:
        ticket = self._calls[call].ticket
        self._since = {other: since for other, since in self._since.items() if self._calls[other].ticket != ticket}
        self._since[call] = now
