"""The database this PC opens: its own file or a server. Saved beside the choice of printers."""

from dataclasses import asdict, fields

from app.this_pc.settings import Settings, WritableSettings
from app.venue.server import Venue

ON = "server/on"


def is_on(settings: Settings) -> bool:
    return bool(settings.get(ON))


def saved_venue(settings: Settings) -> Venue | None:
    """Return the server named last, also when this PC has gone back to its own file. Raise Refused when the settings
    were edited by hand and name no server."""
    words = {field.name: settings.get(f"server/{field.name}") for field in fields(Venue)}
    return Venue(**words) if words["hosts"] else None


def choose(settings: WritableSettings, venue: Venue | None) -> None:
    """Open `venue`, or this PC's own file, from the next start on."""
    settings.set(ON, "1" if venue else "")
    for name, word in asdict(venue).items() if venue else ():
        settings.set(f"server/{name}", word)
