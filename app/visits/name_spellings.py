"""The spellings that this office takes for one name: those the program brings, and those the office has added."""

from functools import lru_cache
from importlib.resources import files

from app.persian.name_spellings import NameSpellings
from db import Database


def name_spellings(db: Database) -> NameSpellings:
    rows = db.rows("SELECT spellings FROM name_spelling WHERE retired_on = '' ORDER BY id")
    return _read(tuple(row["spellings"] for row in rows))


@lru_cache(maxsize=4)
def _read(added: tuple[str, ...]) -> NameSpellings:
    brought = (files("app.persian") / "name_spellings.csv").read_text("utf-8").splitlines()
    return NameSpellings(line.split() for line in (*added, *brought) if line.strip())
