"""Which database this PC opens, and how."""

from pathlib import Path
from typing import TYPE_CHECKING

from app.this_pc.settings import SavedSettings

if TYPE_CHECKING:
    from db import Clock, Database

OFFICE = "office.db"
"""The data of a PC that has no server, in its data folder."""


def data_folder() -> Path:
    """Return the platform's folder for a program's data."""
    from platformdirs import user_data_path  # late: start-up

    return user_data_path("mosalla", appauthor=False)


def address_of(given: str | None, folder: Path) -> str:
    """Return what the command line names, else the server this PC was set to, else the file in its data folder."""
    if given:
        return given
    settings = SavedSettings(folder)
    if not settings.get("server/on"):
        return str(folder / OFFICE)
    from app.this_pc.server_choice import saved_venue  # late: start-up

    venue = saved_venue(settings)
    return venue.address if venue else str(folder / OFFICE)


def open_address(address: str, *, clock: "Clock | None" = None, read_only: bool = False) -> "Database":
    """Open a file, or a server with the password this PC keeps for it.

    Called on the storage thread: asking the keyring for the password may take its time.
    """
    from app.venue.server import with_password  # late: start-up
    from db import open_database

    return open_database(with_password(address), clock=clock, read_only=read_only)
