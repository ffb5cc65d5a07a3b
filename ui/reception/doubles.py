"""Duplicates: a list of the stored visitors who may be the same as the one in the form, to merge or to separate."""

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

TITLE = "همان شخص است؟ یکی یا جدا کردن با Enter"
NOBODY = "کسی با این نام، تلفن یا کد دوباره ثبت نشده است."
Duplicates = tuple[list[Double], list[Merging]]


class Doubles(QObject):
    settled = Signal(int)
    """Two visitors were merged or separated; the id is that of the one to show now."""
    refused = Signal(Refused)

    def __init__(self, context: Context, side: Side, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._side, self._visitor = context, side, Visitor()
        self._doubles: dict[int, Double] = {}
        self._merged: dict[int, Merging] = {}

    def ask(self, visitor: Visitor) -> None:
        if visitor.id:
            self._visitor = visitor
            self._context.work.run(partial(_read, clerk=self._context.clerk, visitor_id=visitor.id), self._offer)

    def _offer(self, found: Duplicates) -> None:
        doubles, merged = found
        self._doubles = {each.visitor.id: each for each in doubles}
        self._merged = {each.gone.id: each for each in merged}
        rows = [_row(each.visitor, each.why, f"{each.visits} مراجعه") for each in doubles]
        rows += [_row(each.gone, f"یکی شده: {each.reason}", "جدا شود") for each in merged]
        self._side.choose(TITLE, rows, self._merge_or_separate, NOBODY)

    def _merge_or_separate(self, visitor_id: int) -> None:
        """Merge with the chosen visitor, keeping the one who has a code, or separate the two again."""
        if merged := self._merged.get(visitor_id):
            task = partial(_separate, clerk=self._context.clerk, merged=merged)
        else:
            double = self._doubles[visitor_id]
            swaps = bool(double.visitor.code) and not self._visitor.code
            kept, gone = (visitor_id, self._visitor.id) if swaps else (self._visitor.id, visitor_id)
            task = partial(_merge, clerk=self._context.clerk, kept=kept, gone=gone, why=double.why)
        self._context.work.run(task, self._done, self.refused.emit)

    def _done(self, kept: int) -> None:
        self.settled.emit(kept)


def _read(db: Any, clerk: Clerk, visitor_id: int) -> Duplicates:
    return merging.doubles(db, clerk, visitor_id), merging.mergings(db, clerk, visitor_id)


def _merge(db: Any, clerk: Clerk, kept: int, gone: int, why: str) -> int:
    merging.merge(db, clerk, kept, gone, why)
    return kept


def _separate(db: Any, clerk: Clerk, merged: Merging) -> int:
    merging.unmerge(db, clerk, merged.id)
    return merged.kept_id


def _row(visitor: Visitor, why: str, tag: str) -> ListRow:
    known = visitor_row(visitor)
    return ListRow(known.id, known.name, fa(f"{known.quiet} · {why}"), tags=(("plain", tag),))
