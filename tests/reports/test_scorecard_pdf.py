"""The scorecard on paper: its text can be read back, its charts are drawn, a unit has a page of its own."""

from dataclasses import replace

import pytest

from app.errors import Refused
from app.figures import definitions, scorecard_sheet
from app.figures.definitions import FIGURES, Tally
from app.figures.questions import what_to_ask
from app.office import programmes
from app.persian.calendar import MONTHS
from app.persian.text import fa
from benchmarks.invented_scorecard import UNITS, sheet
from reports.a4_pages import BOUNDS
from reports.charts import Box, draw_parts, fit_labels, percent
from reports.scorecard import scorecard_pdf
from reports.scorecard_charts import ANSWER_TIMES, answer_time_bars, month_bars, season_bars
from reports.sheet import A4, Sheet
from reports.text_line import Span, lay_out
from reports.unit_table import COLUMNS, SIZE, answer_parts
from tests.support import readback
from tests.support.picture import pages


@pytest.mark.parametrize("reader", readback.READERS)
def test_figures_oldest_referrals_and_definitions_are_read_back(reader, tmp_path):
    document = sheet(30)
    found = readback.text(scorecard_pdf(document), reader, tmp_path)
    whole = document.whole.whole
    wanted = [
        fa(whole["sent"]),
        fa(whole["accepted"]),
        fa(whole.asked),
        fa(whole["promise_due"]),
        *(fa(unit) for unit in UNITS),
        "سارا نمونه‌ای",
        "قدیمی‌ترین ارجاع‌های باز",
        "اسفند",
        "پربار",
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


@pytest.mark.parametrize("units", [12, 19])
def test_nineteen_units_with_charts_questions_and_definitions_take_one_page(units, tmp_path):
    document = sheet(units)
    pdf = scorecard_pdf(document)
    assert len(pages(pdf)) == 1
    wanted = ["چه باید پرسید؟", *what_to_ask(document.whole), "دوره‌ها در همان روز", *document.definitions]
    assert not readback.missing(fa(" ".join(wanted)), readback.text(pdf, "pdfium", tmp_path))


def test_page_of_a_unit_asks_its_manager_and_is_one_page(tmp_path):
    document = sheet(4)
    card = replace(document.whole, scope=replace(document.whole.scope, unit_id=1))
    pdf = scorecard_pdf(replace(document, whole=card))
    assert len(pages(pdf)) == 1 and len(what_to_ask(card)) == 3
    assert not readback.missing(" ".join(what_to_ask(card)), readback.text(pdf, "pdfium", tmp_path))


def test_empty_period_is_drawn():
    empty, document = Tally({}), sheet(1)
    card = replace(document.whole, whole=empty, standings=(), units=(), months=(), oldest=())
    assert pages(scorecard_pdf(replace(document, whole=card)))[0].ink()


def test_share_of_nothing_is_a_dash():
    assert percent(None) == "—" and "۶۷٪" in percent(2 / 3)


def test_long_answer_times_have_bars_of_their_own():
    bars = answer_time_bars(Tally({}, {0: 1, 14: 2, 15: 3, 40: 4, 60: 5, 91: 6}))
    assert [bar.value for bar in bars] == [1, 0, 0, 5, 0, 0, 4, 5, 0, 6] and len(bars) == len(ANSWER_TIMES) + 1


def test_no_month_of_a_span_is_dropped_and_an_unfinished_one_is_hatched():
    year = [(f"1404/{month:02}", Tally({"accepted": 1, "denied": 1})) for month in range(9, 13)]
    year += [(f"1405/{month:02}", Tally({"accepted": 3, "denied": 1})) for month in range(1, 9)]
    last = ("1405/09", Tally({"accepted": 1, "ahead": 4}))
    bars = month_bars([*year, last])
    assert [bar.label for bar in bars] == [*MONTHS[8:], *MONTHS[:9]]
    assert (bars[0].value, bars[0].notes, bars[0].fill) == (0.5, ("۲",), "solid")
    assert (bars[-1].notes, bars[-1].fill) == (("۱", "ناتمام"), "striped")
    seasons = season_bars([*year, last])
    assert [bar.label for bar in seasons] == ["پاییز ۱۴۰۴", "زمستان ۱۴۰۴", "بهار ۱۴۰۵", "تابستان ۱۴۰۵", "پاییز ۱۴۰۵"]
    assert (seasons[0].notes, seasons[-1].notes, seasons[-1].fill) == (("۲",), ("۹", "ناتمام"), "striped")
    longer = month_bars([("1404/08", Tally({"denied": 2})), *year, last])
    assert [(bar.label, bar.value, bar.notes[0]) for bar in longer] == [("۱۴۰۴", 0.4, "۱۰"), ("۱۴۰۵", 25 / 33, "۳۳")]


@pytest.mark.parametrize("step", [12, 20, 60])
def test_labels_under_bars_do_not_touch(step):
    labels = [*MONTHS, "شهرسازی و ساختمان", "عمران و آسفالت"]
    fitted, size, rows = fit_labels(labels, step)
    widths = [lay_out((Span(label, size),), 1e4)[0].width for label in fitted]
    assert all(one / 2 + two / 2 <= rows * step for one, two in zip(widths, widths[rows:], strict=False))
    assert rows == 1 or len(fitted) == len(labels)


def test_parts_of_a_bar_are_told_apart_by_strokes():
    """From the right: black, striped and empty, each a third; so they stay apart on a printer of black dots."""
    paper = Sheet(*A4, "")
    draw_parts(paper, Box(60, 60, 300, 30), answer_parts(Tally({"accepted": 40, "denied": 40, "unasked": 40})))
    [page] = pages(paper.save())
    black, striped, empty = (page.runs(65, left, left + 20) for left in (330, 235, 70))
    assert len(black) == len(empty) == 1 and len(striped) > 3
    assert page.ink(330, 62, 350, 66) and not page.ink(70, 62, 90, 66)


def test_unit_with_few_verdicts_has_no_rank_and_says_so(tmp_path):
    found = readback.text(scorecard_pdf(sheet(3)), "pdfium", tmp_path)
    assert not readback.missing(
        "با کمتر از ۱۰ پرسیده رتبه‌ای نیست — تأیید از پرسیده تا وعده به‌هنگام هنوز ۱۱۵ روز مانده", found
    )


def test_scorecard_sheet_is_refused_without_the_role(db, clerk, make_clerk):
    scope = definitions.Scope("2026-03-21", "2026-11-25", programmes.active(db)[0].id)
    document = scorecard_sheet.gather(db, clerk, scope, unit_pages=True)
    assert document.letterhead.programme == programmes.active(db)[0].name and document.units == ()
    assert pages(scorecard_pdf(document))
    with pytest.raises(Refused, match="نقش"):
        scorecard_sheet.gather(db, make_clerk("reception"), scope)


def test_no_word_of_a_units_column_title_is_cut():
    whole = sum(column.width for column in COLUMNS)
    for column in COLUMNS:
        for word in column.title.split():
            assert lay_out((Span(word, SIZE),), 1e4)[0].width <= BOUNDS.width * column.width / whole, column.title
