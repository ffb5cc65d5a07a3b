"""How many pages a PDF has, whoever wrote it and however: counted, not believed, and without unpacking a bomb."""

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

UNPACKED = 32 * 2**20
"""Bytes of a PDF's compressed objects that are looked into at the most."""
STREAMS, PIECE = 20_000, 64 * 2**10
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_PAGES = re.compile(rb"/Type\s*/Pages(?![A-Za-z])")
_COUNT = re.compile(rb"/Count\s+([0-9]{1,9})")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_HEAD = 400
"""Bytes before a stream in which it says what it holds."""
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")


def pages(data: bytes) -> int:
    """Of a PDF, counted and as it claims itself, whichever is more."""
    found = most = 0
    for part in map(_plain, _objects(data)):
        found += len(_PAGE.findall(part))
        if _PAGES.search(part):
            most = max(most, *(int(count) for count in _COUNT.findall(part)), 0)
    return max(found, most)


def _objects(data: bytes) -> Iterator[bytes]:
    """Objects as they stand in the file, then those that newer programs compress together."""
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
    """As much as there is room for, a piece at a time: zlib copies all it was given whenever it stumbles."""
    unpack, found = zlib.decompressobj(), b""
    with suppress(zlib.error):
        for at in range(0, len(packed), PIECE):
            found += unpack.decompress(packed[at : at + PIECE], room - len(found))
            if unpack.eof or len(found) >= room:
                break
    return found


def _plain(part: bytes) -> bytes:
    """Names as they are meant: any letter of one may be written by its number, `/P#61ge`."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), part)
