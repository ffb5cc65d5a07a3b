"""The day itself, step by step, as one clerk alone would live it."""

from typing import cast

from PySide6.QtWidgets import QApplication, QWidget

from app.line.overview import Overview
from app.papers.requests import KINDS
from ui.display.display import Display
from ui.line.page import LinePage
from ui.program import Program
from ui.reception.page import ReceptionPage
from ui.search import Search
from ui.start.wizard import Wizard
from ui.table.page import TablePage
from ui.tour.driver import Hands, Stuck
from ui.tour.tray import PaperTray
from ui.widgets import Form, ListView

PASSWORD = "123456"
KNOWN = "0499370899"
FEWEST = 14
"""Keys, at most, to register a known visitor with the same matter, the ten of the code included."""
PEOPLE: tuple[dict[str, str], ...] = (
    {"code": KNOWN, "mobile": "09000000001", "first_name": "نمونه", "last_name": "آزمایشی‌فر", "father": "فرضی",
     "category_id": "شهرسازی", "matter": "اعتراض به رأی کمیسیون مادهٔ ۱۰۰؛ درخواست بازدید مجدد از ملک پلاک ۱۶۲/۴۵۶۷"},
    {"kind": "اتباع", "code": "A-104277", "mobile": "00989000000002", "first_name": "احمد", "last_name": "نمونه‌زاده",
     "category_id": "مشاغل", "matter": "تمدید اجازهٔ غرفهٔ بازار روز"},
    {"kind": "شخص حقوقی", "code": "10380284790", "mobile": "+989000000003", "last_name": "شرکت ساختمانی نمونه",
     "category_id": "مالی", "matter": "تقسیط عوارض پروانه"},
    {"kind": "گروه", "code": "0790419904", "mobile": "09000000004", "last_name": "اهالی محلهٔ نمونه", "people": "۱۲",
     "category_id": "فضای سبز", "matter": "احداث پارک در زمین رهاشدهٔ خیابان بهار"},
    {"kind": "بدون کد", "mobile": "09000000005", "first_name": "مریم", "last_name": "فرضی", "category_id": "عمران",
     "priority_group_id": "جانباز", "code_reason": "کارت همراه ندارد", "priority_reason": "کارت دیده شد",
     "matter": "آسفالت کوچه و رفع آب‌گرفتگی"},
)


def live_the_day(program: Program, tray: PaperTray, hands: Hands) -> None:
    Day(program, tray, hands).run()


class Day:
    def __init__(self, program: Program, tray: PaperTray, hands: Hands) -> None:
        self.program, self.window, self.tray, self.hands = program, program.window, tray, hands

    def run(self) -> None:
        for step in (self.first_run, self.lock, self.open_session, self.register, self.display, self.call, self.write,
                     self.no_show, self.settle_one, self.find, self.close, self.come_again, self.close_again):
            step()

    # -- the office

    def first_run(self) -> None:
        self.window.resize(1366, 768)
        self.program.show()
        self.hands.until(self._wizard_has_focus, "the wizard stands: nobody has made an office there")
        self.hands.type("شهرداری کرج")
        self.hands.shoot("wizard")
        self.hands.press("Enter")
        for text in ("ن. نمونه‌ای", "namuneh", PASSWORD, PASSWORD):
            self.hands.type(text)
            self.hands.press("Tab")
        self.hands.press("Enter")
        sheet = next(each for each in self.window.findChildren(QWidget) if type(each).__name__ == "SheetStep")
        self.hands.until(sheet.isVisible, "the recovery code is shown")
        self.hands.shoot("recovery")
        for kind in KINDS:
            self.program.local.set(f"printer/{kind}", "سینی کاغذ")
        self.hands.press("Enter", "Enter")
        self.hands.until(self.window.current, "the first page stands")

    def _wizard_has_focus(self) -> bool:
        wizard, focus = self.window.findChild(Wizard), QApplication.focusWidget()
        return wizard is not None and focus is not None and wizard.isAncestorOf(focus)

    def lock(self) -> None:
        self.hands.press("Ctrl+L")
        self.hands.type(PASSWORD)
        self.hands.shoot("sign-in")
        self.hands.press("Enter")
        self.hands.until(self.reception.isVisible, "the lock is open again")

    def open_session(self) -> None:
        self.hands.press("Ctrl+0")
        self.hands.until(lambda: self._list("sessions").current_id() is not None, "the sessions are listed")
        self.hands.shoot("sessions")
        self.hands.press("Enter")
        self.hands.until(self._session_is_open, "the session is open")

    # -- reception

    def register(self) -> None:
        self.hands.press("Ctrl+1")
        self.hands.until(self.reception.registering.isVisible, "the reception form stands")
        for n, person in enumerate(PEOPLE):
            self._fill(person)
            if n in (0, 4):
                self.hands.shoot("reception")
            self._save()
        self.hands.until(lambda: self.tray.printed.count("ticket") == len(PEOPLE), "five tickets came out")
        self.hands.shoot("registered")

    # -- the line, the display, the table

    def display(self) -> None:
        self.hands.press("F11")
        self.hands.until(lambda: self.program.display, "the public display is open")
        display = self.program.display
        assert display
        display.resize(1920, 1080)
        self.window.activateWindow()
        self.hands.until(self.window.isActiveWindow, "the work goes on in its own window")
        self.hands.press("Ctrl+2")
        self.hands.until(self.line.listing.isVisible, "the line stands")

    def call(self) -> None:
        """The look before the number goes public, then the number."""
        self.hands.press("F2")
        self.hands.until(lambda: self.line.case.story, "who comes next is shown")
        self.hands.shoot("before-the-call")
        self.hands.press("F2")
        self.hands.until(lambda: self._state().at_tables == 1, "the first is called")
        self.hands.until(self.line.tables.steps["recall"].isEnabled, "the steps at the table are open")
        self.hands.press("F3")
        self.hands.shoot("called")
        self.hands.until(lambda: self._shown(1), "the number is on the display")
        self.hands.shoot("display", self.program.display)

    def write(self) -> None:
        """The paraph to two units and a copy: from the story to the slip."""
        self.hands.press("Ctrl+3")
        table = self.table
        self.hands.until(table.left.called.came.isVisible, "the called visitor is at the table")
        self.hands.press("F5")
        self.hands.until(table.form.isVisible, "the paraph form stands")
        self.hands.click(table.form.words)
        self.hands.press("Alt+9")
        for unit in ("منطقه ۵", "اداره کل حقوقی"):
            self.hands.click(table.form.units.box)
            self.hands.type(unit)
            self.hands.press("Enter")
        self.hands.shoot("paraph")
        self.hands.press("Ctrl+Enter")
        self.hands.until(lambda: "slip" in self.tray.printed, "the slips came out")
        self.hands.shoot("paraph-saved")

    def no_show(self) -> None:
        self.hands.press("Ctrl+2")
        self._call_next()
        self.hands.press("F5")
        self.hands.until(lambda: self._state().at_tables == 0, "the absent one is off the table")
        self.hands.shoot("no-show")

    def settle_one(self) -> None:
        """A matter settled on the spot: no referral, a receipt alone."""
        self._call_next()
        self.hands.press("Ctrl+3")
        table = self.table
        self.hands.until(table.left.called.came.isVisible, "the next one is at the table")
        self.hands.press("F5")
        table.form.outcome.set_value("settled")
        self.hands.click(table.form.words)
        self.hands.type("در همین جلسه حل شد.")
        self.hands.press("Ctrl+Enter")
        self.hands.until(lambda: "receipt" in self.tray.printed, "the receipt came out alone")

    def _call_next(self) -> None:
        self.hands.until(self.line.listing.isVisible, "the line stands")
        self.hands.press("F2")
        self.hands.until(lambda: self.line.next.text() != "نفر بعدی", "who comes next is shown")
        self.hands.press("F2")
        self.hands.until(lambda: self._state().at_tables == 1, "the next one is called")
        self.hands.until(self.line.tables.steps["no_show"].isEnabled, "the steps at the table are open")

    # -- the end of the day

    def find(self) -> None:
        self.hands.press("Ctrl+F")
        panel = self.window.findChild(Search)
        assert panel
        self.hands.type("آزمایشی")
        self.hands.until(lambda: panel.hits.current_id() is not None, "the visitor is found")
        self.hands.shoot("search")
        self.hands.press("Enter")
        self.hands.until(panel.case.isVisible, "the case is open")
        self.hands.shoot("case")
        self.hands.press("F10")

    def close(self) -> None:
        """Two still wait: the session asks what becomes of them."""
        self.hands.press("Ctrl+0")
        self.hands.until(lambda: self._list("sessions").isVisible(), "the sessions are listed")
        self.hands.press("Home", "Enter")
        self.hands.shoot("closing")
        self.hands.press("Enter")
        self.hands.until(lambda: "minutes" in self.tray.printed, "the minutes came out")
        self.hands.press("Ctrl+5")
        self.hands.until(self.page("reports").isVisible, "the reports stand")
        self.hands.shoot("reports")
        self.hands.press("Ctrl+6")
        self.hands.until(self.page("settings").isVisible, "the settings stand")
        self.hands.shoot("settings")

    def come_again(self) -> None:
        """A known visitor with the same matter, in the next round: the keys are counted."""
        self.hands.press("Ctrl+0")
        self.hands.until(lambda: self._list("sessions").isVisible(), "the sessions are listed")
        self._open_another_round()
        self.hands.press("Ctrl+1")
        form = self.reception.registering
        self.hands.until(form.isVisible, "the reception form stands again")
        self.hands.until(lambda: form.form.code.hasFocus(), "the code has the focus")
        tickets = self.tray.printed.count("ticket")
        self.hands.pressed = 0
        self.hands.type(KNOWN)
        self.hands.press("Enter")
        self.hands.until(lambda: form.warnings.isVisible(), "the open matter is said")
        self.hands.shoot("same-matter")
        self.hands.press("F4", "Enter")
        self.hands.until(lambda: self.tray.printed.count("ticket") > tickets, "the ticket came out")
        if self.hands.pressed > FEWEST:
            raise Stuck(f"{self.hands.pressed} keys for a known visitor, {FEWEST} allowed")

    def close_again(self) -> None:
        """Who still waits comes first in the next session."""
        minutes = self.tray.printed.count("minutes")
        self.hands.press("Ctrl+0")
        self.hands.until(lambda: self._list("sessions").isVisible(), "the sessions are listed")
        self.hands.press("Home", "Enter", "Enter")
        self.hands.until(lambda: self.tray.printed.count("minutes") > minutes, "the second minutes came out")

    def _open_another_round(self) -> None:
        self.hands.press("F9")
        ask = self.page("sessions").findChild(Form)
        assert ask
        before = len(self._list("sessions").rows())
        self.hands.fill(ask, "programme", "چهارشنبه")
        self.hands.fill(ask, "day", "1405/09/04")
        self.hands.press("Enter")
        self.hands.until(lambda: len(self._list("sessions").rows()) > before, "the round is planned")
        self.hands.click(self._list("sessions"))
        self.hands.press("Home")
        self.hands.press("Enter")
        self.hands.until(self._session_is_open, "the second round is open")

    def _fill(self, person: dict[str, str]) -> None:
        form = self.reception.registering.form
        for name, text in person.items():
            self.hands.fill(form, name, text)

    def _save(self) -> None:
        tickets = self.reception.registering.ticket
        before = tickets.text()
        self.hands.press("Enter")
        self.hands.until(lambda: tickets.text() != before, "a number was given")

    # -- where things are

    @property
    def reception(self) -> ReceptionPage:
        return cast(ReceptionPage, self.page("reception"))

    @property
    def line(self) -> LinePage:
        return cast(LinePage, self.page("line"))

    @property
    def table(self) -> TablePage:
        return cast(TablePage, self.page("table"))

    def page(self, key: str) -> QWidget:
        return self.window.page(key)

    def _list(self, key: str) -> ListView:
        return next(each for each in self.page(key).findChildren(ListView))

    def _session_is_open(self) -> bool:
        return self._state().session is not None

    def _state(self) -> Overview:
        self.hands.until(lambda: self.program.watch.state, "the state of the day is known")
        assert self.program.watch.state
        return self.program.watch.state

    def _shown(self, ticket: int) -> bool:
        display = cast(Display, self.program.display)
        return any(call.ticket == ticket for call in (*display.large(), *display.small()))
