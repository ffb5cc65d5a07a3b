"""The lists an office starts with; after the first run they are the office's own and edited in the program."""

import csv
from importlib.resources import files

from app.persian.text import clean


def rows(name: str) -> list[dict[str, str]]:
    """One seed list, its cells in the form the database keeps; an empty cell is ''."""
    text = files(__name__).joinpath(f"{name}.csv").read_text("utf-8")
    return [{field: clean(cell) for field, cell in row.items()} for row in csv.DictReader(text.splitlines())]
