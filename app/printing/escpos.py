"""The few commands of ESC/POS by which receipt printers print a picture, cut the paper and tell how they are.

Only what every such printer knows: initialise, raster graphics (GS v 0), cut at the cutter (GS V 66), the real-time
status (DLE EOT), and the paper status in line with the data (GS r), which is answered when all before it is printed.
"""

from collections.abc import Iterator, Mapping
from enum import Enum

INITIALISE = b"\x1b@"
CUT = b"\x1dVB\x00"
"""Feeds the last line to the cutter and leaves the paper hanging by a point."""
ASK_END = b"\x1dr\x01"
ASKED = (1, 2, 3, 4)
"""Numbers of the real-time questions: the printer, why it is offline, its errors, the paper."""
BAND = 128
"""Rows that are sent at once: 9 KB at 576 dots. Small printers keep no more."""

TEAR = 80
"""Rows from the head to the edge where paper is torn off by hand, beside the empty end of the page itself."""


class Fault(Enum):
    COVER_OPEN = "cover"
    PAPER_OUT = "paper"
    CUTTER = "cutter"
    ERROR = "error"
    OFFLINE = "offline"


_BITS = (
    (Fault.COVER_OPEN, 2, 0x04),
    (Fault.PAPER_OUT, 2, 0x20),
    (Fault.PAPER_OUT, 4, 0x60),
    (Fault.CUTTER, 3, 0x08),
    (Fault.ERROR, 3, 0x64),
    (Fault.ERROR, 2, 0x40),
    (Fault.OFFLINE, 1, 0x08),
)
"""Fault, question and the bits of its answer. The first that holds is said: an open cover looks like missing paper."""


def job(rows: bytes, dots: int, *, cuts: bool = True) -> Iterator[bytes]:
    """Yield a page as it is sent: black is 1, the leftmost dot is the highest bit, `dots` a multiple of eight.

    `cuts`: the printer has a cutter. Without one the paper comes far enough out to be torn off.
    """
    yield INITIALISE
    yield from bands(rows if cuts else rows + bytes(TEAR * dots // 8), dots)
    if cuts:
        yield CUT


def bands(rows: bytes, dots: int) -> Iterator[bytes]:
    wide = dots // 8
    for start in range(0, len(rows), wide * BAND):
        band = rows[start : start + wide * BAND]
        high = len(band) // wide
        yield b"\x1dv0\x00" + wide.to_bytes(2, "little") + high.to_bytes(2, "little") + band


def ask(number: int) -> bytes:
    return b"\x10\x04" + bytes([number])


def is_status(answer: int) -> bool:
    """Return whether a byte is an answer to a real-time question: bits 1 and 4 are set, 0 and 7 are not."""
    return answer & 0x93 == 0x12


def is_end(answer: int) -> bool:
    """Return whether a byte is the answer to ASK_END: bits 4 and 7 are not set."""
    return answer & 0x90 == 0


def is_notice(answer: int) -> bool:
    """Return whether a byte begins one of the notices of four bytes that some devices send unasked."""
    return answer & 0x93 == 0x10


def fault(answers: Mapping[int, int]) -> Fault | None:
    """Return the first fault that the answers tell of, by the question's number."""
    return next((found for found, number, bits in _BITS if answers.get(number, 0) & bits), None)
