"""None, True and False, kept alive on Python 3.11.

PySide6 6.12 is built for Python 3.12, where these are immortal: it hands them out without counting the reference. On
3.11 every call that answers with one of them (each `setText`, each `emit`) takes a count away, and after some ten
thousand painted lines Python ends with "Fatal Python error: none_dealloc". PySide6 6.11 counts them, but has QtPdf
only together with its web engine.
"""

import ctypes
import sys

ENOUGH = sys.maxsize // 2


def keep_alive() -> None:
    """A count no day's work brings down to nothing. The count is the first field of every object."""
    for value in (None, True, False, NotImplemented, Ellipsis):
        ctypes.c_ssize_t.from_address(id(value)).value = ENOUGH
