"""The questions that the steps of a visit in the line ask before they are carried out."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtWidgets import QLineEdit

from app.line.view import Table
from app.persian.calendar import local_time
from app.persian.text import fa
from ui.parts.question import Answer, Question
from ui.widgets import Choice, FieldSpec

ANY = "-"
HALF_AN_HOUR = timedelta(minutes=30)


def hold_question(ticket: int, now: str) -> Question:
    """Offer half an hour from now, at a full five minutes."""
    spec = FieldSpec("until", "ساعت بازگشت به صف", "digits", also=":", hint="مانند 10:45")
    question = Question(
        f"نگه‌داشتن نوبت {ticket}",
        "در این ساعت به‌طور خودکار به جای پیشین در صف بازمی‌گردد.",
        (spec,),
        Answer("نگه‌داشتن"),
        compact=True,
    )
    moment = datetime.fromisoformat(now) + HALF_AN_HOUR
    moment += timedelta(minutes=-moment.minute % 5)
    editor = question.form.editor("until")
    assert isinstance(editor, QLineEdit)
    editor.setText(fa(local_time(moment.isoformat())))
    editor.selectAll()
    return question


def send_question(ticket: int, tables: Sequence[Table], but: int | None) -> Question:
    """`but`: the table the visit is at or waits for; it is not offered."""
    choices = [
        *(Choice(str(table.id), table.name, table.official) for table in tables if table.id != but),
        Choice(ANY, "نخستین میز آزاد"),
    ]
    specs = (
        FieldSpec("table_id", "میز", "choice", 0, 2, choices),
        FieldSpec("note", "یادداشت برای آن میز", "text", 0, 3, hint="اختیاری"),
    )
    return Question(f"ارسال نوبت {ticket} به میز دیگر", "", specs, Answer("ارسال"), compact=True)


def break_question(table: str) -> Question:
    spec = FieldSpec("until", "ساعت بازگشت", "digits", also=":", hint="مانند 12:45")
    sentence = "زمان انتظار نوبت‌ها با آن حساب می‌شود. خالی: تا فراخوان بعدی همین میز."
    return Question(f"استراحت {table}", sentence, (spec,), Answer("آغاز استراحت"), compact=True)


def why_question(ticket: int, other: int | None) -> Question:
    """`other`: the ticket that is offered for the comparison."""
    spec = FieldSpec("ticket", "مقایسه با نوبت", "number")
    question = Question(f"علت ترتیب نوبت {ticket} با نوبت دیگر", "", (spec,), Answer("نمایش"), compact=True)
    if other is not None:
        question.form.fill({"ticket": str(other)})
    return question


def postpone_question(ticket: int) -> Question:
    sentence = "با نوبت جدید و همین موضوع در صف جلسهٔ بعدی همین برنامه قرار می‌گیرد."
    return Question(f"نوبت {ticket} به جلسهٔ بعد", sentence, (), Answer("انتقال به جلسهٔ بعد"), compact=True)


def clock_time(typed: str) -> str:
    """Return '10:45' for '1045'; any other text as it is."""
    return re.sub(r"^(\d{1,2})(\d\d)$", r"\1:\2", typed)
