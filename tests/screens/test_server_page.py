"""A PC joins the venue's server: at its first run, in the settings, and when the server it knew does not answer."""

from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

import main
from app.accounts import first_run
from app.venue import keychain
from db import StorageError, open_database
from tests.support.keyboard import press, type_text
from tests.support.keyrings import NoKeyring
from tests.support.server_roles import DESK_PASSWORD
from ui.program import Program
from ui.settings.page import SettingsPage
from ui.start.join import Join
from ui.start.sign_in import SignIn
from ui.start.wizard import Wizard
from ui.this_pc.settings import PcSettings
from ui.work import Work

Key = Qt.Key
pytestmark = pytest.mark.usefixtures("knows_no_password", "ring")


class Typist:
    """Fills the form with the keyboard: each text replaces that of the focused field."""

    def __init__(self, venue_proxy):
        self.venue, self.proxy = venue_proxy

    def fill(self, page, password=DESK_PASSWORD):
        form = page.server.form
        form.editor("hosts").setFocus()
        for text in ("127.0.0.1", str(self.proxy.port), self.venue.database, self.venue.desk, password):
            QApplication.focusWidget().selectAll()
            type_text(QApplication.focusWidget(), text)
            press(page, Key.Key_Tab)
        form.fill({"tls": "prefer"})


@pytest.fixture
def typist(venue_proxy):
    return Typist(venue_proxy)


@pytest.fixture
def ini(tmp_path):
    return tmp_path / "this-pc.ini"


@pytest.fixture
def join(show, ini):
    return show(Join(PcSettings(str(ini))), 1366, 768)


def furnish(venue):
    with closing(open_database(venue.for_desk())) as database:
        first_run.set_up(database, office="شهرداری کرج", login="admin", name="ن. نمونه‌ای", password="123456")


def test_pc_joins_with_the_keyboard_and_opens_the_server_from_its_next_start(join, typist, ini, ring, qtbot, tmp_path):
    typist.fill(join)
    with qtbot.waitSignal(join.joined):
        press(join, Key.Key_Return)
    assert list(ring.passwords.values()) == [DESK_PASSWORD]
    assert DESK_PASSWORD not in ini.read_text("utf-8")
    assert join.server.form.values()["password"] == ""
    with open_at(tmp_path) as database:
        assert first_run.is_new(database)


def test_certificate_field_appears_only_for_full_verification(join):
    """The choice is picked from the list or by its first words; typing takes no other choice meanwhile."""
    form = join.server.form
    tls, certificate = form.editor("tls"), form.fields["certificate"]
    form.fill({"tls": "prefer"})
    tls.setFocus()
    assert certificate.isHidden()
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Return):
        press(join, key)
    assert tls.value() == "verify-full" and not certificate.isHidden()
    tls.selectAll()
    type_text(tls, "همیشه با رمز")
    assert tls.text() == "همیشه با رمز"
    press(tls, Key.Key_Tab)
    assert tls.value() == "require" and certificate.isHidden()


def open_at(folder):
    return closing(main.open_address(main.address_of(None, folder)))


def test_wrong_address_is_refused_and_the_text_stays(join, typist, ini, ring, qtbot):
    typist.fill(join, "nonsense")
    press(join, Key.Key_Return)
    qtbot.waitUntil(lambda: "گذرواژهٔ سرور درست نیست" in join.server.notice.text())
    assert join.server.form.values()["password"] == "nonsense"
    press(join, Key.Key_Escape)
    assert (join.server.notice.isVisible(), join.isVisible()) == (False, True), "Esc puts the sentence away, no more"
    join.server.form.fill({"hosts": ""})
    press(join, Key.Key_Return)
    assert "نشانی سرور را بنویسید" in join.server.form.fields["hosts"].error()
    assert not ini.exists()
    assert not ring.passwords


@pytest.mark.parametrize("ring", [NoKeyring], indirect=True)
def test_pc_without_a_keyring_offers_the_password_file(join, typist, ini, qtbot):
    typist.fill(join)
    press(join, Key.Key_Return)
    qtbot.waitUntil(join.server.in_file.isVisible)
    assert "keyring" in join.server.notice.text()
    assert not ini.exists()
    with qtbot.waitSignal(join.joined):
        press(join, Key.Key_F8)
    assert keychain.pgpass().exists()


def test_esc_changes_nothing(join, typist, ini, qtbot):
    with qtbot.waitSignal(join.left):
        press(join, Key.Key_Escape)
    assert not ini.exists()


@pytest.fixture
def section(context, show, qtbot):
    page = show(SettingsPage(context), 1182, 734)
    page.shown()
    section = page.go("server")
    section.setFocus()
    return section


def test_settings_try_save_and_undo_the_server_with_the_keyboard(section, typist, ini, tmp_path, qtbot):
    furnish(typist.venue)
    assert section.where.value() == "alone"
    press(section, Key.Key_Left)
    assert section.where.value() == "venue"
    typist.fill(section)
    press(section, Key.Key_F7)
    qtbot.waitUntil(lambda: "«شهرداری کرج»" in section.server.notice.text())
    assert not ini.exists() or "hosts" not in ini.read_text("utf-8"), "a try changes nothing"
    press(section, Key.Key_Return)
    qtbot.waitUntil(section.reopen.isVisible)
    assert main.address_of(None, tmp_path).startswith(f"postgresql://{typist.venue.desk}@127.0.0.1")
    reopened = QSignalSpy(section.reopen_asked)
    press(section, Key.Key_F9)
    assert reopened.count() == 1
    section.setFocus()
    press(section, Key.Key_Right)
    press(section, Key.Key_Return)
    assert main.address_of(None, tmp_path) == str(tmp_path / "office.db")


def test_first_run_can_join_a_server_instead_of_making_an_office(show, qapp, typist, ini, qtbot, tmp_path):
    work = Work(lambda: open_database(str(tmp_path / "office.db")))
    wizard = show(Wizard(work, PcSettings(str(ini))), 1366, 768)
    press(wizard, Key.Key_F6)
    join = wizard.findChild(Join)
    assert join.isVisible()
    typist.fill(join)
    with qtbot.waitSignal(wizard.joined):
        press(wizard, Key.Key_Return)
    work.close()


def test_moved_server_is_set_anew_from_the_sign_in(qapp, tmp_path, qtbot, caplog, typist):
    def away(**_):
        raise StorageError("سرور محل پاسخ نمی‌دهد")

    program = Program(tmp_path, away, away, shared=True)
    program.window.resize(1366, 768)
    program.show()
    sign_in = program.window.findChild(SignIn)
    qtbot.waitUntil(sign_in.server.isVisible)
    press(sign_in, Key.Key_F9)
    join = program.window.findChild(Join)
    qtbot.waitUntil(join.isVisible)
    typist.fill(join)
    with qtbot.waitSignal(program.reopen_asked):
        press(join, Key.Key_Return)
    program.window.close()
    program.window.deleteLater()
    caplog.get_records("call").clear()  # that storage failed was logged, as it should be
