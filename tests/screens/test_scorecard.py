"""The scorecard by keys, in the whole window: down to the referrals of a figure and back, narrowing, printing,
exporting."""

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from app.figures import scorecard
from app.figures.questions import what_to_ask
from app.line import steps
from app.office import lists
from app.papers import requests
from app.referrals import answers, verdicts
from app.referrals.answers import UnitAnswer
from app.table import paraphs
from app.table.paraphs import Addressee
from benchmarks.invented_scorecard import sheet
from tests.support import readback
from tests.support.keyboard import press, type_text
from ui.reports.scorecard_panels import ScorecardPanels
from ui.reports.scorecard_rows import COLUMNS
from ui.search import Search
from ui.widgets import theme
from ui.widgets.cell_delegate import HEIGHT

Key, ALT = Qt.Key, Qt.KeyboardModifier.AltModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def section(program, db, clerk, arrive, tables, qtbot):
    """The scorecard, opened by its key; two referrals went to the first unit, one to the second."""
    units = lists.entries(db, "unit")
    for unit in (0, 0, 1):
        visit = arrive()
        steps.call(db, clerk, visit.id, tables[0]["id"])
        paraphs.save(
            db,
            clerk,
            visit.id,
            paraphs.Draft(
                tables[0]["official_id"], "referred", "اقدام شود", (Addressee(units[unit]["id"], working_days=5),)
            ),
        )
    qtbot.waitUntil(program.window.isActiveWindow)
    press(program.window, Key.Key_5, CTRL)
    page = program.window.page("reports")
    qtbot.waitUntil(page.tabs["scorecard"].isVisible)
    press(page, Key.Key_F9)
    made = page.sections["scorecard"]
    qtbot.waitUntil(lambda: len(made.list.rows()) == 3 and bool(made.viewer.pdf))
    return made


def names(section):
    return [row.name for row in section.list.rows()]


def test_enter_opens_unit_figure_referral_and_case_and_esc_goes_back(section, program, db, qtbot):
    unit = lists.entries(db, "unit")[0]["name"]
    assert names(section)[0] == "همهٔ واحدها" and QApplication.focusWidget() is section.list
    assert section.list.rows()[0].time == "3 ارجاع" and not section.back.isVisible()
    press(section.list, Key.Key_Down)
    assert section.list.rows()[1].name == unit and "بدون رتبه" in section.list.rows()[1].quiet
    press(section.list, Key.Key_Return)
    assert names(section)[0] == "ارجاع" and section.list.rows()[0].number == "۲" and section.back.isVisible()
    press(section.list, Key.Key_Return)
    cases = program.window.page("reports").counted
    qtbot.waitUntil(lambda: [row.name for row in cases.list.rows()] == [unit, unit])
    assert cases.title.text() == f"{unit}، ارجاع" and cases.status.text() == "۲ ارجاع"
    press(cases.list, Key.Key_Return)
    qtbot.waitUntil(lambda: program.window.findChild(Search) is not None)
    panel = program.window.findChild(Search)
    qtbot.waitUntil(panel.case.isVisible)
    press(panel.case, Key.Key_Escape)
    qtbot.waitUntil(lambda: not panel.isVisible() or panel.hits.isVisible())
    panel.leave()
    press(cases.list, Key.Key_Escape)
    qtbot.waitUntil(section.list.isVisible)
    assert section.list.currentIndex().row() == 0 and names(section)[0] == "ارجاع"
    press(section.list, Key.Key_Escape)
    assert section.list.rows()[section.list.currentIndex().row()].name == unit


def test_paper_beside_the_list_is_that_of_the_row(section, db, qtbot, tmp_path):
    unit = lists.entries(db, "unit")[0]["name"]

    def says(words):
        return bool(section.viewer.pdf) and not readback.missing(
            words, readback.text(section.viewer.pdf, "pdfium", tmp_path)
        )

    qtbot.waitUntil(lambda: says("کارنامهٔ پاسخ‌گویی واحدها"))
    press(section.list, Key.Key_Down)
    qtbot.waitUntil(lambda: says(f"کارنامهٔ {unit}"))


def test_choosing_an_official_counts_again(section, db, qtbot):
    other = lists.entries(db, "official")[-1]
    box = section.form.editor("official")
    box.setFocus()
    type_text(box, other["post"])
    press(box, Key.Key_Return)
    qtbot.waitUntil(lambda: section.list.rows() == [])


def test_scorecard_is_printed_with_or_without_unit_pages_and_exported(section, db, qtbot, tmp_path, monkeypatch):
    press(section.list, Key.Key_F5)
    press(section.list, Key.Key_F5, SHIFT)
    desk = section.context.clerk.desk
    qtbot.waitUntil(lambda: [paper.kind for paper in requests.waiting(db, desk)].count("scorecard") == 2)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "out.xlsx"), ""))
    with qtbot.waitSignal(section.export.notified):
        press(section, Key.Key_E, CTRL)
    rows = list(openpyxl.load_workbook(tmp_path / "out.xlsx").active.iter_rows(values_only=True))
    assert rows[0][0] == "واحد" and len(rows) == 3


def test_row_says_rank_and_shares_with_their_numbers_and_draws_the_visitors_word(section, db, qtbot):
    """Confirmed, denied, not asked: of the first unit one is confirmed and one denied; a click opens the figures."""
    clerk = section.context.clerk
    slips = [row["referral_id"] for row in db.rows("SELECT referral_id FROM followup ORDER BY referral_id")]
    for slip in slips[:2]:
        answers.record_final(db, clerk, slip, UnitAnswer("done", "انجام شد."))
    verdicts.accept(db, clerk, slips[0])
    verdicts.object_to(db, clerk, slips[1], "هیچ کاری نشده است.")
    section.refresh()
    qtbot.waitUntil(lambda: section.list.rows()[1].parts == (1, 1, 0))
    whole, first, _ = section.list.rows()
    assert "50٪ تأیید از 2 پرسیده" in first.quiet and "کمتر از 10 نظر" in first.quiet
    assert "هنوز" in whole.quiet and "در همین روز" in whole.quiet and whole.parts == (1, 1, 0)
    place = section.list.visualRect(section.list.model().index(1, 0))
    shades = section.list.viewport().grab(place).toImage()
    inks = {shades.pixelColor(x, shades.height() - 14).name() for x in range(shades.width())}
    assert theme.ACCENT.lower() in inks and theme.TAGS["late"][0].lower() in inks
    qtbot.mouseClick(section.list.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    press(section.list, Key.Key_Return)
    qtbot.waitUntil(lambda: names(section)[0] == "ارجاع")
    shown = {row.name: (row.number, row.quiet) for row in section.list.rows()}
    assert (shown["تأییدشده"], shown["ردشده"][0]) == (("۱", "50٪ از 2"), "۱")


def test_wide_window_shows_a_table_beside_its_panels_and_a_narrow_one_a_list(section, program, qtbot):
    window = program.window
    window.resize(1366, 690)
    qtbot.waitUntil(section.columns_head.isVisible)
    whole, first, second = section.list.rows()
    assert [small for _, small in whole.cells][1:3] == ["همهٔ واحدها", "3"] and first.cells[0] == ("—", "")
    assert (first.group, second.group) == ("کمتر از ده ارجاع", ""), "a load begins once"
    assert len(first.cells) == len(COLUMNS) and first.cells[4] == ("—", "")
    height = section.list.visualRect(section.list.model().index(2, 0)).height()
    assert height == theme.px(HEIGHT) and section.panels.standings.isVisible() and section.panels.months.isVisible()
    window.resize(1000, 690)
    qtbot.waitUntil(section.panels.isHidden)
    qtbot.waitUntil(section.columns_head.isHidden)
    assert section.list.visualRect(section.list.model().index(2, 0)).height() > height


def test_paper_takes_the_place_of_the_panels_and_gives_it_back(section, program, qtbot):
    program.window.resize(1366, 690)
    qtbot.waitUntil(section.panels.isVisible)
    assert not section.viewer.isVisible() and section.viewer.pdf
    press(section.list, Key.Key_P, CTRL)
    qtbot.waitUntil(section.viewer.isVisible)
    assert section.panels.isHidden() and section.columns_head.isHidden()
    press(section.list, Key.Key_P, CTRL)
    qtbot.waitUntil(section.panels.isVisible)
    assert not section.viewer.isVisible() and section.columns_head.isVisible()


def test_unit_in_front_says_what_to_ask_its_manager(section, db, qtbot):
    clerk = section.context.clerk
    slip = db.row("SELECT referral_id FROM followup ORDER BY referral_id LIMIT 1")["referral_id"]
    answers.record_final(db, clerk, slip, UnitAnswer("done", "انجام شد."))
    verdicts.object_to(db, clerk, slip, "هیچ کاری نشده است.")
    section.refresh()
    qtbot.waitUntil(lambda: section.list.rows()[1].parts == (0, 1, 0))
    press(section.list, Key.Key_Down)
    qtbot.waitUntil(lambda: section.panels.questions.text() == "چرا از ۱ پاسخِ پرسیده ۱ پاسخ رد شده است؟")


def test_short_panels_give_the_months_away_before_what_to_ask(qtbot):
    panels, card = ScorecardPanels(), sheet(12).whole
    qtbot.addWidget(panels)
    panels.show_card(card)
    panels.ask(what_to_ask(card))
    panels.resize(280, 480)
    panels.show()
    qtbot.waitUntil(panels.months.isVisible)
    panels.resize(280, 330)
    qtbot.waitUntil(lambda: not panels.months.isVisible())
    assert panels.questions.isVisible() and panels.standings.isVisible()


@pytest.mark.parametrize(
    ("key", "title"),
    [
        (Key.Key_5, "هر مقام چه ارجاع داد و چه شد"),
        (Key.Key_6, "وعده‌های تا جلسهٔ بعد"),
        (Key.Key_7, "وعده‌های جلسهٔ پیش و سرانجام آن‌ها"),
        (Key.Key_8, "آیا پیرو کمک کرد؟"),
    ],
)
def test_mayors_question_is_a_key_away_in_the_same_period(section, program, qtbot, key, title):
    press(section, Key.Key_4, ALT)
    days = [section.form.values()[name] for name in ("since", "until")]
    press(section, key, ALT)
    periods = program.window.page("reports").sections["periods"]
    qtbot.waitUntil(lambda: periods.isVisible() and periods.list.current_id() is not None)
    listed = {row.id: row.name for row in periods.list.rows()}
    qtbot.waitUntil(lambda: listed[periods.list.current_id()] == title)
    assert [periods.form.values()[name] for name in ("since", "until")] == days
    assert QApplication.focusWidget() is periods.list


def test_equal_ages_and_months_open_the_cases_they_count(section, program, db, clerk, qtbot):
    qtbot.waitUntil(lambda: len(section.panels.standings.places()) >= 2 and bool(section.panels.months.places()))
    cases = program.window.page("reports").counted
    card = scorecard.compute(db, clerk, section.scope())
    for drawing, tally in ((section.panels.standings, card.standings[0].tally), (section.panels.months, card.whole)):
        drawing.setFocus()
        press(drawing, Key.Key_Return)
        qtbot.waitUntil(lambda: cases.isVisible())
        assert "تأیید از پرسیده" in cases.title.text()
        press(cases, Key.Key_2, Qt.KeyboardModifier.AltModifier)
        qtbot.waitUntil(lambda tally=tally: len(cases.list.rows()) == tally.asked)
        press(cases, Key.Key_Escape)
        qtbot.waitUntil(section.isVisible)
