"""Where this PC keeps backups, and how often: settings of its own."""

from pathlib import Path

from ui.this_pc.settings import Local

MINUTES = (15, 30, 60, 180)
OFTEN = 30


class Place:
    """Beside the data, and a second time wherever the clerk says: another disk, a stick."""

    def __init__(self, local: Local, *, shared: bool = False) -> None:
        """`shared`: the data open now are a server's, whatever this PC is set to."""
        self._local, self._shared = local, shared
        self.folder = local.folder / "backups"

    def keeps_here(self) -> bool:
        """A PC with the data in its own file always does; of a venue's desks, the one that was told to."""
        return bool(self._local.get("backup/here")) or not self._shared

    def second(self) -> Path | None:
        kept = self._local.get("backup/second")
        return Path(kept) if kept else None

    def folders(self) -> list[Path]:
        return [self.folder, *filter(None, [self.second()])]

    def minutes(self) -> int:
        kept = self._local.get("backup/minutes")
        return int(kept) if kept in map(str, MINUTES) else OFTEN

    def set(self, here: bool, second: str, minutes: str) -> None:
        for name, value in (("here", "1" if here else ""), ("second", second.strip()), ("minutes", minutes)):
            self._local.set(f"backup/{name}", value)
