"""One case to be read: the visitor, the visit asked for, and the whole story of the visitor matter by matter."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QTextBrowser, QWidget

from app.persian.text import fa
from app.search.case import Case
from ui.parts.summary_line import SummaryLine
from ui.search.story_html import AT_ONCE, story_html
from ui.search.words import session_and_category, state_tag, visitor_details
from ui.widgets import KeyButton, Tag, column, label, row


class CaseView(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.visit_id = self.visitor_id = 0
        """The visit and the visitor that are shown; 0 before the first."""
        self._case: Case | None = None
        self._drawn = AT_ONCE
        self.ticket, self.name, self.tag = label("", "ticket"), label("", "title"), Tag()
        self.head, self.place, self.papers = label("", "quiet"), label("", "quiet"), label("", "quiet")
        self.matter = label("", "lead", wraps=True)
        self.summary = SummaryLine(lines=2, at_hand=False)
        self.story = QTextBrowser()
        self.story.setOpenLinks(False)
        option = QTextOption()
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        self.story.document().setDefaultTextOption(option)
        self.story.setObjectName("story")
        self.more = KeyButton("", "Alt+Enter", small=True, flat=True)
        self.more.clicked.connect(self._show_more)
        column(
            row(
                self.ticket,
                column(row(self.name, self.tag, 1), self.head, gap=2),
                1,
                column(self.place, self.papers, gap=2),
                gap=16,
            ),
            self.matter,
            self.summary,
            self.story,
            row(self.more, 1),
            gap=8,
            parent=self,
        ).setStretchFactor(self.story, 1)
        self.setFocusProxy(self.story)

    def show_case(self, case: Case) -> None:
        visit = case.story.visit
        self._case, self._drawn = case, AT_ONCE
        self.visit_id, self.visitor_id = visit.id, case.story.visitor.id
        self.ticket.setText(fa(visit.ticket))
        self.name.setText(fa(case.story.visitor.titled))
        kind, words = state_tag(visit.state)
        self.tag.show_state(words, kind)
        self.head.setText(fa(visitor_details(case)))
        self.place.setText(fa(session_and_category(case)))
        self.matter.setText(fa(visit.matter))
        names = "، ".join(paper.name for paper in case.story.papers)
        self.papers.setText(fa(f"پیوست‌ها: {names}" if names else ""))
        self.papers.setVisible(bool(names))
        self.summary.show_summary(case.person.summary)
        self._draw()

    def _show_more(self) -> None:
        """Draw all the matters of a long story; the place that is being read stays."""
        if self._case:
            self._drawn, bar = len(self._case.person.matters), self.story.verticalScrollBar()
            place = bar.value()
            self._draw()
            bar.setValue(place)

    def _draw(self) -> None:
        if self._case:
            self.story.setHtml(story_html(self._case, self._drawn))
            matters = len(self._case.person.matters)
            self.more.setVisible(matters > self._drawn)
            self.more.set_text(f"همهٔ موضوع‌ها ({self._drawn} از {matters})")
