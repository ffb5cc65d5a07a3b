"""A receipt printer's device as a pair of streams: bytes go to it, and where it tells how it is, bytes come back."""

from typing import Protocol

STALL_SECONDS = 10.0
"""How long a device may take nothing: a full buffer is printed in less than three seconds."""


class Link(Protocol):
    tells: bool
    """Whether the device could answer. Most do not."""

    def write(self, data: bytes) -> None:
        """Send everything, or raise OSError."""

    def read(self, seconds: float) -> bytes:
        """Return what has come, b'' when nothing did in time. Raise OSError when the device is gone."""

    def finish(self) -> None:
        """Wait until the device has taken everything; raise OSError when it does not."""

    def close(self) -> None: ...
