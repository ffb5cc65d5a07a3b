"""An OpenDocument spreadsheet as LibreOffice writes one: spaces and repeated cells are elements and counts."""

import io
import zipfile
from datetime import date
from xml.sax.saxutils import escape

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="a">'
)
_FOOT = (
    '<table:table-row table:number-rows-repeated="1048000"><table:table-cell'
    ' table:number-columns-repeated="1024"/></table:table-row>'
    "</table:table></office:spreadsheet></office:body></office:document-content>"
)


def opendocument(rows):
    """Return the bytes of a file with these rows; a cell is None, a text, a number or a date."""
    body = "".join(f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", _HEAD + body + _FOOT)
    return out.getvalue()


def _cell(value):
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, date):
        given = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, int | float):
        given = f'office:value-type="float" office:value="{value}"'
    else:
        given = 'office:value-type="string"'
    text = escape(str(value)).replace("  ", ' <text:s text:c="1"/>')
    return f"<table:table-cell {given}><text:p>{text}</text:p></table:table-cell>"
