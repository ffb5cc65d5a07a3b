"""Reads the first sheet of an OpenDocument spreadsheet: a zip with the cells in content.xml."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element
from zipfile import ZipFile

MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_OFFICE, _TABLE, _TEXT = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text")
)
_VALUES = {"float": "value", "currency": "value", "percentage": "value", "date": "date-value", "time": "time-value"}


def is_opendocument(archive: ZipFile) -> bool:
    return "mimetype" in archive.namelist() and archive.read("mimetype").strip().startswith(MIMETYPE)


def rows(archive: ZipFile, limit: int, width: int) -> Iterator[list[str]]:
    """Yield the rows of the first sheet, each with at most `width` cells. One row can stand for all that follow, by a
    count, so at most `limit` come of one."""
    from defusedxml import ElementTree  # late: start-up

    sheet = ElementTree.fromstring(archive.read("content.xml")).find(f".//{_TABLE}table")
    if sheet is None:
        raise ValueError("no sheet")
    for row in sheet.iter(f"{_TABLE}table-row"):
        cells = _cells(row, width)
        for _ in range(min(_repeated(row, "rows"), limit)):
            yield list(cells)


def _cells(row: Element, width: int) -> list[str]:
    found: list[str] = []
    for cell in row:
        if cell.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            room = width - len(found)
            found += [_value(cell)] * min(_repeated(cell, "columns"), room)
    while found and not found[-1]:
        found.pop()  # LibreOffice ends a sheet with an empty row for all that follow: 20,000 times 60 cells to clean
    return found


def _repeated(element: Element, what: str) -> int:
    return max(int(element.get(f"{_TABLE}number-{what}-repeated", "1")), 1)


def _value(cell: Element) -> str:
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind in _VALUES and (value := cell.get(f"{_OFFICE}{_VALUES[kind]}")):
        return value
    return "\n".join(_text(paragraph) for paragraph in cell.findall(f"{_TEXT}p"))


def _text(paragraph: Any) -> str:
    """Return a paragraph's text; spaces and line breaks are elements of their own."""
    parts = [paragraph.text or ""]
    for each in paragraph:
        if each.tag == f"{_TEXT}s":
            parts.append(" " * int(each.get(f"{_TEXT}c", "1")))
        elif each.tag in (f"{_TEXT}tab", f"{_TEXT}line-break"):
            parts.append(" ")
        elif each.tag != f"{_OFFICE}annotation":
            parts.append(_text(each))
        parts.append(each.tail or "")
    return "".join(parts)
