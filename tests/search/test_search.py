from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.line import steps
from app.office import lists
from app.persian.text import fa, person_key, search_key, search_words
from app.printing import gathering
from app.referrals.numbers import paper_code
from app.search import search
from app.search.search import FIRST, find, how_many, spellings
from app.table import paraphs
from app.table.paraphs import Addressee, Draft
from app.visits import visitors
from app.visits.index import index_words
from app.visits.visitors import Visitor

DATA = Path(__file__).parents[1] / "data"


@pytest.fixture
def come(arrive):
    """come('علی اکبر', 'رضایی', matter='…') → the visit of a visitor with this name."""

    def make(first, last, *, matter="", **person):
        person = {"kind": "no_code", "code_reason": "همراه ندارد"} | person
        return arrive(visitor=Visitor(first_name=first, last_name=last, **person), matter=matter)

    return make


def found(db, typed):
    return [hit.visit_id for hit in find(db, typed)]


@pytest.mark.parametrize(
    "typed",
    ["نمونه آزمایشی‌فر", "آزمایشی‌فر نمونه", "آزم نمو", "آزمايشي فر", "ازمایشی‌فر", "آزمایشیفر", "آزمایشی فر",
     "نمـونه", "نمونه   آز", "\u202bنمونه\u202c"],
)  # fmt: skip
def test_visit_is_found_by_the_beginnings_of_words_in_any_order(db, come, typed):
    someone = come("نمونه", "آزمایشی‌فر")
    come("کسی", "دیگر")
    assert found(db, typed) == [someone.id]


@pytest.mark.parametrize("typed", ["مونه", "نمونه دیگر", "نمونهه"])
def test_text_that_begins_no_word_finds_nothing(db, come, typed):
    come("نمونه", "آزمایشی‌فر")
    assert found(db, typed) == []


@pytest.mark.parametrize("stored", ["علی اکبر", "علی‌اکبر", "علیاکبر", "سید علی اکبر"])
@pytest.mark.parametrize("typed", ["علی اکبر", "علی‌اکبر", "علیاکبر", "علیاک", "رضایی علی اکبر", "علی اکبر رضا"])
def test_compound_name_is_found_however_it_is_joined(db, come, stored, typed):
    come("رضا", "اکبری")
    someone = come(stored, "رضایی")
    assert found(db, typed) == [someone.id]


def test_name_is_found_in_any_of_its_spellings(db, come):
    """Each of 236 pairs both ways, among each other."""
    pairs = [row.split(",") for row in (DATA / "same_names.csv").read_text("utf-8").splitlines()]
    visits = {}
    for name in dict.fromkeys(name for pair in pairs for name in pair):
        visits[name] = come("نمونه", name)
    for one, other in pairs:
        for typed, sought in ((one, other), (other, one)):
            if person_key(typed) == search_key(typed):  # a title is a word more that a search narrows by
                assert visits[sought].id in [hit.visit_id for hit in find(db, typed, 500)], (typed, sought)
            known = visitors.look_up(db, typed, 500)
            assert visits[sought].visitor_id in [each.id for each in known], (typed, sought)


def test_spelling_that_the_office_adds_is_found_at_once(db, clerk, come):
    visit = come("نمونه", "اتابک")
    assert found(db, "آتابیک") == []
    lists.save(db, clerk, "name_spelling", None, {"spellings": "اتابک آتابیک"})
    assert found(db, "آتابیک") == [visit.id]


@pytest.mark.parametrize("typed", ["پایان‌کار", "پایان کار", "پای کا"])
def test_compound_word_of_the_matter_is_found_however_it_is_joined(db, come, typed):
    someone = come("نمونه", "یکم", matter="صدور پایان کار")
    assert found(db, typed) == [someone.id]


@pytest.mark.parametrize(
    "typed",
    ["0499370899", "۰۴۹۹۳۷۰۸۹۹", "٠٤٩٩٣٧", "0499", "049-937089-9", "۰۹۱۲۳۴۵", "0912 345 6789", "912345", "+98912345",
     "00989123456789"],
)  # fmt: skip
def test_codes_and_mobiles_are_found_by_their_beginning_in_any_digits(db, come, typed):
    someone = come("نمونه", "یکم", kind="person", code="0499370899", mobile="09123456789")
    come("نمونه", "دوم", kind="person", code="0790419904", mobile="09350000000")
    assert found(db, typed) == [someone.id]


@pytest.fixture
def referred(db, clerk, come, tables, clock):
    """Three visits, each referred to one unit: numbers 1405/م/00001 … 00003."""
    units = [row for row in lists.entries(db, "unit") if row["kind"] == "district"]
    visits = []
    for n, table in enumerate(tables[:3]):
        visit = come("نمونه", f"مردمی {n}", matter="دوازده")
        steps.call(db, clerk, visit.id, table["id"])
        draft = Draft(
            table["official_id"], "referred", "بررسی و گزارش شود", (Addressee(units[n]["id"], "lead", "", 15),)
        )
        saved = paraphs.save(db, clerk, visit.id, draft)
        visits.append((visit.id, saved.numbers[0]))
    return visits


@pytest.mark.parametrize("typed", ["۱۴۰۵/م/۰۰۰۰۲", "1405/م/00002", "1405/م/2", "۱۴۰۵/م/۰۰۰۰۲ نمونه"])
def test_only_the_referral_with_the_number_is_found(db, referred, typed):
    assert found(db, typed) == [referred[1][0]]


@pytest.mark.parametrize("typed", ["۱۴۰۵/م/۰۰۰۰۲/پ۲", "1405/م/00002/پ1", "\u2068۱۴۰۵/م/۰۰۰۰۲/پ۲\u2069 نمونه"])
def test_number_of_a_reminder_finds_its_referral(db, referred, typed):
    assert found(db, typed) == [referred[1][0]]


def test_same_number_of_another_series_is_not_found(db, referred):
    assert found(db, "1405/پ/00002") == []


def test_beginning_of_a_number_finds_all_referrals_that_begin_so(db, referred):
    assert found(db, "۱۴۰۵/م/۰۰۰") == [visit for visit, _ in reversed(referred)]
    assert found(db, "۱۴۰۵/م") == found(db, "۱۴۰۵") == [visit for visit, _ in reversed(referred)]


def test_visit_is_found_by_the_code_of_its_ticket_alone_and_by_every_clerk(db, make_clerk, come):
    visit = come("نمونه", "آزمایشی")
    code = gathering.ticket(db, visit.id).barcode
    come("کسی", "دیگر", matter=f"نوبت {code}")
    assert found(db, code) == found(db, fa(code)) == [visit.id]
    (hit,) = search.find_for(db, make_clerk("caller"), code)[1]
    assert hit.visit_id == visit.id and hit.matter == "" == hit.numbers


def test_visit_is_found_by_barcode_and_by_the_words_of_the_paraph(db, referred):
    barcode = db.required_row("SELECT barcode FROM referral WHERE visit_id = :id", id=referred[0][0])["barcode"]
    assert found(db, barcode) == found(db, paper_code(barcode, "receipt")) == [referred[0][0]]
    assert len(found(db, "گزارش")) == 3
    assert find(db, "گزارش")[0].numbers == referred[2][1]


def test_hits_are_the_newest_first_and_limited(db, come):
    visits = [come("نمونه", f"یکم {n}").id for n in range(6)]
    assert [hit.visit_id for hit in find(db, "نمونه", limit=4)] == visits[:1:-1]


@pytest.mark.parametrize("typed", ["", " ", '"', '""', "*", "-", "'", "/", "()", "^", ":", "\u200c", "؟", "😀", "\\"])
def test_query_without_words_finds_nothing(db, come, typed):
    come("نمونه", "یکم")
    assert found(db, typed) == []


@pytest.mark.parametrize(
    "typed",
    ['"نمونه"', "نمونه*", "نمونه -یکم", "نمونه'", "(نمونه", "words:نمونه", "NEAR(نمونه یکم)", "نمونه AND یکم",
     "نمونه OR", "NOT", "'; DROP TABLE visit; --", "\0نمونه", "\ud800نمونه", "ن" * 5000, "ن " * 5000],
)  # fmt: skip
def test_no_query_is_read_as_syntax(db, come, typed):
    come("نمونه", "یکم AND near or")
    assert isinstance(find(db, typed), list)


def test_letter_unknown_to_the_index_finds_nothing(db, come):
    come("نمونه", "یکم")
    assert search.find(db, "ab\u19b0cd") == []


def test_quotes_and_stars_do_not_change_the_query(db, come):
    someone = come("نمونه", "یکم")
    for typed in ('"نمونه"', "نمونه*", "نمونه -یکم", "(نمونه)"):
        assert found(db, typed) == [someone.id], typed
    assert found(db, "نمونه AND یکم") == []


@given(st.text(max_size=60))
def test_spellings_of_any_text_are_words(typed):
    for words in spellings(typed):
        assert words
        assert all(search_words(word) == (word,) for word in words)


@given(
    st.lists(st.sampled_from(["علی", "رضا", "پور", "آزمایشی", "می"]), min_size=1, max_size=4),
    st.sampled_from([" ", "\u200c"]),
    st.integers(0, 3),
)
def test_last_parts_of_a_name_are_found_joined(parts, between, start):
    """The parts of a name are found written as one word, whether a space or a half-space stands between them."""
    index = index_words([], between.join(parts), "")
    tail = search_key("".join(parts[start:])) if len(parts[start:]) > 1 else ""
    assert not tail or any(word.startswith(tail) for word in index)


def test_hit_holds_what_a_clerk_chooses_by(db, come):
    come("نمونه", "یکم", kind="person", code="0499370899", mobile="09123456789", matter="آسفالت کوچه")
    hit = find(db, "نمونه")[0]
    assert (hit.visitor, hit.code, hit.ticket, hit.state, hit.matter) == (
        "نمونه یکم",
        "0499370899",
        1,
        "waiting",
        "آسفالت کوچه",
    )
    assert search.find(db, "نمونه", limit=0) == []


def test_all_that_is_found_is_counted_though_the_first_are_shown(db, clerk, make_clerk, come):
    visits = [come("نمونه", f"آزمایشی{n}").id for n in range(FIRST + 3)]
    assert len(find(db, "نمونه")) == FIRST
    assert how_many(db, clerk, "نمونه") == ("نمونه", len(visits))
    assert [hit.visit_id for hit in find(db, "نمونه", 2 * FIRST)] == visits[::-1]
    assert how_many(db, make_clerk("table"), "نمونه")[1] is None, "every visit would have to be read"
    assert how_many(db, clerk, "هیچ‌کس") == ("هیچ‌کس", 0)


def test_visit_found_by_covered_words_alone_is_not_counted(db, clerk, make_clerk, come):
    for n in range(3):
        come("نمونه", "آزمایشی", matter="رشوه" if n else "پیاده‌رو")
    with db.write("office"):
        db.rows("UPDATE category SET confidential = 1")
    other = make_clerk("followup")
    assert (how_many(db, other, "رشوه")[1], how_many(db, other, "نمونه")[1]) == (0, 3)
    assert how_many(db, clerk, "رشوه")[1] == 2
