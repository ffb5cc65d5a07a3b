"""Which database this PC opens: a choice of its own, kept beside its printers."""

from dataclasses import asdict, fields

from app.venue.server import Venue
from ui.this_pc.settings import Local

ON = "server/on"


def is_on(local: Local) -> bool:
    return bool(local.get(ON))


def kept(local: Local) -> Venue | None:
    """The server named last, also when this PC has gone back to its own file. Refused where somebody wrote over the
    settings by hand what is no server."""
    words = {field.name: local.get(f"server/{field.name}") for field in fields(Venue)}
    return Venue(**words) if words["hosts"] else None


def choose(local: Local, venue: Venue | None) -> None:
    """For the next start."""
    local.set(ON, "1" if venue else "")
    for name, word in asdict(venue).items() if venue else ():
        local.set(f"server/{name}", word)
