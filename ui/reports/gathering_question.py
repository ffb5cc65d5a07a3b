"""Asks into which collective case the listed visits go, and says what became of them."""

from collections.abc import Sequence

from app.collective.changes import Gathered
from app.collective.view import CollectiveCase
from app.persian.text import fa
from ui.parts.question import Answer, Question
from ui.widgets import Choice, FieldSpec

NAME = FieldSpec("name", "نام پروندهٔ جمعی")


def ask_name(name: str, known: Sequence[CollectiveCase]) -> Question:
    """Ask for a new name; or where there are collective cases already, for one of them."""
    choices = [Choice(str(case.id), case.name) for case in known]
    specs = [NAME]
    if choices:
        specs.append(FieldSpec("collective", "یا اضافه شدن به پروندهٔ موجود", "choice", choices=choices))
    sentence = "همهٔ مراجعه‌های این فهرست، جز موضوع‌های محرمانه، در یک پروندهٔ جمعی می‌آیند."
    question = Question("پروندهٔ جمعی", sentence, specs, Answer("ثبت"))
    question.form.fill({"name": name})
    return question


def name_from(title: str) -> str:
    """Return the name that is proposed for what a number of a report counts."""
    return title.partition("،")[0].partition(" · ")[0]


def told(gathered: Gathered) -> str:
    parts = [f"{gathered.added} مراجعه در پروندهٔ جمعی ثبت شد."]
    if gathered.already:
        parts.append(f"{gathered.already} مراجعه از پیش در آن بود.")
    if gathered.confidential:
        parts.append(f"{gathered.confidential} مراجعه با موضوع محرمانه ثبت نشد.")
    return fa(" ".join(parts))
