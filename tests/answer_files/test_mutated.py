"""Answer files as people and machines spoil them, judged by the program and by a slow model of the rule.

The model knows nothing of signatures: it knows which cells the office wrote, and what the units filled in.
"""

import csv
import io
import random
import zipfile
from dataclasses import dataclass, replace
from datetime import date, datetime

import openpyxl
import pytest

from app.answer_files import recording
from app.answer_files.columns import HEADERS, Name
from app.answer_files.reading import ReceivedFile
from app.office import lists
from tests.support.opendocument import opendocument

ENGINES = ["sqlite"]  # what differs between the engines is tried in test_answer_files.py
NAMES = list(HEADERS)
ANSWERS = {"انجام شد": "done", "انجام بخشی": "partly", "در برنامه قرار گرفت": "planned", "منع قانونی": "barred"}
DAYS = {
    None: "", "1405/9/5": "1405/9/5", "۱۴۰۵-۰۹-۰۴": "1405-09-04", date(2026, 11, 26): "1405/09/05",
    datetime(2026, 11, 25, 14, 0): "1405/09/04", "2026-11-25": "1405/09/04", 14050905: "14050905",
}  # fmt: skip
"""By what stands in a cell, the day as the program passes it on."""
UNTOLD = date(1405, 9, 4)
"""LibreOffice makes this of a typed 1405-09-04; in XLSX nobody can tell the day."""
BAD_DAYS = ("دیروز", "1405/13/01", "1405/10/30", "9/5", UNTOLD)
BAD_OUTCOMES = ("بله", "=A1", "انجام", "0")


@dataclass
class Table:
    """A sheet as rows of cells: the title, the header, the referrals."""

    title: list
    head: list
    rows: list

    def at(self, name: Name):
        return self.head.index(HEADERS[name]) if HEADERS[name] in self.head else None

    def get(self, row, name):
        at = self.at(name)
        return row[at] if at is not None and at < len(row) else None

    def lines(self, title_kept):
        """The rows with their numbers in the file."""
        return enumerate(self.rows, 3 if title_kept else 2)

    def copy(self):
        return Table(self.title, list(self.head), [list(row) for row in self.rows])

    def put(self, row, name, value):
        if (at := self.at(name)) is not None and at < len(row):
            row[at] = value


class Model:
    """What must become of each row."""

    def __init__(self, tables, units):
        self.unit_of = {}
        self.genuine = set()
        self.file_marks = {table.title[-1]: unit for unit, table in tables.items()}
        self.names = {plain(name): unit for unit, name in units}
        for unit, table in tables.items():
            for row in table.rows:
                number = table.get(row, "number")
                self.unit_of[number] = unit
                self.genuine.add((number, table.get(row, "code"), table.get(row, "mark")))

    def verdicts(self, table, title_kept, kind):
        rows = {line: row for line, row in table.lines(title_kept) if self.is_filled(table, row)}
        unit = {self.file_marks.get(plain(cell)) for cell in (table.title if title_kept else [])} - {None}
        unit = unit or {self.unit_of[self.key(table, row)[0]] for row in rows.values() if self.is_ours(table, row)}
        found = {line: self.verdict(table, row, unit, kind) for line, row in rows.items()}
        return self.twins(found)

    def is_filled(self, table, row):
        return any(plain(table.get(row, name)) for name in ("outcome", "words", "other_unit"))

    def key(self, table, row):
        return tuple(plain(table.get(row, name)) for name in ("number", "code", "mark"))

    def is_ours(self, table, row):
        """Whether number and mark belong together; the code is asked for later."""
        number, _, mark = self.key(table, row)
        return any((number, mark) == (each[0], each[2]) for each in self.genuine)

    def verdict(self, table, row, unit, kind):
        cells = self.key(table, row)
        if cells not in self.genuine or unit != {self.unit_of[cells[0]]}:
            return None
        words, outcome, other = (plain(table.get(row, name)) for name in ("words", "outcome", "other_unit"))
        if not words:
            return None
        if other:
            wrong = outcome or other not in self.names or self.names[other] == self.unit_of[cells[0]]
            return None if wrong else (cells[0], "passing", self.names[other], words)
        day = table.get(row, "day")
        if day == UNTOLD and kind != "xlsx":
            day = "1405-09-04"  # these files say what stood in the cell
        if outcome not in ANSWERS or day in BAD_DAYS:
            return None
        return (cells[0], "new", ANSWERS[outcome], words, DAYS.get(day, day), plain(table.get(row, "letter")))

    def twins(self, found):
        """A referral that two rows answer alike is recorded once; of answers that differ none is."""
        kept, seen = {}, {}
        for given in filter(None, found.values()):
            seen.setdefault(given[0], set()).add(given)
        done = set()
        for line, given in sorted(found.items()):
            if given and (len(seen[given[0]]) > 1 or given[0] in done):
                kept[line] = "same" if len(seen[given[0]]) == 1 else None
            else:
                kept[line] = given
                done |= {given[0]} if given else set()
        return kept


def plain(value):
    digits = str.maketrans("۰۱۲۳۴۵۶۷۸۹يك", "0123456789یک", "\u200f")
    return "" if value is None else " ".join(str(value).translate(digits).split())


# -- what people do


def fill(rng, table, units):
    for row in table.rows:
        if rng.random() < 0.75:
            table.put(row, "outcome", rng.choice(list(ANSWERS)))
            table.put(row, "words", rng.choice(["جدول تعویض شد", "در دستور کار است", "=بازدید شد", "12", "اقدام شد."]))
            table.put(row, "day", rng.choice(list(DAYS)))
            table.put(row, "letter", rng.choice([None, "۱۲/۳", "45"]))
        if rng.random() < 0.1:
            table.put(row, "outcome", None)
            table.put(row, "other_unit", rng.choice(units))


def shuffle(rng, table, _):
    rng.shuffle(table.rows)


def sort_by_words(rng, table, _):
    table.rows.sort(key=lambda row: str(table.get(row, "words")))


def delete_row(rng, table, _):
    if len(table.rows) > 1:
        table.rows.pop(rng.randrange(len(table.rows)))


def repeat_row(rng, table, _):
    table.rows.append(list(rng.choice(table.rows)))


def paste_row_of_another(rng, table, others):
    other = rng.choice(others)
    row = [other.get(rng.choice(other.rows), name) for name in NAMES]
    made = [None] * len(table.head)
    for name, value in zip(NAMES, row, strict=True):
        if (at := table.at(name)) is not None:
            made[at] = value
    table.rows.append(made)
    if rng.random() < 0.7:
        table.put(made, "outcome", "انجام شد"), table.put(made, "words", "پاسخ واحد دیگر")


def swap_cells(rng, table, _):
    name = rng.choice(["number", "code", "mark"])
    one, two = rng.choice(table.rows), rng.choice(table.rows)
    before = table.get(one, name), table.get(two, name)
    table.put(one, name, before[1]), table.put(two, name, before[0])


def spoil_cell(rng, table, _):
    row, name = rng.choice(table.rows), rng.choice(["number", "code", "mark"])
    text = str(table.get(row, name) or "x")
    at = rng.randrange(len(text))
    table.put(row, name, rng.choice([None, text[:at] + rng.choice("7ZAن/") + text[at + 1 :], text[:-1], text + "1"]))


def spoil_answer(rng, table, _):
    row, name = rng.choice(table.rows), rng.choice(["outcome", "day", "words", "other_unit"])
    bad = {"outcome": BAD_OUTCOMES, "day": BAD_DAYS, "words": (None,), "other_unit": ("ادارهٔ خیالی",)}
    table.put(row, name, rng.choice(bad[name]))


def write_otherwise(rng, table, _):
    """Write the same in other letters: Persian digits, an Arabic keyboard, spaces around."""
    row, name = rng.choice(table.rows), rng.choice(["number", "code", "outcome", "mark"])
    text = str(table.get(row, name) or "")
    arabic = text.translate(str.maketrans("0123456789یک", "۰۱۲۳۴۵۶۷۸۹يك"))
    table.put(row, name, rng.choice([arabic, f" {text} ", f"\u200f{text}"]) or None)


def add_column(rng, table, _):
    at = rng.randrange(len(table.head) + 1)
    table.head.insert(at, rng.choice(["یادداشت", "مسئول", None]))
    for row in table.rows:
        row.insert(at, rng.choice([None, "ببینید", 5, "1405/م/00001"]))


def move_column(rng, table, _):
    order = list(range(len(table.head)))
    order.insert(rng.randrange(len(order)), order.pop(rng.randrange(len(order))))
    table.head = [table.head[at] for at in order]
    table.rows = [[(row + [None] * len(order))[at] for at in order] for row in table.rows]


def delete_column(rng, table, _):
    at = table.at(rng.choice(["issued", "due", "promised", "matter", "paraph", "objection", "day", "letter"]))
    if at is not None:
        del table.head[at]
        for row in table.rows:
            del row[at : at + 1]


def add_rows(rng, table, _):
    table.rows.insert(rng.randrange(len(table.rows) + 1), rng.choice([[], ["جمع", 4], [None, "ملاحظات"]]))


DEEDS = (
    shuffle, sort_by_words, delete_row, repeat_row, paste_row_of_another, swap_cells, spoil_cell, spoil_answer,
    write_otherwise, add_column, move_column, delete_column, add_rows,
)  # fmt: skip


# -- how it is saved


def saved(rng, kind, rows):
    if kind == "ods":
        return ReceivedFile("پاسخ.ods", opendocument(rows))
    if kind == "csv":
        text = io.StringIO()
        csv.writer(text, delimiter=rng.choice(",;\t")).writerows(rows)
        return ReceivedFile("پاسخ.csv", text.getvalue().encode(rng.choice(["utf-8-sig", "utf-16"])))
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for row in book.active.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                cell.data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return ReceivedFile("پاسخ.xlsx", out.getvalue())


def spoil_bytes(rng, file):
    data = bytearray(file.data)
    how = rng.randrange(3)
    if how == 0:
        data = data[: rng.randrange(len(data))]
    elif how == 1:
        for _ in range(rng.randrange(1, 20)):
            data[rng.randrange(len(data))] = rng.randrange(256)
    elif zipfile.is_zipfile(io.BytesIO(bytes(data))):
        data = without_a_part(rng, data)
    return ReceivedFile(file.name, bytes(data))


def without_a_part(rng, data):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as old, zipfile.ZipFile(out, "w") as new:
        lost = rng.choice(old.namelist())
        for name in old.namelist():
            if name != lost:
                new.writestr(name, old.read(name))
    return bytearray(out.getvalue())


@pytest.fixture
def tables(db, refer, file_for, districts):
    """Three units with six referrals each, and their files."""
    for unit in (0, 1, 2):
        for _ in range(6):
            refer(unit)
    found = {}
    for unit in (0, 1, 2):
        rows = [[cell.value for cell in row] for row in file_for(unit).sheet.iter_rows()]
        found[districts[unit]["id"]] = Table(rows[0], rows[1], rows[2:])
    return found


def mutate(rng, model, tables):
    """Return a file, what the program must make of each of its lines, and its kind."""
    unit = rng.choice(list(tables))
    filled = {each: table.copy() for each, table in tables.items()}
    for table in filled.values():
        fill(rng, table, list(model.names))
    table = filled.pop(unit)
    for _ in range(rng.randrange(6)):
        rng.choice(DEEDS)(rng, table, list(filled.values()))
    title_kept, kind = rng.random() < 0.8, rng.choice(["xlsx", "xlsx", "ods", "csv"])
    rows = [*([table.title] if title_kept else []), table.head, *table.rows]
    return saved(rng, kind, rows), model.verdicts(table, title_kept, kind)


def outcome_of(row):
    """What the program would record; the verdict where it records nothing."""
    if row.verdict == "passing":
        return (row.number, "passing", row.to_unit_id, row.answer.words)
    if row.verdict == "new":
        given = row.answer
        return (row.number, "new", given.outcome, given.words, given.day, given.unit_number)
    assert row.sentence and row.answer is None
    return "same" if row.verdict == "same" else None


def must_survive(db, clerk, model, file, seed):
    """A damaged file is refused, or what is left of it is read."""
    for row in recording.preview(db, clerk, [file]).rows:
        made = outcome_of(row)
        assert made in (None, "same") or made[0] in model.unit_of, seed


def try_files(db, clerk, tables, seeds):
    model = Model(tables, lists.choices(db, "unit"))
    recorded = 0
    for seed in seeds:
        rng = random.Random(seed)
        file, expected = mutate(rng, model, tables)
        judged = recording.preview(db, clerk, [file]).rows
        found = {row.line: outcome_of(replace(row, number=plain(row.number))) for row in judged}
        assert found == expected, f"seed {seed}"
        recorded += len([each for each in expected.values() if isinstance(each, tuple)])
        if seed % 3 == 0:
            must_survive(db, clerk, model, spoil_bytes(rng, file), f"seed {seed}")
    return recorded


def test_answer_file_spoiled_by_people_loses_no_good_row_and_answers_no_wrong_case(db, clerk, clock, tables):
    clock.turn(days=3)
    assert try_files(db, clerk, tables, range(180)) > 360


@pytest.mark.long
def test_answer_file_spoiled_in_ten_thousand_ways(db, clerk, clock, tables):
    clock.turn(days=3)
    assert try_files(db, clerk, tables, range(1000, 11_000)) > 20_000
