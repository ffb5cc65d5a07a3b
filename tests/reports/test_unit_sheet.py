"""The sheets of a session's units as they are drawn: one page a unit, each referral once, room for the pen."""

from collections import Counter
from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.persian.text import fa
from reports.one_line import one_line, two_lines
from reports.sheet import MM
from reports.text_line import Span
from reports.unit_sheet import unit_sheets_pdf
from reports.unit_sheet_rows import DECISION, SIDE, WIDTH
from tests.support import samples
from tests.support.picture import pages, sizes
from tests.support.readback import page_texts

SECTIONS = ("decisions", "denied", "due", "broken", "again", "late")
LONG = "نخاله‌های ساختمانی پیاده‌رو و جوی آب روبه‌روی مدرسه را گرفته است " * 4


def drawn(**changes: object) -> tuple[bytes, str]:
    """Return the drawn sheet of one unit and its text, without what a reader does not show."""
    document = samples.unit_sheets(1, 8)
    changed = replace(document.units[0], **changes)  # type: ignore[arg-type]  # any field of a unit's sheet
    pdf = unit_sheets_pdf(replace(document, units=(changed,)))
    (found,) = page_texts(pdf)
    return pdf, found.replace("\u200f", "").replace("\u200e", "")


def empty(**changes: object) -> tuple[bytes, str]:
    return drawn(**dict.fromkeys(SECTIONS, ()) | changes)


@pytest.mark.parametrize("rows", [1, 2, 5, 12, 40])
def test_every_unit_has_one_page_however_much_it_owes(rows: int) -> None:
    assert sizes(unit_sheets_pdf(samples.unit_sheets(3, rows))) == [(210, 297)] * 3


@pytest.mark.parametrize("rows", [5, 12, 40])
def test_rows_end_above_the_place_of_the_signatures(rows: int) -> None:
    for page in pages(unit_sheets_pdf(samples.unit_sheets(2, rows))):
        assert page.ink(SIDE, 255 * MM, SIDE + WIDTH, 273.2 * MM), "the page is used"
        assert not page.ink(SIDE, 273.5 * MM, SIDE + WIDTH, 282.5 * MM)


def test_figures_are_the_lengths_of_the_lists_and_the_share_has_its_numbers() -> None:
    _, found = drawn()
    for wanted in (
        "ردشدهٔ متقاضی",
        "وعدهٔ شکسته",
        "بار سوم و بیشتر",
        "دیرکرد",
        "۲۴",
        "۳۲",
        "۴۱٪",
        "۱۶ از ۳۹",
        "۶۳٪",
        "۹۳۱",
    ):
        assert wanted in found, wanted
    assert "۴۱٪" not in drawn(accepted=4, asked=9)[1], "below ten words of visitors there is no share"


def test_each_referral_stands_once_in_the_first_section_that_shows_it() -> None:
    _, found = drawn()
    numbers = [fa(f"1405/م/{number:05}") for number in (*range(8), *range(10, 34), *range(100, 108), *range(200, 232))]
    assert max(found.count(number) for number in numbers) == 1
    assert "مورد بالاتر آمده" in found


def test_heading_says_how_many_of_how_many_are_shown() -> None:
    _, found = empty(late=tuple(samples.sheet_referral(number, late=9) for number in range(90)))
    assert "از ۹۰" in found and "بقیه در فهرست" in found
    shown = sum(fa(f"1405/م/{number:05}") in found for number in range(90))
    assert f"{fa(shown)} از ۹۰" in found and shown > 20, "sections that are empty leave their lines to the others"
    for title in ("دستورهای پیشین", "رد کرده", "تا جلسهٔ بعد باید", "آمده‌اند"):
        assert title not in found


def test_denied_answers_stand_with_both_sentences_and_their_days() -> None:
    denied = samples.sheet_referral(
        1, is_denied=True, late=12, answer="جوی لایروبی شد.", objection="هیچ‌کس نیامده است.", promise=""
    )
    _, found = empty(denied=(denied,))
    for wanted in ("واحد، ۲۲ مهر:", "«جوی لایروبی شد.»", "متقاضی، ۱۱ آبان:", "«هیچ‌کس نیامده است.»", "۱۲ روز دیر"):
        assert wanted in found, wanted


@pytest.mark.parametrize(
    ("changes", "answered", "wanted"),
    [
        ({"stage": "answered"}, True, ("پاسخ، ۲۲ مهر:", "نظر پرسیده نشده")),
        ({"stage": "accepted"}, True, ("پاسخ، ۲۲ مهر:", "تأییدشده")),
        ({"stage": "objected", "is_denied": True, "late": 3}, True, ("رد شد، ۱۱ آبان:", "«نصف کار", "۳ روز دیر")),
        ({"stage": "acknowledged", "late": 34}, False, ("هنوز پاسخی نرسیده", "۳۴ روز دیر", "وعدهٔ واحد ۱ آذر")),
        ({"stage": "passed", "late": 0}, False, ("هنوز پاسخی نرسیده", "به واحد دیگر واگذار شده")),
    ],
)
def test_decision_stands_with_what_became_of_it(changes: dict[str, object], answered: bool, wanted: tuple[str]) -> None:
    given = replace(
        samples.sheet_decision(1),
        referral=samples.sheet_referral(1, **changes),
        words="بازدید شود",
        answered_since=answered,
    )
    _, found = empty(decisions=(given,))
    for each in ("«بازدید شود»", "۱۴۰۵/۰۹/۰۴", *wanted):
        assert each in found, each


def test_nothing_is_drawn_where_the_pen_writes_whatever_the_sentences() -> None:
    long = dict.fromkeys(("visitor", "matter", "promise", "answer", "objection"), LONG) | {
        "late": 12345,
        "reminders": 99,
    }
    rows = tuple(samples.sheet_referral(number, **long) for number in range(300, 306))
    word = tuple(
        samples.sheet_referral(number, **dict.fromkeys(long, "م" * 900) | {"late": 1, "reminders": 1})
        for number in (5, 6)
    )
    decisions = tuple(replace(samples.sheet_decision(n), words=LONG, referral=rows[n]) for n in range(2))
    pdf, _ = empty(decisions=decisions, denied=rows[2:4] + word, due=rows[4:5], broken=rows[5:])
    (page,) = pages(pdf)
    left, top, right, bottom = page.bounds()
    assert left >= SIDE - 1 and right <= SIDE + WIDTH + 1 and top >= 9 * MM and bottom <= 289 * MM
    columns = [
        place for place in range(round(45 * MM), round(270 * MM)) if page.ink(SIDE + 2, place, SIDE + 6, place + 1)
    ]
    assert columns, "the rows' rules run through the column"
    free = [
        place
        for place in range(round(60 * MM), round(150 * MM))
        if not page.ink(SIDE + 2, place, SIDE + DECISION - 3, place + 1)
    ]
    assert len(free) > 60 * MM, "between the rules and the titles the column is white"


def test_confidential_matter_is_its_number_alone() -> None:
    hidden = samples.sheet_referral(4)
    assert hidden.visitor == ""
    _, found = empty(denied=(replace(hidden, is_denied=True),), broken=(hidden,))
    assert "محرمانه" in found and "۱۴۰۵/م/۰۰۰۰۴" in found and "لاله" not in found and "آسفالت" not in found


def test_office_without_anything_to_ask_still_prints_a_page() -> None:
    pdf = unit_sheets_pdf(replace(samples.unit_sheets(0, 0), units=()))
    assert "هیچ واحدی" in page_texts(pdf)[0] and sizes(pdf) == [(210, 297)]


def test_title_names_the_weekday_of_the_session_and_its_number_once_it_has_one() -> None:
    document = samples.unit_sheets(1, 1)
    assert "برگهٔ چهارشنبهٔ واحد — منطقه ۱" in page_texts(unit_sheets_pdf(document))[0]
    thursday = page_texts(unit_sheets_pdf(replace(document, day="2026-12-03", round=0)))[0]
    assert "برگهٔ پنجشنبهٔ واحد" in thursday and "جلسهٔ ۶۳" not in thursday


def test_every_unit_is_in_one_file_under_its_own_name() -> None:
    with pypdfium2.PdfDocument(unit_sheets_pdf(samples.unit_sheets(4, 3))) as document:
        names = [page.get_textpage().get_text_range() for page in document]
    assert len(names) == 4 and all(fa(f"منطقه {n}") in name for n, name in enumerate(names, 1))


def test_sentences_stand_whole_where_the_page_has_room_for_them() -> None:
    said = "نصف کار را کردند و رفتند؛ نخاله همان‌جاست و هر روز بیشتر می‌شود"
    few, many = (
        tuple(samples.sheet_referral(n, is_denied=True, objection=said) for n in range(5, 5 + count))
        for count in (2, 40)
    )
    assert said.split()[-1] in empty(denied=few)[1] and "قدیمی‌ترین‌ها" not in empty(denied=few)[1]
    assert said.split()[-1] not in empty(denied=many)[1] and "قدیمی‌ترین‌ها" in empty(denied=many)[1]


@given(
    st.text("ابپ ژگ۱۲aB/\u200c\u2068\u2069«»،.", max_size=300),
    st.text("دستور: ", max_size=8),
    st.text("۱۲ روز", max_size=8),
    st.floats(90, 300),
)
def test_line_is_never_wider_than_its_room_and_keeps_head_and_tail(
    text: str, head: str, tail: str, room: float
) -> None:
    heads, tails = [Span(head, 8.9, "Bold")], [Span(tail, 8.9)]
    line = one_line(heads, Span(text, 8.9), tails, room)
    assert line.width <= room + 0.01
    lines = two_lines(heads, Span(text, 8.9), tails, room)
    assert len(lines) <= 2 and all(each.width <= room + 0.01 for each in lines)
    for shown in ([line], lines):
        letters = Counter("".join(piece.text for each in shown for piece in each.pieces))
        assert Counter("".join((head + tail).split())) <= letters


@pytest.mark.parametrize(
    ("text", "shown"), [("چراغ کوچه", "چراغ کوچه"), ("آسفالت کوچه، پس از حفاری گاز", "آسفالت کوچه…")]
)
def test_line_is_cut_between_words_and_not_after_a_comma(text: str, shown: str) -> None:
    room = one_line((), Span(f"{shown}ا", 8.9), (), 1e4).width
    line = one_line((), Span(text, 8.9), (), room)
    assert "".join(piece.text for piece in reversed(line.pieces)) == shown
