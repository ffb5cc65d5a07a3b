"""Which printer of this PC prints a kind of paper, and how."""

from typing import NamedTuple

from app.this_pc import receipt_printers
from app.this_pc.receipt_printers import Roll
from ui.this_pc.settings import PcSettings

ALL = "all"
"""The printer of every kind that has none of its own."""
TICKET = "ticket"
"""The one kind that fits on the roll of a receipt printer."""
ONE_COPY = (TICKET, "receipt", "recovery")
"""Kinds that are handed to one person: of these there is one, whatever is set for the others."""
MOST_COPIES = 9


class Way(NamedTuple):
    """How a kind of paper is printed."""

    printer: str
    """'' where none is chosen."""
    tray: str
    copies: int


def printer_of(pc: PcSettings, kind: str) -> str:
    return pc.get(f"printer/{kind}") or pc.get(f"printer/{ALL}")


def way_of(pc: PcSettings, kind: str) -> Way:
    """Return the way of a kind. The tray is that of the printer for all: another one's trays have other names."""
    printer = printer_of(pc, kind)
    tray = pc.get("printing/tray") if printer == pc.get(f"printer/{ALL}") else ""
    return Way(printer, tray, 1 if kind in ONE_COPY else copies(pc))


def copies(pc: PcSettings) -> int:
    kept = pc.get("printing/copies")
    return int(kept) if kept in map(str, range(1, MOST_COPIES + 1)) else 1


def roll(pc: PcSettings) -> Roll:
    """Return the width of the tickets' paper in the system's printers, in millimetres."""
    return 58 if pc.get("printing/roll") == "58" else 80


def roll_in(pc: PcSettings, printer: str) -> Roll:
    """Return the width of the tickets' paper in a printer: a receipt printer has its own."""
    known = receipt_printers.named(pc, printer)
    return known.roll if known else roll(pc)
