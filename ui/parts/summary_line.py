"""One sentence about a visitor over everything else: how often, what is open and how late, what was said last."""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy

from app.cases.summary import VisitorSummary
from app.persian.text import fa
from ui.parts.summary_words import SummaryWords, summary_words
from ui.widgets import row
from ui.widgets.frames import restyle

ANSWER_SHARE = 0.6
"""The most of the room left that the answer takes from the visitor's words, which yield before it."""
FILLED = 0.86
"""The part of several lines that words fill: the rest is lost where a word goes to the next line."""
SEPARATOR = " · "


class SummaryLine(QFrame):
    """Hidden on a first visit. The counts are never cut; the visitor's words and then the answer end in «…» where there
    is no room, and stand whole in the tool tip."""

    def __init__(self, *, lines: int = 1, at_hand: bool = True) -> None:
        """`lines`: the most it may take. `at_hand`: whether it is about a visit now, rather than all visits so far."""
        super().__init__()
        self._lines, self._at_hand = lines, at_hand
        self._words: SummaryWords | None = None
        self._label = QLabel()
        self._label.setTextFormat(Qt.TextFormat.RichText)
        self._label.setWordWrap(lines > 1)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row(self._label, parent=self).setContentsMargins(12, 8, 12, 8)
        self.hide()

    def show_summary(self, summary: VisitorSummary | None) -> None:
        is_first = summary is None or summary.visits == 1
        self._words = None if is_first or summary is None else summary_words(summary, at_hand=self._at_hand)
        self.setVisible(self._words is not None)
        if summary and self._words:
            self.setProperty("tone", summary.tone)
            restyle(self)
            self.setToolTip(f"<p dir='rtl'>{escape(fa(self._words.whole()))}</p>")
            self.setAccessibleName(fa(self._words.whole()))
            self._fit()

    def text(self) -> str:
        """Return the sentence without a cut; '' while it is hidden."""
        return fa(self._words.whole()) if self._words else ""

    def shown(self) -> str:
        """Return the sentence as it stands there."""
        return self._plain if self._words else ""

    _plain = ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if not self._words:
            return
        words, plain = self._words, QFontMetrics(self._label.font())
        room = self._label.width() * self._lines * (FILLED if self._lines > 1 else 1) - self._taken(words)
        answer, said = fa(words.answer), fa(words.said)
        if plain.horizontalAdvance(answer + said) > room:
            least = max(room * ANSWER_SHARE, room - plain.horizontalAdvance(said))
            answer = plain.elidedText(answer, Qt.TextElideMode.ElideRight, max(int(least), 0))
            said = plain.elidedText(
                said, Qt.TextElideMode.ElideRight, max(int(room - plain.horizontalAdvance(answer)), 0)
            )
        counts = [fa(part) for part in words.counts]
        html = SEPARATOR.join(
            f"<span style='font-weight:bold'>{escape(part)}</span>" if n != 1 else escape(part)
            for n, part in enumerate(counts)
        )
        rest = self._rest(answer, said)
        self._plain = SEPARATOR.join(filter(None, (*counts, rest)))
        self._label.setText(f"<p dir='rtl' style='margin:0'>{html}{SEPARATOR if rest else ''}{escape(rest)}</p>")

    def _rest(self, answer: str, said: str) -> str:
        words = self._words
        if not words or not (words.lead or words.said_lead):
            return ""
        first = f"{fa(words.lead)}{_quoted(answer)}" if words.lead else ""
        then = f"{fa(words.said_lead)}{_quoted(said)}" if words.said_lead else ""
        return " ".join(filter(None, (first, then)))

    def _taken(self, words: SummaryWords) -> int:
        """Return the width of what is never cut."""
        plain, heavy = self._label.font(), QFont(self._label.font())
        heavy.setBold(True)
        counts = QFontMetrics(heavy).horizontalAdvance(fa(SEPARATOR.join((*words.counts, ""))))
        return counts + QFontMetrics(plain).horizontalAdvance(fa(f"{words.lead}«»  {words.said_lead}«»"))


def _quoted(text: str) -> str:
    return f"«{text}»" if text else ""
