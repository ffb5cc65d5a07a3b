"""The questions that the steps of a session ask before they are carried out."""

from collections.abc import Sequence

from app.office.programmes import Programme
from ui.parts.question import Answer, Question
from ui.widgets import Choice, FieldSpec

REASON = FieldSpec("reason", "علت", row=2, hint="در سوابق تغییرات و در فهرست جلسه‌ها درج می‌شود")


def cancel_question() -> Question:
    return Question("لغو جلسه", "جلسه برگزار نمی‌شود و با علت لغو در فهرست می‌ماند.", (REASON,), Answer("لغو جلسه"))


def move_question() -> Question:
    sentence = (
        "مراجعه‌کنندگان و پیش‌ثبت‌شده‌ها به همان ترتیب و با نوبت جدید به روز جدید منتقل می‌شوند؛"
        " مقصد انتقال در نوبت پیشین درج می‌شود."
    )
    specs = (FieldSpec("day", "روز جدید", "date", row=1), REASON)
    return Question("انتقال به روز دیگر", sentence, specs, Answer("انتقال جلسه"))


def reopen_question() -> Question:
    sentence = "اگر جلسه به اشتباه پایان یافته است، افراد باقی‌مانده با همان نوبت به صف بازمی‌گردند."
    return Question("بازگشایی جلسه", sentence, (REASON,), Answer("بازگشایی"))


def correct_question() -> Question:
    sentence = (
        "برگه‌های جامانده و پاراف‌های این جلسه ثبت و اصلاح می‌شود؛ جلسهٔ امروز تغییری نمی‌کند."
        " در پایان، صورت‌جلسهٔ اصلاحی چاپ می‌شود."
    )
    return Question("اصلاح جلسه", sentence, (REASON,), Answer("باز کردن برای اصلاح"))


def paper_day_question(programmes: Sequence[Programme], programme_id: int | None, day: str) -> Question:
    """`programme_id` and `day`: those of the session that was planned and never opened; None and '' without one."""
    choices = [Choice(str(each.id), each.name) for each in programmes]
    specs = (
        FieldSpec("programme", "برنامه", "choice", row=0, choices=choices),
        FieldSpec("day", "روز برگزاری", "date", row=1),
        FieldSpec("opened", "از ساعت", "digits", row=1, also=":", hint="9:00"),
        FieldSpec("closed", "تا ساعت", "digits", row=1, also=":", hint="13:00"),
        REASON,
    )
    sentence = "جلسه‌ای که روی کاغذ برگزار شده است با روز واقعی خود ثبت می‌شود؛ سپس برگه‌های آن را وارد کنید."
    question = Question("ثبت روز کاغذی", sentence, specs, Answer("ثبت جلسه"))
    if programme_id is not None:
        question.form.fill({"programme": str(programme_id), "day": day})
    return question


def plan_question(programmes: Sequence[Programme], programme_id: int | None) -> Question:
    """`programme_id`: the programme that is chosen already; the day is what is left to write."""
    choices = [Choice(str(each.id), each.name) for each in programmes]
    specs = (FieldSpec("programme", "برنامه", "choice", row=0, choices=choices), FieldSpec("day", "روز", "date", row=1))
    sentence = "برای روزی خارج از زمان‌بندی برنامه، یا به جای جلسه‌ای که به تعطیلی برخورده است."
    question = Question("جلسه در روز دیگر", sentence, specs, Answer("برنامه‌ریزی"))
    if programme_id is not None:
        question.form.fill({"programme": str(programme_id)})
    return question
