"""The settings of receipt printers by clicks and keys: adding, trying out, choosing for tickets, removing."""

import socket

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QCheckBox

from app.this_pc import receipt_printers
from app.this_pc.receipt_printers import ReceiptPrinter
from tests.support import fake_receipt_printer as fake
from tests.support.fake_receipt_printer import FINE, NetworkPrinter
from tests.support.keyboard import press, type_text
from tests.support.picture import Picture
from ui.settings.page import SettingsPage
from ui.this_pc.printers import way_of

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
NAME = "نوبت‌دهی"


@pytest.fixture
def page(context, show, qtbot):
    made = show(SettingsPage(context), 1182, 734)
    made.shown()
    return made


@pytest.fixture
def open_section(page):
    def opened(key="receipt_printers"):
        section = page.go(key)
        section.shown()
        section.setFocus()
        return section

    return opened


def click(qtbot, widget):
    box = QPoint(widget.width() - 14, widget.height() // 2)  # a check is only clicked on its box and its words
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=box if isinstance(widget, QCheckBox) else QPoint())


def write(section, qtbot, **texts):
    for name, text in texts.items():
        editor = section.editor.form.editor(name)
        click(qtbot, editor)
        editor.setFocus()
        editor.selectAll()
        type_text(editor, text)


def said(section, words):
    return lambda: words in section.editor.notice.text()


def test_network_printer_is_added_tried_and_prints_the_tickets(context, page, open_section, qtbot):
    section = open_section()
    click(qtbot, section.new)
    with NetworkPrinter(384, answers=FINE) as printer:
        write(section, qtbot, name=NAME, address=printer.address)
        section.editor.form.editor("roll").set_value("58")
        click(qtbot, section.save)
        (kept,) = receipt_printers.saved(context.pc)
        assert kept == ReceiptPrinter(NAME, "network", printer.address, 58)
        assert way_of(context.pc, "ticket").printer == NAME and way_of(context.pc, "slip").printer == ""
        assert [each.name for each in section.list.rows()] == [NAME] and "ذخیره شد" in section.editor.notice.text()
        click(qtbot, section.trial)
        qtbot.waitUntil(said(section, "برگهٔ آزمایش چاپ شد"))
        (trial,) = printer.pages
    rows = [trial.crop((0, y, 384, y + 1)).tobytes() for y in range(trial.height)]
    assert rows.count(bytes(384)) == 2 + 1 + 2 + 3 + 4, "the ruler and four lines reach from end to end"
    bars = max(set(rows), key=lambda row: rows.count(row) if 0 < row.count(0) < 300 else 0)
    assert Picture(trial, 1).barcode(rows.index(bars), 0, 384) == "140500000014"
    printing = open_section("printing")
    qtbot.waitUntil(lambda: printing.editor.form.values()["ticket"] == NAME)
    choices = printing.editor.form.editor("slip")
    choices.set_value(NAME)
    assert choices.value() != NAME, "a letter does not fit on a roll"


def test_wrong_address_is_said_beside_its_field_and_what_is_typed_stays(context, open_section, qtbot):
    section = open_section()
    press(section, Key.Key_N, Ctrl)
    type_text(QApplication.focusWidget(), NAME)
    write(section, qtbot, address="192.168.1.50:99999")
    press(section, Key.Key_Return)
    assert "۱۹۲.۱۶۸.۱.۵۰:۹۱۰۰" in section.editor.form.fields["address"].error()
    assert receipt_printers.saved(context.pc) == [] and section.editor.form.values()["name"] == NAME
    write(section, qtbot, address="۱۹۲.۱۶۸.۱.۵۰")
    press(section, Key.Key_Return)
    assert receipt_printers.saved(context.pc)[0].address == "192.168.1.50:9100"


def test_device_file_is_added_and_its_absence_is_said(context, open_section, qtbot, tmp_path):
    section = open_section()
    click(qtbot, section.new)
    write(section, qtbot, name=NAME)
    section.editor.form.editor("connection").set_value("file")
    write(section, qtbot, address=str(tmp_path / "lp0"))
    assert "درگاه" in section.editor.form.fields["address"].label()
    click(qtbot, section.save)
    click(qtbot, section.trial)
    qtbot.waitUntil(said(section, "پیدا نشد"))


@pytest.fixture
def known(context):
    """known(printer) saves a fake printer as the one of the tickets."""

    def save(printer):
        receipt_printers.save(context.pc, ReceiptPrinter(NAME, "network", printer.address, 80))
        context.pc.set("printer/ticket", NAME)

    return save


@pytest.mark.parametrize(("answers", "word"), [(fake.PAPER_OUT, "کاغذ"), (fake.COVER_OPEN, "ببندید")])
def test_trial_says_what_the_printer_tells(known, open_section, qtbot, answers, word):
    with NetworkPrinter(answers=answers) as printer:
        known(printer)
        section = open_section()
        click(qtbot, section.trial)
        qtbot.waitUntil(said(section, word))


def test_trial_of_a_dead_printer_blocks_neither_the_window_nor_other_work(
    context, known, open_section, qtbot, monkeypatch
):
    monkeypatch.setattr("ui.papers.network_link.CONNECT_SECONDS", 2.0)
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(full.getsockname())
        receipt_printers.save(context.pc, ReceiptPrinter(NAME, "network", f"127.0.0.1:{full.getsockname()[1]}", 80))
        section = open_section()
        click(qtbot, section.trial)
        done = []
        context.work.run_long(lambda _: "read", done.append)
        qtbot.waitUntil(lambda: bool(done))
        assert "در حال ارسال" in section.editor.notice.text() and not section.trial.isEnabled()
        qtbot.waitUntil(said(section, "پاسخ نمی‌دهد"))
        assert section.trial.isEnabled()
        for each in waiting:
            each.close()


def test_renamed_printer_stays_that_of_the_tickets_and_a_removed_one_does_not(context, known, open_section, qtbot):
    with NetworkPrinter(answers=FINE) as printer:
        known(printer)
    section = open_section()
    write(section, qtbot, name="گیشه")
    click(qtbot, section.save)
    assert way_of(context.pc, "ticket").printer == "گیشه" and len(section.list.rows()) == 1
    click(qtbot, section.remove)
    assert way_of(context.pc, "ticket").printer == "" and receipt_printers.saved(context.pc) == []
    assert section.list.rows() == [] and "حذف شد" in section.editor.notice.text()


def test_printer_may_be_kept_without_printing_tickets_and_without_a_cutter(context, open_section, qtbot):
    section = open_section()
    click(qtbot, section.new)
    write(section, qtbot, name=NAME, address="10.0.0.9")
    click(qtbot, section.editor.form.editor("tickets"))
    click(qtbot, section.editor.form.editor("cuts"))
    click(qtbot, section.save)
    assert receipt_printers.saved(context.pc) == [ReceiptPrinter(NAME, "network", "10.0.0.9:9100", 80, cuts=False)]
    assert not section.editor.form.values()["cuts"] and not section.editor.form.values()["tickets"]
    assert way_of(context.pc, "ticket").printer == ""


def test_changed_printer_is_saved_before_it_is_tried(context, known, open_section, qtbot):
    with NetworkPrinter(answers=FINE) as printer:
        known(printer)
        section = open_section()
        write(section, qtbot, address="10.0.0.9")
        click(qtbot, section.trial)
        assert "ابتدا" in section.editor.notice.text() and printer.connections == 0
