"""The order of letters against Unicode's own conformance file, by the functions that lay out a line of text."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from reports.bidi import break_places, embedding_levels, visual_order

CASES = Path(__file__).parents[1] / "data" / "BidiCharacterTest.txt.gz"
BASES = {"0": 0, "1": 1, "2": 0xFE}
"""The file's paragraph directions in ICU's numbers; 2 is "by the first strong letter, else left to right"."""
CASES_IN_FILE = 91_707
AGREED = 91_676
"""ICU differs from the other cases in nested explicit embeddings, which no cleaned text can hold."""


def cases() -> Iterator[tuple[str, int, list[str], list[int]]]:
    for row in gzip.decompress(CASES.read_bytes()).decode().splitlines():
        if row[:1].isalnum():
            letters, base, _, wanted, places = row.strip().split(";")
            text = "".join(chr(int(letter, 16)) for letter in letters.split())
            yield text, BASES[base], wanted.split(), [int(place) for place in places.split()]


def agrees(text: str, base: int, wanted: list[str], places: list[int]) -> bool:
    found = embedding_levels(text, base)
    kept = [place for place, level in enumerate(wanted) if level != "x"]  # rule X9 removes the others
    if [str(found[place]) for place in kept] != [wanted[place] for place in kept]:
        return False
    return [kept[place] for place in visual_order([found[place] for place in kept])] == places


def test_levels_and_order_agree_with_unicodes_conformance_file() -> None:
    every = list(cases())
    assert len(every) == CASES_IN_FILE
    assert sum(agrees(*case) for case in every) >= AGREED


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("کد 12/34 تا 56", "56 ات 12/34 دک"),
        ("۱۴۰۵/م/۰۰۱۲۳", "۰۰۱۲۳/م/۱۴۰۵"),
        ("نامهٔ Word 2.0 را", "ار Word 2.0 ٔهمان"),
        ("کد \u2068049***0899\u2069 است", "تسا \u2069049***0899\u2068 دک"),
        ("😀 abc م", "م abc 😀"),
    ],
)
def test_letters_of_a_right_to_left_line_are_ordered(text: str, drawn: str) -> None:
    assert "".join(text[place] for place in visual_order(embedding_levels(text, 1))) == drawn


def test_number_with_strokes_is_not_broken() -> None:
    assert break_places("نامهٔ ۱۴۰۵/م/۰۰۱۲۳ رسید", "line") == {6, 19, 23}


def test_letter_outside_the_first_plane_counts_as_one() -> None:
    assert break_places("😀 ژاپن 漢", "line") == {2, 7, 8}
    assert break_places("😀ب", "cluster") == {1, 2}
