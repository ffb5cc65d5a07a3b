"""Attributes of IPP, written into a request and read from an answer."""

import ctypes
from collections.abc import Iterator, Sequence
from ctypes import byref, c_char_p, c_int
from typing import Any

OPERATION, JOB = 0x01, 0x02
INTEGER, BOOLEAN, ENUM, RANGE, COLLECTION = 0x21, 0x22, 0x23, 0x33, 0x34
NAME, KEYWORD, URI, MIME = 0x42, 0x44, 0x45, 0x49
Value = int | bool | str | tuple[int, int] | dict[str, list[Any]]
Attributes = dict[str, list[Any]]
Given = tuple[int, int, str, Any]
"""An attribute of a request: group, tag, name and value; a list of words for a keyword, a dict for a collection."""


def new_request(cups: ctypes.CDLL, operation: int, given: Sequence[Given]) -> Any:
    """Return a new request; cupsDoIORequest frees it."""
    request = cups.ippNewRequest(operation)
    for group, tag, name, value in given:
        key = name.encode()
        if isinstance(value, bool):
            cups.ippAddBoolean(request, group, key, bytes([value]))
        elif isinstance(value, int):
            cups.ippAddInteger(request, group, tag, key, value)
        elif isinstance(value, dict):
            _add_collection(cups, request, group, name, value)
        elif isinstance(value, str):
            cups.ippAddString(request, group, tag, key, None, value.encode())
        else:
            words = (c_char_p * len(value))(*(word.encode() for word in value))
            cups.ippAddStrings(request, group, tag, key, len(value), None, words)
    return request


def _add_collection(cups: ctypes.CDLL, parent: Any, group: int, name: str, members: dict[str, Any]) -> None:
    made = cups.ippNew()
    for key, value in members.items():
        if isinstance(value, dict):
            _add_collection(cups, made, 0, key, value)
        elif isinstance(value, int):
            cups.ippAddInteger(made, 0, INTEGER, key.encode(), value)
        else:
            cups.ippAddString(made, 0, KEYWORD, key.encode(), None, value.encode())
    cups.ippAddCollection(parent, group, name.encode(), made)
    cups.ippDelete(made)  # the parent counts its own hold on it


def read_groups(cups: ctypes.CDLL, response: Any) -> Iterator[Attributes]:
    """Yield the attributes of each printer or job; a nameless attribute parts two of them."""
    group: Attributes = {}
    attribute = cups.ippFirstAttribute(response)
    while attribute:
        name = cups.ippGetName(attribute)
        if name is None and group:
            yield group
            group = {}
        elif name is not None and cups.ippGetGroupTag(attribute) != OPERATION:
            group[name.decode()] = _values(cups, attribute)
        attribute = cups.ippNextAttribute(response)
    if group:
        yield group


def _values(cups: ctypes.CDLL, attribute: Any) -> list[Any]:
    tag = cups.ippGetValueTag(attribute)
    return [_value(cups, attribute, tag, n) for n in range(cups.ippGetCount(attribute))]


def _value(cups: ctypes.CDLL, attribute: Any, tag: int, n: int) -> Value:
    if tag in (INTEGER, ENUM):
        return int(cups.ippGetInteger(attribute, n))
    if tag == BOOLEAN:
        return bool(cups.ippGetBoolean(attribute, n))
    if tag == RANGE:
        upper = c_int()
        return int(cups.ippGetRange(attribute, n, byref(upper))), upper.value
    if tag == COLLECTION:
        return next(read_groups(cups, cups.ippGetCollection(attribute, n)), {})
    return (cups.ippGetString(attribute, n, None) or b"").decode("utf-8", "replace")
