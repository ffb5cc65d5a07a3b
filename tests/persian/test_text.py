"""Text is stored clean, found by any spelling, and sorted as a Persian dictionary sorts."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Refused
from app.persian import text

ANYTHING = st.text(alphabet=st.characters(), max_size=40) | st.text(
    alphabet="علیكيئؤأآۀةـءًّٰ\u200c\u200d\u200f\u202e\u2066\ufeff\u00a0 \n\r\t\0\ud800۱٤9aİß🙂ﻻﷺ́", max_size=40
)
HOSTILE = [
    "\ud800\udfffعلی",
    "علی\0",
    "\u202eعلی\u202c",
    "👨‍👩‍👧 خانواده",
    "ا" * 10_000,
    "'; DROP TABLE visit; --",
    "<b>علی</b>",
]


def test_digits_are_shown_persian_and_kept_ascii() -> None:
    assert text.fa(1405) == "۱۴۰۵"
    assert text.fa("٣ و 4 و ۵") == "۳ و ۴ و ۵"
    assert text.ascii_digits("۰۱٢٣45") == "012345"


@given(st.integers(min_value=0))
def test_digits_survive_being_shown_and_read_back(number: int) -> None:
    assert text.ascii_digits(text.fa(number)) == str(number)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  علي   كريمي ", "علی کریمی"),
        ("کرج\u00a0\u200fخیابان\u200e", "کرج خیابان"),
        ("می\u200cشود", "می\u200cشود"),
        ("می\u200c شود\u200c", "می شود"),
        ("می\u200c\u200cشود", "می\u200cشود"),
        ("محـــمد", "محمد"),
        ("سیّد", "سیّد"),
        ("پلاک ۱٢3", "پلاک 123"),
        ("یک\r\nدو\tسه", "یک دو سه"),
        ("\u202eعلی\u2066", "علی"),
        ("رضائی", "رضائی"),
        ("e\u0301", "é"),
        ("\ud800\0\x07", ""),
    ],
)
def test_text_is_cleaned_to_the_stored_form(typed: str, kept: str) -> None:
    assert text.clean(typed) == kept


def test_cleaned_lines_keep_single_breaks() -> None:
    assert text.clean_lines(" یک \r\n\n\n دو\u2028سه\n") == "یک\nدو\nسه"


@given(ANYTHING)
def test_cleaning_twice_changes_nothing(typed: str) -> None:
    kept, lines = text.clean(typed), text.clean_lines(typed)
    assert text.clean(kept) == kept
    assert text.clean_lines(lines) == lines


@given(ANYTHING)
def test_cleaned_text_can_be_stored_and_has_no_invisible_letters(typed: str) -> None:
    for kept in (text.clean(typed), text.clean_lines(typed).replace("\n", "")):
        kept.encode()
        assert unicodedata.is_normalized("NFC", kept)
        unseen = {letter for letter in kept if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")}
        assert unseen <= {"\u200c"}


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_text_is_harmless_or_refused(typed: str) -> None:
    try:
        kept = text.checked(typed, "نام", "first_name", 300)
    except Refused as refused:
        assert refused.field == "first_name"
        assert "نام" in refused.sentence
    else:
        assert len(kept) <= 300
        kept.encode()


def test_text_that_is_too_long_is_refused_with_both_lengths() -> None:
    assert text.checked("ا" * 60, "نام", "first_name", 60) == "ا" * 60
    with pytest.raises(Refused, match=r"۶۰ .*۶۱"):
        text.checked("ا" * 61, "نام", "first_name", 60)


def test_lines_are_kept_where_a_field_has_lines() -> None:
    assert text.checked("یک\n\nدو", "شرح", "matter", 10, lines=True) == "یک\nدو"
    assert text.checked("یک\nدو", "شرح", "matter", 10) == "یک دو"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("سیرائی", "سیرایی"),
        ("سیّد مُحمّد", "سید محمد"),
        ("فاطمۀ", "فاطمه"),
        ("فاطمة", "فاطمه"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("علي", "علی"),
        ("موسى", "موسی"),
        ("رؤیا", "رویا"),
        ("طباطبائی", "طباطبایی"),
        ("آرش", "ارش"),
        ("أحمد إمام ٱلله", "احمد امام الله"),
        ("جزء", "جز"),
        ("محـمد", "محمد"),
        ("پلاک ۱۲", "پلاک ١٢"),
        ("می\u200cشود", "میشود"),
        ("Ali  Karimi", "ali karimi"),
        ("ﻻله", "لاله"),
    ],
)
def test_search_key_makes_spellings_equal(one: str, other: str) -> None:
    assert text.search_key(one) == text.search_key(other)


def test_joined_key_also_ignores_spaces() -> None:
    keys = {text.joined_key(name) for name in ("علي\u200cاكبر", "علی اکبر", "علیاکبر")}
    assert keys == {"علیاکبر"}
    assert text.joined_key("حسن\u200cزاده") == text.joined_key("حسن زاده")


@pytest.mark.parametrize(("one", "other"), [("رحمن", "رحمان"), ("حسن", "حسین"), ("کرج", "گرج"), ("پور", "بور")])
def test_search_key_keeps_different_names_apart(one: str, other: str) -> None:
    assert text.search_key(one) != text.search_key(other)


@given(ANYTHING)
def test_keys_are_stable_and_storable(typed: str) -> None:
    key = text.search_key(typed)
    key.encode()
    assert text.search_key(key) == key
    assert text.search_key(text.clean(typed)) == key
    assert text.person_key(text.person_key(typed)) == text.person_key(typed)
    assert " " not in text.joined_key(typed)


def test_words_are_split_alike_for_index_and_query() -> None:
    assert text.search_words("۱۴۰۵/م/۰۰۱۲۳") == ("1405", "م", "00123")
    assert text.search_words("0912-345") == ("0912", "345")
    assert text.search_words('"ماده" AND -۱۰۰*') == ("ماده", "and", "100")
    assert text.search_words(" \u200c_؛، ") == ()


@given(ANYTHING)
def test_words_have_only_letters_and_digits(typed: str) -> None:
    for word in text.search_words(typed):
        assert word.isalnum()
        assert text.search_words(word) == (word,)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("سید محمد رضایی", "محمد رضایی"),
        ("جناب آقای دکتر رضایی", "رضایی"),
        ("سرکار خانم مهندس ندا کریمی", "ندا کریمی"),
        ("علی حاجی", "علی حاجی"),
        ("حاجی", "حاجی"),
        ("", ""),
    ],
)
def test_person_key_ignores_leading_titles(name: str, key: str) -> None:
    assert text.person_key(name) == key


def test_sort_key_orders_as_the_persian_dictionary() -> None:
    names = [
        "آذر",
        "احمد",
        "بابک",
        "پارسا",
        "تقی",
        "جواد",
        "چنگیز",
        "حسن",
        "زهرا",
        "ژاله",
        "کاوه",
        "گودرز",
        "لاله",
        "واحد",
        "هادی",
        "یاسر",
    ]
    shuffled = random.Random(1405).sample(names, len(names))
    assert sorted(shuffled, key=text.sort_key) == names
    assert sorted(shuffled) != names


def test_numbers_inside_a_name_sort_by_value() -> None:
    assert text.sort_key("منطقه ۲") < text.sort_key("منطقه ۱۰")
    assert text.sort_key("منطقه 9") < text.sort_key("منطقه ۱۰")


@given(ANYTHING)
def test_any_text_has_a_sort_key(typed: str) -> None:
    assert set(text.sort_key(typed)) <= set("0123456789abcdef")


def test_isolate_adds_only_the_two_marks() -> None:
    assert text.isolate("۰۴۹***۰۸۹۹") == "\u2068۰۴۹***۰۸۹۹\u2069"


@pytest.mark.parametrize(
    ("code", "shown"),
    [("0499370899", "049***0899"), ("10380284790", "103****4790"), ("48213", "***13"), ("4821", "***"), ("", "")],
)
def test_middle_of_an_identifier_is_masked(code: str, shown: str) -> None:
    assert text.masked(code) == shown


@pytest.mark.parametrize(
    "text_",
    ["www.karaj2.ir/a1?b=2", "info24@karaj1.ir", "IR12 0560 0123 4567", "HP LaserJet 1020", "A4", "Ctrl+1", "3fa9-12"],
)
def test_digits_of_latin_words_stay_latin(text_: str) -> None:
    shown = text.fa(f"برای {text_} میز 3").translate(dict.fromkeys(map(ord, "\u2068\u2069")))
    assert shown == f"برای {text_} میز ۳"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("پلاک 162/4567", "پلاک ۱۶۲/۴۵۶۷"),
        ("تاریخ 1405-09-04 بود", "تاریخ \u2068۱۴۰۵-۰۹-۰۴\u2069 بود"),
        ("تلفن ۰۲۶-۳۲۲۱", "تلفن \u2068۰۲۶-۳۲۲۱\u2069"),
        ("12(A)", "۱۲(A)"),
        ("12 نفر در Word 2.0.", "۱۲ نفر در Word 2.0."),
        ("سایت 3com.ir است", "سایت \u20683com.ir\u2069 است"),
    ],
)
def test_numbers_keep_the_order_in_which_they_were_typed(typed: str, shown: str) -> None:
    assert text.fa(typed) == shown
    assert text.fa(shown) == shown  # no second isolate


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("محمد ﷺ", "محمد صلی الله علیه وسلم"), ("✓ تأیید", "√ تأیید"), ("ﻣﺤﻤﺪ ﻻله", "محمد لاله"), ("①", "1"), ("☑️", "√")],
)
def test_letters_with_a_plain_form_are_written_out(typed: str, kept: str) -> None:
    assert text.checked(typed, "شرح", "matter", 60) == kept


@pytest.mark.parametrize("typed", ["سلام 😀", "漢字", "❤️", "Ω", "1️⃣"])
def test_letters_that_papers_cannot_print_are_refused(typed: str) -> None:
    with pytest.raises(Refused, match=r"شرح.*چاپ نمی‌شود") as refused:
        text.checked(typed, "شرح", "matter", 60)
    assert refused.value.field == "matter"
