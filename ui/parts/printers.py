"""The printers of this PC, and which one each kind of paper goes to."""

from app.papers.requests import KINDS
from app.this_pc import receipt_printers
from ui.this_pc.printers import ALL
from ui.this_pc.settings import PcSettings
from ui.widgets import Choice

NONE = Choice("-", "فعلاً بدون چاپگر", "برگه‌ها در فهرست چاپ می‌مانند")


def printers() -> list[Choice]:
    """Ask the system now which printers there are; the last choice is none."""
    return [Choice(name, name) for name in system_printers()] + [NONE]


def system_printers() -> list[str]:
    from PySide6.QtPrintSupport import QPrinterInfo  # late: start-up

    return QPrinterInfo.availablePrinterNames()


def receipt_printer_choices(pc: PcSettings) -> list[Choice]:
    return [Choice(each.name, each.name, "چاپگر حرارتی") for each in receipt_printers.saved(pc)]


def default_printer() -> str:
    from PySide6.QtPrintSupport import QPrinterInfo  # late: start-up

    return QPrinterInfo.defaultPrinterName() or NONE.id


def use_printer(pc: PcSettings, kind: str, printer: str) -> None:
    """Save the printer as 'printer/<kind of paper>'; '' means that of all papers, and for ALL none."""
    pc.set(f"printer/{kind}", "" if printer == NONE.id else printer)


def use_for_all_papers(pc: PcSettings, printer: str) -> None:
    use_printer(pc, ALL, printer)
    for kind in KINDS:
        use_printer(pc, kind, "")
