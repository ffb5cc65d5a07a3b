"""The answers of CUPS, in words for the clerk."""

from ui.papers.ipp import Answer
from ui.papers.printer import NoRoom, NotPrinted

NOT_FOUND, FORBIDDEN, TOO_LARGE = 0x0406, (0x0401, 0x0402, 0x0403), (0x0408, 0x0409)
"""A spool folder that is full or cannot be written to ends the request as too large; libcups says 0x0409."""
NOT_ACCEPTING, FULL = 0x0506, (0x0404, 0x0505, 0x0507, 0x050B)
"""CUPS calls a job "not possible" when its queue, or the server, holds as many as it may."""
NO_DISK = "صف چاپگر «{printer}» روی دیسک این رایانه جا ندارد یا اجازهٔ نوشتن در پوشهٔ آن نیست؛"
UNANSWERED = (
    "صف چاپگر «{printer}» هنگام ارسال این برگه پاسخ نداد و معلوم نیست چاپ شده باشد؛ اگر چاپ نشده است، دوباره ارسال"
    " کنید. برگهٔ جدید نشان «المثنی» دارد."
)
SILENT = (-1, 0x0502, *range(0x1000, 0x1010))
"""No answer, or one of libcups's own: nobody reached the server, or it hung up."""


def refusal(answer: Answer, printer: str) -> NotPrinted:
    """Return what to raise when the queue said no to a job."""
    if answer.status in FULL:
        waits = f"صف چاپگر «{printer}» پر است؛ این برگه و برگه‌های پس از آن با باز شدن جا در صف، خودکار ارسال می‌شود."
        return NoRoom(sentence(answer, printer), waits)
    if answer.status in TOO_LARGE:
        waits = f"{NO_DISK.format(printer=printer)} پس از آزاد شدن جا، این برگه خودکار ارسال می‌شود."
        return NoRoom(sentence(answer, printer), waits)
    return NotPrinted(sentence(answer, printer))


def sentence(answer: Answer, printer: str) -> str:
    """Return why the queue said no."""
    status = answer.status
    if status == NOT_FOUND:
        return f"چاپگر «{printer}» پیدا نشد؛ روشن و متصل بودن آن را بررسی کنید یا چاپگر دیگری انتخاب کنید."
    if status == NOT_ACCEPTING:
        return f"صف چاپگر «{printer}» کار جدید نمی‌پذیرد؛ پذیرش کار را در تنظیمات چاپگرهای سیستم باز کنید."
    if status in FULL:
        return f"صف چاپگر «{printer}» پر است؛ پس از چاپ کارهای پیشین دوباره ارسال کنید."
    if status in FORBIDDEN:
        return f"این رایانه اجازهٔ چاپ با چاپگر «{printer}» را ندارد؛ با مسئول رایانه‌ها هماهنگ کنید."
    if status in TOO_LARGE:
        return f"{NO_DISK.format(printer=printer)} فضای دیسک را آزاد کنید و دوباره ارسال کنید."
    if status in SILENT:
        return "سامانهٔ چاپ این رایانه پاسخ نمی‌دهد؛ رایانه را دوباره راه‌اندازی کنید یا با مسئول رایانه‌ها هماهنگ کنید."
    return f"چاپگر «{printer}» کار را نپذیرفت."
