"""Documents → one PDF. This takes a while, so only off the UI thread."""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from app.figures.scorecard_sheet import ScorecardSheet
from app.papers.documents import (
    FollowupSheet,
    Ledger,
    Minutes,
    PeriodReport,
    Receipt,
    RecoverySheet,
    Reminder,
    Slip,
    Ticket,
)
from app.printing.gathering import Document
from ui.papers.pdf import NotDrawn

log = logging.getLogger(__name__)
Drawable = Document | RecoverySheet | ScorecardSheet


def draw(documents: Sequence[Drawable], form: str) -> bytes:
    """Draw one document alone, or the slips and the receipt of one paraph. `form`: the slips' paper, 'a4' or 'a5'.

    Raise NotDrawn, and log the reason, when that fails.
    """
    try:
        return _draw(documents, form)
    except (ValueError, LookupError, ArithmeticError, OSError) as error:  # a broken emblem, a letter no font has
        log.error("a paper could not be drawn", exc_info=error)
        raise NotDrawn from error


def _draw(documents: Sequence[Drawable], form: str) -> bytes:
    from reports import (  # late: start-up
        followup_sheet,
        ledger,
        minutes,
        papers,
        period_report,
        recovery,
        reminder,
        scorecard,
        ticket,
    )

    alone: dict[type, Callable[[Any], bytes]] = {
        Ticket: ticket.ticket, Minutes: minutes.minutes, Ledger: ledger.ledger, Reminder: reminder.reminder,
        FollowupSheet: followup_sheet.followup_sheet, RecoverySheet: recovery.recovery_sheet,
        PeriodReport: period_report.period_report, ScorecardSheet: scorecard.scorecard,
    }
    if draw_one := alone.get(type(documents[0])):
        return draw_one(documents[0])
    slips = [each for each in documents if isinstance(each, Slip)]
    receipt = next((each for each in documents if isinstance(each, Receipt)), None)
    if form == "a4" or len(documents) > 1:
        return papers.slips_and_receipt(slips, receipt)
    return papers.receipt(receipt) if receipt else papers.slip(slips[0])
