"""Writes a form as a workbook: some columns are filled, the others are for its reader, with lists of choices.

The sheet is not protected: in a protected sheet Excel sorts only cells that are not locked. Instead a filled column
refuses what is typed into it, and stays sortable.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

LISTS_SHEET = "Lists"
HEADER_ROW, NOTE_COLUMN = 2, 6


@dataclass(frozen=True, slots=True)
class FormColumn:
    header: str
    width: int
    is_fixed: bool
    """Filled by the office, and not to be changed."""
    choices: tuple[str, ...] = ()
    prompt: str = ""
    """Shown beside a cell while it is chosen."""
    is_small: bool = False


@dataclass(frozen=True, slots=True)
class FormSheet:
    title: str
    note: str
    """Stands in the first row after the title."""
    mark: str
    """Stands in the last column of the first row."""
    columns: tuple[FormColumn, ...]
    rows: Sequence[Sequence[str]]


def form_bytes(form: FormSheet) -> bytes:
    from openpyxl import Workbook  # late: start-up

    book = Workbook()
    sheet = book.active
    sheet.title = "پاسخ‌نامه"
    _fill(sheet, form)
    _shape(sheet, form)
    _restrict(book, sheet, form)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, form: FormSheet) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    line = Side(style="thin", color="B8C2CC")
    border = Border(left=line, right=line, top=line, bottom=line)
    grey, head, open_head = (PatternFill("solid", fgColor=color) for color in ("EEF1F4", "CFD8E3", "FFE9A8"))
    small, top = Font(size=8, color="6B7780"), Alignment(wrap_text=True, vertical="top", readingOrder=2)
    _put(sheet, 1, 1, form.title).font = Font(bold=True, size=14)
    _put(sheet, 1, NOTE_COLUMN, form.note).font = Font(size=10)
    _put(sheet, 1, len(form.columns), form.mark).font = small
    for at, column in enumerate(form.columns, 1):
        cell = _put(sheet, HEADER_ROW, at, column.header)
        cell.font, cell.border, cell.alignment = Font(bold=True), border, Alignment(wrap_text=True, vertical="center")
        cell.fill = head if column.is_fixed else open_head
    for n, row in enumerate(form.rows, HEADER_ROW + 1):
        for at, (column, text) in enumerate(zip(form.columns, row, strict=True), 1):
            cell = _put(sheet, n, at, text)
            cell.border, cell.alignment, cell.number_format = border, top, "@"
            if column.is_fixed:
                cell.fill = grey
            if column.is_small:
                cell.font = small


def _put(sheet: Any, row: int, column: int, text: str) -> Any:
    """Write a cell that stays text even when it begins with '='."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = sheet.cell(row, column)
    if text:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
        cell.data_type = "s"
    return cell


def _shape(sheet: Any, form: FormSheet) -> None:
    from openpyxl.utils import get_column_letter

    sheet.sheet_view.rightToLeft = True
    sheet.freeze_panes = sheet.cell(HEADER_ROW + 1, 2)
    sheet.row_dimensions[1].height, sheet.row_dimensions[HEADER_ROW].height = 26, 32
    for at, column in enumerate(form.columns, 1):
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    last = f"{get_column_letter(len(form.columns))}{HEADER_ROW + len(form.rows)}"
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{last}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"


def _restrict(book: Any, sheet: Any, form: FormSheet) -> None:
    """Give the open columns their lists and prompts, and let the filled ones refuse what is typed."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    lists = book.create_sheet(LISTS_SHEET)
    lists.sheet_state = "hidden"
    for at, column in enumerate(form.columns, 1):
        letter = get_column_letter(at)
        if column.choices:
            for n, choice in enumerate(column.choices, 1):
                _put(lists, n, at, choice)
            given = f"'{LISTS_SHEET}'!${letter}$1:${letter}${len(column.choices)}"
            rule = DataValidation(type="list", formula1=given, allow_blank=True)
            rule.errorTitle, rule.error = column.header, "یکی از گزینه‌های فهرست را انتخاب کنید."
        elif column.is_fixed:
            rule = DataValidation(type="custom", formula1="FALSE", allow_blank=False)
            rule.errorTitle, rule.error = column.header, "این ستون را سازمان پر کرده است و نباید تغییر کند."
        elif column.prompt:
            rule = DataValidation(allow_blank=True)
        else:
            continue
        rule.showErrorMessage = bool(column.choices) or column.is_fixed
        if column.prompt:
            rule.promptTitle, rule.prompt, rule.showInputMessage = column.header, column.prompt, True
        sheet.add_data_validation(rule)
        rule.add(f"{letter}{HEADER_ROW + 1}:{letter}{HEADER_ROW + max(len(form.rows), 1)}")
