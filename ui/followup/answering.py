"""What is asked about an answer, and about the visitor's word on it."""

from app.errors import Refused
from app.followup.dossier import Dossier
from app.persian.text import fa, isolate
from app.referrals import verdicts
from ui.context import Context
from ui.followup.asks import DAY, WHY, about
from ui.parts.attach import Attached
from ui.parts.question import Answer, Question
from ui.widgets import Choice, FieldSpec, KeyButton

UNIT_NUMBER = FieldSpec("unit_number", "شمارهٔ نامهٔ واحد", row=1)
WORDS = FieldSpec("words", "متن پاسخ", "lines", row=2, rows=4)


class AnswerQuestion(Question):
    """An answer with its scans."""

    def __init__(self, context: Context, title: str, sentence: str, specs: tuple[FieldSpec, ...]) -> None:
        super().__init__(title, sentence, specs, Answer("ثبت پاسخ"))
        self.attached = Attached(context.work)
        self.attached.refused.connect(self.show_error)
        add = KeyButton("افزودن تصویر پاسخ…", "F7", small=True)
        add.clicked.connect(self.attached.ask)
        self.add(add, self.attached)

    def show_error(self, refused: Refused) -> None:
        super().show_error(Refused(refused.sentence, "" if refused.field == "attachments" else refused.field))


def answer(context: Context, case: Dossier) -> Question:
    outcomes = [Choice(each["code"], each["name"]) for each in case.outcomes]
    specs = (FieldSpec("outcome", "نتیجه", "choice", row=0, stretch=2, choices=outcomes), DAY, UNIT_NUMBER, WORDS)
    return AnswerQuestion(context, "پاسخ نهایی", about(case), specs)


def interim(context: Context, case: Dossier) -> Question:
    words = FieldSpec("words", "علت", "lines", row=2, rows=4)
    specs = (FieldSpec("promised_day", "تاریخ وعدهٔ پاسخ نهایی", "date", row=0), DAY, UNIT_NUMBER, words)
    return AnswerQuestion(context, "پاسخ میانی", f"{about(case)}. مهلت واحد همان است که بود.", specs)


def send_back(_: Context, case: Dossier) -> Question:
    words = f"{about(case)}. پاسخ به حساب نمی‌آید و واحد در همان مهلت باید پاسخ دهد."
    return Question("پاسخ نامربوط است", words, (WHY,), Answer("برگشت دادن پاسخ"))


def call(_: Context, case: Dossier) -> Question:
    results = [Choice(code, name) for code, name in verdicts.CALLS.items()]
    specs = (FieldSpec("result", "نتیجهٔ تماس", "choice", row=0, choices=results),
             FieldSpec("again", "تماس بعدی (خالی: روز کاری بعد)", "date", row=0),
             FieldSpec("words", "سخن متقاضی", "lines", row=1, rows=3))
    mobile = f" · {isolate(fa(case.visitor.mobile))}" if case.visitor.mobile else ""
    return Question("تماس با متقاضی", f"{case.visitor.titled}{mobile} · {about(case)}", specs, Answer("ثبت نتیجه"))


def objection(_: Context, case: Dossier) -> Question:
    words = FieldSpec("words", "سخن متقاضی", "lines", row=1, rows=3)
    return Question("اعتراض متقاضی", f"{about(case)}. ارجاع دوباره باز می‌شود.", (words,), Answer("ثبت اعتراض"))
