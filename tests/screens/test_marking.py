"""Marking referrals and acting on all of them by keys: a mark stays where the list goes, and refusals are told."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.line import steps
from app.office import lists
from app.referrals import dispatch, lifecycle
from app.referrals.issuing import Addressee
from app.table import paraphs
from app.table.paraphs import Draft
from tests.support.keyboard import press, type_text
from ui.followup.page import FollowupPage

Key = Qt.Key
ALT, SHIFT, CONTROL = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


@pytest.fixture
def page(context, show):
    made = show(FollowupPage(context), 1182, 690)
    made.setFocus()
    made.shown()
    return made


@pytest.fixture
def referred(db, clerk, arrive, tables):
    """`referred(units, each)` makes so many referrals to each of so many units, and returns their ids."""
    units = lists.entries(db, "unit")

    def make(count, each=1):
        made = []
        for n in range(count * each):
            visit = steps.call(db, clerk, arrive().id, tables[0]["id"])
            to = (Addressee(units[n % count]["id"], working_days=5),)
            draft = Draft(tables[0]["official_id"], "referred", "اقدام شود", to)
            made.append(paraphs.referrals(db, paraphs.save(db, clerk, visit.id, draft).paraph_id)[0].id)
        return made

    return make


@pytest.fixture
def section(page, qtbot):
    """`section(count)` is the list of all open referrals, so many, with its first row current."""

    def show_open(count):
        made = page.sections["lists"]
        made.go("open")
        qtbot.waitUntil(lambda: len(made.list.ids()) == count and made.list.current_id() == made.list.ids()[0])
        made.list.setFocus()
        return made

    return show_open


def stages(db, ids):
    return [lifecycle.get(db, each).stage for each in ids]


def test_keys_and_clicks_mark_rows_and_the_bar_says_how_many(referred, section, qtbot):
    referred(1, each=5)
    made = section(5)
    first, second, third, fourth, fifth = made.list.ids()
    assert not made.bar.isVisible()
    press(made.list, Key.Key_Space)
    assert made.list.marks() == (first,) and "برای ۱ ارجاع نشان‌دار" in made.bar.count.text()
    press(made.list, Key.Key_Down, SHIFT)
    press(made.list, Key.Key_Down, SHIFT)
    assert made.list.marks() == (first, second, third) and made.bar.isVisible()
    box = made.list.visualRect(made.list.index_of(fifth)).topRight() + QPoint(-14, 20)
    QTest.mouseClick(made.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, box)
    assert made.list.marks() == (first, second, third, fifth)
    middle = made.list.visualRect(made.list.index_of(second)).center()
    QTest.mouseClick(made.list.viewport(), Qt.MouseButton.LeftButton, CONTROL, middle)
    assert made.list.marks() == (first, third, fifth)
    QTest.mouseClick(made.list.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    assert made.list.marks() == (first, third, fifth), "a click alone only chooses the row"
    press(made.list, Key.Key_A, CONTROL)
    assert made.list.marks() == (first, second, third, fourth, fifth)
    press(made.list, Key.Key_Escape)
    assert made.list.marks() == () and not made.bar.isVisible()


def test_header_of_a_group_stands_for_its_rows(referred, section, qtbot):
    referred(2, each=2)
    made = section(4)
    made.list.setCurrentIndex(made.list.model().index(0, 0))
    press(made.list, Key.Key_Space)
    assert made.list.marks() == made.list.ids()[:2]
    press(made.list, Key.Key_Space)
    assert made.list.marks() == ()


def test_marks_stay_while_the_list_is_sorted_and_grouped_and_go_with_the_filter(referred, section, qtbot):
    referred(1, each=4)
    made = section(4)
    press(made.list, Key.Key_Down, SHIFT)
    marked = set(made.list.marks())
    made.by_unit.click()
    qtbot.waitUntil(lambda: made.list.model().rowCount() == 4)
    assert set(made.list.marks()) == marked and len(marked) == 2
    made.order.set_value("visitor")
    made.order.picked.emit("visitor")
    made.refresh()
    qtbot.waitUntil(lambda: set(made.list.marks()) == marked)
    made.filters.words.setFocus()
    type_text(made.filters.words, "آزمایشی")
    qtbot.waitUntil(lambda: made.list.marks() == ())
    made.list.setFocus()
    press(made.list, Key.Key_A, CONTROL)
    press(made, Key.Key_1, ALT)
    qtbot.waitUntil(lambda: made.list.marks() == ())


def test_marked_slips_are_acknowledged_and_the_refused_are_listed_with_their_reason(
    db, clerk, page, referred, section, qtbot
):
    ids = referred(1, each=4)
    dispatch.acknowledge(db, clerk, [ids[1]])
    made = section(4)
    press(made.list, Key.Key_A, CONTROL)
    assert not made.dossier_panel.view.buttons["acknowledge"].isVisible(), "the keys are those of the marked"
    press(made, Key.Key_F5)
    qtbot.waitUntil(lambda: made.dossier_panel.question is not None)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: stages(db, ids) == ["acknowledged"] * 4)
    qtbot.waitUntil(lambda: "وصول ۳ برگه ثبت شد. ۱ ارجاع انجام نشد" in page.notice.text())
    qtbot.waitUntil(lambda: made.list.marks() == (ids[1],))
    [listed] = made.dossier_panel.question.findChildren(type(made.dossier_panel.view.history).__mro__[1])
    [row] = listed.rows()
    assert "قبلاً ثبت شده" in row.quiet
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: made.dossier_panel.question is None)
    actions = [row["action"] for row in db.rows("SELECT action FROM journal ORDER BY id DESC LIMIT 3")]
    assert actions == ["acknowledged"] * 3


def test_same_answer_is_recorded_for_all_and_what_was_typed_stays_after_a_refusal(db, page, referred, section, qtbot):
    ids = referred(2, each=2)
    made = section(4)
    press(made.list, Key.Key_A, CONTROL)
    press(made, Key.Key_F6)
    qtbot.waitUntil(lambda: made.dossier_panel.question is not None)
    asked = made.dossier_panel.question
    type_text(asked.form.editor("words"), "معابر آسفالت شد")
    asked.confirm.click()
    qtbot.waitUntil(lambda: bool(asked.form.fields["outcome"].error()))
    assert asked.form.raw()["words"] == "معابر آسفالت شد" and set(stages(db, ids)) == {"issued"}
    asked.form.fill({"outcome": "done", "words": "معابر آسفالت شد"})
    asked.confirm.click()
    qtbot.waitUntil(lambda: stages(db, ids) == ["answered"] * 4)
    qtbot.waitUntil(lambda: "پاسخ ۴ ارجاع ثبت شد" in page.notice.text() and made.list.ids() == ())
    assert not made.bar.isVisible() and made.dossier_panel.question is None


def test_marked_referrals_are_closed_in_parts_that_are_one_act(db, page, referred, section, qtbot):
    ids = referred(1, each=53)
    made = section(53)
    press(made.list, Key.Key_A, CONTROL)
    press(made, Key.Key_F10, SHIFT)
    qtbot.waitUntil(lambda: made.dossier_panel.question is not None)
    type_text(made.dossier_panel.question.form.editor("words"), "بسته شد")
    made.dossier_panel.question.confirm.click()
    qtbot.waitUntil(lambda: "۵۳ پرونده مختومه شد" in page.notice.text())
    assert set(stages(db, ids)) == {"closed"}
    acts = db.rows("SELECT DISTINCT act FROM referral_step WHERE kind = 'closed'")
    assert len(acts) == 1 and len(db.rows("SELECT DISTINCT id FROM journal WHERE action = 'closed'")) == 53


def test_marked_late_referrals_are_reminded_by_one_letter(db, page, referred, section, clock, qtbot):
    referred(1, each=2)
    clock.turn(days=20)
    referred(1)
    made = section(3)
    press(made.list, Key.Key_A, CONTROL)
    press(made, Key.Key_F7)
    qtbot.waitUntil(lambda: "۱ نامهٔ پیرو برای ۲ ارجاع" in page.notice.text())
    assert "۱ ارجاع دیرکرد ندارد و کنار ماند" in page.notice.text()
    qtbot.waitUntil(lambda: made.list.marks() == ())
    assert len(db.rows("SELECT id FROM reminder WHERE letter_id IS NOT NULL")) == 2
