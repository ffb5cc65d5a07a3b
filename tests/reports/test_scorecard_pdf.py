"""The scorecard on paper: its text can be read back, its charts are drawn, a unit has a page of its own."""

from dataclasses import replace

import pytest

from app.errors import Refused
from app.figures import definitions, scorecard_sheet
from app.figures.definitions import FIGURES, Tally
from app.office import programmes
from app.persian.text import fa
from benchmarks.invented_scorecard import UNITS, sheet
from reports.charts import percent
from reports.scorecard import LAST_BAR, answer_time_bars, scorecard_pdf, state_parts
from tests.support import readback
from tests.support.picture import pages


@pytest.mark.parametrize("reader", readback.READERS)
def test_figures_oldest_referrals_and_definitions_are_read_back(reader, tmp_path):
    document = sheet(12)
    found = readback.text(scorecard_pdf(document), reader, tmp_path)
    whole = document.whole.whole
    wanted = [
        fa(whole["sent"]),
        fa(whole["overdue"]),
        *(fa(unit) for unit in UNITS),
        "سارا نمونه‌ای",
        "قدیمی‌ترین ارجاع‌های باز",
        "اسفند",
        "واحدهای پربار",
        fa(" ".join(document.definitions)),
    ]
    assert not readback.missing(" ".join(wanted), found)


def test_charts_are_drawn_and_definitions_stand_at_the_foot():
    first, *_, last = pages(scorecard_pdf(sheet(60)))
    assert first.ink(50, 200, 540, 300) and first.ink(50, 330, 540, 400)
    assert last.ink(50, 740, 540, 795)


def test_each_unit_asked_for_gets_a_page_of_its_own(tmp_path):
    alone, several = (pages(scorecard_pdf(sheet(3, pages=count))) for count in (0, 3))
    assert len(several) == len(alone) + 3
    found = readback.text(scorecard_pdf(sheet(1, pages=1)), "pdfium", tmp_path)
    assert not readback.missing(" ".join(figure.label for figure in FIGURES.values()), found)


def test_empty_period_is_drawn():
    empty, document = Tally({}), sheet(1)
    card = replace(document.whole, whole=empty, before=empty, units=(), months=(), oldest=())
    assert pages(scorecard_pdf(replace(document, whole=card)))[0].ink()


def test_share_of_nothing_is_a_dash():
    assert percent(None) == "—" and "۶۷٪" in percent(2 / 3)


def test_long_answer_times_share_the_last_bar():
    bars = answer_time_bars(Tally({}, {0: 1, 14: 2, 15: 3, 40: 4}))
    assert [bar.value for bar in bars] == [1, *[0] * 13, 2, 7] and len(bars) == LAST_BAR + 1


def test_state_parts_add_up_to_all_referrals():
    tally = Tally({"sent": 20, "answered": 12, "in_time": 9, "owed": 5, "closed_late": 1, "passed_late": 2, "due": 20})
    assert [bar.value for bar in state_parts(tally)] == [9, 3, 8, 2], "22: two were passed on"


def test_scorecard_sheet_is_refused_without_the_role(db, clerk, make_clerk):
    scope = definitions.Scope("2026-03-21", "2026-11-25", programmes.active(db)[0].id)
    document = scorecard_sheet.gather(db, clerk, scope, unit_pages=True)
    assert document.letterhead.programme == programmes.active(db)[0].name and document.units == ()
    assert pages(scorecard_pdf(document))
    with pytest.raises(Refused, match="نقش"):
        scorecard_sheet.gather(db, make_clerk("reception"), scope)
