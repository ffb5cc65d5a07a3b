"""The question about the clock, through the real start: nothing is written before it is answered."""

import gzip
import json
import os
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.access import clerks
from app.backups.files import backup_files
from app.line import steps
from app.office import lists, settings
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.sessions import sessions
from app.table import paraphs
from app.visits.visitors import Visitor
from db import open_database
from main import main
from tests.conftest import PASSWORD
from tests.support.journal import latest
from tests.support.keyboard import press, type_text
from ui.program import Program
from ui.start.sign_in import SignIn
from ui.start.wizard import Wizard

Key = Qt.Key
OLD = Path(__file__).parents[1] / "db" / "olddb"


@pytest.fixture
def start(qapp, path, clock, tmp_path):
    """start() opens the program as a clerk does in the morning, and closes the one before."""
    made = []

    def open_program(**more):
        close()
        opened = partial(open_database, path, clock=clock)
        made.append(Program(tmp_path, opened, partial(opened, read_only=True), **more))
        made[-1].window.resize(1366, 690)
        made[-1].show()
        return made[-1]

    def close():
        if made:
            os.utime(path, (clock.now.timestamp(),) * 2)
            made[-1].window.close()
            made.pop().window.deleteLater()

    os.utime(path, (clock.now.timestamp(),) * 2)
    yield open_program
    close()


@pytest.fixture
def asked(qtbot):
    def wait(program):
        qtbot.waitUntil(lambda: program.sign_in.clock_question is not None)
        return program.sign_in.clock_question

    return wait


@pytest.fixture
def enter(qtbot):
    """enter(program) signs the administrator in by keys."""

    def sign_in(program):
        qtbot.waitUntil(lambda: program.sign_in.clock_question is None and bool(program.window.findChildren(SignIn)))
        program.window.activateWindow()
        qtbot.waitUntil(program.window.isActiveWindow)
        form = program.window.findChildren(SignIn)[-1].form
        form.editor("login").setFocus()
        form.editor("login").selectAll()
        with qtbot.waitSignal(program.ready):
            type_text(form.editor("login"), "admin")
            press(form.editor("login"), Key.Key_Tab)
            type_text(form.editor("password"), PASSWORD)
            press(form.editor("password"), Key.Key_Return)

    return sign_in


def click(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def files_of(path):
    return {each.name: each.read_bytes() for each in Path(path).parent.rglob("*.db") if each.is_file()}


def count(path):
    return open_count(path, "SELECT COUNT(*) AS n FROM journal")


def open_count(path, sql):
    db = open_database(path, read_only=True)
    try:
        return db.required_row(sql)["n"]
    finally:
        db.close()


@pytest.mark.parametrize("leap", [{"days": 365}, {"days": 30}, {"hours": 11}, {"hours": -11}])
def test_wrong_clock_is_asked_about_and_writes_nothing_until_it_is_right(path, clock, start, asked, enter, leap, qtbot):
    before = files_of(path)
    clock.turn(**leap)
    program = start()
    question = asked(program)
    click(question.wrong)
    assert all(step.isVisible() for step in question.steps) and not question.wrong.isEnabled()
    program.backup_timer is None or pytest.fail("the backups wait too")
    clock.turn(**{unit: -by for unit, by in leap.items()})
    qtbot.waitUntil(lambda: program.sign_in.clock_question is None)
    assert files_of(path) == before
    enter(program)
    assert not program.window.notice.isVisible()


def test_question_shows_the_day_and_what_is_known(path, clock, start, asked):
    clock.turn(days=365)
    question = asked(start())
    assert question.day.text() == "امروز پنجشنبه ۴ آذر ۱۴۰۶"
    assert "۰۹:۰۰" in question.time.text()
    assert "چهارشنبه ۴ آذر ۱۴۰۵" in question.why.text() and "۳۶۵ روز" in question.why.text()


def test_right_clock_after_a_long_pause_is_confirmed_with_one_click_and_journalled(path, clock, start, asked, enter):
    clock.turn(days=90)
    program = start()
    press(asked(program), Key.Key_Return)
    assert program.sign_in.clock_question, "Enter is no answer"
    click(asked(program).right)
    enter(program)
    program = start()
    enter(program)
    db = open_database(path, read_only=True)
    confirmed = [row for row in latest(db) if row["action"] == "confirm"]
    assert [row["clerk"] for row in confirmed] == ["ن. نمونه‌ای"]
    assert json.loads(confirmed[0]["after"])["clock"].startswith("2027-02-23")
    db.close()


def test_office_of_an_older_schema_is_not_upgraded_before_the_answer(path, clock, start, asked):
    Path(path).write_bytes(gzip.decompress(sorted(OLD.glob("*.gz"))[0].read_bytes()))
    clock.turn(days=3650)
    program = start()
    asked(program)
    version = "SELECT n FROM revision WHERE topic = 'schema'"
    assert open_count(path, version) == int(sorted(OLD.glob("*.gz"))[0].name[:3])
    assert not backup_files(Path(path).parent / "backups")


def test_clock_that_leaps_under_an_open_program_covers_the_page_and_keeps_its_text(
    path, clock, start, asked, enter, qtbot
):
    program = start()
    enter(program)
    backups = Path(path).parent / "backups"
    program.backup_timer.back_up_if_due()
    noted = "SELECT COUNT(*) AS n FROM journal WHERE subject = 'backup'"
    qtbot.waitUntil(lambda: bool(backup_files(backups)) and open_count(path, noted) > 0)
    program.window.go("reception")
    form = program.window.page("reception")
    qtbot.waitUntil(lambda: form.isVisible())
    clock.turn(days=40)
    asked(program)
    assert not form.isVisible()
    before = files_of(path)
    program.backup_timer.back_up_if_due()
    done = []
    program.work.run_long(lambda _: None, done.append, done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert files_of(path) == before, "no backup bears the doubtful date"
    clock.turn(days=-40)
    qtbot.waitUntil(lambda: program.window.shows_pages())
    assert form.isVisible() and not program.window.notice.isVisible()


def test_clock_half_an_hour_behind_is_said_without_taking_sides(path, clock, start, enter, qtbot):
    program = start()
    enter(program)
    clock.turn(minutes=30)
    with closing(open_database(path, clock=clock)) as db:
        settings.change_settings(db, clerks.everyone(db)[0], phone="1888")
    clock.turn(minutes=-30)
    qtbot.waitUntil(lambda: "ساعت این رایانه ۳۰ دقیقه از آخرین ثبت عقب‌تر است" in program.window.notice.text())
    assert "اگر ساعت درست است" in program.window.notice.text() and program.sign_in.clock_question is None


def test_program_left_alone_at_the_question_is_locked_when_the_clock_is_right(path, clock, start, asked, enter, qtbot):
    seconds = [0.0]
    program = start(seconds=lambda: seconds[0])
    enter(program)
    clock.turn(days=40)
    asked(program)
    seconds[0] += 24 * 3600
    program.sign_in.idle_lock.check()
    clock.turn(days=-40)
    qtbot.waitUntil(lambda: program.sign_in.clock_question is None)
    assert not program.window.shows_pages() and program.window.findChildren(SignIn)


def test_pc_whose_clock_differs_from_the_servers_is_told(qapp, server, furnished_template, tmp_path, qtbot, clock):
    address = server.database(furnished_template)
    with closing(open_database(address)) as db:
        clerk = clerks.everyone(db)[0]
        settings.change_settings(db, clerk, phone="1888")  # now by the server's clock, which is therefore in no doubt

    def opened(**more):
        desk = open_database(address, **more)
        desk.clock = lambda: datetime.now(UTC) - timedelta(minutes=45, seconds=30)
        return desk

    program = Program(tmp_path, opened, partial(opened, read_only=True), shared=True)
    program.show()
    program.enter(clerk)
    program.day_notices.warn_of_backups("پشتیبان تهیه نشده است.")  # it covers no warning that nobody has read yet
    qtbot.waitUntil(lambda: "۴۵ دقیقه از ساعت سرور عقب‌تر" in program.window.notice.text())
    program.day_notices.warn_of_backups("پشتیبان تهیه نشده است.")
    assert "۴۵ دقیقه از ساعت سرور عقب‌تر" in program.window.notice.text()
    qtbot.keyClick(program.window, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "پشتیبان تهیه نشده است" in program.window.notice.text())
    program.window.close()
    program.window.deleteLater()
    server.drop(address)


def live_one_case(path, clock):
    """Open today's session and write one paraph, as the tables do."""
    db = open_database(path, clock=clock)
    clerk = clerks.current(db, clerks.everyone(db)[0].id)
    session = sessions.open_today(db, clerk, 1)
    visitor = Visitor(kind="no_code", code_reason="همراه ندارد", first_name="نمونه", last_name="آزمایشی")
    visit = register(db, clerk, session.id, Arrival(visitor, lists.entries(db, "category")[0]["id"]))
    table, unit = lists.entries(db, "meeting_table")[0]["id"], lists.entries(db, "unit")[0]["id"]
    steps.call_next(db, clerk, session.id, table)
    sent = (paraphs.Addressee(unit, working_days=5),)
    saved = paraphs.save(
        db, clerk, visit.id, paraphs.Draft(lists.entries(db, "official")[0]["id"], "referred", "بررسی شود", sent)
    )
    due = db.required_row("SELECT due_day FROM referral")["due_day"]
    db.close()
    return session.day, saved.numbers[0], due


def test_year_ahead_at_one_start_leaves_days_numbers_and_deadlines_right(path, clock, start, asked, enter, qtbot):
    """The clerk says yes unread to a clock a year ahead; its backup is written. The next morning the clock is right."""
    clock.turn(days=365)
    program = start()
    click(asked(program).right)
    enter(program)
    qtbot.waitUntil(lambda: open_count(path, "SELECT COUNT(*) AS n FROM journal WHERE subject = 'clock'") == 1)
    program.backup_timer.back_up_if_due()
    qtbot.waitUntil(lambda: open_count(path, "SELECT COUNT(*) AS n FROM journal WHERE subject = 'backup'") >= 1)
    clock.turn(days=-364)
    program = start()
    question = asked(program)
    assert "۱۴۰۵" in question.day.text() and "۱۴۰۶" in question.why.text()
    click(question.right)
    enter(program)
    qtbot.waitUntil(lambda: program.day_notices.overview is not None)
    assert program.day_notices.overview.clock_behind == 0
    assert not program.window.notice.isVisible(), "nobody is asked to set a right clock wrong"
    assert live_one_case(path, clock) == ("2026-11-26", "1405/م/00001", "2026-12-02")
    program = start()
    enter(program)
    qtbot.waitUntil(lambda: program.day_notices.overview is not None)
    assert program.day_notices.overview.clock_behind == 0
    assert main(["verify", "--data", str(Path(path).parent)]) == 0, "the chain is whole where the times step back"


def test_display_of_its_own_asks_nobody_and_shows_the_hall(qapp, path, clock, tmp_path, qtbot):
    clock.turn(days=365)
    opened = partial(open_database, path, clock=clock)
    program = Program(tmp_path, opened, partial(opened, read_only=True))
    with qtbot.waitSignal(program.work.opened):
        program.show_display_only()
    assert program.sign_in.clock_question is None and program.display.isVisible()
    program.close()
    program.window.deleteLater()


def test_servers_clock_is_asked_about_as_the_servers(qapp, server, furnished_template, clock, tmp_path, asked, qtbot):
    address = server.database(furnished_template)
    clock.turn(days=365)
    opened = partial(open_database, address, clock=clock)
    program = Program(tmp_path, opened, partial(opened, read_only=True), shared=True)
    program.window.resize(1366, 690)
    program.show()
    question = asked(program)
    click(question.wrong)
    assert "مسئول سرور" in question.steps[0].text() and question.steps[0].isVisible()
    clock.turn(days=-365)
    qtbot.waitUntil(lambda: program.sign_in.clock_question is None)
    program.window.close()
    program.window.deleteLater()
    server.drop(address)


def test_first_start_ever_asks_nothing_and_opens_the_wizard(qapp, clock, tmp_path, qtbot):
    clock.turn(days=-4000)
    folder = tmp_path / "new"
    folder.mkdir()
    opened = partial(open_database, str(folder / "office.db"), clock=clock)
    program = Program(folder, opened, partial(opened, read_only=True))
    with qtbot.waitSignal(program.work.opened):
        program.show()
    assert program.sign_in.clock_question is None and program.window.findChildren(Wizard)
    program.window.close()
    program.window.deleteLater()


@pytest.fixture
def summer_time(monkeypatch):
    """A PC whose old time-zone data keeps summer time."""
    monkeypatch.setenv("TZ", "IRDT-4:30")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_pc_that_keeps_summer_time_is_told_at_the_sign_in(start, summer_time):
    assert "UTC+04:30" in start().window.findChildren(SignIn)[-1].notice.text()


def test_pc_that_keeps_summer_time_is_told_in_the_question(clock, start, asked, summer_time):
    clock.turn(days=365)
    question = asked(start())
    assert question.zone.isVisible() and "UTC+04:30" in question.zone.text()
    click(question.wrong)
    assert not question.zone.isVisible(), "the steps name the time zone themselves"
