"""The question each action asks before it is done; ui.followup.actions names them."""

from dataclasses import replace

from app.errors import Refused
from app.followup.dossier import Dossier
from app.persian.calendar import jalali, local_day, local_time
from app.persian.text import fa, isolate
from app.referrals import dispatch, verdicts
from app.referrals.complaint import Complained
from app.referrals.taking_back import LastAct
from ui.context import Context
from ui.parts.attach import AttachedFiles
from ui.parts.question import Answer, Question
from ui.widgets import Choice, FieldSpec, KeyButton

DAY = FieldSpec("day", "تاریخ (خالی: امروز)", "date", row=0)
REASON = FieldSpec("words", "علت", "lines", row=2, rows=3)
UNIT_NUMBER = FieldSpec("unit_number", "شمارهٔ نامهٔ واحد", row=1)
LETTER = (
    FieldSpec("letter", "شمارهٔ نامه", row=3, hint="فقط برای تاریخ پیش از امروز"),
    FieldSpec("letter_day", "تاریخ نامه (خالی: از امروز)", "date", row=3),
)
"""The letter that proves that an act counts from an earlier day."""
OBJECTION = FieldSpec("words", "اظهارات متقاضی", "lines", row=1, rows=3)
PHONE_AGAIN = FieldSpec("again", "تماس بعدی (خالی: روز کاری بعد)", "date", row=0)
YES = Answer("بله، به همان واحد ارسال شود", "Alt+Enter")


def send(_: Context, dossier: Dossier) -> Question:
    return send_slips(_referral(dossier))


def send_slips(sentence: str) -> Question:
    modes = [Choice(code, name) for code, name in dispatch.MODES.items()]
    specs = (
        FieldSpec("mode", "شیوهٔ ارسال", "choice", row=0, choices=modes),
        DAY,
        FieldSpec("office_number", "شمارهٔ اتوماسیون", row=1, hint="فقط برای اتوماسیون اداری"),
    )
    question = Question("ارسال به واحد", sentence, specs, Answer("ارسال و چاپ دفتر"))
    question.form.fill({"mode": "hand"})
    return question


def acknowledge(_: Context, dossier: Dossier) -> Question:
    return acknowledge_slips(_referral(dossier))


def acknowledge_slips(sentence: str) -> Question:
    words = f"{sentence}. مهلت واحد از تاریخ وصول محاسبه می‌شود."
    return Question(
        "وصول برگه در واحد", words, (FieldSpec("day", "تاریخ وصول (خالی: امروز)", "date"),), Answer("ثبت وصول")
    )


class AnswerQuestion(Question):
    """Asks for a unit's answer; scans of the answer can be attached."""

    def __init__(self, context: Context, title: str, sentence: str, specs: tuple[FieldSpec, ...]) -> None:
        super().__init__(title, sentence, specs, Answer("ثبت پاسخ"))
        self.attached = AttachedFiles(context.work)
        self.attached.refused.connect(self.show_error)
        add = KeyButton("افزودن تصویر پاسخ…", "F7", small=True)
        add.clicked.connect(self.attached.ask)
        self.add(add, self.attached)

    def show_error(self, refused: Refused) -> None:
        super().show_error(Refused(refused.sentence, "" if refused.field == "attachments" else refused.field))


def final_answer(context: Context, dossier: Dossier) -> Question:
    outcomes = [Choice(each.code, each.name) for each in dossier.outcomes]
    specs = (
        FieldSpec("outcome", "نتیجه", "choice", row=0, stretch=2, choices=outcomes),
        DAY,
        UNIT_NUMBER,
        FieldSpec("words", "متن پاسخ", "lines", row=2, rows=4),
    )
    return AnswerQuestion(context, "پاسخ نهایی", _referral(dossier), specs)


def interim_answer(context: Context, dossier: Dossier) -> Question:
    specs = (
        FieldSpec("promised_day", "تاریخ وعدهٔ پاسخ نهایی", "date", row=0),
        DAY,
        UNIT_NUMBER,
        FieldSpec("words", "علت", "lines", row=2, rows=4),
    )
    return AnswerQuestion(context, "پاسخ میانی", f"{_referral(dossier)}. مهلت واحد تغییر نمی‌کند.", specs)


def send_back(_: Context, dossier: Dossier) -> Question:
    words = f"{_referral(dossier)}. این پاسخ محسوب نمی‌شود. روزهایی که پاسخ نزد ما بود از مهلت واحد کم نمی‌شود."
    return Question("پاسخ نامرتبط است", words, (REASON,), Answer("برگشت دادن پاسخ"))


def phone_call(_: Context, dossier: Dossier) -> Question:
    results = [Choice(code, name) for code, name in verdicts.PHONE_RESULTS.items()]
    specs = (FieldSpec("result", "نتیجهٔ تماس", "choice", row=0, choices=results), PHONE_AGAIN, OBJECTION)
    mobile = f" · {isolate(fa(dossier.visitor.mobile))}" if dossier.visitor.mobile else ""
    sentence = f"{dossier.visitor.titled}{mobile} · {_referral(dossier)}"
    return Question("تماس با متقاضی", sentence, specs, Answer("ثبت نتیجه"))


def objection(_: Context, dossier: Dossier) -> Question:
    return object_to_answer(f"{_referral(dossier)}. ارجاع دوباره باز می‌شود.")


def object_to_answer(sentence: str) -> Question:
    return Question("اعتراض متقاضی", sentence, (OBJECTION,), Answer("ثبت اعتراض"))


def phone_again(title: str, sentence: str) -> Question:
    return Question(title, sentence, (PHONE_AGAIN,), Answer("ثبت"))


def extend(_: Context, dossier: Dossier) -> Question:
    specs = (
        FieldSpec("working_days", "چند روز کاری", "number", row=0),
        FieldSpec("allowed_by", "موافقت‌کننده", row=0, stretch=2),
        REASON,
        *LETTER,
    )
    deadline = isolate(jalali(dossier.now.unit_due_day))
    words = (
        f"{_referral(dossier)}. مهلت کنونی واحد {deadline} و مهلت قانونی {isolate(jalali(dossier.legal_day))} است؛"
        " وعدهٔ متقاضی تغییر نمی‌کند."
    )
    if dossier.days_late:
        words += " دیرکرد ثبت‌شدهٔ واحد با تمدید از امروز از بین نمی‌رود."
    return Question("تمدید مهلت", words, specs, Answer("تمدید"))


def pause(_: Context, dossier: Dossier) -> Question:
    words = f"{_referral(dossier)}. تا تکمیل مدارک، مهلت محاسبه نمی‌شود."
    if dossier.days_late:
        words += " دیرکرد ثبت‌شدهٔ واحد با توقف از امروز از بین نمی‌رود."
    return Question("توقف مهلت برای نقص مدارک", words, (REASON, *LETTER), Answer("توقف مهلت"))


def resume(_: Context, dossier: Dossier) -> Question:
    began = isolate(jalali(dossier.now.paused_day))
    words = f"{_referral(dossier)}. مهلت از {began} متوقف است و به اندازهٔ روزهای کاری توقف جابه‌جا می‌شود."
    spec = FieldSpec("day", "پایان توقف (خالی: امروز)", "date")
    return Question("ادامهٔ مهلت", words, (spec,), Answer("ادامهٔ مهلت"))


class PassOnQuestion(Question):
    """Asks which unit the referral belongs to, and asks again when it is the unit complained of."""

    def __init__(self, dossier: Dossier) -> None:
        units = [Choice(str(unit_id), name) for unit_id, name in dossier.units]
        sentence = (
            f"{_referral(dossier)}. با شمارهٔ جدید و همان وعده به متقاضی؛ مهلت واحد جدید از تاریخ وصول محاسبه می‌شود."
        )
        specs = (FieldSpec("unit_id", "واحد درست", "choice", row=0, choices=units), REASON)
        super().__init__("واگذاری به واحد دیگر", sentence, specs, Answer("واگذاری به این واحد"), YES)
        self.accepted: tuple[int, ...] = ()
        """Units complained of to which the clerk sends the complaint all the same."""
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


def pass_on(_: Context, dossier: Dossier) -> Question:
    return PassOnQuestion(dossier)


def close(_: Context, dossier: Dossier) -> Question:
    return Question("مختومه کردن بدون نظر متقاضی", _referral(dossier), (REASON,), Answer("مختومه"))


def _referral(dossier: Dossier) -> str:
    return f"{isolate(dossier.number)} · {dossier.unit}"


def take_back(_: Context, dossier: Dossier) -> Question:
    assert dossier.last_act
    return take_back_act(dossier.last_act, first=dossier.number)


def take_back_act(act: LastAct, *, first: str = "") -> Question:
    """Ask whether an act is to be taken back: for all slips that it was entered for at once or only for `first`, the
    number of the slip in front; without one only for all of them."""
    recorded = f"{isolate(jalali(local_day(act.at)))} ساعت {isolate(local_time(act.at))}"
    about = f" برای {act.slips} برگه" if act.slips > 1 else f" ارجاع {isolate(act.number)}"
    sentence = (
        f"«{act.name}»{about} به تاریخ {isolate(jalali(act.day))}، ثبت {act.clerk} در {recorded}."
        " پس از پس‌گرفتن، مانند آن است که ثبت نشده باشد؛ فقط در سوابق تغییرات می‌ماند."
    )
    step = {"step_id": str(act.step_id)}
    if act.slips == 1:
        return Question("پس‌گرفتن آخرین کار", fa(sentence), (), Answer(f"پس‌گرفتن «{act.name}»", values=step))
    whole = Answer(f"پس‌گرفتن هر {act.slips} برگه", values={**step, "whole": "1"})
    single = Answer(f"فقط برای {isolate(first)}", values=step)
    answers = (single, replace(whole, key="Alt+Enter")) if first else (whole,)
    return Question("پس‌گرفتن آخرین کار", fa(sentence), (), *answers)


def decide(_: Context, dossier: Dossier) -> Question:
    spec = FieldSpec("words", "متن دستور", "lines", rows=3)
    sentence = f"{_referral(dossier)}. مهلت و وضعیت ارجاع تغییر نمی‌کند."
    return Question("دستور شهردار", sentence, (spec,), Answer("ثبت دستور"))


def withdraw_decision(_: Context, dossier: Dossier) -> Question:
    last = next(step for step in reversed(dossier.steps) if step.kind == "decided")
    words = f"«{' '.join(last.words.split())}»" if last.words else "محرمانه"
    sentence = f"{_referral(dossier)}. دستور {isolate(jalali(last.day))}، ثبت {last.clerk}: {words}"
    values = {"decision_id": str(dossier.decision_to_take_back)}
    return Question("پس‌گرفتن دستور شهردار", fa(sentence), (), Answer("پس‌گرفتن دستور", values=values))
