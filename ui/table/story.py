"""The visitor at the table and the matter: everything the official should see before writing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.access.privacy import HIDDEN
from app.cases.earlier import EarlierMatter
from app.cases.story import Story
from app.persian.text import fa
from ui.parts.reading import Reading
from ui.parts.scan_pages import ScanPage, scan_pages
from ui.parts.scan_viewer import SMALL, ScanStrip
from ui.parts.words import earlier_matter_row, visitor_summary
from ui.widgets import Card, History, KeyButton, Tag, column, heading, label, row, theme
from ui.work import Work


class StoryCard(Card):
    sheet_asked = Signal(int)
    """The place of the sheet to be shown large."""
    renew_asked = Signal(int)
    """The earlier visit whose paraph is to be renewed."""

    def __init__(self, work: Work) -> None:
        self._work, self.story = work, None
        self._ticket, self._name = label(name="ticket"), label(name="visitorName")
        self._who = label(name="quiet", wraps=True)
        self._tag, self._about = Tag(), label(name="label")
        self.matter, self._collective = Reading(), label(name="quiet", wraps=True)
        self._against, self._companion = label(name="quiet", wraps=True), label(name="quiet")
        self._note = label(name="tableNote", wraps=True)
        self.strip, self._larger = ScanStrip(), KeyButton("بزرگ", "F3", small=True, flat=True)
        self._enclosures, self._earlier = label(name="label"), heading("سوابق")
        self.renew = KeyButton("پیرو همان پرونده", "F10", small=True)
        self.renew.clicked.connect(self._renew)
        self.history = History("اولین مراجعهٔ ایشان است.")
        self._papers = QWidget()
        column(row(self._enclosures, 1, self._larger), self.strip, gap=2, parent=self._papers)
        words = column(row(self._name, self._tag, 1), self._who, gap=2)
        head = row(self._ticket, words, gap=14)
        head.setStretch(1, 1)
        super().__init__(
            head,
            self._note,
            self._about,
            self.matter,
            self._collective,
            self._against,
            self._companion,
            self._papers,
            row(self._earlier, 1, self.renew),
            self.history,
            gap=8,
        )
        self.inner.setStretchFactor(self.history, 1)
        self._larger.clicked.connect(self._open_first)
        self.strip.opened.connect(self.sheet_asked)

    story: Story | None

    def show_story(self, story: Story, day: str, tag: str = "", *, renewable: bool = False) -> None:
        """`day`: today, ISO. `tag`: a word beside the name, such as «نفر بعدی». `renewable`: whether an earlier paraph
        may be renewed for this visitor now."""
        before, self.story = self.story, story
        self.renew.setVisible(renewable and self._owed() is not None)
        if story == before and tag == self._tag.text():
            return
        visit = story.visit
        papers = before.papers if before and before.visit.id == visit.id else None
        self._ticket.setText(fa(visit.ticket))
        self._name.setText(fa(story.visitor.titled))
        self._who.setText(fa(visitor_summary(story)))
        self._tag.show_state(tag or ("محرمانه" if visit.confidential else ""), "accent" if tag else "waits")
        self._about.setText(fa(f"درخواست · {visit.category}"))
        self.matter.say(visit.matter or "شرحی نوشته نشده است.")
        self._say_rest(story)
        self._earlier.setText(fa(f"سوابق ({len(story.earlier)})" if story.earlier else "سوابق"))
        self.history.show_rows([earlier_matter_row(each, visit.category, day) for each in story.earlier])
        if papers != story.papers:
            self._show_papers(story)

    def _say_rest(self, story: Story) -> None:
        for part, text in (
            (self._collective, f"پروندهٔ جمعی: {'، '.join(story.collective)}" if story.collective else ""),
            (self._against, f"شکایت از: {story.against}" if story.against else ""),
            (self._companion, f"همراه یا نماینده: {story.companion}" if story.companion else ""),
            (self._note, f"یادداشت: {story.visit.line_note}" if story.visit.line_note else ""),
        ):
            part.setText(fa(text))
            part.setVisible(bool(text))

    def _show_papers(self, story: Story) -> None:
        self._papers.setVisible(bool(story.papers or story.enclosures))
        self._larger.setVisible(bool(story.papers))
        count = f"{story.enclosures} برگ پیوست" if story.enclosures else "پیوست"
        self._enclosures.setText(fa(count if story.papers else f"{count}؛ تصویری ثبت نشده است"))
        self.strip.show_pages([])
        if story.papers:
            self._work.run_long(scan_pages(story.papers, theme.px(SMALL)), self._came)

    def _came(self, found: list[ScanPage]) -> None:
        """Show the scans, unless another visitor has been shown meanwhile."""
        if self.story and {paper.id for paper in self.story.papers} == {sheet.attachment_id for sheet in found}:
            self.strip.show_pages(found)

    def _owed(self) -> EarlierMatter | None:
        """The earlier matter a unit still owes an answer to; None when there is none or its words are hidden."""
        earlier = self.story.earlier if self.story else ()
        return next((each for each in earlier if each.is_open and each.category != HIDDEN), None)

    def _renew(self) -> None:
        if owed := self._owed():
            self.renew_asked.emit(owed.visit_id)

    def _open_first(self) -> None:
        if self.strip.pages:
            self.sheet_asked.emit(0)
