"""The recovery sheet: a one-time code for the day the only administrator is locked out. A5 across."""

from app.papers.documents import RecoverySheet
from app.persian.calendar import jalali, local_day, local_time
from app.persian.text import fa, isolate
from reports.sheet import A5_ACROSS, MM, Sheet
from reports.text_line import Span

SIDE = 18 * MM
ADVICE = (
    "این کد فقط یک بار قابل استفاده است: در صفحهٔ ورود، «فراموشی گذرواژه» را بزنید و آن را بنویسید.",
    "برگه را در پاکت دربسته و در جای امن نگه دارید. هر کس آن را داشته باشد، می‌تواند به نام این متصدی وارد شود.",
    "پس از استفاده از کد، برگهٔ جدیدی چاپ کنید و برگهٔ پیشین را معدوم کنید.",
)


def recovery_sheet_pdf(document: RecoverySheet) -> bytes:
    width, height = A5_ACROSS
    sheet = Sheet(width, height, "برگهٔ بازیابی ورود", document.office)
    room, y = width - 2 * SIDE, 14 * MM
    y += sheet.write([Span(document.office, 13, "Bold")], SIDE, y, room)
    y += sheet.write([Span("برگهٔ بازیابی ورود", 17, "Bold")], SIDE, y, room, "centre") + 2 * MM
    sheet.rule(SIDE, y, room, weight=1)
    day = isolate(fa(jalali(local_day(document.made_at))))
    time = isolate(fa(local_time(document.made_at)))
    spans = [Span("متصدی: ", 11.5), Span(fa(document.clerk), 11.5, "Bold")]
    spans += [Span("      تاریخ چاپ: ", 11.5), Span(f"{day}، ساعت {time}", 11.5)]
    y += sheet.write(spans, SIDE, y + 4 * MM, room) + 7 * MM
    sheet.box(SIDE, y, room, 24 * MM, 2.5 * MM, 1.2)
    sheet.write([Span(isolate(fa(document.code)), 26, "Bold")], SIDE, y + 12 * MM - 22, room, "centre")
    y += 30 * MM
    for text in ADVICE:
        y += sheet.write([Span(text, 10.5)], SIDE, y, room) + 1 * MM
    return sheet.save()
