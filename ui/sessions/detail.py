"""The details of the selected session, and its steps."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.access.clerks import Clerk
from app.access.privacy import JUDGING
from app.office.holidays import UNCONFIRMED_YEAR
from app.persian.calendar import local_time, long_day
from app.persian.text import fa, isolate
from app.sessions.agenda import Proposal, SessionsView
from app.sessions.sessions import LEADERS, REOPENERS, Session
from ui.parts.button_flow import button_flow
from ui.sessions.agenda_items import AgendaItem
from ui.widgets import KeyButton, Tag, column, label, row

STEPS = {"open": "پایان جلسه…", "proposed": "برنامه‌ریزی", "skipped": "تعیین روز دیگر…", "closed": "چاپ صورت‌جلسه"}
NOT_ALLOWED = "باز کردن، بستن و انتقال جلسه بر عهدهٔ مدیر برنامه است."


class Detail(QWidget):
    acted = Signal()
    """Take the step that this session waits for."""
    move_asked = Signal()
    cancel_asked = Signal()
    print_asked = Signal()
    reopen_asked = Signal()
    sheet_asked = Signal()
    correct_asked = Signal()
    paraphs_asked = Signal()
    finish_asked = Signal()

    def __init__(self, clerk: Clerk) -> None:
        super().__init__()
        self._leads, self._reopens = clerk.may(*LEADERS), clerk.may(*REOPENERS)
        self._prints_sheets = clerk.may(*JUDGING["unit_sheet"])
        self.day, self.programme = label("", "title"), label("", "subtitle")
        self.tag, self.words = Tag(), label("", wraps=True)
        self.act = KeyButton("", "Enter", primary=True)
        self.move_, self.cancel = KeyButton("انتقال…", "F6"), KeyButton("لغو…", "F8")
        self.draft, self.reopen = KeyButton("پیش‌نویس صورت‌جلسه", "F7"), KeyButton("بازگشایی…", "F5")
        self.sheet = KeyButton("برگهٔ واحدها", "Ctrl+P")
        self.correct, self.paraphs = KeyButton("اصلاح جلسه…", "F2"), KeyButton("پاراف‌های جلسه", "F2")
        self.finish = KeyButton("پایان اصلاح و چاپ صورت‌جلسه", "F4")
        for button, signal in (
            (self.act, self.acted),
            (self.move_, self.move_asked),
            (self.cancel, self.cancel_asked),
            (self.draft, self.print_asked),
            (self.reopen, self.reopen_asked),
            (self.sheet, self.sheet_asked),
            (self.correct, self.correct_asked),
            (self.paraphs, self.paraphs_asked),
            (self.finish, self.finish_asked),
        ):
            button.clicked.connect(signal)
        self._contents = QWidget()
        column(
            row(column(self.day, self.programme, gap=2), 1, self.tag),
            self.words,
            button_flow(
                self.act,
                self.paraphs,
                self.finish,
                self.move_,
                self.cancel,
                self.draft,
                self.reopen,
                self.correct,
                self.sheet,
            ),
            gap=16,
            parent=self._contents,
        )
        column(self._contents, parent=self)

    def show_item(self, item: AgendaItem | None, view: SessionsView) -> None:
        self._contents.setVisible(item is not None)  # never the whole: a question may stand in its place
        if item is None:
            return
        row = item.list_row()
        self.day.setText(long_day(item.day))
        self.programme.setText(fa(f"{row.name} · جلسهٔ {row.number}" if row.number else row.name))
        self.tag.show_state(row.tags[0][1], row.tags[0][0])
        unconfirmed = "" if item.confirmed else UNCONFIRMED_YEAR
        words = "\n".join(filter(None, (_words(item, view), unconfirmed, "" if self._leads else NOT_ALLOWED)))
        self.words.setText(fa(words))
        self.words.setVisible(bool(words))
        self._show_steps(item, view)

    def _show_steps(self, item: AgendaItem, view: SessionsView) -> None:
        corrects = self._reopens and item.is_corrected_now
        step = self._step(item, corrects=corrects)
        self.act.set_text(step)
        self.act.setVisible(bool(step) and (item.state == "closed" or self._leads))
        self.sheet.setVisible(self._prints_sheets and item.has_sheets)
        self.move_.setVisible(self._leads and (item.state == "open" or item.can_move_later))
        self.cancel.setVisible(self._leads and item.state in ("planned", "open"))
        self.draft.setVisible(item.state == "open" or corrects)
        for button in (self.paraphs, self.finish):
            button.setVisible(corrects)
        self.correct.setVisible(self._reopens and item.state == "closed" and not corrects)
        self.reopen.setVisible(self._reopens and item.state == "closed" and item.is_today and view.opened is None)

    def _step(self, item: AgendaItem, *, corrects: bool) -> str:
        """Return the name of the step that the session waits for."""
        if item.can_open:
            return "باز کردن جلسهٔ امروز"
        if corrects:
            return "ثبت برگه‌های کاغذی"
        if item.was_never_opened and self._reopens:
            return "ثبت از روی کاغذ…"
        if item.state == "planned" and item.holiday:
            return "انتقال به روز دیگر…"
        return STEPS.get(item.state, "")


def _words(item: AgendaItem, view: SessionsView) -> str:
    what = item.what
    if isinstance(what, Proposal):
        return _proposed(item)
    if what.state == "open":
        return _open(item, what, view)
    words = [f"این روز تعطیل است: {item.holiday}. جلسه را به روز دیگری منتقل کنید." if item.holiday else ""]
    words.append(when_it_opens(item) if what.state == "planned" and item.day > item.today and not item.holiday else "")
    words.append(f"{item.people} نفر برای این جلسه ثبت شده‌اند." if item.people else "")
    if what.opened_at:
        until = f" تا {isolate(local_time(what.closed_at))}" if what.closed_at else ""
        words.append(f"از ساعت {isolate(local_time(what.opened_at))}{until}.")
    words.append(f"علت: {what.reason}" if what.reason else "")
    words.append(_correction(item))
    return "\n".join(filter(None, words))


def when_it_opens(item: AgendaItem) -> str:
    """Return why a planned session cannot be opened now."""
    return (
        f"این جلسه فقط در روز خود، {isolate(long_day(item.day))}، باز می‌شود؛"
        " تا آن روز می‌توانید آن را منتقل یا لغو کنید."
    )


def _correction(item: AgendaItem) -> str:
    if item.was_never_opened:
        return (
            "این جلسه باز نشده است. اگر روی کاغذ برگزار شده است، برگه‌های آن را ثبت کنید؛"
            " در غیر این صورت آن را منتقل یا لغو کنید."
        )
    if not item.is_corrected_now:
        return ""
    missing = f" پاراف {item.without_paraph} نفر هنوز ثبت نشده است." if item.without_paraph else ""
    return f"جلسه برای ثبت برگه‌های کاغذی و اصلاح باز است؛ جلسهٔ امروز تغییری نمی‌کند.{missing}"


def _proposed(item: AgendaItem) -> str:
    if item.holiday:
        return (
            f"تعطیل است: {item.holiday}. این جلسه برگزار نمی‌شود و زمان‌بندی برنامه تغییر نمی‌کند؛"
            " در صورت لزوم، روز دیگری برای آن تعیین کنید."
        )
    if item.is_today:
        return "روز برگزاری این برنامه است. با باز کردن جلسه، شمارهٔ آن تعیین و پذیرش آغاز می‌شود."
    return "این روز طبق زمان‌بندی برنامه پیشنهاد شده است. پس از برنامه‌ریزی می‌توان مراجعه‌کنندگان را از پیش ثبت کرد."


def _open(item: AgendaItem, session: Session, view: SessionsView) -> str:
    words = [f"از ساعت {isolate(local_time(session.opened_at or ''))} باز است؛ {item.people} نفر ثبت شده‌اند."]
    if not item.is_today:
        words[0] = "این جلسه از روز قبل باز مانده است؛ آن را ببندید تا جلسهٔ امروز باز شود."
    remaining = view.remaining
    words.append(f"در انتظار: {remaining.waiting} · پای میزها: {remaining.at_tables}")
    return "\n".join(words)
