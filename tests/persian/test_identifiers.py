"""Codes keep their zeros, are read in three kinds of digits, and have faults that say what is wrong."""

import csv
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.errors import Refused
from app.persian import identifiers
from app.persian.text import fa

DIGITS = "0123456789"
ARABIC = str.maketrans(DIGITS, "٠١٢٣٤٥٦٧٨٩")
VECTORS = list(csv.DictReader((Path(__file__).parents[1] / "data" / "national_codes.csv").open(encoding="utf-8")))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["code"])
def test_national_codes_are_judged_as_the_vectors_say(vector: dict[str, str]) -> None:
    assert (identifiers.national_code_fault(vector["code"]) == "") == (vector["valid"] == "1")


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("", "رقم"),
        ("04993a0899", "فقط شامل رقم"),
        ("499370899", "صفرهای ابتدای"),
        ("04993708991", "۱۱ رقم"),
        ("5555555555", "یکسان"),
        ("0499370898", "رقم کنترل"),
    ],
)
def test_fault_of_a_code_names_what_is_wrong(code: str, word: str) -> None:
    assert word in identifiers.national_code_fault(code)


@given(st.text(DIGITS, min_size=9, max_size=9).filter(lambda first: len(set(first)) > 1))
def test_every_nine_digits_have_one_check_digit(first: str) -> None:
    assert sum(identifiers.national_code_fault(first + last) == "" for last in DIGITS) == 1


@given(st.text(DIGITS, min_size=10, max_size=10))
def test_code_is_the_same_in_three_kinds_of_digits(code: str) -> None:
    typed = [code, fa(code), code.translate(ARABIC), f" {fa(code[:3])}-{code[3:9]} {code[9:]}\u200f"]
    assert {identifiers.national_code(text) for text in typed} == {code}
    assert len({identifiers.national_code_fault(text) for text in typed}) == 1


@given(st.text())
@example("\u0339 \u0334")  # two marks whose order is another once nothing stands between them
def test_any_text_gets_a_fault_or_none(typed: str) -> None:
    assert isinstance(identifiers.national_code_fault(typed), str)
    assert isinstance(identifiers.legal_identifier_fault(typed), str)
    code = identifiers.national_code(typed)
    assert identifiers.national_code(code) == code


@pytest.mark.parametrize("code", ["10380284790", "14005893875", "۱۰۳۸۰۲۸۴۷۹۰"])
def test_legal_identifiers_in_use_have_no_fault(code: str) -> None:
    assert identifiers.legal_identifier_fault(code) == ""


@pytest.mark.parametrize(
    "code", ["10380284791", "14005893857", "11111111111", "1038028479", "0499370899", "", "1038028479x"]
)
def test_wrong_legal_identifiers_have_a_fault(code: str) -> None:
    assert identifiers.legal_identifier_fault(code)


@given(st.text(DIGITS, min_size=10, max_size=10).filter(lambda first: len(set(first)) > 1))
def test_every_ten_digits_have_one_legal_check_digit(first: str) -> None:
    assert sum(identifiers.legal_identifier_fault(first + last) == "" for last in DIGITS) == 1


MOBILE_FORMS = ["0{}", "{}", "98{}", "+98{}", "0098{}", "+98 0{}", "+98-{}", "0{} "]


@given(st.text(DIGITS, min_size=9, max_size=9), st.sampled_from(MOBILE_FORMS), st.booleans())
def test_mobile_has_one_form(rest: str, form: str, persian: bool) -> None:
    typed = form.format("9" + rest)
    assert identifiers.mobile(fa(typed) if persian else typed) == "09" + rest
    assert identifiers.mobile(identifiers.mobile(typed)) == "09" + rest


def test_mobile_may_be_written_in_groups() -> None:
    assert identifiers.mobile("۰۹۱۲ ۳۴۵ ۶۷۸۹") == "09123456789"
    assert identifiers.mobile("(0912) 345-67.89") == "09123456789"
    assert identifiers.mobile("  ") == ""


@pytest.mark.parametrize("typed", ["0912345678", "091234567890", "02632201234", "0912x456789", "+1 9123456789", "۰۹"])
def test_text_that_is_no_mobile_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        identifiers.mobile(typed)
    assert refused.value.field == "mobile"
