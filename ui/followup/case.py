"""The chosen referral: its three deadlines, what happened to it step by step, the scans of its answers."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.access.clerks import Clerk
from app.followup.dossier import Dossier
from app.persian.text import fa, isolate
from ui.followup.acts import ACTS
from ui.followup.words import day, step_rows
from ui.parts.button_flow import button_flow
from ui.parts.stage_tags import stage_tag
from ui.widgets import History, KeyButton, Tag, column, label, row


class CasePanel(QWidget):
    asked = Signal(str)
    """The name of an act."""
    case_asked = Signal()
    scans_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name, self.tag, self.late = label("", "heading"), Tag(), Tag()
        self.about, self.words = label("", "quiet", wraps=True), label("", wraps=True)
        self.deadlines, self.chain = label("", wraps=True), History("هنوز کاری ثبت نشده است.")
        self.acts = {name: KeyButton(act.title, act.key, small=True) for name, act in ACTS.items()}
        for name, button in self.acts.items():
            button.clicked.connect(partial(self.asked.emit, name))
        self.open = KeyButton("پروندهٔ کامل", "Enter", small=True)
        self.scans = KeyButton("تصویر پاسخ", "F12", small=True)
        self.open.clicked.connect(self.case_asked)
        self.scans.clicked.connect(self.scans_asked)
        layout = column(row(self.name, 1, self.late, self.tag), self.about, self.words, self.deadlines, self.chain,
                        button_flow(*self.acts.values(), self.scans, self.open), gap=8, parent=self)
        layout.setStretchFactor(self.chain, 1)

    def show_case(self, case: Dossier, clerk: Clerk) -> None:
        now = case.now
        self.name.setText(fa(f"{isolate(case.number)} · {case.unit}"))
        kind, words = stage_tag(now.stage)
        self.tag.show_state(words, kind)
        self.late.show_state(f"{case.age.late} روز دیر" if case.age.late else "", "late")
        mobile = isolate(fa(case.visitor.mobile)) if case.visitor.mobile else ""
        matter = " ".join(case.matter.split())
        self.about.setText(fa(" · ".join(filter(None, (case.visitor.titled, mobile, case.category, matter)))))
        self.words.setText(fa(f"{case.official}: «{' '.join(case.words.split())}»" if case.words else ""))
        self.deadlines.setText(_deadlines(case))
        self.chain.show_rows(step_rows(case))
        for name, button in self.acts.items():
            button.setVisible(ACTS[name].is_open(clerk, case))
        self.scans.setVisible(bool(case.scans))


def _deadlines(case: Dossier) -> str:
    now = case.now
    unit = day(now.unit_due_day) or "از روز وصول شمرده می‌شود"
    parts = (
        f"وعده به متقاضی: {day(now.due_day)}" if now.due_day else "برای آگاهی؛ پاسخ نمی‌خواهد",
        f"مهلت واحد: {unit}" if now.due_day else "", f"مهلت قانونی: {day(case.legal_day)}",
        f"وعدهٔ واحد: {day(now.promised_day)}" if now.promised_day else "",
        f"ایستاده از {day(now.paused_day)}" if now.paused_day else "",
        f"{now.extensions} تمدید" if now.extensions else "", f"{now.reminders} پیرو" if now.reminders else "",
        f"{now.objections} اعتراض" if now.objections else "",
    )
    return fa("   ·   ".join(filter(None, parts)))
