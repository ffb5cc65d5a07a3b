"""A queue of Windows that passes a job's bytes on to the printer as they are (winspool, data type RAW)."""

import ctypes
import errno
from ctypes import wintypes
from typing import Any

ACCESS_DENIED, INVALID_NAME = 5, 1801
_PAUSED, _ERROR, _PAPER_JAM, _PAPER_OUT, _OFFLINE, _DOOR_OPEN = 0x1, 0x2, 0x8, 0x10, 0x80, 0x400000
CANNOT_PRINT = {
    _PAPER_OUT: errno.ENOSPC,
    _DOOR_OPEN: errno.ENXIO,
    _OFFLINE: errno.ENXIO,
    _PAPER_JAM: errno.EIO,
    _ERROR: errno.EIO,
    _PAUSED: errno.EBUSY,
}
"""Bits of a queue's status, and the error that stands for each."""


class _DocInfo(ctypes.Structure):
    _fields_ = (("pDocName", wintypes.LPWSTR), ("pOutputFile", wintypes.LPWSTR), ("pDatatype", wintypes.LPWSTR))


class _PrinterInfo6(ctypes.Structure):
    _fields_ = (("dwStatus", wintypes.DWORD),)


def status_error(status: int) -> int:
    """Return the errno for a queue's status; 0 when it can print."""
    return next((error for bit, error in CANNOT_PRINT.items() if status & bit), 0)


class RawQueue:
    tells = False

    def __init__(self, queue: str) -> None:
        """Raise OSError when there is no such queue, it may not be used, or it says that it cannot print."""
        self._spooler: Any = ctypes.CDLL("winspool.drv")
        self._printer, self._begun = wintypes.HANDLE(), False
        if not self._spooler.OpenPrinterW(queue, ctypes.byref(self._printer), None):
            raise OSError(errno.ENOENT, queue)
        try:
            if error := status_error(self._status()):
                raise OSError(error, queue)
            document = _DocInfo("ticket", None, "RAW")
            if not self._spooler.StartDocPrinterW(self._printer, 1, ctypes.byref(document)):
                raise OSError(errno.EACCES, queue)
            self._begun = True
            self._spooler.StartPagePrinter(self._printer)
        except OSError:
            self.close()
            raise

    def _status(self) -> int:
        info, needed = _PrinterInfo6(), wintypes.DWORD()
        size = ctypes.sizeof(info)
        told = self._spooler.GetPrinterW(self._printer, 6, ctypes.byref(info), size, ctypes.byref(needed))
        return int(info.dwStatus) if told else 0

    def write(self, data: bytes) -> None:
        while data:
            written = wintypes.DWORD()
            if not self._spooler.WritePrinter(self._printer, data, len(data), ctypes.byref(written)):
                raise OSError(errno.EIO, "WritePrinter")
            data = data[written.value :]

    def read(self, seconds: float) -> bytes:
        return b""

    def finish(self) -> None:
        """Hand the job to the spooler, which holds everything until then."""
        self._begun = False
        if not (self._spooler.EndPagePrinter(self._printer) and self._spooler.EndDocPrinter(self._printer)):
            raise OSError(errno.EIO, "EndDocPrinter")

    def close(self) -> None:
        if self._begun:
            self._spooler.AbortPrinter(self._printer)
        self._spooler.ClosePrinter(self._printer)
