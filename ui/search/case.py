"""One case to be read: the visitor, the matter, the paraphs with their referrals, and the events."""

from PySide6.QtWidgets import QWidget

from app.persian.text import fa
from app.search.case import Case
from ui.search.words import event_rows, paraph_rows, session_and_category, state_tag, visitor_details
from ui.widgets import History, Tag, column, heading, label, row


class CaseView(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.visit_id = 0
        """The visit whose case is shown; 0 before the first."""
        self.ticket, self.name, self.tag = label("", "ticket"), label("", "title"), Tag()
        self.head, self.place, self.papers = label("", "quiet"), label("", "quiet"), label("", "quiet")
        self.matter = label("", "lead", wraps=True)
        self.paraphs = History("هنوز پارافی نوشته نشده است.")
        self.events = History("رویدادی ثبت نشده است.")
        column(
            row(self.ticket, column(row(self.name, self.tag, 1), self.head, gap=4), 1, gap=16),
            self.place,
            self.matter,
            self.papers,
            row(column(heading("پاراف‌ها و ارجاع‌ها"), self.paraphs), column(heading("رویدادها"), self.events), gap=24),
            parent=self,
        )
        self.setFocusProxy(self.paraphs)

    def show_case(self, case: Case) -> None:
        visit = case.story.visit
        self.visit_id = visit.id
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
        self.paraphs.show_rows(paraph_rows(case))
        self.events.show_rows(event_rows(case.events))
