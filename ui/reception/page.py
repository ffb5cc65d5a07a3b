"""The reception page: the form while a session is open, the way to the sessions while none is, lists of invitees."""

from functools import partial

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from app.errors import Refused
from app.papers import requests
from app.persian.calendar import long_day
from app.reception import invitees
from app.reception.arrival import Arrival
from app.reception.invitees import Invitee
from app.reception.view import ReceptionView, reception_view
from ui.context import Context
from ui.page import Page
from ui.reception.importing import Importing
from ui.reception.registering import Registering
from ui.reception.words import invitee_row
from ui.widgets import KeyButton, PageTitle, column, label, row
from ui.widgets.page_stack import PageStack

HOW = "کد ملی را بنویسید یا کارت را بخوانید، سپس Enter"
ON_PAPER = "ثبت کسانی که روی کاغذ پذیرش شده‌اند، با ساعت واقعی"
LATE = "ثبت برگه‌های کاغذی جلسهٔ"
HOW_TO_LOAD = "محتوای هر ستون فایل را مشخص کنید؛ همهٔ ردیف‌ها وارد می‌شوند یا هیچ‌کدام"
NOBODY_INVITED = "کسی پیش‌ثبت نشده است؛ با Ctrl+I فهرستی از Excel یا CSV وارد کنید."


class ReceptionPage(Page):
    topics = frozenset({"session", "office", "queue", "visitors"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._work = context.work
        self.view: ReceptionView | None = None
        """None before it was read."""
        self.invited = KeyButton("پیش‌ثبت‌شده‌ها", "F3", small=True)
        self.paper = KeyButton("از روی کاغذ", "F9", small=True)
        self.paper.setCheckable(True)
        self.load = KeyButton("ورود فهرست", "Ctrl+I", small=True)
        self.word = KeyButton("نظر متقاضی", "F10", small=True)
        self.paraphs = KeyButton("پاراف‌های جلسه", "F2", small=True)
        self.leave_late = KeyButton("پایان ثبت کاغذی", "Shift+F9", small=True)
        self.title = PageTitle(
            "پذیرش", HOW, self.word, self.invited, self.paraphs, self.leave_late, self.paper, self.load
        )
        self._corrected_id = 0
        """The session whose paper forms are entered afterwards; 0: the one under way."""
        self.registering, self.importing, self.closed = Registering(context), Importing(context), Closed()
        self.views = PageStack()
        for view in (self.closed, self.registering, self.importing):
            self.views.addWidget(view)
        column(self.title, self.views, gap=16, parent=self).setContentsMargins(24, 20, 24, 20)
        self.setAcceptDrops(True)
        self.setFocusProxy(self.registering)
        self._connect()

    def shown(self) -> None:
        super().shown()
        self._focus()

    def _connect(self) -> None:
        self.closed.open.clicked.connect(self.session_asked)
        self.invited.clicked.connect(self._ask_invitees)
        self.paper.toggled.connect(self._set_on_paper)
        self.paraphs.clicked.connect(self._ask_paraphs)
        self.leave_late.clicked.connect(self.leave_late_entry)
        self.load.clicked.connect(self.importing.ask)
        self.word.clicked.connect(self.counter_asked)  # on any day: visitors come with their receipts
        self.importing.opened.connect(self._import)
        self.importing.closed.connect(self._leave_import)
        self.importing.loaded.connect(self._loaded)
        self.registering.side.reprint_asked.connect(self._reprint)
        self.registering.paraph_asked.connect(self.paraph_asked)

    def refresh(self) -> None:
        task = partial(reception_view, clerk=self.context.clerk, corrected_id=self._corrected_id)
        self._work.run(task, self._show)

    def _show(self, view: ReceptionView) -> None:
        if not self._is_of_this_session(view):
            return  # the clerk has turned to another session since; its own view is under way
        if view.session and self._corrected_id and not view.session.is_corrected_now:
            self.leave_late_entry()  # the corrections were ended elsewhere
            return
        before = self.view and self.view.session
        self.view = view
        self.importing.show_view(view)
        self.invited.set_text(f"پیش‌ثبت‌شده‌ها ({view.expected})" if view.expected else "پیش‌ثبت‌شده‌ها")
        if view.session:
            self.registering.show_view(view)
        if self.views.currentWidget() is not self.importing:
            self._bring_to_front(self.registering if view.session else self.closed)
            if (before is None) != (view.session is None) and self.isVisible():  # never from another page
                self._focus()

    def _is_of_this_session(self, view: ReceptionView) -> bool:
        if self._corrected_id:
            return view.session is not None and view.session.id == self._corrected_id
        return view.session is None or view.session.state == "open"

    def _bring_to_front(self, view: QWidget) -> None:
        """Only the keys of the view in front are shown."""
        self.views.setCurrentWidget(view)
        late = bool(self._corrected_id)
        self.invited.setVisible(view is self.registering)
        self.paper.setVisible(view is self.registering and not late)
        for button in (self.paraphs, self.leave_late):
            button.setVisible(view is self.registering and late)
        for button in (self.word, self.load):
            button.setVisible(not late)
        self._say_how()

    def _say_how(self) -> None:
        view = self.views.currentWidget()
        session = self.view.session if self.view else None
        late = f"{LATE} {long_day(session.day)}" if session and self._corrected_id else ""
        form_says = late or (ON_PAPER if self.paper.isChecked() else HOW)
        self.title.set_quiet(form_says if view is self.registering else HOW_TO_LOAD if view is self.importing else "")

    def _focus(self) -> None:
        """Give the focus to the view in front, unless it has it already."""
        view, now = self.views.currentWidget(), self.focusWidget()
        if view and not (now and now.hasFocus() and view.isAncestorOf(now)):
            view.setFocus()

    def _set_on_paper(self, on_paper: bool) -> None:
        self._say_how()
        self.registering.set_on_paper(on_paper)

    def open_subject(self, what: str, subject_id: int) -> None:
        """Enter the paper forms of a session that is being corrected, until the clerk leaves it."""
        self._turn_to(subject_id)

    def leave_late_entry(self) -> None:
        self._turn_to(0)
        self.paper.setChecked(False)

    def _turn_to(self, corrected_id: int) -> None:
        self._corrected_id = corrected_id
        self.registering.turn_to_late_entry(bool(corrected_id))
        if corrected_id:
            self.paper.setChecked(True)
        self.refresh()

    def _ask_paraphs(self) -> None:
        self.session_paraphs_asked.emit(self._corrected_id)

    def _reprint(self, visit_id: int) -> None:
        self._work.run(
            partial(requests.print_again, clerk=self.context.clerk, kind="ticket", subject_id=visit_id), self._printing
        )

    def _printing(self, _: int) -> None:
        self.registering.notice.say("info", "برگهٔ نوبت دوباره چاپ می‌شود.")

    def _ask_invitees(self) -> None:
        if self.view and self.view.session:
            self._work.run(partial(invitees.of_session, session_id=self.view.session.id), self._choose_invitee)

    def _choose_invitee(self, invited: list[Invitee]) -> None:
        self.registering.notice.close_notice()  # its key Esc would collide with the list's
        waiting_first = sorted(invited, key=lambda each: each.visit_id is not None)
        self.registering.side.choose(
            "پیش‌ثبت‌شده‌ها", [invitee_row(each) for each in waiting_first], self._take_invitee, NOBODY_INVITED
        )

    def _take_invitee(self, invitee_id: int) -> None:
        self._work.run(partial(invitees.arrival, invitee_id=invitee_id), self._prefill, self._show_refusal)

    def _prefill(self, arrival: Arrival) -> None:
        self.registering.prefill(arrival)

    def _show_refusal(self, refused: Refused) -> None:
        self.registering.notice.say("info", refused.sentence)

    def _import(self) -> None:
        self._bring_to_front(self.importing)
        self.importing.setFocus()

    def _leave_import(self) -> None:
        is_open = self.view and self.view.session
        self._bring_to_front(self.registering if is_open else self.closed)
        self._focus()

    def _loaded(self, count: int) -> None:
        self.registering.notice.say("done", f"{count} نفر پیش‌ثبت شدند؛ هنگام ورود هر نفر، ایشان را با F3 پیدا کنید.")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.views.currentWidget() is self.registering and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.registering.attached.read([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])


class Closed(QWidget):
    """Shown while no session is open."""

    def __init__(self) -> None:
        super().__init__()
        self.open = KeyButton("رفتن به جلسه‌ها", "Enter", primary=True)
        said = label("جلسه‌ای باز نیست", "title")
        why = label("پذیرش با باز شدن جلسه آغاز می‌شود؛ فهرست پیش‌ثبت‌شده‌ها را از هم‌اکنون می‌توان وارد کرد.", "quiet")
        rows = [row(1, each, 1) for each in (said, why, self.open)]
        column(1, *rows, 2, gap=16, parent=self)
        self.setFocusProxy(self.open)
