"""Lines of text: their glyphs against Qt's own layout, breaking, alignment, missing letters."""

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontDatabase, QTextLayout, QTextOption
from PySide6.QtWidgets import QApplication

import ui  # noqa: F401 – keeps None alive under PySide6 6.12
from reports.sheet import Align, Sheet
from reports.text_line import Span, lay_out
from reports.typeface import FOLDER, MISSING, typeface

SIZE = 100
KERNING = 0.13 * SIZE
"""Qt treats a bracket or a dash after a Latin word as Latin and kerns it differently."""
PERSIAN = "ابپتجچحدذرزژسشصطعغفقکگلمنوهیآأئؤءة"
MIXED = st.text(
    st.sampled_from(PERSIAN * 3 + "abcXYZ" * 2 + "0123456789۰۱۲۳۴۵۶۷۸۹٠١٢٣()[]«»/.:،؛-—" + "\u200c" * 4 + " " * 20),
    min_size=1,
    max_size=40,
)
WORDS = "سلام لا می\u200cشود الله ۱۴۰۵/۰۹/۰۴ ۱۴۰۵/م/۰۰۱۲۳ Word (ب) [2.0] «نامه» رأی خانهٔ ٪۵"
SENTENCE = st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=8).map(" ".join)
Placed = list[tuple[int, float]]
"""Glyphs of the font with their left edges, left to right."""


def drawn(code: str) -> Iterator[tuple[int, float]]:
    """Yield the glyphs of a PDF text object in Vazirmatn Regular, with their places in thousandths.

    The last is -1, at the end of the text.
    """
    pen, face = 0.0, typeface("Regular")
    for number, codes in re.findall(r"(-?[\d.]+)(?=[<\]])|<([0-9A-F]+)>", code):
        pen -= float(number or 0)
        for start in range(0, len(codes), 4):
            place = int(codes[start : start + 4], 16)
            yield face.pairs[place][0], pen
            pen += face.widths[place]
    yield -1, pen


def advance(code: str) -> float:
    return list(drawn(code))[-1][1]


def placed_by_us(text: str) -> Placed:
    (line,) = lay_out((Span(text, SIZE),), 1e6)
    sheet = Sheet(1, 1, "")
    sheet.draw_text(line, "1 0 0 1 0 0")
    return inked([(gid, x * SIZE / 1000) for gid, x in drawn(sheet.pages[0][-1])][:-1])


@pytest.fixture(scope="module")
def font(qapp: QApplication) -> QFont:
    number = QFontDatabase.addApplicationFont(str(FOLDER / "Vazirmatn-Regular.ttf"))
    font = QFont(QFontDatabase.applicationFontFamilies(number)[0])
    font.setPixelSize(SIZE)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.NoFontMerging)
    return font


def placed_by_qt(text: str, font: QFont) -> Placed:
    option = QTextOption()
    option.setTextDirection(Qt.LayoutDirection.RightToLeft)
    option.setWrapMode(QTextOption.WrapMode.NoWrap)
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    layout.beginLayout()
    line = layout.createLine()
    line.setPosition(QPointF(0, 0))
    layout.endLayout()
    runs = layout.glyphRuns()
    found = [(gid, place.x()) for run in runs for gid, place in zip(run.glyphIndexes(), run.positions(), strict=True)]
    return inked(sorted(found, key=lambda glyph: glyph[1]))


def inked(glyphs: Placed) -> Placed:
    """Drop glyphs without ink and count the places from the first that is left."""
    font = typeface("Regular").font
    visible = [(gid, x) for gid, x in glyphs if (extents := font.get_glyph_extents(gid)) and extents.width]
    return [(gid, x - visible[0][1]) for gid, x in visible]


def gaps(glyphs: Placed) -> list[float]:
    return [b - a for (_, a), (_, b) in pairwise(glyphs)]


@settings(max_examples=300, deadline=None)
@given(MIXED.map(str.strip))
def test_mixed_text_is_ordered_as_qt_orders_it(font: QFont, text: str) -> None:
    mine, theirs = placed_by_us(text), placed_by_qt(text, font)
    assert [gid for gid, _ in mine] == [gid for gid, _ in theirs]
    assert gaps(mine) == pytest.approx(gaps(theirs), abs=KERNING)


@settings(max_examples=100, deadline=None)
@given(SENTENCE)
def test_sentences_are_spaced_as_qt_spaces_them(font: QFont, text: str) -> None:
    mine, theirs = placed_by_us(text), placed_by_qt(text, font)
    assert [gid for gid, _ in mine] == [gid for gid, _ in theirs]
    assert [x for _, x in mine] == pytest.approx([x for _, x in theirs], abs=0.6)


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from(PERSIAN + "ab۱۲ ()\u200c\n😀"), max_size=200), st.floats(20, 400))
def test_lines_hold_every_letter_and_are_never_too_wide(text: str, width: float) -> None:
    lines = lay_out((Span(text, 12),), width)
    kept = "".join(piece.text for line in lines for piece in line.pieces)
    assert sorted(kept.replace(" ", "")) == sorted(text.replace("\n", "").replace(" ", ""))
    assert all(line.width <= width + 0.02 for line in lines)


def test_two_styles_share_a_line() -> None:
    (line,) = lay_out((Span("متقاضی: ", 11), Span("آقای نمونه", 12, "Bold")), 400)
    styles = [(piece.text, piece.span.size, piece.span.weight) for piece in line.pieces if piece.text.strip()]
    assert styles == [("نمونه", 12, "Bold"), ("آقای", 12, "Bold"), ("متقاضی:", 11, "Regular")]


def test_word_wider_than_the_line_keeps_its_joined_forms() -> None:
    word = Span("بسیار" * 20, 20)
    broken, (whole,) = lay_out((word,), 200), lay_out((word,), 1e6)
    assert len(broken) > 2
    assert sum(line.width for line in broken) == pytest.approx(whole.width, rel=0.001)


def test_zwnj_separates_letters_and_takes_no_room() -> None:
    apart, joined, blank = (placed_by_us(text) for text in ("می\u200cشود", "میشود", "می شود"))
    assert len(apart) == len(joined)
    assert apart != joined
    assert apart[-1][1] < blank[-1][1]


def starts(align: Align, text: str) -> list[float]:
    """Return where each line begins, counted from the left edge of its room."""
    sheet = Sheet(300, 300, "")
    sheet.write([Span(text, 12)], 50, 20, 200, align)
    return [float(code.split()[5]) - 50 for code in sheet.pages[0]]


def test_lines_begin_where_their_alignment_says() -> None:
    text = "این متنی است که در دو سطر کوتاه یا بیشتر جا می‌گیرد و پایان می‌یابد"
    first, *_, last = (200 - line.width for line in lay_out((Span(text, 12),), 200))
    assert starts("right", text)[:: len(starts("right", text)) - 1] == pytest.approx([first, last], abs=0.01)
    assert set(starts("left", text)) == {0}
    assert starts("centre", text)[0] == pytest.approx(first / 2, abs=0.01)
    assert starts("justify", text)[0] == 0
    assert starts("justify", text)[-1] == pytest.approx(last, abs=0.01)


def test_justified_lines_reach_both_edges() -> None:
    sheet = Sheet(300, 300, "")
    sheet.write([Span("این متنی است که در دو سطر کوتاه یا بیشتر جا می‌گیرد و پایان می‌یابد", 12)], 50, 20, 200, "justify")
    assert advance(sheet.pages[0][0]) * 12 / 1000 == pytest.approx(200, abs=0.1)


@pytest.mark.parametrize("letter", ["😀", "漢", "ᄀ", "\ue000", "שׁ"])
def test_letter_the_font_lacks_leaves_a_mark(letter: str) -> None:
    assert (typeface("Regular").font.get_nominal_glyph(MISSING), 0.0) in placed_by_us(letter)


@pytest.mark.parametrize("text", ["", "\u2068\u2069", "\u200c", "   ", "\x00\x1b", "\n\n"])
def test_text_without_ink_can_be_drawn(text: str) -> None:
    sheet = Sheet(100, 100, "")
    sheet.write([Span(text)], 0, 0, 80)
    assert sheet.save().startswith(b"%PDF")
