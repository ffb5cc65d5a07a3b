"""The journal: which clerk changed what and when, and what it was before."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.access import clerks
from app.access.clerks import Clerk
from app.audit import backup_marks
from app.audit import reading as journal_reading
from app.audit.deeds import TITLES
from app.audit.folding import Fold
from app.audit.reading import LIMIT, NEWEST, JournalPage, JournalQuery, JournalRow
from app.audit.words import WRONG_CLOCK, ChangedValue
from app.errors import Refused
from app.exports import lists as exports
from app.journal import verify
from app.persian.calendar import local_day, local_time
from app.persian.text import fa
from app.this_pc.backup_place import BackupPlace
from app.wall_clock import marks
from app.wall_clock.marks import Span, TypedSpan
from ui.context import Context
from ui.page import Page
from ui.papers.exporting import ExportButton
from ui.parts.question import Answer, Question, QuestionStack, Values
from ui.settings.journal_list import JournalList, when
from ui.widgets import Card, Choice, ChoiceBox, FieldSpec, Form, KeyButton, Notice, column, heading, label, row
from ui.widgets.comparison import Comparison
from ui.work import Task

FIELDS = (
    FieldSpec("deed", "کار", "choice", hint="همه"),
    FieldSpec("clerk", "متصدی", "choice", hint="همه"),
    FieldSpec("about", "شخص یا پرونده", stretch=2, hint="نام، کد ملی، تلفن، شمارهٔ ارجاع یا نوبت"),
    FieldSpec("day", "روز", "date"),
)
MARK = (FieldSpec("head", "نشان چاپ‌شده در صورت‌جلسه", hint="اختیاری"),)
SIDES = ("پیش از آن", "پس از آن")
SPAN = (
    FieldSpec("since_day", "از روز", "date", row=0),
    FieldSpec("since_time", "ساعت", row=0, hint=fa("09:00")),
    FieldSpec("until_day", "تا روز", "date", row=1),
    FieldSpec("until_time", "ساعت", row=1, hint=fa("13:30")),
)
DATED = {"registered": "مراجعه", "issued": "ارجاع", "steps": "گام پیگیری"}
MARKING = (
    "تاریخ و ساعتی را بنویسید که ساعت نادرست نشان می‌داد، همان‌گونه که در ردیف‌ها آمده است. ردیف‌ها تغییر نمی‌کنند؛"
    " علامت می‌خورند و دیگر ملاک درستی ساعت نیستند."
)
LIFTING = "این ردیف علامت «ساعت نادرست» دارد. علامت از همهٔ ردیف‌های همان مدت برداشته می‌شود."
PAUSE_MS = 150
"""Between the last key in the form and the query."""


class JournalSection(Page):
    topics = frozenset({"journal"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._work = context.work
        self.mark = Form(MARK)
        self.form, self.entries, self.notice = Form(FIELDS), JournalList(), Notice()
        self.list, self.count = self.entries.list, self.entries.count
        self.title, self.quiet = heading(""), label("", "quiet", wraps=True)
        self.changes = Comparison()
        self.case, self.unfold = KeyButton("باز کردن پرونده", "F6"), KeyButton("نمایش برگه‌ها", "F10")
        self.check = KeyButton("بررسی پیوستگی", "F7")
        self.all = KeyButton("همه", "F8")
        self.export = ExportButton(context, self._exported)
        self.clock = KeyButton("ساعت نادرست…", "F9")
        if not context.clerk.may(*marks.ROLES):
            self.clock.hide()
        details = QWidget()
        column(
            self.title, self.quiet, self.changes, row(self.case, self.unfold, self.clock, 1), parent=details
        ).setStretch(2, 1)
        self.asking = QuestionStack(details)
        self._reads = 0
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.list)

    def refresh(self) -> None:
        self._work.run_long(partial(clerks.everyone, retired=True), self._offer)
        self._ask(self.entries.loaded())

    def query(self) -> JournalQuery:
        values = self.form.values()
        return JournalQuery(int(values["clerk"] or 0), values["about"], values["day"], values["deed"])

    def _lay_out(self) -> None:
        found = Card(self.entries, row(self.export, 1, self.count), row(self.mark, self.check))
        found.inner.setStretch(0, 1)
        body = row(found, Card(self.asking), gap=16)
        body.setStretch(0, 52)
        body.setStretch(1, 48)
        head = row(self.form, self.all)
        head.setStretch(0, 1)
        column(Card(head), self.notice, body, gap=16, parent=self).setStretch(2, 1)

    def _connect(self) -> None:
        self.form.edited.connect(self._pause.start)
        self._choice("deed").set_choices([Choice(key, title) for key, title in TITLES.items()])
        for name in ("deed", "clerk"):
            self._choice(name).picked.connect(self._pause.start)
        self._pause.timeout.connect(self._ask)
        self.export.notified.connect(self.notice.say)
        self.entries.current.connect(self._show_current)
        self.entries.older_asked.connect(self._ask_for_older)
        for button, slot in (
            (self.case, self._open),
            (self.unfold, self._toggle),
            (self.check, self._check),
            (self.all, self._ask_all),
            (self.clock, self._ask_about_clock),
        ):
            button.clicked.connect(slot)

    def _offer(self, found: list[Clerk]) -> None:
        self._choice("clerk").set_choices([Choice(str(clerk.id), clerk.name) for clerk in found])

    def _choice(self, name: str) -> ChoiceBox:
        box = self.form.editor(name)
        assert isinstance(box, ChoiceBox)
        return box

    def _ask(self, limit: int = LIMIT) -> None:
        """Read the newest rows, so many as are shown now or a page."""
        self._read(self.entries.show_newest, limit=limit)

    def _ask_for_older(self) -> None:
        self._read(self.entries.show_older, before=self.entries.before())

    def _read(self, show: Callable[[JournalPage], None], limit: int = LIMIT, before: int = NEWEST) -> None:
        read = partial(journal_reading.read, clerk=self.context.clerk, query=self.query(), limit=limit, before=before)
        self._reads += 1
        self._work.run_long(read, partial(self._show, show, self._reads))

    def _ask_all(self) -> None:
        self.form.clear()
        self._ask()

    def _show(self, show: Callable[[JournalPage], None], read: int, page: JournalPage) -> None:
        if read == self._reads:  # else a later question is under way
            show(page)

    def _show_current(self) -> None:
        entry = self.entries.current_entry()
        shown = entry.rows[0] if isinstance(entry, Fold) else entry
        words: tuple[str, ...] = ()
        if isinstance(entry, Fold):
            self.title.setText(fa(f"{len(entry.rows)} چاپ"))
            words = (entry.rows[0].clerk, *dict.fromkeys((when(entry.rows[-1]), when(entry.rows[0]))))
            self.changes.show_rows(("تعداد",), ((kind, str(count)) for kind, count in entry.papers))
        elif entry:
            self.title.setText(entry.action)
            words = (entry.about, entry.clerk, when(entry))
            self._show_comparison(entry.changes)
        else:
            self.title.setText("")
        self.quiet.setText(fa(" · ".join(filter(None, (*words, WRONG_CLOCK if shown and shown.wrong_clock else "")))))
        self.changes.setVisible(isinstance(entry, Fold) or bool(shown and shown.changes))
        self.case.setVisible(isinstance(entry, JournalRow) and bool(entry.visit_id))
        self.unfold.setVisible(isinstance(entry, Fold))
        if isinstance(entry, Fold):
            self.unfold.setText("بستن برگه‌ها" if self.entries.is_open(entry) else "نمایش برگه‌ها")

    def _toggle(self) -> None:
        if isinstance(entry := self.entries.current_entry(), Fold):
            self.entries.toggle(entry.id)

    def _show_comparison(self, changes: tuple[ChangedValue, ...]) -> None:
        """Compare the values before and after. What was added has no values before."""
        if any(each.before for each in changes):
            self.changes.show_rows(SIDES, ((each.label, each.before, each.after) for each in changes))
        else:
            self.changes.show_rows(("نوشته شد",), ((each.label, each.after) for each in changes))

    def _open(self) -> None:
        if isinstance(shown := self.entries.current_entry(), JournalRow):
            self.case_asked.emit(shown.visit_id)

    # -- times at which the clock was wrong

    def _ask_about_clock(self) -> None:
        """Ask for the time at which the clock was wrong, with the latest one that looks so; on a marked row, whether
        the mark was a mistake."""
        entry = self.entries.current_entry() if self.list.current_id() else None
        shown = entry.rows[0] if isinstance(entry, Fold) else entry
        if shown and shown.wrong_clock:
            question = Question("برداشتن علامت", LIFTING, (), Answer("برداشتن علامت"))
            self.asking.ask(question, partial(self._lift, shown.wrong_clock))
        else:
            self._work.run_long(marks.suggested, self._ask_for_span)

    def _ask_for_span(self, suggested: Span | None) -> None:
        question = Question("ساعت نادرست بوده است", MARKING, SPAN, Answer("علامت‌گذاری"))
        if suggested:
            question.form.fill(filled("since", suggested.since) | filled("until", suggested.until))
        self.asking.ask(question, partial(self._mark, question))

    def _mark(self, question: Question, _: Values) -> None:
        typed = TypedSpan(**question.form.raw())
        self._work.run(partial(marks.mark, clerk=self.context.clerk, typed=typed), self._marked, self.asking.refuse)

    def _marked(self, found: dict[str, str | int]) -> None:
        self.asking.end()
        counted = [f"{found[name]} {word}" for name, word in DATED.items() if found[name]]
        dated = f" با این تاریخ: {'، '.join(counted)}." if counted else ""
        sessions = f" روز جلسه‌ها: {found['sessions']}." if found["sessions"] else ""
        advice = (
            " این تاریخ‌ها تغییر نکرده است؛ در صورت نیاز، آن‌ها را در صفحهٔ خود اصلاح کنید." if dated or sessions else ""
        )
        self.notice.say("done", f"{found['marked']} ردیف علامت خورد.{dated}{sessions}{advice}")

    def _lift(self, mark_id: int, _: Values) -> None:
        self._work.run(partial(marks.lift, clerk=self.context.clerk, mark_id=mark_id), self._lifted, self.asking.refuse)

    def _lifted(self, _: None) -> None:
        self.asking.end()
        self.notice.say("done", "علامت برداشته شد.")

    def _exported(self) -> tuple[str, Task]:
        return "سوابق تغییرات", partial(exports.journal_listing, clerk=self.context.clerk, query=self.query())

    def _check(self) -> None:
        """Check the hash chain in itself, against this PC's backups and against the mark of the minutes, if typed."""
        self.notice.say("info", "سوابق تغییرات در حال بررسی است…")
        folders = BackupPlace(self.context.pc, shared=self.context.shared).folders()
        self._work.run_long(
            partial(backup_marks.fault, folders=folders, printed=self.mark.values()["head"]), self._show_fault, self._no
        )

    def _show_fault(self, found: tuple[verify.Fault | None, int]) -> None:
        fault, compared = found
        if fault:
            self.notice.say("error", fault.sentence)
        else:
            self.notice.say(
                "done",
                " ".join(
                    filter(
                        None,
                        (
                            verify.WHOLE,
                            backup_marks.WITNESSED.format(compared) if compared else "",
                            "با نشان چاپ‌شده نیز مطابقت دارد." if self.mark.values()["head"] else "",
                        ),
                    )
                ),
            )

    def _no(self, refused: Refused) -> None:
        self.notice.close_notice()
        self.mark.errors("head", refused.sentence)


def filled(name: str, moment: str) -> dict[str, str]:
    """Return a moment as the form of a span takes it."""
    return {f"{name}_day": local_day(moment), f"{name}_time": fa(local_time(moment))}
