"""The paper a printer has. Lengths are millimetres."""

from dataclasses import dataclass
from math import ceil

SAME = 1.2
"""Two sizes that differ by less are one: half an A4 is 148.5 mm high, an A5 148, and drivers round to points."""
LEAST, MOST_WIDTH, MOST_HEIGHT = 20.0, 1_200.0, 5_000.0
"""Sizes beyond these are a driver's mistake; the longest rolls are called 3,276 mm."""


@dataclass(frozen=True, slots=True)
class Size:
    width: float
    height: float

    def turned(self) -> "Size":
        return Size(self.height, self.width)

    def is_like(self, other: "Size") -> bool:
        return abs(self.width - other.width) < SAME and abs(self.height - other.height) < SAME


@dataclass(frozen=True, slots=True)
class Edges:
    """The free border of a page or a sheet."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0

    def turned(self) -> "Edges":
        """Return the borders after a quarter turn against the clock: what was on top is on the left."""
        return Edges(self.top, self.right, self.bottom, self.left)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as the printer feeds it, and the border it cannot print on."""

    size: Size
    margins: Edges = Edges()
    is_loaded: bool = False

    def is_sound(self) -> bool:
        room = Size(
            self.size.width - self.margins.left - self.margins.right,
            self.size.height - self.margins.top - self.margins.bottom,
        )
        return (
            LEAST <= self.size.width <= MOST_WIDTH
            and LEAST <= self.size.height <= MOST_HEIGHT
            and room.width >= LEAST / 2
            and room.height >= LEAST / 2
            and min(self.margins.left, self.margins.top, self.margins.right, self.margins.bottom) >= 0
        )


@dataclass(frozen=True, slots=True)
class AnySize:
    """Sheets of every size between two, as printers of rolls have them."""

    least: Size
    most: Size
    margins: Edges = Edges()

    def is_sound(self) -> bool:
        return self.least.width <= self.most.width >= LEAST and self.least.height <= self.most.height >= LEAST

    def sheet(self, size: Size) -> Sheet | None:
        size = Size(_whole_points(size.width), _whole_points(size.height))
        is_within = (
            self.least.width <= size.width <= self.most.width and self.least.height <= size.height <= self.most.height
        )
        sheet = Sheet(size, self.margins)
        return sheet if is_within and sheet.is_sound() else None


@dataclass(frozen=True, slots=True)
class Paper:
    """The media that a printer can print on."""

    sheets: tuple[Sheet, ...] = ()
    any_sizes: tuple[AnySize, ...] = ()

    def is_described(self) -> bool:
        """Whether any size makes sense. Some drivers tell none, some leave no room between the margins."""
        return any(sheet.is_sound() for sheet in self.sheets) or any(size.is_sound() for size in self.any_sizes)


def _whole_points(length: float) -> float:
    """Return the length rounded up to points, to which drivers cut it down."""
    return ceil(length / 25.4 * 72 - 0.01) / 72 * 25.4
