"""A receipt printer behind a device file, such as /dev/usb/lp0 or /dev/ttyUSB0."""

import errno
import os
import select
import stat
import tty
from pathlib import Path
from time import monotonic

from ui.papers import device_link


class FileLink:
    def __init__(self, path: str) -> None:
        """Raise OSError; with ENOTTY where the path is no device, so that no file is ever overwritten."""
        mode = Path(path).stat().st_mode
        if not (stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)):
            raise OSError(errno.ENOTTY, os.strerror(errno.ENOTTY), path)
        self.tells = stat.S_ISCHR(mode)  # what is read from a pipe is what was written
        way = os.O_RDWR if self.tells else os.O_WRONLY
        self._file = os.open(path, way | os.O_NONBLOCK | os.O_NOCTTY)
        if os.isatty(self._file):
            tty.setraw(self._file)  # a terminal would turn the picture's bytes 10 into 13, 10

    def write(self, data: bytes) -> None:
        rest, end = memoryview(data), monotonic() + device_link.STALL_SECONDS
        while rest:
            self.finish()
            try:
                rest = rest[os.write(self._file, rest) :]
                end = monotonic() + device_link.STALL_SECONDS
            except BlockingIOError:  # some drivers call themselves ready for less than this
                if monotonic() > end:
                    raise TimeoutError from None
                select.select([], [], [], 0.01)

    def read(self, seconds: float) -> bytes:
        end = monotonic() + seconds
        while (left := end - monotonic()) > 0 and select.select([self._file], [], [], left)[0]:
            if found := os.read(self._file, 64):
                return found
            select.select([], [], [], 0.01)  # the driver of USB printers says so when there is nothing
        return b""

    def finish(self) -> None:
        """Wait until the device takes more: the driver of USB printers is then done with what it had."""
        if not select.select([], [self._file], [], device_link.STALL_SECONDS)[1]:
            raise TimeoutError

    def close(self) -> None:
        os.close(self._file)
