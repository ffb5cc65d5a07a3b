"""The Persian words of screens, papers, messages and seed lists: one thing has one term, spelled one way.

`TERMS` is the list of what was decided.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ("app", "ui", "reports", "db", "main.py")
SEEDS = ROOT / "app" / "office" / "seed"
DATA = ("app/spreadsheets/reading.py", "app/persian/text.py", "reports/typeface.py")
"""Files whose Persian is typed by others: a calendar's names, the headings of a clerk's sheet, the letters."""

TERMS = {
    # one term for one thing
    "دستگاه": "سازمان",
    "رویدادنامه": "سوابق تغییرات",
    "رمز": "گذرواژه، کد بازیابی",
    "رمزدار": "گذرواژه دارد",
    "نویسه": "نشانه",
    "شمار": "تعداد",
    "مراجعان": "مراجعه‌کنندگان",
    "دعوت‌شدگان": "پیش‌ثبت‌شده‌ها",
    "پیش‌ثبت‌نام": "پیش‌ثبت",
    "صافی": "فیلتر",
    "سپردن": "واگذاری",
    "سپرده": "واگذارشده",
    "نامربوط": "نامرتبط",
    "ایستاده": "متوقف",
    "ایستاد": "متوقف شد",
    "برای آگاهی": "جهت اطلاع",
    "پاسخ نمی‌خواهد": "پاسخ لازم نیست",
    "پذیرفت": "تأیید",
    "پذیرفتن": "پذیرش",
    "صدک نود": "صدک ۹۰",
    "سر میز": "پای میز",
    "سر میزها": "پای میزها",
    "سر این میز": "پای این میز",
    "سر همین میز": "پای همین میز",
    "سخن": "اظهارات",
    "سرور یدک": "سرور آماده‌به‌کار",
    "پرونده باز است": "فایل باز است",
    # an office writes, a book says
    "برگزینید": "انتخاب کنید",
    "برگزیدن": "انتخاب",
    "بکوشید": "تلاش کنید",
    "بیفزایید": "اضافه کنید",
    "بیابید": "پیدا کنید",
    "آری": "بله",
    "دگرگونی": "تغییر",
    "آزمودن": "آزمایش",
    "آزموده": "آزمایش",
    "گشودن": "باز کردن",
    "پیوستن": "اتصال",
    "نخست": "ابتدا",
    "تنها": "فقط",
    "دست‌کم": "حداقل",
    "پیش‌تر": "قبلاً",
    "تازه": "جدید",
    "تازه‌تر": "جدیدتر",
    "تازه‌تری": "جدیدتری",
    "کهنه": "قدیمی",
    "کهنه‌تر": "قدیمی‌تر",
    "کهنه‌ترین": "قدیمی‌ترین",
    "اندک": "کم",
    "واژه": "کلمه",
    "واژه‌ها": "کلمه‌ها",
    "بیرون": "خارج",
    "بی‌کد": "بدون کد",
    "بی‌شماره": "بدون شماره",
    "بی‌نام": "بدون نام",
    "بی‌پاراف": "بدون پاراف",
    "بی": "بدون",
    "نمی‌خواند": "مطابقت ندارد",
    "نمی‌گنجد": "جا نمی‌شود",
    "ذخیره‌شدنی": "قابل ذخیره",
    "نوشتنی": "اجازهٔ نوشتن",
    "خواندنی": "قابل خواندن",
    "شدنی": "ممکن",
    "بیش از اندازه": "بیش از حد",
    "دست زده نشد": "تغییری داده نشد",
    "راه نمی‌دهد": "اجازهٔ ورود نمی‌دهد",
    "به چاپگر رفت": "به چاپگر ارسال شد",
    "چشم داشته": "خواهشمند است",
    "بی‌درنگ": "در اسرع وقت",
    "از میان ببرید": "معدوم کنید",
    "هر میزی که آزاد شود": "نخستین میز آزاد",
    "از این حال": "در این وضعیت",
    "نسوزد": "از دست نرود",
    "سر جایش": "محفوظ است",
    "راه رمزنگاری": "ارتباط رمزنگاری",
    "نه‌ما": "خارج از وظایف",
    "بازآمده": "مراجع تکراری",
    "شمارها": "ارقام",
    "دورهٔ پیش": "دورهٔ قبل",
    "به کار می‌آید": "قابل استفاده است",
    "به کار بردن": "استفاده از",
    "فرستاده می‌شود": "ارسال می‌شود",
    "نپذیرفتید": "اعتراض دارید",
    "خواست شما": "درخواست شما",
    # polite: people are plural, buttons are nouns
    "او": "ایشان",
    "اوست": "ایشان است",
    "کد ملی‌اش": "کد ملی ایشان",
    "آنان": "ایشان",
    "ماندگان": "افراد باقی‌مانده",
    "هر که": "هر کس",
    "خودش": "به‌طور خودکار",
    "غیبت بزنید": "غیبت ثبت کنید",
    "غیبت خورد": "غایب شد",
    "بازش": "آن را باز",
    "بفرست": "ارسال",
    "بفرستید": "ارسال کنید",
    "فرستادن": "ارسال",
    "نگه‌دار": "نگه‌داشتن",
    # spelling
    "اینجا": "این‌جا",
    "آنجا": "آن‌جا",
    "بازشدن": "باز شدن",
    "باطل‌کردن": "باطل کردن",
    "یکی‌کردن": "یکی کردن",
    "بهنگام": "به‌هنگام",
    "تا کنون": "تاکنون",
    "پیشتر": "قبلاً",
    "درباره": "دربارهٔ",
    "اداره کل": "ادارهٔ کل",
    "شناسه ملی": "شناسهٔ ملی",
    "شماره تلفن": "شمارهٔ تلفن",
    "شماره همراه": "شمارهٔ تلفن همراه",
    "شماره ارجاع": "شمارهٔ ارجاع",
    "جلسه بعد": "جلسهٔ بعد",
    "نظریه حقوقی": "نظریهٔ حقوقی",
    "توسعه سرمایه": "توسعهٔ سرمایه",
    "خانواده شهدا": "خانوادهٔ شهدا",
    "بیمه تکمیلی": "بیمهٔ تکمیلی",
    "برگه ارجاع": "برگهٔ ارجاع",
    "ماده صد": "مادهٔ ۱۰۰",
    "ماده ۱۰۰": "مادهٔ ۱۰۰",
}
"""What is not written → what is written in its place."""
PATTERNS = {
    r"نوبت \{\} \{\}": "نوبت {}، {}: two numbers side by side are read as one",
    r"(?<!این )(?:جلسه|منطقه) (?:[۰-۹]|\{\})": "هٔ before a number: «جلسهٔ ۳»",
    r"[يكىة]": "ی and ک of the Persian keyboard",
    r"(?<![ء-ی])ن?می (?:شود|کند|کنید|رود|آید|دهد|ماند|گیرد|توان|خواهد)": "می‌ with a half-space",
    r"[ء-ی] ها(?:ی|یی)?(?![ء-ی])": "‌ها with a half-space",
}
ENDS = r"[ء-ی\u0654\u200c]"
TERM = re.compile(rf"(?<!{ENDS})(?:{'|'.join(map(re.escape, sorted(TERMS, key=len, reverse=True)))})(?!{ENDS})")


def faults(text: str) -> list[str]:
    """What is wrong with a text, with what to write instead."""
    words = [f"{word} → {TERMS[word]}" for word in TERM.findall(text)]
    return words + [f"{pattern} → {why}" for pattern, why in PATTERNS.items() if re.search(pattern, text)]


def literals(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of each string of a program, docstrings apart; a value within an f-string is «{}»."""
    tree = ast.parse(source)
    within = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    within |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
            yield node.lineno, "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in within:
            yield node.lineno, node.value


def programs() -> Iterator[Path]:
    for place in SOURCES:
        found = (ROOT / place).rglob("*.py") if (ROOT / place).is_dir() else [ROOT / place]
        yield from (path for path in found if path.relative_to(ROOT).as_posix() not in DATA)


def test_screens_papers_and_messages_keep_to_the_decided_words():
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {fault}"
        for path in programs()
        for line, text in literals(path.read_text("utf-8"))
        for fault in faults(text)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("seed", sorted(SEEDS.glob("*.csv")), ids=lambda path: path.stem)
def test_seed_list_keeps_to_the_decided_words(seed):
    assert not faults(seed.read_text("utf-8"))


@pytest.mark.parametrize("word", TERMS)
def test_word_that_is_not_written_is_found(word):
    assert faults(f"این {word} است.")[0].startswith(word)
    assert faults(f"{word}؛ «{word}»") and not TERM.search(TERMS[word]), "and what stands in its place is right"


@pytest.mark.parametrize(
    "text", ["نوبت {} {} بار", "جلسه {}", "منطقه ۵", "كد ملي", "ثبت می شود", "نمی توان", "برگه ها", "واحد های شهر"]
)
def test_slip_of_spelling_is_found(text):
    assert faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "گذرواژه",
        "رمزنگاری",
        "شمارهٔ ۵",
        "نخستین",
        "اولویت",
        "اوقات",
        "برگه‌ها",
        "می‌شود",
        "نوبت {}، {} بار",
        "جلسهٔ {}",
        "بی‌پاسخ",
        "شماره",
        "تنهایی",
        "باز شدن",
    ],
)
def test_right_word_is_left_alone(text):
    assert faults(text) == []


def test_string_is_read_with_its_values_and_without_docstrings():
    source = '"""رمز"""\ndef f():\n    """رمز"""\n    return f"نوبت {a} {b} بار" "!" + "خوب"\n'
    assert sorted(literals(source)) == [(4, "خوب"), (4, "نوبت {} {} بار!")]
