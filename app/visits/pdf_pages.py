"""The number of pages in a PDF: counted, not believed, and without unpacking a bomb.

PDFium does not do for this: it believes the number a file claims (10,000 pages that claim to be 1 count as 1), and it
cannot open four of the seven forms of such a file that the tests hold refused.
"""

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

UNPACKED = 32 * 2**20
"""The most bytes of compressed objects that are unpacked."""
STREAMS, PIECE = 20_000, 64 * 2**10
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_PAGES = re.compile(rb"/Type\s*/Pages(?![A-Za-z])")
_COUNT = re.compile(rb"/Count\s+([0-9]{1,9})")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_HEAD = 400
"""Bytes before a stream that are searched for the name of what it holds."""
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def pages(data: bytes) -> int:
    """Return the pages counted or the pages the PDF claims, whichever is more."""
    found = most = 0
    for part in map(_plain, _objects(data)):
        found += len(_PAGE.findall(part))
        if _PAGES.search(part):
            most = max(most, *(int(count) for count in _COUNT.findall(part)), 0)
    return max(found, most)


def _objects(data: bytes) -> Iterator[bytes]:
    """Yield the plain objects of the file, then those that newer programs compress together."""
    yield from data.split(b"endobj")
    room, rest = UNPACKED, memoryview(data)
    for start in islice(_STREAM.finditer(data), STREAMS):
        if room <= 0:
            return
        if b"/ObjStm" not in _plain(data[max(start.start() - _HEAD, 0) : start.start()]):
            continue
        part = _unpacked(rest[start.end() :], room)
        room -= len(part)
        yield part


def _unpacked(packed: memoryview, room: int) -> bytes:
    """Unpack at most `room` bytes. zlib gets a piece at a time, because it copies all it was given at each error."""
    unpack, found = zlib.decompressobj(), b""
    with suppress(zlib.error):
        for at in range(0, len(packed), PIECE):
            found += unpack.decompress(packed[at : at + PIECE], room - len(found))
            if unpack.eof or len(found) >= room:
                break
    return found


def _plain(part: bytes) -> bytes:
    """Decode names: any letter of a name may be written by its number, as in `/P#61ge`."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part)
