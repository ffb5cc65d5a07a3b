"""What every page is handed: the work, who is signed in, and this PC's own settings."""

from dataclasses import dataclass

from app.access.clerks import Clerk
from ui.this_pc.settings import PcSettings
from ui.work import Work


@dataclass(slots=True)
class Context:
    work: Work
    clerk: Clerk
    pc: PcSettings
    shared: bool = False
    """The data are on a server."""
