"""Draws documents as one PDF; it takes long, so only off the UI thread."""

import logging
from collections.abc import Callable, Sequence
from functools import partial
from threading import Lock
from typing import Any

from app.figures.scorecard_sheet import ScorecardSheet
from app.papers.annulment import Annulment
from app.papers.deadline_letter import DeadlineLetter
from app.papers.documents import Ledger, Minutes, Receipt, RecoverySheet, Slip, Ticket
from app.papers.period_report import PeriodReport
from app.papers.person_file import PersonFile
from app.papers.reminders import Reminder, ReminderLetter
from app.papers.unit_sheet import UnitSheets
from app.printing.gathering import Document
from app.this_pc.receipt_printers import Roll
from ui.papers.pdf import NotDrawn

log = logging.getLogger(__name__)
_DRAWING = Lock()
"""Each printer draws on its own thread, but reportlab and the caches of reports/ know only one."""
Drawable = Document | RecoverySheet | ScorecardSheet


def draw(documents: Sequence[Drawable], form: str, roll: Roll = 80) -> bytes:
    """Draw one document alone, or the slips and the receipt of one paraph. `form`: the slips' paper, 'a4' or 'a5'.
    `roll`: the width of the tickets' paper in millimetres.

    Raise NotDrawn, and log the reason, when that fails.
    """
    try:
        with _DRAWING:
            return _draw(documents, form, roll)
    except (ValueError, LookupError, ArithmeticError, OSError) as error:  # a broken emblem, a letter no font has
        log.error("a paper could not be drawn", exc_info=error)
        raise NotDrawn from error


def draw_trial_page(printer: str) -> bytes:
    from reports.trial_page import trial_page_pdf  # late: reportlab would delay the start

    with _DRAWING:
        return trial_page_pdf(printer)


def draw_trial_ticket(printer: str, roll: Roll) -> bytes:
    from reports.trial_ticket import trial_ticket_pdf  # late: reportlab would delay the start

    with _DRAWING:
        return trial_ticket_pdf(printer, roll)


def _draw(documents: Sequence[Drawable], form: str, roll: Roll) -> bytes:
    from reports.annulment import annulment_pdf  # late: reportlab and HarfBuzz would delay the start
    from reports.deadline_letter import deadline_letter_pdf
    from reports.ledger import ledger_pdf
    from reports.minutes import minutes_pdf
    from reports.paraph_papers import receipt_pdf, slip_pdf, slips_and_receipt_pdf
    from reports.period_report import period_report_pdf
    from reports.person_file import person_file_pdf
    from reports.recovery_sheet import recovery_sheet_pdf
    from reports.reminder import reminder_pdf
    from reports.reminder_letter import reminder_letter_pdf
    from reports.scorecard import scorecard_pdf
    from reports.ticket import ticket_pdf
    from reports.unit_sheet import unit_sheets_pdf

    single: dict[type, Callable[[Any], bytes]] = {
        Ticket: partial(ticket_pdf, roll=roll),
        Minutes: minutes_pdf,
        Ledger: ledger_pdf,
        Reminder: reminder_pdf,
        ReminderLetter: reminder_letter_pdf,
        DeadlineLetter: deadline_letter_pdf,
        Annulment: annulment_pdf,
        UnitSheets: unit_sheets_pdf,
        RecoverySheet: recovery_sheet_pdf,
        PeriodReport: period_report_pdf,
        ScorecardSheet: scorecard_pdf,
        PersonFile: person_file_pdf,
    }
    if draw_single := single.get(type(documents[0])):
        return draw_single(documents[0])
    slips = [each for each in documents if isinstance(each, Slip)]
    receipt = next((each for each in documents if isinstance(each, Receipt)), None)
    if len(documents) > 1 or (form == "a4" and slips):  # a receipt alone would leave half of an A4 empty
        return slips_and_receipt_pdf(slips, receipt)
    return receipt_pdf(receipt) if receipt else slip_pdf(slips[0])
