import re
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLineEdit, QWidget

from tests.support.keyboard import paste, press, type_text
from ui.papers.cups_answers import UNANSWERED
from ui.widgets import (
    Card,
    Choice,
    ChoiceBox,
    DayEdit,
    DigitsEdit,
    FieldSpec,
    Form,
    History,
    KeyButton,
    LinesEdit,
    ListRow,
    ListView,
    Notice,
    Pills,
    Tag,
    column,
    label,
    theme,
)
from ui.widgets.buttons import sequences

Key, Modifier = Qt.Key, Qt.KeyboardModifier
DISTRICTS = [Choice(str(n), f"منطقه {n}") for n in range(1, 11)]
UNITS = [
    Choice("a", "ادارهٔ کل حقوقی"),
    Choice("b", "سازمان آتش‌نشانی", "ایمنی"),
    Choice("c", "سازمان سیما، منظر و فضای سبز"),
]


def page(*widgets):
    holder = QWidget()
    column(*widgets, parent=holder)
    return holder


# -- the look ------------------------------------------------------------------------------------------------


def test_application_is_right_to_left_and_persian(qapp):
    assert qapp.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert qapp.font().family() == theme.FAMILY
    assert QLineEdit().locale().toString(1405) == "۱٬۴۰۵"


def test_zoom_enlarges_texts_and_widgets(qapp, show):
    button = show(page(KeyButton("ثبت", "Enter"))).findChild(KeyButton)
    before = button.sizeHint()
    theme.set_zoom(qapp, 1.5)
    try:
        button.ensurePolished()
        assert button.sizeHint().height() >= 1.4 * before.height()
        assert theme.font(20).pixelSize() == 30
    finally:
        theme.set_zoom(qapp, 1.0)


# -- keys ----------------------------------------------------------------------------------------------------


def test_every_selector_of_the_style_sheet_names_a_class_and_an_object_of_ui():
    """A renamed class would lose its style without an error."""
    ui = Path(theme.__file__).parents[1]
    code = "\n".join(path.read_text("utf-8") for path in ui.rglob("*.py"))
    rules = re.sub(r"/\*.*?\*/", "", Path(theme.__file__).with_name("theme.qss").read_text("utf-8"), flags=re.DOTALL)
    selectors = " ".join(re.findall(r"([^{}]+){", rules))
    classes = set(re.findall(r"(?<![\w#:\"-])(?!Q[A-Z])[A-Z]\w+", selectors))
    assert {"Card", "Tag"} <= classes <= set(re.findall(r"^class (\w+)", code, re.MULTILINE))
    names = set(re.findall(r"#(\w+)", selectors))
    assert "title" in names and not [name for name in names if f'"{name}"' not in code]


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter])
def test_return_and_enter_both_press_the_button(show, key):
    save = KeyButton("ثبت", "Enter", primary=True)
    window, spy = show(page(QLineEdit(), save)), QSignalSpy(save.clicked)
    window.findChild(QLineEdit).setFocus()
    press(window, key)
    assert spy.count() == 1


def test_hidden_or_disabled_button_ignores_its_key(show):
    save = KeyButton("ثبت", "F4")
    window, spy = show(page(QLineEdit(), save)), QSignalSpy(save.clicked)
    save.setEnabled(False)
    press(window, Key.Key_F4)
    save.setEnabled(True)
    save.hide()
    press(window, Key.Key_F4)
    assert spy.count() == 0
    save.show()
    press(window, Key.Key_F4)
    assert spy.count() == 1


def test_enter_presses_the_button_that_has_the_focus(show):
    save, new = KeyButton("ثبت", "Enter"), KeyButton("جدید", "Ctrl+N")
    window, saved, renewed = show(page(save, new)), QSignalSpy(save.clicked), QSignalSpy(new.clicked)
    new.setFocus()
    press(window, Key.Key_Return)
    assert (saved.count(), renewed.count()) == (0, 1)


def test_persian_digit_presses_a_numbered_key(show):
    first = KeyButton("پذیرش", "Ctrl+1")
    window, spy = show(page(first)), QSignalSpy(first.clicked)
    press(window, Key.Key_1, Modifier.ControlModifier)
    assert spy.count() == 1
    assert [sequence.toString() for sequence in sequences("Ctrl+1")] == ["Ctrl+1", "Ctrl+۱"]
    assert [sequence.toString() for sequence in sequences("Ctrl+F")] == ["Ctrl+F", "Ctrl+ب"]
    assert [sequence.toString() for sequence in sequences("F4")] == ["F4"]


def test_pills_keep_exactly_one_choice_checked(show, qtbot):
    pills = Pills([("refer", "ارجاع"), ("solved", "حل شد")])
    show(page(pills))
    assert pills.value() == "refer"
    pills.setFocus()
    press(pills, Key.Key_Left)  # the next one stands on the left
    assert pills.value() == "solved"
    pills.set_value("refer")
    pills.set_choices([("refer", "ارجاع"), ("ban", "منع قانونی")])
    assert pills.value() == "refer"


# -- notices -------------------------------------------------------------------------------------------------


def test_notice_shows_its_sentence_runs_its_action_and_closes(show):
    notice, action = Notice(), KeyButton("همان پرونده", "F4", small=True)
    window, acted = show(page(QLineEdit(), notice)), QSignalSpy(action.clicked)
    notice.say("warning", "ارجاع 00812 باز است.", lead="همین موضوع باز است.", action=action)
    assert notice.text() == "همین موضوع باز است. ارجاع ۰۰۸۱۲ باز است."
    press(window, Key.Key_F4)
    assert acted.count() == 1
    press(window, Key.Key_Escape)
    assert not notice.isVisible() and notice.text() == ""


def test_new_notice_replaces_the_action_of_the_one_before(show):
    notice, action = Notice(), KeyButton("همان پرونده", "F4")
    window, acted = show(page(QLineEdit(), notice)), QSignalSpy(action.clicked)
    notice.say("warning", "یکم", action=action)
    notice.say("done", "دوم")
    press(window, Key.Key_F4)
    assert acted.count() == 0 and notice.action() is None


def test_names_are_never_parsed_as_html(show):
    shown = label("<b>نام</b>", wraps=True)
    show(page(shown, Tag("<b>۱</b>")))
    assert shown.text() == "<b>نام</b>"
    assert "&lt;b&gt;" in super(type(shown), shown).text()


# -- editors -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["0499370899", "۰۴۹۹۳۷۰۸۹۹", "٠٤٩٩٣٧٠٨٩٩"])
def test_digits_field_takes_all_three_kinds_of_digits(show, typed):
    edit = show(DigitsEdit())
    type_text(edit, typed)
    assert edit.text() == "۰۴۹۹۳۷۰۸۹۹"
    assert edit.text_ascii() == "0499370899"


def test_pasted_digits_are_cleaned_but_not_shortened(show):
    edit = show(DigitsEdit())
    paste(edit, "کد: ۰۴۹۹-۳۷۰۸۹۹ ")
    assert edit.text_ascii() == "0499370899"


def test_cursor_stays_where_a_digit_was_typed(show):
    edit = show(DigitsEdit(also="+"))
    edit.set_text("+981234")
    edit.setCursorPosition(3)
    type_text(edit, "x٧")
    assert edit.text_ascii() == "+9871234" and edit.cursorPosition() == 4


def test_first_enter_looks_the_number_up_and_the_next_saves(show):
    edit, save = DigitsEdit(takes_enter=True), KeyButton("ثبت", "Enter")
    window, asked, saved = show(page(edit, save)), QSignalSpy(edit.returnPressed), QSignalSpy(save.clicked)
    edit.setFocus()
    type_text(edit, "12")
    press(window, Key.Key_Return)
    assert (asked.count(), saved.count()) == (1, 0)
    press(window, Key.Key_Return)
    assert (asked.count(), saved.count()) == (1, 1)


@pytest.mark.parametrize("breaks", [False, True])
def test_enter_breaks_the_line_only_where_it_may(show, breaks):
    edit, save = LinesEdit(enter_breaks=breaks), KeyButton("ثبت", "Enter")
    window, saved = show(page(edit, save)), QSignalSpy(save.clicked)
    edit.setFocus()
    type_text(edit, "ا")
    press(window, Key.Key_Return, Modifier.ShiftModifier)
    type_text(edit, "ب")
    press(window, Key.Key_Return)
    assert edit.toPlainText().strip().replace("\u2028", "\n") == "ا\nب"
    assert saved.count() == (0 if breaks else 1)


def test_ctrl_enter_saves_from_a_field_of_several_lines(show):
    edit, save = LinesEdit(enter_breaks=True), KeyButton("ثبت", "Ctrl+Enter")
    window, saved = show(page(edit, save)), QSignalSpy(save.clicked)
    edit.setFocus()
    press(window, Key.Key_Return, Modifier.ControlModifier)
    assert saved.count() == 1 and edit.toPlainText() == ""


# -- choosing ------------------------------------------------------------------------------------------------


@pytest.fixture
def units(show):
    box, after = ChoiceBox(UNITS), QLineEdit()
    show(page(box, after))
    box.setFocus()
    return box


def test_first_letters_and_tab_take_the_first_match(units):
    type_text(units, "آتش")
    press(units, Key.Key_Tab)
    assert units.value() == "b" and units.text() == "سازمان آتش‌نشانی"
    assert QApplication.focusWidget() is not units


def test_choice_matches_the_beginnings_of_its_words_in_any_order(units):
    assert [choice.id for choice in units.matches("سبز سازما")] == ["c"]
    assert [choice.id for choice in units.matches("ایمن")] == ["b"]  # the quiet words count too
    assert units.matches("قوقی") == []
    assert units.matches("?") == []


def test_exact_number_comes_before_a_longer_one(show):
    box = show(ChoiceBox(list(reversed(DISTRICTS))))
    type_text(box, "منطقه ۱")
    assert box.value() == "1"


def test_down_and_enter_pick_a_choice_without_pressing_a_button(show):
    box, save = ChoiceBox(DISTRICTS), KeyButton("ثبت", "Enter")
    window, saved = show(page(box, save)), QSignalSpy(save.clicked)
    box.setFocus()
    press(window, Key.Key_Down)
    assert QApplication.activePopupWidget()
    press(window, Key.Key_Down)
    press(window, Key.Key_Down)
    press(window, Key.Key_Return)
    assert box.value() == "2" and saved.count() == 0
    press(window, Key.Key_Return)
    assert saved.count() == 1


def test_enter_in_an_open_list_without_a_current_row_takes_the_first(show):
    box, save = ChoiceBox(DISTRICTS), KeyButton("ثبت", "Enter")
    window, saved = show(page(box, save)), QSignalSpy(save.clicked)
    box.setFocus()
    type_text(box, "۱۰")
    press(window, Key.Key_Return)
    assert box.value() == "10" and saved.count() == 0


def test_button_disabled_while_its_task_runs_keeps_the_focus(show):
    """Otherwise the next Enter would press its neighbour «بازگشت» and leave what was typed."""
    join, leave = KeyButton("اتصال", "Enter"), KeyButton("بازگشت", "Esc")
    window, left = show(page(join, leave)), QSignalSpy(leave.clicked)
    join.setFocus()
    join.setDisabled(True)
    press(window, Key.Key_Return)
    assert left.count() == 0
    join.setDisabled(False)
    assert QApplication.focusWidget() is join
    press(window, Key.Key_Tab)
    assert QApplication.focusWidget() is leave


@pytest.mark.parametrize("key", [Key.Key_Tab, Key.Key_Return])
def test_emptied_choice_field_stays_empty(units, key):
    units.set_value("b")
    units.selectAll()
    press(units, Key.Key_Backspace)
    press(units, key)
    assert (units.text(), units.value()) == ("", "")


def test_unknown_choice_stays_written_and_is_reported(units):
    type_text(units, "ناموجود")
    press(units, Key.Key_Tab)
    assert units.text() == "ناموجود" and units.unknown() and units.value() == ""


def test_value_stays_while_the_new_choices_contain_it(units):
    units.set_value("a")
    units.set_choices([*UNITS, *DISTRICTS])
    assert units.value() == "a"
    units.set_choices(DISTRICTS)
    assert units.value() == "" and units.text() == ""


# -- days ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["1405/9/4", "۱۴۰۵/۰۹/۰۴", "١٤٠٥/٩/٤"])
def test_typed_day_is_understood_in_every_spelling(show, typed):
    edit = show(DayEdit())
    type_text(edit, typed)
    assert edit.value() == "2026-11-25" and edit.fault() == ""


def test_impossible_day_stays_written_and_is_reported(show):
    edit = show(DayEdit())
    type_text(edit, "1405/13/40")
    assert edit.value() == "" and edit.fault()


def test_day_is_changed_by_arrows_and_picked_from_the_calendar(show):
    edit = show(DayEdit("2026-11-25"))
    press(edit, Key.Key_Up)
    assert (edit.value(), edit.text()) == ("2026-11-26", "۱۴۰۵/۰۹/۰۵")
    picked = QSignalSpy(edit.picked)
    press(edit, Key.Key_Down, Modifier.ControlModifier)
    month = edit.findChild(QCalendarWidget)
    assert month.isVisible()
    assert (month.monthShown(), month.yearShown()) == (9, 1405)
    month.clicked.emit(QDate(2026, 12, 16))
    assert picked.at(0) == ["2026-12-16"] and edit.text() == "۱۴۰۵/۰۹/۲۵" and not month.isVisible()


# -- forms ---------------------------------------------------------------------------------------------------

SPECS = [
    FieldSpec("code", "کد ملی", "digits", 0, 2),
    FieldSpec("name", "نام", row=0, stretch=3),
    FieldSpec("district", "منطقه", "choice", 1, choices=DISTRICTS),
    FieldSpec("day", "روز", "date", 1),
    FieldSpec("count", "تعداد", "number", 1),
    FieldSpec("matter", "شرح", "lines", 2),
    FieldSpec("companion", "همراه دارد", "check", 3),
]
VALUES = {
    "code": "0499370899",
    "name": "نمونه",
    "district": "5",
    "day": "2026-11-25",
    "count": "2",
    "matter": "یکم\nدوم",
    "companion": "1",
}


@pytest.fixture
def form(show):
    made = Form(SPECS)
    show(page(Card(made)))
    return made


def test_form_returns_the_values_it_was_filled_with(form):
    form.fill(VALUES)
    assert form.values() == VALUES
    form.fill({"name": "دیگر"})
    assert form.values() == VALUES | {"name": "دیگر"}


def test_ctrl_z_brings_a_cleared_form_back(form):
    form.fill(VALUES)
    type_text(form.editor("district"), "ناموجود")
    raw = form.raw()
    form.clear()
    assert not any(form.values().values())
    press(form, Key.Key_Z, Modifier.ControlModifier)
    assert form.raw() == raw
    assert not form.restore()


def test_ctrl_z_undoes_typing_before_it_brings_a_form_back(form):
    form.fill(VALUES)
    form.clear()
    name = form.editor("name")
    name.setFocus()
    type_text(name, "ب")
    press(form, Key.Key_Z, Modifier.ControlModifier)
    assert name.text() == "" and form.values()["code"] == ""
    press(form, Key.Key_Z, Modifier.ControlModifier)
    assert form.values() == VALUES


def test_refusal_is_shown_at_its_field_and_the_text_stays(form):
    form.fill(VALUES)
    assert form.errors("name", "نام کوتاه است: 1 حرف.")
    assert form.fields["name"].error() == "نام کوتاه است: ۱ حرف."
    assert form.editor("name").hasFocus() and form.values() == VALUES
    type_text(form.editor("name"), "ی")
    assert form.fields["name"].error() == ""
    assert not form.errors("elsewhere", "…")


def test_unknown_choice_and_day_are_reported_and_stay_written(form):
    form.fill(VALUES)
    for name, text in (("district", "کوچه"), ("day", "1405/14/01")):
        form.editor(name).selectAll()
        type_text(form.editor(name), text)
    assert not form.check()
    assert form.fields["district"].error() and form.fields["day"].error()
    assert form.editor("district").hasFocus()
    assert form.raw()["district"] == "کوچه"


def test_edited_signal_names_the_field(form):
    edited = QSignalSpy(form.edited)
    type_text(form.editor("code"), "7")
    assert edited.at(0) == ["code"]


# -- lists ---------------------------------------------------------------------------------------------------


def people(count):
    return [ListRow(n, f"نمونه آزمایشی {n}", "آسفالت", str(n), "10:40", (("accent", "جانباز"),)) for n in range(count)]


def test_list_model_obeys_the_rules_of_qt(qtmodeltester, qapp):
    view = ListView()
    view.show_rows(people(3))
    qtmodeltester.check(view.model())


def test_refresh_keeps_the_current_row_and_the_scroll_position(show):
    view = show(ListView(), height=300)
    view.show_rows(people(100))
    view.set_current(50)
    QApplication.processEvents()
    place, spy = view.verticalScrollBar().value(), QSignalSpy(view.current)
    assert place > 0
    view.show_rows([ListRow(999, "جدید"), *people(100)])
    assert view.current_id() == 50 and view.verticalScrollBar().value() == place
    assert spy.count() == 0
    view.show_rows(people(10))
    assert view.current_id() is None and spy.at(0) == [None]


def test_typing_filters_the_list_and_enter_chooses(show):
    view = ListView()
    box = view.filter_box()
    window, chosen = show(page(box, view)), QSignalSpy(view.chosen)
    view.show_rows(people(30))
    box.setFocus()
    type_text(box, "آزما ۲۷")
    assert [row.id for row in view.rows()] == [27]
    press(window, Key.Key_Return)
    assert chosen.at(0) == [27]
    box.clear()
    assert len(view.rows()) == 30 and view.current_id() == 27


def test_down_goes_into_the_list_and_enter_chooses_there(show):
    view, save = ListView(), KeyButton("ثبت", "Enter")
    box = view.filter_box()
    window = show(page(box, view, save))
    chosen, saved = QSignalSpy(view.chosen), QSignalSpy(save.clicked)
    view.show_rows(people(5))
    box.setFocus()
    press(window, Key.Key_Return)
    assert saved.count() == 1  # nothing is typed in the box: the key is the page's
    press(window, Key.Key_Down)
    press(window, Key.Key_Down)
    press(window, Key.Key_Return)
    assert chosen.at(0) == [1] and saved.count() == 1


def test_rows_have_a_text_for_screen_readers(show):
    view = show(ListView())
    view.show_rows(people(2))
    spoken = view.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "۱، نمونه آزمایشی ۱، جانباز، آسفالت، ۱۰:۴۰"


def test_empty_list_says_so_and_history_wraps_its_quiet_text(show):
    view, history = ListView("هنوز کسی نیامده است."), History("سوابق این‌جا می‌آید.")
    window = show(page(view, history), width=400)
    blank = window.grab().toImage()
    view.set_empty("")
    assert window.grab().toImage() != blank
    long = "جلسه ۵۸ · ۷ آبان · شهردار: «از محل بازدید و نتیجه گزارش شود و به شهروند اعلام گردد»"
    history.show_rows([ListRow(1, "اعتراض", long, tags=(("late", "۹ روز دیرکرد"),)), ListRow(2, "تقسیط", "جلسه ۴۱")])
    QApplication.processEvents()
    rows = [history.visualRect(history.model().index(row, 0)).height() for row in (0, 1)]
    assert rows[0] > rows[1]


def test_row_of_several_lines_shows_the_end_of_a_long_reason(show):
    view = show(ListView(lines=4), width=400)
    reason = UNANSWERED.format(printer="HP-LaserJet-400")
    pictures = []
    for last in ("المثنی", "نسخهٔ اصل"):
        view.show_rows([ListRow(1, "برگهٔ نوبت ۱", f"{reason} {last}", time="۴ آذر ۰۹:۰۱")])
        QApplication.processEvents()
        pictures.append(view.grab().toImage())
    assert pictures[0] != pictures[1]


def test_two_hundred_rows_are_shown_and_scrolled_within_a_second(show):
    view, crowd = show(ListView(), height=600), people(200)
    start = time.perf_counter()
    view.show_rows(crowd)
    view.repaint()
    for place in range(0, view.verticalScrollBar().maximum(), 200):
        view.verticalScrollBar().setValue(place)
        view.repaint()
    assert (time.perf_counter() - start) < 1  # the benchmark holds it to 0.1 s; this only catches a repaint of all rows
