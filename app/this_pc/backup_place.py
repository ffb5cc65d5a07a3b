"""Where and how often this PC keeps backups."""

from pathlib import Path

from app.this_pc.settings import Settings, WritableSettings

MINUTES = (15, 30, 60, 180)
DEFAULT_MINUTES = 30


class BackupPlace:
    """The folders of backups: one beside the data, and a second one that a clerk may choose, on another disk or a
    stick."""

    def __init__(self, settings: Settings, *, shared: bool = False) -> None:
        """`shared`: the data open now are on a server, whatever this PC is set to."""
        self._settings, self._shared = settings, shared
        self.folder = settings.folder / "backups"

    def keeps_here(self) -> bool:
        """Return whether this PC takes backups: always when the data are in a file of its own; of the PCs that share a
        server, only the one that was set to."""
        return bool(self._settings.get("backup/here")) or not self._shared

    def second(self) -> Path | None:
        kept = self._settings.get("backup/second")
        return Path(kept) if kept else None

    def folders(self) -> list[Path]:
        return [self.folder, *filter(None, [self.second()])]

    def minutes(self) -> int:
        """Return the minutes between two backups."""
        kept = self._settings.get("backup/minutes")
        return int(kept) if kept in map(str, MINUTES) else DEFAULT_MINUTES


def choose(settings: WritableSettings, here: bool, second: str, minutes: str) -> None:
    for name, value in (("here", "1" if here else ""), ("second", second.strip()), ("minutes", minutes)):
        settings.set(f"backup/{name}", value)
