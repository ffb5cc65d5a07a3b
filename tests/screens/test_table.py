"""The table by real keys: from a call to numbered slips."""

from io import BytesIO

import pytest
from PIL import Image
from PySide6.QtCore import QBuffer, QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QApplication, QLabel

from app.line import steps
from app.office import lists
from app.office.holidays import UNCONFIRMED_YEAR
from app.papers import requests
from app.persian.text import fa
from app.reception import from_paper, registering
from app.reception.arrival import Arrival, Served
from app.referrals import answers, verdicts
from app.referrals.answers import UnitAnswer
from app.sessions import sessions
from app.table import paraphs
from app.table.paraphs import Addressee, Draft
from app.visits import attachments, visits
from app.visits.attachments import NewAttachment
from app.visits.visitors import Visitor
from db import StorageError
from tests.support.keyboard import press, type_text
from ui.context import Context
from ui.papers.preview import Preview
from ui.parts.scan_pages import scan_pages
from ui.shell.window import Window
from ui.table.page import TablePage
from ui.table.phrases import PhraseButton
from ui.this_pc.settings import PcSettings

Key = Qt.Key
CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
LAST, LAST_MOBILE = "از محل بازدید و نتیجه گزارش شود", "09121234567"
PAGE = (1182, 735)
"""What the window leaves for a page at 1366×768."""


class Table:
    """The page with a clerk's hands on it."""

    def __init__(self, page, qtbot):
        self.page, self.panel, self.form, self.qtbot = page, page.panel, page.form, qtbot

    def type(self, text, widget=None):
        if widget:
            widget.setFocus()
        type_text(QApplication.focusWidget(), text)

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        press(self.page, key, modifiers)

    def until(self, what):
        self.qtbot.waitUntil(lambda: bool(what()))

    def until_in_form(self, visit):
        self.until(lambda: self.panel.shows_form() and fa(f"نوبت {visit.ticket} ") in self.title())

    def until_nobody(self):
        self.until(lambda: self.panel.front() is self.panel.empty)

    def send_to(self, name):
        """Name a unit in the line beneath the rows."""
        rows = len(self.form.units.rows)
        self.type(name, self.form.units.box)
        self.press(Key.Key_Return)
        self.until(lambda: len(self.form.units.rows) == rows + 1)
        return self.form.units.rows[-1]

    def save(self):
        self.press(Key.Key_Return, CTRL)

    def title(self):
        return words_of(self.page.title)

    def notice(self):
        return self.page.notice.text()


@pytest.fixture
def show_table(qtbot, show, context, tables, session):
    """The page of the first table's PC."""
    context.pc.set("table", str(tables[0]["id"]))

    def make():
        made = Table(show(TablePage(context), *PAGE), qtbot)
        made.page.shown()
        made.until(lambda: "میز شهردار" in made.title())
        return made

    return make


@pytest.fixture
def seat(db, clerk, arrive, tables):
    """seat(…) → a visitor called to the first table and there."""

    def make(**changes):
        visit = steps.call(db, clerk, arrive(**changes).id, tables[0]["id"])
        return steps.came(db, clerk, visit.id)

    return make


@pytest.fixture
def table(show_table, seat):
    """Somebody sits there and the form is open."""
    visit = seat()
    made = show_table()
    made.until_in_form(visit)
    made.visit = visit
    return made


@pytest.fixture
def mayor(db):
    return lists.entries(db, "official")[0]["id"]


@pytest.fixture
def units(db):
    return {row["code"]: row["id"] for row in lists.entries(db, "unit")}


@pytest.fixture
def saved(db, clerk, seat, mayor, units):
    """A paraph this table has saved today."""
    draft = Draft(mayor, "referred", LAST, (Addressee(units["D04"], working_days=7),))
    return paraphs.save(db, clerk, seat().id, draft)


def words_of(page):
    return " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


# -- calling -----------------------------------------------------------------------------------------------------------


def test_pc_is_told_once_which_table_it_is(qtbot, show, context, arrive, tables, tmp_path):
    arrive()
    table = Table(show(TablePage(context), *PAGE), qtbot)
    table.page.shown()
    table.until(lambda: table.panel.front() is table.panel.tables)
    table.type("میز 2")
    table.press(Key.Key_Return)
    table.until_nobody()
    table.until(lambda: fa("میز 2") in table.title())
    again = Context(context.work, context.clerk, PcSettings(str(tmp_path / "this-pc.ini")))
    assert TablePage(again).table_id() == tables[2]["id"]


def test_next_visitor_is_shown_before_the_number_is_called(db, show_table, arrive, tables):
    visit = arrive(matter="دیوار حائل ریخته است")
    table = show_table()
    table.until_nobody()
    assert "دیوار حائل ریخته است" in table.page.story.matter.text()
    assert visits.get(db, visit.id).state == "waiting"
    assert table.panel.empty.call.hasFocus()
    table.press(Key.Key_F9)
    table.until_in_form(visit)
    assert visits.at_table(db, tables[0]["id"]).state == "called"
    assert table.form.words.hasFocus()


def test_empty_line_says_what_will_appear(show_table):
    table = show_table()
    table.until_nobody()
    assert "کسی در انتظار این میز نیست" in words_of(table.page)
    assert not table.page.story.isVisible()


def test_without_a_session_nothing_can_be_called(db, clerk, show_table, session):
    sessions.close(db, clerk, session.id)
    table = show_table()
    table.until_nobody()
    assert "جلسه‌ای باز نیست" in words_of(table.page)
    assert not table.panel.empty.call.isVisible()


def test_came_recall_no_show_and_undo_have_their_keys(db, show_table, arrive):
    visit = arrive()
    table = show_table()
    table.until_nobody()
    table.press(Key.Key_F9)
    table.until(lambda: table.panel.called.isVisible())
    table.press(Key.Key_F6)
    table.until(lambda: visits.recalls(db, visit.id) == 1)
    table.press(Key.Key_F9, SHIFT)
    table.until(lambda: visits.get(db, visit.id).state == "waiting")
    table.until_nobody()
    table.press(Key.Key_F9)
    table.until(lambda: table.panel.called.isVisible())
    table.press(Key.Key_F5)
    table.until(lambda: visits.get(db, visit.id).state == "meeting")
    table.until(lambda: not table.panel.called.isVisible())


def test_no_show_frees_the_table(db, show_table, arrive):
    visit = arrive()
    table = show_table()
    table.until_nobody()
    table.press(Key.Key_F9)
    table.until(lambda: table.panel.called.isVisible())
    table.press(Key.Key_F6, SHIFT)
    table.until(lambda: visits.get(db, visit.id).state == "no_show")
    table.until_nobody()


def test_recall_beyond_the_limit_is_refused_in_the_page(db, clerk, show_table, arrive, tables):
    visit = steps.call(db, clerk, arrive().id, tables[0]["id"])
    for _ in range(3):
        steps.recall(db, clerk, visit.id)
    table = show_table()
    table.until_in_form(visit)
    table.press(Key.Key_F6)
    table.until(lambda: "غیبت" in table.notice())


def test_next_one_is_not_called_while_somebody_sits_there(table, arrive):
    arrive()
    table.press(Key.Key_F9)
    table.until(lambda: "هنوز پای" in table.notice())


def test_visitor_is_sent_to_another_table_with_a_note(db, table, tables):
    table.press(Key.Key_F8)
    assert table.panel.send.tables.hasFocus()
    table.press(Key.Key_Down)
    table.type("پروانه دارد", table.panel.send.note)
    table.press(Key.Key_Return)
    table.until(lambda: visits.get(db, table.visit.id).state == "waiting")
    sent = visits.get(db, table.visit.id)
    assert (sent.wanted_table_id, sent.line_note) == (tables[2]["id"], "پروانه دارد")


def test_note_of_another_table_is_read_beside_the_matter(db, clerk, show_table, arrive, tables):
    visit = steps.call(db, clerk, arrive().id, tables[1]["id"])
    steps.send(db, clerk, visit.id, tables[0]["id"], "شهردار خواست ببیند")
    table = show_table()
    table.until_nobody()
    assert "شهردار خواست ببیند" in words_of(table.page)


# -- writing -----------------------------------------------------------------------------------------------------------


def test_whole_paraph_to_two_units_and_a_copy_by_keys_alone(db, table, mayor):
    table.press(Key.Key_9, ALT)
    table.type("\n")
    table.press(Key.Key_Return)
    table.type("علت تأخیر نیز اعلام گردد.")
    table.press(Key.Key_Tab)
    table.type("منطقه 5")
    table.press(Key.Key_Return)
    table.type("حقوقی")
    table.press(Key.Key_Return)
    copy = table.send_to("املاک")
    copy.part.setFocus()
    table.press(Key.Key_Down)
    first = table.form.units.rows[0]
    first.urgency.setFocus()
    table.press(Key.Key_Space)
    table.save()
    table.until_nobody()
    (written,) = paraphs.of_visit(db, table.visit.id)
    assert written.words.startswith(LAST + "\n")
    assert written.words.endswith("علت تأخیر نیز اعلام گردد.")
    assert written.official_id == mayor
    rows = paraphs.referrals(db, written.id)
    assert [(row.part, row.urgency, row.working_days, row.due_day) for row in rows] == [
        ("lead", "فوری", 7, "2026-12-06"),
        ("partner", "", 7, "2026-12-06"),
        ("copy", "", None, ""),
    ]
    assert "منطقه" in rows[0].unit_name
    assert all(fa(row.number) in table.notice() for row in rows)
    assert [paper.kind for paper in requests.waiting(db, "") if paper.kind != "ticket"] == ["slip"] * 3 + ["receipt"]
    assert visits.get(db, table.visit.id).state == "done"


def test_deadline_in_a_year_nobody_confirmed_says_so_beside_its_date(table):
    row = table.send_to("منطقه 5")
    assert UNCONFIRMED_YEAR not in words_of(row)
    row.days.selectAll()
    table.type("۹۰", row.days)
    assert "۱۴۰۶" in words_of(row) and UNCONFIRMED_YEAR in words_of(row)
    row.days.selectAll()
    table.type("۹", row.days)
    assert UNCONFIRMED_YEAR not in words_of(row)


def test_deadline_is_shown_as_a_jalali_date_while_it_is_typed(table):
    row = table.send_to("منطقه 5")
    assert row.days.text_ascii() == "15"
    assert "۲۵ آذر ۱۴۰۵" in words_of(row)
    row.days.selectAll()
    table.type("۷", row.days)
    assert "۱۵ آذر ۱۴۰۵" in words_of(row)
    row.days.selectAll()
    table.type("0", row.days)
    assert "پاسخ لازم نیست" in words_of(row)


def test_deadline_follows_phrase_and_urgency_until_it_is_typed(table):
    row = table.send_to("منطقه 5")
    table.form.words.setFocus()
    table.press(Key.Key_9, ALT)
    assert row.days.text_ascii() == "7"
    row.urgency.setFocus()
    table.press(Key.Key_Down)
    table.press(Key.Key_Down)
    assert row.days.text_ascii() == "3"
    row.days.selectAll()
    table.type("20", row.days)
    table.form.words.setFocus()
    table.press(Key.Key_1, ALT)
    assert row.days.text_ascii() == "20"


def test_blank_deadline_is_refused_beside_its_row(db, table):
    table.press(Key.Key_1, ALT)
    row = table.send_to("منطقه 5")
    row.days.selectAll()
    row.days.setFocus()
    table.press(Key.Key_Backspace)
    table.save()
    assert "مهلت پاسخ را بنویسید" in row.error()
    assert row.days.hasFocus()
    assert paraphs.of_visit(db, table.visit.id) == []
    table.type("5")
    assert row.error() == ""
    table.save()
    table.until_nobody()


def test_no_answer_needed_is_said_with_a_zero(db, table):
    table.press(Key.Key_1, ALT)
    row = table.send_to("منطقه 5")
    row.days.selectAll()
    table.type("0", row.days)
    table.save()
    table.until_nobody()
    (written,) = paraphs.of_visit(db, table.visit.id)
    assert paraphs.referrals(db, written.id)[0].due_day == ""


def test_usual_unit_of_the_category_is_one_enter_away(table):
    table.form.units.box.setFocus()
    assert "معاونت شهرسازی" in table.form.units.box.placeholderText()
    table.press(Key.Key_Return)
    assert [row.unit_id for row in table.form.units.rows] == [table.page.story.story.default_unit_id]
    table.press(Key.Key_Return)
    assert len(table.form.units.rows) == 1


def test_unit_is_removed_with_its_key(table):
    table.send_to("منطقه 5")
    row = table.send_to("حقوقی")
    row.part.setFocus()
    table.press(Key.Key_Delete)
    assert len(table.form.units.rows) == 1
    assert table.form.units.box.hasFocus()


def test_unit_named_twice_stays_one_row(table):
    row = table.send_to("منطقه 5")
    table.type("منطقه 5", table.form.units.box)
    table.press(Key.Key_Return)
    assert len(table.form.units.rows) == 1
    assert row.part.hasFocus()


def test_half_named_unit_is_said_before_saving(db, table):
    table.press(Key.Key_1, ALT)
    table.send_to("منطقه 5")
    table.type("چنین واحدی نیست", table.form.units.box)
    table.press(Key.Key_Tab)
    table.save()
    assert "افزوده نشده" in table.form.units.error()
    assert paraphs.of_visit(db, table.visit.id) == []


@pytest.mark.parametrize("prepared", [False, True])
def test_refusal_of_a_rule_stands_beside_its_field(db, table, prepared):
    if prepared:
        table.press(Key.Key_1, ALT)
    table.save()
    field = table.form.fields["addressees" if prepared else "words"]
    table.until(field.error)
    assert field.isVisible()
    assert visits.get(db, table.visit.id).state == "meeting"


def test_outcome_without_referral_hides_the_units_and_keeps_them(db, table):
    table.send_to("منطقه 5")
    pills = table.form.outcome
    pills.setFocus()
    table.press(Key.Key_Left)
    assert pills.value() == "settled"
    assert not table.form.units.isVisible()
    table.press(Key.Key_Right)
    assert table.form.units.isVisible()
    assert len(table.form.units.rows) == 1
    table.press(Key.Key_Left)
    table.save()
    table.until_nobody()
    assert visits.get(db, table.visit.id).outcome == "settled"
    assert "ارجاع" not in table.notice()


def test_phrase_goes_to_the_cursor_and_one_undo_takes_it_back(table):
    table.type("لطفاً")
    table.press(Key.Key_1, ALT)
    assert table.form.words.toPlainText() == "لطفاً؛ جهت بررسی و اقدام لازم"
    table.press(Key.Key_Z, CTRL)
    assert table.form.words.toPlainText() == "لطفاً"


def test_all_phrases_are_filtered_as_one_types(table):
    table.press(Key.Key_F2)
    table.type("تقسیط")
    assert len(table.panel.phrases.list.rows()) == 1
    table.press(Key.Key_Return)
    assert table.form.words.toPlainText() == "نسبت به تقسیط بدهی برابر مقررات اقدام شود"
    assert table.form.words.hasFocus()
    table.press(Key.Key_F2)
    table.press(Key.Key_Escape)
    assert table.form.words.hasFocus()


def test_only_officials_in_office_today_are_offered_the_tables_own_first(db, clerk, show_table, seat, tables):
    gone = lists.save(db, clerk, "official", None, {"post": "سرپرست پیشین", "to_day": "1405/09/03"})
    table = show_table()
    visit = seat()
    table.until_in_form(visit)
    offered = [choice.id for choice in table.form.official.matches("")]
    assert str(gone) not in offered
    assert offered[0] == table.form.official.value() == str(tables[0]["official_id"])


def test_complaint_to_the_unit_complained_of_is_questioned_and_saved_by_its_key(db, show_table, seat, units):
    visit = seat(against_unit_id=units["D04"])
    table = show_table()
    table.until_in_form(visit)
    assert "شکایت از" in words_of(table.page.story)
    table.press(Key.Key_1, ALT)
    table.send_to("املاک")
    table.save()
    table.until(lambda: "این شکایت دربارهٔ" in table.notice() and "املاک" in table.notice())
    assert paraphs.of_visit(db, visit.id) == []
    table.press(Key.Key_Escape)
    table.until(lambda: table.notice() == "")
    table.press(Key.Key_Return, ALT)  # no question stands any more: no yes
    assert paraphs.of_visit(db, visit.id) == [] and table.form.content().units
    table.save()
    table.until(lambda: table.page.notice.action())
    table.press(Key.Key_Return, ALT)
    table.until_nobody()
    assert paraphs.of_visit(db, visit.id)[0].state == "valid"


def test_paraph_renewed_to_the_unit_complained_of_is_questioned_too(db, clerk, show_table, seat, mayor, units):
    him = Visitor(code="0499370899", first_name="نمونه", last_name="آزمایشی", mobile="09120000000")
    first, own = seat(visitor=him, against_unit_id=units["D04"]), units["D04"]
    paraphs.save(db, clerk, first.id, Draft(mayor, "referred", LAST, (Addressee(own, working_days=7),), (own,)))
    again = seat(visitor=him, against_unit_id=own, accepted=frozenset({"here", "open"}))
    table = show_table()
    table.until_in_form(again)
    table.press(Key.Key_F10)
    table.until(lambda: "این شکایت دربارهٔ" in table.notice())
    assert paraphs.of_visit(db, again.id) == []
    table.press(Key.Key_Return, ALT)
    table.until_nobody()
    assert db.required_row("SELECT COUNT(*) AS n FROM reminder")["n"] == 1


def test_preview_shows_the_slips_as_they_would_be_printed(qtbot, show, context, seat, tables):
    context.pc.set("table", str(tables[0]["id"]))
    visit = seat()
    window = Window()
    window.add_page("table", "میز", lambda: TablePage(context))
    show(window, 1366, 768)
    window.go("table")
    table = Table(window.page("table"), qtbot)
    table.until_in_form(visit)
    table.press(Key.Key_1, ALT)
    table.send_to("منطقه 5")
    table.press(Key.Key_F7)
    preview = window.findChild(Preview)
    table.until(lambda: preview.viewer.pdf.startswith(b"%PDF"))
    table.press(Key.Key_Escape)
    table.until(lambda: table.form.words.isEnabled())
    assert table.form.words.toPlainText() == "جهت بررسی و اقدام لازم"


# -- nothing typed is lost ---------------------------------------------------------------------------------------------


def test_typed_words_survive_changes_of_other_pcs(db, clerk, table, arrive):
    table.type("متن ناتمام")
    for _ in range(3):
        arrive()
    lists.save(db, clerk, "unit", None, {"code": "X99", "kind": "other", "name": "واحد تازه", "addressed_as": "مدیر"})
    table.until(lambda: table.form.units.box.matches("واحد تازه"))
    assert table.form.words.toPlainText() == "متن ناتمام"
    table.until_in_form(table.visit)


def test_typed_words_come_back_with_their_visitor(db, clerk, table, tables):
    table.type("متن ناتمام")
    table.send_to("منطقه 5")
    steps.send(db, clerk, table.visit.id, tables[1]["id"], "")
    table.until_nobody()
    assert "محفوظ است" in table.notice()
    steps.send(db, clerk, table.visit.id, tables[0]["id"], "")
    steps.call(db, clerk, table.visit.id, tables[0]["id"])
    table.until(lambda: table.panel.shows_form())
    assert table.form.words.toPlainText() == "متن ناتمام"
    assert len(table.form.units.rows) == 1


def test_words_stay_when_the_disk_fails_and_can_be_saved_later(db, table, context, monkeypatch, caplog):
    table.press(Key.Key_1, ALT)
    table.send_to("منطقه 5")

    def full(*_args, **_named):
        raise StorageError("دیسک پر است.")

    with monkeypatch.context() as broken:
        broken.setattr("app.table.paraphs.save", full)
        with table.qtbot.waitSignal(context.work.lost):
            table.save()
    caplog.clear()
    table.until(lambda: table.panel.save.isEnabled())
    assert table.form.words.toPlainText() == "جهت بررسی و اقدام لازم"
    table.save()
    table.until_nobody()


# -- amending ----------------------------------------------------------------------------------------------------------


def open_saved(table, saved):
    table.press(Key.Key_F4)
    table.press(Key.Key_Return)
    table.until(lambda: "اصلاح پاراف" in table.title())


def test_saved_paraph_is_amended_with_a_reason(db, show_table, saved):
    table = show_table()
    table.until_nobody()
    open_saved(table, saved)
    assert table.form.words.toPlainText() == LAST
    assert table.form.words.hasFocus()
    table.save()
    table.until(lambda: table.form.fields["reason"].error())
    assert table.form.reason.hasFocus()
    table.type("واحد اشتباه")
    row = table.form.units.rows[0]
    row.part.setFocus()
    table.press(Key.Key_Delete)
    table.send_to("حقوقی")
    table.save()
    table.until(lambda: "اصلاح شد" in table.notice())
    table.until_nobody()
    assert fa(saved.numbers[0]) in table.notice()
    assert "پس بگیرید" in table.notice()
    new, old = paraphs.of_visit(db, saved.visit_id)
    assert (old.state, old.reason, new.state) == ("amended", "واحد اشتباه", "valid")
    assert paraphs.referrals(db, new.id)[0].replaces == saved.numbers[0]


def test_saved_paraph_is_voided_with_a_reason(db, show_table, saved):
    table = show_table()
    table.until_nobody()
    open_saved(table, saved)
    table.press(Key.Key_F4, SHIFT)
    table.until(lambda: table.form.fields["reason"].error())
    table.type("نوبت اشتباه")
    table.press(Key.Key_F4, SHIFT)
    table.until(lambda: "باطل شد" in table.notice())
    table.until_nobody()
    assert paraphs.of_visit(db, saved.visit_id)[0].state == "void"
    assert visits.get(db, saved.visit_id).state == "waiting"


def test_reason_stands_labelled_below_the_words_and_escape_leaves(db, show_table, saved):
    table = show_table()
    table.until_nobody()
    open_saved(table, saved)
    reason, words = table.form.fields["reason"], table.form.fields["words"]
    assert "علت اصلاح یا ابطال" in [label.text() for label in reason.findChildren(QLabel) if label.isVisible()]
    assert reason.mapTo(table.form, QPoint()).y() > words.mapTo(table.form, QPoint()).y()
    table.press(Key.Key_Tab)
    table.until(table.form.reason.hasFocus)
    table.press(Key.Key_Escape)
    table.until(lambda: "اصلاح پاراف" not in table.title())
    assert [each.state for each in paraphs.of_visit(db, saved.visit_id)] == ["valid"]


def test_words_under_way_come_back_after_an_opened_paraph_is_left(show_table, saved, seat):
    visit = seat()
    table = show_table()
    table.until_in_form(visit)
    table.type("متن ناتمام")
    open_saved(table, saved)
    assert "محفوظ است" in table.notice()
    table.press(Key.Key_F4)
    table.until_in_form(visit)
    assert table.form.words.toPlainText() == "متن ناتمام"


def test_visit_from_paper_gets_its_paraph_from_the_same_list(db, clerk, show_table, session, tables, clock):
    clock.turn(hours=3)
    category = lists.entries(db, "category")[0]["id"]
    visitor = Visitor(kind="no_code", code_reason="همراه ندارد", first_name="نمونه", last_name="کاغذی")
    visit = from_paper.enter_from_paper(
        db, clerk, session.id, Arrival(visitor, category), Served("9:05", "9:20", "9:31", tables[0]["id"])
    )
    table = show_table()
    table.until_nobody()
    table.press(Key.Key_F4)
    assert "بدون پاراف" in table.panel.today.list.rows()[0].tags[0][1]
    table.press(Key.Key_Return)
    table.until(lambda: table.panel.shows_form())
    assert "از روی کاغذ" in table.title()
    assert not table.form.reason.isVisible()
    table.form.words.setFocus()
    table.press(Key.Key_1, ALT)
    table.send_to("منطقه 5")
    table.save()
    table.until_nobody()
    assert visits.get(db, visit.id).state == "done"


# -- the story ---------------------------------------------------------------------------------------------------------


def picture(width=600, height=800):
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def two_pages():
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    with QPainter(writer) as painter:
        painter.fillRect(0, 0, 500, 500, QColor("black"))
        writer.newPage()
    return bytes(buffer.data().data())


def test_papers_are_seen_small_and_opened_large(show_table, seat):
    broken = NewAttachment("خراب.png", b"\x89PNG\r\n\x1a\n" + b"nothing")
    visit = seat(attachments=(NewAttachment("عریضه.png", picture()), NewAttachment("مدارک.pdf", two_pages()), broken))
    table = show_table()
    table.until_in_form(visit)
    strip = table.page.story.strip
    table.until(lambda: len(strip.pages) == 4)
    assert [page.image is None for page in strip.pages] == [False, False, False, True]
    assert all(max(page.image.width(), page.image.height()) <= 240 for page in strip.pages[:3])
    table.type("متن ناتمام")
    table.press(Key.Key_F3)
    viewer = table.page.viewer
    assert viewer.isVisible()
    table.until(lambda: viewer.canvas.page.image.height() == 800)
    table.press(Key.Key_Left)
    assert (viewer.canvas.page.name, viewer.canvas.page.page) == ("مدارک.pdf", 1)
    table.press(Key.Key_Escape)
    assert not viewer.isVisible()
    assert table.form.words.hasFocus()
    assert table.form.words.toPlainText() == "متن ناتمام"


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "CMYK"])
@pytest.mark.parametrize("compression", ["raw", "tiff_lzw", "tiff_deflate", "jpeg", "group4"])
@pytest.mark.parametrize("pages", [1, 2])
def test_sound_tiff_of_any_kind_is_drawn(db, seat, mode, compression, pages):
    if (mode == "1") != (compression == "group4") and compression in ("group4", "jpeg"):
        pytest.skip("TIFF has no such kind")
    file = BytesIO()
    Image.new(mode, (300, 200)).save(
        file, "TIFF", compression=compression, save_all=True, append_images=[Image.new(mode, (300, 200))] * (pages - 1)
    )
    visit = seat(attachments=(NewAttachment("عریضه.tif", file.getvalue()),))
    for _ in range(20):
        drawn = scan_pages(attachments.of_visit(db, visit.id), 240)(db)
        assert drawn[0].image.width() == 240


def test_earlier_matters_tell_what_was_said_and_what_became_of_it(
    db, clerk, clock, show_table, session, mayor, units, tables
):
    visitor = Visitor(code="0499370899", first_name="نمونه", last_name="آزمایشی", gender="male", mobile=LAST_MOBILE)
    category = lists.entries(db, "category")[0]["id"]
    first = registering.register(db, clerk, session.id, Arrival(visitor, category, "کسری پارکینگ"))
    steps.call(db, clerk, first.id, tables[0]["id"])
    paraphs.save(db, clerk, first.id, Draft(mayor, "referred", LAST, (Addressee(units["D04"], working_days=7),)))
    sessions.close(db, clerk, session.id)
    clock.turn(days=14)
    now = sessions.open_today(db, clerk, session.programme_id)
    arrival = Arrival(visitor, category, "کسری پارکینگ", accepted=frozenset({"open"}))
    registering.register(db, clerk, now.id, arrival)
    table = show_table()
    table.until_nobody()
    story = table.page.story
    (row,) = story.history.rows()
    assert LAST in row.quiet
    assert "شهردار" in row.name
    assert row.tags[0][0] == "late"
    assert "آقای نمونه آزمایشی" in words_of(story)
    assert "مراجعهٔ دوم" in words_of(story)


def test_summary_over_the_table_cuts_the_words_and_never_the_counts(db, clerk, clock, show_table, seat, mayor, units):
    him = Visitor(code="0499370899", first_name="نمونه", last_name="آزمایشی", mobile="09120000000")
    first = seat(visitor=him)
    saved = paraphs.save(
        db, clerk, first.id, Draft(mayor, "referred", LAST, (Addressee(units["D04"], working_days=7),))
    )
    [referral] = paraphs.referrals(db, saved.paraph_id)
    said = "کارگاه بازدید شد و اخطار لازم صادر گردید. " * 8 + "پایان پاسخ"
    answers.record_final(db, clerk, referral.id, UnitAnswer("done", said))
    verdicts.object_to(db, clerk, referral.id, "هیچ کاری نشده " * 20 + "و کسی هم نیامده است")
    again = seat(visitor=him, accepted=frozenset({"here", "open"}))
    table = show_table()
    table.until_in_form(again)
    line = table.panel.summary
    assert line.isVisible() and line.property("tone") == "late"
    assert line.shown().startswith("بار دوم · قبلاً ۱ بار با همین موضوع · ۱ ارجاع باز، ۱ رد متقاضی · آخرین پاسخ، ")
    assert "…" in line.shown() and "پایان پاسخ" not in line.shown()
    assert "پایان پاسخ" in line.toolTip() and "و کسی هم نیامده است" in line.toolTip()
    [row] = table.page.story.history.rows()
    assert [kind for kind, _ in row.said] == ["plain", "late"] and row.tags == (("late", "اعتراض متقاضی"),)
    assert table.page.layout().totalMinimumHeightForWidth(PAGE[0]) <= 595


def test_first_visit_has_no_summary_and_every_phrase_is_in_sight(table):
    assert not table.panel.summary.isVisible()
    assert len([each for each in table.form.phrases.findChildren(PhraseButton) if each.isVisible()]) == 9


def test_key_of_a_phrase_that_made_room_for_the_summary_works(db, clerk, show_table, seat, mayor, units):
    him = Visitor(code="0499370899", first_name="نمونه", last_name="آزمایشی", mobile="09120000000")
    paraphs.save(
        db, clerk, seat(visitor=him).id, Draft(mayor, "referred", LAST, (Addressee(units["D04"], working_days=7),))
    )
    again = seat(visitor=him, accepted=frozenset({"here", "open"}))
    table = show_table()
    table.until_in_form(again)
    buttons = table.form.phrases.findChildren(PhraseButton)
    assert [each.isVisible() for each in buttons] == [True] * 6 + [False] * 3
    table.press(Key.Key_9, Qt.KeyboardModifier.AltModifier)
    assert table.form.words.toPlainText() == buttons[8].text()


@pytest.mark.parametrize("matter", ["<b>درشت</b> '; DROP TABLE visit; --", "واژه " * 380])
def test_long_matter_scrolls_instead_of_pushing_the_page_apart(show_table, seat, matter):
    visit = seat(matter=matter)
    table = show_table()
    table.until_in_form(visit)
    assert table.page.story.matter.text().strip() == matter.strip()
    assert table.page.minimumSizeHint().height() <= PAGE[1]


# -- room --------------------------------------------------------------------------------------------------------------


def test_nothing_is_cut_on_the_smallest_screen(show_table, saved, seat):
    table = show_table()
    open_saved(table, saved)
    for name in ("حقوقی", "منطقه 5", "منطقه 6"):
        table.send_to(name)
    table.page.notice.say("warning", "این شکایت دربارهٔ «منطقه 5» یا مدیر آن است. با این حال به همان واحد ارسال شود؟")
    table.until(lambda: table.page.height() == PAGE[1])
    hint = table.page.layout().totalMinimumSize()
    assert hint.width() <= PAGE[0]
    assert table.page.layout().totalMinimumHeightForWidth(PAGE[0]) <= PAGE[1]


def test_earlier_paraph_is_renewed_by_one_key_and_what_is_written_stays(db, clerk, show_table, seat, mayor, units):
    him = Visitor(code="0499370899", first_name="نمونه", last_name="آزمایشی", mobile="09120000000")
    first = seat(visitor=him)
    draft = Draft(mayor, "referred", LAST, (Addressee(units["D04"], working_days=7),))
    paraphs.save(db, clerk, first.id, draft)
    again = seat(visitor=him, accepted=frozenset({"here", "open"}))
    table = show_table()
    table.until_in_form(again)
    assert table.page.story.renew.isVisible()
    table.type("الف", table.form.words)
    table.press(Key.Key_F10)
    assert "هنوز ثبت نشده است" in table.notice() and paraphs.of_visit(db, again.id) == []
    table.form.words.clear()
    table.press(Key.Key_F10)
    table.until_nobody()
    [paraph] = paraphs.of_visit(db, again.id)
    assert paraph.words.endswith(LAST)
    assert db.required_row("SELECT COUNT(*) AS n FROM referral")["n"] == 1
    assert db.required_row("SELECT COUNT(*) AS n FROM reminder")["n"] == 1


def test_no_renewal_is_offered_for_the_visitor_who_only_comes_next(db, clerk, show_table, seat, arrive, mayor, units):
    him = Visitor(code="0499370899", first_name="نمونه", last_name="آزمایشی", mobile="09120000000")
    draft = Draft(mayor, "referred", LAST, (Addressee(units["D04"], working_days=7),))
    paraphs.save(db, clerk, seat(visitor=him).id, draft)
    again = arrive(visitor=him, accepted=frozenset({"here", "open"}))
    table = show_table()
    table.until_nobody()
    assert table.page.story.story.visit.id == again.id and not table.page.story.renew.isVisible()
    table.press(Key.Key_F9)
    table.until(table.page.story.renew.isVisible)
