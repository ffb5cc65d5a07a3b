"""Two PCs edit the same thing: the clerk who saves second compares both versions and chooses one."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.access import clerks
from app.accounts import staff
from app.line import steps
from app.office import declared_lists, lists
from app.office import settings as office
from app.reception import registering
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.table import paraphs
from app.table.paraphs import Addressee, Draft
from app.visits import visitors
from app.visits.visitors import Visitor
from db import open_database
from tests.support.keyboard import press, type_text
from ui.context import Context
from ui.parts.conflict import Conflict, Difference
from ui.reception.page import ReceptionPage
from ui.settings.page import SettingsPage
from ui.shell.window import Window
from ui.table.page import TablePage
from ui.this_pc.settings import PcSettings
from ui.work import Work

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SOMEBODY = Visitor(code="0499370899", first_name="نمونه", last_name="آزمایشی", mobile="09121234567")


@pytest.fixture
def other(make_clerk):
    return make_clerk("manager", "administrator", "reception", "table")


class Pc:
    """A PC with its window, its page and its own connection."""

    def __init__(self, window, page, qtbot):
        self.window, self.page, self.qtbot = window, page, qtbot

    def to_front(self):
        with self.qtbot.waitActive(self.window):
            self.window.raise_()
            self.window.activateWindow()

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        press(self.window, key, modifiers)

    def until(self, what):
        self.qtbot.waitUntil(lambda: bool(what()))

    def conflict(self):
        self.until(lambda: self.window.findChild(Conflict) and self.window.findChild(Conflict).isVisible())
        return self.window.findChild(Conflict)

    def open_from_today(self, visit):
        self.press(Key.Key_F4)
        today = self.page.panel.today.list
        self.until(today.rows)
        today.set_current(visit.id)
        self.press(Key.Key_Return)

    def decided(self):
        self.until(lambda: self.window.findChild(Conflict) is None)


@pytest.fixture
def sit(show, qtbot, path, clock, tmp_path):
    """sit(clerk, SettingsPage) returns a PC of this clerk with the page in its window."""
    works = []

    def open_pc(clerk, make, table_id=0):
        works.append(Work(lambda: open_database(path, clock=clock)))
        works[-1].start()
        pc = PcSettings(str(tmp_path / f"pc-{len(works)}.ini"))
        pc.set("table", str(table_id))
        page, window = make(Context(works[-1], clerk, pc)), Window()
        window.add_page("page", "صفحه", lambda: page)
        show(window, 1366, 768)
        window.show_pages()
        window.go("page")
        return Pc(window, page, qtbot)

    yield open_pc
    for work in works:
        work.close()


def retype(pc, section, field, text):
    pc.to_front()
    editor = section.editor.form.editor(field)
    editor.setFocus()
    editor.selectAll()
    type_text(editor, text)


def test_settings_changed_on_two_pcs_are_compared(sit, clerk, other, db, clock):
    mine, theirs = sit(clerk, SettingsPage), sit(other, SettingsPage)
    sections = [pc.page.go("office") for pc in (mine, theirs)]
    for pc, section in zip((mine, theirs), sections, strict=True):
        pc.until(lambda section=section: section.editor.form.values()["phone"])
    retype(mine, sections[0], "phone", "۱۸۸۸")
    retype(theirs, sections[1], "phone", "۱۳۷۲")
    theirs.press(Key.Key_Return)
    theirs.until(lambda: office.settings(db).phone == "1372")
    mine.until(lambda: "هم‌اکنون ذخیره کرد" in sections[0].editor.notice.text())
    assert sections[0].editor.form.values()["phone"] == "1888"
    clock.turn(minutes=1, seconds=5)
    mine.to_front()
    sections[0].editor.form.editor("phone").setFocus()
    mine.press(Key.Key_Return)
    panel = mine.conflict()
    assert panel.differences == (Difference("تلفن پیگیری", "۱۸۸۸", "۱۳۷۲"),)
    assert office.settings(db).phone == "1372"
    mine.press(Key.Key_Escape)
    mine.decided()
    assert sections[0].editor.form.values()["phone"] == "1888"
    mine.press(Key.Key_Return)
    mine.conflict()
    mine.press(Key.Key_F6)
    mine.until(lambda: office.settings(db).phone == "1888")
    mine.decided()


def test_other_version_of_a_list_entry_is_taken(sit, clerk, other, db):
    pc = sit(clerk, SettingsPage)
    section = pc.page.go("phrase")
    pc.until(section.list.rows)
    seen = lists.entries(db, "phrase")[0]
    pc.until(lambda: section.editor.form.values()["text"])
    retype(pc, section, "text", "نوشتهٔ من")
    typed = {column.name: str(seen[column.name] or "") for column in declared_lists.LISTS["phrase"].columns}
    lists.save(db, other, "phrase", seen["id"], typed | {"text": "نوشتهٔ ایشان"}, seen)
    pc.until(section.editor.notice.text)
    pc.press(Key.Key_Return)
    assert [(side.mine, side.theirs) for side in pc.conflict().differences] == [("نوشتهٔ من", "نوشتهٔ ایشان")]
    pc.press(Key.Key_F7)
    pc.until(lambda: section.editor.form.values()["text"] == "نوشتهٔ ایشان")
    assert not section.editor.is_changed() and lists.entries(db, "phrase")[0]["text"] == "نوشتهٔ ایشان"


def test_roles_of_a_clerk_are_compared_in_words(sit, clerk, other, make_clerk, db):
    someone = make_clerk("reception")
    pc = sit(clerk, SettingsPage)
    section = pc.page.go("clerks")
    pc.until(section.list.rows)
    section.list.set_current(someone.id)
    retype(pc, section, "name", "نام تازه")
    staff.change(db, other, someone.id, name=someone.name, roles=frozenset({"reception", "caller"}))
    pc.until(section.editor.notice.text)
    pc.press(Key.Key_Return)
    assert pc.conflict().differences == (
        Difference("نام و نام خانوادگی", "نام تازه", someone.name),
        Difference("فراخوان", "خیر", "بله"),
    )
    pc.press(Key.Key_F6)
    pc.until(lambda: [each.roles for each in clerks.everyone(db) if each.name == "نام تازه"] == [{"reception"}])


def test_visitor_changed_meanwhile_is_compared(sit, clerk, other, session, arrive, db):
    visit = arrive(visitor=SOMEBODY)
    known, category = visitors.get(db, visit.visitor_id), lists.entries(db, "category")[1]
    pc = sit(clerk, ReceptionPage)
    form = pc.page.registering.form
    pc.until(form.isVisible)
    form.code.setFocus()
    type_text(form.code, SOMEBODY.code)
    pc.press(Key.Key_Return)
    pc.until(lambda: form.known.id == known.id)
    register(
        db,
        other,
        session.id,
        Arrival(replace(known, mobile="09350000000"), category["id"], accepted=frozenset({"here"}), seen=known),
    )
    form.editor("father").setFocus()
    type_text(form.editor("father"), "فرضی")
    form.fill({"category_id": str(category["id"])})
    pc.until(lambda: "نوبت" in pc.page.registering.warnings.text())
    pc.press(Key.Key_F6)
    pc.press(Key.Key_Return)
    told = {side.label: (side.mine, side.theirs) for side in pc.conflict().differences}
    assert told == {"تلفن همراه": ("۰۹۱۲۱۲۳۴۵۶۷", "۰۹۳۵۰۰۰۰۰۰۰"), "نام پدر": ("فرضی", "")}
    assert len(registering.latest(db, session.id)) == 2
    pc.press(Key.Key_F7)
    pc.until(lambda: form.values()["mobile"] == "09350000000")
    pc.press(Key.Key_Return)
    pc.until(lambda: len(registering.latest(db, session.id)) == 3)
    assert visitors.get(db, known.id).mobile == "09350000000"


def test_paraph_amended_at_two_tables_is_compared(sit, clerk, other, session, arrive, tables, db):
    visit, official, unit = arrive(), tables[0]["official_id"], lists.entries(db, "unit")[0]["id"]
    steps.call(db, clerk, visit.id, tables[0]["id"])
    draft = Draft(official, "referred", "بررسی شود", (Addressee(unit, working_days=5),))
    first = paraphs.save(db, clerk, visit.id, draft)
    pc = sit(clerk, TablePage, tables[0]["id"])
    pc.open_from_today(visit)
    pc.until(lambda: pc.page.form.words.toPlainText() == "بررسی شود")
    pc.page.form.words.setFocus()
    QApplication.focusWidget().selectAll()
    type_text(pc.page.form.words, "اقدام شود")
    type_text(pc.page.form.reason, "دستور تازه")
    paraphs.amend(db, other, first.paraph_id, replace(draft, words="بازدید شود"), "جای دیگر")
    pc.until(lambda: "هم‌اکنون تغییر داد" in pc.page.notice.text())
    assert pc.page.form.words.toPlainText() == "اقدام شود"
    pc.press(Key.Key_Return, CTRL)
    assert pc.conflict().differences == (Difference("متن پاراف", "اقدام شود", "بازدید شود"),)
    pc.press(Key.Key_F6)
    pc.until(
        lambda: [paraph.words for paraph in paraphs.of_visit(db, visit.id) if paraph.state == "valid"] == ["اقدام شود"]
    )
    assert [row.state for row in paraphs.of_visit(db, visit.id)] == ["valid", "amended", "amended"]


def test_other_amendment_of_a_paraph_is_taken(sit, clerk, other, session, arrive, tables, db):
    visit, official = arrive(), tables[0]["official_id"]
    steps.call(db, clerk, visit.id, tables[0]["id"])
    first = paraphs.save(db, clerk, visit.id, Draft(official, "settled", "حل شد"))
    pc = sit(clerk, TablePage, tables[0]["id"])
    pc.open_from_today(visit)
    pc.until(lambda: pc.page.form.words.toPlainText() == "حل شد")
    type_text(pc.page.form.words, " همین‌جا")
    type_text(pc.page.form.reason, "کامل‌تر")
    pc.page.form.words.setFocus()
    paraphs.amend(db, other, first.paraph_id, Draft(official, "settled", "تلفنی حل شد"), "دقیق‌تر")
    pc.press(Key.Key_Return, CTRL)
    pc.conflict()
    pc.press(Key.Key_F7)
    pc.until(lambda: pc.page.form.words.toPlainText() == "تلفنی حل شد")
    assert len(paraphs.of_visit(db, visit.id)) == 2


def test_first_paraph_written_on_two_pcs_of_a_table_is_compared(sit, clerk, other, session, arrive, tables, db):
    visit, official = arrive(), tables[0]["official_id"]
    steps.call(db, clerk, visit.id, tables[0]["id"])
    steps.came(db, clerk, visit.id)
    pc = sit(clerk, TablePage, tables[0]["id"])
    form = pc.page.form
    pc.until(pc.page.panel.shows_form)
    type_text(form.words, "نوشتهٔ من")
    paraphs.save(db, other, visit.id, Draft(official, "settled", "نوشتهٔ ایشان"))
    pc.until(lambda: "رایانهٔ دیگری" in pc.page.notice.text())
    pc.press(Key.Key_F4)
    pc.press(Key.Key_Return)
    assert Difference("متن پاراف", "نوشتهٔ من", "نوشتهٔ ایشان") in pc.conflict().differences
    pc.press(Key.Key_F6)
    pc.until(lambda: form.words.toPlainText() == "نوشتهٔ من" and form.reason.hasFocus())
    assert [row.words for row in paraphs.of_visit(db, visit.id)] == ["نوشتهٔ ایشان"]
