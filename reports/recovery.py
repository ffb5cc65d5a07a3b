"""The sheet with the one-time code, for the day the only administrator is locked out."""

from app.papers.documents import RecoverySheet
from app.persian.calendar import jalali, local_day, local_time
from app.persian.text import fa, isolate
from reports.line import Span
from reports.sheet import A5_ACROSS, MM, Sheet

SIDE = 18 * MM
ADVICE = (
    "این رمز فقط یک بار به کار می‌آید: در صفحهٔ ورود، «رمز را فراموش کرده‌ام» را بزنید و آن را بنویسید.",
    "برگه را در پاکت دربسته و در جای امن نگه دارید. هر که آن را داشته باشد، می‌تواند به نام این متصدی وارد شود.",
    "پس از به کار بردن رمز، برگهٔ تازه‌ای چاپ کنید و این یکی را از میان ببرید.",
)


def recovery_sheet(sheet: RecoverySheet) -> bytes:
    """A5 across."""
    width, height = A5_ACROSS
    page = Sheet(width, height, "برگهٔ بازیابی ورود")
    room, y = width - 2 * SIDE, 14 * MM
    y += page.write([Span(sheet.office, 13, "Bold")], SIDE, y, room)
    y += page.write([Span("برگهٔ بازیابی ورود", 17, "Bold")], SIDE, y, room, "centre") + 2 * MM
    page.rule(SIDE, y, room, weight=1)
    made = isolate(fa(f"{jalali(local_day(sheet.made_at))}"))
    time = isolate(fa(local_time(sheet.made_at)))
    spans = [Span("متصدی: ", 11.5, quiet=True), Span(fa(sheet.clerk), 11.5, "Bold")]
    spans += [Span("      تاریخ چاپ: ", 11.5, quiet=True), Span(f"{made}، ساعت {time}", 11.5)]
    y += page.write(spans, SIDE, y + 4 * MM, room) + 7 * MM
    page.box(SIDE, y, room, 24 * MM, 2.5 * MM, 1.2)
    page.write([Span(isolate(fa(sheet.code)), 26, "Bold")], SIDE, y + 12 * MM - 22, room, "centre")
    y += 30 * MM
    for text in ADVICE:
        y += page.write([Span(text, 10.5)], SIDE, y, room) + 1 * MM
    return page.save()
