"""The search says how much it has found, and finds more as its list is scrolled."""

from PySide6.QtCore import Qt

from app.search.search import FIRST
from tests.support.keyboard import press, type_text
from ui.search.panel import Search


def test_count_is_of_all_and_the_end_of_the_list_brings_more(program, arrive, qtbot):
    for _ in range(FIRST + 4):
        arrive()
    press(program.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    panel = program.window.findChild(Search)
    type_text(panel.box, "نمونه")
    qtbot.waitUntil(lambda: "۵۰ نتیجهٔ جدیدتر از ۵۴" in panel.count.text())
    assert len(panel.hits.rows()) == FIRST
    bar = panel.hits.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: len(panel.hits.rows()) == FIRST + 4)
    assert "۵۴ نتیجه" in panel.count.text()
