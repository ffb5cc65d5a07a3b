"""Where and how often this PC keeps backups."""

from pathlib import Path

from app.this_pc.settings import Settings, WritableSettings

MINUTES = (15, 30, 60, 180)
OFTEN = 30


class BackupPlace:
    """Backups lie beside the data, and a second time wherever the clerk says: another disk, a stick."""

    def __init__(self, settings: Settings, *, shared: bool = False) -> None:
        """`shared`: the data open now are on a server, whatever this PC is set to."""
        self._settings, self._shared = settings, shared
        self.folder = settings.folder / "backups"

    def keeps_here(self) -> bool:
        """Whether this PC takes backups: it always does when the data are in a file of its own; of the PCs that share a
        server, only one that was told to does."""
        return bool(self._settings.get("backup/here")) or not self._shared

    def second(self) -> Path | None:
        kept = self._settings.get("backup/second")
        return Path(kept) if kept else None

    def folders(self) -> list[Path]:
        return [self.folder, *filter(None, [self.second()])]

    def minutes(self) -> int:
        """Minutes between two backups."""
        kept = self._settings.get("backup/minutes")
        return int(kept) if kept in map(str, MINUTES) else OFTEN


def choose(settings: WritableSettings, here: bool, second: str, minutes: str) -> None:
    for name, value in (("here", "1" if here else ""), ("second", second.strip()), ("minutes", minutes)):
        settings.set(f"backup/{name}", value)
