"""The follow-up list by keys: what waits, and a slip's barcode."""

from PySide6.QtCore import Qt

from app import lists, paraphs, queue
from app.paraphs import Draft
from app.referrals import Addressee
from tests.screens.hands import press, type_text
from ui.followup.page import FollowupPage


def refer(db, clerk, arrive, table):
    visit = queue.call(db, clerk, arrive().id, table["id"])
    unit = next(row for row in lists.entries(db, "unit") if row["kind"] == "district")
    draft = Draft(table["official_id"], "referred", "اقدام شود", (Addressee(unit["id"], "lead", "", 15),))
    return visit, paraphs.save(db, clerk, visit.id, draft)


def test_awaited_referrals_stand_with_their_day_and_a_barcode_opens_its_case(
    db, clerk, session, arrive, tables, context, show, qtbot
):
    visit, saved = refer(db, clerk, arrive, tables[0])
    page = show(FollowupPage(context), 1182, 735)
    page.shown()
    qtbot.waitUntil(lambda: len(page.lines.lines()) == 1)
    assert "منطقه" in page.lines.lines()[0].name
    page.barcode.setFocus()
    type_text(page.barcode, "140510000017")
    press(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.notice.text() != "")
    page.barcode.clear()
    barcode = db.one("SELECT barcode FROM referral")["barcode"]
    with qtbot.waitSignal(page.case_asked) as asked:
        type_text(page.barcode, barcode)
        press(page, Qt.Key.Key_Return)
    assert asked.args == [visit.id]
    assert saved.visit_id == visit.id
