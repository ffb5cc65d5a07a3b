"""The reception page by real keys: from a code to a number."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel

from app.line import steps
from app.office import lists, programmes
from app.papers import requests
from app.reception import invitees, registering
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.sessions import sessions
from app.table import paraphs
from app.visits import attachments, visitors
from app.visits.visitors import Visitor
from db import StorageError
from tests.support.keyboard import paste, press, type_text
from ui.context import Context
from ui.reception.page import ReceptionPage
from ui.reception.warning import WarningBar
from ui.this_pc.settings import PcSettings

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
KNOWN = Visitor(code="0499370899", first_name="نمونه", last_name="آزمایشی‌فر", father="فرضی", mobile="09121234567")


class Reception:
    """Drives the page as a clerk does; `keys` counts the keys pressed."""

    def __init__(self, page, qtbot):
        self.page, self.qtbot, self.keys = page, qtbot, 0
        self.desk, self.form = page.registering, page.registering.form

    def type(self, text, field=None):
        if field:
            self.form.editor(field).setFocus()
        self.until(self.is_heard)
        type_text(QApplication.focusWidget(), text)
        self.keys += len(text)

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        self.until(self.is_heard)
        press(self.page, key, modifiers)
        self.keys += 1

    def is_heard(self):
        """The offscreen platform activates a list that opens a turn late, and the window behind a closed one never."""
        QApplication.processEvents()
        if not QApplication.activePopupWidget():
            self.page.activateWindow()
        return QApplication.activePopupWidget() or self.page.isActiveWindow()

    def look_up(self, typed):
        self.type(typed, "code")
        self.press(Key.Key_Return)

    def fill_newcomer(self, category):
        """Fill the form for a newcomer, up to saving."""
        self.look_up("0790419904")
        self.until(lambda: self.has_focus("first_name"))
        for field, text in (("first_name", "آزمون"), ("last_name", "فرضی")):
            self.type(text, field)
        self.choose("category_id", category["name"][:3])

    def choose(self, field, typed):
        self.type(typed, field)
        self.press(Key.Key_Return)

    def until(self, what):
        self.qtbot.waitUntil(lambda: bool(what()))

    def find(self, typed):
        self.look_up(typed)
        self.until(lambda: self.form.known.id)

    def save(self):
        """Enter, until the number is given."""
        with self.qtbot.waitSignal(self.desk.registered) as given:
            self.press(Key.Key_Return)
        return given.args[0].visit

    def has_focus(self, field):
        return self.page.window().focusWidget() is self.form.editor(field)

    def shown(self):
        return {name for name, field in self.form.fields.items() if field.isVisible()}


@pytest.fixture
def open_page(qtbot, show, work, clerk, tmp_path):
    def make():
        page = show(ReceptionPage(Context(work, clerk, PcSettings(str(tmp_path / "pc.ini")))), 1182, 735)
        page.shown()
        qtbot.waitUntil(lambda: page.view is not None)
        return page

    return make


@pytest.fixture
def at(open_page, qtbot, session):
    return Reception(open_page(), qtbot)


@pytest.fixture
def categories(db):
    return [row for row in lists.entries(db, "category") if row["audience"] == "citizen"]


@pytest.fixture
def referred(db, clerk, session, tables, clock, categories):
    """A known visitor whose matter of last week is late; today's session is open."""
    visit = register(db, clerk, session.id, Arrival(KNOWN, categories[0]["id"], "کسری پارکینگ"))
    steps.call(db, clerk, visit.id, tables[0]["id"])
    steps.came(db, clerk, visit.id)
    district = next(row["id"] for row in lists.entries(db, "unit") if row["kind"] == "district")
    official, to = lists.entries(db, "official")[0]["id"], paraphs.Addressee(district, working_days=3)
    paraphs.save(db, clerk, visit.id, paraphs.Draft(official, "referred", "بازدید", (to,)))
    sessions.close(db, clerk, session.id)
    clock.turn(days=14)
    sessions.open_today(db, clerk, programmes.active(db)[0].id)
    return visit


def test_known_visitor_with_the_same_matter_takes_at_most_fourteen_keys(db, referred, open_page, qtbot, categories):
    at = Reception(open_page(), qtbot)
    assert at.has_focus("code")
    at.type("0499370899")
    at.press(Key.Key_Return)
    at.until(lambda: at.form.known.id)
    assert "روز کاری از مهلت گذشته" in at.desk.warnings.text()
    at.press(Key.Key_F4)
    visit = at.save()
    assert at.keys <= 14
    stored = db.required_row("SELECT category_id, matter, same_as, visitor_id FROM visit WHERE id = :id", id=visit.id)
    assert stored == {
        "category_id": categories[0]["id"],
        "matter": "کسری پارکینگ",
        "same_as": referred.id,
        "visitor_id": referred.visitor_id,
    }


def test_found_visitor_fills_the_form_and_the_history_beside_it(referred, open_page, qtbot):
    at = Reception(open_page(), qtbot)
    at.find("۰۴۹۹۳۷۰۸۹۹")
    row = at.desk.side.history.rows()[0]
    assert row.name == "کسری پارکینگ"
    assert "«بازدید»" in row.quiet
    assert row.tags[0][0] == "late"
    assert at.form.values()["first_name"] == "نمونه"
    assert at.has_focus("category_id")


def test_summary_of_a_known_visitor_stands_first_and_saving_stays_in_the_window(db, clerk, referred, program, qtbot):
    program.window.resize(1366, 690)
    program.window.go("reception")
    at = Reception(program.window.page("reception"), qtbot)
    program.window.notice.say("warning", "از امروز هنوز پشتیبانی تهیه نشده است.")
    at.find(KNOWN.code)
    at.until(lambda: at.desk.warnings.text())
    line = at.desk.side.summary
    assert line.isVisible() and line.property("tone") == "late"
    assert line.text().startswith("بار دوم · ۱ ارجاع باز، ")
    save = at.desk.save
    bottom = save.mapTo(program.window, save.rect().bottomLeft()).y()
    at.until(lambda: bottom < program.window.status_strip.mapTo(program.window, save.rect().topLeft()).y())


def test_warning_of_an_open_matter_holds_the_saving_until_it_is_answered(db, referred, open_page, qtbot, categories):
    at = Reception(open_page(), qtbot)
    at.find(KNOWN.code)
    at.choose("category_id", categories[0]["name"][:3])
    at.until(lambda: "همان موضوع است؟" in at.desk.warnings.text())
    at.press(Key.Key_Return)
    at.until(lambda: any(bar.property("urgent") for bar in at.desk.warnings.findChildren(WarningBar)))
    assert registering.latest(db, sessions.opened(db).id) == []
    at.press(Key.Key_F5)
    visit = at.save()
    assert db.required_row("SELECT same_as FROM visit WHERE id = :id", id=visit.id) == {"same_as": None}


def test_matter_that_is_over_is_proposed_where_the_category_is_the_same(db, referred, open_page, qtbot, categories):
    """It was accepted weeks ago, and the visitor is back about the same subject: F4 links the visits."""
    with db.transaction():
        db.rows("UPDATE followup SET stage = 'accepted'")
    at = Reception(open_page(), qtbot)
    at.find(KNOWN.code)
    assert at.desk.warnings.text() == "", "no category is chosen yet"
    at.choose("category_id", categories[0]["name"][:3])
    at.until(lambda: "همان موضوع است؟" in at.desk.warnings.text())
    assert "تأیید متقاضی" in at.desk.warnings.text() and "منطقهٔ" in at.desk.warnings.text()
    at.press(Key.Key_F4)
    visit = at.save()
    assert db.required_row("SELECT same_as FROM visit WHERE id = :id", id=visit.id) == {"same_as": referred.id}


def test_proposal_of_a_matter_that_is_over_holds_nothing_up(db, referred, open_page, qtbot, categories):
    with db.transaction():
        db.rows("UPDATE followup SET stage = 'accepted'")
    at = Reception(open_page(), qtbot)
    at.find(KNOWN.code)
    at.choose("category_id", categories[0]["name"][:3])
    at.until(lambda: "همان موضوع است؟" in at.desk.warnings.text())
    visit = at.save()
    assert db.required_row("SELECT same_as FROM visit WHERE id = :id", id=visit.id) == {"same_as": None}


def test_visitor_here_already_gets_a_second_number_by_its_key(db, at, categories):
    first = register(db, at.page.context.clerk, sessions.opened(db).id, Arrival(KNOWN, categories[0]["id"]))
    at.find(KNOWN.code)
    assert "امروز نوبت ۱ دارد" in at.desk.warnings.text()
    at.choose("category_id", categories[1]["name"][:4])
    at.press(Key.Key_Return)
    at.until(lambda: any(bar.property("urgent") for bar in at.desk.warnings.findChildren(WarningBar)))
    at.press(Key.Key_F6)
    assert at.save().ticket == first.ticket + 1


def test_visitor_registered_by_another_pc_meanwhile_gives_a_warning(db, clerk, session, at, categories):
    at.look_up(KNOWN.code)
    at.until(lambda: at.has_focus("first_name"))
    for field, text in (("first_name", "نمونه"), ("last_name", "آزمایشی‌فر")):
        at.type(text, field)
    at.choose("category_id", categories[1]["name"][:4])
    register(db, clerk, session.id, Arrival(replace(KNOWN, father="", mobile=""), categories[0]["id"]))
    at.press(Key.Key_Return)
    at.until(lambda: "امروز نوبت ۱ دارد" in at.desk.warnings.text())
    assert at.form.raw()["last_name"] == "آزمایشی‌فر"
    at.press(Key.Key_F6)
    assert at.save().ticket == 2


def test_newcomer_is_registered_by_keys_alone(db, at, categories):
    at.look_up("0790419904")
    at.until(lambda: at.has_focus("first_name"))
    at.type("آزمون")
    at.press(Key.Key_Tab)
    at.type("فرضی")
    at.choose("category_id", categories[0]["name"][:3])
    at.type("خط یک", "matter")
    at.press(Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    at.type("خط دو")
    visit = at.save()
    assert visit.matter == "خط یک\nخط دو"
    assert at.has_focus("code")
    assert at.form.is_blank()
    assert at.desk.ticket.text() == "۱"
    at.until(lambda: [row.number for row in at.desk.side.latest.rows()] == ["1"])
    assert [paper.subject_id for paper in requests.waiting(db, "")] == [visit.id]


@pytest.mark.parametrize("field", ["code", "mobile", "last_name", "matter", "enclosures", "companion", "district_id"])
def test_enter_saves_from_any_field(db, referred, open_page, qtbot, field):
    at = Reception(open_page(), qtbot)
    at.find(KNOWN.code)
    at.press(Key.Key_F4)
    at.form.editor(field).setFocus()
    assert at.save().ticket == 1


def test_enter_of_the_keypad_looks_up_too(at):
    at.type("0499370899", "code")
    at.press(Key.Key_Enter)
    at.until(lambda: at.has_focus("first_name"))


@pytest.mark.parametrize("typed", ["0499370899", "۰۴۹۹۳۷۰۸۹۹", "٠٤٩٩٣٧٠٨٩٩"])
def test_code_is_found_in_three_kinds_of_digits(db, clerk, session, at, categories, typed):
    visit = register(db, clerk, session.id, Arrival(KNOWN, categories[0]["id"]))
    at.find(typed)
    assert at.form.code.text() == "۰۴۹۹۳۷۰۸۹۹"
    assert at.form.known.id == visit.visitor_id


def test_pasted_code_is_cleaned_of_everything_between_its_digits(at):
    paste(at.form.code, " ۰۴۹۹-۳۷۰\u200f۸۹۹\n")
    assert at.form.code.text() == "۰۴۹۹۳۷۰۸۹۹"


def test_visitor_is_found_by_mobile_and_by_name(db, clerk, session, at, categories):
    register(db, clerk, session.id, Arrival(KNOWN, categories[0]["id"]))
    register(
        db,
        clerk,
        session.id,
        Arrival(replace(KNOWN, code="0790419904", mobile="", father="دیگری"), categories[0]["id"]),
    )
    at.find("+989121234567")
    assert at.form.values()["code"] == "۰۴۹۹۳۷۰۸۹۹"
    at.press(Key.Key_N, CTRL)
    at.look_up("نمونه آزم")
    at.until(lambda: at.desk.side.is_choosing())
    names = [row.quiet for row in at.desk.side.people.list.rows()]
    other = next(n for n, quiet in enumerate(names) if "دیگری" in quiet)
    for _ in range(other):
        at.press(Key.Key_Down)
    at.press(Key.Key_Return)
    at.until(lambda: at.form.values()["father"] == "دیگری")
    assert not at.desk.side.is_choosing()
    assert at.has_focus("category_id")


def test_escape_leaves_the_list_for_the_code(arrive, at):
    arrive()
    at.look_up("نمونه")
    at.until(lambda: at.desk.side.is_choosing())
    at.press(Key.Key_Escape)
    assert at.has_focus("code")
    assert at.form.code.text() == "نمونه"


@pytest.mark.parametrize(
    ("typed", "field", "value"), [("09121112233", "mobile", "09121112233"), ("ناشناس فرضی", "last_name", "فرضی")]
)
def test_unknown_mobile_or_name_moves_to_its_own_field(at, typed, field, value):
    at.look_up(typed)
    at.until(lambda: at.form.values()[field] == value)
    assert at.form.code.text() == ""
    assert at.has_focus("code")
    assert "کد ملی" in at.desk.notice.text()


def test_code_that_fails_its_check_is_saved_with_a_reason(db, at, categories):
    at.look_up("0050541948")
    at.until(lambda: "رقم کنترل" in at.form.fields["code"].error())
    assert "code_reason" in at.shown()
    for field, text in (("first_name", "آزمون"), ("last_name", "فرضی")):
        at.type(text, field)
    at.choose("category_id", categories[0]["name"][:3])
    at.press(Key.Key_Return)
    at.until(lambda: at.form.fields["code_reason"].error())
    assert at.has_focus("code_reason")
    at.type("روی کارت همین است")
    visit = at.save()
    assert visitors.get(db, visit.visitor_id).code_reason == "روی کارت همین است"


@pytest.mark.parametrize(
    ("kind", "asked", "hidden"),
    [
        ("شخص حقیقی", {"first_name", "father"}, {"people", "code_reason"}),
        ("اتباع", {"first_name", "father"}, {"people"}),
        ("شخص حقوقی", {"last_name"}, {"first_name", "father", "gender", "people"}),
        ("گروه", {"last_name", "people"}, {"first_name", "father"}),
        ("بدون", {"first_name", "code_reason"}, {"people"}),
    ],
)
def test_kind_of_visitor_decides_which_fields_are_shown(at, kind, asked, hidden):
    at.form.editor("kind").selectAll()
    at.choose("kind", kind)
    assert asked <= at.shown()
    assert not hidden & at.shown()
    assert {"personnel_number", "workplace", "employment"}.isdisjoint(at.shown())


def test_group_is_one_visit_of_many_people(db, at, categories):
    at.form.editor("kind").selectAll()
    at.choose("kind", "گروه")
    for field, text in (("last_name", "اهالی محله"), ("people", "۱۲")):
        at.type(text, field)
    at.choose("category_id", categories[0]["name"][:3])
    visit = at.save()
    assert (visit.people, visit.name) == (12, "اهالی محله")


def test_code_of_a_stored_visitor_names_the_representative_of_a_group(db, clerk, session, at, categories):
    register(db, clerk, session.id, Arrival(KNOWN, categories[0]["id"]))
    at.form.editor("kind").selectAll()
    at.choose("kind", "گروه")
    at.look_up(KNOWN.code)
    at.until(lambda: at.form.values()["companion"] == KNOWN.name)
    assert at.has_focus("last_name")
    at.type("اهالی محله")
    at.type("5", "people")
    at.choose("category_id", categories[0]["name"][:3])
    visit = at.save()
    stored = visitors.get(db, visit.visitor_id)
    assert (stored.kind, stored.code, stored.name) == ("group", KNOWN.code, "اهالی محله")


def test_identifier_of_a_legal_person_sets_the_kind(at):
    at.look_up("10380284790")
    at.until(lambda: at.form.values()["kind"] == "legal")
    assert at.has_focus("last_name")


def test_staff_session_shows_the_fields_of_staff(db, clerk, open_page, qtbot):
    sessions.open_today(db, clerk, next(each.id for each in programmes.active(db) if each.audience == "staff"))
    at = Reception(open_page(), qtbot)
    at.until(lambda: "personnel_number" in at.shown())
    assert {"workplace", "employment"} <= at.shown()
    assert {"kind", "district_id", "father"}.isdisjoint(at.shown())
    at.look_up("00123")
    at.until(lambda: at.form.values()["personnel_number"] == "00123")
    for field, text in (("first_name", "کارمند"), ("last_name", "نمونه"), ("workplace", "جای تازه")):
        at.type(text, field)
    at.choose("employment", "رسم")
    at.choose("category_id", "تبدیل")
    stored = visitors.get(db, at.save().visitor_id)
    assert (stored.personnel_number, stored.workplace, stored.employment) == ("00123", "جای تازه", "رسمی")


def test_priority_and_complaint_show_further_fields(at, categories):
    at.choose("priority_group_id", "جانباز")
    at.choose("category_id", "شکایت")
    assert {"priority_reason", "against_unit_id"} <= at.shown()


def test_refusal_is_shown_at_its_field_and_nothing_is_lost(db, at, categories):
    at.look_up("0790419904")
    at.until(lambda: at.has_focus("first_name"))
    at.type("آزمون")
    at.press(Key.Key_Return)
    at.until(lambda: at.form.fields["last_name"].error())
    at.type("فرضی")
    at.press(Key.Key_Return)
    at.until(lambda: at.form.fields["category_id"].error())
    assert at.has_focus("category_id")
    assert at.form.raw()["first_name"] == "آزمون"
    assert registering.latest(db, sessions.opened(db).id) == []


def test_cleared_form_comes_back_with_its_visitor(db, referred, open_page, qtbot):
    at = Reception(open_page(), qtbot)
    at.find(KNOWN.code)
    at.press(Key.Key_F4)
    at.press(Key.Key_N, CTRL)
    at.press(Key.Key_N, CTRL)
    assert at.form.is_blank()
    assert at.desk.warnings.text() == ""
    at.press(Key.Key_Z, CTRL)
    assert at.form.raw()["matter"] == "کسری پارکینگ"
    at.until(lambda: at.desk.warnings.text())
    assert at.form.known.id == referred.visitor_id


def test_saved_form_does_not_come_back(at, categories):
    at.fill_newcomer(categories[0])
    at.save()
    at.press(Key.Key_Z, CTRL)
    assert at.form.is_blank()


def test_changed_code_removes_the_found_visitor_from_the_form(db, clerk, session, at, categories):
    register(db, clerk, session.id, Arrival(KNOWN, categories[0]["id"]))
    at.find(KNOWN.code)
    at.form.code.setFocus()
    at.form.code.selectAll()
    at.look_up("0790419904")
    at.until(lambda: not at.form.known.id)
    assert at.form.values()["first_name"] == ""
    assert at.form.typed_code() == "0790419904"
    assert at.desk.warnings.text() == ""


def test_second_enter_gives_no_second_number(db, referred, open_page, qtbot):
    at = Reception(open_page(), qtbot)
    at.find(KNOWN.code)
    at.press(Key.Key_F4)
    with qtbot.waitSignal(at.desk.registered):
        at.press(Key.Key_Return)
        at.press(Key.Key_Return)
    assert len(registering.latest(db, sessions.opened(db).id)) == 1


def test_next_code_may_be_typed_while_a_number_is_being_saved(referred, open_page, qtbot):
    at = Reception(open_page(), qtbot)
    at.find(KNOWN.code)
    at.press(Key.Key_F4)
    with qtbot.waitSignal(at.desk.registered):
        press(at.page, Key.Key_Return)
        type_text(QApplication.focusWidget(), "0790")
    assert at.form.typed_code() == "0790"
    assert at.has_focus("code")


def test_ticket_of_the_selected_visit_is_printed_again(db, arrive, at):
    first, _ = arrive(), arrive()
    at.until(lambda: len(at.desk.side.latest.rows()) == 2)
    at.desk.side.latest.set_current(first.id)
    requests.mark_printed(db, at.page.context.clerk, [paper.id for paper in requests.waiting(db, "")])
    at.press(Key.Key_F8)
    at.until(lambda: requests.waiting(db, ""))
    assert [(paper.subject_id, paper.reprint) for paper in requests.waiting(db, "")] == [(first.id, 1)]


def test_number_of_visits_ahead_is_shown(arrive, at, categories):
    arrive()
    at.fill_newcomer(categories[0])
    at.save()
    assert "۱ نفر جلوتر" in at.desk.wait.text()


PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def scan(tmp_path):
    file = tmp_path / "نامهٔ متقاضی.png"
    file.write_bytes(PNG + b"scan")
    return file


def test_file_is_attached_by_key_or_drop_and_stored(db, at, scan, categories, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(scan)], ""))
    at.press(Key.Key_F7)
    at.until(lambda: "۱ فایل" in at.desk.attached.text())
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(scan))])
    nothing = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    at.page.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, *nothing))
    at.until(lambda: "۲ فایل" in at.desk.attached.text())
    at.press(Key.Key_F7, Qt.KeyboardModifier.ShiftModifier)
    assert "۱ فایل" in at.desk.attached.text()
    at.fill_newcomer(categories[0])
    visit = at.save()
    assert [each.name for each in attachments.of_visit(db, visit.id)] == [scan.name]
    assert not at.desk.attached.papers


@pytest.mark.parametrize("made", [b"MZ", None])
def test_file_that_cannot_be_attached_is_reported(at, tmp_path, made, monkeypatch):
    file = tmp_path / "x.png"
    if made:
        file.write_bytes(made)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(file)], ""))
    at.press(Key.Key_F7)
    at.until(lambda: at.desk.notice.text())


def test_page_without_a_session_leads_to_the_sessions(open_page, qtbot, db, clerk):
    page = open_page()
    qtbot.waitUntil(lambda: page.closed.isVisible())
    with qtbot.waitSignal(page.session_asked):
        press(page, Key.Key_Return)
    sessions.open_today(db, clerk, programmes.active(db)[0].id)
    qtbot.waitUntil(lambda: page.registering.isVisible())
    qtbot.waitUntil(lambda: page.registering.form.code.hasFocus())


CSV = "کد ملی,نام,نام خانوادگی,موبایل,شرح\n{},آزمون,پیش‌ثبت,09121112233,تقسیط\n,بی,کد,,\n"


def load_list(at, tmp_path, monkeypatch, text):
    file = tmp_path / "list.csv"
    file.write_text(text, "utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    at.press(Key.Key_I, CTRL)
    at.until(lambda: at.page.importing.isVisible() and at.page.importing.summary.text())


def test_list_with_a_bad_row_is_not_loaded(db, at, session, tmp_path, monkeypatch):
    load_list(at, tmp_path, monkeypatch, CSV.format("0050541948"))
    assert [(row.number, "رقم کنترل" in row.quiet) for row in at.page.importing.bad.rows()] == [("2", True)]
    assert not at.page.importing.save.isEnabled()
    at.press(Key.Key_Escape)
    assert at.desk.isVisible()
    assert invitees.of_session(db, session.id) == []


def test_list_is_loaded_and_an_invitee_checked_in(db, at, session, tmp_path, monkeypatch, categories):
    load_list(at, tmp_path, monkeypatch, CSV.format("0790419904"))
    assert at.page.importing.form.raw()["mobile"] == "موبایل"
    at.press(Key.Key_Return)
    at.until(lambda: invitees.expected(db, session.id) == 2)
    at.until(lambda: at.desk.isVisible())
    at.press(Key.Key_F3)
    at.until(lambda: at.desk.side.is_choosing())
    at.type("پیش")
    at.press(Key.Key_Return)
    at.until(lambda: at.form.values()["last_name"] == "پیش‌ثبت")
    at.choose("category_id", categories[0]["name"][:3])
    visit = at.save()
    assert (visit.matter, visit.name) == ("تقسیط", "آزمون پیش‌ثبت")
    assert invitees.expected(db, session.id) == 1


def test_file_that_is_no_list_is_reported(at, tmp_path, monkeypatch):
    file = tmp_path / "x.xlsx"
    file.write_bytes(b"nothing")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    at.press(Key.Key_I, CTRL)
    at.until(lambda: at.page.importing.error.text())
    assert not at.page.importing.save.isEnabled()


def test_visitor_served_on_paper_is_entered_with_the_true_times(db, clock, at, categories, tables):
    clock.turn(hours=2)
    at.press(Key.Key_F9)
    assert {"arrived", "called", "ended"} <= at.shown()
    at.look_up("0790419904")
    at.until(lambda: at.has_focus("first_name"))
    for field, text in (
        ("first_name", "آزمون"),
        ("last_name", "فرضی"),
        ("arrived", "۹:۱۰"),
        ("called", "0930"),
        ("ended", "920"),
    ):
        at.type(text, field)
    at.choose("category_id", categories[0]["name"][:3])
    at.choose("wanted_table_id", tables[0]["name"])
    at.press(Key.Key_Return)
    at.until(lambda: at.form.fields["ended"].error())
    at.form.editor("ended").selectAll()
    at.type("۹:۴۵", "ended")
    visit = at.save()
    assert (visit.on_paper, visit.state) == (1, "meeting")
    assert requests.waiting(db, "") == []
    assert "صفحهٔ میز" in at.desk.notice.text()
    at.press(Key.Key_F9)
    assert "arrived" not in at.shown()


HOSTILE = ("<b>درشت</b>", "√" * 40, "ن" * 300, "آ\u202e\u2066ب", "a\tb")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_shown_as_plain_text(db, at, categories, text):
    at.look_up("0790419904")
    at.until(lambda: at.has_focus("first_name"))
    width = at.page.minimumSizeHint().width()
    for field in ("first_name", "last_name", "matter"):
        editor = at.form.editor(field)
        editor.setFocus()
        paste(editor, text)
    at.choose("category_id", categories[0]["name"][:3])
    visit = at.save()
    at.until(lambda: at.desk.side.latest.rows())
    assert at.page.minimumSizeHint().width() == width
    at.find("0790419904")
    assert at.form.raw()["last_name"] == visit.last_name
    at.page.grab()
    rich = [each for each in at.page.findChildren(QLabel) if each.textFormat() != Qt.TextFormat.PlainText]
    assert all("<b>" not in QLabel.text(each) for each in rich)


def test_letter_that_cannot_be_printed_is_refused_beside_its_field(at, categories):
    at.look_up("0790419904")
    at.until(lambda: at.has_focus("first_name"))
    for field, text in (("first_name", "نمونه"), ("last_name", "آزمایشی"), ("matter", "درخواست 😀 فوری")):
        editor = at.form.editor(field)
        editor.setFocus()
        paste(editor, text)
    at.choose("category_id", categories[0]["name"][:3])
    at.press(Key.Key_Return)
    at.until(lambda: "😀" in at.form.fields["matter"].error())
    assert at.form.raw()["matter"] == "درخواست 😀 فوری"


def test_failing_storage_keeps_the_form(referred, open_page, qtbot, work, monkeypatch, caplog):
    def full(*_args, **_named):
        raise StorageError("دیسک پر است.")

    at, back = Reception(open_page(), qtbot), []
    work.restored.connect(lambda: back.append(True))
    at.find(KNOWN.code)
    at.press(Key.Key_F4)
    with monkeypatch.context() as broken:
        broken.setattr("ui.reception.registering.give_number", full)
        at.press(Key.Key_Return)
        at.until(lambda: "دیسک پر است" in at.desk.notice.text())
    caplog.clear()
    at.until(lambda: back)
    assert at.save().ticket == 1


def test_duplicate_visitors_are_merged_and_separated_by_keys(db, clerk, referred, open_page, qtbot, categories):
    bare = Visitor(
        kind="no_code",
        code_reason="همراه ندارد",
        first_name=KNOWN.first_name,
        last_name=KNOWN.last_name,
        father=KNOWN.father,
        mobile=KNOWN.mobile,
    )
    double = registering.register(db, clerk, sessions.opened(db).id, Arrival(bare, categories[0]["id"]))
    at = Reception(open_page(), qtbot)
    at.find(KNOWN.code)
    for owner in (referred.visitor_id, double.visitor_id):
        at.press(Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        at.until(at.desk.side.is_choosing)
        at.press(Key.Key_Return)
        at.until(
            lambda owner=owner: (
                db.required_row("SELECT visitor_id FROM visit WHERE id = :id", id=double.id)["visitor_id"] == owner
            )
        )
        at.until(lambda: not at.desk.side.is_choosing())
