"""Documents → one PDF, and its pages → pictures. Both take a while: off the UI thread."""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.documents import (
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
from app.scorecard_sheet import ScorecardSheet
from app.sheets import Document

log = logging.getLogger(__name__)
POINTS = 72
Drawable = Document | RecoverySheet | ScorecardSheet


class NotDrawn(Exception):
    """The paper could not be made; `sentence` is Persian."""

    sentence = "برگه ساخته نشد؛ خطا در گزارش برنامه نوشته شده است."


def draw(documents: Sequence[Drawable], form: str) -> bytes:
    """One document alone, or the slips and the receipt of one paraph. `form`: of the slips, 'a4' or 'a5'."""
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


class Pages:
    """The pages of a PDF, to be drawn at any size."""

    def __init__(self, pdf: bytes) -> None:
        from PySide6.QtPdf import QPdfDocument  # late: start-up

        self._buffer = QBuffer()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        self._document = QPdfDocument()
        self._document.load(self._buffer)
        if self._document.error() != QPdfDocument.Error.None_ or not len(self):
            raise NotDrawn

    def __len__(self) -> int:
        return self._document.pageCount()

    def size(self, page: int) -> QSizeF:
        """In points."""
        return self._document.pagePointSize(page)

    def at_resolution(self, page: int, dpi: int) -> QImage:
        """On white: a page by itself is drawn on nothing."""
        size = (self.size(page) * dpi / POINTS).toSize()
        drawn = self._document.render(page, size)
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(QColor(Qt.GlobalColor.white))
        with QPainter(image) as painter:
            painter.drawImage(0, 0, drawn)
        return image
