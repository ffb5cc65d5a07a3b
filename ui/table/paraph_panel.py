"""The writing side of the page: the form or a list over it, the notice, and the buttons."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.cases.summary import VisitorSummary
from app.table.matters import TableMatter
from app.table.view import MeetingTable, Phrase
from ui.context import Context
from ui.parts.decision_entry import DecisionEntry
from ui.parts.question import Answer, Question, QuestionStack, Values
from ui.parts.summary_line import SummaryLine
from ui.table.called_strip import CalledStrip
from ui.table.empty_table import EmptyTable
from ui.table.form import ParaphForm
from ui.table.phrases import ROWS
from ui.table.pick_list import PickList
from ui.table.send import SendPanel
from ui.table.words import phrase_row, today_row
from ui.widgets import Card, KeyButton, ListRow, Notice, column, row, theme

TALL = 760
"""Height of a window, in pixels at a zoom of 1, in which no phrase has to make room for the summary or the reason."""

REASON = 100
"""Height that the reason of an amendment takes beside the summary."""
DECIDE = ("دستور شهردار", "Ctrl+D")
"""Title and key of the button that stands in the page's head."""


class ParaphPanel(Card):
    _front: QWidget
    _amends = False

    def __init__(self, context: Context) -> None:
        self.called, self.form, self.notice = CalledStrip(), ParaphForm(), Notice()
        self.summary = SummaryLine()
        """Stands over the whole page."""
        self.save = KeyButton("ثبت و چاپ", "Ctrl+Enter", primary=True)
        self.preview, self.send_on = KeyButton("پیش‌نمایش", "F7"), KeyButton("میز دیگر", "F8")
        self.next, self.void = KeyButton("نفر بعدی", "F9"), KeyButton("باطل کردن", "Shift+F4")
        self.back = KeyButton("بازگشت", "Esc")
        """Leaves an amendment."""
        self.empty = EmptyTable(KeyButton("نفر بعدی", "F9", primary=True))
        self.tables = PickList("این رایانه کدام میز است؟", "نام میز", "هنوز میزی در تنظیمات تعریف نشده است.")
        self.phrases = PickList("عبارت‌های پاراف", "ابتدای هر کلمه", "عبارتی در تنظیمات نیست.")
        self.today = PickList(
            "پاراف‌های امروز این میز",
            "نام، نوبت یا متن",
            "هر پارافی که این میز امروز ثبت کند، برای اصلاح یا ابطال این‌جا می‌آید.",
        )
        self.send, self.leaving = SendPanel(), QuestionStack(QWidget())
        self.decisions, self.decide_key = DecisionEntry(context, QWidget()), KeyButton(*DECIDE, small=True, flat=True)
        self._buttons = QWidget()
        row(self.save, self.preview, self.back, 1, self.void, self.send_on, self.next, gap=12, parent=self._buttons)
        self._writing = QWidget()
        column(self.called, self.form, gap=12, parent=self._writing).setStretch(1, 1)
        lists = (self.tables, self.phrases, self.today)
        self._panels = (self._writing, self.empty, *lists, self.send, self.leaving, self.decisions)
        super().__init__(*self._panels, self.notice, self._buttons)
        for panel in self._panels:
            self.inner.setStretchFactor(panel, 1)
        self._bring(self.empty)
        self.decide_key.clicked.connect(self.enter_decisions)
        self.decisions.ended.connect(self.leaving.ended)
        self.notice.said.connect(self._fit)
        self.notice.closed.connect(self._fit)

    def front(self) -> QWidget:
        return self._front

    def show_form(self) -> None:
        self._bring(self._writing)

    def show_empty(self) -> None:
        self._bring(self.empty)

    def show_panel(self, panel: QWidget) -> None:
        """Bring a list to the front. The notice is closed: it has been read, and Esc belongs to the list."""
        self.notice.close_notice()
        self._bring(panel)
        panel.setFocus()

    def offer_tables(self, tables: Sequence[MeetingTable], chosen: int) -> None:
        """Ask which table this PC is; there is a way back only where it is already one."""
        if self._front is not self.tables:
            self.tables.offer([ListRow(table.id, table.name) for table in tables])
            if chosen:
                self.tables.list.set_current(chosen)
            self.show_panel(self.tables)
        self.tables.back.setVisible(bool(chosen))

    def offer_phrases(self, phrases: Sequence[Phrase]) -> None:
        self.phrases.offer([phrase_row(phrase) for phrase in phrases])
        self.show_panel(self.phrases)

    def offer_today(self, today: Sequence[TableMatter], *, can_leave: bool = True) -> None:
        self.today.offer([today_row(matter) for matter in today])
        self.today.back.setVisible(can_leave)
        self.show_panel(self.today)

    def refresh_today(self, today: Sequence[TableMatter], *, at_table: bool) -> None:
        """Show the list anew where it is in front. `at_table`: this PC is a table, and decisions are entered here."""
        self.decide_key.setVisible(at_table)
        if self.shows_today():
            self.today.refresh([today_row(matter) for matter in today])

    def offer_send(self, ticket: int, tables: Sequence[MeetingTable], here: int, *, unsaved: bool) -> None:
        self.send.offer(ticket, tables, here, unsaved=unsaved)
        self.show_panel(self.send)

    def ask_leaving(self, ticket: int, answered: Callable[[Values], object]) -> None:
        """Ask what becomes of an amendment that is not saved; `keep` of the answer is '' where it is given up."""
        sentence = f"اصلاح پاراف نوبت {ticket} هنوز ثبت نشده است و پاراف پیشین معتبر است."
        keep, drop = (
            Answer("نگه‌داشتن متن اصلاح", "Enter", {"keep": "1"}),
            Answer("کنار گذاشتن اصلاح", "F8", {"keep": ""}),
        )
        self.leaving.ask(Question("اصلاح ناتمام", sentence, (), keep, drop), answered)
        self.show_panel(self.leaving)
        if self.leaving.question:
            self.leaving.question.setFocus()

    def enter_decisions(self) -> None:
        """Enter what the mayor wrote on the sheets of the units, over the form, which keeps its words."""
        if self.decisions.question is None and self.leaving.question is None:
            self.show_panel(self.decisions)
            self.decisions.start()

    def shows_today(self) -> bool:
        return self._front is self.today

    def shows_list(self) -> bool:
        return self._front not in (self._writing, self.empty)

    def shows_form(self) -> bool:
        return self.front() is self._writing

    def _bring(self, front: QWidget) -> None:
        """Show one panel and hide the others. A QStackedWidget would be as high as its highest page, and the notice
        would push the page apart."""
        self._front = front
        self.inner.setEnabled(False)  # for a moment two panels would need room, and a window only grows
        for panel in self._panels:
            panel.setVisible(panel is front)
        self.inner.setEnabled(True)
        self._buttons.setVisible(front is self._writing)

    def rest(self, rests: bool) -> None:
        """While a rule is at work the keys that write rest, so that a second press writes nothing twice."""
        self.save.setEnabled(not rests)
        self.void.setEnabled(not rests)

    def sum_up(self, summary: VisitorSummary | None) -> None:
        """Say in one line over the page what should be known of the visitor; None: nobody is shown."""
        self.summary.show_summary(summary)
        self._fit()

    def arrange(self, *, called: bool, amends: bool, away: bool) -> None:
        """Show the keys that fit. `away`: the form belongs to a visit that is not at the table."""
        self.called.setVisible(called)
        self.save.set_primary(not called)
        self.save.set_text("ثبت اصلاح و چاپ" if amends else "ثبت و چاپ")
        self.void.setVisible(amends)
        self.back.setVisible(amends)
        self.send_on.setVisible(not away)
        self.next.setVisible(not away)
        self._amends = amends
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        height, is_summed_up = self.window().height(), not self.summary.isHidden()
        is_tight = is_summed_up and height < theme.px(TALL)
        is_cramped = self._amends and height < theme.px(TALL + REASON * is_summed_up)
        strips = (bool(self.notice.text()), not self.called.isHidden(), self._amends, is_tight or is_cramped)
        self.form.make_room(sum(strips), phrase_rows=0 if is_cramped else ROWS - is_tight)
