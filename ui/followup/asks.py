"""What each act on a referral still has to know."""

from PySide6.QtWidgets import QVBoxLayout

from app import dispatch, verdicts
from app.calendar import jalali
from app.dossier import Dossier
from app.errors import Refused
from app.text import fa, isolate
from ui.context import Context
from ui.kit import Choice, ChoiceBox, FieldSpec, KeyButton, row
from ui.reception.attached import Attached
from ui.sessions.ask import Ask

DAY = FieldSpec("day", "تاریخ (خالی: امروز)", "date", row=0)
WHY = FieldSpec("words", "علت", "lines", row=2, rows=3)
UNIT_NUMBER = FieldSpec("unit_number", "شمارهٔ نامهٔ واحد", row=1)
WORDS = FieldSpec("words", "متن پاسخ", "lines", row=2, rows=4)


class AskAnswer(Ask):
    """An answer with its scans."""

    def __init__(self, context: Context, title: str, sentence: str, specs: tuple[FieldSpec, ...]) -> None:
        super().__init__(title, sentence, specs, "ثبت پاسخ")
        self.attached = Attached(context.work)
        self.attached.refused.connect(self.refuse)
        add = KeyButton("افزودن تصویر پاسخ…", "F7", small=True)
        add.clicked.connect(self.attached.ask)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertLayout(3, row(add, self.attached, 1))

    def refuse(self, refused: Refused) -> None:
        super().refuse(Refused(refused.sentence, "" if refused.field == "attachments" else refused.field))


def answer(context: Context, case: Dossier) -> Ask:
    specs = (FieldSpec("outcome", "نتیجه", "choice", row=0, stretch=2), DAY, UNIT_NUMBER, WORDS)
    ask = AskAnswer(context, "پاسخ نهایی", _about(case), specs)
    _choose(ask, "outcome", [Choice(each["code"], each["name"]) for each in case.outcomes])
    return ask


def interim(context: Context, case: Dossier) -> Ask:
    words = FieldSpec("words", "علت", "lines", row=2, rows=4)
    specs = (FieldSpec("promised_day", "تاریخ وعدهٔ پاسخ نهایی", "date", row=0), DAY, UNIT_NUMBER, words)
    return AskAnswer(context, "پاسخ میانی", f"{_about(case)}. مهلت واحد همان است که بود.", specs)


def send(_: Context, case: Dossier) -> Ask:
    return ask_send(_about(case))


def ask_send(sentence: str) -> Ask:
    specs = (FieldSpec("mode", "شیوهٔ ارسال", "choice", row=0), FieldSpec("day", "تاریخ (خالی: امروز)", "date", row=0),
             FieldSpec("office_number", "شمارهٔ اتوماسیون", row=1, hint="تنها برای اتوماسیون اداری"))
    ask = Ask("ارسال به واحد", sentence, specs, "ارسال و چاپ دفتر")
    _choose(ask, "mode", [Choice(code, name) for code, name in dispatch.MODES.items()], "hand")
    return ask


def acknowledge(_: Context, case: Dossier) -> Ask:
    return ask_acknowledge(_about(case))


def ask_acknowledge(sentence: str) -> Ask:
    words = f"{sentence}. مهلت واحد از روز وصول شمرده می‌شود."
    return Ask("وصول برگه در واحد", words, (FieldSpec("day", "تاریخ وصول (خالی: امروز)", "date"),), "ثبت وصول")


def send_back(_: Context, case: Dossier) -> Ask:
    words = f"{_about(case)}. پاسخ به حساب نمی‌آید و واحد در همان مهلت باید پاسخ دهد."
    return Ask("پاسخ نامربوط است", words, (WHY,), "برگشت دادن پاسخ")


def call(_: Context, case: Dossier) -> Ask:
    specs = (FieldSpec("result", "نتیجهٔ تماس", "choice", row=0),
             FieldSpec("again", "تماس بعدی (خالی: روز کاری بعد)", "date", row=0),
             FieldSpec("words", "سخن متقاضی", "lines", row=1, rows=3))
    mobile = f" · {isolate(fa(case.visitor.mobile))}" if case.visitor.mobile else ""
    ask = Ask("تماس با متقاضی", f"{case.visitor.titled}{mobile} · {_about(case)}", specs, "ثبت نتیجه")
    _choose(ask, "result", [Choice(code, name) for code, name in verdicts.CALLS.items()])
    return ask


def objection(_: Context, case: Dossier) -> Ask:
    words = FieldSpec("words", "سخن متقاضی", "lines", row=1, rows=3)
    return Ask("اعتراض متقاضی", f"{_about(case)}. ارجاع دوباره باز می‌شود.", (words,), "ثبت اعتراض")


def extend(_: Context, case: Dossier) -> Ask:
    specs = (FieldSpec("working_days", "چند روز کاری", "number", row=0),
             FieldSpec("allowed_by", "با اجازهٔ", row=0, stretch=2), WHY)
    words = f"{_about(case)}. مهلت کنونی واحد {isolate(jalali(case.now.deadline))} است؛ وعدهٔ متقاضی تغییر نمی‌کند."
    return Ask("تمدید مهلت", words, specs, "تمدید")


def pause(_: Context, case: Dossier) -> Ask:
    words = f"{_about(case)}. تا مدارک برسد مهلت نمی‌گذرد."
    return Ask("توقف مهلت برای نقص مدارک", words, (WHY,), "توقف مهلت")


def pass_on(_: Context, case: Dossier) -> Ask:
    words = f"{_about(case)}. با سابقه و همان وعدهٔ متقاضی، با شمارهٔ تازه به واحد دیگر می‌رود."
    specs = (FieldSpec("unit_id", "واحد درست", "choice", row=0), WHY)
    ask = Ask("«مربوط به ما نیست»", words, specs, "سپردن به این واحد")
    _choose(ask, "unit_id", [Choice(str(each["id"]), each["name"]) for each in case.units])
    return ask


def close(_: Context, case: Dossier) -> Ask:
    return Ask("مختومه بی‌نظر متقاضی", _about(case), (WHY,), "مختومه")


def _about(case: Dossier) -> str:
    return f"{isolate(case.number)} · {case.unit}"


def _choose(ask: Ask, name: str, choices: list[Choice], value: str = "") -> None:
    box = ask.form.editor(name)
    assert isinstance(box, ChoiceBox)
    box.set_choices(choices)
    box.set_value(value)
