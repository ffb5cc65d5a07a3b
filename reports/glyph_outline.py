"""The outline of a glyph as PDF path operators, in the font's own units."""

from functools import lru_cache

import uharfbuzz as hb

Point = tuple[float, float]


class _Pen:
    """Collects what HarfBuzz draws; HarfBuzz prescribes the method names."""

    def __init__(self) -> None:
        self.code: list[str] = []
        self.at: Point = (0.0, 0.0)

    def _add(self, operator: str, *points: Point) -> None:
        self.code.append(" ".join([*(f"{x:.0f} {y:.0f}" for x, y in points), operator]))
        self.at = points[-1] if points else self.at

    def moveTo(self, point: Point) -> None:
        self._add("m", point)

    def lineTo(self, point: Point) -> None:
        self._add("l", point)

    def curveTo(self, *points: Point) -> None:
        self._add("c", *points)

    def qCurveTo(self, control: Point, end: Point) -> None:
        """Raise the quadratic curve to a cubic one: PDF has no other."""
        first, second = (
            (a[0] + 2 * (b[0] - a[0]) / 3, a[1] + 2 * (b[1] - a[1]) / 3)
            for a, b in ((self.at, control), (end, control))
        )
        self._add("c", first, second, end)

    def closePath(self) -> None:
        self._add("h")


@lru_cache(maxsize=64)
def glyph_outline(font: hb.Font, gid: int) -> str:
    pen = _Pen()
    font.draw_glyph_with_pen(gid, pen)
    return " ".join(pen.code)
