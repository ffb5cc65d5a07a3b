"""Somebody known who may be written twice: beside the form with his own particulars stand those who may be he."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.access.clerks import Clerk
from app.errors import Refused
from app.persian.text import fa
from app.search import merging
from app.search.merging import Double, Merging
from app.visits.visitors import Visitor
from ui.context import Context
from ui.reception.side import Side
from ui.reception.words import visitor_row
from ui.widgets import ListRow

TITLE = "همان شخص است؟ Enter یکی یا جدا می‌کند"
NOBODY = "کسی با این نام، تلفن یا کد دوباره ثبت نشده است."
Answer = tuple[list[Double], list[Merging]]


class Doubles(QObject):
    """`settled`: who stands now."""

    settled = Signal(int)
    refused = Signal(Refused)

    def __init__(self, context: Context, side: Side, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._side, self._him = context, side, Visitor()
        self._doubles: dict[int, Double] = {}
        self._merged: dict[int, Merging] = {}

    def ask(self, visitor: Visitor) -> None:
        if visitor.id:
            self._him = visitor
            self._context.work.run(partial(_about, visitor_id=visitor.id), self._offer)

    def _offer(self, answer: Answer) -> None:
        doubles, merged = answer
        self._doubles = {each.visitor.id: each for each in doubles}
        self._merged = {each.gone.id: each for each in merged}
        rows = [_row(each.visitor, each.why, f"{each.visits} مراجعه") for each in doubles]
        rows += [_row(each.gone, f"یکی شده: {each.reason}", "جدا شود") for each in merged]
        self._side.choose(TITLE, rows, self._take, NOBODY)

    def _take(self, visitor_id: int) -> None:
        """The one who has a code is kept."""
        if merged := self._merged.get(visitor_id):
            task = partial(_part, clerk=self._context.clerk, merged=merged)
        else:
            double = self._doubles[visitor_id]
            swaps = bool(double.visitor.code) and not self._him.code
            kept, gone = (visitor_id, self._him.id) if swaps else (self._him.id, visitor_id)
            task = partial(_join, clerk=self._context.clerk, kept=kept, gone=gone, why=double.why)
        self._context.work.run(task, self._done, self.refused.emit)

    def _done(self, kept: int) -> None:
        self.settled.emit(kept)


def _about(db: Any, visitor_id: int) -> Answer:
    return merging.doubles(db, visitor_id), merging.mergings(db, visitor_id)


def _join(db: Any, clerk: Clerk, kept: int, gone: int, why: str) -> int:
    merging.merge(db, clerk, kept, gone, why)
    return kept


def _part(db: Any, clerk: Clerk, merged: Merging) -> int:
    merging.unmerge(db, clerk, merged.id)
    return merged.kept_id


def _row(visitor: Visitor, why: str, tag: str) -> ListRow:
    known = visitor_row(visitor)
    return ListRow(known.id, known.name, fa(f"{known.quiet} · {why}"), tags=(("plain", tag),))
