"""What is asked about an answer, and about the visitor's word on it."""

from PySide6.QtWidgets import QVBoxLayout

from app.errors import Refused
from app.followup.dossier import Dossier
from app.persian.text import fa, isolate
from app.referrals import verdicts
from ui.context import Context
from ui.followup.asks import DAY, WHY, about, choose
from ui.parts.attach import Attached
from ui.sessions.ask import Ask
from ui.widgets import Choice, FieldSpec, KeyButton, row

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
    ask = AskAnswer(context, "پاسخ نهایی", about(case), specs)
    choose(ask, "outcome", [Choice(each["code"], each["name"]) for each in case.outcomes])
    return ask


def interim(context: Context, case: Dossier) -> Ask:
    words = FieldSpec("words", "علت", "lines", row=2, rows=4)
    specs = (FieldSpec("promised_day", "تاریخ وعدهٔ پاسخ نهایی", "date", row=0), DAY, UNIT_NUMBER, words)
    return AskAnswer(context, "پاسخ میانی", f"{about(case)}. مهلت واحد همان است که بود.", specs)


def send_back(_: Context, case: Dossier) -> Ask:
    words = f"{about(case)}. پاسخ به حساب نمی‌آید و واحد در همان مهلت باید پاسخ دهد."
    return Ask("پاسخ نامربوط است", words, (WHY,), "برگشت دادن پاسخ")


def call(_: Context, case: Dossier) -> Ask:
    specs = (FieldSpec("result", "نتیجهٔ تماس", "choice", row=0),
             FieldSpec("again", "تماس بعدی (خالی: روز کاری بعد)", "date", row=0),
             FieldSpec("words", "سخن متقاضی", "lines", row=1, rows=3))
    mobile = f" · {isolate(fa(case.visitor.mobile))}" if case.visitor.mobile else ""
    ask = Ask("تماس با متقاضی", f"{case.visitor.titled}{mobile} · {about(case)}", specs, "ثبت نتیجه")
    choose(ask, "result", [Choice(code, name) for code, name in verdicts.CALLS.items()])
    return ask


def objection(_: Context, case: Dossier) -> Ask:
    words = FieldSpec("words", "سخن متقاضی", "lines", row=1, rows=3)
    return Ask("اعتراض متقاضی", f"{about(case)}. ارجاع دوباره باز می‌شود.", (words,), "ثبت اعتراض")
