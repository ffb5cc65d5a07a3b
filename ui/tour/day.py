"""The day of the session, step by step, as one clerk alone would live it."""

from PySide6.QtWidgets import QApplication

from app.papers.requests import KINDS
from ui.papers.preview import Preview
from ui.search import Search
from ui.start.wizard import Wizard
from ui.tour.desk import PASSWORD, Desk
from ui.tour.driver import Stuck

KNOWN_CODE = "0499370899"
MAX_KEYS = 14
"""Keys allowed to register a known visitor with the same matter, the ten digits of the code included."""
PEOPLE: tuple[dict[str, str], ...] = (
    {
        "code": KNOWN_CODE,
        "mobile": "09000000001",
        "first_name": "نمونه",
        "last_name": "آزمایشی‌فر",
        "father": "فرضی",
        "category_id": "شهرسازی",
        "matter": "اعتراض به رأی کمیسیون مادهٔ ۱۰۰؛ درخواست بازدید مجدد از ملک پلاک ۱۶۲/۴۵۶۷",
    },
    {
        "kind": "اتباع",
        "code": "A-104277",
        "mobile": "00989000000002",
        "first_name": "احمد",
        "last_name": "نمونه‌زاده",
        "category_id": "مشاغل",
        "matter": "تمدید اجازهٔ غرفهٔ بازار روز",
    },
    {
        "kind": "شخص حقوقی",
        "code": "10380284790",
        "mobile": "+989000000003",
        "last_name": "شرکت ساختمانی نمونه",
        "category_id": "مالی",
        "matter": "تقسیط عوارض پروانه",
    },
    {
        "kind": "گروه",
        "code": "0790419904",
        "mobile": "09000000004",
        "last_name": "اهالی محلهٔ نمونه",
        "people": "۱۲",
        "category_id": "فضای سبز",
        "matter": "احداث پارک در زمین رهاشدهٔ خیابان بهار",
    },
    {
        "kind": "بدون کد",
        "mobile": "09000000005",
        "first_name": "مریم",
        "last_name": "فرضی",
        "category_id": "عمران",
        "priority_group_id": "جانباز",
        "code_reason": "کارت همراه ندارد",
        "priority_reason": "کارت دیده شد",
        "matter": "آسفالت کوچه و رفع آب‌گرفتگی",
    },
)


def live_the_day(desk: Desk) -> None:
    for step in (
        make_the_office,
        lock_and_unlock,
        open_the_session,
        register_the_visitors,
        open_the_display,
        call_the_first,
        write_a_paraph,
        note_an_absence,
        settle_a_matter,
        search_for_a_case,
        close_the_session,
        open_a_second_round,
        register_a_known_visitor,
        close_the_second_round,
    ):
        step(desk)


# -- the office


def make_the_office(desk: Desk) -> None:
    """Go through the wizard: nobody has made an office here."""
    desk.open()
    desk.wait(lambda: _wizard_has_focus(desk), "the wizard has the focus")
    desk.type("شهرداری کرج")
    desk.picture("wizard")
    desk.press("Enter")
    for text in ("ن. نمونه‌ای", "namuneh", PASSWORD, PASSWORD):
        desk.type(text)
        desk.press("Tab")
    desk.press("Enter")
    wizard = desk.window.findChild(Wizard)
    assert wizard
    desk.wait(wizard.sheet.isVisible, "the recovery code is shown")
    desk.picture("recovery")
    for kind in KINDS:
        desk.program.pc.set(f"printer/{kind}", desk.tray.printer_of(kind))
    desk.press("Enter", "Enter")
    desk.wait(desk.program.window.current, "the first page is shown")


def lock_and_unlock(desk: Desk) -> None:
    desk.press("Ctrl+L")
    desk.type(PASSWORD)
    desk.picture("sign-in")
    desk.press("Enter")
    desk.wait(desk.reception.isVisible, "the pages are back")


def open_the_session(desk: Desk) -> None:
    desk.go_to_sessions()
    desk.picture("sessions")
    desk.press("Enter")
    desk.wait_for_open_session()


# -- the visitors


def register_the_visitors(desk: Desk) -> None:
    desk.press("Ctrl+1")
    desk.wait(desk.reception.registering.isVisible, "the reception form is visible")
    for n, person in enumerate(PEOPLE):
        for name, text in person.items():
            desk.fill(desk.reception.registering.form, name, text)
        if n in (0, 4):
            desk.picture("reception")
        _save_registration(desk)
    desk.wait_for_paper("ticket", len(PEOPLE))
    desk.picture("registered")


def open_the_display(desk: Desk) -> None:
    desk.press("F11")
    desk.wait(lambda: desk.program.display, "the public display is open")
    desk.display.resize(1920, 1080)
    desk.window.activateWindow()
    desk.wait(desk.window.isActiveWindow, "the clerk's window is active again")
    desk.press("Ctrl+2")
    desk.wait(desk.line.listing.isVisible, "the line is visible")


def call_the_first(desk: Desk) -> None:
    """Look at the case before its number goes public, then call and recall it."""
    desk.press("F2")
    desk.wait(lambda: desk.line.case.story, "the next visitor's case is shown")
    desk.picture("before-the-call")
    desk.press("F2")
    desk.wait(lambda: desk.overview().at_tables == 1, "the first visitor is called")
    desk.wait(desk.line.tables.steps["recall"].isEnabled, "the table's steps are enabled")
    desk.press("F3")
    desk.picture("called")
    desk.wait(
        lambda: any(call.ticket == 1 for call in desk.display.large() + desk.display.small()),
        "the number is on the display",
    )
    desk.picture("display", desk.display)


def write_a_paraph(desk: Desk) -> None:
    """Refer the matter to two units, from the visitor's coming to the printed slips."""
    _receive_at_table(desk)
    form = desk.table.form
    desk.wait(form.isVisible, "the paraph form is visible")
    desk.click(form.words)
    desk.press("Alt+9")
    for unit in ("منطقهٔ ۵", "ادارهٔ کل حقوقی"):
        desk.click(form.units.box)
        desk.type(unit)
        desk.press("Enter")
    desk.picture("paraph")
    desk.press("Ctrl+Enter")
    desk.wait_for_paper("slip")
    desk.picture("paraph-saved")


def note_an_absence(desk: Desk) -> None:
    desk.press("Ctrl+2")
    _call_next(desk)
    desk.press("F5")
    desk.wait(lambda: desk.overview().at_tables == 0, "the absent visitor has left the table")
    desk.picture("no-show")


def settle_a_matter(desk: Desk) -> None:
    """Settle a matter on the spot: no referral, only a receipt."""
    _call_next(desk)
    _receive_at_table(desk)
    desk.table.form.outcome.set_value("settled")
    desk.click(desk.table.form.words)
    desk.type("در همین جلسه حل شد.")
    desk.press("Ctrl+Enter")
    desk.wait_for_paper("receipt")


def search_for_a_case(desk: Desk) -> None:
    desk.press("Ctrl+F")
    panel = desk.window.findChild(Search)
    assert panel
    desk.type("آزمایشی")
    desk.wait(lambda: panel.hits.current_id() is not None, "the visitor is found")
    desk.picture("search")
    desk.press("Enter")
    desk.wait(panel.case.isVisible, "the case is open")
    desk.picture("case")
    desk.press("Ctrl+P")
    desk.wait(lambda: (shown := desk.window.findChild(Preview)) and shown.viewer.pdf, "the person's file is shown")
    desk.picture("person")
    desk.press("Enter")
    desk.wait_for_paper("person")


# -- the end of the day


def close_the_session(desk: Desk) -> None:
    """Two visitors still wait: the program asks what becomes of them."""
    _close(desk, picture="closing")
    desk.wait_for_paper("minutes")
    desk.press("Ctrl+5")
    desk.wait(desk.reports.isVisible, "the reports are visible")
    desk.picture("reports")
    desk.press("Ctrl+6")
    desk.wait(desk.program.window.page("settings").isVisible, "the settings are visible")
    desk.picture("settings")


def open_a_second_round(desk: Desk) -> None:
    desk.go_to_sessions()
    before = len(desk.sessions.list.rows())
    desk.press("F9")
    desk.fill_question("programme", "چهارشنبه")
    desk.fill_question("day", "1405/09/04")
    desk.press("Enter")
    desk.wait(lambda: len(desk.sessions.list.rows()) > before, "the second round is planned")
    desk.click(desk.sessions.list)
    desk.press("Home", "Enter")
    desk.wait_for_open_session()


def register_a_known_visitor(desk: Desk) -> None:
    """Register a known visitor with the same matter and count the keys."""
    desk.press("Ctrl+1")
    registering = desk.reception.registering
    desk.wait(registering.isVisible, "the reception form is visible")
    desk.wait(registering.form.code.hasFocus, "the code has the focus")
    desk.key_count = 0
    desk.type(KNOWN_CODE)
    desk.press("Enter")
    desk.wait(registering.warnings.isVisible, "the warning of the open matter is visible")
    desk.picture("same-matter")
    desk.press("F4", "Enter")
    desk.wait_for_paper("ticket", len(PEOPLE) + 1)
    if desk.key_count > MAX_KEYS:
        raise Stuck(f"{desk.key_count} keys for a known visitor, {MAX_KEYS} allowed")


def close_the_second_round(desk: Desk) -> None:
    """Postpone the visitor who still waits: first in line at the next session."""
    _close(desk)
    desk.wait_for_paper("minutes", 2)


# -- parts of steps


def _wizard_has_focus(desk: Desk) -> bool:
    wizard, focused = desk.window.findChild(Wizard), QApplication.focusWidget()
    return wizard is not None and focused is not None and wizard.isAncestorOf(focused)


def _save_registration(desk: Desk) -> None:
    ticket = desk.reception.registering.ticket
    before = ticket.text()
    desk.press("Enter")
    desk.wait(lambda: ticket.text() != before, "a ticket was given")


def _call_next(desk: Desk) -> None:
    desk.wait(desk.line.listing.isVisible, "the line is visible")
    desk.press("F2")
    desk.wait(lambda: desk.line.next.text() != "نفر بعدی", "the next visitor's case is shown")
    desk.press("F2")
    desk.wait(lambda: desk.overview().at_tables == 1, "the next visitor is called")
    desk.wait(desk.line.tables.steps["no_show"].isEnabled, "the table's steps are enabled")


def _receive_at_table(desk: Desk) -> None:
    desk.press("Ctrl+3")
    desk.wait(desk.table.panel.called.came.isVisible, "the called visitor is announced at the table")
    desk.press("F5")


def _close(desk: Desk, picture: str = "") -> None:
    """Close the open session; the waiting visitors go to the next one. The names are read when the question is asked;
    the page need not know them before."""
    desk.go_to_sessions()
    desk.wait_for_open_session()
    desk.press("Enter")
    desk.wait(lambda: desk.sessions.asking.question is not None, "the names of those still here are shown")
    if picture:
        desk.picture(picture)
    desk.press("Enter")
