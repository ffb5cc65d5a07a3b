"""Which calls stand large on the public display, and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass

READ_SECONDS = 6.0
"""How long a fresh call keeps its place when others follow."""
SETTLE_SECONDS = 12.0
"""After this several calls shown at once give way to the newest alone."""
CELLS = 4
"""How many calls stand large at once."""


@dataclass(frozen=True, slots=True)
class Call:
    """`id` grows with every call; a recall has its own. `at`: UTC moment. `name` only where the office shows names."""

    id: int
    ticket: int
    table: str
    at: str
    name: str = ""


class CallSlots:
    """Shows a fresh call at once while there is room; each keeps its place for READ_SECONDS.

    `now` is in seconds of any steady clock.
    """

    def __init__(self) -> None:
        self._calls: dict[int, Call] = {}
        self._shown_since: dict[int, float] = {}
        """When each call in a slot got it, oldest first."""
        self._waiting: list[int] = []
        self._newest: int | None = None
        """The newest call seen; None before the first `show`."""

    def show(self, calls: Sequence[Call], now: float) -> list[Call]:
        """Take the last calls, newest first; return those not seen before, oldest first.

        Calls that were there when the display started are not fresh: a restart calls nobody twice. A call that was
        taken back loses its slot.
        """
        self._calls = {call.id: call for call in calls}
        self._shown_since = {call: since for call, since in self._shown_since.items() if call in self._calls}
        self._waiting = [call for call in self._waiting if call in self._calls]
        newest = self._newest
        fresh = [] if newest is None else [call for call in reversed(calls) if call.id > newest]
        self._newest = max([newest or 0, *self._calls])
        self._waiting += [call.id for call in fresh]
        self.turn(now)
        return fresh

    def turn(self, now: float) -> None:
        """Free the slots of calls whose time is over and fill them with those that wait."""
        while self._waiting:
            self._shown_since = {call: since for call, since in self._shown_since.items() if now - since < READ_SECONDS}
            if len(self._shown_since) == CELLS:
                break
            self._give_slot(self._waiting.pop(0), now)
        for call in list(self._shown_since)[:-1]:
            if now - self._shown_since[call] >= SETTLE_SECONDS:
                del self._shown_since[call]
        if self._calls and not self._shown_since:
            self._shown_since[max(self._calls)] = now - READ_SECONDS  # already read by all: gives way at once

    def due(self, now: float) -> float | None:
        """Return the seconds until `turn` has something to do; None: nothing until the next call."""
        oldest = next(iter(self._shown_since.values()), now)
        if self._waiting:
            return max(0.0, oldest + READ_SECONDS - now)
        return max(0.0, oldest + SETTLE_SECONDS - now) if len(self._shown_since) > 1 else None

    def large(self) -> list[Call]:
        """Return the calls in the slots, newest first."""
        return [self._calls[call] for call in reversed(self._shown_since)]

    def small(self) -> list[Call]:
        """Return the other calls, newest first and each ticket once, including those that wait for a slot."""
        tickets = {call.ticket for call in self.large()}
        rest = []
        for call in sorted(self._calls.values(), key=lambda call: -call.id):
            if call.ticket not in tickets:
                tickets.add(call.ticket)
                rest.append(call)
        return rest

    def _give_slot(self, call: int, now: float) -> None:
        """Give a call a slot and take it from an earlier call of the same ticket."""
        ticket = self._calls[call].ticket
        self._shown_since = {
            other: since for other, since in self._shown_since.items() if self._calls[other].ticket != ticket
        }
        self._shown_since[call] = now
