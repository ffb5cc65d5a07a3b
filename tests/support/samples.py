"""Papers to draw in tests, of an invented office; their text holds letters that PDF readers stumble over."""

from dataclasses import replace

from app.papers.annulment import Annulment
from app.papers.deadline_letter import DeadlineLetter, MovedRow
from app.papers.documents import (
    Applicant,
    Ledger,
    LedgerRow,
    Letterhead,
    Minutes,
    MinutesFate,
    MinutesPromises,
    MinutesReferral,
    MinutesReturn,
    MinutesTable,
    NamedCount,
    Receipt,
    ReceiptReferral,
    RecoverySheet,
    Sender,
    Slip,
    Ticket,
)
from app.papers.period_report import Chart, PeriodReport, ReportFigure, ReportTable
from app.papers.person_file import FileEvent, FileMatter, PersonFile
from app.papers.reminders import Reminder, ReminderLetter, ReminderRow
from app.papers.unit_sheet import SheetDecision, SheetReferral, UnitSheet, UnitSheets
from app.referrals import numbers

SENDER = Sender(
    "کرج، میدان نمونه، ساختمان مرکزی، طبقهٔ دوم، دبیرخانهٔ ملاقات‌های مردمی",
    "02632000000",
    "نسرین نمونه‌ای",
    "مسئول دبیرخانه",
)
HEAD = Letterhead("شهرداری کرج", "چهارشنبه‌های مردمی", None, "137", SENDER)
PERSON = Applicant("آقای نمونه آزمایشی‌فر", "فرضی", "0499370899", "کد ملی", "09120000000", "", "خانم لاله مثالی، همسر")
TICKET = Ticket(
    letterhead=HEAD,
    round=62,
    day="2026-11-25",
    number=42,
    visitor=PERSON.name,
    category="شهرسازی و ساختمان",
    table="",
    people_ahead=7,
    wait=(20, 35),
    arrived_at="2026-11-25T05:42:00.000Z",
    priority=True,
    on_paper=False,
    barcode="410006200425",
    reprint=True,
)
SLIP = Slip(
    letterhead=HEAD,
    round=62,
    number="1405/م/00871",
    barcode="140500008714",
    day="2026-11-25",
    enclosures=2,
    urgency="فوری",
    confidential=False,
    addressed_as="مدیر محترم منطقه 5",
    applicant=PERSON,
    category="شهرسازی و ساختمان",
    matter="اعتراض به رأی کمیسیون مادهٔ 100؛ درخواست بازدید مجدد از ملک پلاک 162/4567",
    district="منطقه 5",
    official_post="شهردار کرج",
    official_name="آقای الف. نمونه",
    words="از محل بازدید و نتیجه گزارش شود؛ علت تأخیر در پاسخ قبلی نیز اعلام گردد.",
    part="lead",
    working_days=15,
    due_day="2026-12-16",
    leads=(),
    partners=("معاونت فنی و عمرانی",),
    copies=("ادارهٔ کل حقوقی", "سازمان سیما، منظر و فضای سبز"),
    times=1,
    follows="",
    replaces="",
    passed_number="",
    passed_unit="",
    objected_day="",
    objection="",
    void=False,
    reprint=False,
)
RECEIPT = Receipt(
    letterhead=HEAD,
    round=62,
    ticket=42,
    written_at="2026-11-25T06:51:00.000Z",
    applicant=PERSON,
    category="شهرسازی و ساختمان",
    outcome_code="referred",
    outcome="ارجاع شد",
    legal_day="2027-02-23",
    referrals=(
        ReceiptReferral("1405/م/00871", "منطقه 5", "2026-12-16", "lead"),
        ReceiptReferral("1405/م/00872", "معاونت فنی و عمرانی", "2026-12-26", "partner"),
        ReceiptReferral("1405/م/00873", "ادارهٔ کل حقوقی", "", "copy"),
    ),
    barcode="240500008711",
    times=1,
    follows="",
    reprint=False,
)
REMINDER = Reminder(
    letterhead=HEAD,
    ordinal=2,
    number="1405/م/00871/پ2",
    slip_number="1405/م/00871",
    barcode="340500008718",
    day="2026-12-30",
    slip_day="2026-11-25",
    addressed_as="مدیر محترم منطقه 5",
    confidential=False,
    applicant=PERSON,
    category="شهرسازی و ساختمان",
    matter="رفع پلمب کارگاه ساختمانی، خیابان نمونه، پلاک ۱۵۰",
    words="بررسی و نتیجه را به متقاضی اعلام فرمایید",
    due_day="2026-12-16",
    late_days=10,
    earlier=("2026-12-22",),
    answered_day="",
    answer="",
    objected_day="",
    objection="",
    official_post="شهردار کرج",
    reprint=False,
)
ANNULMENT = Annulment(
    letterhead=HEAD,
    number="1405/م/00871",
    barcode="540500008712",
    day="2026-11-28",
    slip_day="2026-11-25",
    addressed_as="مدیر محترم منطقه 5",
    confidential=False,
    applicant=PERSON,
    category="شهرسازی و ساختمان",
    reason="پاراف برای شخص دیگری نوشته شده بود",
    instead="1405/م/00902",
    official_post="شهردار کرج",
    official_name="",
    reprint=False,
)
RECOVERY = RecoverySheet("شهرداری کرج", "لاله نمونه", "4821-0937-5516-2084", "2026-11-25T05:42:00.000Z")


PERIOD = PeriodReport(
    letterhead=HEAD,
    day="2026-12-22",
    title="گزارش فصل",
    period="پاییز 1405",
    compared="تابستان 1405",
    figures=(
        ReportFigure("مراجعه", "count", 412, 398),
        ReportFigure("حل‌شده", "share", 0.63, 0.61),
        ReportFigure("میانهٔ انتظار", "minutes", 34, None),
    ),
    charts=(
        Chart("مراجعه", "در هر ماه", "count", (("مهر", 131.0), ("آبان", 154.0), ("آذر", None))),
        Chart("حل‌شده", "سهم", "share", (("مهر", 0.5), ("آبان", 0.7), ("آذر", 0.2))),
    ),
    tables=(
        ReportTable(
            "به تفکیک موضوع",
            (("موضوع", "text"), ("مراجعه", "count"), ("حل‌شده", "share")),
            (("شهرسازی و ساختمان", 61, 0.5), ("املاک و تملک", 22, None)),
        ),
    ),
    definitions=("حل‌شده: پاسخی که متقاضی تأیید کرده است.",),
)


def unit_sheets(units: int, rows: int) -> UnitSheets:
    """Return the sheets of units that have so many referrals in each section."""
    made = tuple(
        UnitSheet(
            unit_id=unit,
            unit=f"منطقه {unit}",
            decisions=tuple(sheet_decision(number) for number in range(rows)),
            denied=tuple(sheet_referral(number, is_denied=True) for number in range(10, 10 + 3 * rows)),
            due=tuple(sheet_referral(number) for number in range(100, 100 + rows)),
            broken=tuple(sheet_referral(number) for number in range(200, 200 + rows)),
            again=tuple(sheet_referral(number, times=3 + number % 3) for number in range(10, 10 + rows)),
            late=tuple(sheet_referral(number, late=90 - number % 90) for number in range(200, 200 + 4 * rows)),
            accepted=16,
            asked=39,
            load="پربار",
            load_accepted=587,
            load_asked=931,
        )
        for unit in range(1, units + 1)
    )
    return UnitSheets(HEAD, 63, "2026-12-02", "2026-12-09", "2025-12-02", "2026-11-29", "شهردار کرج", made)


def sheet_decision(number: int) -> SheetDecision:
    referral = sheet_referral(number, stage="answered", is_denied=False)
    return SheetDecision(
        replace(referral, stage=("answered", "accepted", "acknowledged")[number % 3]),
        "تا هفتهٔ آینده با حضور متقاضی بازدید و عکس محل پیوست پاسخ شود",
        "2026-11-25",
        answered_since=number % 3 < 2,
    )


def sheet_referral(number: int, **changes: object) -> SheetReferral:
    hidden = number % 9 == 4
    referral = SheetReferral(
        number=f"1405/م/{number:05}",
        visitor="" if hidden else "خانم لاله مثالی",
        matter="محرمانه" if hidden else "آسفالت کوچه پس از حفاری گاز، خیابان نبوغ، روبه‌روی مدرسهٔ شهید فرضی",
        stage="acknowledged",
        is_denied=False,
        has_interim=number % 2 == 0,
        is_paused=False,
        late=number % 3 * 17,
        due_day="2026-12-05",
        due_by="unit",
        unit_due_day="2026-12-05",
        promised_day="2026-11-22",
        promise="" if hidden else "پس از خرید لوله تا پایان آبان",
        times=1,
        last_visit_day="2026-11-18",
        reminders=number % 4,
        answer="" if hidden else "بررسی و اقدام لازم برابر مقررات به عمل آمد.",
        answer_day="2026-10-14",
        objection="" if hidden else "نصف کار را کردند و رفتند؛ نخاله همان‌جاست و هر روز بیشتر می‌شود.",
        objected_day="2026-11-02",
    )
    return replace(referral, **changes)  # type: ignore[arg-type]  # any field of a referral


def ledger(slips: int) -> Ledger:
    return Ledger(
        letterhead=HEAD,
        number=31,
        day="2026-11-25",
        addressed_as="مدیر محترم منطقه 5",
        unit="منطقه 5",
        mode="اتوماسیون اداری",
        office_number="140509/7712",
        clerk="لاله نمونه",
        rows=tuple(ledger_row(number) for number in range(1, slips + 1)),
        reprint=False,
    )


def ledger_row(number: int) -> LedgerRow:
    hidden, copy = number % 9 == 0, number % 5 == 0
    return LedgerRow(
        number=f"1405/م/{number:05}",
        day="2026-11-25",
        visitor="" if hidden else "خانم لاله مثالی",
        category="محرمانه" if hidden else "املاک و تملک",
        due_day="" if copy else "2026-12-16",
        copy=copy,
        urgency="فوری" if number % 7 == 0 else "",
        void=number == 3,
    )


def reminder_letter(referrals: int) -> ReminderLetter:
    rows = tuple(reminder_row(number) for number in range(1, referrals + 1))
    return ReminderLetter(
        HEAD, rows[0].number, rows[0].barcode, "2026-12-30", "مدیر محترم منطقه 5", "منطقه 5", rows, False
    )


def reminder_row(number: int) -> ReminderRow:
    hidden, denied = number % 9 == 0, number % 4 == 0
    code = numbers.Number(1405, "م", 1, number).barcode
    return ReminderRow(
        number=f"1405/م/{number:05}/پ2",
        barcode=numbers.paper_code(code, "reminder"),
        visitor="" if hidden else "خانم لاله مثالی",
        category="محرمانه" if hidden else "املاک و تملک",
        matter="" if hidden else "معوض ملک در مسیر بلوار نمونه",
        official_post="" if hidden else "شهردار کرج",
        words="" if hidden else "بررسی و اقدام شود",
        due_day="2026-12-16",
        late_days=10 + number,
        answered_day="2026-12-01" if denied else "",
        answer="انجام شد. برابر مقررات اقدام گردید" if denied and not hidden else "",
        objected_day="2026-12-05" if denied else "",
        objection="هیچ کاری نشده است" if denied and not hidden else "",
    )


def deadline_letter(referrals: int) -> DeadlineLetter:
    return DeadlineLetter(
        letterhead=HEAD,
        number=12,
        day="2026-12-08",
        addressed_as="مدیر محترم منطقه 5",
        unit="منطقه 5",
        closed_day="2026-12-09",
        opened_day="",
        reason="آلودگی هوا، به تصمیم کارگروه اضطرار استان",
        decree="1405/9/7712",
        rows=tuple(moved_row(number) for number in range(1, referrals + 1)),
        reprint=False,
    )


def moved_row(number: int) -> MovedRow:
    hidden = number % 9 == 0
    return MovedRow(
        number=f"1405/م/{number:05}",
        visitor="" if hidden else "خانم لاله مثالی",
        category="محرمانه" if hidden else "املاک و تملک",
        before_day=f"2026-12-{13 + number % 3}",
        after_day=f"2026-12-{14 + number % 3}",
    )


def minutes(referrals: int) -> Minutes:
    return Minutes(
        letterhead=HEAD,
        round=62,
        day="2026-11-25",
        opened_at="2026-11-25T05:00:00.000Z",
        closed_at="2026-11-25T09:45:00.000Z",
        draft=False,
        clerk="لاله نمونه",
        officials=("شهردار کرج", "معاون شهرسازی و معماری"),
        registered=131,
        people=152,
        met=118,
        no_show=6,
        left=3,
        postponed=4,
        on_paper=2,
        referrals=referrals,
        priority=23,
        wait_median=34,
        wait_longest=81,
        service_median=5,
        by_table=(
            MinutesTable("میز ۱", "شهردار کرج", 41, 5),
            MinutesTable("میز ۲", "معاون شهرسازی و معماری", 52, None),
        ),
        by_outcome=(
            NamedCount("ارجاع شد", 88),
            NamedCount("در محل حل شد", 12),
            NamedCount("راهنمایی شد (خارج از حیطه)", 9),
        ),
        by_unit=tuple(NamedCount(f"منطقه {number}", 20 - number) for number in range(1, 11)),
        by_category=(NamedCount("شهرسازی و ساختمان", 61), NamedCount("املاک و تملک", 22)),
        referral_list=tuple(minutes_referral(number) for number in range(1, referrals + 1)),
        changes=(),
        journal_head="1234-3fa91b07c44d2e10",
        returns=(*(MinutesReturn(f"رضا خیالی {n}", 7 - n) for n in range(5)), MinutesReturn("", 2)),
        promised=(("2026-12-02", 12), ("2026-12-16", 28)),
        before=MinutesPromises(
            61, "2026-11-18", "2026-11-25", (MinutesFate("در موعد، تأییدشده", 4, 9), MinutesFate("وعدهٔ شکسته", 3, 17))
        ),
    )


def minutes_referral(number: int) -> MinutesReferral:
    hidden = number % 9 == 0
    return MinutesReferral(
        number=f"1405/م/{number:05}",
        ticket=number,
        visitor="" if hidden else "خانم لاله مثالی",
        category="محرمانه" if hidden else "املاک و تملک",
        matter="" if hidden else "پرداخت بهای ملک واقع در مسیر طرح",
        unit=f"منطقه {number % 10 + 1}",
        official="معاون شهرسازی و معماری",
        due_day="2026-12-16" if number % 5 else "",
        void=number % 11 == 0,
    )


def person_file(events: int) -> PersonFile:
    """A person's file with one open and one settled matter of so many events each."""
    told = tuple(
        FileEvent("2026-11-25", f"پاسخ نهایی · منطقهٔ {n}", "«اقدام شد و نتیجه به اطلاع متقاضی رسید.» · نامهٔ ۱۲/۳۴")
        for n in range(events)
    )
    matters = (
        FileMatter("شهرسازی و ساختمان", ("2026-05-20", "2026-11-25"), "اعتراض متقاضی، 12 روز دیرکرد", True, told),
        FileMatter("محرمانه", ("2026-01-07",), "تأیید متقاضی", False, told),
    )
    return PersonFile(HEAD, "2026-12-02", "آقای نمونه آزمایشی", "بهرام", "کد ملی", "049***0899", 7, 2, 12, matters)
