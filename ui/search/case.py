"""One case, to be read: who, what about, what was written, where it went, who did what."""

from PySide6.QtWidgets import QWidget

from app.persian.text import fa
from app.search.case import Case
from ui.search.words import head, journal_rows, place, state_tag, written_rows
from ui.widgets import History, Tag, column, heading, label, row


class CaseView(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.ticket, self.name, self.tag = label("", "ticket"), label("", "title"), Tag()
        self.head, self.place, self.papers = label("", "quiet"), label("", "quiet"), label("", "quiet")
        self.matter = label("", "lead", wraps=True)
        self.written = History("هنوز پارافی نوشته نشده است.")
        self.journal = History("رویدادی نیست.")
        column(
            row(self.ticket, column(row(self.name, self.tag, 1), self.head, gap=4), 1, gap=16), self.place,
            self.matter, self.papers,
            row(column(heading("پاراف‌ها و ارجاع‌ها"), self.written), column(heading("رویدادها"), self.journal), gap=24),
            parent=self,
        )
        self.setFocusProxy(self.written)

    def show_case(self, case: Case) -> None:
        visit = case.story.visit
        self.ticket.setText(fa(visit.ticket))
        self.name.setText(fa(case.story.visitor.titled))
        kind, words = state_tag(visit.state)
        self.tag.show_state(words, kind)
        self.head.setText(fa(head(case)))
        self.place.setText(fa(place(case)))
        self.matter.setText(fa(visit.matter))
        names = "، ".join(paper.name for paper in case.story.papers)
        self.papers.setText(fa(f"پیوست‌ها: {names}" if names else ""))
        self.papers.setVisible(bool(names))
        self.written.show_rows(written_rows(case))
        self.journal.show_rows(journal_rows(case))
