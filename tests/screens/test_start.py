import os
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLabel

from app.access import clerks
from app.accounts import first_run, staff
from app.accounts import sign_in as accounts
from db import open_database
from tests.conftest import PASSWORD
from tests.support.keyboard import press, type_text
from ui.start.sign_in import SignIn
from ui.start.wizard import Wizard
from ui.this_pc.settings import PcSettings
from ui.work import Work

Key = Qt.Key
ROOT = Path(__file__).parents[2]


def write(*texts):
    """Type each text into the focused field, with Tab between them."""
    for at, text in enumerate(texts):
        if at:
            press(None, Key.Key_Tab)
        type_text(QApplication.focusWidget(), text)


@pytest.fixture
def sign_in(work, show):
    return show(SignIn(work), 1366, 768)


def test_name_password_and_enter_sign_in(sign_in, qtbot):
    with qtbot.waitSignal(sign_in.signed_in) as signed:
        write("admin", "۱۲۳۴۵۶")
        press(sign_in, Key.Key_Return)
    assert signed.args[0].login == "admin"
    assert sign_in.form.values()["password"] == ""


def test_wrong_password_is_refused_and_selected_for_typing_over(sign_in, qtbot):
    write("admin", "nonsense")
    press(sign_in, Key.Key_Enter)
    qtbot.waitUntil(lambda: sign_in.form.fields["password"].error() == "نام کاربری یا گذرواژه درست نیست.")
    assert sign_in.enter.isEnabled()
    with qtbot.waitSignal(sign_in.signed_in):
        type_text(QApplication.focusWidget(), PASSWORD)
        press(sign_in, Key.Key_Return)


def test_lock_has_the_name_filled_in_and_lets_another_clerk_in(sign_in, make_clerk, clerk, qtbot):
    make_clerk("caller")
    sign_in.lock(clerk)
    assert QApplication.focusWidget() is sign_in.form.editor("password")
    assert clerk.name in sign_in.quiet.text()
    with qtbot.waitSignal(sign_in.signed_in) as signed:
        sign_in.form.editor("login").setFocus()
        sign_in.form.editor("login").selectAll()
        write("caller", PASSWORD)
        press(sign_in, Key.Key_Return)
    assert signed.args[0].roles == {"caller"}


def test_recovery_code_lets_the_administrator_in_once(sign_in, db, clerk, qtbot):
    code = staff.new_recovery(db, clerk).code
    type_text(QApplication.focusWidget(), "admin")
    press(sign_in, Key.Key_F2)
    write(code, "", "654321", "65432")
    press(sign_in, Key.Key_Return)
    assert "یکی نیستند" in sign_in.other.form.fields["again"].error()
    with qtbot.waitSignal(sign_in.signed_in) as signed:
        sign_in.other.form.editor("again").setFocus()
        type_text(QApplication.focusWidget(), "1")
        press(sign_in, Key.Key_Return)
    assert signed.args[0].id == clerk.id and accounts.sign_in(db, "admin", "654321")
    press(sign_in, Key.Key_F2)
    write(code, "", "777777", "777777")
    press(sign_in, Key.Key_Return)
    qtbot.waitUntil(lambda: "قبلاً استفاده شده" in sign_in.other.form.fields["code"].error())
    press(sign_in, Key.Key_Escape)
    assert sign_in.gate.isVisible()


def test_clerk_changes_the_own_password_at_the_sign_in(sign_in, db, qtbot):
    type_text(QApplication.focusWidget(), "admin")
    press(sign_in, Key.Key_F3)
    with qtbot.waitSignal(sign_in.signed_in):
        write(PASSWORD, "", "تازه۱۲۳", "تازه۱۲۳")
        press(sign_in, Key.Key_Return)
    assert accounts.sign_in(db, "admin", "تازه123")


def test_screen_stays_responsive_while_a_password_is_checked(sign_in, qtbot, monkeypatch):
    """The check runs on the worker thread and here waits until the screen has handled a key."""
    went_on, real = threading.Event(), accounts.sign_in

    def slow(db, login, password):
        assert went_on.wait(5), "the screen froze"
        return real(db, login, password)

    monkeypatch.setattr(accounts, "sign_in", slow)
    sign_in.form.fill({"login": "admin", "password": PASSWORD})
    with qtbot.waitSignal(sign_in.signed_in):
        press(sign_in, Key.Key_Return)
        sign_in.form.editor("login").setFocus()
        type_text(QApplication.focusWidget(), "x")
        assert sign_in.form.values()["login"] == "xadmin"
        went_on.set()


def test_first_paint_imports_no_heavy_module():
    """Run in a new process, because this one has imported everything already."""
    program = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from ui.start.sign_in import SignIn\nfrom ui.widgets.theme import apply_theme\nfrom ui.work import Work\n"
        "app = QApplication([])\napply_theme(app)\n"
        "sign_in = SignIn(Work(lambda: None))\nsign_in.show()\nsign_in.grab()\n"
        "heavy = ('icu', 'argon2', 'jdatetime', 'reportlab', 'uharfbuzz', 'openpyxl', 'sqlite_utils',"
        " 'pypdfium2', 'PySide6.QtPrintSupport')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.stdout.strip() == "[]"


# -- the first run


@pytest.fixture
def fresh(qapp, tmp_path, clock):
    path = str(tmp_path / "fresh.db")
    work = Work(lambda: open_database(path, clock=clock))
    work.start()
    yield work, path
    work.close()


@pytest.fixture
def wizard(fresh, tmp_path, show):
    return show(Wizard(fresh[0], PcSettings(str(tmp_path / "pc.ini"))), 1366, 768)


def visible_words(widget):
    return " ".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def test_first_run_is_done_with_the_keyboard_alone(wizard, fresh, clock, qtbot):
    asked, done = QSignalSpy(wizard.recovery_sheet_asked), QSignalSpy(wizard.done)
    press(wizard, Key.Key_Return)
    assert wizard.office.fields["office"].error(), "an office has a name"
    write("شهرداری کرج")
    press(wizard, Key.Key_Return)
    write("ن. نمونه‌ای", "admin", "۱۲۳۴۵۶", "۱۲۳۴۵۶")
    press(wizard, Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.sheet.print_.isVisible())
    press(wizard, Key.Key_Return)
    sheet = asked.at(0)[0]
    assert sheet.office == "شهرداری کرج" and "ارسال شد" in visible_words(wizard)
    assert done.count() == 0, "the code is looked at before the program begins"
    press(wizard, Key.Key_Return)
    qtbot.waitUntil(lambda: done.count() == 1)
    assert done.at(0)[0].roles == frozenset(clerks.ROLES)
    db = open_database(fresh[1], clock=clock)
    assert staff.recover(db, sheet.code, "admin", "654321")
    db.close()


def test_refusal_returns_to_its_step_and_keeps_what_was_typed(wizard, qtbot):
    write("ش" * 61)
    press(wizard, Key.Key_Return)
    write("ن. نمونه‌ای", "admin", PASSWORD, PASSWORD)
    press(wizard, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(wizard.office.fields["office"].error()))
    assert wizard.office.values()["office"] == "ش" * 61 and wizard.office.isVisible()
    wizard.office.fill({"office": "شهرداری"})
    press(wizard, Key.Key_Return)
    assert wizard.clerk.values()["name"] == "ن. نمونه‌ای"


def test_first_run_is_refused_when_another_pc_made_the_office(wizard, fresh, clock, qtbot):
    write("شهرداری")
    press(wizard, Key.Key_Return)
    write("ن. نمونه‌ای", "mine", PASSWORD, PASSWORD)
    with closing(open_database(fresh[1], clock=clock)) as db:
        first_run.set_up(db, office="شهرداری کرج", login="admin", name="ن. نمونه‌ای", password=PASSWORD)
    with qtbot.waitSignal(wizard.taken) as said:
        press(wizard, Key.Key_Return)
    assert "آنچه نوشتید ذخیره نشد" in said.args[0]


def test_different_passwords_are_refused_before_an_office_is_made(wizard, fresh, clock):
    write("شهرداری")
    press(wizard, Key.Key_Return)
    write("ن", "admin", PASSWORD, PASSWORD + "7")
    press(wizard, Key.Key_Return)
    assert wizard.clerk.fields["again"].error() and wizard.save.isEnabled()
    press(wizard, Key.Key_Escape)
    assert wizard.office.isVisible()


def test_emblem_is_shown_or_refused_at_once(wizard, tmp_path):
    good, bad = tmp_path / "good.png", tmp_path / "bad.png"
    picture = QPixmap(80, 80)
    picture.fill(QColor("teal"))
    picture.save(str(good))
    bad.write_bytes(b"nothing")
    wizard.emblem.read(str(good))
    assert wizard.emblem.picture == good.read_bytes()
    for path in (bad, tmp_path / "missing.png", tmp_path):
        wizard.emblem.read(str(path))
        assert wizard.emblem.picture == good.read_bytes() and wizard.emblem.fault()


def test_first_run_accepts_no_printer(wizard, fresh, tmp_path, qtbot):
    write("شهرداری")
    press(wizard, Key.Key_Return)
    write("ن", "admin", PASSWORD, PASSWORD)
    press(wizard, Key.Key_Return)
    qtbot.waitUntil(lambda: wizard.sheet.print_.isVisible())
    assert PcSettings(str(tmp_path / "pc.ini")).get("printer/slip", "unset") == ""
