"""The whole program by keys: search over any page, one clerk after another, the settings of this PC."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.journal.writing import SYSTEM
from app.line import steps
from app.office import lists
from app.papers import requests
from app.referrals import answers, dispatch, verdicts
from app.referrals.answers import UnitAnswer
from app.table import paraphs
from app.visits.visitors import Visitor
from db import open_database
from tests.conftest import CODES
from tests.support.keyboard import press, type_text
from ui.papers.preview import Preview
from ui.program import Program
from ui.search import Search
from ui.search.story_html import AT_ONCE
from ui.widgets import theme


def test_word_finds_the_case_and_esc_gives_the_page_back(program, arrive, qtbot):
    arrive(matter="احداث پارک در خیابان بهار")
    arrive(matter="هرس درختان")
    press(program.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    panel = program.window.findChild(Search)
    assert panel.box.hasFocus()
    type_text(panel.box, "پارک")
    qtbot.waitUntil(lambda: len(panel.hits.rows()) == 1)
    press(panel.box, Qt.Key.Key_Return)
    qtbot.waitUntil(panel.case.isVisible)
    assert "احداث پارک" in panel.case.matter.text()
    press(panel.case, Qt.Key.Key_Escape)
    qtbot.waitUntil(panel.hits.isVisible)
    press(panel.box, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not panel.isVisible())
    assert program.window.page("reception").isAncestorOf(program.window.focusWidget())


def test_enter_opens_the_case_of_the_typed_word_not_of_an_earlier_one(program, arrive, qtbot):
    arrive(matter="احداث پارک در خیابان بهار")
    arrive(matter="هرس درختان")
    press(program.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    panel = program.window.findChild(Search)
    type_text(panel.box, "پارک")
    qtbot.waitUntil(lambda: len(panel.hits.rows()) == 1)
    panel.box.selectAll()
    type_text(panel.box, "هرس")
    press(panel.box, Qt.Key.Key_Return)
    qtbot.waitUntil(panel.case.isVisible)
    assert "هرس درختان" in panel.case.matter.text()


def test_case_shows_the_stage_of_each_referral(program, db, clerk, arrive, qtbot):
    visit, unit = arrive(), lists.entries(db, "unit")[0]["id"]
    steps.call(db, clerk, visit.id, lists.entries(db, "meeting_table")[0]["id"])
    draft = paraphs.Draft(
        lists.entries(db, "official")[0]["id"], "referred", "بررسی شود", (paraphs.Addressee(unit, working_days=7),)
    )
    saved = paraphs.save(db, clerk, visit.id, draft)
    dispatch.send(db, clerk, [row.id for row in paraphs.referrals(db, saved.paraph_id)], "secretariat")
    panel = Search.over(program.window, program.context, visit.id)
    qtbot.waitUntil(lambda: "ارسال به واحد" in panel.case.story.toPlainText())
    assert "باز و ردشده (۱)" in panel.case.story.toPlainText() and "ارسال شده" in panel.case.story.toPlainText()


def test_another_clerk_gets_other_pages_and_the_typed_text_stays(program, make_clerk, session, qtbot):
    form = program.window.page("reception").registering.form
    qtbot.waitUntil(form.isVisible)
    type_text(form.editor("last_name"), "نیمه‌کاره")
    program.lock()
    program.enter(make_clerk("caller"))
    assert program.window.current() == "line"
    assert form.values()["last_name"] == "نیمه‌کاره"


def test_zoom_of_this_pc_is_kept_for_the_next_start(program, tmp_path, path, clock, qtbot):
    program.window.zoom(1)
    kept = theme.zoom()
    theme.set_zoom(QApplication.instance(), 1.0)
    again = Program(tmp_path, partial(open_database, path, clock=clock), partial(open_database, path, read_only=True))
    assert theme.zoom() == kept == 1.1
    theme.set_zoom(QApplication.instance(), 1.0)
    again.close()
    again.window.deleteLater()


def test_notice_of_papers_not_printed_goes_with_the_last_of_them(program, db, arrive, qtbot):
    here = program.context.clerk
    paper = requests.print_again(db, here, "ticket", arrive().id)
    requests.mark_failed(db, SYSTEM, [paper], "کاغذ نیست")
    qtbot.waitUntil(lambda: "چاپ نشده" in program.window.notice.text())
    requests.drop(db, here, paper)
    qtbot.waitUntil(lambda: program.window.notice.text() == "")


def test_barcode_opens_its_case_on_the_follow_up_page(program, db, clerk, arrive, qtbot):
    qtbot.waitUntil(program.window.isActiveWindow)
    visit, unit = arrive(), lists.entries(db, "unit")[0]["id"]
    steps.call(db, clerk, visit.id, lists.entries(db, "meeting_table")[0]["id"])
    draft = paraphs.Draft(
        lists.entries(db, "official")[0]["id"], "referred", "اقدام شود", (paraphs.Addressee(unit, working_days=5),)
    )
    slip = paraphs.referrals(db, paraphs.save(db, clerk, visit.id, draft).paraph_id)[0]
    type_text(program.window.focusWidget(), slip.barcode)
    press(program.window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.window.current() == "followup")
    panel = program.window.page("followup").sections["lists"].dossier_panel
    qtbot.waitUntil(lambda: panel.dossier is not None and panel.dossier.referral_id == slip.id)


def test_search_row_of_a_late_unit_is_red_and_not_green(program, db, clerk, clock, arrive, tables, qtbot):
    visit = steps.came(db, clerk, steps.call(db, clerk, arrive(matter="احداث پارک").id, tables[0]["id"]).id)
    official, unit = lists.entries(db, "official")[0]["id"], lists.entries(db, "unit")[0]["id"]
    paraphs.save(
        db, clerk, visit.id, paraphs.Draft(official, "referred", "بررسی", (paraphs.Addressee(unit, working_days=2),))
    )
    clock.turn(days=20)
    panel = Search.over(program.window, program.context)
    type_text(panel.box, "پارک")
    qtbot.waitUntil(lambda: len(panel.hits.rows()) == 1)
    [row] = panel.hits.rows()
    assert [kind for kind, _ in row.tags] == ["late"] and "روز دیرکرد" in row.tags[0][1]


def test_case_tells_the_whole_story_of_the_person_and_what_is_open_on_top(
    program, db, clerk, clock, arrive, tables, qtbot
):
    who = Visitor(code=CODES[0], first_name="نمونه", last_name="آزمایشی", mobile="09120000000")
    official, unit = lists.entries(db, "official")[0]["id"], lists.entries(db, "unit")[0]["id"]

    def come(to, outcome, matter):
        visit = arrive(visitor=who, matter=matter, accepted=frozenset({"here", "open"}))
        steps.came(db, clerk, steps.call(db, clerk, visit.id, tables[0]["id"]).id)
        return visit, paraphs.save(db, clerk, visit.id, paraphs.Draft(official, outcome, "بررسی شود", to))

    _, saved = come((paraphs.Addressee(unit, working_days=2),), "referred", "احداث پارک")
    [referral] = paraphs.referrals(db, saved.paraph_id)
    answers.record_final(db, clerk, referral.id, UnitAnswer("done", "اقدام شد. " * 30 + "پایان پاسخ"))
    verdicts.object_to(db, clerk, referral.id, "هیچ کاری نشده")
    for n in range(AT_ONCE):
        last, _ = come((), "settled", f"موضوع {n}")
    panel = Search.over(program.window, program.context, last.id)
    case = panel.case
    qtbot.waitUntil(lambda: "هیچ کاری نشده" in case.story.toPlainText())
    text = case.story.toPlainText()
    assert text.index("باز و ردشده (۱)") < text.index("احداث پارک") < text.index("پایان پاسخ") < text.index("بسته (۲۰)")
    assert text.index("پایان پاسخ") < text.index("هیچ کاری نشده")
    assert case.summary.property("tone") == "late" and case.summary.text().startswith("۲۱ مراجعه · ۱ ارجاع باز")
    assert "موضوع ۰»" not in text and case.more.isVisible()
    press(case, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: "موضوع ۰»" in case.story.toPlainText())
    assert not case.more.isVisible()


def test_person_file_is_shown_from_the_case_and_printed_by_keys(program, db, arrive, qtbot):
    visit = arrive(matter="احداث پارک")
    panel = Search.over(program.window, program.context, visit.id)
    qtbot.waitUntil(lambda: "احداث پارک" in panel.case.story.toPlainText())
    press(panel.case, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    preview = program.window.findChild(Preview)
    qtbot.waitUntil(lambda: bool(preview.viewer.pdf))
    press(preview.viewer, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: db.row("SELECT id FROM paper WHERE kind = 'person'") is not None)
    row = db.required_row("SELECT subject_id FROM paper WHERE kind = 'person'")
    assert row["subject_id"] == visit.visitor_id
