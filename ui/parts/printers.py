"""The printers this PC knows."""

from app.papers.requests import KINDS
from ui.this_pc.settings import PcSettings
from ui.widgets import Choice

NONE = Choice("-", "فعلاً بی‌چاپگر", "برگه‌ها در فهرست چاپ می‌مانند")


def printers() -> list[Choice]:
    """Asked of the system at the moment a list of them is shown."""
    from PySide6.QtPrintSupport import QPrinterInfo  # late: start-up

    return [Choice(name, name) for name in QPrinterInfo.availablePrinterNames()] + [NONE]


def default_printer() -> str:
    from PySide6.QtPrintSupport import QPrinterInfo  # late: start-up

    return QPrinterInfo.defaultPrinterName() or NONE.id


def use_printer(pc: PcSettings, kind: str, printer: str) -> None:
    """Kept as 'printer/<kind of paper>'; '' is none."""
    pc.set(f"printer/{kind}", "" if printer == NONE.id else printer)


def use_everywhere(pc: PcSettings, printer: str) -> None:
    for kind in KINDS:
        use_printer(pc, kind, printer)
