"""The settings of printing on this PC: one printer for all papers, with exceptions by kind."""

from functools import partial

from app.papers.requests import KINDS
from app.persian.text import fa
from ui.context import Context
from ui.page import Page
from ui.papers.trial import print_trial_page, trays
from ui.parts.printers import NONE, printers, receipt_printer_choices, use_printer
from ui.settings.editor import Editor
from ui.this_pc.printers import ALL, MOST_COPIES, TICKET, copies, roll
from ui.widgets import Card, Choice, ChoiceBox, FieldSpec, KeyButton, column, label, row

SAME = Choice("-", "مانند همهٔ برگه‌ها")
ANY_TRAY = Choice("-", "به انتخاب چاپگر")
ROLLS = tuple(Choice(str(width), fa(f"{width} میلی‌متری")) for width in (80, 58))
COPIES = tuple(Choice(str(count), fa(count)) for count in range(1, MOST_COPIES + 1))
FIELDS = (
    FieldSpec(ALL, "چاپگر همهٔ برگه‌ها", "choice", row=0, stretch=2),
    FieldSpec("tray", "سینی کاغذ این چاپگر", "choice", row=0, stretch=2),
    FieldSpec("copies", "نسخهٔ هر برگه، جز نوبت و رسید", "choice", row=0, stretch=2, choices=COPIES),
    FieldSpec("roll", "کاغذ نوبت در چاپگر سیستم", "choice", row=0, stretch=2, choices=ROLLS),
    *(FieldSpec(kind, f"چاپگر {name}", "choice", row=1 + at // 3) for at, (kind, name) in enumerate(KINDS.items())),
)
WHY = "برگه‌ها با اندازهٔ واقعی چاپ می‌شوند. برای بررسی، صفحهٔ آزمایش را چاپ کنید و خط‌کش روی آن بگذارید."


class PrintingSection(Page):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.editor = Editor(FIELDS)
        self.save = KeyButton("ذخیره", "Enter", primary=True)
        self.trial = KeyButton("چاپ صفحهٔ آزمایش", "F7")
        self.save.clicked.connect(self._save)
        self.trial.clicked.connect(self._print_trial_page)
        column(Card(label(WHY, "quiet", wraps=True), self.editor, 1, row(self.save, self.trial, 1)), parent=self)
        self.setFocusProxy(self.editor)

    def shown(self) -> None:
        self.is_stale = True  # a receipt printer may have been added beside this section
        super().shown()

    def refresh(self) -> None:
        self.context.work.run_long(partial(_trays, printer=self.context.pc.get(f"printer/{ALL}")), self._show)

    def _show(self, found: list[str]) -> None:
        if self.editor.is_changed():
            return
        known, pc = printers(), self.context.pc
        exceptions = [SAME, *(choice for choice in known if choice.id != NONE.id)]
        for_tickets = [SAME, *receipt_printer_choices(pc), *exceptions[1:]]
        self._choose(
            dict.fromkeys(KINDS, exceptions)
            | {TICKET: for_tickets, ALL: known, "tray": [ANY_TRAY, *(Choice(t, t) for t in found)]}
        )
        values = {kind: pc.get(f"printer/{kind}") or SAME.id for kind in KINDS}
        values |= {ALL: pc.get(f"printer/{ALL}") or NONE.id, "tray": pc.get("printing/tray") or ANY_TRAY.id}
        values |= {"copies": str(copies(pc)), "roll": str(roll(pc))}
        self.editor.show_entry(None, "چاپ", values, ())

    def _choose(self, choices: dict[str, list[Choice]]) -> None:
        for name, given in choices.items():
            box = self.editor.form.editor(name)
            assert isinstance(box, ChoiceBox)
            box.set_choices(given)

    def _save(self) -> None:
        if not self.editor.form.check():
            return
        values, pc = self.editor.form.values(), self.context.pc
        for kind in (ALL, *KINDS):
            use_printer(pc, kind, values[kind])
        pc.set("printing/tray", "" if values["tray"] == ANY_TRAY.id else values["tray"])
        for name in ("copies", "roll"):
            pc.set(f"printing/{name}", values[name])
        self.editor.saving()
        self.editor.saved(None)
        self.editor.notice.say("done", "برای همین رایانه ذخیره شد.")
        self.refresh()

    def _print_trial_page(self) -> None:
        pc = self.context.pc
        self.context.work.run_long(
            partial(_print_trial, printer=pc.get(f"printer/{ALL}"), tray=pc.get("printing/tray")), self._printed
        )

    def _printed(self, reason: str) -> None:
        self.editor.notice.say("error" if reason else "done", reason or "صفحهٔ آزمایش به چاپگر ارسال شد.")


def _trays(_: object, printer: str) -> list[str]:
    return trays(printer)


def _print_trial(_: object, printer: str, tray: str) -> str:
    return print_trial_page(printer, tray)
