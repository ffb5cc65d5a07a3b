"""The journal in the office's words: what was done, to what, and each value before and after."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.audit.stored_values import AS_WRITTEN, FLAGS, LINKS, VALUES
from app.office.declared_lists import LISTS
from app.papers.requests import KINDS
from app.persian.calendar import jalali, local_day, local_time
from app.persian.text import fa, isolate
from db import Row

ACTIONS = {
    "add": "افزودن",
    "change": "تغییر",
    "retire": "کنار گذاشتن",
    "return": "بازگرداندن",
    "plant": "آغاز",
    "password": "گذرواژهٔ جدید",
    "make": "ساختن",
    "plan": "برنامه‌ریزی",
    "open": "باز کردن",
    "close": "پایان",
    "reopen": "بازگشایی",
    "enter_past": "ثبت جلسهٔ کاغذی",
    "correct": "بازگشایی برای اصلاح",
    "corrected": "پایان اصلاح",
    "cancel": "لغو",
    "move": "جابه‌جایی",
    "import": "ورود فهرست",
    "register": "ثبت",
    "from_paper": "ثبت از کاغذ",
    "lock": "بستن ورود",
    "carry": "بردن به جلسهٔ دیگر",
    "attach": "پیوست",
    "called": "فراخوان",
    "meeting": "آغاز ملاقات",
    "waiting": "بازگشت به صف",
    "held": "نگه‌داشتن",
    "begin_break": "آغاز استراحت میز",
    "end_break": "پایان استراحت میز",
    "no_show": "غیبت",
    "left": "انصراف",
    "postponed": "به جلسهٔ بعد",
    "moved": "به جلسهٔ دیگر",
    "done": "پایان ملاقات",
    "write": "نوشتن",
    "amended": "اصلاح",
    "void": "باطل کردن",
    "issue": "صدور",
    "printed": "چاپ",
    "failed": "چاپ‌نشدن",
    "retry": "چاپ دوباره",
    "reprint": "المثنی",
    "drop": "حذف از چاپ",
    "dispatched": "ارسال",
    "acknowledged": "وصول",
    "answered": "پاسخ",
    "interim": "پاسخ میانی",
    "returned": "برگشت پاسخ",
    "passed": "واگذاری به واحد دیگر",
    "extended": "تمدید مهلت",
    "paused": "توقف مهلت",
    "resumed": "ادامهٔ مهلت",
    "reminded": "پیرو",
    "accepted": "تأیید متقاضی",
    "objected": "اعتراض متقاضی",
    "closed": "مختومه",
    "taken_back": "پس گرفتن",
    "decided": "دستور شهردار",
    "decision_taken_back": "پس گرفتن دستور شهردار",
    "keep": "نگه‌داشتن",
    "restore": "بازگرداندن",
    "merge": "یکی کردن",
    "unmerge": "جدا کردن",
    "renew": "پیرو پروندهٔ پیشین",
    "export": "خروجی",
    "export_again": "خروجی دوباره",
    "confirm": "تأیید تاریخ و ساعت",
    "close_day": "ثبت تعطیلی اضطراری",
    "deadlines": "جابه‌جایی مهلت‌ها",
    "list_year": "افزودن روزهای سال",
    "print_letters": "چاپ نامه‌های تغییر مهلت",
    "mark": "علامت «نادرست»",
    "unmark": "برداشتن علامت «نادرست»",
    "take_off": "برداشتن از پرونده",
    "insist": "ارسال شکایت به واحد مورد شکایت",
}
WRONG_CLOCK = "ساعت نادرست"
"""The mark of a row written while the clock was wrong."""
APART = {("called", "referral"): "تماس با متقاضی", ("move", "session"): "انتقال"}
"""Actions that have another name for one subject."""
SUBJECTS = (
    {
        "clerk": "متصدی",
        "visitor": "مراجعه‌کننده",
        "visit": "مراجعه",
        "session": "جلسه",
        "paraph": "پاراف",
        "referral": "ارجاع",
        "paper": "برگهٔ چاپی",
        "recovery": "برگهٔ بازیابی",
        "settings": "تنظیمات سازمان",
        "emblem": "نشان",
        "lists": "فهرست‌ها",
        "deadlines": "مهلت‌های ارجاع",
        "backup": "پشتیبان",
        "messages": "فهرست پیام",
        "referral_number": "شماره‌های ارجاع",
        "round_number": "شماره‌های جلسه",
        "ticket_number": "نوبت‌های جلسه",
        "ledger_number": "شماره‌های دفتر ارسال",
        "reminder_number": "شماره‌های پیرو",
        "clock": "ساعت",
        "answer_file": "پاسخ‌نامهٔ واحد",
        "followup": "برگهٔ پیگیری",
        "collective_case": "پروندهٔ جمعی",
        "answer_key": "کلید نشان پاسخ‌نامه‌ها",
    }
    | {name: spec.title for name, spec in LISTS.items()}
    | KINDS
)
FIELDS = {column.name: column.label for spec in LISTS.values() for column in spec.columns} | {
    "name": "نام",
    "code": "کد",
    "post": "سمت",
    "kind": "نوع",
    "login": "نام کاربری",
    "roles": "نقش‌ها",
    "retired_on": "کنار گذاشته از",
    "failures": "گذرواژهٔ نادرست",
    "until": "ورود بسته تا",
    "first_name": "نام",
    "last_name": "نام خانوادگی",
    "father": "نام پدر",
    "gender": "عنوان",
    "mobile": "تلفن همراه",
    "mobile_reason": "علت نبود تلفن",
    "code_reason": "علت پذیرش کد",
    "address": "نشانی",
    "personnel_number": "کد پرسنلی",
    "workplace": "محل خدمت",
    "employment": "نوع استخدام",
    "ticket": "نوبت",
    "category_id": "موضوع",
    "matter": "شرح درخواست",
    "district_id": "منطقهٔ ملک",
    "against_unit_id": "شکایت از",
    "enclosures": "تعداد پیوست",
    "priority_group_id": "اولویت",
    "priority_reason": "علت اولویت",
    "companion": "همراه",
    "companion_relation": "نسبت",
    "people": "تعداد افراد",
    "wanted_table_id": "میز",
    "state": "وضعیت",
    "table_id": "میز",
    "note": "یادداشت",
    "line_note": "یادداشت",
    "reason": "علت",
    "outcome": "نتیجه",
    "words": "متن",
    "official_id": "پاراف‌کننده",
    "official_post": "سمت",
    "official_name": "نام مقام",
    "unit_id": "واحد",
    "members": "تعداد مراجعه",
    "rows": "ردیف‌ها",
    "answers": "پاسخ‌ها",
    "unit_name": "واحد",
    "addressed_as": "خطاب",
    "part": "نقش واحد",
    "number": "شماره",
    "urgency": "فوریت",
    "working_days": "مهلت (روز کاری)",
    "due_day": "مهلت",
    "void": "شماره‌های باطل‌شده",
    "day": "روز",
    "round": "شمارهٔ جلسه",
    "invitees": "پیش‌ثبت‌شده",
    "stage": "مرحله",
    "step": "کار پس‌گرفته‌شده",
    "acknowledged_day": "روز وصول",
    "dispatched_day": "روز ارسال",
    "answered_day": "روز پاسخ",
    "unit_due_day": "مهلت واحد",
    "in_time_until": "به‌هنگام تا",
    "letter": "شمارهٔ نامه",
    "disputed": "تعداد اعتراض به پاسخ",
    "reminders": "تعداد پیرو",
    "extensions": "تعداد تمدید",
    "verdict_day": "روز نظر",
    "issued_day": "روز ارجاع",
    "paused_day": "توقف مهلت از",
    "paused_days": "روزهای توقف",
    "promised_day": "روز وعده",
    "interims": "تعداد پاسخ میانی",
    "answer_days": "روزهای تا پاسخ",
    "in_time": "پاسخ در مهلت",
    "in_promise": "پاسخ در مهلت وعده‌شده",
    "last_answer_day": "روز آخرین پاسخ",
    "objections": "تعداد اعتراض",
    "returns": "تعداد بازگشت",
    "call_again_day": "روز تماس دوباره",
    "office_number": "شمارهٔ دبیرخانه",
    "unit_number": "شمارهٔ نامهٔ واحد",
    "ordinal": "شمارهٔ پیرو",
    "late_days": "روزهای دیرکرد",
    "return_at": "بازگشت",
    "arrived_at": "ورود",
    "called_at": "فراخوان",
    "ended_at": "پایان",
    "moved_to": "به جلسهٔ",
    "place": "جا",
    "arrived": "ورود",
    "called": "فراخوان",
    "ended": "پایان",
    "line_at": "در صف از",
    "opened_at": "باز شدن",
    "closed_at": "پایان یافتن",
    "file": "فایل",
    "mark": "نشان سوابق تغییرات",
    "covers": "تا ردیف",
    "aside": "پیشین در",
    "first": "از شماره",
    "last": "تا شماره",
    "shared": "مشترک تا ردیف",
    "clock": "تاریخ و ساعت",
    "wrong_since": "ساعت نادرست از",
    "wrong_until": "ساعت نادرست تا",
    "marked": "ردیف‌های علامت‌خورده",
    "sessions": "روز جلسه‌ها",
    "registered": "مراجعه‌های ثبت‌شده",
    "issued": "ارجاع‌های صادرشده",
    "steps": "گام‌های پیگیری",
    "office": "نام سازمان",
    "phone": "تلفن پیگیری",
    "priority_after": "پس از چند نوبت عادی، یک اولویت",
    "recall_limit": "تعداد فراخوان دوباره",
    "long_wait": "انتظار طولانی (دقیقه)",
    "back_at": "بازگشت میز",
    "thursday_works": "پنجشنبه روز کاری است",
    "display_names": "نمایش نام",
    "slip_form": "اندازهٔ برگه",
    "holidays_confirmed": "تعطیلات تأییدشده تا سال",
    "weight": "وزن",
    "solved": "حل‌شده است",
    "correction_days": "مهلت اصلاح جلسه",
    "remind_again_days": "فاصلهٔ دو پیرو",
    "papers": "تعداد برگه",
    "messages": "تعداد پیام",
    "without_number": "بدون شماره",
    "message_registered": "پیام «درخواست ثبت شد»",
    "message_moved": "پیام «جلسه منتقل شد»",
    "message_referred": "پیام «ارجاع شد»",
    "message_answered": "پیام «پاسخ رسید»",
    "moved": "مهلت‌های جابه‌جاشده",
    "units": "تعداد واحد",
    "letters": "تعداد نامه",
    "year": "سال",
    "added": "روزهای افزوده",
    "bytes": "اندازه (بایت)",
}
_DATED = re.compile(r"\d{4}-\d\d-\d\d(T[\d:.]+Z)?")
_ORDER = {field: place for place, field in enumerate(FIELDS)}
SILENT = frozenset(
    {
        "id",
        "visit_id",
        "visitor_id",
        "paraph_id",
        "session_id",
        "accepted",
        "barcode",
        "issued_at",
        "written_at",
        "complaint_accepted",
        "unit_name",
        "official_id",
        "replaces",
        "same_as",
        "from",
        "sort_key",
        "position",
        "merged_into",
        "visits",
        "dispatch_id",
        "passed_from",
        "referral_id",
        "programme_id",
        "thursday_changes",
        "line_place",
    }
)
"""Values that only the program needs."""
Names = Mapping[tuple[str, str], str]
"""The shown name of an entry, by its list and its id (by its code for outcomes)."""


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """One value before and after; '' where there was none."""

    label: str
    before: str
    after: str


def action_words(action: str, subject: str) -> str:
    """Return what was done in words: «تغییر · واحدها»."""
    act = APART.get((action, subject), ACTIONS.get(action, action))
    return f"{act} · {SUBJECTS.get(subject, subject)}"


def changed_values(before: Row, after: Row, names: Names) -> list[ChangedValue]:
    fields = sorted({*before, *after} - SILENT, key=lambda field: (_ORDER.get(field, len(_ORDER)), field))
    found = [
        ChangedValue(FIELDS.get(field, field), *(value(field, side.get(field), names) for side in (before, after)))
        for field in fields
    ]
    return [each for each in found if each.before or each.after]


def value(field: str, stored: Any, names: Names) -> str:
    """Return a stored id, code, day or moment as the office says it."""
    if stored in (None, ""):
        return ""
    if field in FLAGS:
        return "بله" if stored else "خیر"
    text = str(stored)
    if field in AS_WRITTEN:
        return isolate(text)
    if named := names.get((LINKS.get(field, field), text)):
        return fa(named)
    if dated := _DATED.fullmatch(text):
        return isolate(fa(f"{jalali(local_day(text))} {local_time(text)}" if dated[1] else jalali(text)))
    if field == "step":
        return APART.get((text, "referral"), ACTIONS.get(text, text))
    if field in ("state", "kind", "gender", "roles", "part", "audience", "stage"):
        return "، ".join(VALUES.get(word, word) for word in text.split(" "))
    return fa(text)
