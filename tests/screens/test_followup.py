"""The follow-up page by keys: its lists, a slip's number, and what is done with a referral."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.exports import lists as exports
from app.line import steps
from app.office import lists
from app.papers import requests
from app.referrals import answers, dispatch, lifecycle, reminders
from app.referrals.answers import UnitAnswer
from app.referrals.issuing import Addressee
from app.table import paraphs
from app.table.paraphs import Draft
from tests.support.keyboard import press, type_text
from ui.followup.page import FollowupPage

Key = Qt.Key


@pytest.fixture
def refer(db, clerk, arrive, tables):
    """refer() → the id of a fresh referral to the first district, ten working days."""
    units = [row for row in lists.entries(db, "unit") if row["kind"] == "district"]

    def one(unit=0, days=10):
        visit = steps.call(db, clerk, arrive().id, tables[0]["id"])
        to = Addressee(units[unit]["id"], "lead", "", days)
        saved = paraphs.save(db, clerk, visit.id, Draft(tables[0]["official_id"], "referred", "اقدام شود", (to,)))
        return paraphs.referrals(db, saved.paraph_id)[0].id

    return one


@pytest.fixture
def page(context, show):
    made = show(FollowupPage(context), 1182, 735)
    made.setFocus()
    made.shown()
    return made


def stage(db, referral_id):
    return lifecycle.get(db, referral_id).stage


def test_lists_are_changed_by_keys_and_say_how_many_they_hold(db, refer, page, clock, qtbot):
    refer(days=2), refer(1, days=30)
    clock.turn(days=14)
    section = page.sections["lists"]
    section.refresh()
    qtbot.waitUntil(lambda: len(section.list.rows()) == 1)
    assert "منطقه" in section.list.rows()[0].name and "8 روز دیر" in section.list.rows()[0].tags[0][1]
    assert "(۱)" in section.chips["late"].text() and "(۲)" in section.chips["open"].text()
    press(page, Key.Key_8, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: len(section.list.rows()) == 2)


def test_a_slip_is_found_by_its_barcode_and_by_its_number(db, refer, page, qtbot):
    refer()
    second = refer(1)
    sent = db.one("SELECT number, barcode FROM referral WHERE id = :id", id=second)
    section = page.sections["lists"]
    press(page, Key.Key_8, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: len(section.list.rows()) == 2)
    page.number.setFocus()
    for wrong, said in (("140510000017", "درست خوانده نشد"), ("1405/م/99", "صادر نشده")):
        page.number.clear()
        type_text(page.number, wrong)
        press(page, Key.Key_Return)
        qtbot.waitUntil(lambda said=said: said in page.notice.text())
    for typed in (sent["barcode"], "۱۴۰۵/م/۲"):
        section.list.set_current(None)
        page.number.clear()
        page.number.setFocus()
        type_text(page.number, typed)
        press(page, Key.Key_Return)
        qtbot.waitUntil(lambda: section.list.current_id() == second)
        assert page.number.text() == ""


@pytest.fixture
def chosen(page, db, refer, clock, qtbot):
    """chosen(how) → the id of a fresh referral (after `how(id)`), in front of the follow-up clerk."""

    def one(how=None, days=10, later=0):
        made = refer(days=days)
        if how:
            how(made)
        clock.turn(days=later)
        page.open_referral(made)
        qtbot.waitUntil(lambda: front(page) is not None and front(page).referral_id == made)
        return made

    return one


def front(page):
    return page.sections["lists"].dossier_panel.dossier


def ask(page, key, modifiers=Qt.KeyboardModifier.NoModifier):
    """Press the key of an act; what it asks stands in the page, with the focus in its first field."""
    press(page, key, modifiers)
    asked = page.sections["lists"].dossier_panel.question
    assert asked is not None
    return asked


def write(asked, **texts):
    for name, text in texts.items():
        editor = asked.form.editor(name)
        editor.setFocus()
        type_text(editor, text)
        if QApplication.activePopupWidget():
            press(editor, Key.Key_Tab)


def sent(db, clerk):
    def both(referral_id):
        dispatch.send(db, clerk, [referral_id], "hand")
        dispatch.acknowledge(db, clerk, [referral_id])

    return both


def test_a_slip_is_sent_acknowledged_and_answered_by_keys(db, page, chosen, qtbot):
    one = chosen()
    asked = ask(page, Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    write(asked, mode="اتوماسیون")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "شمارهٔ اتوماسیون" in asked.form.fields["office_number"].error())
    write(asked, office_number="7712")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: stage(db, one) == "dispatched")
    qtbot.waitUntil(lambda: front(page).now.stage == "dispatched")
    ask(page, Key.Key_F5)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: front(page).now.stage == "acknowledged")
    asked = ask(page, Key.Key_F6)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(asked.form.fields["outcome"].error()))
    write(asked, outcome="انجام شد", unit_number="162/7", words="چراغ تعویض شد")
    press(page, Key.Key_Return)
    panel = page.sections["lists"].dossier_panel
    qtbot.waitUntil(lambda: panel.question is None and "پاسخ ثبت شد" in page.notice.text())
    assert stage(db, one) == "answered" and answers.of_referral(db, one)[0].unit_number == "162/7"


def test_what_is_typed_stays_through_a_refusal_and_a_change_of_the_list(db, clerk, page, chosen, refer, qtbot, settle):
    one = chosen(sent(db, clerk))
    asked = ask(page, Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    write(asked, promised_day="۱۴۰۵/۰۹/۰۱", words="بودجه تصویب نشده است")
    refer(3)  # another desk changes the list meanwhile
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "پس از تاریخ پاسخ" in asked.form.fields["promised_day"].error())
    settle()
    assert page.sections["lists"].dossier_panel.question is asked
    assert asked.form.values()["words"] == "بودجه تصویب نشده است"
    editor = asked.form.editor("promised_day")
    editor.clear()
    write(asked, promised_day="۱۴۰۵/۱۰/۰۱")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: lifecycle.get(db, one).promised_day == "2026-12-22")


def test_a_late_unit_is_reminded_once_by_one_key_and_all_in_one_go(db, clerk, page, chosen, refer, qtbot):
    first, second = refer(1, days=2), refer(2, days=2)
    one = chosen(sent(db, clerk), days=2, later=14)
    press(page, Key.Key_F7)
    press(page, Key.Key_F7)
    qtbot.waitUntil(lambda: len(reminders.of_referral(db, one)) == 1 and front(page).reminded_today)
    press(page, Key.Key_1, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: len(page.sections["lists"].list.rows()) == 3)
    press(page, Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: "۲ پیرو" in page.notice.text())
    assert [len(reminders.of_referral(db, each)) for each in (one, first, second)] == [1, 1, 1]


@pytest.mark.parametrize(("key", "modifiers", "texts", "reached"), [
    (Key.Key_F9, Qt.KeyboardModifier.NoModifier, {"working_days": "۵", "allowed_by": "معاون فنی", "words": "بارندگی"},
     lambda now: now.extensions == 1),
    (Key.Key_F9, Qt.KeyboardModifier.ShiftModifier, {"words": "سند ندارد"}, lambda now: now.paused_day != ""),
    (Key.Key_F10, Qt.KeyboardModifier.NoModifier, {"unit_id": "منطقه ۷", "words": "در حوزهٔ ما نیست"},
     lambda now: now.stage == "passed"),
    (Key.Key_F10, Qt.KeyboardModifier.ShiftModifier, {"words": "متقاضی انصراف داد"}, lambda now: now.stage == "closed"),
])
def test_the_deadline_and_the_unit_are_changed_by_keys(db, clerk, page, chosen, qtbot, key, modifiers, texts, reached):
    one = chosen(sent(db, clerk))
    asked = ask(page, key, modifiers)
    write(asked, **texts)
    asked.confirm.setFocus()
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: reached(lifecycle.get(db, one)))


def test_a_beside_the_point_answer_goes_back_and_a_call_brings_the_visitors_word(db, clerk, page, chosen, qtbot):
    def answered(referral_id):
        sent(db, clerk)(referral_id)
        answers.record_final(db, clerk, referral_id, UnitAnswer("done", "شد"))

    one = chosen(answered)
    asked = ask(page, Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    write(asked, words="دربارهٔ موضوع دیگری است")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: page.sections["lists"].dossier_panel.question is None)
    assert stage(db, one) == "acknowledged"
    two = chosen(answered)
    asked = ask(page, Key.Key_F8)
    write(asked, result="اعتراض", words="هنوز خاموش است")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: stage(db, two) == "objected")


def test_an_act_left_by_esc_changes_nothing_and_the_list_has_the_focus(db, page, chosen):
    one = chosen()
    ask(page, Key.Key_F5)
    press(page, Key.Key_Escape)
    lists_ = page.sections["lists"]
    assert lists_.dossier_panel.question is None and lists_.list.hasFocus() and stage(db, one) == "issued"


def test_who_may_not_is_offered_nothing(db, make_clerk, refer, context, show, qtbot):
    one = refer()
    context.clerk = make_clerk("manager")
    page = show(FollowupPage(context), 1182, 735)
    page.open_referral(one)
    qtbot.waitUntil(lambda: front(page) is not None)
    assert not any(button.isVisible() for button in page.sections["lists"].dossier_panel.view.buttons.values())


def test_slips_are_sent_and_acknowledged_in_bulk(db, page, refer, qtbot):
    ids = [refer(0), refer(0), refer(1)]
    press(page, Key.Key_F3)
    section = page.sections["dispatch"]
    qtbot.waitUntil(lambda: [row.quiet for row in section.list.rows()] == ["2 برگه", "1 برگه"])
    assert len(section.slips.rows()) == 2
    press(page, Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    write(section.asking.question, mode="دبیرخانه")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: section.list.rows()[0].tags[0][1] == "منتظر وصول" and section.has.isVisible()
                    and section.list.hasFocus())
    assert "دبیرخانه" in section.list.rows()[0].quiet and {stage(db, each) for each in ids} == {"dispatched"}
    assert len(db.rows("SELECT id FROM paper WHERE kind = 'ledger'")) == 2, "one ledger a unit"
    press(page, Key.Key_Return)
    section.asking.question.form.editor("day").setText("۱۴۰۵/۰۱/۰۱")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: section.asking.question.form.fields["day"].error() != "")
    section.asking.question.form.editor("day").clear()
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: [stage(db, each) for each in ids] == ["acknowledged"] * 2 + ["dispatched"])


def test_a_ledger_is_printed_again_by_its_key(db, clerk, page, refer, qtbot):
    [sent_] = dispatch.send(db, clerk, [refer()], "hand")
    requests.mark_printed(db, clerk, [row["id"] for row in db.rows("SELECT id FROM paper")])
    page.go("dispatch")
    qtbot.waitUntil(lambda: page.sections["dispatch"].again.isVisible())
    press(page, Key.Key_F8)
    qtbot.waitUntil(lambda: db.rows("SELECT subject_id FROM paper WHERE kind = 'ledger' AND reprint = 1")
                    == [{"subject_id": sent_}])


def test_lists_go_out_with_all_their_referrals(db, clerk, refer):
    refer(days=2), refer(1, days=30)
    assert len(list(exports.followup_listing(db, clerk, "open").cells())) == 2
    assert len(list(exports.dispatch_listing(db, clerk, None).cells())) == 2


def test_a_complaint_is_passed_on_to_the_unit_it_is_about_only_with_a_yes(db, clerk, page, arrive, tables, qtbot):
    districts = [row for row in lists.entries(db, "unit") if row["kind"] == "district"]
    visit = steps.call(db, clerk, arrive(against_unit_id=districts[1]["id"]).id, tables[0]["id"])
    saved = paraphs.save(db, clerk, visit.id, Draft(tables[0]["official_id"], "referred", "رسیدگی شود", (
        Addressee(districts[0]["id"], "lead", "", 10),)))
    section = page.sections["lists"]
    page.open_referral(paraphs.referrals(db, saved.paraph_id)[0].id)
    qtbot.waitUntil(lambda: bool(section.dossier_panel.dossier))
    asked = ask(page, Key.Key_F10)
    write(asked, unit_id=districts[1]["name"], words="در حدود منطقهٔ دیگر است")
    assert not asked.yes.isVisible()
    press(page, Key.Key_Return)
    qtbot.waitUntil(asked.yes.isVisible)
    assert "این شکایت دربارهٔ" in asked.error.text() and len(paraphs.referrals(db, saved.paraph_id)) == 1
    press(page, Key.Key_Return)  # the ordinary key is no yes
    qtbot.waitUntil(asked.confirm.isEnabled)
    assert len(paraphs.referrals(db, saved.paraph_id)) == 1
    press(page, Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: len(paraphs.referrals(db, saved.paraph_id)) == 2)


def test_the_sheet_of_the_coming_session_is_printed_by_its_key(db, clerk, session, refer, page, qtbot):
    refer()
    press(page, Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "چاپگر" in page.notice.text())
    assert [(paper.kind, paper.subject_id) for paper in requests.waiting(db, "")][-1] == ("followup", session.id)


def test_a_part_with_little_in_it_needs_no_scrolling(page, refer):
    refer()
    page.notice.say("done", "ارسال شد؛ دفتر ارسال چاپ می‌شود.")
    page.go("dispatch")
    assert page.layout().totalMinimumHeightForWidth(page.width()) <= 400
