"""The text of every paper is read back letter for letter, and better than from Chromium's PDF of the same lines."""

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.minutes import minutes_pdf
from reports.paraph_papers import receipt_pdf, slip_pdf, slips_and_receipt_pdf
from reports.recovery_sheet import recovery_sheet_pdf
from reports.sheet import A4, Sheet
from reports.text_line import Span
from reports.ticket import ticket_pdf
from tests.support import samples
from tests.support.readback import READERS, lines, missing, text, words

FIGURES = json.loads((Path(__file__).parents[1] / "data" / "readback.json").read_text("utf-8"))
LETTERS = "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیآأؤئء" + "لا" * 4
WORD = st.text(st.sampled_from(LETTERS), min_size=1, max_size=9).filter(lambda word: "آآ" not in word)
"""Words without آآ, which the font sets so wide apart that pdfium sees a space."""
LINES = "\n".join(FIGURES["lines"])
SIGNS = (
    "کوچهٔ «لالهٔ» (پلاک ۱۲)، واحد ۳.",
    "مادهٔ (۱۰۰): «رأی نهایی»؟!",
    "ساعت ۱۰:۴۲، روز ۱۴۰۵/۰۹/۰۴ و میز ۵.",
    "شمارهٔ ۱۴۰۵/م/۰۰۱۲۳ (پیرو ۱۴۰۵/م/۰۰۱۲۲) نامهٔ",
    "[پیوست] {یک} — پایان - خانهٔ",
)


@pytest.mark.parametrize("reader", READERS)
def test_every_word_of_the_lines_is_read_back(reader: str, tmp_path: Path) -> None:
    found = text(drawn_lines(FIGURES["lines"]), reader, tmp_path)
    assert words(LINES).total() == FIGURES["words"]
    assert not missing(LINES, found)  # Chromium's PDF loses 82 words in pdfium and 32 in poppler
    assert not Counter(LINES.split()) - Counter("\n".join(lines(found)).split())  # with their commas and brackets


@pytest.mark.parametrize("reader", ["poppler", "pdf.js"])
def test_lines_are_read_back_in_their_order(reader: str, tmp_path: Path) -> None:
    assert lines(text(drawn_lines(FIGURES["lines"]), reader, tmp_path)) == FIGURES["lines"]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("line", SIGNS)
def test_signs_keep_their_places(line: str, reader: str, tmp_path: Path) -> None:
    """The line stands below another, so that a mark read with the line before it is noticed."""
    assert lines(text(drawn_lines(["سطر اول", line]), reader, tmp_path)) == ["سطر اول", line]


def drawn_lines(texts: list[str]) -> bytes:
    sheet = Sheet(*A4, "")
    y = 30.0
    for line in texts:
        y += sheet.write([Span(line, 12)], 20, y, A4[0] - 40)
    return sheet.save()


SENDER = """دبیرخانهٔ ملاقات‌های مردمی کرج میدان نمونه ساختمان مرکزی طبقهٔ دوم تلفن ۰۲۶۳۲۰۰۰۰۰۰"""
SLIP = f"""بسمه تعالی شهرداری کرج چهارشنبه‌های مردمی جلسهٔ ۶۲ شماره ۱۴۰۵/م/۰۰۸۷۱ تاریخ ۱۴۰۵/۰۹/۰۴ پیوست ۲ برگ
برگهٔ ارجاع مهلت پاسخ چهارشنبه ۱۴۰۵/۰۹/۲۵ ۱۵ روز کاری فوری مدیر محترم منطقه ۵ واحد مسئول
همکار معاونت فنی و عمرانی رونوشت ادارهٔ کل حقوقی سازمان سیما منظر و فضای سبز
متقاضی آقای نمونه آزمایشی‌فر فرزند فرضی کد ملی ۰۴۹۹۳۷۰۸۹۹ تلفن ۰۹۱۲۰۰۰۰۰۰۰
همراه یا نماینده خانم لاله مثالی همسر موضوع شهرسازی و ساختمان اعتراض به رأی کمیسیون مادهٔ ۱۰۰ درخواست بازدید مجدد
از ملک پلاک ۱۶۲/۴۵۶۷ محل ملک منطقه ۵ پاراف شهردار کرج (آقای الف. نمونه) محل پاراف و مهر
از محل بازدید و نتیجه گزارش شود علت تأخیر در پاسخ قبلی نیز اعلام گردد
تاریخ وصول شماره و تاریخ ثبت واحد نتیجه انجام شد در برنامه تا خلاف ضوابط خارج از وظایف این واحد گزارش اقدام واحد
۱۴۰۵۰۰۰۰۸۷۱۴ پاسخ به {SENDER} فرستنده نسرین نمونه‌ای مسئول دبیرخانه نام سمت و امضای واحد"""
RECEIPT = """بسمه تعالی شهرداری کرج چهارشنبه‌های مردمی جلسهٔ ۶۲ تاریخ ۱۴۰۵/۰۹/۰۴ ساعت ۱۰:۲۱ نوبت ۴۲
رسید متقاضی مهلت قانونی پاسخ قطعی ۱۴۰۵/۱۲/۰۴
متقاضی آقای نمونه آزمایشی‌فر کد ملی ۰۴۹ ۰۸۹۹ موضوع شهرسازی و ساختمان نتیجهٔ ملاقات ارجاع شد
واحد کار واحد شمارهٔ ارجاع مهلت پاسخ منطقه ۵ مسئول ۱۴۰۵/م/۰۰۸۷۱ چهارشنبه ۱۴۰۵/۰۹/۲۵
معاونت فنی و عمرانی همکار ۱۴۰۵/م/۰۰۸۷۲ شنبه ۱۴۰۵/۱۰/۰۵ ادارهٔ کل حقوقی رونوشت ۱۴۰۵/م/۰۰۸۷۳ پاسخ لازم نیست
چنانچه تا پایان مهلت هر واحد پاسخی دریافت نکردید لطفاً با همین رسید در جلسهٔ بعد حضور یابید یا با شمارهٔ ۱۳۷ تماس بگیرید
چنانچه به پاسخ واحد اعتراض دارید اعلام فرمایید پرونده با همان شماره باز می‌شود تلفن دبیرخانه ۰۲۶۳۲۰۰۰۰۰۰
محل مهر دبیرخانه کد پیگیری ۲۴۰۵۰۰۰۰۸۷۱۱ نسرین نمونه‌ای مسئول دبیرخانه"""
TICKET = """شهرداری کرج چهارشنبه‌های مردمی جلسهٔ ۶۲ چهارشنبه ۴ آذر ۱۴۰۵ ساعت ۰۹:۱۲ شمارهٔ نوبت ۴۲ نخستین میز آزاد المثنی
با اولویت نام آقای نمونه آزمایشی‌فر موضوع شهرسازی و ساختمان پیش از شما ۷ نفر انتظار ۲۰ تا ۳۵ دقیقه ۴۱۰۰۰۶۲۰۰۴۲۵
لطفاً تا فراخوان شماره در سالن بمانید این برگه را تا پایان نگه دارید"""
RECOVERY = """شهرداری کرج برگهٔ بازیابی ورود متصدی لاله نمونه تاریخ چاپ ۱۴۰۵/۰۹/۰۴ ساعت ۰۹:۱۲ ۴۸۲۱ ۰۹۳۷ ۵۵۱۶ ۲۰۸۴
برگه را در پاکت دربسته و در جای امن نگه دارید"""
MINUTES = """صورت‌جلسهٔ ۶۲ چهارشنبه ۴ آذر ۱۴۰۵ از ساعت ۰۸:۳۰ تا ۱۳:۱۵ با حضور شهردار کرج معاون شهرسازی و معماری برگزار شد
ثبت‌شده ۱۳۱ نفر ۱۵۲ ملاقات‌شده ۱۱۸ غایب ۶ انصراف ۳ به جلسهٔ بعد ۴ ثبت از کاغذ ۲ ارجاع ۴۰ با اولویت ۲۳
میانهٔ انتظار ۳۴ دقیقه بیشترین انتظار ۸۱ دقیقه میانهٔ ملاقات ۵ دقیقه به تفکیک میز به تفکیک نتیجه
راهنمایی شد (خارج از حیطه)
فهرست ارجاع‌ها ۱۴۰۵/م/۰۰۰۰۱ خانم لاله مثالی املاک و تملک منطقه ۲ باطل محرمانه ۱۴۰۵/م/۰۰۰۴۰
صفحهٔ ۱ از ۲ صفحهٔ ۲ از ۲
تنظیم‌کننده لاله نمونه نشان سوابق تغییرات 3fa91b07c44d2e10"""
TURNED_BY_PDFIUM = {"3fa91b07c44d2e10"}
"""pdfium puts the letters and digits of a Latin word beside Persian in the order of the line."""
DOCUMENTS: dict[str, tuple[Callable[[], bytes], str]] = {
    "ticket": (lambda: ticket_pdf(samples.TICKET), TICKET),
    "narrow": (lambda: ticket_pdf(samples.TICKET, 58), re.sub("۱۴۰۵|لطفاً|این برگه.*", "", TICKET)),
    "slip": (lambda: slip_pdf(samples.SLIP), SLIP),
    "receipt": (lambda: receipt_pdf(samples.RECEIPT), RECEIPT),
    "both": (lambda: slips_and_receipt_pdf([samples.SLIP], samples.RECEIPT), f"{SLIP}\n{RECEIPT}"),
    "minutes": (lambda: minutes_pdf(samples.minutes(40)), MINUTES),
    "recovery": (lambda: recovery_sheet_pdf(samples.RECOVERY), RECOVERY),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_word_is_read_back(name: str, reader: str, tmp_path: Path) -> None:
    draw, wanted = DOCUMENTS[name]
    found = text(draw(), reader, tmp_path)
    lost = missing(wanted, found)
    assert set(lost) <= (TURNED_BY_PDFIUM if reader == "pdfium" else set()), found


@settings(max_examples=60, deadline=None)
@given(st.lists(WORD, min_size=1, max_size=40).map(" ".join))
def test_any_words_are_read_back(matter: str) -> None:
    found = text(slip_pdf(replace(samples.SLIP, matter=matter)), "pdfium", Path())
    assert not missing(matter, found), found
