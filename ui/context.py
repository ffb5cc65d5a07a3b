"""The objects every page is given: the work on storage, the signed-in clerk and this PC's settings."""

from dataclasses import dataclass

from app.access.clerks import Clerk
from ui.this_pc.settings import PcSettings
from ui.work import Work


@dataclass(slots=True)
class Context:
    work: Work
    clerk: Clerk
    """Replaced when another clerk signs in; pages read it at each act."""
    pc: PcSettings
    shared: bool = False
    """Whether the data are on a server."""
