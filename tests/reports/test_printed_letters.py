"""The letters a form accepts are those the typeface has, in each of its weights."""

from typing import get_args

import pytest

from app.persian.letters import unprintable, write_out
from reports.typeface import Weight, typeface

EVERY = "".join(map(chr, [*range(0x20, 0xD800), *range(0xE000, 0x20000)]))


@pytest.mark.parametrize("weight", get_args(Weight))
def test_every_accepted_letter_is_in_the_typeface(weight: Weight) -> None:
    accepted = set(EVERY) - set(unprintable(EVERY))
    assert {letter for letter in accepted if typeface(weight).font.get_nominal_glyph(ord(letter)) is None} == set()
    assert set("اآبپچژگکی۰۹٠a0«»؟،٪…\u200c") <= accepted


def test_every_letter_is_kept_or_written_out_in_letters_that_can_be_printed() -> None:
    for letter in EVERY:
        assert write_out(letter) == letter or not unprintable(write_out(letter))
