"""One row of a list, before it is painted."""

from dataclasses import dataclass

from app.persian.text import fa, search_words
from ui.widgets.frames import TagKind


@dataclass(frozen=True, slots=True)
class ListRow:
    """The signals of a list carry the `id`. Digits are shown Persian, whichever digits they come in."""

    id: int
    name: str
    quiet: str = ""
    number: str = ""
    time: str = ""
    tags: tuple[tuple[TagKind, str], ...] = ()
    said: tuple[tuple[TagKind, str], ...] = ()
    """Words that were said about it, a line each below the quiet text, behind a rail of this colour."""
    parts: tuple[int, ...] = ()
    """Numbers of a whole's parts, drawn as one bar below the words: solid, striped, outlined from the right."""
    cells: tuple[tuple[str, str], ...] = ()
    """The bold text in each column of a table (ui/widgets/cell_delegate.py), and the smaller text after it."""
    group: str = ""
    """The name of the group that begins with this row of a table."""

    def spoken(self) -> str:
        return fa("، ".join(self._texts()))

    def words(self) -> tuple[str, ...]:
        """The words that the filter of a list compares."""
        return search_words(" ".join(self._texts()))

    def _texts(self) -> list[str]:
        said = (text for _, text in self.said)
        texts = (self.number, self.name, *(text for _, text in self.tags), self.quiet, *said, self.time)
        return [text for text in texts if text]
