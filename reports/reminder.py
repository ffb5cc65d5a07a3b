"""«پیرو»: a letter to a unit whose deadline has passed. A5 across."""

from app.papers.reminders import Reminder
from app.persian.calendar import jalali
from app.persian.text import fa, isolate
from reports.letter import NBSP, due_text, ordinal, quoted, shortened
from reports.text_line import Span
from reports.unit_letter import UnitLetter, unit_letter_pdf

MATTER, WORDS = 260, 160
"""Letters of the matter, and of the paraph, the answer and the objection: all of it fits one page."""
REQUEST = (
    "خواهشمند است دستور فرمایید نتیجهٔ اقدام به همراه مستندات در اسرع وقت اعلام شود. چنانچه پاسخ به زمان بیشتری"
    " نیاز دارد، علت و تاریخ پاسخ نهایی را اعلام فرمایید."
)


def reminder_pdf(reminder: Reminder) -> bytes:
    label = "مهلت پاسخ" if not reminder.late_days else "پایان مهلت"
    framed = [Span(f"{label}:{NBSP}", 11), Span(due_text(reminder.due_day), 12.5, "Bold")] if reminder.due_day else []
    return unit_letter_pdf(
        UnitLetter(
            name=f"پیرو {reminder.number}",
            letterhead=reminder.letterhead,
            facts=[("شماره", reminder.number), ("تاریخ", jalali(reminder.day))],
            title=f"نامهٔ پیرو (یادآوری {ordinal(reminder.ordinal)})",
            framed=framed,
            addressed_as=reminder.addressed_as,
            applicant=reminder.applicant,
            paragraphs=[_opening(reminder), *_told(reminder), REQUEST],
            barcode=reminder.barcode,
            code_label="کد پیرو",
            confidential=reminder.confidential,
            reprint=reminder.reprint,
        )
    )


def _opening(reminder: Reminder) -> str:
    before = "، ".join(isolate(jalali(day)) for day in reminder.earlier)
    earlier = f" و پیروهای {before}" if len(reminder.earlier) > 1 else f" و پیرو {before}" if before else ""
    slip = f"پیرو ارجاع شمارهٔ{NBSP}{isolate(reminder.slip_number)} مورخ{NBSP}{isolate(jalali(reminder.slip_day))}"
    about, due = f"{slip}{earlier} با موضوع «{reminder.category}»", isolate(jalali(reminder.due_day))
    if not reminder.late_days:
        return fa(f"{about}، متقاضی دوباره مراجعه کرده است؛ خواهشمند است پاسخ آن واحد حداکثر تا{NBSP}{due} ارسال شود.")
    if reminder.objected_day:
        return fa(
            f"{about}، متقاضی به پاسخ آن واحد اعتراض کرده است. مهلت پاسخ به اعتراض در تاریخ{NBSP}{due} به پایان رسیده و"
            f" با گذشت {reminder.late_days}{NBSP}روز{NBSP}کاری، پاسخ جدیدی به این دبیرخانه واصل نشده است."
        )
    return fa(
        f"{about}، مهلت پاسخ آن واحد در تاریخ{NBSP}{due} به پایان رسیده و با گذشت"
        f" {reminder.late_days}{NBSP}روز{NBSP}کاری، پاسخی به این دبیرخانه واصل نشده است."
    )


def _told(reminder: Reminder) -> list[str]:
    """Return what the unit's manager would look up in the slip: the matter and the paraph, and after an objection what
    was answered and denied."""
    paraph = quoted(shortened(reminder.words, WORDS))
    told = [f"موضوع: {shortened(reminder.matter, MATTER)}"] if reminder.matter else []
    told += [f"پاراف {reminder.official_post}: {paraph}"] if paraph else []
    for label, day, words in (
        ("پاسخ آن واحد در", reminder.answered_day, reminder.answer),
        ("اعتراض متقاضی در", reminder.objected_day, reminder.objection),
    ):
        if words:
            told.append(f"{label} {isolate(jalali(day))}: {quoted(shortened(words, WORDS))}")
    return [fa("\n".join(told))] if told else []
