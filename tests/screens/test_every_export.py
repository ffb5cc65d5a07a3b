"""Every list and every report is exported by Ctrl+E, from its page in the whole window."""

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from app.line import steps
from app.office import lists
from app.office.declared_lists import LISTS
from app.referrals import dispatch
from app.table import paraphs
from app.table.paraphs import Addressee, Draft
from app.visits.visitors import Visitor
from tests.conftest import CODES
from tests.support.keyboard import press, type_text
from ui.papers.exporting import ExportButton
from ui.search import Search

Key, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
ROOT = Path(__file__).parents[2]
NO_LIST = {
    "ui/widgets/list_view.py": "the widget itself",
    "ui/reception/side.py": "the last few of the line; the line's own page exports all of it",
    "ui/reception/importing.py": "rows of an imported file",
    "ui/followup/counter.py": "one visitor and a few referrals",
    "ui/followup/answer_files.py": "its units and the files that came back; Ctrl+E writes the answer files themselves",
    "ui/followup/answer_preview.py": "rows of imported files; those refused are saved as a list",
    "ui/followup/unit_sheets.py": "the units of a session, whose sheets themselves are printed and saved",
    "ui/table/pick_list.py": "something to pick from",
    "ui/table/send.py": "something to pick from",
    "ui/settings/receipt_printers.py": "the few receipt printers of this PC",
    "ui/line/listing.py": "part of the line's page, which has the button",
    "ui/followup/bulk_acts.py": "the marked referrals that an act leaves out, each with its sentence",
    "ui/settings/journal_list.py": "part of the journal's page, which has the button",
}
EMPTY = "name_spelling"
"""The list that has no entry in a new office."""
SETTINGS = {name: next(column.label for column in spec.columns) for name, spec in LISTS.items()} | {
    "clerks": "نام",
    "journal": "ردیف",
}


@pytest.fixture
def furnished_day(program, db, session, arrive, tables):
    """A day with one visitor, referred to two units: one slip is sent, one waits. No printer is chosen."""
    clerk = program.context.clerk
    units = lists.entries(db, "unit")[:2]
    visit = arrive(visitor=Visitor(code=CODES[0], first_name="نمونه", last_name="آزمایشی", mobile="09120000000"))
    steps.call(db, clerk, visit.id, tables[0]["id"])
    saved = paraphs.save(
        db,
        clerk,
        visit.id,
        Draft(
            tables[0]["official_id"],
            "referred",
            "بررسی شود",
            tuple(Addressee(unit["id"], "lead", "", 5) for unit in units),
        ),
    )
    first = paraphs.referrals(db, saved.paraph_id)[0].id
    dispatch.send(db, clerk, [first], "automation", "7712")
    return saved


@pytest.fixture
def export(program, furnished_day, qtbot, tmp_path, monkeypatch):
    """`export(page)` presses Ctrl+E and returns the exported rows, the header first."""
    path = tmp_path / "out.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))

    def export_rows(page):
        qtbot.waitUntil(program.window.isActiveWindow)

        def ready():
            return next(
                (
                    export
                    for export in page.findChildren(ExportButton)
                    if export.button.isVisible() and export.button.isEnabled()
                ),
                None,
            )

        qtbot.waitUntil(lambda: ready() is not None)
        with qtbot.waitSignal(ready().notified) as notified:
            press(program.window, Key.Key_E, CTRL)
        assert notified.args[0] == "done", notified.args
        return list(openpyxl.load_workbook(path).active.iter_rows(values_only=True))

    return export_rows


@pytest.mark.parametrize(
    ("page", "fkey", "header", "rows"),
    [
        ("line", "", "نوبت", 1),
        ("followup", "Alt+8", "شمارهٔ ارجاع", 2),
        ("followup", "F3", "وضعیت", 2),
        ("followup", "F4", "شمارهٔ ارجاع", 0),
        ("reports", "F2", "نوبت", 1),
        ("reports", "F3", "برگه", None),
        ("reports", "F4", "برگه", None),
        ("reports", "F7", "گروه واحد", None),
        ("sessions", "", "برنامه", 1),
    ],
)
def test_each_page_exports_its_list(program, export, page, fkey, header, rows, qtbot):
    program.window.go(page)
    shown = program.window.page(page)
    qtbot.waitUntil(program.window.isActiveWindow)
    if fkey:
        alt = fkey.startswith("Alt+")
        modifier = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
        press(program.window, getattr(Key, f"Key_{fkey.removeprefix('Alt+')}"), modifier)
    if page == "reports":
        section = shown.current_section()
        qtbot.waitUntil(lambda: section.list.current_id() is not None and section.export.button.isEnabled())
    found = export(shown)
    assert found[0][0] == header and (len(found) > 1 if rows is None else len(found) == rows + 1), found


def test_each_list_of_the_settings_is_exported(program, export, qtbot):
    program.window.go("settings")
    page = program.window.page("settings")
    for section, header in SETTINGS.items():
        shown = page.go(section)
        qtbot.waitUntil(lambda shown=shown, section=section: section == EMPTY or bool(shown.list.rows()))
        shown.setFocus()
        found = export(shown)
        assert found[0][0] == header and (len(found) > 1 or section == EMPTY), section


def test_search_results_are_exported(program, export, qtbot):
    qtbot.waitUntil(program.window.isActiveWindow)
    press(program.window, Key.Key_F, CTRL)
    panel = program.window.findChild(Search)
    type_text(panel.box, "آزمایشی")
    qtbot.waitUntil(lambda: bool(panel.hits.rows()))
    assert len(export(panel)) == 2


def test_sent_and_unsent_slips_are_exported_in_one_list_with_their_dispatch(program, export):
    program.window.go("followup")
    page = program.window.page("followup")
    page.go("dispatch")
    header, waits, sent = export(page)
    waits, sent = (dict(zip(header, row, strict=True)) for row in (waits, sent))
    assert (waits["وضعیت"], waits["دفتر ارسال"]) == ("برای ارسال", None)
    assert (sent["وضعیت"], sent["دفتر ارسال"], sent["شمارهٔ اتوماسیون"]) == ("منتظر وصول", 1, "7712")
    assert sent["ارسال (میلادی)"].year == 2026


def test_every_module_that_shows_a_list_has_an_export_button_or_a_reason():
    without = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "ui").rglob("*.py")
        if " ListView(" in path.read_text("utf-8") and "ExportButton(" not in path.read_text("utf-8")
    }
    assert without == set(NO_LIST)
