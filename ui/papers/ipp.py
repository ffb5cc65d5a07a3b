"""Requests to CUPS in its own protocol, IPP: the operation and its attributes in, a status and attributes out."""

from collections.abc import Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile

from ui.papers.ipp_attributes import Attributes, Given, new_request, read_groups
from ui.papers.libcups import library

PRINT_JOB, CANCEL_JOB, GET_JOB, GET_JOBS, GET_PRINTER = 0x0002, 0x0008, 0x0009, 0x000A, 0x000B
BROKEN = 0x0500
"""libcups' name of a connection that ended before the answer; the server's own faults of this name have an answer."""
CONNECT_MS, ANSWER_SECONDS = 5_000, 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    """IPP's status; below 0x100 it succeeded. 0x0503 and above 0x1000 are the server's and libcups's own faults."""
    words: str
    """The server's own words about the status."""
    groups: tuple[Attributes, ...]
    """One for each printer or job."""
    was_sent: bool = True
    """False when nobody was reached: the server knows nothing of the request."""

    @property
    def succeeded(self) -> bool:
        return 0 <= self.status < 0x100

    @property
    def first(self) -> Attributes:
        return self.groups[0] if self.groups else {}


def ask(operation: int, resource: str, given: Sequence[Given], data: bytes | None = None) -> Answer:
    """Send one request, with a document behind it where there is `data`. Blocks, so only off the UI thread."""
    cups = library()
    cups.cupsSetServer(None)  # the address may have changed since this thread's last request
    http = cups.httpConnect2(cups.cupsServer(), cups.ippPort(), None, 0, cups.cupsEncryption(), 1, CONNECT_MS, None)
    if not http:
        return Answer(0x1000, "no connection to CUPS", (), was_sent=False)
    cups.httpSetTimeout(http, ANSWER_SECONDS, None, None)
    try:
        request = new_request(cups, operation, given)
        with TemporaryFile() as file:
            file.write(data or b"")
            file.flush()
            file.seek(0)
            response = cups.cupsDoIORequest(http, request, resource.encode(), file.fileno() if data else -1, -1)
        status, words = cups.cupsLastError(), (cups.cupsLastErrorString() or b"").decode("utf-8", "replace")
        groups = tuple(read_groups(cups, response)) if response else ()
        if response:
            cups.ippDelete(response)
        elif status == BROKEN:
            status = -1
        return Answer(status, words, groups)
    finally:
        cups.httpClose(http)
