"""The follow-up page by keys: its lists, a slip's number, and what is done with a referral."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from app.exports import lists as exports
from app.followup.query import ListQuery
from app.line import steps
from app.office import lists
from app.office.holidays import UNCONFIRMED_YEAR
from app.papers import requests
from app.referrals import answers, decisions, dispatch, lifecycle, reminders
from app.referrals.answers import UnitAnswer
from app.referrals.issuing import Addressee
from app.table import paraphs
from app.table.paraphs import Draft
from tests.support.keyboard import press, type_text
from ui.followup.action_questions import PassOnQuestion
from ui.followup.page import FollowupPage

Key = Qt.Key


@pytest.fixture
def refer(db, clerk, arrive, tables):
    """`refer()` refers a visit to the first district, ten working days, and returns the id of the referral."""
    units = [row for row in lists.entries(db, "unit") if row["kind"] == "district"]

    def make(unit=0, days=10):
        visit = steps.call(db, clerk, arrive().id, tables[0]["id"])
        to = Addressee(units[unit]["id"], "lead", "", days)
        saved = paraphs.save(db, clerk, visit.id, Draft(tables[0]["official_id"], "referred", "اقدام شود", (to,)))
        return paraphs.referrals(db, saved.paraph_id)[0].id

    return make


@pytest.fixture
def page(context, show):
    made = show(FollowupPage(context), 1182, 735)
    made.setFocus()
    made.shown()
    return made


def stage(db, referral_id):
    return lifecycle.get(db, referral_id).stage


def test_keys_change_the_list_and_each_key_shows_its_count(db, refer, page, clock, qtbot):
    refer(days=2), refer(1, days=30)
    clock.turn(days=14)
    section = page.sections["lists"]
    press(page, Key.Key_4, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: len(section.list.rows()) == 1)
    assert "نمونه" in section.list.rows()[0].name and "5 روز دیرکرد" in section.list.rows()[0].tags[0][1]
    assert "(۱)" in section.chips["late"].text() and "(۲)" in section.chips["open"].text()
    press(page, Key.Key_8, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: len(section.list.rows()) == 2)


def test_typed_barcode_or_number_opens_its_referral(db, refer, page, qtbot):
    refer()
    second = refer(1)
    sent = db.required_row("SELECT number, barcode FROM referral WHERE id = :id", id=second)
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
    """`chosen(how)` refers a visit, does `how(id)`, brings the referral to the front of the page and returns its id."""

    def make(how=None, days=10, later=0):
        made = refer(days=days)
        if how:
            how(made)
        clock.turn(days=later)
        page.open_referral(made)
        qtbot.waitUntil(lambda: front(page) is not None and front(page).referral_id == made)
        return made

    return make


def front(page):
    return page.sections["lists"].dossier_panel.dossier


def ask(page, key, modifiers=Qt.KeyboardModifier.NoModifier):
    """Press the key of an action and return its question, whose first field has the focus."""
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


def test_slip_is_sent_acknowledged_and_answered_by_keys(db, page, chosen, qtbot):
    referral = chosen()
    asked = ask(page, Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    write(asked, mode="اتوماسیون")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "شمارهٔ اتوماسیون" in asked.form.fields["office_number"].error())
    write(asked, office_number="7712")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: stage(db, referral) == "dispatched")
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
    assert stage(db, referral) == "answered" and answers.of_referral(db, referral)[0].unit_number == "162/7"


def test_typed_text_survives_a_refusal_and_a_change_of_the_list(db, clerk, page, chosen, refer, qtbot, settle):
    referral = chosen(sent(db, clerk))
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
    qtbot.waitUntil(lambda: lifecycle.get(db, referral).promised_day == "2026-12-22")


def test_one_key_reminds_a_late_unit_once_and_another_the_whole_list(db, clerk, page, chosen, refer, qtbot):
    first, second = refer(1, days=2), refer(2, days=2)
    referral = chosen(sent(db, clerk), days=2, later=14)
    press(page, Key.Key_F7)
    press(page, Key.Key_F7)
    qtbot.waitUntil(lambda: len(reminders.of_referral(db, referral)) == 1 and front(page).reminded_lately)
    press(page, Key.Key_4, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: len(page.sections["lists"].list.rows()) == 3)
    press(page, Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: "۲ نامهٔ پیرو برای ۲ ارجاع" in page.notice.text())
    assert "برای ۱ ارجاع در ۵ روز کاری اخیر پیرو صادر شده است و کنار ماند" in page.notice.text()
    assert [len(reminders.of_referral(db, each)) for each in (referral, first, second)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("key", "modifiers", "texts", "reached"),
    [
        (
            Key.Key_F9,
            Qt.KeyboardModifier.NoModifier,
            {"working_days": "۵", "allowed_by": "معاون فنی", "words": "بارندگی"},
            lambda now: now.extensions == 1,
        ),
        (Key.Key_F9, Qt.KeyboardModifier.ShiftModifier, {"words": "سند ندارد"}, lambda now: now.paused_day != ""),
        (
            Key.Key_F10,
            Qt.KeyboardModifier.NoModifier,
            {"unit_id": "منطقه ۷", "words": "در حوزهٔ ما نیست"},
            lambda now: now.stage == "passed",
        ),
        (
            Key.Key_F10,
            Qt.KeyboardModifier.ShiftModifier,
            {"words": "متقاضی انصراف داد"},
            lambda now: now.stage == "closed",
        ),
    ],
)
def test_deadline_and_unit_are_changed_by_keys(db, clerk, page, chosen, qtbot, key, modifiers, texts, reached):
    referral = chosen(sent(db, clerk))
    asked = ask(page, key, modifiers)
    write(asked, **texts)
    asked.confirm.setFocus()
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: reached(lifecycle.get(db, referral)))


def test_extension_into_a_year_nobody_confirmed_says_so_beside_the_deadline(db, clerk, page, chosen, qtbot):
    referral = chosen(sent(db, clerk), days=40)
    words = page.sections["lists"].dossier_panel.view.deadlines
    assert UNCONFIRMED_YEAR not in words.text()
    asked = ask(page, Key.Key_F9)
    write(asked, working_days="۶۰", allowed_by="معاون فنی", words="بارندگی")
    asked.confirm.setFocus()
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: lifecycle.get(db, referral).unit_due_day > "2027-03-21")
    qtbot.waitUntil(lambda: UNCONFIRMED_YEAR in words.text())


def test_answer_that_it_is_not_the_units_duty_asks_where_to_pass_it_on(db, clerk, page, chosen, qtbot):
    referral = chosen(sent(db, clerk))
    panel = page.sections["lists"].dossier_panel
    asked = ask(page, Key.Key_F6)
    write(asked, outcome="خارج از وظایف واحد", words="مربوط به منطقهٔ ۷ است")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(panel.question, PassOnQuestion))
    write(panel.question, unit_id="منطقه ۷", words="در حدود منطقهٔ ۷ است")
    panel.question.confirm.setFocus()
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: stage(db, referral) == "passed")
    onward = db.required_row("SELECT MAX(id) AS id FROM referral")["id"]
    page.open_referral(onward)
    qtbot.waitUntil(lambda: front(page).referral_id == onward)
    assert "واگذارشده از" in panel.view.deadlines.text()


def test_letter_proves_an_earlier_day_and_a_pause_ends_on_no_day_before_it(db, clerk, page, chosen, qtbot):
    referral = chosen(sent(db, clerk), later=4)
    asked = ask(page, Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    write(asked, letter_day="۱۴۰۵/۰۹/۰۷", words="سند ندارد")
    asked.confirm.setFocus()
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "شمارهٔ نامه" in asked.form.fields["letter"].error())
    write(asked, letter="۱۲/الف")
    asked.confirm.setFocus()
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: lifecycle.get(db, referral).paused_day == "2026-11-28")
    qtbot.waitUntil(lambda: front(page).now.paused_day != "")
    asked = ask(page, Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
    write(asked, day="۱۴۰۵/۰۹/۰۵")
    asked.confirm.setFocus()
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "پایان توقف" in asked.form.fields["day"].error())
    asked.form.editor("day").clear()
    asked.confirm.setFocus()
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: lifecycle.get(db, referral).paused_day == "")
    assert "12/الف" in lifecycle.steps(db, referral)[-2].letter


def test_void_referral_is_shown_with_its_history_and_no_action(db, clerk, page, refer, qtbot):
    referral = refer(days=2)
    paraph = db.required_row("SELECT paraph_id FROM referral WHERE id = :id", id=referral)["paraph_id"]
    paraphs.void(db, clerk, paraph, "برای دیگری بود")
    page.open_referral(referral)
    qtbot.waitUntil(lambda: front(page) is not None)
    view = page.sections["lists"].dossier_panel.view
    assert view.tag.text() == "باطل شده"
    assert not any(button.isVisible() for button in view.buttons.values())


def test_answer_is_sent_back_and_a_phone_call_records_an_objection(db, clerk, page, chosen, qtbot):
    def answered(referral_id):
        sent(db, clerk)(referral_id)
        answers.record_final(db, clerk, referral_id, UnitAnswer("done", "شد"))

    referral = chosen(answered)
    asked = ask(page, Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    write(asked, words="دربارهٔ موضوع دیگری است")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: page.sections["lists"].dossier_panel.question is None)
    assert stage(db, referral) == "acknowledged"
    two = chosen(answered)
    asked = ask(page, Key.Key_F8)
    write(asked, result="اعتراض", words="هنوز خاموش است")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: stage(db, two) == "objected")


def test_last_act_is_taken_back_by_a_key_after_a_question_that_names_it(db, clerk, page, chosen, qtbot):
    referral = chosen(sent(db, clerk))
    asked = ask(page, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "«وصول»" in asked.findChildren(QLabel)[1].text() and len(asked.answers) == 1
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "«وصول» پس گرفته شد" in page.notice.text())
    qtbot.waitUntil(lambda: front(page).now.stage == "dispatched")
    assert stage(db, referral) == "dispatched"
    ask(page, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    press(page, Key.Key_Escape)
    assert stage(db, referral) == "dispatched", "Esc takes nothing back"
    view = page.sections["lists"].dossier_panel.view
    qtbot.waitUntil(view.buttons["take_back"].isVisible)
    qtbot.mouseClick(view.buttons["take_back"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.sections["lists"].dossier_panel.question.confirm, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: front(page).now.stage == "issued")
    qtbot.waitUntil(lambda: not view.buttons["take_back"].isVisible())


def test_bulk_act_is_taken_back_for_one_slip_or_for_all(db, clerk, page, refer, qtbot):
    slips = [refer(), refer()]
    dispatch.acknowledge(db, clerk, slips)
    page.open_referral(slips[0])
    qtbot.waitUntil(lambda: front(page) is not None and front(page).referral_id == slips[0])
    asked = ask(page, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [button.text() for button in asked.answers] == ["فقط برای \u2068۱۴۰۵/م/۰۰۰۰۱\u2069", "پس‌گرفتن هر ۲ برگه"]
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: [stage(db, each) for each in slips] == ["issued", "acknowledged"])
    dispatch.acknowledge(db, clerk, slips[:1])
    others = [refer(), refer()]
    dispatch.acknowledge(db, clerk, others)
    page.open_referral(others[1])
    qtbot.waitUntil(lambda: front(page).referral_id == others[1] and front(page).last_act.slips == 2)
    ask(page, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    press(page, Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: [stage(db, each) for each in others] == ["issued", "issued"])
    assert [stage(db, each) for each in slips] == ["acknowledged", "acknowledged"]


def test_clerk_without_the_right_sees_no_key_to_take_back(db, clerk, make_clerk, refer, context, show, qtbot):
    slip = refer()
    dispatch.send(db, clerk, [slip], "hand")
    context.clerk = make_clerk("followup")
    made = show(FollowupPage(context), 1182, 735)
    made.open_referral(slip)
    qtbot.waitUntil(lambda: front(made) is not None)
    assert not made.sections["lists"].dossier_panel.view.buttons["take_back"].isVisible()


def test_last_dispatch_and_acknowledgement_are_taken_back_where_they_were_entered(db, clerk, page, refer, qtbot):
    slips = [refer(), refer()]
    page.go("dispatch")
    section = page.sections["dispatch"]
    qtbot.waitUntil(lambda: len(section.list.rows()) == 1)
    assert not section.take_back.isVisible()
    dispatch.send(db, clerk, slips, "hand")
    qtbot.waitUntil(section.take_back.isVisible)
    press(page, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "«ارسال» ۲ برگه پس گرفته شد" in page.notice.text())
    assert [stage(db, each) for each in slips] == ["issued", "issued"]
    qtbot.waitUntil(lambda: not section.take_back.isVisible())


def test_verdict_of_a_phone_call_is_taken_back_where_it_was_entered(db, clerk, page, refer, qtbot):
    slip = refer()
    answers.record_final(db, clerk, slip, UnitAnswer("done", "انجام شد"))
    page.go("phone_calls")
    section = page.sections["phone_calls"]
    qtbot.waitUntil(lambda: len(section.list.rows()) == 1)
    press(page, Key.Key_1, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: stage(db, slip) == "accepted")
    qtbot.waitUntil(section.take_back.isVisible)
    press(page, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: section.asking.question is not None)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: len(section.list.rows()) == 1)
    assert stage(db, slip) == "answered"


def test_esc_leaves_an_action_unchanged_and_focuses_the_list(db, page, chosen):
    referral = chosen()
    ask(page, Key.Key_F5)
    press(page, Key.Key_Escape)
    lists_ = page.sections["lists"]
    assert lists_.dossier_panel.question is None and lists_.list.hasFocus() and stage(db, referral) == "issued"


def test_manager_without_another_role_sees_the_decision_alone(db, make_clerk, refer, context, show, qtbot):
    referral = refer()
    context.clerk = make_clerk("manager")
    page = show(FollowupPage(context), 1182, 735)
    page.open_referral(referral)
    qtbot.waitUntil(lambda: front(page) is not None)
    buttons = page.sections["lists"].dossier_panel.view.buttons
    assert [name for name, button in buttons.items() if button.isVisible()] == ["decide"]


def test_slips_are_sent_and_acknowledged_in_bulk(db, page, refer, qtbot):
    ids = [refer(0), refer(0), refer(1)]
    press(page, Key.Key_F3)
    section = page.sections["dispatch"]
    qtbot.waitUntil(lambda: [row.quiet for row in section.list.rows()] == ["2 برگه", "1 برگه"])
    assert len(section.slips.rows()) == 2
    press(page, Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
    write(section.asking.question, mode="دبیرخانه")
    press(page, Key.Key_Return)
    qtbot.waitUntil(
        lambda: (
            section.list.rows()[0].tags[0][1] == "منتظر وصول" and section.has.isVisible() and section.list.hasFocus()
        )
    )
    assert "دبیرخانه" in section.list.rows()[0].quiet and {stage(db, each) for each in ids} == {"dispatched"}
    assert len(db.rows("SELECT id FROM paper WHERE kind = 'ledger'")) == 2, "one ledger a unit"
    press(page, Key.Key_Return)
    section.asking.question.form.editor("day").setText("۱۴۰۵/۰۱/۰۱")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: section.asking.question.form.fields["day"].error() != "")
    section.asking.question.form.editor("day").clear()
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: [stage(db, each) for each in ids] == ["acknowledged"] * 2 + ["dispatched"])


def test_key_prints_the_ledger_again(db, clerk, page, refer, qtbot):
    [sent_] = dispatch.send(db, clerk, [refer()], "hand")
    requests.mark_printed(db, clerk, [row["id"] for row in db.rows("SELECT id FROM paper")])
    page.go("dispatch")
    qtbot.waitUntil(lambda: page.sections["dispatch"].again.isVisible())
    press(page, Key.Key_F8)
    qtbot.waitUntil(
        lambda: db.rows("SELECT subject_id FROM paper WHERE kind = 'ledger' AND reprint = 1") == [{"subject_id": sent_}]
    )


def test_exported_lists_hold_all_their_referrals(db, clerk, refer):
    refer(days=2), refer(1, days=30)
    assert len(list(exports.followup_listing(db, clerk, ListQuery("open")).cells())) == 2
    assert len(list(exports.dispatch_listing(db, clerk, None).cells())) == 2


def test_complaint_is_passed_on_to_its_unit_only_after_a_yes(db, clerk, page, arrive, tables, qtbot):
    districts = [row for row in lists.entries(db, "unit") if row["kind"] == "district"]
    visit = steps.call(db, clerk, arrive(against_unit_id=districts[1]["id"]).id, tables[0]["id"])
    saved = paraphs.save(
        db,
        clerk,
        visit.id,
        Draft(tables[0]["official_id"], "referred", "رسیدگی شود", (Addressee(districts[0]["id"], "lead", "", 10),)),
    )
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


def test_decision_of_the_mayor_is_entered_and_taken_back_beside_the_case(db, page, chosen, qtbot):
    referral = chosen()
    ctrl, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    asked = ask(page, Key.Key_D, ctrl)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "متن دستور" in asked.form.fields["words"].error())
    write(asked, words="تا هفتهٔ آینده بازدید شود")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "برگهٔ جلسهٔ بعد" in page.notice.text())
    qtbot.waitUntil(lambda: front(page).decision_to_take_back is not None)
    history = page.sections["lists"].dossier_panel.view.history
    assert history.rows()[0].name == "دستور شهردار" and "بازدید شود" in history.rows()[0].quiet
    asked = ask(page, Key.Key_D, ctrl | shift)
    assert "بازدید شود" in " ".join(each.text() for each in asked.findChildren(QLabel))
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: decisions.of_referral(db, referral) == [])
    qtbot.waitUntil(lambda: front(page).decision_to_take_back is None)


def test_section_with_few_rows_needs_no_scrolling(page, refer):
    refer()
    page.notice.say("done", "ارسال شد؛ دفتر ارسال چاپ می‌شود.")
    page.go("dispatch")
    assert page.layout().totalMinimumHeightForWidth(page.width()) <= 400
