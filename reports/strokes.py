"""Straight lines and boxes as PDF operators; heights count down from the top of the page."""

ROUND = 0.5523
"""How far a Bézier curve's handle reaches along a quarter circle."""


def straight_line(left: float, top: float, width: float, height: float, weight: float, dash: str) -> str:
    return f"q [{dash}] 0 d {weight:g} w {left:.2f} {-top:.2f} m {left + width:.2f} {-top - height:.2f} l S Q"


def box(left: float, top: float, width: float, height: float, radius: float, weight: float, dash: str) -> str:
    return f"q [{dash}] 0 d {weight:g} w {_path(left, top, width, height, radius)} s Q"


def surface(left: float, top: float, width: float, height: float, radius: float) -> str:
    return f"0 g {_path(left, top, width, height, radius)} f"


def stripes(left: float, top: float, width: float, height: float, step: float) -> str:
    """Return lines at 45°, `step` apart along the top and half as wide, cut off at the surface's edges."""
    count = int((width + height) / step) + 1
    starts = (left - height + step * (place + 0.5) for place in range(count))
    low, high = -top - height, -top
    lines = " ".join(f"{x:.2f} {low:.2f} m {x + height:.2f} {high:.2f} l" for x in starts)
    return f"q {_path(left, top, width, height, 0)} W n [] 0 d {step / 2**0.5 / 2:.2f} w {lines} S Q"


def _path(left: float, top: float, width: float, height: float, radius: float) -> str:
    if radius:
        return _rounded(left, -top - height, left + width, -top, radius)
    return f"{left:.2f} {-top - height:.2f} {width:.2f} {height:.2f} re"


def _rounded(x0: float, y0: float, x1: float, y1: float, radius: float) -> str:
    """Return four sides, each ending in a quarter of a circle."""
    r, k = radius, radius * (1 - ROUND)
    steps = (
        (x0 + r, y0, "m", x1 - r, y0, "l", x1 - k, y0, x1, y0 + k, x1, y0 + r, "c"),
        (x1, y1 - r, "l", x1, y1 - k, x1 - k, y1, x1 - r, y1, "c"),
        (x0 + r, y1, "l", x0 + k, y1, x0, y1 - k, x0, y1 - r, "c"),
        (x0, y0 + r, "l", x0, y0 + k, x0 + k, y0, x0 + r, y0, "c"),
    )
    return " ".join(f"{part:.2f}" if isinstance(part, float) else str(part) for side in steps for part in side)
