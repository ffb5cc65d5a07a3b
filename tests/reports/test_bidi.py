"""The order of letters: Unicode's own conformance file, through the functions the line layout uses."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from reports.bidi import breaks, levels, order

CASES = Path(__file__).parents[1] / "data" / "BidiCharacterTest.txt.gz"
BASES = {"0": 0, "1": 1, "2": 0xFE}
"""The file's paragraph directions as ICU numbers them; 2 is "by the first strong letter, else left to right"."""
AGREED = 91_676
"""Of 91,707; ICU differs in some nested explicit embeddings, which no clean text of ours can hold."""


def cases() -> Iterator[tuple[str, int, list[str], list[int]]]:
    for line in gzip.decompress(CASES.read_bytes()).decode().splitlines():
        if line[:1].isalnum():
            letters, base, _, wanted, places = line.strip().split(";")
            text = "".join(chr(int(letter, 16)) for letter in letters.split())
            yield text, BASES[base], wanted.split(), [int(place) for place in places.split()]


def agrees(text: str, base: int, wanted: list[str], places: list[int]) -> bool:
    found = levels(text, base)
    seen = [place for place, level in enumerate(wanted) if level != "x"]  # rule X9 takes the others away
    if [str(found[place]) for place in seen] != [wanted[place] for place in seen]:
        return False
    return [seen[place] for place in order([found[place] for place in seen])] == places


def test_bidi_conformance() -> None:
    every = list(cases())
    assert len(every) == 91_707
    assert sum(agrees(*case) for case in every) >= AGREED


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("کد 12/34 تا 56", "56 ات 12/34 دک"),
        ("۱۴۰۵/م/۰۰۱۲۳", "۰۰۱۲۳/م/۱۴۰۵"),
        ("نامهٔ Word 2.0 را", "ار Word 2.0 ٔهمان"),
        ("کد \u2068049***0899\u2069 است", "تسا \u2069049***0899\u2068 دک"),
        ("😀 abc م", "م abc 😀"),
    ],
)
def test_order_in_a_right_to_left_line(text: str, seen: str) -> None:
    assert "".join(text[place] for place in order(levels(text, 1))) == seen


def test_a_number_with_strokes_is_not_broken() -> None:
    assert breaks("نامهٔ ۱۴۰۵/م/۰۰۱۲۳ رسید", "line") == {6, 19, 23}


def test_letters_outside_the_first_plane_count_as_one() -> None:
    assert breaks("😀 ژاپن 漢", "line") == {2, 7, 8}
    assert breaks("😀ب", "cluster") == {1, 2}
