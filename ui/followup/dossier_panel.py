"""The dossier of the referral in front, and the actions that can be taken on it."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.access.clerks import Clerk
from app.errors import Refused
from app.followup.dossier import Dossier
from app.office.holidays import UNCONFIRMED_YEAR
from app.persian.text import fa, isolate
from app.referrals.state import UNACKNOWLEDGED
from app.table.paraphs import AMENDERS
from ui.context import Context
from ui.followup.action_questions import AnswerQuestion, PassOnQuestion
from ui.followup.action_tasks import Reply
from ui.followup.actions import ACTIONS, Action
from ui.followup.task_questions import Said, TaskQuestionStack
from ui.followup.words import day, step_rows
from ui.parts.button_flow import button_flow
from ui.parts.question import Values
from ui.parts.scan_pages import ScanPage, scan_pages
from ui.parts.scan_viewer import SMALL, ScanViewer
from ui.parts.stage_tags import stage_tag
from ui.widgets import History, KeyButton, Tag, column, label, row
from ui.widgets.page_stack import PageStack
from ui.work import Task

NOTHING = "ردیفی را انتخاب کنید، یا بارکد برگه را بخوانید."


class DossierPanel(TaskQuestionStack):
    """Shows a dossier and carries out its actions.

    An action's question takes the place of the dossier. Another dossier may be shown behind it meanwhile; the answer
    still belongs to the referral it was asked about.
    """

    notified = Signal(str, str)
    """A kind of notice and its sentence."""
    case_asked = Signal(int)
    """Show the case of this visit."""
    paraph_asked = Signal(int)
    """Open the paraph of this visit."""

    def __init__(self, context: Context) -> None:
        self._views, self._nothing, self.view = PageStack(), QWidget(), DossierView()
        super().__init__(context.work, self._views)
        self._context = context
        self.dossier: Dossier | None = None
        self._answered_id = 0
        """The referral whose answer was saved last: the dossier that follows may say that it is not the unit's duty."""
        self.view.action_chosen.connect(self.start)
        self.view.case_asked.connect(self.open_case)
        self.view.scans_asked.connect(self._show_scans)
        self.view.paraph_asked.connect(self._ask_paraph)
        self.done.connect(partial(self.notified.emit, "done"))
        column(1, label(NOTHING, "quiet", wraps=True), 1, parent=self._nothing)
        for page in (self._nothing, self.view):
            self._views.addWidget(page)

    def show_dossier(self, dossier: Dossier | None) -> None:
        self.dossier = dossier
        if dossier:
            self.view.show_dossier(dossier, self._context.clerk)
        self._views.setCurrentWidget(self.view if dossier else self._nothing)
        if dossier and dossier.referral_id == self._answered_id and dossier.now.stage == "answered":
            self._answered_id = 0
            if dossier.now.is_declined:
                self.start("pass_on")

    def rest(self, is_resting: bool) -> None:
        """Close the actions on the one referral in front, and open them again."""
        if is_resting != self.view.is_resting:
            self.view.is_resting = is_resting
            if self.dossier:
                self.view.show_dossier(self.dossier, self._context.clerk)

    def start(self, name: str) -> None:
        """Ask the question of an action of ACTIONS, or carry the action out when it has none.

        Does nothing while another question stands or when the action is not open for this clerk and referral.
        """
        action, dossier = ACTIONS[name], self.dossier
        if dossier is None or self.question or not action.is_open(self._context.clerk, dossier):
            return
        if action.question:
            make = partial(self._answered_task, action, dossier.referral_id)
            self.begin(action.question(self._context, dossier), make, action.done)
        else:
            self.view.setEnabled(False)  # one press, one act
            task = action.task(Reply(self._context.clerk, dossier.referral_id))
            self._context.work.run(task, partial(self._acted, action.done), self._not_acted)

    def open_case(self) -> None:
        if self.dossier:
            self.case_asked.emit(self.dossier.visit_id)

    def _ask_paraph(self) -> None:
        if self.dossier:
            self.paraph_asked.emit(self.dossier.visit_id)

    def _answered_task(self, action: Action, referral_id: int, values: Values) -> Task:
        question = self.question
        self._answered_id = referral_id if action is ACTIONS["answer"] else 0
        scans = question.attached.papers if isinstance(question, AnswerQuestion) else ()
        accepted = question.accepted if isinstance(question, PassOnQuestion) else ()
        return action.task(Reply(self._context.clerk, referral_id, values, scans, accepted))

    def _acted(self, said: Said, result: object) -> None:
        self.view.setEnabled(True)
        self.notified.emit("done", said if isinstance(said, str) else said(result))

    def _not_acted(self, refused: Refused) -> None:
        self.view.setEnabled(True)
        self.notified.emit("error", refused.sentence)

    def _show_scans(self) -> None:
        if self.dossier and self.dossier.scans:
            self._context.work.run_long(scan_pages(self.dossier.scans, SMALL), self._scanned)

    def _scanned(self, found: list[ScanPage]) -> None:
        if found and self.dossier:
            viewer = ScanViewer(self._context.work, self.window())
            viewer.closed.connect(viewer.deleteLater)
            viewer.closed.connect(self.ended)
            viewer.open(found, 0, self.dossier.scans)


class DossierView(QWidget):
    """The referral's three deadlines, its history, and a button for each action that is open."""

    action_chosen = Signal(str)
    """A name in ACTIONS."""
    case_asked = Signal()
    scans_asked = Signal()
    paraph_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.is_resting = False
        """Whether no action is open, because the keys are those of the marked referrals."""
        self.name, self.tag, self.late = label("", "heading"), Tag(), Tag()
        self.about, self.words = label("", "quiet", wraps=True), label("", wraps=True)
        self.deadlines, self.history = label("", wraps=True), History("هنوز اقدامی ثبت نشده است.")
        self.buttons = {name: KeyButton(action.title, action.key, small=True) for name, action in ACTIONS.items()}
        for name, button in self.buttons.items():
            button.clicked.connect(partial(self.action_chosen.emit, name))
        self.open = KeyButton("پروندهٔ کامل", "Enter", small=True)
        self.scans = KeyButton("تصویر پاسخ", "F12", small=True)
        self.open.clicked.connect(self.case_asked)
        self.scans.clicked.connect(self.scans_asked)
        self.amend = KeyButton("اصلاح یا ابطال پاراف", "Shift+F2", small=True)
        self.amend.clicked.connect(self.paraph_asked)
        layout = column(
            row(self.name, 1, self.late, self.tag),
            self.about,
            self.words,
            self.deadlines,
            self.history,
            button_flow(*self.buttons.values(), self.amend, self.scans, self.open),
            gap=8,
            parent=self,
        )
        layout.setStretchFactor(self.history, 1)

    def show_dossier(self, dossier: Dossier, clerk: Clerk) -> None:
        self.name.setText(fa(f"{isolate(dossier.number)} · {dossier.unit}"))
        kind, words = stage_tag(dossier.now.stage)
        self.tag.show_state(words, kind)
        self.late.show_state(f"{dossier.days_late} روز دیرکرد" if dossier.days_late else "", "late")
        mobile = isolate(fa(dossier.visitor.mobile)) if dossier.visitor.mobile else ""
        matter = " ".join(dossier.matter.split())
        self.about.setText(fa(" · ".join(filter(None, (dossier.visitor.titled, mobile, dossier.category, matter)))))
        self.words.setText(fa(f"{dossier.official}: «{' '.join(dossier.words.split())}»" if dossier.words else ""))
        self.deadlines.setText(_deadlines(dossier))
        self.history.show_rows(step_rows(dossier))
        for name, button in self.buttons.items():
            button.setVisible(not self.is_resting and ACTIONS[name].is_open(clerk, dossier))
        self.scans.setVisible(bool(dossier.scans))
        self.amend.setVisible(dossier.now.stage != "void" and clerk.may(*AMENDERS))


def _deadlines(dossier: Dossier) -> str:
    now = dossier.now
    unsure = " (وصول نشده)" if now.awaited and now.stage in UNACKNOWLEDGED else ""
    parts = (
        f"وعده به متقاضی: {day(now.due_day)}" if now.due_day else "جهت اطلاع؛ پاسخ لازم نیست",
        f"مهلت واحد: {day(now.unit_due_day)}{unsure}" if now.due_day else "",
        "" if dossier.is_confirmed else UNCONFIRMED_YEAR,
        f"دیرکرد از {day(dossier.late_since)}" if dossier.late_since else "",
        f"مهلت قانونی: {day(dossier.legal_day)}",
        f"وعدهٔ واحد: {day(now.promised_day)}" if now.promised_day else "",
        f"متوقف از {day(now.paused_day)}" if now.paused_day else "",
        f"{now.extensions} تمدید" if now.extensions else "",
        f"{now.reminders} پیرو" if now.reminders else "",
        f"{now.objections} اعتراض" if now.objections else "",
        f"واگذارشده از {isolate(dossier.origin)}" if dossier.origin else "",
    )
    return fa("   ·   ".join(filter(None, parts)))
