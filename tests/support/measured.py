"""Compares the sheets a device got with the PDF that was drawn, as with a ruler."""

import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from app.printing.sheets import Size
from tests.support.picture import MM, pages

PLACE, SCALE = 0.5, 0.005
"""What a ruler allows: millimetres, and a share."""


def ink(pdf):
    """Return page sizes and the bounds of their ink in millimetres."""
    return [
        (
            Size(page.image.width / page.scale / MM, page.image.height / page.scale / MM),
            tuple(place / MM for place in page.bounds()),
        )
        for page in pages(pdf, 8)
    ]


def check(pdf, sheets, *, turned=False):
    """Compare place and size of the ink on each sheet with the page: in the middle of the width and at the top.

    A line that runs from edge to edge ends where the printer's reach does.
    """
    drawn = ink(pdf)
    assert len(sheets) == len(drawn)
    for sheet, (page, (left, top, right, bottom)) in zip(sheets, drawn, strict=True):
        if turned:  # against the clock: what was right is on top
            left, top, right, bottom = top, page.width - right, bottom, page.width - left
        x = (sheet.width - (page.height if turned else page.width)) / 2
        expected = (x + left, top, x + right, bottom)
        if left < PLACE and right > page.width - PLACE:
            reach = sheet.left, sheet.left + sheet.mm(sheet.grey.width)
            expected = (max(expected[0], reach[0]), top, min(expected[2], reach[1]), bottom)
        found = sheet.bounds()
        dot = 25.4 / sheet.dpi
        assert found == pytest.approx(expected, abs=PLACE), f"{found} instead of {expected}"
        for low, high in ((0, 2), (1, 3)):
            whole = expected[high] - expected[low]
            assert found[high] - found[low] == pytest.approx(whole, abs=whole * SCALE + 2 * dot)


def check_direction(pdf, sheets, *, turned=False):
    """Compare each sheet with the page laid on it: the same picture, and neither its mirror image nor upside down.

    Letters that run from the right on the page then run from the right on the sheet.
    """
    for page, sheet in zip(pages(pdf, 8), sheets, strict=True):
        drawn = page.image.convert("L")
        drawn = drawn.transpose(Image.Transpose.ROTATE_90) if turned else drawn
        width, height = (side / page.scale / MM for side in drawn.size)
        asked = _sheet(sheet, drawn, (sheet.width - width) / 2, 0, width, height)
        reach = sheet.mm(sheet.grey.width), sheet.mm(sheet.grey.height)
        found = _sheet(sheet, sheet.grey, sheet.left, sheet.top, *reach)
        same, *others = (_apart(found, other) for other in (asked, ImageOps.mirror(asked), ImageOps.flip(asked)))
        assert same < min(others) / 2, f"{same} from the page, {others} from its images"


def _sheet(sheet, picture, left, top, width, height):
    """Return the picture at its place on the sheet, a dot a millimetre."""
    left, top, width, height, all_width, all_height = (
        round(4 * length) for length in (left, top, width, height, sheet.width, sheet.height)
    )
    made = Image.new("L", (all_width, all_height), 255)
    made.paste(picture.resize((width, height), Image.Resampling.BOX), (left, top))
    return made.reduce(4)


def _apart(one, other):
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0]
