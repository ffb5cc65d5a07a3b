"""Reminders to a whole list by keys: many papers are asked about first, and nothing is written before the yes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.line import steps
from app.office import lists
from app.papers import requests
from app.referrals import reminders
from app.referrals.issuing import Addressee
from app.table import paraphs
from app.table.paraphs import Draft
from tests.support.keyboard import press
from ui.followup.page import FollowupPage

Key, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(context, show):
    made = show(FollowupPage(context), 1182, 690)
    made.setFocus()
    made.shown()
    return made


@pytest.fixture
def late(db, clerk, arrive, tables, clock):
    """`late(units, each)` makes referrals that are late, to so many units."""
    units = lists.entries(db, "unit")

    def make(count, each=1):
        made = []
        for n in range(count * each):
            visit = steps.call(db, clerk, arrive().id, tables[0]["id"])
            to = (Addressee(units[n % count]["id"], working_days=2),)
            draft = Draft(tables[0]["official_id"], "referred", "اقدام شود", to)
            made.append(paraphs.referrals(db, paraphs.save(db, clerk, visit.id, draft).paraph_id)[0].id)
        clock.turn(days=14)
        return made

    return make


def written(db):
    return db.required_row("SELECT COUNT(*) AS n FROM reminder")["n"]


def letters(db):
    return sum(paper.kind in ("reminder", "reminder_letter") for paper in requests.waiting(db, ""))


def listed(page, qtbot, count):
    section = page.sections["lists"]
    section.go("late")
    qtbot.waitUntil(lambda: len(section.list.rows()) == count)
    return section


def test_more_than_twenty_papers_are_asked_about_and_nothing_is_written_before_the_yes(db, late, page, qtbot):
    ids = late(21)
    section = listed(page, qtbot, 21)
    for answer in (Key.Key_Escape, Key.Key_Return):
        press(page, Key.Key_F7, SHIFT)
        qtbot.waitUntil(lambda: section.dossier_panel.question is not None)
        said = " ".join(each.text() for each in section.dossier_panel.question.findChildren(QLabel))
        assert "برای ۲۱ ارجاع، ۲۱ نامهٔ پیرو" in said and "در ۲۱ صفحه" in said
        assert written(db) == letters(db) == 0
        press(page, answer)
        qtbot.waitUntil(lambda: section.dossier_panel.question is None)
    qtbot.waitUntil(lambda: "۲۱ نامهٔ پیرو برای ۲۱ ارجاع به چاپگر ارسال شد" in page.notice.text())
    assert (written(db), letters(db)) == (21, 21)
    press(page, Key.Key_F7, SHIFT)
    qtbot.waitUntil(lambda: "برای ۲۱ ارجاع در ۵ روز کاری اخیر" in page.notice.text())
    assert (written(db), letters(db)) == (21, 21)
    assert len(reminders.of_referral(db, ids[0])) == 1


def test_few_papers_go_to_the_printer_at_once_one_a_unit(db, late, page, qtbot):
    late(2, each=12)
    section = listed(page, qtbot, 24)
    press(page, Key.Key_F7, SHIFT)
    qtbot.waitUntil(lambda: "۲ نامهٔ پیرو برای ۲۴ ارجاع" in page.notice.text())
    assert (written(db), letters(db)) == (24, 2) and section.dossier_panel.question is None
    acts = {row["act"] for row in db.rows("SELECT act FROM referral_step WHERE kind = 'reminded'")}
    assert len(acts) == 1, "both letters are taken back together"
