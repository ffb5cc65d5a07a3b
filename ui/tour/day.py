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
from ui.tour.driver import Driver, Stuck
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


def live_the_day(program: Program, tray: PaperTray, driver: Driver) -> None:
    Day(program, tray, driver).run()


class Day:
    def __init__(self, program: Program, tray: PaperTray, driver: Driver) -> None:
        self.program, self.window, self.tray, self.driver = program, program.window, tray, driver

    def run(self) -> None:
        for step in (self.first_run, self.lock, self.open_session, self.register, self.display, self.call, self.write,
                     self.no_show, self.settle_one, self.find, self.close, self.come_again, self.close_again):
            step()

    # -- the office

    def first_run(self) -> None:
        self.window.resize(1366, 768)
        self.program.show()
        self.driver.until(self._wizard_has_focus, "the wizard stands: nobody has made an office there")
        self.driver.type("شهرداری کرج")
        self.driver.shoot("wizard")
        self.driver.press("Enter")
        for text in ("ن. نمونه‌ای", "namuneh", PASSWORD, PASSWORD):
            self.driver.type(text)
            self.driver.press("Tab")
        self.driver.press("Enter")
        sheet = next(each for each in self.window.findChildren(QWidget) if type(each).__name__ == "RecoverySheetStep")
        self.driver.until(sheet.isVisible, "the recovery code is shown")
        self.driver.shoot("recovery")
        for kind in KINDS:
            self.program.pc.set(f"printer/{kind}", "سینی کاغذ")
        self.driver.press("Enter", "Enter")
        self.driver.until(self.window.current, "the first page stands")

    def _wizard_has_focus(self) -> bool:
        wizard, focus = self.window.findChild(Wizard), QApplication.focusWidget()
        return wizard is not None and focus is not None and wizard.isAncestorOf(focus)

    def lock(self) -> None:
        self.driver.press("Ctrl+L")
        self.driver.type(PASSWORD)
        self.driver.shoot("sign-in")
        self.driver.press("Enter")
        self.driver.until(self.reception.isVisible, "the lock is open again")

    def open_session(self) -> None:
        self.driver.press("Ctrl+0")
        self.driver.until(lambda: self._list("sessions").current_id() is not None, "the sessions are listed")
        self.driver.shoot("sessions")
        self.driver.press("Enter")
        self.driver.until(self._session_is_open, "the session is open")

    # -- reception

    def register(self) -> None:
        self.driver.press("Ctrl+1")
        self.driver.until(self.reception.registering.isVisible, "the reception form stands")
        for n, person in enumerate(PEOPLE):
            self._fill(person)
            if n in (0, 4):
                self.driver.shoot("reception")
            self._save()
        self.driver.until(lambda: self.tray.printed.count("ticket") == len(PEOPLE), "five tickets came out")
        self.driver.shoot("registered")

    # -- the line, the display, the table

    def display(self) -> None:
        self.driver.press("F11")
        self.driver.until(lambda: self.program.display, "the public display is open")
        display = self.program.display
        assert display
        display.resize(1920, 1080)
        self.window.activateWindow()
        self.driver.until(self.window.isActiveWindow, "the work goes on in its own window")
        self.driver.press("Ctrl+2")
        self.driver.until(self.line.listing.isVisible, "the line stands")

    def call(self) -> None:
        """The look before the number goes public, then the number."""
        self.driver.press("F2")
        self.driver.until(lambda: self.line.case.story, "who comes next is shown")
        self.driver.shoot("before-the-call")
        self.driver.press("F2")
        self.driver.until(lambda: self._state().at_tables == 1, "the first is called")
        self.driver.until(self.line.tables.steps["recall"].isEnabled, "the steps at the table are open")
        self.driver.press("F3")
        self.driver.shoot("called")
        self.driver.until(lambda: self._shown(1), "the number is on the display")
        self.driver.shoot("display", self.program.display)

    def write(self) -> None:
        """The paraph to two units and a copy: from the story to the slip."""
        self.driver.press("Ctrl+3")
        table = self.table
        self.driver.until(table.panel.called.came.isVisible, "the called visitor is at the table")
        self.driver.press("F5")
        self.driver.until(table.form.isVisible, "the paraph form stands")
        self.driver.click(table.form.words)
        self.driver.press("Alt+9")
        for unit in ("منطقه ۵", "اداره کل حقوقی"):
            self.driver.click(table.form.units.box)
            self.driver.type(unit)
            self.driver.press("Enter")
        self.driver.shoot("paraph")
        self.driver.press("Ctrl+Enter")
        self.driver.until(lambda: "slip" in self.tray.printed, "the slips came out")
        self.driver.shoot("paraph-saved")

    def no_show(self) -> None:
        self.driver.press("Ctrl+2")
        self._call_next()
        self.driver.press("F5")
        self.driver.until(lambda: self._state().at_tables == 0, "the absent one is off the table")
        self.driver.shoot("no-show")

    def settle_one(self) -> None:
        """A matter settled on the spot: no referral, a receipt alone."""
        self._call_next()
        self.driver.press("Ctrl+3")
        table = self.table
        self.driver.until(table.panel.called.came.isVisible, "the next one is at the table")
        self.driver.press("F5")
        table.form.outcome.set_value("settled")
        self.driver.click(table.form.words)
        self.driver.type("در همین جلسه حل شد.")
        self.driver.press("Ctrl+Enter")
        self.driver.until(lambda: "receipt" in self.tray.printed, "the receipt came out alone")

    def _call_next(self) -> None:
        self.driver.until(self.line.listing.isVisible, "the line stands")
        self.driver.press("F2")
        self.driver.until(lambda: self.line.next.text() != "نفر بعدی", "who comes next is shown")
        self.driver.press("F2")
        self.driver.until(lambda: self._state().at_tables == 1, "the next one is called")
        self.driver.until(self.line.tables.steps["no_show"].isEnabled, "the steps at the table are open")

    # -- the end of the day

    def find(self) -> None:
        self.driver.press("Ctrl+F")
        panel = self.window.findChild(Search)
        assert panel
        self.driver.type("آزمایشی")
        self.driver.until(lambda: panel.hits.current_id() is not None, "the visitor is found")
        self.driver.shoot("search")
        self.driver.press("Enter")
        self.driver.until(panel.case.isVisible, "the case is open")
        self.driver.shoot("case")
        self.driver.press("F10")

    def close(self) -> None:
        """Two still wait: the session asks what becomes of them."""
        self.driver.press("Ctrl+0")
        self.driver.until(lambda: self._list("sessions").isVisible(), "the sessions are listed")
        self.driver.press("Home", "Enter")
        self.driver.shoot("closing")
        self.driver.press("Enter")
        self.driver.until(lambda: "minutes" in self.tray.printed, "the minutes came out")
        self.driver.press("Ctrl+5")
        self.driver.until(self.page("reports").isVisible, "the reports stand")
        self.driver.shoot("reports")
        self.driver.press("Ctrl+6")
        self.driver.until(self.page("settings").isVisible, "the settings stand")
        self.driver.shoot("settings")

    def come_again(self) -> None:
        """A known visitor with the same matter, in the next round: the keys are counted."""
        self.driver.press("Ctrl+0")
        self.driver.until(lambda: self._list("sessions").isVisible(), "the sessions are listed")
        self._open_another_round()
        self.driver.press("Ctrl+1")
        form = self.reception.registering
        self.driver.until(form.isVisible, "the reception form stands again")
        self.driver.until(lambda: form.form.code.hasFocus(), "the code has the focus")
        tickets = self.tray.printed.count("ticket")
        self.driver.pressed = 0
        self.driver.type(KNOWN)
        self.driver.press("Enter")
        self.driver.until(lambda: form.warnings.isVisible(), "the open matter is said")
        self.driver.shoot("same-matter")
        self.driver.press("F4", "Enter")
        self.driver.until(lambda: self.tray.printed.count("ticket") > tickets, "the ticket came out")
        if self.driver.pressed > FEWEST:
            raise Stuck(f"{self.driver.pressed} keys for a known visitor, {FEWEST} allowed")

    def close_again(self) -> None:
        """Who still waits comes first in the next session."""
        minutes = self.tray.printed.count("minutes")
        self.driver.press("Ctrl+0")
        self.driver.until(lambda: self._list("sessions").isVisible(), "the sessions are listed")
        self.driver.press("Home", "Enter", "Enter")
        self.driver.until(lambda: self.tray.printed.count("minutes") > minutes, "the second minutes came out")

    def _open_another_round(self) -> None:
        self.driver.press("F9")
        ask = self.page("sessions").findChild(Form)
        assert ask
        before = len(self._list("sessions").rows())
        self.driver.fill(ask, "programme", "چهارشنبه")
        self.driver.fill(ask, "day", "1405/09/04")
        self.driver.press("Enter")
        self.driver.until(lambda: len(self._list("sessions").rows()) > before, "the round is planned")
        self.driver.click(self._list("sessions"))
        self.driver.press("Home")
        self.driver.press("Enter")
        self.driver.until(self._session_is_open, "the second round is open")

    def _fill(self, person: dict[str, str]) -> None:
        form = self.reception.registering.form
        for name, text in person.items():
            self.driver.fill(form, name, text)

    def _save(self) -> None:
        tickets = self.reception.registering.ticket
        before = tickets.text()
        self.driver.press("Enter")
        self.driver.until(lambda: tickets.text() != before, "a number was given")

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
        self.driver.until(lambda: self.program.day_notices.overview, "the state of the day is known")
        assert self.program.day_notices.overview
        return self.program.day_notices.overview

    def _shown(self, ticket: int) -> bool:
        display = cast(Display, self.program.display)
        return any(call.ticket == ticket for call in (*display.large(), *display.small()))
