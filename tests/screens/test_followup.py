"""The follow-up page by keys: its lists, a slip's number, and what is done with a referral."""

import pytest
from PySide6.QtCore import Qt

from app import chain, lists, paraphs, queue
from app.paraphs import Draft
from app.referrals import Addressee
from tests.screens.hands import press, type_text
from ui.followup.page import FollowupPage

Key = Qt.Key


@pytest.fixture
def refer(db, clerk, arrive, tables):
    """refer() → the id of a fresh referral to the first district, ten working days."""
    units = [row for row in lists.entries(db, "unit") if row["kind"] == "district"]

    def one(unit=0, days=10):
        visit = queue.call(db, clerk, arrive().id, tables[0]["id"])
        to = Addressee(units[unit]["id"], "lead", "", days)
        saved = paraphs.save(db, clerk, visit.id, Draft(tables[0]["official_id"], "referred", "اقدام شود", (to,)))
        return paraphs.referrals(db, saved.paraph_id)[0]["id"]

    return one


@pytest.fixture
def page(context, show):
    made = show(FollowupPage(context), 1182, 735)
    made.setFocus()
    made.shown()
    return made


def stage(db, referral_id):
    return chain.one(db, referral_id).stage


def test_lists_are_changed_by_keys_and_say_how_many_they_hold(db, refer, page, clock, qtbot):
    refer(days=2), refer(1, days=30)
    clock.turn(days=14)
    section = page.sections["lists"]
    section.refresh()
    qtbot.waitUntil(lambda: len(section.lines.lines()) == 1)
    assert "منطقه" in section.lines.lines()[0].name and "8 روز دیر" in section.lines.lines()[0].tags[0][1]
    assert "(۱)" in section.chips["late"].text() and "(۲)" in section.chips["open"].text()
    press(page, Key.Key_8, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: len(section.lines.lines()) == 2)


def test_a_slip_is_found_by_its_barcode_and_by_its_number(db, refer, page, qtbot):
    refer()
    second = refer(1)
    sent = db.one("SELECT number, barcode FROM referral WHERE id = :id", id=second)
    section = page.sections["lists"]
    press(page, Key.Key_8, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: len(section.lines.lines()) == 2)
    page.number.setFocus()
    for wrong, said in (("140510000017", "درست خوانده نشد"), ("1405/م/99", "صادر نشده")):
        page.number.clear()
        type_text(page.number, wrong)
        press(page, Key.Key_Return)
        qtbot.waitUntil(lambda said=said: said in page.notice.text())
    for typed in (sent["barcode"], "۱۴۰۵/م/۲"):
        section.lines.set_current(None)
        page.number.clear()
        page.number.setFocus()
        type_text(page.number, typed)
        press(page, Key.Key_Return)
        qtbot.waitUntil(lambda: section.lines.current_id() == second)
        assert page.number.text() == ""
