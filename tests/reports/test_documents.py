"""Every paper: the text that stands on it, the text that must not, and how it looks."""

import re
import zlib
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from app.papers.documents import Receipt, Sender, Slip
from app.persian.text import fa, isolate
from benchmarks import invented_scorecard
from reports import ledger, minutes
from reports.a4_pages import AREA, BOUNDS
from reports.annulment import annulment_pdf
from reports.charts import Bar, Box, Fill, draw_parts
from reports.deadline_letter import deadline_letter_pdf
from reports.grid import INSET, Column, title_style
from reports.ledger import ledger_pdf
from reports.letter import draw_title
from reports.minutes import minutes_pdf
from reports.paraph_papers import receipt_pdf, slip_pdf, slips_and_receipt_pdf
from reports.period_report import period_report_pdf
from reports.person_file import person_file_pdf
from reports.recovery_sheet import recovery_sheet_pdf
from reports.reminder import reminder_pdf
from reports.reminder_letter import reminder_letter_pdf
from reports.scorecard import scorecard_pdf
from reports.sheet import A4, Sheet
from reports.text_line import Span, TextLine, lay_out
from reports.ticket import Roll, ticket_pdf
from reports.unit_sheet import unit_sheets_pdf
from tests.support import samples
from tests.support.picture import MM, pages, sizes
from tests.support.readback import lines, missing, page_texts, text, words
from tests.support.samples import RECEIPT, SLIP, TICKET
from ui.papers.drawing import draw

DRAWN: dict[str, Callable[[], bytes]] = {
    "ticket": lambda: ticket_pdf(TICKET),
    "narrow": lambda: ticket_pdf(TICKET, 58),
    "slip": lambda: slip_pdf(SLIP),
    "receipt": lambda: receipt_pdf(RECEIPT),
    "both": lambda: slips_and_receipt_pdf([SLIP], RECEIPT),
    "minutes": lambda: minutes_pdf(samples.minutes(60)),
    "recovery": lambda: recovery_sheet_pdf(samples.RECOVERY),
    "ledger": lambda: ledger_pdf(samples.ledger(40)),
    "reminder": lambda: reminder_pdf(samples.REMINDER),
    "reminder_letter": lambda: reminder_letter_pdf(samples.reminder_letter(300)),
    "deadlines": lambda: deadline_letter_pdf(samples.deadline_letter(40)),
    "annulment": lambda: annulment_pdf(samples.ANNULMENT),
    "unit_sheet": lambda: unit_sheets_pdf(samples.unit_sheets(2, 6)),
    "period": lambda: period_report_pdf(samples.PERIOD),
    "person": lambda: person_file_pdf(samples.person_file(60)),
    "scorecard": lambda: scorecard_pdf(invented_scorecard.sheet(12, pages=1)),
}
MARKED = ("slip", "receipt", "both")
"""Papers with marks in their corners, 6 mm from the edge."""
LONG = "درخواست بازدید مجدد از ملک و رسیدگی به سد معبر\n" * 20


def read(pdf: bytes) -> str:
    return text(pdf, "pdfium", Path())


def slip_text(**changes: object) -> str:
    return read(slip_pdf(replace(SLIP, **changes)))  # type: ignore[arg-type]  # any field of a slip


def said(wanted: str, found: str) -> bool:
    return not missing(wanted, found)


@pytest.mark.parametrize("name", DRAWN)
def test_no_ink_outside_the_margins(name: str) -> None:
    for page, (width, height) in zip(pages(DRAWN[name]()), sizes(DRAWN[name]()), strict=True):
        side = 3.9 if name == "ticket" else 4.9 if name == "narrow" else 6 if name in MARKED else 10
        assert not page.ink(right=side * MM, bottom=140 * MM)  # below it, the cut line crosses the sheet
        punched = 24.8 if name not in ("ticket", "narrow", "recovery", *MARKED) else side
        assert not page.ink(left=(width - punched) * MM, bottom=140 * MM)
        assert not page.ink(bottom=4 * MM)
        assert not page.ink(top=(height - 3) * MM)


def test_narrow_ticket_says_the_same_and_leaves_out_the_year() -> None:
    narrow, wide = read(ticket_pdf(TICKET, 58)), read(ticket_pdf(TICKET))
    assert sizes(ticket_pdf(TICKET, 58))[0][0] == 58
    assert set(missing(wide, narrow)) <= set(words("۱۴۰۵ لطفاً این برگه را تا پایان نگه دارید"))
    assert said("چهارشنبه ۴ آذر", narrow)


def test_number_on_the_ticket_is_tall_enough_to_be_called_by() -> None:
    for pdf, least in ((ticket_pdf(TICKET), 15), (ticket_pdf(TICKET, 58), 12.5)):
        with pypdfium2.PdfDocument(pdf) as document:
            page = document[0].get_textpage()
            tallest = max(top - bottom for _, bottom, _, top in map(page.get_charbox, range(page.count_chars())))
        assert tallest >= least * MM


@pytest.mark.parametrize("name", DRAWN)
def test_file_carries_its_fonts_and_no_name(name: str) -> None:
    pdf = DRAWN[name]()
    fonts = set(re.findall(rb"/BaseFont /(\S+)", pdf))
    assert all(font.startswith(b"AAAAAA+Vazirmatn-") for font in fonts) and pdf.count(b"/FontFile2") == len(fonts)
    with pypdfium2.PdfDocument(pdf) as document:
        metadata = document.get_metadata_dict()
    assert metadata.pop("Title")
    assert not any("نمونه" in value or "0499370899" in value for value in metadata.values())


@pytest.mark.parametrize("name", DRAWN)
def test_same_paper_drawn_twice_is_the_same_file(name: str) -> None:
    first, second = (re.sub(rb"\d{14}|\d{4}-\d\d-\d\dT[\d:+]+|/ID\s*\[[^]]*\]", b"", DRAWN[name]()) for _ in range(2))
    assert first == second, "but for the moment it was made"


@pytest.mark.parametrize(
    ("pdf", "wanted"),
    [
        (DRAWN["slip"], [(210, 148)]),
        (DRAWN["receipt"], [(210, 148)]),
        (DRAWN["both"], [(210, 297)]),
        (lambda: slips_and_receipt_pdf([SLIP], None), [(210, 297)]),
        (lambda: draw([SLIP], "a4"), [(210, 297)]),
        (lambda: draw([SLIP, RECEIPT], "a4"), [(210, 297)]),
        (lambda: draw([RECEIPT], "a4"), [(210, 148)]),
        (lambda: draw([SLIP], "a5"), [(210, 148)]),
        (lambda: slips_and_receipt_pdf([SLIP, SLIP], RECEIPT), [(210, 297)] * 2),
        (lambda: slips_and_receipt_pdf([SLIP, SLIP, SLIP], RECEIPT), [(210, 297)] * 2),
        (lambda: slips_and_receipt_pdf([], RECEIPT), [(210, 297)]),
        (lambda: slip_pdf(replace(SLIP, matter=LONG)), [(210, 297)]),
        (lambda: slips_and_receipt_pdf([SLIP, replace(SLIP, matter=LONG)], RECEIPT), [(210, 297)] * 3),
        (DRAWN["recovery"], [(210, 148)]),
        (DRAWN["ledger"], [(210, 297)] * 2),
        (DRAWN["reminder"], [(210, 148)]),
        (DRAWN["annulment"], [(210, 148)]),
    ],
)
def test_paper_sizes(pdf: Callable[[], bytes], wanted: list[tuple[int, int]]) -> None:
    assert sizes(pdf()) == wanted


def test_slip_stands_above_the_cut_and_receipt_below() -> None:
    (page,) = pages(slips_and_receipt_pdf([SLIP], RECEIPT))
    cut = 148.5 * MM
    assert page.ink(0, cut - 1, 5 * MM, cut + 1)
    assert not page.ink(0, cut - 5.5 * MM, bottom=cut - 1)
    assert not page.ink(0, cut + 1, bottom=cut + 5.5 * MM)


@pytest.mark.parametrize(
    ("pdf", "height", "digits"),
    [
        (DRAWN["slip"], 130 * MM, SLIP.barcode),
        (DRAWN["receipt"], 130 * MM, RECEIPT.barcode),
        (DRAWN["reminder"], 130 * MM, samples.REMINDER.barcode),
        (DRAWN["annulment"], 130 * MM, samples.ANNULMENT.barcode),
        (DRAWN["both"], 130 * MM, SLIP.barcode),
        (DRAWN["both"], (130 + 148.5) * MM, RECEIPT.barcode),
    ],
)
def test_barcode_is_read_off_the_paper(pdf: Callable[[], bytes], height: float, digits: str) -> None:
    (page,) = pages(pdf(), 8)
    assert page.barcode(height, 130 * MM, 190 * MM) == digits


@pytest.mark.parametrize(("roll", "reach", "module"), [(80, 72, 4), (58, 48, 3)])
def test_barcode_of_the_ticket_is_whole_dots_of_the_head_with_quiet_zones(roll: Roll, reach: int, module: int) -> None:
    (page,) = pages(ticket_pdf(TICKET, roll), 7.9999 / MM)  # eight dots a millimetre, not rounded up to one more
    left, right = (roll - reach) / 2 * MM, (roll + reach) / 2 * MM
    lines = [page.runs(y / 2 * MM, left, right) for y in range(120, 216)]
    runs = next(
        runs for runs, six_mm_below in zip(lines, lines[12:], strict=False) if runs == six_mm_below and runs[1:]
    )
    assert len(runs) == 57
    assert all(run % module == 0 for run in runs[1:-1]), runs
    assert runs[0] >= 10 * module and runs[-1] >= 10 * module
    height = next(y / 2 * MM for y, line in enumerate(lines, 120) if line == runs)
    assert page.barcode(height, left, right) == TICKET.barcode


def test_ticket_of_a_session_without_a_number_has_no_barcode() -> None:
    without, with_code = (sizes(ticket_pdf(replace(TICKET, barcode=code)))[0][1] for code in ("", TICKET.barcode))
    assert without < with_code - 10


@pytest.mark.parametrize(("roll", "side"), [(80, 4), (58, 5)])
def test_words_of_the_ticket_keep_a_millimetre_from_the_reach_of_the_head(roll: Roll, side: int) -> None:
    long = replace(
        TICKET, visitor="خانم مهری نمونه‌پور سنجشی کارآزموده", table="میز معاونت شهرسازی و معماری شهرداری منطقه"
    )
    with pypdfium2.PdfDocument(ticket_pdf(long, roll)) as document:
        page = document[0].get_textpage()
        boxes = [page.get_charbox(n) for n in range(page.count_chars())]
    inked = [(left / MM, right / MM) for left, _, right, _ in boxes if right > left]
    assert min(left for left, _ in inked) >= side + 0.9
    assert max(right for _, right in inked) <= roll - side - 0.9


@pytest.mark.parametrize("slip", [SLIP, replace(SLIP, words="", partners=(), copies=(), matter="کوتاه")])
@pytest.mark.parametrize("half", [False, True])
def test_corner_marks_and_result_boxes_stand_at_one_place_on_every_a5_slip(slip: Slip, half: bool) -> None:
    page = pages(slips_and_receipt_pdf([slip], None) if half else slip_pdf(slip))[0]
    height = 148.5 if half else 148
    for x, y in ((6, 6), (204, 6), (6, height - 6), (204, height - 6)):
        beside, below = (1 if x == 6 else -1), (1 if y == 6 else -1)
        assert page.ink(*corner(x + 3 * beside, y + 0.35 * below))
        assert page.ink(*corner(x + 0.35 * beside, y + 3 * below))
        assert not page.ink(*corner(x + 3 * beside, y + 3 * below))
    middle = height - FROM_FOOT
    assert [x for x in range(60, 185) if page.ink(*corner(x, middle, 0.5))] == [
        x for x in range(60, 185) if pages(slip_pdf(SLIP))[0].ink(*corner(x, 148 - FROM_FOOT, 0.5))
    ]
    assert all(page.ink(*corner(RESULT_RIGHT - at, middle + 1.75, 0.4)) for at in (1.0, 2.5))


FROM_FOOT = 7.2 + 14.5 + 1 + 4.5 * 7
"""Millimetres from the lower edge of an A5 slip to the middle of its row of results."""
RESULT_RIGHT = 170.7


def corner(x: float, y: float, size: float = 0.3) -> tuple[float, float, float, float]:
    """Return a square around a place, all in millimetres, in points."""
    return (x - size / 2) * MM, (y - size / 2) * MM, (x + size / 2) * MM, (y + size / 2) * MM


@pytest.mark.parametrize("name", DRAWN)
def test_nothing_on_any_paper_is_grey_or_coloured(name: str) -> None:
    """A device of black dots would scatter every tint."""
    operators = b" ".join(streams(DRAWN[name]()))
    assert {float(shade) for shade in re.findall(rb"(?<![\d.])([\d.]+) [gG]\b", operators)} <= {0.0, 1.0}
    assert not re.search(rb"\b(rg|RG|k|K|cs|CS|sc|SC|scn|SCN|sh|gs)\b", re.sub(rb"<[0-9A-F]*>", b"", operators))


def test_fills_of_charts_stay_apart_at_a_hard_threshold() -> None:
    fills: tuple[Fill, ...] = ("solid", "striped", "open")
    sheet = Sheet(300, 60, "")
    draw_parts(sheet, Box(0, 0, 300, 60), [Bar(fill, 1.0, "", fill) for fill in fills])
    ((page),) = pages(sheet.save(), 150 / 72)
    inked = page.image.convert("L").point(lambda shade: 255 * (shade < 128))
    shares = []
    for place in range(3):
        left, right = (round(x * page.scale) for x in (202 - 100 * place, 298 - 100 * place))
        part = inked.crop((left, 4, right, 40))
        shares.append(part.histogram()[255] / (part.width * part.height))
    assert shares[0] == 1.0 and shares[2] == 0.0
    assert 0.4 < shares[1] < 0.6


def streams(pdf: bytes) -> list[bytes]:
    """Return the page contents of a file."""
    found = [zlib.decompressobj().decompress(part) for part in re.findall(rb"stream\r?\n(x.*?)endstream", pdf, re.S)]
    return [part for part in found if b" Tf " in part]


def test_code_is_whole_on_the_slip_and_masked_on_the_receipt() -> None:
    assert said("۰۴۹۹۳۷۰۸۹۹", slip_text())
    found = read(receipt_pdf(RECEIPT))
    assert said("۰۴۹ ۰۸۹۹", found)
    assert "۳۷۰" not in found


def test_marks_stand_only_on_the_slips_they_concern() -> None:
    plain = slip_text()
    assert not {"المثنی", "باطل", "محرمانه", "جایگزین"} & set(words(plain))
    assert said("المثنی", slip_text(reprint=True))
    assert said("باطل", slip_text(void=True))
    assert words(slip_text(confidential=True))["محرمانه"] == 2
    assert said("این برگه جایگزین شمارهٔ ۱۴۰۵/م/۰۰۸۷۰ است که باطل شد", slip_text(replaces="1405/م/00870"))


def test_ledger_lists_every_slip_the_way_it_is_sent_and_two_signatures() -> None:
    found = read(ledger_pdf(samples.ledger(9)))
    for wanted in (
        "دفتر ارسال برگه‌های ارجاع",
        "مدیر محترم منطقه ۵",
        "اتوماسیون اداری به شمارهٔ",
        "لاله نمونه",
        *(f"۱۴۰۵ م {fa(f'{n:05}')}" for n in range(1, 10)),
    ):
        assert said(wanted, found), wanted
    assert words(found)["امضا"] >= 2 and words(found)["محرمانه"] == 1 == words(found)["رونوشت"]
    assert words(found)["مثالی"] == 8, "a confidential matter must not name its visitor"
    assert not said("المثنی", found) and said("المثنی", read(ledger_pdf(replace(samples.ledger(1), reprint=True))))


def test_ledger_repeats_its_titles_on_every_page_and_has_signatures_on_the_last() -> None:
    found = read(ledger_pdf(samples.ledger(60)))
    assert words(found)["ردیف"] == 2 and words(found)["تحویل‌گیرنده"] == 1 and said("صفحهٔ ۲ از ۲", found)


@pytest.mark.parametrize(
    ("pdf", "name"),
    [
        (lambda: ledger_pdf(samples.ledger(90)), "دفتر ارسال شمارهٔ ۳۱ منطقه ۵ ۱۴۰۵ ۰۹ ۰۴ برگه‌های ارجاع ادامه"),
        (lambda: minutes_pdf(samples.minutes(150)), "صورت‌جلسهٔ ۶۲ چهارشنبه‌های مردمی ۱۴۰۵ ۰۹ ۰۴ فهرست ارجاع‌ها ادامه"),
    ],
)
def test_every_page_says_what_it_belongs_to(pdf: Callable[[], bytes], name: str) -> None:
    with pypdfium2.PdfDocument(pdf()) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    assert len(texts) > 2
    for place, found in enumerate(texts, 1):
        assert said(name.split(" ادامه")[0].rsplit("برگه‌های", 1)[0].rsplit("فهرست", 1)[0], found)
        assert said(f"صفحهٔ {fa(place)} از {fa(len(texts))}", found)
    for found in texts[2:-1]:
        assert said(name, found), "a table that is cut says that it goes on"


def test_reminder_names_the_slip_the_deadline_and_the_reminder_before() -> None:
    found = read(reminder_pdf(samples.REMINDER))
    for wanted in (
        "یادآوری دوم",
        "۱۴۰۵ م ۰۰۸۷۱ پ۲",
        "مورخ ۱۴۰۵ ۰۹ ۰۴",
        "پیرو ۱۴۰۵ ۱۰ ۰۱",
        "۱۴۰۵ ۰۹ ۲۵",
        "۱۰ روز کاری",
        "مدیر محترم منطقه ۵",
        "شهرسازی و ساختمان",
    ):
        assert said(wanted, found), wanted
    long = replace(samples.REMINDER, ordinal=14, category=LONG.replace("\n", " ")[:400], earlier=("2026-12-22",) * 13)
    assert said("یادآوری ۱۴", read(reminder_pdf(long))) and sizes(reminder_pdf(long)) == [(210, 148)]


def test_long_reminder_letter_repeats_its_heads_and_loses_no_row() -> None:
    letter = samples.reminder_letter(300)
    with pypdfium2.PdfDocument(pdf := reminder_letter_pdf(letter)) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    assert len(texts) > 10 and set(sizes(pdf)) == {(210, 297)}
    for place, found in enumerate(texts, 1):
        assert said(f"صفحهٔ {fa(place)} از {fa(len(texts))}", found) and said("پیرو ۱۴۰۵ م ۰۰۰۰۱ پ۲ منطقه ۵", found)
        assert said("شمارهٔ پیرو و کد", found), place
        assert place == 1 or said("ادامه", found) or said("نرسیده است", found), place
    whole = " ".join(texts)
    for row in letter.rows:
        assert fa(row.barcode) in whole, row.number
    for wanted in ("مهلت پاسخ ۳۰۰ ارجاع", "۷۵ مورد از آن‌ها", "بیشترین دیرکرد ۳۱۰", "انجام شد برابر مقررات اقدام گردید"):
        assert said(wanted, whole), wanted


def test_row_of_a_reminder_letter_stays_a_few_lines_high() -> None:
    words = " ".join(LONG.split()) * 2
    row = replace(samples.reminder_row(4), matter=words, words=words, answer=words, objection="ن" * 2000)
    assert len(sizes(reminder_letter_pdf(replace(samples.reminder_letter(1), rows=(row,) * 6)))) <= 2
    long = replace(samples.REMINDER, matter=words, words=words, answered_day="2026-12-01", answer=words)
    long = replace(long, objected_day="2026-12-05", objection=words, earlier=("2026-12-22",) * 13)
    assert sizes(reminder_pdf(long)) == [(210, 148)] and said("اعتراض متقاضی در", read(reminder_pdf(long)))


def test_annulment_names_number_unit_reason_and_what_stands_instead() -> None:
    found = read(annulment_pdf(samples.ANNULMENT))
    for wanted in ("نامهٔ ابطال ارجاع", "۱۴۰۵ م ۰۰۸۷۱", "مدیر محترم منطقه ۵", "برای شخص دیگری نوشته", "۱۴۰۵ م ۰۰۹۰۲"):
        assert said(wanted, found), wanted
    alone = read(annulment_pdf(replace(samples.ANNULMENT, instead="", reason="")))
    assert not said("جایگزین", alone) and not said("علت ابطال", alone)
    long = replace(samples.ANNULMENT, category=LONG.replace("\n", " ")[:400], reason="دلیل " * 40)
    assert sizes(annulment_pdf(long)) == [(210, 148)]


def test_copy_asks_for_no_answer() -> None:
    found = words(slip_text(part="copy"))
    assert said("رونوشت جهت اطلاع نیازی به پاسخ ندارد", slip_text(part="copy"))
    assert not {"مهلت", "وصول", "امضای"} & set(found)


def test_slip_names_every_unit_by_its_part() -> None:
    assert said("واحد مسئول همکار معاونت فنی و عمرانی رونوشت ادارهٔ کل حقوقی", slip_text())
    partner = slip_text(part="partner", leads=("منطقه 9",))
    assert said("واحد همکار مسئول: منطقه ۹", partner) and words(partner)["مسئول"] == 2
    assert words(slip_text(part="copy", leads=("منطقه 9",)))["مسئول"] == 2, "a copy says who leads, and who sends it"


def test_deadline_stands_framed_beside_the_title() -> None:
    (page,) = pages(slip_pdf(SLIP))
    with pypdfium2.PdfDocument(slip_pdf(SLIP)) as document:
        found = document[0].get_textpage().get_text_bounded(11 * MM, 118 * MM, 110 * MM, 128 * MM)
    assert said("مهلت پاسخ چهارشنبه ۱۴۰۵ ۰۹ ۲۵ ۱۵ روز کاری فوری", found)
    assert page.ink(11 * MM, 23 * MM, 12.5 * MM, 25 * MM)


def test_slip_after_an_objection_carries_the_visitors_words() -> None:
    found = slip_text(objected_day="2026-12-20", objection="نشت آب هنوز ادامه دارد", due_day="2027-01-10")
    assert said("اعتراض متقاضی در ۱۴۰۵ ۰۹ ۲۹ نشت آب هنوز ادامه دارد مهلت پاسخ یکشنبه ۱۴۰۵ ۱۰ ۲۰", found)
    assert "اعتراض" not in set(words(slip_text(matter="")))


def test_slip_and_receipt_of_a_matter_brought_again_name_the_earlier_number() -> None:
    assert said("تلفن ۰۹۱۲۰۰۰۰۰۰۰ بار دوم پیرو ۱۴۰۵ م ۰۰۸۱۲", slip_text(times=2, follows="1405/م/00812"))
    assert said("بار سوم همان موضوع", slip_text(times=3))
    assert "پیرو" not in words(slip_text())
    found = read(receipt_pdf(replace(RECEIPT, times=2, follows="1405/م/00812")))
    assert said("مراجعه بار دوم پیرو ۱۴۰۵ م ۰۰۸۱۲", found) and "مراجعه" not in words(read(receipt_pdf(RECEIPT)))


def test_line_never_ends_inside_a_label() -> None:
    """A label keeps its words and its value together, wherever the line ends."""
    for length in range(0, 60, 3):
        person = replace(SLIP.applicant, name=f"آقای {'م' * length} آزمایشی")
        found = lines(slip_text(applicant=person, times=2, follows="1405/م/00812"))
        for label in ("همراه یا نماینده: خانم", "محل ملک: منطقه", "کد ملی: ۰۴۹۹۳۷۰۸۹۹"):
            assert any(label in line for line in found), found


def test_slip_passed_on_names_the_earlier_number_and_unit() -> None:
    found = slip_text(passed_number="1405/م/00860", passed_unit="منطقه 3")
    assert said("این برگه ادامهٔ شمارهٔ ۱۴۰۵ م ۰۰۸۶۰ است که از منطقه ۳ به این واحد واگذار شد", found)


def test_foot_says_where_the_answer_goes_and_who_sends() -> None:
    assert said("پاسخ به کرج میدان نمونه دبیرخانهٔ تلفن ۰۲۶۳۲۰۰۰۰۰۰ فرستنده نسرین نمونه‌ای مسئول دبیرخانه", slip_text())
    bare = slip_text(letterhead=replace(samples.HEAD, sender=Sender()))
    assert not {"پاسخ‌به", "فرستنده", "تلفن"} & set(words(bare.replace("تلفن: ۰۹", "")))


def test_paraph_that_brings_its_own_quotation_marks_is_not_quoted_twice() -> None:
    assert slip_text(words="بررسی شود").count("«") == 1
    assert slip_text(words="«بررسی شود»").count("«") == 1
    assert '"' in slip_text(words='"بررسی" شود') and "«" not in slip_text(words='"بررسی" شود')


def test_letter_without_an_emblem_has_no_empty_circle() -> None:
    pdf = slip_pdf(SLIP)
    (page,) = pages(pdf)
    with pypdfium2.PdfDocument(pdf) as document:
        assert said("شهرداری", document[0].get_textpage().get_text_bounded(170 * MM, 133 * MM, 186 * MM, 141 * MM))
    assert not page.ink(186 * MM, 8 * MM, 198 * MM, 30 * MM)


def test_draft_is_drawn_with_the_parts_known_so_far() -> None:
    found = slip_text(
        number="پیش‌نویس", barcode="", round=0, words="", official_post="", official_name="", addressed_as=""
    )
    assert said("شماره پیش‌نویس پاراف", found)
    assert not {"جلسهٔ", "۱۴۰۵۰۰۰۰۸۷۱۴"} & set(words(found))


def test_slip_without_a_due_day_has_no_deadline() -> None:
    assert "مهلت" not in words(slip_text(due_day="", working_days=None))


def test_receipt_lists_every_unit_and_says_what_to_do() -> None:
    found = read(receipt_pdf(RECEIPT))
    for row in RECEIPT.referrals:
        assert row.unit.replace("5", "۵") in found
    assert "۱۳۷" in found
    assert "۱۳۷" not in read(receipt_pdf(replace(RECEIPT, letterhead=replace(samples.HEAD, phone=""))))


def test_receipt_without_a_referral_says_the_outcome() -> None:
    settled = replace(RECEIPT, referrals=(), legal_day="", barcode="", outcome_code="settled", outcome="در محل حل شد")
    found = words(read(receipt_pdf(settled)))
    assert not words("در محل حل شد موضوع در همان جلسه حل شد") - found
    assert not {"مهلت", "ارجاع", "کد‌پیگیری"} & set(found)


@pytest.mark.parametrize(
    ("code", "said_then"),
    [
        ("papers", "مدارک خواسته‌شده را تهیه کنید و با همین رسید"),
        ("phoned", "دستور رسیدگی تلفنی به واحد مربوط ابلاغ شد"),
        ("guided", "راهنمایی لازم در جلسه ارائه شد"),
        ("barred", "منع قانونی"),
        ("own_outcome", "این رسید را نزد خود نگه دارید"),
    ],
)
def test_receipt_advises_by_the_outcome(code: str, said_then: str) -> None:
    found = read(receipt_pdf(replace(RECEIPT, referrals=(), legal_day="", barcode="", outcome_code=code)))
    assert said(said_then, found) and "{" not in found
    assert not said("تا پایان مهلت هر واحد", found)


def test_receipt_gives_every_unit_its_own_deadline_and_the_legal_one() -> None:
    found = read(receipt_pdf(RECEIPT))
    for wanted in (
        "مهلت قانونی پاسخ قطعی ۱۴۰۵ ۱۲ ۰۴",
        "مسئول چهارشنبه ۱۴۰۵ ۰۹ ۲۵",
        "همکار شنبه ۱۴۰۵ ۱۰ ۰۵",
        "پاسخ لازم نیست",
    ):
        assert said(wanted, found), wanted


def test_receipt_leaves_room_for_the_offices_stamp() -> None:
    (page,) = pages(receipt_pdf(RECEIPT))
    ruled = [y / 2 for y in range(150, 250) if page.ink(20 * MM, y / 2 * MM, 40 * MM, (y / 2 + 0.3) * MM)]
    top = next(a for a, b in pairwise(ruled) if b - a > 20)
    assert not page.ink(12.5 * MM, (top + 1) * MM, 52 * MM, (top + 21) * MM)


def test_confidential_category_is_not_on_the_receipt() -> None:
    assert "موضوع" not in words(read(receipt_pdf(replace(RECEIPT, category=""))))


def test_ticket_is_as_long_as_its_text() -> None:
    ((width, height),) = sizes(ticket_pdf(TICKET))
    ((_, longer),) = sizes(ticket_pdf(replace(TICKET, category="موضوعی با نامی بسیار بلند که در یک سطر جا نمی‌گیرد")))
    assert width == 80
    assert longer > height
    assert "انتظار" not in words(read(ticket_pdf(replace(TICKET, wait=None))))


def test_minutes_repeat_the_titles_of_their_list_and_number_their_pages() -> None:
    texts = page_texts(minutes_pdf(samples.minutes(90)))
    assert len(texts) > 2
    for place, found in enumerate(texts[1:-1], 2):
        assert said("شماره نوبت مراجعه‌کننده درخواست واحد مهلت", found)
        assert f"{fa(place)} از {fa(len(texts))}" in found
    assert said("پیش‌نویس", read(minutes_pdf(replace(samples.minutes(1), closed_at="", draft=True))))


@pytest.mark.parametrize(
    ("columns", "size"),
    [(ledger.COLUMNS, 9.5), (minutes.REFERRAL_COLUMNS, minutes.LIST_SIZE), (minutes.TABLE_COLUMNS, 9)],
)
def test_no_word_of_a_column_title_is_cut(columns: tuple[Column, ...], size: float) -> None:
    whole = sum(column.share for column in columns)
    for column in columns:
        room = BOUNDS.width * column.share / whole - 2 * INSET
        for word in column.title.split():
            assert len(lay_out((title_style(size)._replace(text=word),), room)) == 1, word


@pytest.mark.parametrize(("columns", "size"), [(ledger.COLUMNS, 9.5), (minutes.REFERRAL_COLUMNS, minutes.LIST_SIZE)])
def test_numbers_and_dates_fit_their_columns(columns: tuple[Column, ...], size: float) -> None:
    whole = sum(column.share for column in columns)
    widest = {"شمار": "1405/م/00000", "تاریخ": "1405/09/25", "روز": "1405/09/25", "مهلت": "1405/09/25"}
    for column in columns:
        text = next((text for title, text in widest.items() if column.title.startswith(title)), "")
        (line,) = lay_out((Span(isolate(fa(text)), size),), 1e4) if text else (TextLine((), 0.0, True),)
        assert line.width <= BOUNDS.width * column.share / whole - 2 * INSET, column.title


def test_long_title_takes_a_second_line_beside_its_marks() -> None:
    sheet = Sheet(*A4, "")
    once = draw_title(sheet, AREA, 0, "عنوان", ["المثنی"])
    assert draw_title(sheet, AREA, 50, "عنوانی بسیار بلند " * 8, ["المثنی"]) - 50 > 1.7 * once


def test_void_slip_has_no_deadline() -> None:
    assert "مهلت" not in words(slip_text(void=True))


def test_minutes_say_who_came_again_what_was_promised_and_what_became_of_promises_before() -> None:
    made = samples.minutes(6)
    found = words(read(minutes_pdf(made)))
    for wanted in (
        "مراجعه‌کنندگان تکراری: ۶ نفر", "رضا خیالی ۰ ۷", "۱ نفر با موضوع محرمانه",
        "وعده‌های جلسهٔ پیش (۶۱، ۱۴۰۵/۰۸/۲۷)", "سرنوشت وعده تا ۱۴۰۵/۰۹/۰۴", "وعدهٔ شکسته ۳ ۱۷",
        "وعده‌های این جلسه", "۱۴۰۵/۰۹/۱۱ ۱۲", "فهرست ارجاع‌ها · معاون شهرسازی و معماری", "پرداخت بهای ملک",
    ):  # fmt: skip
        assert set(words(wanted)) <= set(found), wanted
    long = replace(made.referral_list[0], matter="درخواست بسیار مفصل " * 30)
    assert read(minutes_pdf(replace(made, referral_list=(long,)))).count("مفصل") == 4


def test_second_referral_of_a_visit_does_not_repeat_visitor_and_matter() -> None:
    first = samples.minutes_referral(1)
    second = replace(first, number="1405/م/00002", unit="منطقه 9")
    found = words(read(minutes_pdf(replace(samples.minutes(0), referral_list=(first, second)))))
    assert found["مثالی"] == 1


def test_minutes_of_an_empty_session_take_one_page() -> None:
    empty = replace(samples.minutes(0), by_table=(), by_outcome=(), by_unit=(), by_category=(), officials=())
    assert sizes(minutes_pdf(empty)) == [(210, 297)]


def drawing(kind: str, mode: str) -> bytes:
    picture = Image.new(mode, (900, 700), "white")
    ImageDraw.Draw(picture).ellipse((10, 10, 890, 690), fill="black")
    buffer = BytesIO()
    picture.save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize("emblem", [drawing("PNG", "RGBA"), drawing("JPEG", "RGB"), drawing("PNG", "P")])
def test_emblem_stands_top_right_on_the_slip_and_in_the_middle_of_the_ticket(emblem: bytes) -> None:
    head = replace(samples.HEAD, emblem=emblem)
    (page,) = pages(slip_pdf(replace(SLIP, letterhead=head)))
    assert page.ink(178 * MM, 12 * MM, 181 * MM, 14 * MM)
    (roll,) = pages(ticket_pdf(replace(TICKET, letterhead=head)))
    assert roll.ink(39 * MM, 10 * MM, 41 * MM, 12 * MM)


def test_broken_emblem_does_not_stop_a_slip() -> None:
    for broken in (b"\x89PNG\r\n\x1a\nrest", drawing("PNG", "RGBA")[:300], b"\xff\xd8\xff"):
        assert said(samples.PERSON.name, slip_text(letterhead=replace(samples.HEAD, emblem=broken)))


ANYTHING = st.text(max_size=300) | st.text(st.sampled_from("آبجلا \n\u200c😀(<&12۳"), max_size=1500)


@settings(max_examples=25, deadline=None)
@given(ANYTHING, ANYTHING, ANYTHING)
def test_any_typed_text_stays_on_the_paper(name: str, matter: str, paraph: str) -> None:
    person = replace(samples.PERSON, name=name)
    paper = slips_and_receipt_pdf(
        [replace(SLIP, applicant=person, matter=matter, words=paraph)], replace(RECEIPT, applicant=person)
    )
    for page in pages(paper, 1):
        assert not page.ink(right=6 * MM, bottom=140 * MM)
        assert not page.ink(11.1 * MM, 12 * MM, 11.4 * MM, 130 * MM)
        assert not page.ink(186 * MM, 12 * MM, 198 * MM, 130 * MM)
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
    pdf = slip_pdf(paper)
    assert len(sizes(pdf)) == 1
    found = read(pdf)
    person = paper.applicant
    assert not letters(paper.matter) - letters(found)
    assert said(fa(" ".join([paper.words, person.name, person.father, *paper.partners])), found)
    assert said("نام سمت و امضای واحد", found)


def letters(text: str) -> Counter[str]:
    return Counter(fa(re.sub(r"\s", "", text)))


@pytest.mark.parametrize("paraph", ["لا" * 900, "بررسی شود " * 90, "سطر\n" * 60, "W" * 700])
def test_long_paraph_leaves_room_for_ink_and_stamp(paraph: str) -> None:
    pdf = slip_pdf(replace(SLIP, words=paraph))
    with pypdfium2.PdfDocument(pdf) as document:
        textpage = document[0].get_textpage()
        found = textpage.search("محل پاراف و مهر").get_next()
        assert found
        middle = document[0].get_height() - textpage.get_charbox(found[0])[1]
    (page,) = pages(pdf)
    left, top = 11.5 * MM, middle + 3 * MM
    assert not page.ink(left + 1 * MM, top, left + 41.5 * MM, top + 20 * MM)
    assert page.ink(left + 41.5 * MM, top, left + 42.5 * MM, top + 20 * MM)


def test_two_workers_may_draw_at_once() -> None:
    several = [replace(SLIP, matter=f"درخواست شمارهٔ {n} کوچهٔ {chr(0x627 + n % 20)}لاله") for n in range(40)]
    with ThreadPoolExecutor(4) as pool:
        drawn = list(pool.map(slip_pdf, several))
    for paper, pdf in zip(several, drawn, strict=True):
        assert said(fa(paper.matter), read(pdf))


def test_twenty_units_stand_on_one_receipt() -> None:
    many: Receipt = replace(RECEIPT, referrals=RECEIPT.referrals * 7)
    pdf = receipt_pdf(many)
    assert len(sizes(pdf)) == 1
    assert words(read(pdf))["۰۰۸۷۳"] == 7


def test_person_file_repeats_the_matter_over_its_pages_and_loses_no_event() -> None:
    found = read(person_file_pdf(samples.person_file(60)))
    assert said("باز و ردشده (۱)", found) and said("بسته (۱)", found) and said("۰۴۹", found)
    assert all(said(fa(f"منطقهٔ {n}"), found) for n in range(60))
    assert said("(ادامه)", found) and said("۷ مراجعه؛ ۲ ارجاع باز، بدترین ۱۲ روز دیر", found)
