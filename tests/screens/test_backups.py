"""The page of backups, and the timer that takes them by itself."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.accounts import first_run
from app.backups import files, restoring, taking
from app.line import steps
from app.persian.text import fa
from app.referrals.issuing import Addressee
from app.sessions import sessions
from app.table import paraphs
from app.table.paraphs import Draft
from app.this_pc.backup_place import BackupPlace, choose
from db import open_database
from tests.conftest import PASSWORD
from tests.support.journal import latest
from tests.support.keyboard import press, type_text
from ui.context import Context
from ui.search import Search
from ui.services.backup_timer import BackupTimer
from ui.settings.backup import BackupSection
from ui.this_pc.settings import PcSettings
from ui.work import Work

Key = Qt.Key


@pytest.fixture
def section(context, show):
    made = show(BackupSection(context), 980, 700)
    made.refresh()
    made.setFocus()
    return made


@pytest.fixture
def backup_timer(context):
    return BackupTimer(context.work, BackupPlace(context.pc))


@pytest.fixture
def issue(db, clerk, arrive, tables):
    """`issue()` registers the next visitor, writes a paraph and returns the slip."""

    def make():
        visit = steps.call(db, clerk, arrive().id, tables[0]["id"])
        draft = Draft(tables[0]["official_id"], "referred", "اقدام شود", (Addressee(1, "lead", "", 5),))
        return paraphs.referrals(db, paraphs.save(db, clerk, visit.id, draft).paraph_id)[0]

    return make


def taken(context):
    return files.backup_files(BackupPlace(context.pc).folder)


def test_backup_is_taken_with_one_key_and_its_contents_shown(section, context, arrive, qtbot):
    arrive()
    press(section, Key.Key_F7)
    qtbot.waitUntil(lambda: len(section.list.rows()) == 1)
    assert "آزمایش شد" in section.notice.text()
    press(section.list, Key.Key_Down)
    press(section.list, Key.Key_Return)
    qtbot.waitUntil(lambda: "۱ مراجعه" in section.contents.text())
    assert not section.sure.isVisible()


def test_restoring_asks_first_and_keeps_the_present_data(section, context, arrive, db, qtbot):
    arrive()
    press(section, Key.Key_F7)
    qtbot.waitUntil(lambda: len(section.list.rows()) == 1)
    arrive()
    section.list.set_current(section.list.rows()[0].id)
    press(section, Key.Key_F8)
    qtbot.waitUntil(lambda: "۱ مراجعه" in section.contents.text())
    assert db.required_row("SELECT COUNT(*) AS n FROM visit")["n"] == 2, "asking changes nothing"
    with qtbot.waitSignal(section.reopen_asked):
        press(section, Key.Key_F9)
    assert db.required_row("SELECT COUNT(*) AS n FROM visit")["n"] == 1
    aside = next(each for each in taken(context) if each.kind == "before-restore")
    assert restoring.contents(aside.file).visits == 2


def test_missing_second_folder_is_refused_at_its_field(section, context, tmp_path):
    section.form.fill({"second": str(tmp_path / "nowhere")})
    press(section, Key.Key_F6)
    assert BackupPlace(context.pc).second() is None
    section.form.fill({"second": str(tmp_path)})
    press(section, Key.Key_F6)
    assert BackupPlace(context.pc).second() == tmp_path


def test_closing_a_session_takes_a_backup(backup_timer, context, db, clerk, clock, session, arrive, qtbot):
    backup_timer.back_up_if_due()
    qtbot.waitUntil(lambda: len(taken(context)) == 1)
    arrive()
    clock.turn(seconds=10)
    sessions.close(db, clerk, session.id, "left")
    qtbot.waitUntil(lambda: len(taken(context)) == 2)
    qtbot.waitUntil(lambda: any(row["subject"] == "backup" for row in latest(db, 3)))


def test_desk_on_a_server_takes_backups_only_when_set_to(context, qtbot):
    """It is on the server by its settings, or only this time by the command line."""
    assert BackupPlace(context.pc).keeps_here()
    desk = BackupPlace(context.pc, shared=True)
    assert not desk.keeps_here()
    choose(context.pc, True, "", "30")
    assert desk.keeps_here()


def test_restoring_a_server_is_refused_before_any_question(section, context):
    context.shared = True
    press(section, Key.Key_F8)
    assert restoring.NOT_FROM_HERE in section.notice.text()
    assert section.sure.isHidden() and not section.now.isHidden()


def test_bug_in_one_turn_does_not_stop_the_backup_timer(
    backup_timer, context, clock, arrive, qtbot, monkeypatch, caplog
):
    arrive()
    with monkeypatch.context() as broken:
        broken.setattr(taking, "take_if_due", lambda *_, **__: 1 / 0)
        with qtbot.waitSignal(context.work.crashed):
            backup_timer.back_up_if_due()
    caplog.clear()
    backup_timer.back_up_if_due()
    qtbot.waitUntil(lambda: bool(taken(context)))


def test_forgotten_or_failed_backup_is_reported_once(context, clock, arrive, qtbot):
    backup_timer = BackupTimer(context.work, BackupPlace(context.pc, shared=True))  # this PC takes none
    arrive()
    clock.turn(days=2)
    with qtbot.waitSignal(backup_timer.troubled) as said:
        backup_timer.back_up_if_due()
    assert "پشتیبان تهیه نشده" in said.args[0]
    context.pc.set("backup/here", "1")
    folder = BackupPlace(context.pc).folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.write_text("no folder")
    with qtbot.waitSignal(backup_timer.troubled) as said:
        backup_timer.back_up_if_due()
    assert "پشتیبان تهیه نشد" in said.args[0]


@pytest.fixture
def new_pc(tmp_path, qapp, clock, clerk):
    """The context of a new PC, whose office has just begun, with the folder of the old PC's backups as the second."""
    address = str(tmp_path / "new" / "office.db")
    Path(address).parent.mkdir()
    with closing(open_database(address, clock=clock)) as made:
        first_run.set_up(made, office="شهرداری کرج", login="admin", name="ن. نمونه‌ای", password=PASSWORD)
    work = Work(lambda: open_database(address, clock=clock))
    work.start()
    context = Context(work, clerk, PcSettings(str(tmp_path / "new" / "this-pc.ini")))
    choose(context.pc, True, str(tmp_path / "stick"), "30")
    yield context, address
    work.close()


def test_new_pc_asks_for_the_last_numbers_on_paper(new_pc, show, db, tmp_path, arrive, clock, qtbot):
    arrive()
    (tmp_path / "stick").mkdir()
    assert taking.take(db, tmp_path / "stick", None).name
    context, address = new_pc
    section = show(BackupSection(context), 1106, 690)
    section.refresh()
    qtbot.waitUntil(lambda: len(section.list.rows()) == 1)
    section.list.set_current(section.list.rows()[0].id)
    press(section, Key.Key_F8)
    qtbot.waitUntil(lambda: section.on_paper is not None and section.on_paper.isVisible())
    form = section.on_paper.form
    press(section, Key.Key_F9)
    qtbot.waitUntil(lambda: "از روی برگه‌ها بنویسید" in form.fields["round-1"].error())
    assert restoring.contents(tmp_path / "new" / "office.db").visits == 0
    type_text(form.editor("number-1"), "۱۴۰۵/م/۱۲")
    for field, typed in (("round-1", "3"), ("ticket-1", "25")):
        form.editor(field).setFocus()
        type_text(form.editor(field), typed)
    with qtbot.waitSignal(section.reopen_asked):
        press(section, Key.Key_F9)
    with closing(open_database(address, clock=clock)) as put_back:
        gaps = put_back.rows("SELECT kind, first, last FROM number_gap ORDER BY id")
    assert [tuple(gap.values()) for gap in gaps] == [("referral", 1, 12), ("round", 2, 3), ("ticket", 2, 25)]


def test_number_given_after_the_backup_is_explained_and_opens_no_case(
    program, db, clerk, tmp_path, issue, clock, qtbot
):
    kept = taking.take(db, tmp_path / "kept", None)
    taking.record(db, clerk, kept)
    slip = issue()
    restoring.restore(db, clerk, tmp_path / "kept" / kept.name, tmp_path / "kept")
    said = "صادر شده بود و در این داده‌ها نیست"
    type_text(program.window.focusWidget(), slip.barcode)
    press(program.window, Key.Key_Return)
    qtbot.waitUntil(lambda: said in program.window.notice.text())
    assert program.window.current() != "followup"
    press(program.window, Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    panel = program.window.findChild(Search)
    type_text(panel.box, fa(slip.number))
    qtbot.waitUntil(lambda: said in panel.count.text())
    assert not panel.hits.rows()
