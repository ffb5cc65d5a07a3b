"""The data of a person's file on paper: the story of a visitor, matter by matter."""

from dataclasses import dataclass

from app.papers.documents import Letterhead


@dataclass(frozen=True, slots=True)
class FileEvent:
    day: str
    title: str
    words: str
    """The words that were said, the day that was set, the letter; '' where there is nothing."""


@dataclass(frozen=True, slots=True)
class FileMatter:
    category: str
    """«محرمانه» where it is confidential: then no event has words."""
    days: tuple[str, ...]
    """Those of its visits."""
    state: str
    """How far it is, with the days it is late."""
    is_open: bool
    events: tuple[FileEvent, ...]
    """Oldest first."""


@dataclass(frozen=True, slots=True)
class PersonFile:
    letterhead: Letterhead
    made_day: str
    name: str
    father: str
    code_label: str
    code: str
    """Masked: the file passes through many hands."""
    visits: int
    open: int
    late: int
    """Working days of the unit that is latest."""
    matters: tuple[FileMatter, ...]
    """The most urgent first."""
