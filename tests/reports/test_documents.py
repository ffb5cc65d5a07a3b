"""Every paper: what stands on it, what must not, and how it looks."""

import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from app.papers.documents import Receipt, Slip
from app.persian.text import fa
from reports import papers
from reports.followup_sheet import followup_sheet
from reports.ledger import ledger
from reports.minutes import minutes
from reports.recovery import recovery_sheet
from reports.reminder import reminder
from reports.ticket import ticket
from tests.support import samples
from tests.support.picture import MM, pages, sizes
from tests.support.readback import missing, text, words
from tests.support.samples import RECEIPT, SLIP, TICKET

DRAWN: dict[str, Callable[[], bytes]] = {
    "ticket": lambda: ticket(TICKET),
    "slip": lambda: papers.slip(SLIP),
    "receipt": lambda: papers.receipt(RECEIPT),
    "both": lambda: papers.slip_and_receipt(SLIP, RECEIPT),
    "minutes": lambda: minutes(samples.minutes(60)),
    "recovery": lambda: recovery_sheet(samples.RECOVERY),
    "ledger": lambda: ledger(samples.ledger(40)),
    "reminder": lambda: reminder(samples.REMINDER),
    "followup": lambda: followup_sheet(samples.followup(4, 9)),
}
LONG = "درخواست بازدید مجدد از ملک و رسیدگی به سد معبر\n" * 20


def read(pdf: bytes) -> str:
    return text(pdf, "pdfium", Path())


def slip(**changes: object) -> str:
    return read(papers.slip(replace(SLIP, **changes)))  # type: ignore[arg-type]  # any field of a slip


def said(wanted: str, found: str) -> bool:
    return not missing(wanted, found)


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_stands_outside_the_margins(name: str) -> None:
    for page, (width, height) in zip(pages(DRAWN[name]()), sizes(DRAWN[name]()), strict=True):
        side = 4 if name == "ticket" else 10
        assert not page.ink(right=side * MM, bottom=140 * MM)  # below it, the cut line crosses the sheet
        assert not page.ink(left=(width - side) * MM, bottom=140 * MM)
        assert not page.ink(bottom=4 * MM)
        assert not page.ink(top=(height - 3) * MM)


@pytest.mark.parametrize("name", DRAWN)
def test_the_file_carries_its_fonts_and_no_name(name: str) -> None:
    pdf = DRAWN[name]()
    assert set(re.findall(rb"/BaseFont /(\S+)", pdf)) == {b"AAAAAA+Vazirmatn-Regular", b"AAAAAA+Vazirmatn-Bold"}
    assert pdf.count(b"/FontFile2") == 2
    with pypdfium2.PdfDocument(pdf) as document:
        told = document.get_metadata_dict()
    assert told.pop("Title")
    assert not any("نمونه" in value or "0499370899" in value for value in told.values())


@pytest.mark.parametrize("name", DRAWN)
def test_the_same_paper_is_the_same_file(name: str) -> None:
    assert DRAWN[name]() == DRAWN[name]()


@pytest.mark.parametrize(
    ("pdf", "wanted"),
    [
        (DRAWN["slip"], [(210, 148)]),
        (DRAWN["receipt"], [(210, 148)]),
        (DRAWN["both"], [(210, 297)]),
        (lambda: papers.slip_and_receipt(SLIP, None), [(210, 297)]),
        (lambda: papers.slips_and_receipt([SLIP, SLIP], RECEIPT), [(210, 297)] * 2),
        (lambda: papers.slips_and_receipt([SLIP, SLIP, SLIP], RECEIPT), [(210, 297)] * 2),
        (lambda: papers.slips_and_receipt([], RECEIPT), [(210, 297)]),
        (lambda: papers.slip(replace(SLIP, matter=LONG)), [(210, 297)]),
        (lambda: papers.slips_and_receipt([SLIP, replace(SLIP, matter=LONG)], RECEIPT), [(210, 297)] * 3),
        (DRAWN["recovery"], [(210, 148)]),
        (DRAWN["ledger"], [(210, 297)] * 2),
        (DRAWN["reminder"], [(210, 148)]),
    ],
)
def test_sizes(pdf: Callable[[], bytes], wanted: list[tuple[int, int]]) -> None:
    assert sizes(pdf()) == wanted


def test_the_slip_stands_above_the_cut_and_the_receipt_below() -> None:
    (page,) = pages(papers.slip_and_receipt(SLIP, RECEIPT))
    cut = 148.5 * MM
    assert page.ink(0, cut - 1, 5 * MM, cut + 1)
    assert not page.ink(0, cut - 4 * MM, bottom=cut - 1)
    assert not page.ink(0, cut + 1, bottom=cut + 6 * MM)


@pytest.mark.parametrize(
    ("pdf", "height"),
    [(DRAWN["slip"], 128 * MM), (DRAWN["receipt"], 128 * MM), (DRAWN["reminder"], 128 * MM),
     (DRAWN["both"], (128 + 148.5) * MM)],
)
def test_the_barcode_is_read_off_the_paper(pdf: Callable[[], bytes], height: float) -> None:
    (page,) = pages(pdf(), 8)
    assert page.barcode(height, 140 * MM, 200 * MM) == SLIP.barcode


def test_the_code_is_whole_on_the_slip_and_masked_on_the_receipt() -> None:
    assert said("۰۴۹۹۳۷۰۸۹۹", slip())
    found = read(papers.receipt(RECEIPT))
    assert said("۰۴۹ ۰۸۹۹", found)
    assert "۳۷۰" not in found


def test_marks() -> None:
    plain = slip()
    assert not {"المثنی", "باطل", "محرمانه", "جایگزین"} & set(words(plain))
    assert said("المثنی", slip(reprint=True))
    assert said("باطل", slip(void=True))
    assert words(slip(confidential=True))["محرمانه"] == 2
    assert said("این برگه جایگزین شمارهٔ ۱۴۰۵/م/۰۰۸۷۰ است که باطل شد", slip(replaces="1405/م/00870"))


def test_the_ledger_has_every_slip_its_way_and_two_signatures() -> None:
    found = read(ledger(samples.ledger(9)))
    for wanted in ("دفتر ارسال برگه‌های ارجاع", "مدیر محترم منطقه ۵", "اتوماسیون اداری به شمارهٔ", "لاله نمونه",
                   *(f"۱۴۰۵ م {fa(f'{n:05}')}" for n in range(1, 10))):
        assert said(wanted, found), wanted
    assert words(found)["امضا"] >= 2 and words(found)["محرمانه"] == 1 == words(found)["رونوشت"]
    assert words(found)["مثالی"] == 8, "of a confidential matter no name"
    assert not said("المثنی", found) and said("المثنی", read(ledger(replace(samples.ledger(1), reprint=True))))


def test_the_ledger_repeats_its_head_on_every_page_and_signs_on_the_last() -> None:
    found = words(read(ledger(samples.ledger(60))))
    assert found["ردیف"] == 2 and found["تحویل‌گیرنده"] == 1 and said("صفحهٔ ۲ از ۲", read(ledger(samples.ledger(60))))


def test_the_followup_sheet_has_every_open_matter_by_its_unit() -> None:
    found = read(followup_sheet(samples.followup(4, 9)))
    for wanted in ("۳۶ ارجاع از جلسه‌های پیشین در ۴ واحد", "منطقهٔ ۳ (۹ باز، ۶ دیر)", "۲ پیرو", "محرمانه"):
        assert said(wanted, found), wanted
    # once a unit, and where one runs over a page
    assert words(found)["نتیجه"] == 5 and said("درخواست بی‌پاسخی نمانده", read(followup_sheet(samples.followup(0, 0))))


def test_a_reminder_names_the_slip_the_deadline_and_the_one_before() -> None:
    found = read(reminder(samples.REMINDER))
    for wanted in ("پیرو دوم", "۱۴۰۵ م ۰۰۸۷۱", "مورخ ۱۴۰۵ ۰۹ ۰۴", "پیرو ۱۴۰۵ ۱۰ ۰۱", "۱۴۰۵ ۰۹ ۲۵", "۱۰ روز کاری",
                   "مدیر محترم منطقه ۵", "شهرسازی و ساختمان"):
        assert said(wanted, found), wanted
    long = replace(samples.REMINDER, ordinal=14, category=LONG.replace("\n", " ")[:400], earlier=("2026-12-22",) * 13)
    assert said("پیرو ۱۴", read(reminder(long))) and sizes(reminder(long)) == [(210, 148)]


def test_a_copy_asks_for_nothing() -> None:
    found = words(slip(copy=True))
    assert said("رونوشت جهت اطلاع", slip(copy=True))
    assert not {"مهلت", "وصول", "امضای"} & set(found)


def test_a_draft_is_drawn_as_far_as_it_is_known() -> None:
    found = slip(number="پیش‌نویس", barcode="", round=0, words="", official_post="", official_name="", addressed_as="")
    assert said("شماره پیش‌نویس پاراف", found)
    assert not {"جلسهٔ", "۱۴۰۵۰۰۰۰۸۷۱۴"} & set(words(found))


def test_no_deadline_where_none_is_needed() -> None:
    assert "مهلت" not in words(slip(due_day="", working_days=None))


def test_the_receipt_lists_every_unit_and_says_what_to_do() -> None:
    found = read(papers.receipt(RECEIPT))
    for line in RECEIPT.lines:
        assert line.unit.replace("5", "۵") in found
    assert "۱۳۷" in found
    assert "۱۳۷" not in read(papers.receipt(replace(RECEIPT, letterhead=replace(samples.HEAD, phone=""))))


def test_a_receipt_without_referral_says_the_outcome() -> None:
    found = words(read(papers.receipt(replace(RECEIPT, lines=(), number="", barcode="", outcome="در محل حل شد"))))
    assert not words("در محل حل شد") - found
    assert not {"مهلت", "ارجاع", "رهگیری"} & set(found)


def test_a_confidential_category_is_not_on_the_receipt() -> None:
    assert "موضوع" not in words(read(papers.receipt(replace(RECEIPT, category=""))))


def test_the_ticket_is_as_long_as_what_it_says() -> None:
    (width, height), = sizes(ticket(TICKET))
    ((_, longer),) = sizes(ticket(replace(TICKET, category="موضوعی با نامی بسیار بلند که در یک سطر جا نمی‌گیرد")))
    assert width == 80
    assert longer > height
    assert "انتظار" not in words(read(ticket(replace(TICKET, wait_minutes=None))))


def test_minutes_repeat_the_head_of_their_list_and_number_their_pages() -> None:
    with pypdfium2.PdfDocument(minutes(samples.minutes(90))) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    assert len(texts) > 2
    for place, found in enumerate(texts[1:-1], 2):
        assert said("شماره نوبت مراجعه‌کننده موضوع واحد مقام مهلت", found)
        assert f"{fa(place)} از {fa(len(texts))}" in found
    assert said("پیش‌نویس", read(minutes(replace(samples.minutes(1), closed_at=""))))


def test_minutes_of_an_empty_session() -> None:
    empty = replace(samples.minutes(0), by_table=(), by_outcome=(), by_unit=(), by_category=(), officials=())
    assert sizes(minutes(empty)) == [(210, 297)]


def drawing(kind: str, mode: str) -> bytes:
    picture = Image.new(mode, (900, 700), "white")
    ImageDraw.Draw(picture).ellipse((10, 10, 890, 690), fill="black")
    buffer = BytesIO()
    picture.save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize("emblem", [drawing("PNG", "RGBA"), drawing("JPEG", "RGB"), drawing("PNG", "P")])
def test_the_emblem_stands_top_right_on_slip_and_ticket(emblem: bytes) -> None:
    head = replace(samples.HEAD, emblem=emblem)
    (page,) = pages(papers.slip(replace(SLIP, letterhead=head)))
    assert page.ink(190 * MM, 14 * MM, 193 * MM, 16 * MM)
    (roll,) = pages(ticket(replace(TICKET, letterhead=head)))
    assert roll.ink(39 * MM, 10 * MM, 41 * MM, 12 * MM)


def test_a_broken_emblem_does_not_stop_a_slip() -> None:
    for broken in (b"\x89PNG\r\n\x1a\nrest", drawing("PNG", "RGBA")[:300], b"\xff\xd8\xff"):
        assert said(samples.PERSON.name, slip(letterhead=replace(samples.HEAD, emblem=broken)))


ANYTHING = st.text(max_size=300) | st.text(st.sampled_from("آبجلا \n\u200c😀(<&12۳"), max_size=1500)


@settings(max_examples=25, deadline=None)
@given(ANYTHING, ANYTHING, ANYTHING)
def test_whatever_was_typed_stays_on_the_paper(name: str, matter: str, order: str) -> None:
    person = replace(samples.PERSON, name=name)
    paper = papers.slips_and_receipt(
        [replace(SLIP, applicant=person, matter=matter, words=order)], replace(RECEIPT, applicant=person)
    )
    for page in pages(paper, 1):
        assert not page.ink(right=10 * MM, bottom=140 * MM)
        assert not page.ink(left=200 * MM, bottom=140 * MM)
        assert not page.ink(top=294 * MM)


@pytest.mark.parametrize(
    "paper",
    [
        replace(SLIP, matter=LONG, words="بررسی و نتیجه اعلام شود. " * 40),
        replace(SLIP, matter="\n" * 20 + "سطر\n" * 400),
        replace(SLIP, matter="لا" * 1000),
        replace(SLIP, applicant=replace(samples.PERSON, name="نام " * 75, father="پدر " * 75)),
        replace(SLIP, partners=tuple(f"واحد همکار شمارهٔ {n}" for n in range(40))),
    ],
)
def test_long_texts_shrink_or_take_a_page_and_lose_nothing(paper: Slip) -> None:
    pdf = papers.slip(paper)
    assert len(sizes(pdf)) == 1
    found = read(pdf)
    person = paper.applicant
    assert not letters(paper.matter) - letters(found)
    assert said(fa(" ".join([paper.words, person.name, person.father, *paper.partners])), found)
    assert said("نام و امضای مسئول واحد", found)


def letters(text: str) -> Counter[str]:
    return Counter(fa(re.sub(r"\s", "", text)))


@pytest.mark.parametrize("order", ["لا" * 900, "بررسی شود " * 90, "سطر\n" * 60, "W" * 700])
def test_a_long_order_leaves_room_for_ink_and_stamp(order: str) -> None:
    pdf = papers.slip(replace(SLIP, words=order))
    with pypdfium2.PdfDocument(pdf) as document:
        textpage = document[0].get_textpage()
        found = textpage.search("محل پاراف و مهر").get_next()
        assert found
        middle = document[0].get_height() - textpage.get_charbox(found[0])[1]
    (page,) = pages(pdf)
    side, inset = 12 * MM, 3 * MM
    assert page.ink(side + inset - 1, middle - 7 * MM, side + inset + 1, middle + 7 * MM)
    assert not page.ink(side + inset + 1, middle - 8 * MM, side + inset + 41 * MM, middle - 3 * MM)
    assert not page.ink(side + inset + 1, middle + 3 * MM, side + inset + 41 * MM, middle + 8 * MM)
    assert not page.ink(side + inset + 42.5 * MM, middle - 8 * MM, side + 2 * inset + 41 * MM, middle + 8 * MM)


def test_two_workers_may_draw_at_once() -> None:
    several = [replace(SLIP, matter=f"درخواست شمارهٔ {n} کوچهٔ {chr(0x627 + n % 20)}لاله") for n in range(40)]
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(papers.slip, several))
    for paper, pdf in zip(several, drawn, strict=True):
        assert said(fa(paper.matter), read(pdf))


def test_twenty_units_stand_on_one_receipt() -> None:
    many: Receipt = replace(RECEIPT, lines=RECEIPT.lines * 7)
    pdf = papers.receipt(many)
    assert len(sizes(pdf)) == 1
    assert words(read(pdf))["۰۰۸۷۳"] == 7
