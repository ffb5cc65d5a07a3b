"""Printing on a receipt printer: its state is asked first, the picture follows, and its end is awaited."""

import errno
import socket
from contextlib import closing
from time import monotonic

from app.errors import Refused
from app.persian.text import isolate
from app.printing import escpos
from app.printing.escpos import Fault
from app.this_pc.receipt_printers import ReceiptPrinter
from ui.papers import device_link
from ui.papers.device_link import Link
from ui.papers.network_link import NetworkLink
from ui.papers.pdf import Pdf
from ui.papers.printer import NoRoom, NotKnown, NotPrinted, PrintJob, SilentPrinter
from ui.papers.receipt_bitmap import head_bitmap

ANSWER_SECONDS = 0.5
"""A device that has not answered by then is taken as one that does not tell."""
END_SECONDS = 3.0
"""A ticket takes a second. Not every device that tells its state also tells when it is done."""
FAULTS = {
    Fault.PAPER_OUT: "کاغذ چاپگر «{name}» تمام شده است؛ رول جدید بگذارید.",
    Fault.COVER_OPEN: "در چاپگر «{name}» باز است؛ آن را ببندید.",
    Fault.CUTTER: "تیغهٔ برش چاپگر «{name}» گیر کرده است؛ چاپگر را خاموش و روشن کنید.",
    Fault.ERROR: "چاپگر «{name}» خطا می‌دهد؛ آن را خاموش و روشن کنید.",
    Fault.OFFLINE: "چاپگر «{name}» آمادهٔ چاپ نیست؛ کاغذ و دکمه‌های آن را بررسی کنید.",
}
MISSING = "چاپگر «{name}» در درگاه {address} پیدا نشد؛ اتصال و روشن بودن آن را بررسی کنید."
UNREACHED = "چاپگر «{name}» در نشانی {address} پاسخ نمی‌دهد؛ روشن بودن چاپگر و کابل آن را بررسی کنید."
DENIED = "این رایانه اجازهٔ استفاده از چاپگر «{name}» در {address} را ندارد؛ با مسئول رایانه‌ها هماهنگ کنید."
REASONS = {
    errno.ENOENT: MISSING,
    errno.ENODEV: MISSING,
    errno.ENXIO: MISSING,
    errno.ENOTTY: "{address} درگاه چاپگر نیست؛ نشانی چاپگر «{name}» را در تنظیمات، «چاپگرهای حرارتی»، اصلاح کنید.",
    errno.EACCES: DENIED,
    errno.EPERM: DENIED,
    errno.EBUSY: "چاپگر «{name}» در اختیار برنامهٔ دیگری است یا متوقف شده است؛ آن را آزاد کنید.",
    errno.ENOSPC: FAULTS[Fault.PAPER_OUT],
    errno.ECONNREFUSED: "چاپگر «{name}» در نشانی {address} اتصال را نپذیرفت؛ نشانی و روشن بودن چاپگر را بررسی کنید.",
}
NO_ADDRESS = "نشانی {address} در شبکه پیدا نشد؛ نشانی چاپگر «{name}» را در تنظیمات، «چاپگرهای حرارتی»، بررسی کنید."
LOST = "ارتباط با چاپگر «{name}» در میان چاپ قطع شد."
STALLED = "چاپگر «{name}» در میان چاپ متوقف شد؛ کاغذ آن را بررسی کنید."
HALF = "شاید این برگه نیمه‌کاره چاپ شده باشد؛ اگر دوباره ارسال کنید، نشان «المثنی» دارد."


class ReceiptPrinting(SilentPrinter):
    """Prints on one receipt printer."""

    def __init__(self, printer: ReceiptPrinter) -> None:
        self._printer = printer

    def print_pdf(self, job: PrintJob) -> str:
        """Raise NotPrinted when nothing has reached the paper, NoRoom when the device told of a fault before the job,
        NotKnown when it failed under way."""
        with Pdf(job.pdf) as pages:
            bitmaps = [head_bitmap(pages, page, self._printer) for page in range(len(pages))]
        try:
            link = open_link(self._printer)
        except (OSError, Refused) as error:
            raise NotPrinted(self._reason(error)) from error
        with closing(link):
            device = _Device(link)
            try:
                device.begin()
            except OSError as error:
                raise NotPrinted(self._say(UNREACHED)) from error
            if device.fault:  # somebody sees to it at the printer, and need not come to the PC then
                says = self._say(FAULTS[device.fault])
                raise NoRoom(says, f"{says} سپس این برگه خودکار چاپ می‌شود.")
            try:
                for bitmap in bitmaps * job.copies:
                    for part in escpos.job(bitmap.rows, bitmap.dots, cuts=self._printer.cuts):
                        link.write(part)
                fault = device.await_end()
            except OSError as error:
                raise NotKnown(self._say(f"{_break_reason(error)} {HALF}")) from error
            if fault:
                raise NotKnown(self._say(f"{FAULTS[fault]} {HALF}"))
        return ""

    def _reason(self, error: Exception) -> str:
        if isinstance(error, socket.gaierror | Refused):
            return self._say(NO_ADDRESS)
        return self._say(REASONS.get(getattr(error, "errno", None) or 0, UNREACHED))

    def _say(self, sentence: str) -> str:
        return sentence.format(name=self._printer.name, address=isolate(self._printer.address))


def open_link(printer: ReceiptPrinter) -> Link:
    """Raise OSError when the device cannot be reached."""
    if printer.connection == "network":
        return NetworkLink(printer.address)
    if printer.connection == "file":
        from ui.papers.file_link import FileLink  # late: Windows has no such calls

        return FileLink(printer.address)
    from ui.papers.raw_queue import RawQueue  # late: Windows alone has it

    return RawQueue(printer.address)


def _break_reason(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return FAULTS[Fault.PAPER_OUT]
    return STALLED if isinstance(error, TimeoutError) else LOST


class _Device:
    """The state that a device tells, if it tells anything."""

    def __init__(self, link: Link) -> None:
        self._link, self._tells = link, False
        self._has_ended, self._of_notice = False, 0
        self.fault: Fault | None = None

    def begin(self) -> None:
        """Ask for the state; a device that does not answer is asked no more."""
        self._tells = self._link.tells and self._ask()

    def await_end(self) -> Fault | None:
        """Wait until everything is printed, and return the fault that keeps the device from it. A device that told its
        state before the job and is silent after it has stopped: TimeoutError."""
        if not self._tells:
            self._link.finish()
            return None
        self._has_ended = False
        self._link.write(escpos.ASK_END)
        begun, well_since = monotonic(), 0.0
        while not self._has_ended and not (well_since and monotonic() > well_since + END_SECONDS):
            self._statuses(ANSWER_SECONDS)
            if not self._has_ended and self._ask():
                if self.fault:
                    return self.fault
                well_since = well_since or monotonic()
            elif monotonic() > begun + device_link.STALL_SECONDS:
                raise TimeoutError
        return None

    def _ask(self) -> bool:
        """Return whether the device has answered the first question, and note its fault."""
        answers: dict[int, int] = {}
        for number in escpos.ASKED:
            self._link.write(escpos.ask(number))
            answer = self._next_status()
            if answer is not None:
                answers[number] = answer
            elif number == escpos.ASKED[0]:
                return False
        self.fault = escpos.fault(answers)
        return True

    def _next_status(self) -> int | None:
        end = monotonic() + ANSWER_SECONDS
        while (left := end - monotonic()) > 0:
            if found := self._statuses(left):
                return found[0]
        return None

    def _statuses(self, seconds: float) -> list[int]:
        """Return the answers among what the device says next, and note whether it says that it has ended."""
        found = []
        for byte in self._link.read(seconds):
            if self._of_notice:
                self._of_notice -= 1
            elif escpos.is_notice(byte):
                self._of_notice = 3
            elif escpos.is_status(byte):
                found.append(byte)
            else:
                self._has_ended |= escpos.is_end(byte)
        return found
