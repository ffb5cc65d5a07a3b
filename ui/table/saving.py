"""Saving, renewing and voiding the paraph in the form, and what comes of it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.errors import Refused
from app.journal.conflict import EditConflict
from app.referrals.complaint import Complained
from app.referrals.issuing import AlreadySent
from app.table import paraphs, renewal
from app.table.paraphs import Draft, Saved
from app.table.view import PickLists
from ui.context import Context
from ui.parts.conflict import Conflict
from ui.table.comparison import amendments, saved_elsewhere
from ui.table.draft_state import DraftState, FormContent
from ui.table.paraph_panel import ParaphPanel
from ui.table.words import outcome
from ui.widgets import KeyButton


class ParaphSaving(QObject):
    """Runs the rules that write a paraph; a refusal is shown where the clerk can act on it."""

    refresh_asked = Signal()
    """The form is to open on the paraph that stands by now."""

    def __init__(self, context: Context, state: DraftState, panel: ParaphPanel, page: QWidget) -> None:
        super().__init__(page)
        self._context, self._state, self._panel, self._page = context, state, panel, page
        self._form, self._notice = panel.form, panel.notice
        self._lists: PickLists | None = None
        self._repeat: Callable[[], None] = self._write
        """The act to repeat when the clerk says yes to what a rule asked."""
        self._accepted: tuple[int, ...] = ()
        """The units complained of to which the complaint is sent all the same."""
        self._accepts_sent = False
        """Whether the manager voids slips that units have."""

    def set_lists(self, lists: PickLists) -> None:
        self._lists = lists

    def draft(self) -> Draft:
        return self._form.content().draft(refers=self._form.refers(), accepted=self._accepted)

    def save(self) -> None:
        self._begin(self._write)

    def renew(self, earlier_id: int) -> None:
        """Renew an earlier paraph, unless words stand in the form: a key pressed by mistake must not lose them."""
        subject = self._state.subject
        if subject is None or subject.paraph or not self._panel.shows_form():
            return
        if self._form.content().words.strip():
            self._notice.say("warning", "پاراف این نوبت هنوز ثبت نشده است؛ ابتدا آن را ثبت یا پاک کنید.")
        else:
            self._begin(partial(self._renew, earlier_id))

    def void(self) -> None:
        self._begin(self._void)

    def _begin(self, act: Callable[[], None]) -> None:
        """Do an act of the clerk's, to which nothing is accepted yet."""
        self._repeat, self._accepted, self._accepts_sent = act, (), False
        act()

    def _void(self) -> None:
        subject = self._state.subject
        if subject is None:
            return
        self._form.clear_errors()
        self._notice.close_notice()
        if subject.paraph:
            self._run(
                paraphs.void,
                paraph_id=subject.paraph.id,
                reason=self._form.reason.text(),
                accepts_sent=self._accepts_sent,
            )

    def refuse(self, refused: Refused) -> None:
        """Show a refusal as a choice between two paraphs, as a question, beside its field, or in the notice."""
        if isinstance(refused, EditConflict) and self._lists:
            self._state.meet_conflict(refused.theirs["id"])
            conflict = Conflict.open_over(self._page, refused, amendments(self._lists, self.draft(), refused))
            conflict.kept.connect(self._keep_mine)
            conflict.taken.connect(self._take_theirs)
        elif isinstance(refused, Complained):
            accept = KeyButton("بله، به همان واحد ارسال شود", "Alt+Enter", small=True)
            accept.clicked.connect(partial(self._accept_units, refused.units))
            self._notice.say("warning", refused.sentence, action=accept)
        elif isinstance(refused, AlreadySent):
            accept = KeyButton("بله، باطل شود", "Alt+Enter", small=True)
            accept.clicked.connect(self._accept_sent)
            self._notice.say("warning", refused.sentence, action=accept)
        elif not (self._panel.shows_form() and self._form.refuse(refused)):
            self._notice.say("error", refused.sentence)

    def lay_beside(self, mine: FormContent) -> None:
        """Show the clerk's own words beside the paraph that another PC saved meanwhile: they may amend it, or go."""
        subject = self._state.subject
        if subject and subject.paraph and self._lists:
            conflict = saved_elsewhere(subject.paraph, subject.referrals)
            sides = amendments(self._lists, mine.draft(refers=bool(mine.units)), conflict)
            Conflict.open_over(self._page, conflict, sides).kept.connect(partial(self._amend_with, mine))

    def _accept_units(self, units: tuple[int, ...], *_: object) -> None:
        self._accepted = units
        self._repeat()

    def _accept_sent(self) -> None:
        self._accepts_sent = True
        self._repeat()

    def _write(self) -> None:
        subject = self._state.subject
        if subject is None or not self._form.check():
            return
        self._notice.close_notice()
        draft, visit = self.draft(), subject.story.visit
        if subject.paraph is None:
            self._run(paraphs.save, visit_id=visit.id, draft=draft, table_id=visit.table_id)
        else:
            self._run(
                paraphs.amend,
                paraph_id=self._state.replaces or subject.paraph.id,
                draft=draft,
                reason=self._form.reason.text(),
                accepts_sent=self._accepts_sent,
            )

    def _renew(self, earlier_id: int) -> None:
        if self._state.subject:
            self._notice.close_notice()
            visit = self._state.subject.story.visit
            self._run(
                renewal.renew,
                visit_id=visit.id,
                earlier_id=earlier_id,
                accepted=self._accepted,
                official_id=int(self._form.content().official or 0),
                table_id=visit.table_id,
            )

    def _run(self, rule: Callable[..., Saved], **given: Any) -> None:
        self._panel.rest(True)
        self._context.work.run(partial(rule, clerk=self._context.clerk, **given), self._saved, self._refused)

    def _saved(self, saved: Saved) -> None:
        """Say what was saved. The page itself follows when the change arrives from storage."""
        self._panel.rest(False)
        self._state.saved(self._form.content())
        self._notice.say("done", outcome(saved))

    def _refused(self, refused: Refused) -> None:
        self._panel.rest(False)
        self.refuse(refused)

    def _keep_mine(self) -> None:
        self._state.keep_mine()
        self._write()

    def _take_theirs(self) -> None:
        self._state.take_theirs(self._form.content())
        self.refresh_asked.emit()

    def _amend_with(self, mine: FormContent) -> None:
        """Put the clerk's own words into the form, as an amendment that still wants its reason."""
        if self._state.subject:
            self._form.fill(mine, self._state.subject.story.default_unit_id, amends=True)
            self._form.reason.setFocus()
