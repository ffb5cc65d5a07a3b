"""Registering: the form, the visitor's history and the warnings, from a code to a number in the fewest keys."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.cases.earlier import EarlierMatter
from app.errors import Refused
from app.journal.conflict import EditConflict
from app.persian.identifiers import legal_identifier_fault
from app.persian.text import fa, isolate
from app.reception.arrival import Arrival
from app.reception.from_paper import QUESTIONS
from app.reception.view import Found, GivenNumber, KnownVisitor, ReceptionView, give_number
from app.visits.visitors import Visitor
from ui.context import Context
from ui.parts.attach import AttachedFiles
from ui.parts.conflict import Conflict
from ui.reception.doubles import Doubles
from ui.reception.finding import Finding
from ui.reception.form import ArrivalForm
from ui.reception.scrolling import Scrolling
from ui.reception.side import Side
from ui.reception.warning import Warnings
from ui.reception.words import short, visitor_row, wait_words
from ui.widgets import Card, KeyButton, Notice, label, row
from ui.widgets.typeahead import Typeahead

WARNED = ("here", "open")


class Registering(QWidget):
    registered = Signal(GivenNumber)
    paraph_asked = Signal(int)
    """Write the paraph of this visit, which was entered afterwards."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._work = context, context.work
        self._session_id, self._saving, self._theirs = 0, False, Visitor()
        self._is_late = False
        self._accepted_times: frozenset[str] = frozenset()
        """The questions about the times in the form that the clerk has accepted."""
        self.form, self.warnings, self.attached = ArrivalForm(), Warnings(), AttachedFiles(context.work)
        self.notice, self.side = Notice(), Side()
        self.finding, self._typeahead = Finding(context, self), Typeahead(self)
        self.doubles = Doubles(context, self.side, self)
        self.save = KeyButton("ثبت و چاپ نوبت", "Enter", primary=True)
        self.new = KeyButton("فرم جدید", "Ctrl+N")
        self.attach = KeyButton("پیوست فایل", "F7")
        self.ticket, self.wait = label("—", "ticket"), label("آخرین نوبت", "quiet", wraps=True)
        self._place()
        self._connect()
        self.setFocusProxy(self.form)

    def _place(self) -> None:
        buttons = row(self.save, self.new, self.attach, self.wait, self.ticket)
        buttons.setStretchFactor(self.wait, 1)
        self.wait.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # no name widens the page
        card = Card(Scrolling(self.form), self.attached, self.warnings, self.notice, buttons)
        card.inner.setStretch(0, 1)
        layout = row(card, self.side, gap=16, parent=self)
        layout.setStretch(0, 738)
        layout.setStretch(1, 380)

    def _connect(self) -> None:
        for signal, slot in (
            (self.save.clicked, self._enter),
            (self.new.clicked, self.clear),
            (self.attach.clicked, self.attached.ask),
            (self.form.code_left, self._look_up_quietly),
            (self.form.category_chosen, self._category_chosen),
            (self.form.restored, self._restored),
            (self.form.edited, self._edited),
            (self.finding.found, self._fill),
            (self.finding.updated, self._show_known),
            (self.finding.several, self._offer),
            (self.finding.nobody, self._nobody),
            (self.warnings.continued, self._continue_matter),
            (self.side.matter_chosen, self.warnings.continue_matter),
            (self.attached.refused, self._refused),
            (self._work.crashed, self._stop),
            (self.side.cancelled, self.form.setFocus),
            (self.side.doubles.clicked, self._ask_doubles),
            (self.doubles.settled, self._load),
            (self.doubles.refused, self._refused),
        ):
            signal.connect(slot)

    # -- showing

    def show_view(self, view: ReceptionView) -> None:
        """Show the office's lists and the last tickets, as they are now."""
        assert view.session
        self._session_id = self.finding.session_id = view.session.id
        self.form.offer(view.choices, view.session.audience)
        self.side.show_latest(view.latest)
        if self.ticket.text() == "—" and view.latest:
            self.ticket.setText(fa(view.latest[0].ticket))
        if self.form.known.id:
            self.finding.update(self.form.known.id, self.form.category())

    def prefill(self, arrival: Arrival) -> None:
        """Fill the form with an invitee; Ctrl+Z brings back what was in it."""
        self.clear()
        self.side.show_history()
        self.form.show_arrival(arrival)
        self.finding.asked = self.form.typed_code()
        if arrival.visitor.id:
            self.finding.update(arrival.visitor.id, arrival.category_id)
        self.form.editor("code" if not arrival.visitor.code else "category_id").setFocus()

    def turn_to_late_entry(self, late: bool) -> None:
        """Whether the form enters visitors of a session that is over. What was typed of another session is taken out;
        Ctrl+Z brings it back."""
        if late != self._is_late:
            self._is_late = late
            self.clear()
            self.ticket.setText("—")

    def set_on_paper(self, on_paper: bool) -> None:
        """Whether the form enters a visitor who was served on paper, with the true times."""
        self.form.set_on_paper(on_paper)
        self.save.set_text("ثبت از روی کاغذ" if on_paper else "ثبت و چاپ نوبت")

    # -- Enter

    def _enter(self) -> None:
        typed, at_code = self.form.typed_code(), self.form.code.hasFocus()
        if self._saving:
            return
        if at_code and typed and typed != self.finding.asked:
            self.finding.find(typed)
        elif at_code and self.form.is_blank():
            self.form.refuse("code", "کد ملی، تلفن همراه یا نام را بنویسید.")
        elif at_code and self.form.names_nobody():
            self.form.focus_name()
        else:
            self._save()

    def _save(self) -> None:
        if not self.form.check():
            return
        self._saving = True
        self._typeahead.hold()
        arrival = replace(
            self.form.arrival(),
            same_as=self.warnings.same_as(),
            accepted=self.warnings.accepted() | self._accepted_times,
            attachments=self.attached.papers,
        )
        self._work.run(
            partial(
                give_number,
                clerk=self._context.clerk,
                session_id=self._session_id,
                arrival=arrival,
                served=self.form.served(),
            ),
            self._given,
            self._refused,
        )

    def _given(self, given: GivenNumber) -> None:
        self._saving = False
        self.ticket.setText(fa(given.visit.ticket))
        self.wait.setText(fa(f"{isolate(short(given.visit.name))}\n{wait_words(given)}"))
        self._clear(undoable=False)
        self._typeahead.release()
        if given.visit.on_paper:
            self._say_entered(given.visit.id, given.visit.ticket)
        self.registered.emit(given)

    def _say_entered(self, visit_id: int, ticket: int) -> None:
        if not self._is_late:
            self.notice.say("done", f"نوبت {ticket} ثبت شد؛ پاراف آن را در صفحهٔ میز بنویسید.")
            return
        write = KeyButton("نوشتن پاراف آن", "Alt+Enter", small=True)
        write.clicked.connect(partial(self._ask_paraph, visit_id))
        self.notice.say("done", f"نوبت {ticket} ثبت شد؛ نفر بعدی را وارد کنید.", action=write)

    def _ask_paraph(self, visit_id: int, *_: object) -> None:
        self.paraph_asked.emit(visit_id)

    def _edited(self) -> None:
        self._accepted_times = frozenset()
        self.notice.close_notice()

    def _accept_times(self, kind: str, *_: object) -> None:
        self._accepted_times |= {kind}
        self._save()

    def _refused(self, refused: Refused) -> None:
        """Show the sentence beside its field, or a warning in its bar. Everything typed stays."""
        self._stop()
        if isinstance(refused, EditConflict):
            self._theirs = Visitor(**refused.theirs)
            panel = Conflict.open_over(self, refused, self.form.differences(self._theirs))
            panel.kept.connect(self._keep_mine)
            panel.taken.connect(self._take_theirs)
        elif refused.field in QUESTIONS:
            accept = KeyButton("بله، درست است", "Alt+Enter", small=True)
            accept.clicked.connect(partial(self._accept_times, refused.field))
            self.notice.say("warning", refused.sentence, action=accept)
        elif refused.field in WARNED:
            self.warnings.urge()
            self.finding.recognise(self.form.person(), self.form.category())
        elif not self.form.refuse(refused.field, refused.sentence):
            self.notice.say("error", refused.sentence)

    def _keep_mine(self) -> None:
        self.form.seen = self._theirs
        self._save()

    def _take_theirs(self) -> None:
        """Fill in the visitor as stored now; what was typed about the matter stays."""
        self.form.show_person(self._theirs)
        self.save.setFocus()

    def _stop(self, *_: object) -> None:
        self._saving = False
        self._typeahead.release()

    # -- the visitor

    def _look_up_quietly(self) -> None:
        """Look up when the clerk leaves the field without Enter; the cursor stays where the clerk went."""
        typed = self.form.typed_code()
        if typed and typed != self.finding.asked and not any(letter.isalpha() for letter in typed):
            self.finding.find(typed)

    def _fill(self, known: KnownVisitor) -> None:
        moves = self.form.code.hasFocus() or self.side.is_choosing()
        self.side.show_history()
        if self.form.kind() == "group" and known.visitor.kind != "group":
            self.form.name_representative(known.visitor)
            return
        self.form.show_person(known.visitor)
        self.finding.asked = self.form.typed_code()
        self.warnings.clear()
        self._show_known(known)
        if moves:
            self.form.editor("category_id").setFocus()
        if self.form.category():
            self._category_chosen()

    def _show_known(self, known: KnownVisitor) -> None:
        self.form.known = known.visitor
        self.side.show_visitor(known)
        self.warnings.show_visitor(known)

    def _offer(self, found: Found) -> None:
        if self.form.code.hasFocus():
            self.notice.close_notice()  # its key Esc would collide with the list's
            self.side.choose("کدام شخص؟", [visitor_row(person) for person in found.people], self._load)

    def _ask_doubles(self) -> None:
        self.doubles.ask(self.form.known)

    def _load(self, visitor_id: int) -> None:
        self.finding.load(visitor_id, 0)

    def _nobody(self, typed: str) -> None:
        moves = self.form.code.hasFocus()
        self.form.forget_person()
        self.warnings.clear()
        self.side.show_visitor(None)
        if self.form.move_out_of_code(typed):
            self.finding.asked = ""
            self.notice.say("info", "کسی با این شماره یا نام ثبت نشده است؛ کد ملی را بنویسید.")
            return
        if self.form.kind() == "person" and not legal_identifier_fault(typed):
            self.form.switch_to_legal()
        fault = replace(self.form.person(), code=typed).fault()
        self.form.question_code(fault)
        if moves:
            self.form.code.selectAll() if fault else self.form.focus_name()

    def _category_chosen(self) -> None:
        category = self.form.category()
        self.warnings.category_chosen(category)
        if self.form.known.id:
            self.finding.update(self.form.known.id, category)

    def _continue_matter(self, matter: EarlierMatter) -> None:
        self.notice.close_notice()
        self.form.continue_matter(matter)
        self.finding.update(self.form.known.id, self.form.category())

    # -- an empty form

    def clear(self) -> None:
        """Ctrl+Z brings back what was typed."""
        if not self.form.is_blank() or self.attached.papers:
            self._clear(undoable=True)
        self.form.setFocus()

    def _clear(self, *, undoable: bool) -> None:
        self._accepted_times = frozenset()
        self.form.empty(undoable=undoable)
        self.attached.clear()
        self.warnings.clear()
        self.finding.forget()
        self.side.show_visitor(None)
        self.side.show_history()
        self.notice.close_notice()
        self.form.setFocus()

    def _restored(self) -> None:
        self.finding.asked = self.form.typed_code()
        self.attached.take_back()
        if self.form.known.id:
            self.finding.update(self.form.known.id, self.form.category())
