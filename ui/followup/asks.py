"""What an act on a referral still has to know: its way, its day, its reason."""

from app.followup.dossier import Dossier
from app.persian.calendar import jalali
from app.persian.text import isolate
from app.referrals import dispatch
from ui.context import Context
from ui.sessions.ask import Ask
from ui.widgets import Choice, ChoiceBox, FieldSpec

DAY = FieldSpec("day", "تاریخ (خالی: امروز)", "date", row=0)
WHY = FieldSpec("words", "علت", "lines", row=2, rows=3)


def send(_: Context, case: Dossier) -> Ask:
    return ask_send(about(case))


def ask_send(sentence: str) -> Ask:
    specs = (FieldSpec("mode", "شیوهٔ ارسال", "choice", row=0), FieldSpec("day", "تاریخ (خالی: امروز)", "date", row=0),
             FieldSpec("office_number", "شمارهٔ اتوماسیون", row=1, hint="تنها برای اتوماسیون اداری"))
    ask = Ask("ارسال به واحد", sentence, specs, "ارسال و چاپ دفتر")
    choose(ask, "mode", [Choice(code, name) for code, name in dispatch.MODES.items()], "hand")
    return ask


def acknowledge(_: Context, case: Dossier) -> Ask:
    return ask_acknowledge(about(case))


def ask_acknowledge(sentence: str) -> Ask:
    words = f"{sentence}. مهلت واحد از روز وصول شمرده می‌شود."
    return Ask("وصول برگه در واحد", words, (FieldSpec("day", "تاریخ وصول (خالی: امروز)", "date"),), "ثبت وصول")


def extend(_: Context, case: Dossier) -> Ask:
    specs = (FieldSpec("working_days", "چند روز کاری", "number", row=0),
             FieldSpec("allowed_by", "با اجازهٔ", row=0, stretch=2), WHY)
    words = f"{about(case)}. مهلت کنونی واحد {isolate(jalali(case.now.deadline))} است؛ وعدهٔ متقاضی تغییر نمی‌کند."
    return Ask("تمدید مهلت", words, specs, "تمدید")


def pause(_: Context, case: Dossier) -> Ask:
    words = f"{about(case)}. تا مدارک برسد مهلت نمی‌گذرد."
    return Ask("توقف مهلت برای نقص مدارک", words, (WHY,), "توقف مهلت")


def pass_on(_: Context, case: Dossier) -> Ask:
    words = f"{about(case)}. با سابقه و همان وعدهٔ متقاضی، با شمارهٔ تازه به واحد دیگر می‌رود."
    specs = (FieldSpec("unit_id", "واحد درست", "choice", row=0), WHY)
    ask = Ask("«مربوط به ما نیست»", words, specs, "سپردن به این واحد")
    choose(ask, "unit_id", [Choice(str(each["id"]), each["name"]) for each in case.units])
    return ask


def close(_: Context, case: Dossier) -> Ask:
    return Ask("مختومه بی‌نظر متقاضی", about(case), (WHY,), "مختومه")


def about(case: Dossier) -> str:
    return f"{isolate(case.number)} · {case.unit}"


def choose(ask: Ask, name: str, choices: list[Choice], value: str = "") -> None:
    box = ask.form.editor(name)
    assert isinstance(box, ChoiceBox)
    box.set_choices(choices)
    box.set_value(value)
