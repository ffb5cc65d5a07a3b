"""What an act on a referral still has to know: its way, its day, its reason."""

from app.errors import Refused
from app.followup.dossier import Dossier
from app.persian.calendar import jalali
from app.persian.text import isolate
from app.referrals import dispatch
from app.referrals.complaint import Complained
from ui.context import Context
from ui.parts.question import Answer, Question
from ui.widgets import Choice, FieldSpec

DAY = FieldSpec("day", "تاریخ (خالی: امروز)", "date", row=0)
WHY = FieldSpec("words", "علت", "lines", row=2, rows=3)
YES = Answer("آری، به همان برود", "Alt+Enter")


def send(_: Context, case: Dossier) -> Question:
    return ask_send(about(case))


def ask_send(sentence: str) -> Question:
    modes = [Choice(code, name) for code, name in dispatch.MODES.items()]
    specs = (FieldSpec("mode", "شیوهٔ ارسال", "choice", row=0, choices=modes), DAY,
             FieldSpec("office_number", "شمارهٔ اتوماسیون", row=1, hint="تنها برای اتوماسیون اداری"))
    question = Question("ارسال به واحد", sentence, specs, Answer("ارسال و چاپ دفتر"))
    question.form.fill({"mode": "hand"})
    return question


def acknowledge(_: Context, case: Dossier) -> Question:
    return ask_acknowledge(about(case))


def ask_acknowledge(sentence: str) -> Question:
    words = f"{sentence}. مهلت واحد از روز وصول شمرده می‌شود."
    return Question("وصول برگه در واحد", words, (FieldSpec("day", "تاریخ وصول (خالی: امروز)", "date"),),
                    Answer("ثبت وصول"))


def extend(_: Context, case: Dossier) -> Question:
    specs = (FieldSpec("working_days", "چند روز کاری", "number", row=0),
             FieldSpec("allowed_by", "با اجازهٔ", row=0, stretch=2), WHY)
    words = f"{about(case)}. مهلت کنونی واحد {isolate(jalali(case.now.deadline))} است؛ وعدهٔ متقاضی تغییر نمی‌کند."
    return Question("تمدید مهلت", words, specs, Answer("تمدید"))


def pause(_: Context, case: Dossier) -> Question:
    words = f"{about(case)}. تا مدارک برسد مهلت نمی‌گذرد."
    return Question("توقف مهلت برای نقص مدارک", words, (WHY,), Answer("توقف مهلت"))


def pass_on(_: Context, case: Dossier) -> Question:
    return PassOnQuestion(case)


class PassOnQuestion(Question):
    """Asks again when the chosen unit is the one complained of."""

    def __init__(self, case: Dossier) -> None:
        units = [Choice(str(each["id"]), each["name"]) for each in case.units]
        sentence = f"{about(case)}. با سابقه و همان وعدهٔ متقاضی، با شمارهٔ تازه به واحد دیگر می‌رود."
        specs = (FieldSpec("unit_id", "واحد درست", "choice", row=0, choices=units), WHY)
        super().__init__("«مربوط به ما نیست»", sentence, specs, Answer("سپردن به این واحد"), YES)
        self.accepted: tuple[int, ...] = ()
        """Units complained of to which the complaint goes all the same."""
        self.yes = self.answers[1]
        self._complained: tuple[int, ...] = ()
        self.yes.hide()

    def answer(self, answer: Answer) -> None:
        if answer is YES:
            self.accepted = self._complained
        self.yes.hide()
        super().answer(answer)

    def show_error(self, refused: Refused) -> None:
        if isinstance(refused, Complained):
            self._complained = refused.units
            self.yes.show()
        super().show_error(refused)


def close(_: Context, case: Dossier) -> Question:
    return Question("مختومه بی‌نظر متقاضی", about(case), (WHY,), Answer("مختومه"))


def about(case: Dossier) -> str:
    return f"{isolate(case.number)} · {case.unit}"
