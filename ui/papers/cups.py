"""Printing on CUPS: the PDF itself goes to the queue, laid on the sheets that the queue has, and the answer is read."""

from math import ceil
from urllib.parse import quote

from app.printing.placement import parted
from app.printing.sheets import AnySize, Edges, Paper, Sheet, Size
from ui.papers import ipp, libcups
from ui.papers.cups_answers import NOT_FOUND, sentence
from ui.papers.ipp import Answer
from ui.papers.ipp_attributes import COLLECTION, INTEGER, JOB, KEYWORD, MIME, NAME, OPERATION, URI, Attributes, Given
from ui.papers.pdf import Pdf
from ui.papers.placing import placed
from ui.papers.printer import NotPrinted, PrintJob

STOPPED = 5
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
        queue = job.printer.partition("/")[0]  # what follows the stroke is a set of options, which are ours to choose
        paper = paper_of(ready_queue(queue, job.printer))
        with Pdf(job.pdf) as pages:
            placements = placed(pages, paper, job.printer)
            parts = parted(placements)
            files = [pages.laid([(page, placements[page]) for page in part]) for part in parts]
        numbers = []
        for n, (part, file) in enumerate(zip(parts, files, strict=True), 1):
            title = job.title if len(parts) == 1 else f"{job.title} ({n}/{len(parts)})"
            numbers.append(_send(queue, job, title, placements[part[0]].sheet.size, file))
        return ",".join(numbers)


def ready_queue(queue: str, shown: str) -> Attributes:
    """Return what the queue tells of itself. Raise NotPrinted when it is gone, stopped or takes no jobs."""
    answer = ask_queue(queue)
    if answer.status == NOT_FOUND and libcups.make_queue(queue):
        answer = ask_queue(queue)
    if not answer.succeeded:
        raise NotPrinted(sentence(answer, shown))
    told = answer.first
    if told.get("printer-is-accepting-jobs") == [False]:
        raise NotPrinted(f"صف چاپگر «{shown}» کار جدید نمی‌پذیرد؛ پذیرش کار را در تنظیمات چاپگرهای سیستم باز کنید.")
    if told.get("printer-state") == [STOPPED]:
        raise NotPrinted(f"چاپگر «{shown}» متوقف است؛ کاغذ و روشن بودن آن را بررسی و چاپگر را دوباره فعال کنید.")
    return told


def ask_queue(queue: str) -> Answer:
    return ipp.ask(ipp.GET_PRINTER, "/", [_uri(queue), (OPERATION, KEYWORD, "requested-attributes", list(ASKED))])


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
        _uri(queue),
        (OPERATION, NAME, "requesting-user-name", libcups.user()),
        (OPERATION, NAME, "job-name", title),
        (OPERATION, MIME, "document-format", "application/pdf"),
        (JOB, INTEGER, "copies", job.copies),
        (JOB, COLLECTION, "media-col", media),
        # the page is as large as the sheet: nothing is left to scale, and nothing lands in the middle of it
        (JOB, KEYWORD, "print-scaling", "none"),
    ]
    answer = ipp.ask(ipp.PRINT_JOB, f"/printers/{quote(queue)}", given, file)
    if not answer.succeeded or "job-id" not in answer.first:
        raise NotPrinted(sentence(answer, job.printer))
    return str(answer.first["job-id"][0])


def _uri(queue: str) -> Given:
    return OPERATION, URI, "printer-uri", f"ipp://localhost/printers/{quote(queue)}"
