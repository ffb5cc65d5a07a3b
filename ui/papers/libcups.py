"""The C library of CUPS, which Qt's printing on Linux stands on too.

libcups finds the server (`CUPS_SERVER`, client.conf, the socket) and answers its questions for a password. ctypes needs
no compiler on the office's PC, as pycups would, and reads statuses by number, which the words of `lp` do not show.
"""

import ctypes
from ctypes import POINTER, c_char_p, c_int, c_void_p
from functools import cache


@cache
def library() -> ctypes.CDLL:
    """Load libcups. Raise OSError where it is not installed."""
    cups = ctypes.CDLL("libcups.so.2")
    for name, result, *arguments in (
        ("cupsServer", c_char_p), ("cupsSetServer", None, c_char_p), ("ippPort", c_int), ("cupsUser", c_char_p),
        ("cupsEncryption", c_int),
        ("httpConnect2", c_void_p, c_char_p, c_int, c_void_p, c_int, c_int, c_int, c_int, c_void_p),
        ("httpSetTimeout", None, c_void_p, ctypes.c_double, c_void_p, c_void_p), ("httpClose", None, c_void_p),
        ("ippNewRequest", c_void_p, c_int), ("ippDelete", None, c_void_p),
        ("ippAddString", c_void_p, c_void_p, c_int, c_int, c_char_p, c_char_p, c_char_p),
        ("ippAddStrings", c_void_p, c_void_p, c_int, c_int, c_char_p, c_int, c_char_p, POINTER(c_char_p)),
        ("ippAddInteger", c_void_p, c_void_p, c_int, c_int, c_char_p, c_int),
        ("ippNew", c_void_p), ("ippAddCollection", c_void_p, c_void_p, c_int, c_char_p, c_void_p),
        ("ippAddBoolean", c_void_p, c_void_p, c_int, c_char_p, ctypes.c_char),
        ("cupsDoIORequest", c_void_p, c_void_p, c_void_p, c_char_p, c_int, c_int),
        ("cupsGetNamedDest", c_void_p, c_void_p, c_char_p, c_char_p), ("cupsFreeDests", None, c_int, c_void_p),
        ("cupsCopyDestInfo", c_void_p, c_void_p, c_void_p), ("cupsFreeDestInfo", None, c_void_p),
        ("cupsLastError", c_int), ("cupsLastErrorString", c_char_p),
        ("ippFirstAttribute", c_void_p, c_void_p), ("ippNextAttribute", c_void_p, c_void_p),
        ("ippGetName", c_char_p, c_void_p), ("ippGetGroupTag", c_int, c_void_p), ("ippGetValueTag", c_int, c_void_p),
        ("ippGetCount", c_int, c_void_p), ("ippGetInteger", c_int, c_void_p, c_int),
        ("ippGetBoolean", c_int, c_void_p, c_int), ("ippGetString", c_char_p, c_void_p, c_int, c_void_p),
        ("ippGetRange", c_int, c_void_p, c_int, POINTER(c_int)), ("ippGetCollection", c_void_p, c_void_p, c_int),
    ):  # fmt: skip
        function = getattr(cups, str(name))
        function.restype, function.argtypes = result, arguments
    return cups


def make_queue(name: str) -> bool:
    """Let CUPS make the queue of a printer it found in the network and lists without one; return whether it did."""
    cups = library()
    destination = cups.cupsGetNamedDest(None, name.encode(), None)
    if not destination:
        return False
    known = cups.cupsCopyDestInfo(None, destination)
    cups.cupsFreeDestInfo(known)
    cups.cupsFreeDests(1, destination)
    return bool(known)


def user() -> str:
    return (library().cupsUser() or b"").decode("utf-8", "replace")
