"""The receipt printers kept on this PC: what is saved and read back, and what is no address."""

import pytest

from app.errors import Refused
from app.this_pc import receipt_printers
from app.this_pc.receipt_printers import ReceiptPrinter, host_and_port
from app.this_pc.settings import SavedSettings
from ui.this_pc.settings import PcSettings


@pytest.fixture
def pc(tmp_path):
    return PcSettings.of_folder(tmp_path)


def printer(**changes):
    given = {"name": "نوبت، «پذیرش»", "connection": "network", "address": "192.168.1.50", "roll": 58}
    return ReceiptPrinter(**(given | changes))


def test_printer_is_read_back_by_qt_and_without_it(pc, tmp_path):
    kept = receipt_printers.save(pc, printer(address="۱۹۲.۱۶۸.۱.۵۰"))
    assert kept == printer(address="192.168.1.50:9100")
    usb = receipt_printers.save(pc, printer(name="usb", connection="file", address="/dev/usb/lp0", roll=80, cuts=False))
    for settings in (pc, PcSettings.of_folder(tmp_path), SavedSettings(tmp_path)):
        assert receipt_printers.saved(settings) == [kept, usb]
        assert receipt_printers.named(settings, "usb") == usb
        assert receipt_printers.named(settings, "laser") is None


def test_printer_is_changed_in_its_place_and_removed(pc):
    first, second = receipt_printers.save(pc, printer(name="یک")), receipt_printers.save(pc, printer(name="دو"))
    renamed = receipt_printers.save(pc, printer(name="سه", roll=80), "یک")
    assert receipt_printers.saved(pc) == [renamed, second] != [first, second]
    receipt_printers.remove(pc, "سه")
    receipt_printers.remove(pc, "سه")
    assert receipt_printers.saved(pc) == [second]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "ن" * 41}, "name"),
        ({"name": "قبلی"}, "name"),
        ({"name": "laser"}, "name"),
        ({"address": ""}, "address"),
        ({"address": "192.168.1.50:port"}, "address"),
        ({"address": "192.168.1.50:70000"}, "address"),
        ({"address": ":9100"}, "address"),
        ({"connection": "file", "address": "lp0"}, "address"),
        ({"connection": "queue", "address": " "}, "address"),
    ],
)
def test_fault_is_said_beside_its_field_and_nothing_is_saved(pc, changes, field):
    receipt_printers.save(pc, printer(name="قبلی"))
    with pytest.raises(Refused) as refused:
        receipt_printers.save(pc, printer(**changes), others=["laser"])
    assert refused.value.field == field and len(receipt_printers.saved(pc)) == 1


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("192.168.1.50", ("192.168.1.50", 9100)),
        ("printer.local:9101", ("printer.local", 9101)),
        ("[fe80::1]:9100", ("fe80::1", 9100)),
        ("[fe80::1]", ("fe80::1", 9100)),
        ("fe80::1", ("fe80::1", 9100)),
    ],
)
def test_address_is_host_and_port(address, parts):
    assert host_and_port(address) == parts


@pytest.mark.parametrize(
    "kept",
    [
        "[",
        "3",
        "{}",
        "[7]",
        '[{"name": "x"}]',
        '[{"name": "x", "connection": "post", "address": "y", "roll": 80, "cuts": true}]',
        '[{"name": "x", "connection": "file", "address": "y", "roll": 80, "cuts": 1}]',
    ],
)
def test_settings_broken_by_hand_name_no_printer(pc, kept):
    pc.set("printing/receipt_printers", kept)
    assert receipt_printers.saved(pc) == []
