"""A day and the weeks after it by keys, with every paper through a real CUPS: measured as the device would get it."""

import re
from contextlib import closing
from functools import partial

import pytest
from PySide6.QtWidgets import QLabel

from app.access import clerks
from app.office import settings
from app.papers.requests import KINDS
from app.persian.text import fa
from app.referrals import reminders
from db import open_database
from tests.support.captured import device_pages
from tests.support.measured import check, check_direction
from ui.papers.printer import NotPrinted
from ui.papers.system_printer import SystemPrinter
from ui.tour import day
from ui.tour.tray import PaperTray
from ui.tour.weeks import DAYS, live_the_weeks

TITLES = (
    "برگهٔ بازیابی",
    "برگهٔ نوبت ۵",
    "برگهٔ ارجاع ۱۴۰۵/م/۰۰۰۰۱، برگهٔ ارجاع ۱۴۰۵/م/۰۰۰۰۲، رسید نوبت ۱",
    "رسید نوبت ۵",
    "صورت‌جلسهٔ ۱",
    "دفتر ارسال ۱",
    "برگهٔ پیرو ۱ ارجاع ۱۴۰۵/م/۰۰۰۰۱",
    "برگهٔ واحدها، ۱۴۰۵/۰۹/۲۵",
    "کارنامهٔ واحدها، پاییز ۱۴۰۵",
    "گزارش سه‌ماهه، پاییز ۱۴۰۵",
)
"""Kind and number, as the spooler shows them."""

TOO_LARGE = "میلی‌متری روی کاغذ چاپگر «{}» جا نمی‌شود؛ برای این برگه چاپگر دیگری انتخاب کنید."


class CupsTray(PaperTray):
    """Passes every job on to CUPS, and keeps what it was given with the number or the sentence that came back."""

    def __init__(self, queues):
        self.printed, self.jobs, self._queues, self._system = [], [], queues, SystemPrinter()
        self.states, self.cancel, self.find = self._system.states, self._system.cancel, self._system.find

    def printer_of(self, kind):
        return self._queues.get(kind, self._queues["all"])

    def print_pdf(self, job):
        try:
            self.jobs.append((job, self._system.print_pdf(job)))
        except NotPrinted as refused:
            self.jobs.append((job, refused.sentence))
            raise
        finally:
            self.printed.append(job.kind)
        return self.jobs[-1][1]


@pytest.fixture
def office(tmp_path):
    return partial(open_database, str(tmp_path / "office.db"))


@pytest.fixture
def live(cups, qapp, tmp_path, office):
    """live(all=queue, …) lives through the days with the kinds on these queues and returns the tray."""

    def live_with(days=WEEKS, **queues):
        tray = CupsTray(queues)
        live_the_weeks(tmp_path, office, tray, None, days)
        return tray

    return live_with


def declare_a_closure(desk):
    """Close a Tuesday by decree in the settings, and print the letters that tell the units of it."""
    desk.open()
    desk.sign_in()
    desk.press("Ctrl+6")
    page = desk.program.window.page("settings")
    desk.wait(page.isVisible, "the settings are visible")
    section = page.go("holiday")
    desk.wait(section.list.rows, "the holidays are listed")
    desk.click(section.list)
    desk.press("F9")
    desk.wait(lambda: section.asking.question, "the day is asked")
    desk.fill(section.asking.question.form, "day", "۱۴۰۵/۰۹/۱۰")
    desk.fill(section.asking.question.form, "reason", "آلودگی هوا")
    desk.press("Enter")
    desk.wait(lambda: "جابه‌جا می‌شود" in words(page), "the deadlines that move are counted")
    desk.press("Enter")
    desk.wait(lambda: "جابه‌جا شد" in words(page), "the closure is saved")
    desk.press("F12")
    desk.wait_for_paper("deadlines")


def words(widget):
    return " ".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def remind_a_unit(desk):
    """Two slips of one unit are late, and one letter reminds it of both."""
    desk.open()
    desk.sign_in()
    desk.wait(lambda: desk.program.context, "the clerk has signed in")
    desk.program.work.run(two_late_slips_of_one_unit)
    clerk = desk.program.context.clerk
    desk.program.work.run(partial(reminders.remind_all, clerk=clerk, referral_ids=[1, 2]))
    desk.wait_for_paper("reminder_letter")


def two_late_slips_of_one_unit(db):
    with db.write("paraphs"):
        db.rows(
            "UPDATE followup SET stage = 'acknowledged', in_time_until = '2026-12-01',"
            " unit_id = (SELECT unit_id FROM followup WHERE referral_id = 1) WHERE referral_id IN (1, 2)"
        )
        db.rows("UPDATE reminder SET day = '2026-12-05'")


WEEKS = (*DAYS[:3], (4, declare_a_closure), *DAYS[3:], (24, remind_a_unit))
"""The tour prints no letter about a moved deadline, and no letter with the reminders of several slips."""


def check_job(cups, job, number, *, turned=False):
    """Measure what one job's device got, and look for its number and name in the spooler."""
    sheets = device_pages(cups.got(job.printer, number))
    check(job.pdf, sheets, turned=turned)
    check_direction(job.pdf, sheets, turned=turned)
    title, _, rest = cups.title(job.printer, number).partition(" [")
    assert title == job.title and (rest or job.kind == "recovery")
    return {(round(sheet.width), sheet.dpi, sheet.bits) for sheet in sheets}


def test_every_kind_of_paper_comes_out_of_its_queue_as_it_was_drawn_cups(cups, live):
    tray = live(all="hp", ticket="thermal80")
    assert set(tray.printed) == set(KINDS)
    for job, number in tray.jobs:
        device = (80, 203, 1) if job.kind == "ticket" else (210, 600, 1)
        assert check_job(cups, job, number) == {device}
    titles = [job.title for job, _ in tray.jobs]
    for name in TITLES:
        assert name in titles


@pytest.fixture
def short_day(office, cups):
    """One visitor's papers on sheets of their own, and the trial page; by keys."""

    def choose_a5(desk):
        with closing(office()) as db:
            settings.change_settings(db, clerks.current(db, 1), slip_form="a5")

    def print_the_trial_page(desk):
        desk.program.pc.set("printer/all", "generic")
        desk.press("Ctrl+6")
        page = desk.program.window.page("settings")
        desk.wait(page.sections.hasFocus, "the table of contents has the focus")
        desk.type("چاپ")
        desk.press("Enter", "F7")
        section = page.go("printing")
        desk.wait(lambda: "ارسال شد" in section.editor.notice.text(), "the trial page is sent")

    steps = (
        day.make_the_office,
        choose_a5,
        day.open_the_session,
        day.register_the_visitors,
        day.open_the_display,
        day.call_the_first,
        day.write_a_paraph,
        lambda desk: desk.wait_for_paper("receipt"),
        print_the_trial_page,
    )
    return [(0, lambda desk: [step(desk) for step in steps])]


def test_a5_papers_and_the_trial_page_come_out_and_a_ticket_too_wide_waits_cups(cups, live, office, short_day):
    before = {path.name for path in cups.kept.glob("generic-*.title")}
    tray = live(short_day, all="generic", ticket="thermal58")
    sent = [(job, number) for job, number in tray.jobs if job.kind != "ticket"]
    assert [job.kind for job, _ in sent] == ["recovery", "slip", "slip", "receipt"]
    for job, number in sent:
        assert check_job(cups, job, number, turned=True) == {(148, 200, 8)}
    says = [sentence for job, sentence in tray.jobs if job.kind == "ticket"]
    assert len(says) == 5 and all(
        re.fullmatch(f"برگهٔ ۸۰×[۰-۹]+ {TOO_LARGE.format('thermal58')}", each) for each in says
    )
    with closing(office()) as db:
        assert [
            fa(row["reason"]) for row in db.rows("SELECT reason FROM paper WHERE kind = 'ticket' ORDER BY id")
        ] == says
    after = [path for path in cups.kept.glob("generic-*.title") if path.name not in before]
    (trial,) = [path for path in after if path.read_text().strip() == "صفحهٔ آزمایش"]
    (sheet,) = device_pages(cups.got("generic", trial.stem.removeprefix("generic-")))
    left, _, right, bottom = sheet.bounds()
    assert (left, right, bottom) == pytest.approx((25, 175, 230), abs=0.5)


@pytest.mark.long
def test_every_letter_waits_with_its_size_where_the_printer_has_a_roll_alone_cups(cups, live, office):
    tray = live(all="thermal80")
    for job, outcome in tray.jobs:
        if job.kind == "ticket":
            check_job(cups, job, outcome)
        else:
            assert re.fullmatch(f"برگهٔ [۰-۹]+×[۰-۹]+ {TOO_LARGE.format('thermal80')}", outcome)
    assert set(tray.printed) == set(KINDS)
    with closing(office()) as db:
        waiting = db.rows("SELECT kind, state, reason FROM paper WHERE kind <> 'ticket'")
    assert {row["kind"] for row in waiting} == set(KINDS) - {"ticket", "recovery"}
    assert all(row["state"] == "waiting" and TOO_LARGE.format("thermal80") in row["reason"] for row in waiting)
