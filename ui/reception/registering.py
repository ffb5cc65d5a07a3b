"""The form, who comes and what is known of him: from a code to a number in the fewest keys."""

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
from app.reception.view import Found, Given, ReceptionView, Story, give
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
    """`registered`: a number was given."""

    registered = Signal(Given)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._work = context, context.work
        self._session_id, self._saving, self._theirs = 0, False, Visitor()
        self.form, self.warnings, self.attached = ArrivalForm(), Warnings(), AttachedFiles(context.work)
        self.notice, self.side = Notice(), Side()
        self.finding, self._typeahead = Finding(context, self), Typeahead(self)
        self.doubles = Doubles(context, self.side, self)
        self.save = KeyButton("ثبت و چاپ نوبت", "Enter", primary=True)
        self.new = KeyButton("فرم تازه", "Ctrl+N")
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
            (self.save.clicked, self._enter), (self.new.clicked, self.clear), (self.attach.clicked, self.attached.ask),
            (self.form.code_left, self._look_up_quietly), (self.form.category_chosen, self._category_chosen),
            (self.form.restored, self._restored), (self.form.edited, self._calm),
            (self.finding.found, self._found), (self.finding.retold, self._retold),
            (self.finding.several, self._offer), (self.finding.nobody, self._nobody),
            (self.warnings.taken, self._take_case), (self.side.case, self.warnings.take),
            (self.attached.refused, self._refused), (self._work.crashed, self._stop),
            (self.side.left, self.form.setFocus), (self.side.doubles.clicked, self._ask_doubles),
            (self.doubles.settled, self._take_person), (self.doubles.refused, self._refused),
        ):
            signal.connect(slot)

    # -- what stands

    def show_standing(self, standing: ReceptionView) -> None:
        """The office's lists and the last tickets, as they are now."""
        assert standing.session
        self._session_id = self.finding.session_id = standing.session.id
        self.form.offer(standing.choices, standing.session.audience)
        self.side.show_latest(standing.latest)
        if self.ticket.text() == "—" and standing.latest:
            self.ticket.setText(fa(standing.latest[0].ticket))
        if self.form.known.id:
            self.finding.retell(self.form.known.id, self.form.category())

    def prefill(self, arrival: Arrival) -> None:
        """Somebody from the list of invitees; what stood in the form comes back by Ctrl+Z."""
        self.clear()
        self.side.show_told()
        self.form.show_arrival(arrival)
        self.finding.asked = self.form.typed_code()
        if arrival.visitor.id:
            self.finding.retell(arrival.visitor.id, arrival.category_id)
        self.form.editor("code" if not arrival.visitor.code else "category_id").setFocus()

    def set_on_paper(self, on_paper: bool) -> None:
        """Whether who is entered was served on paper, with the times to be told."""
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
            self.form.begin_name()
        else:
            self._save()

    def _save(self) -> None:
        if not self.form.check():
            return
        self._saving = True
        self._typeahead.hold()
        arrival = replace(self.form.arrival(), same_as=self.warnings.same_as(), accepted=self.warnings.accepted(),
                          attachments=self.attached.papers)
        self._work.run(partial(give, clerk=self._context.clerk, session_id=self._session_id,
                               arrival=arrival, served=self.form.served()), self._given, self._refused)

    def _given(self, given: Given) -> None:
        self._saving = False
        self.ticket.setText(fa(given.visit.ticket))
        self.wait.setText(fa(f"{isolate(short(given.visit.name))}\n{wait_words(given)}"))
        self._start_anew(undoable=False)
        self._typeahead.release()
        if given.visit.on_paper:
            self.notice.say("done", f"نوبت {given.visit.ticket} ثبت شد؛ پارافش را در صفحهٔ میز بنویسید.")
        self.registered.emit(given)

    def _refused(self, refused: Refused) -> None:
        """Nothing typed is lost: the sentence stands at its field, a warning in its bar."""
        self._stop()
        if isinstance(refused, EditConflict):
            self._theirs = Visitor(**refused.theirs)
            panel = Conflict.open_over(self, refused, self.form.differences(self._theirs))
            panel.kept.connect(self._keep_mine)
            panel.taken.connect(self._take_theirs)
        elif refused.field in WARNED:
            self.warnings.urge()
            self.finding.recognise(self.form.person(), self.form.category())
        elif not self.form.refuse(refused.field, refused.sentence):
            self.notice.say("error", refused.sentence)

    def _keep_mine(self) -> None:
        self.form.seen = self._theirs
        self._save()

    def _take_theirs(self) -> None:
        """Who comes is filled in as he is known now; what was written of the matter stays."""
        self.form.show_person(self._theirs)
        self.save.setFocus()

    def _stop(self, *_: object) -> None:
        self._saving = False
        self._typeahead.release()

    # -- who it is

    def _look_up_quietly(self) -> None:
        """Leaving the field tells the story too; the cursor stays where the clerk went."""
        typed = self.form.typed_code()
        if typed and typed != self.finding.asked and not any(letter.isalpha() for letter in typed):
            self.finding.find(typed)

    def _found(self, story: Story) -> None:
        moves = self.form.code.hasFocus() or self.side.is_choosing()
        self.side.show_told()
        if self.form.kind() == "group" and story.visitor.kind != "group":
            self.form.name_representative(story.visitor)
            return
        self.form.show_person(story.visitor)
        self.finding.asked = self.form.typed_code()
        self.warnings.clear()
        self._retold(story)
        if moves:
            self.form.editor("category_id").setFocus()
        if self.form.category():
            self._category_chosen()

    def _retold(self, story: Story) -> None:
        self.form.known = story.visitor
        self.side.tell(story)
        self.warnings.tell(story)

    def _offer(self, found: Found) -> None:
        if self.form.code.hasFocus():
            self.notice.close_notice()  # its Esc would stand against the list's
            self.side.choose("کدام یک؟", [visitor_row(person) for person in found.people], self._take_person)

    def _ask_doubles(self) -> None:
        self.doubles.ask(self.form.known)

    def _take_person(self, visitor_id: int) -> None:
        self.finding.take(visitor_id, 0)

    def _nobody(self, typed: str) -> None:
        moves = self.form.code.hasFocus()
        self.form.forget_person()
        self.warnings.clear()
        self.side.tell(None)
        if self.form.take_as_other(typed):
            self.finding.asked = ""
            self.notice.say("info", "کسی با این نشانی ثبت نشده است؛ کد ملی‌اش را بنویسید.")
            return
        if self.form.kind() == "person" and not legal_identifier_fault(typed):
            self.form.take_as_company()
        fault = replace(self.form.person(), code=typed).fault()
        self.form.question_code(fault)
        if moves:
            self.form.code.selectAll() if fault else self.form.begin_name()

    def _category_chosen(self) -> None:
        category = self.form.category()
        self.warnings.category_chosen(category)
        if self.form.known.id:
            self.finding.retell(self.form.known.id, category)

    def _take_case(self, past: EarlierMatter) -> None:
        self.notice.close_notice()
        self.form.go_on_with(past)
        self.finding.retell(self.form.known.id, self.form.category())

    # -- a fresh form

    def clear(self) -> None:
        """What was written comes back by Ctrl+Z."""
        if not self.form.is_blank() or self.attached.papers:
            self._start_anew(undoable=True)
        self.form.setFocus()

    def _start_anew(self, *, undoable: bool) -> None:
        self.form.start_anew(undoable=undoable)
        self.attached.clear()
        self.warnings.clear()
        self.finding.forget()
        self.side.tell(None)
        self.side.show_told()
        self.notice.close_notice()
        self.form.setFocus()

    def _restored(self) -> None:
        self.finding.asked = self.form.typed_code()
        self.attached.take_back()
        if self.form.known.id:
            self.finding.retell(self.form.known.id, self.form.category())

    def _calm(self) -> None:
        self.notice.close_notice()
