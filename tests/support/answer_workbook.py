"""An answer file as a unit's manager has it open, with what people do to such a file."""

import io
from datetime import date

import openpyxl

from app.answer_files.columns import HEADERS
from app.answer_files.reading import ReceivedFile

HEADER_ROW = 2
XLSX = "پاسخ.xlsx"


class Workbook:
    """An answer file in a unit's hands."""

    def __init__(self, data):
        self.book = openpyxl.load_workbook(io.BytesIO(data))
        self.sheet = self.book.worksheets[0]

    def column(self, name):
        heads = [cell.value for cell in self.sheet[HEADER_ROW]]
        return heads.index(HEADERS[name]) + 1

    def line(self, number):
        return next(row for row in range(HEADER_ROW + 1, self.sheet.max_row + 1) if self.text(row, "number") == number)

    def text(self, line, name):
        return self.sheet.cell(line, self.column(name)).value

    def put(self, line, name, value):
        self.sheet.cell(line, self.column(name)).value = value
        if isinstance(value, date):
            self.sheet.cell(line, self.column(name)).number_format = "yyyy-mm-dd"

    def answer(self, owed, /, words="جدول تعویض شد", outcome="انجام شد", **more):
        line = self.line(getattr(owed, "number", owed))
        for name, value in {"words": words, "outcome": outcome, **more}.items():
            self.put(line, name, value)
        return self

    def rows(self):
        """The cells of each row, as a person copies and pastes them."""
        return [[cell.value for cell in self.sheet[line]] for line in range(HEADER_ROW + 1, self.sheet.max_row + 1)]

    def put_rows(self, rows):
        self.sheet.delete_rows(HEADER_ROW + 1, self.sheet.max_row)
        for row in rows:
            self.sheet.append(row)

    def saved(self, name=XLSX):
        out = io.BytesIO()
        self.book.save(out)
        return ReceivedFile(name, out.getvalue())
