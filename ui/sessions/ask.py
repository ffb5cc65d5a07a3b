"""What a step still has to know, asked in the page."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from app.errors import Refused
from app.office.programmes import Programme
from app.persian.text import fa
from app.referrals.complaint import Complained
from app.sessions.agenda import Remaining
from ui.parts.button_flow import button_flow
from ui.widgets import Choice, ChoiceBox, FieldSpec, Form, KeyButton, column, heading, label, row

REASON = FieldSpec("reason", "علت", row=2, hint="در رویدادنامه و کنار جلسه می‌ماند")
DAY = FieldSpec("day", "روز تازه", "date", row=1)
PROGRAMME = FieldSpec("programme", "برنامه", "choice", row=0)


class Ask(QWidget):
    """A title, a sentence, a form, and Enter. `confirmed` carries the form's values; Esc leaves."""

    confirmed = Signal(dict)
    left = Signal()

    def __init__(self, title: str, sentence: str, specs: Sequence[FieldSpec], confirm: str) -> None:
        super().__init__()
        self.form = Form(specs)
        self.sentence = label(sentence, "quiet", wraps=True)
        self.confirm = KeyButton(confirm, "Enter", primary=True)
        self.confirm.clicked.connect(self._confirm)
        self.yes = KeyButton("آری، به همان برود", "Alt+Enter")
        self.yes.clicked.connect(self._accept)
        self.accepted: tuple[int, ...] = ()
        """Units complained of to which the complaint goes all the same."""
        back = KeyButton("بازگشت", "Esc")
        back.clicked.connect(self.left)
        self._error = _error()
        column(heading(title), self.sentence, self.form, self._error, row(self.confirm, self.yes, back, 1), parent=self)
        self.yes.hide()
        self.setFocusProxy(self.form)

    def refuse(self, refused: Refused) -> None:
        """Beside its field, or under the form when it is about the whole; what asks gets a key for its yes."""
        if isinstance(refused, Complained):
            self._asked = refused.units
            self.yes.show()
        if not self.form.errors(refused.field, refused.sentence):
            _say(self._error, refused.sentence)

    def _accept(self) -> None:
        self.accepted = self._asked
        self._confirm()

    def _confirm(self) -> None:
        self._error.hide()
        self.yes.hide()
        if self.form.check():
            self.confirmed.emit(self.form.values())


def ask_cancel() -> Ask:
    return Ask("لغو جلسه", "جلسه برگزار نمی‌شود و در فهرست با علتش می‌ماند.", (REASON,), "لغو جلسه")


def ask_move() -> Ask:
    words = "مراجعان و دعوت‌شدگان به همان ترتیب و با نوبت تازه به روز تازه می‌روند؛ نوبت پیشین نشان می‌دهد به کجا رفته‌اند."
    return Ask("انتقال به روز دیگر", words, (DAY, REASON), "انتقال جلسه")


def ask_reopen() -> Ask:
    words = "اگر جلسه به اشتباه پایان یافته است: ماندگان با همان نوبت به صف برمی‌گردند."
    return Ask("بازگشایی جلسه", words, (REASON,), "بازگشایی")


def ask_plan(programmes: Sequence[Programme]) -> Ask:
    words = "برای روزی بیرون از نظم برنامه، یا به جای جلسه‌ای که تعطیلی از آن گذشته است."
    ask = Ask("جلسه در روز دیگر", words, (PROGRAMME, FieldSpec("day", "روز", "date", row=1)), "برنامه‌ریزی")
    box = ask.form.editor("programme")
    assert isinstance(box, ChoiceBox)
    box.set_choices([Choice(str(each.id), each.name) for each in programmes])
    return ask


class AskClose(QWidget):
    """Before the end: what becomes of those still here. `confirmed`: 'next', 'left', 'no_show', or '' for nobody."""

    confirmed = Signal(str)
    left = Signal()

    def __init__(self, remaining: Remaining) -> None:
        super().__init__()
        someone = bool(remaining.waiting or remaining.at_tables)
        self.buttons = {
            "next": KeyButton("به جلسهٔ بعد بروند", "Enter", primary=True),
            "left": KeyButton("رفته‌اند", "F3"),
            "no_show": KeyButton("غایب‌اند", "F4"),
        } if someone else {"": KeyButton("پایان جلسه", "Enter", primary=True)}
        for answer, button in self.buttons.items():
            button.clicked.connect(lambda _=False, answer=answer: self.confirmed.emit(answer))
        back = KeyButton("بازگشت", "Esc")
        back.clicked.connect(self.left)
        self._error = _error()
        column(heading("پایان جلسه"), label(_who(remaining), wraps=True), self._error,
               button_flow(*self.buttons.values(), back), parent=self)
        self.setFocusProxy(next(iter(self.buttons.values())))

    def refuse(self, refused: Refused) -> None:
        _say(self._error, refused.sentence)


def _error() -> QLabel:
    made = label("", "error", wraps=True)
    made.hide()
    return made


def _say(where: QLabel, sentence: str) -> None:
    where.setText(fa(sentence))
    where.show()


def _who(remaining: Remaining) -> str:
    if not remaining.waiting and not remaining.at_tables:
        return "کسی در صف نیست. جلسه پایان می‌یابد و صورت‌جلسه چاپ می‌شود."
    counts = [f"{remaining.waiting} نفر در صف"] if remaining.waiting else []
    counts += [f"{remaining.at_tables} نفر سر میز"] if remaining.at_tables else []
    return f"هنوز {' و '.join(counts)} مانده‌اند. با آنان چه کنیم؟ پس از آن صورت‌جلسه چاپ می‌شود."
