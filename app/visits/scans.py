"""What a scan is by its own bytes, for names lie: its kind, and how large its picture is.

Only headers are read: whoever sends a bomb is told so before anything is unpacked.
"""

import struct
from contextlib import suppress

SIGNS = {b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpeg", b"%PDF-": "pdf", b"II*\x00": "tiff", b"MM\x00*": "tiff"}
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""The markers of a JPEG that carry its height and width."""
_WIDTH, _HEIGHT = 256, 257
"""Tags of a TIFF."""


def kind(data: bytes) -> str:
    """'png', 'jpeg', 'tiff', 'pdf', or ''."""
    return next((name for sign, name in SIGNS.items() if data.startswith(sign)), "")


def pixels(data: bytes) -> int:
    """Width times height of a picture; 0 where the header does not say."""
    read = {"png": _png, "jpeg": _jpeg, "tiff": _tiff}.get(kind(data))
    with suppress(struct.error, IndexError):
        return read(data) if read else 0
    return 0


def _png(data: bytes) -> int:
    width, height = struct.unpack(">II", data[16:24])
    return int(width * height) if data[12:16] == b"IHDR" else 0


def _jpeg(data: bytes) -> int:
    at = 2
    while at < len(data):
        mark, length = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
        if data[at] != 0xFF or length < 2:
            return 0
        if mark in _FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return int(width * height)
        at += 2 + length
    return 0


def _tiff(data: bytes) -> int:
    order = "<" if data.startswith(b"II") else ">"
    start = struct.unpack(f"{order}I", data[4:8])[0]
    sides = {_WIDTH: 0, _HEIGHT: 0}
    for n in range(struct.unpack(f"{order}H", data[start : start + 2])[0]):
        at = start + 2 + 12 * n
        tag, form = struct.unpack(f"{order}HH", data[at : at + 4])
        if tag in sides:
            short = form == 3
            sides[tag] = struct.unpack(f"{order}{'H' if short else 'I'}", data[at + 8 : at + (10 if short else 12)])[0]
    return sides[_WIDTH] * sides[_HEIGHT]
