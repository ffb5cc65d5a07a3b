from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLabel

from app.access import clerks
from app.accounts import sign_in, staff
from app.audit.reading import LIMIT
from app.exports import lists as exports
from app.journal import chain
from app.line import steps
from app.office import lists
from app.office import settings as office
from app.office.declared_lists import LISTS
from app.office.holidays import holidays
from app.papers import requests
from app.persian.text import fa
from app.printing import gathering, jobs
from app.table import paraphs
from app.table.paraphs import Addressee, Draft
from tests.conftest import PASSWORD
from tests.support import readback
from tests.support.keyboard import press, type_text
from ui.papers.drawing import draw
from ui.parts.printers import NONE
from ui.settings import printing
from ui.settings.page import SettingsPage
from ui.this_pc.printers import ALL, Way, way_of
from ui.this_pc.printers import roll as roll_width
from ui.widgets import Choice, theme

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(context, show, qtbot):
    made = show(SettingsPage(context), 1182, 734)
    made.shown()
    made.setFocus()
    qtbot.waitUntil(lambda: bool(made.go("office").editor.form.values()["office"]))
    return made


@pytest.fixture
def go(page, qtbot):
    """go('unit') opens the section, waits for its list and returns it."""

    def open_section(key):
        section = page.go(key)
        page.sections.setFocus()
        press(page, Key.Key_Return)
        if hasattr(section, "list") and key != "name_spelling":  # which an office begins without
            qtbot.waitUntil(lambda: bool(section.list.rows()))
        return section

    return open_section


def visible_words(widget):
    return " ".join(each.text() for each in widget.findChildren(QLabel) if each.isVisible())


def retype(section, field, text):
    editor = section.editor.form.editor(field)
    editor.setFocus()
    editor.selectAll()
    type_text(editor, text)


def test_every_list_of_the_office_has_a_section_with_all_entries(page, go, db):
    for name, spec in LISTS.items():
        section = go(name)
        assert len(section.list.rows()) == len(lists.entries(db, name, retired=True)), spec.title
        assert set(section.editor.form.fields) == {column.name for column in spec.columns}
        assert not section.editor.is_changed()


def test_entry_is_added_with_the_keyboard(go, db, page, qtbot):
    section = go("urgency")
    press(page, Key.Key_N, Ctrl)
    type_text(QApplication.focusWidget(), "همین امروز")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(section.editor.form.fields["working_days"].error()))
    assert section.editor.form.values()["name"] == "همین امروز"
    type_text(QApplication.focusWidget(), "۲")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "همین امروز" in [row.name for row in section.list.rows()])
    kept = next(row for row in lists.entries(db, "urgency") if row["name"] == "همین امروز")
    assert kept["working_days"] == 2
    qtbot.waitUntil(lambda: section.list.current_id() == kept["id"])
    assert section.editor.notice.text() == "ذخیره شد."


def test_entry_is_changed_from_its_row(go, db, page, qtbot):
    section = go("meeting_table")
    press(page, Key.Key_Down)
    chosen = section.list.current_id()
    press(page, Key.Key_Return)
    retype(section, "name", "میز کارشناسان")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "میز کارشناسان" in [row["name"] for row in lists.entries(db, "meeting_table")])
    assert next(row["id"] for row in lists.entries(db, "meeting_table") if row["name"] == "میز کارشناسان") == chosen


def test_second_enter_while_saving_adds_no_second_entry(go, db, page, settle):
    section = go("meeting_table")
    before = len(section.list.rows())
    press(page, Key.Key_N, Ctrl)
    type_text(QApplication.focusWidget(), "میز تازه")
    press(page, Key.Key_Return)
    press(page, Key.Key_Return)
    settle()
    assert len(section.list.rows()) == before + 1
    assert section.editor.notice.text() == "ذخیره شد." and not section.editor.form.fields["name"].error()


def test_text_typed_while_an_entry_is_saved_stays_unsaved(go, db, page, settle):
    section = go("urgency")
    retype(section, "name", "نخست")
    press(page, Key.Key_Return)
    type_text(section.editor.form.editor("name"), " و سپس")
    settle()
    assert "نخست" in [row["name"] for row in lists.entries(db, "urgency")]
    assert section.editor.form.values()["name"] == "نخست و سپس" and section.editor.is_changed()


def test_late_result_of_saving_leaves_the_row_selected_meanwhile(go, db, page, settle):
    section = go("urgency")
    first, other = (row.id for row in section.list.rows()[:2])
    retype(section, "name", "نخست")
    press(page, Key.Key_Return)
    section.list.set_current(other)
    retype(section, "name", "دیگری")
    settle()
    assert section.list.current_id() == other
    assert section.editor.form.values()["name"] == "دیگری" and section.editor.is_changed()
    press(page, Key.Key_Return)
    settle()
    named = {row["id"]: row["name"] for row in lists.entries(db, "urgency")}
    assert (named[first], named[other]) == ("نخست", "دیگری")


def test_retired_entry_stays_listed_last_and_can_be_returned(go, db, page, qtbot):
    section = go("unit")
    chosen = section.list.current_id()
    press(page, Key.Key_F8)
    qtbot.waitUntil(lambda: chosen in [row.id for row in section.list.rows() if row.tags])
    in_use = [row.id for row in section.list.rows() if not row.tags]
    assert in_use == [row["id"] for row in lists.entries(db, "unit")] and chosen not in in_use
    assert not any(row.tags for row in section.list.rows()[: len(in_use)]), "the retired stand last"
    qtbot.waitUntil(lambda: section.retire.text() == "بازگرداندن")
    press(page, Key.Key_F8)
    qtbot.waitUntil(lambda: chosen in [row["id"] for row in lists.entries(db, "unit")])


def test_unsaved_text_comes_back_with_its_entry(go, page, qtbot):
    section = go("urgency")
    first = section.list.current_id()
    retype(section, "name", "نیمه‌کاره")
    section.list.setFocus()
    press(page, Key.Key_Down)
    assert section.editor.form.values()["name"] != "نیمه‌کاره"
    press(page, Key.Key_Up)
    assert section.list.current_id() == first
    assert section.editor.form.values()["name"] == "نیمه‌کاره" and "ذخیره نشده" in section.editor.notice.text()


def test_change_on_another_desk_does_not_overwrite_typed_text(go, db, clerk, page, qtbot):
    section = go("urgency")
    retype(section, "name", "نیمه‌کاره")
    lists.save(db, clerk, "urgency", None, {"name": "از میز دیگر", "working_days": "4"})
    qtbot.waitUntil(lambda: "از میز دیگر" in [row.name for row in section.list.rows()])
    assert section.editor.form.values()["name"] == "نیمه‌کاره"


def test_list_is_filtered_by_typing(go, page):
    section = go("unit")
    box = section.list.filter_box()
    type_text(box, "منطقه ۵")
    assert [row.name for row in section.list.rows()] == ["منطقهٔ 5"]


def test_day_is_written_and_shown_in_the_jalali_form(go, db, page, qtbot):
    section = go("holiday")
    press(page, Key.Key_N, Ctrl)
    type_text(QApplication.focusWidget(), "۱۴۰۵/۹/۵")
    press(page, Key.Key_Tab)
    type_text(QApplication.focusWidget(), "تعطیلی ویژه")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "تعطیلی ویژه" in [row.name for row in section.list.rows()])
    assert "2026-11-26" in holidays(db).days
    assert "پنجشنبه ۵ آذر ۱۴۰۵" in next(row for row in section.list.rows() if row.name == "تعطیلی ویژه").spoken()


def test_settings_of_the_office_are_saved(go, db, page, qtbot):
    section = go("office")
    retype(section, "recall_limit", "۱۲")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: bool(section.editor.form.fields["recall_limit"].error()))
    retype(section, "recall_limit", "۵")
    section.editor.form.editor("display_names").setFocus()
    press(page, Key.Key_Space)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: (office.settings(db).recall_limit, office.settings(db).display_names) == (5, 1))


LETTERS = {
    "return_address": "کرج، میدان نمونه، ساختمان مرکزی، طبقهٔ دوم",
    "secretariat_phone": "۰۲۶-۳۲۰۰۰۰۰۰",
    "sender_name": "نسرین نمونه‌ای",
    "sender_post": "مسئول دبیرخانه",
}


def test_address_and_sender_typed_for_letters_stand_on_slip_and_receipt(go, db, clerk, page, arrive, tables, qtbot):
    section = go("office")
    for field, text in LETTERS.items():
        retype(section, field, text)
    press(section.editor.form.editor("sender_post"), Key.Key_Return)
    qtbot.waitUntil(lambda: office.settings(db).sender_post == "مسئول دبیرخانه")
    visit, unit = arrive(), lists.entries(db, "unit")[0]
    steps.call(db, clerk, visit.id, tables[0]["id"])
    draft = Draft(tables[0]["official_id"], "referred", "بازدید شود", (Addressee(unit["id"], "lead", "", 15),))
    paraphs.save(db, clerk, visit.id, draft)
    slip_id = db.required_row("SELECT id FROM referral WHERE visit_id = :id", id=visit.id)["id"]
    slip, receipt = (
        readback.text(draw([document], "a5"), "pdfium", Path())
        for document in (gathering.slip(db, slip_id), gathering.receipt(db, visit.id))
    )
    assert not readback.missing(" ".join(LETTERS.values()), slip)
    assert not readback.missing("تلفن دبیرخانه ۰۲۶ ۳۲۰۰۰۰۰۰ نسرین نمونه‌ای مسئول دبیرخانه", receipt)


def test_address_too_long_for_a_letter_is_refused_beside_its_field_and_stays_typed(go, db, page, qtbot):
    section, long = go("office"), "خیابان " * 30
    retype(section, "return_address", long)
    press(section.editor.form.editor("return_address"), Key.Key_Return)
    qtbot.waitUntil(lambda: "۱۲۰" in section.editor.form.fields["return_address"].error())
    assert section.editor.form.values()["return_address"].strip() == long.strip()
    assert office.settings(db).return_address == ""


def test_settings_of_this_pc_are_saved_on_it(go, context, tables, page, qtbot):
    section = go("pc")
    qtbot.waitUntil(lambda: section.editor.form.values()["table"] == "0")
    section.editor.form.fill({"table": str(tables[1]["id"])})
    press(page, Key.Key_Return)
    assert context.pc.get("table") == str(tables[1]["id"])
    assert context.pc.get("zoom") == "1.0"


def test_printers_of_this_pc_are_saved_on_it(go, context, page, qtbot, monkeypatch):
    laser, roll = Choice("laser", "laser"), Choice("roll", "roll")
    monkeypatch.setattr(printing, "printers", lambda: [laser, roll, NONE])
    section = go("printing")
    qtbot.waitUntil(lambda: section.editor.form.values()["copies"] == "1")
    section.editor.form.fill({ALL: "laser", "ticket": "roll", "copies": "2", "roll": "58"})
    press(page, Key.Key_Return)
    pc = context.pc
    assert way_of(pc, "slip") == Way("laser", "", 2) and way_of(pc, "ticket") == Way("roll", "", 1)
    assert way_of(pc, "receipt").copies == 1 and roll_width(pc) == 58


def test_trial_page_without_a_printer_says_what_to_do(go, page, qtbot):
    section = go("printing")
    qtbot.waitUntil(lambda: section.editor.form.values()["copies"] == "1")
    press(page, Key.Key_F7)
    qtbot.waitUntil(lambda: "انتخاب نشده" in section.editor.notice.text())


def test_zoom_takes_effect_at_once(go, qapp, page, qtbot):
    section = go("pc")
    qtbot.waitUntil(lambda: section.editor.form.values()["zoom"] == "1.0")
    section.editor.form.fill({"zoom": "1.25"})
    press(page, Key.Key_Return)
    assert theme.zoom() == 1.25
    theme.set_zoom(qapp, 1.0)


def test_clerk_is_added_given_roles_and_retired(go, db, page, qtbot):
    section = go("clerks")
    press(page, Key.Key_N, Ctrl)
    section.editor.form.fill({"name": "م. آزمایشی", "login": "m", "password": PASSWORD, "again": PASSWORD + "7"})
    section.editor.form.fill({"table": "1", "caller": "1"})
    press(page, Key.Key_Return)
    assert section.editor.form.fields["again"].error()
    section.editor.form.fill({"again": PASSWORD})
    section.editor.form.editor("name").setFocus()
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "م. آزمایشی" in [row.name for row in section.list.rows()])
    new = sign_in.sign_in(db, "m", PASSWORD)
    assert new.roles == {"table", "caller"}
    qtbot.waitUntil(lambda: section.list.current_id() == new.id and not section.editor.form.values()["password"])
    press(page, Key.Key_F8)
    qtbot.waitUntil(lambda: new.id not in [each.id for each in clerks.everyone(db)])


def test_forgotten_password_is_replaced_and_the_roles_stay(go, db, clerk, page, qtbot):
    staff.add(db, clerk, login="m", name="آ. آزمایشی", roles=frozenset({"table"}), password=PASSWORD)
    section = go("clerks")
    qtbot.waitUntil(lambda: len(section.list.rows()) == 2)
    section.list.set_current(sign_in.sign_in(db, "m", PASSWORD).id)
    assert section.editor.form.editor("login").isReadOnly()
    section.editor.form.fill({"password": "654321", "again": "654321"})
    section.editor.form.editor("again").setFocus()
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: section.editor.notice.text() == "ذخیره شد.")
    assert sign_in.sign_in(db, "m", "654321").roles == {"table"}


def test_last_administrator_cannot_be_retired(go, db, clerk, page, qtbot):
    section = go("clerks")
    press(page, Key.Key_F8)
    qtbot.waitUntil(lambda: "مدیر سامانه" in section.editor.notice.text())
    assert clerks.current(db, clerk.id)


def test_new_recovery_sheet_is_made_shown_and_printed(go, db, page, clerk, qtbot):
    section = go("clerks")
    asked = QSignalSpy(page.recovery_sheet_asked)
    press(page, Key.Key_F9)
    assert "باطل می‌شود" in section.editor.notice.text()
    press(page, Key.Key_F9)
    qtbot.waitUntil(lambda: section.sheet.isVisible())
    press(page, Key.Key_Return)
    code = asked.at(0)[0].code
    press(page, Key.Key_Return)
    assert section.editor.isVisible() and not section.sheet.isVisible()
    assert staff.recover(db, code, "admin", "654321").id == clerk.id
    qtbot.waitUntil(lambda: "برگهٔ بازیابی معتبری" in section.editor.notice.text())


def test_manager_is_refused_what_only_an_administrator_may(context, show, make_clerk, db, qtbot):
    context.clerk = make_clerk("manager")
    page = show(SettingsPage(context), 1182, 734)
    page.shown()
    section = page.go("clerks")
    qtbot.waitUntil(lambda: bool(section.list.rows()))
    section.setFocus()
    press(page, Key.Key_F8)
    qtbot.waitUntil(lambda: "نقش" in section.editor.notice.text())


def test_journal_is_shown_and_checked(go, db, clerk, page, qtbot):
    office.change_settings(db, clerk, phone="1888")
    section = go("journal")
    qtbot.waitUntil(lambda: section.title.text() == "تغییر · تنظیمات سازمان")
    assert "۱۳۷ ۱۸۸۸" in visible_words(section.changes) and clerk.name in section.quiet.text()
    press(page, Key.Key_F7)
    qtbot.waitUntil(lambda: "پیوسته‌اند" in section.notice.text())
    head = section.mark.editor("head")
    for typed, said in ((chain.head_mark(db), "چاپ‌شده نیز مطابقت دارد"), ("1-" + "f" * 16, "جای آن است")):
        head.setFocus()
        head.selectAll()
        type_text(head, typed)
        press(page, Key.Key_F7)
        qtbot.waitUntil(lambda said=said: said in section.notice.text())
    head.selectAll()
    type_text(head, "12")
    press(page, Key.Key_F7)
    qtbot.waitUntil(lambda: "صورت‌جلسه" in visible_words(section.mark))


def test_journal_is_filtered_by_clerk_person_and_day(go, db, page, clock, clerk, arrive, make_clerk, qtbot):
    visit = arrive(matter="احداث پارک")
    other = make_clerk("manager", "administrator")
    clock.turn(days=1)
    office.change_settings(db, other, phone="1888")
    section = go("journal")
    names = section.list.rows
    qtbot.waitUntil(lambda: names()[0].name == "تغییر · تنظیمات سازمان")
    box = section.form.editor("about")
    box.setFocus()
    type_text(box, "۱")
    qtbot.waitUntil(lambda: [each.name for each in names()] == ["ثبت · مراجعه", "افزودن · مراجعه‌کننده"])
    section.list.setFocus()
    press(page, Key.Key_Home)
    assert "احداث پارک" in visible_words(section.changes)
    asked = QSignalSpy(page.case_asked)
    press(page, Key.Key_F6)
    assert asked.at(0) == [visit.id]
    press(page, Key.Key_F8)
    qtbot.waitUntil(lambda: len(names()) > 4)
    type_text(section.form.editor("day"), "1405/09/05")
    qtbot.waitUntil(lambda: [each.name for each in names()] == ["تغییر · تنظیمات سازمان"])
    section.form.fill({"day": "", "clerk": str(clerk.id)})
    section.form.edited.emit("clerk")
    qtbot.waitUntil(lambda: bool(names()) and all(clerk.name in each.quiet for each in names()))


def test_prints_in_the_journal_are_one_row_until_it_is_opened(go, db, page, clerk, arrive, qtbot):
    for _ in range(3):
        arrive()
    requests.mark_printed(db, clerk, [id_ for job in jobs.next_jobs(db, clerk.desk) for id_ in job.ids])
    section = go("journal")
    names = section.list.rows
    qtbot.waitUntil(lambda: bool(names()) and names()[0].name == "3 چاپ")
    folded = len(names())
    assert "برگهٔ نوبت" in names()[0].quiet and "برگهٔ نوبت" in visible_words(section.changes)
    press(page, Key.Key_F10)
    qtbot.waitUntil(lambda: len(names()) == folded + 3)
    assert [each.name for each in names()[1:4]] == ["چاپ · برگهٔ نوبت"] * 3
    section.list.setFocus()
    press(page, Key.Key_Home)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: len(names()) == folded)


def test_journal_is_filtered_by_deed_and_read_on_at_its_end(go, db, page, clerk, arrive, qtbot):
    arrive()
    for n in range(LIMIT + 5):
        exports.record_export(db, clerk, f"فهرست {n}")
    section = go("journal")
    total = db.required_row("SELECT COUNT(*) AS n FROM journal")["n"]
    qtbot.waitUntil(lambda: section.count.text() == fa(f"{LIMIT} از {total} ردیف"))
    section.list.setFocus()
    press(page, Key.Key_Home)  # makes the first row current
    press(page, Key.Key_End)
    qtbot.waitUntil(lambda: section.count.text() == fa(f"{total} ردیف"))
    assert len(section.list.rows()) == total
    box = section.form.editor("deed")
    box.setFocus()
    type_text(box, "ثبت مراجعه")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: section.count.text() == fa("2 ردیف"))
    assert [each.name for each in section.list.rows()] == ["ثبت · مراجعه", "افزودن · مراجعه‌کننده"]


def test_time_of_a_wrong_clock_is_marked_and_the_mark_is_lifted_again(go, db, page, clock, clerk, qtbot):
    clock.turn(days=365)
    office.change_settings(db, clerk, phone="1888")
    clock.turn(days=-365)
    office.change_settings(db, clerk, phone="1889")
    section = go("journal")
    qtbot.waitUntil(lambda: section.title.text() == "تغییر · تنظیمات سازمان")
    press(page, Key.Key_F9)
    qtbot.waitUntil(lambda: section.asking.question is not None)
    values = section.asking.question.form.values()
    assert (values["since_day"], values["until_time"]) == ("2027-11-25", "۰۹:۰۰"), "what looks wrong is filled in"
    time = section.asking.question.form.editor("until_time")
    time.setFocus()
    time.selectAll()
    type_text(time, "8")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "ساعت را به شکل" in visible_words(section.asking))
    time.selectAll()
    type_text(time, "0930")
    time.selectAll()
    type_text(time, "09:30")
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "۱ ردیف علامت خورد" in section.notice.text())
    qtbot.waitUntil(lambda: [bool(row.tags) for row in section.list.rows()[:3]] == [False, False, True])
    section.list.setFocus()
    press(page, Key.Key_Home)
    press(page, Key.Key_Down)
    press(page, Key.Key_Down)
    qtbot.waitUntil(lambda: "ساعت نادرست" in section.quiet.text())
    press(page, Key.Key_F9)
    qtbot.waitUntil(lambda: section.asking.question is not None)
    press(page, Key.Key_Return)
    qtbot.waitUntil(lambda: "برداشته شد" in section.notice.text())
    qtbot.waitUntil(lambda: not any(row.tags for row in section.list.rows()))


def test_manager_is_not_offered_to_mark_the_time_of_a_wrong_clock(go, context, make_clerk, qtbot):
    context.clerk = make_clerk("manager")
    section = go("journal")
    qtbot.waitUntil(lambda: bool(section.list.rows()))
    assert not section.clock.isVisible()


def test_key_leads_to_the_sections_from_anywhere(go, page):
    go("unit")
    press(page, Key.Key_F2)
    assert QApplication.focusWidget() is page.sections
    press(page, Key.Key_Down)
    assert page.sections.key() == "official"


def test_letter_and_digit_that_stand_on_paper_are_shown_as_fixed(go, db, clerk, arrive, tables, qtbot):
    visit = steps.call(db, clerk, arrive().id, tables[0]["id"])
    draft = Draft(tables[0]["official_id"], "referred", "اقدام شود", (Addressee(1, "lead", "", 5),))
    paraphs.save(db, clerk, visit.id, draft)
    section = go("programme")
    form = section.editor.form
    qtbot.waitUntil(lambda: form.values()["series"] == "م")
    qtbot.waitUntil(form.editor("series").isReadOnly)
    assert form.editor("series_digit").isReadOnly() and not form.editor("next_round").isReadOnly()
    section.list.set_current(section.list.rows()[1].id)
    qtbot.waitUntil(lambda: form.values()["series"] == "پ")
    assert not form.editor("series").isReadOnly()
