"""Printing on CUPS: the PDF itself goes to the queue, laid on the sheets that the queue has, and the answer is read."""

from collections.abc import Sequence
from math import ceil
from urllib.parse import quote

from app.printing.placement import parted
from app.printing.sheets import AnySize, Edges, Paper, Sheet, Size
from ui.papers import cups_jobs, ipp, libcups
from ui.papers.cups_answers import NOT_FOUND, SILENT, TOO_LARGE, UNANSWERED, refusal, sentence
from ui.papers.cups_jobs import queue_uri
from ui.papers.ipp_attributes import COLLECTION, INTEGER, JOB, KEYWORD, MIME, NAME, OPERATION, Attributes, Given
from ui.papers.pdf import Pdf
from ui.papers.placing import placed
from ui.papers.printer import JobState, NotKnown, NotPrinted, PrintJob

ASKED = (
    "printer-state",
    "printer-state-reasons",
    "printer-is-accepting-jobs",
    "media-col-database",
    "media-col-default",
    "media-col-ready",
    "media-size-supported",
    "media-left-margin-supported",
    "media-top-margin-supported",
    "media-right-margin-supported",
    "media-bottom-margin-supported",
    "media-source-supported",
)
SIDES = ("left", "top", "right", "bottom")


class CupsPrinter:
    def print_pdf(self, job: PrintJob) -> str:
        """Return the numbers of the queue's jobs, with commas: sheets of different sizes are jobs of their own."""
        queue = queue_of(job.printer)
        paper = paper_of(ready_queue(queue, job.printer))
        with Pdf(job.pdf) as pages:
            placements = placed(pages, paper, job.printer)
            parts = parted(placements)
            files = [pages.laid([(page, placements[page]) for page in part]) for part in parts]
        numbers: list[str] = []
        try:
            for n, (part, file) in enumerate(zip(parts, files, strict=True), 1):
                title = job_title(job, n, len(parts))
                numbers.append(_send(queue, job, title, placements[part[0]].sheet.size, file))
        except NotPrinted:
            if numbers and not _is_cancelled(queue, ",".join(numbers)):
                raise NotKnown(UNANSWERED.format(printer=job.printer)) from None
            raise  # all or nothing: what is tried again must not come out twice
        return ",".join(numbers)

    def states(self, printer: str, numbers: Sequence[str]) -> dict[str, JobState]:
        return cups_jobs.states(queue_of(printer), numbers)

    def cancel(self, printer: str, number: str) -> bool:
        return cups_jobs.cancel(queue_of(printer), number)

    def find(self, printer: str, token: str) -> str | None:
        return cups_jobs.find(queue_of(printer), token)


def queue_of(printer: str) -> str:
    """Return the name without what follows the stroke: a set of options, which are ours to choose."""
    return printer.partition("/")[0]


def job_title(job: PrintJob, n: int, parts: int) -> str:
    """Return the job's name, within the 255 bytes that IPP allows."""
    title = job.title.encode()[:200].decode("utf-8", "ignore")
    return title + (f" [{job.token}]" if job.token else "") + (f" ({n}/{parts})" if parts > 1 else "")


def ready_queue(queue: str, shown: str) -> Attributes:
    """Return what the queue tells of itself. Raise NotPrinted when it is gone, stopped or takes no jobs."""
    answer = cups_jobs.ask_queue(queue, ASKED)
    if answer.status == NOT_FOUND and libcups.make_queue(queue):
        answer = cups_jobs.ask_queue(queue, ASKED)
    if not answer.succeeded:
        raise NotPrinted(sentence(answer, shown))
    told = answer.first
    if told.get("printer-is-accepting-jobs") == [False]:
        raise NotPrinted(f"صف چاپگر «{shown}» کار جدید نمی‌پذیرد؛ پذیرش کار را در تنظیمات چاپگرهای سیستم باز کنید.")
    if told.get("printer-state") == [cups_jobs.STOPPED]:
        raise NotPrinted(f"چاپگر «{shown}» متوقف است؛ کاغذ و روشن بودن آن را بررسی و چاپگر را دوباره فعال کنید.")
    return told


def paper_of(told: Attributes) -> Paper:
    loaded = [_size(each) for name in ("media-col-ready", "media-col-default") for each in told.get(name, [])]
    sheets = tuple(
        Sheet(size, Edges(*(each.get(f"media-{side}-margin", [0])[0] / 100 for side in SIDES)), size in loaded)
        for each in told.get("media-col-database", [])
        if (size := _size(each))
    )
    margins = Edges(*(max(told.get(f"media-{side}-margin-supported", [0])) / 100 for side in SIDES))
    ranges = [(each["x-dimension"][0], each["y-dimension"][0]) for each in told.get("media-size-supported", [])]
    any_sizes = tuple(
        AnySize(Size(width[0] / 100, height[0] / 100), Size(width[1] / 100, height[1] / 100), margins)
        for width, height in ranges
        if isinstance(width, tuple) and isinstance(height, tuple)
    )
    return Paper(sheets, any_sizes)


def _size(media: Attributes) -> Size | None:
    """Return the size of a medium; None where it is a range."""
    size = media.get("media-size", [{}])[0]
    width, height = size.get("x-dimension", [None])[0], size.get("y-dimension", [None])[0]
    return Size(width / 100, height / 100) if isinstance(width, int) and isinstance(height, int) else None


def _send(queue: str, job: PrintJob, title: str, size: Size, file: bytes) -> str:
    media: dict[str, object] = {
        "media-size": {"x-dimension": ceil(size.width * 100 - 0.01), "y-dimension": ceil(size.height * 100 - 0.01)}
    }
    if job.tray:
        media["media-source"] = job.tray
    given: list[Given] = [
        queue_uri(queue),
        (OPERATION, NAME, "requesting-user-name", libcups.user()),
        (OPERATION, NAME, "job-name", title),
        (OPERATION, MIME, "document-format", "application/pdf"),
        (JOB, INTEGER, "copies", job.copies),
        (JOB, COLLECTION, "media-col", media),
        # the page is as large as the sheet: nothing is left to scale, and nothing lands in the middle of it
        (JOB, KEYWORD, "print-scaling", "none"),
    ]
    answer = ipp.ask(ipp.PRINT_JOB, f"/printers/{quote(queue)}", given, file)
    if answer.succeeded and "job-id" in answer.first:
        return str(answer.first["job-id"][0])
    if answer.status in SILENT and answer.was_sent:
        number = cups_jobs.find_title(queue, title, job.token) if job.token else None
        if number:
            return number  # the queue took it, and only its answer was lost
        if number is None:
            raise NotKnown(UNANSWERED.format(printer=job.printer))
    elif answer.status in TOO_LARGE and job.token and (empty := cups_jobs.find_title(queue, title, job.token)):
        cups_jobs.drop(queue, empty)  # what CUPS leaves of a job whose file it could not store
    raise refusal(answer, job.printer)


def _is_cancelled(queue: str, numbers: str) -> bool:
    try:
        return cups_jobs.cancel(queue, numbers)
    except NotPrinted:
        return False
