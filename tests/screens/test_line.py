"""The caller's page, by keyboard, on a real line."""

import pytest
from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.line import breaks, steps
from app.office import lists
from app.sessions import sessions
from app.visits import visits
from tests.support.keyboard import press, type_text
from ui.line.page import LinePage
from ui.line.questions import clock_time
from ui.widgets import DigitsEdit, KeyButton
from ui.widgets.buttons import Pill

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
NO_MARKS = dict.fromkeys(range(0x2066, 0x206A))
KEYS = {name: getattr(Qt.Key, f"Key_{name}") for name in ("Return", "Escape", "Down", *(f"F{n}" for n in range(2, 11)))}


class Hand:
    """Presses keys on the page and waits until the page shows what they did."""

    def __init__(self, page, qtbot, db):
        self.page, self._qtbot, self._db = page, qtbot, db

    def key(self, name, modifiers=Qt.KeyboardModifier.NoModifier):
        press(self.page, KEYS.get(name) or getattr(Qt.Key, f"Key_{name}"), modifiers)

    def until(self, holds):
        self._qtbot.waitUntil(lambda: bool(holds()))

    def state(self, visit):
        return visits.get(self._db, visit.id).state

    def until_state(self, visit, state):
        self.until(lambda: self.state(visit) == state and self.settled(visit))

    def settled(self, visit):
        """Whether the page shows the visit as it is stored."""
        seen = self.page.case.story
        return seen is not None and seen.visit == visits.get(self._db, visit.id)

    def call_next(self, visit):
        self.key("F2")
        self.until(lambda: self.page.case.story and self.page.case.story.visit.id == visit.id)
        self.key("F2")
        self.until_state(visit, "called")


@pytest.fixture
def page(context, show, qtbot):
    made = show(LinePage(context), 1182, 734)
    made.shown()
    qtbot.waitUntil(lambda: made.view is not None or made.closed.isVisible())
    return made


@pytest.fixture
def people(session, arrive, db):
    group = db.required_row("SELECT id FROM priority_group WHERE name LIKE 'جانباز'")["id"]
    return [
        arrive(matter=f"درخواست {n}", **({"priority_group_id": group, "priority_reason": "کارت"} if n == 4 else {}))
        for n in range(6)
    ]


@pytest.fixture
def hand(people, page, qtbot, db):
    made = Hand(page, qtbot, db)
    made.until(lambda: len(page.listing.list.rows()) == len(people))
    return made


def words(widget):
    return " ".join(each.text() for each in widget.findChildren(QLabel))


def shown(page):
    return [int(row.number) for row in page.listing.list.rows()]


def test_line_is_listed_in_calling_order_with_its_reasons(hand, people):
    assert shown(hand.page) == [1, 2, 5, 3, 4, 6]
    first, special = hand.page.listing.list.rows()[0], hand.page.listing.list.rows()[2]
    assert ("good", "نفر بعدی") in first.tags
    assert ("accent", "اولویت") in special.tags
    assert special.quiet.startswith("نوبت اولویت · جانباز")
    assert first.time == "5 دقیقه"


def test_first_f2_shows_the_case_and_the_second_calls(hand, people):
    hand.key("F2")
    hand.until(lambda: hand.page.case.story is not None)
    story = hand.page.case.story
    assert (story.visit.id, story.visit.matter) == (people[0].id, "درخواست 0")
    assert hand.state(people[0]) == "waiting"
    assert "میز شهردار" in hand.page.next.text()
    hand.key("F2")
    hand.until_state(people[0], "called")
    assert hand.page.next.text() == "نفر بعدی"


def test_enter_calls_the_visit_whose_case_is_shown(hand, people):
    hand.key("Down")
    hand.key("Down")
    hand.until(lambda: hand.page.case.story and hand.page.case.story.visit.ticket == 2)
    hand.key("Return")
    hand.until_state(people[1], "called")


def test_whole_line_is_worked_off_by_keyboard_alone(hand, people, session, db, tables):
    """Every visit is called, and leaves the line by another step."""
    page, (one, two, three, four, five, six) = hand.page, people
    hand.call_next(one)
    hand.key("F3")
    hand.until(lambda: visits.recalls(db, one.id) == 1 and "۱ از ۳" in page.tables.steps["recall"].text())
    hand.key("F5")
    hand.until_state(one, "no_show")

    hand.call_next(two)
    hand.key("F6")
    hand.until_state(two, "waiting")
    hand.call_next(two)
    hand.key("F4")
    hand.until_state(two, "meeting")
    hand.key("F9")
    assert page.case.asking.question.form.editor("table_id").hasFocus()
    type_text(page.case.asking.question.form.editor("table_id"), "میز ۲")
    hand.key("Tab")
    type_text(page.case.asking.question.form.editor("note"), "با پرونده")
    hand.key("Return")
    hand.until(lambda: hand.state(two) == "waiting" and page.case.asking.question is None)
    assert visits.get(db, two.id).line_note == "با پرونده"

    hand.call_next(five)  # the priority of one after every two at this table
    hand.key("F8")
    editor = page.case.asking.question.form.editor("until")
    assert isinstance(editor, DigitsEdit)
    type_text(editor, "1030")
    hand.key("Return")
    hand.until_state(five, "held")
    assert visits.get(db, five.id).return_at == "2026-11-25T07:00:00.000Z"
    assert page.case.asking.question is None
    hand.key("3", ALT)
    hand.call_next(two)

    hand.key("1", ALT)
    hand.call_next(three)
    hand.key("F7")
    hand.until_state(three, "waiting")
    hand.key("F10")
    hand.key("Return")
    hand.until_state(three, "postponed")

    hand.key("F2")
    hand.until(lambda: page.case.story.visit.id == four.id)
    hand.key("D", CTRL)
    hand.until_state(four, "left")
    hand.call_next(six)
    hand.key("F4")
    hand.until_state(six, "meeting")

    hand.key("F2")
    assert page.notice.text() == "کسی در صف این میز نیست."
    hand.key("Escape")
    assert page.notice.text() == ""
    titles = {pill.text() for pill in page.listing.pills.findChildren(Pill)}
    assert titles == {"در صف", "نگه‌داشته ۱", "غایب ۱", "پایان‌یافته ۲"}
    hand.key("Tab", CTRL)
    assert shown(page) == [5]
    hand.key("Tab", CTRL)
    assert shown(page) == [1]
    hand.key("Down")
    hand.until(lambda: page.case.story.visit.id == one.id)
    hand.key("F7")
    hand.until_state(one, "waiting")
    assert sessions.still_in(db, session.id) == [one.id, two.id, five.id, six.id]


def test_refused_step_shows_the_rule_s_sentence_and_changes_nothing(hand, people):
    hand.call_next(people[0])
    hand.key("F2")
    hand.until(lambda: hand.page.case.story.visit.id == people[1].id)
    hand.key("Return")
    hand.until(lambda: hand.page.notice.text() != "")
    assert hand.page.notice.text() == "نوبت ۱ هنوز پای میز شهردار است؛ ابتدا نتیجهٔ آن را ثبت کنید."
    assert hand.state(people[1]) == "waiting"


def test_recalls_end_at_the_office_s_limit(hand, people, db):
    hand.call_next(people[0])
    for n in (1, 2, 3):
        hand.key("F3")
        hand.until(lambda n=n: f"{'۰۱۲۳'[n]} از ۳" in hand.page.tables.steps["recall"].text())
    hand.key("F3")
    hand.until(lambda: "۳ بار دوباره فراخوانده شده است" in hand.page.notice.text())


def test_past_time_of_a_hold_is_refused_beside_its_field_and_stays_typed(hand, people):
    hand.key("F2")
    hand.until(lambda: hand.page.case.story is not None)
    hand.key("F8")
    type_text(hand.page.case.asking.question.form.editor("until"), "800")
    hand.key("Return")
    field = hand.page.case.asking.question.form.fields["until"]
    hand.until(lambda: field.error() != "")
    assert "پس از ساعت کنونی" in field.error()
    assert field.editor.text() == "۸۰۰"
    hand.key("Escape")
    assert hand.page.case.asking.question is None
    assert hand.state(people[0]) == "waiting"


def test_step_is_not_taken_on_the_visit_selected_before(hand, people, settle):
    """The next row is selected already while the case still shows the one before: the key does nothing to either."""
    hand.key("Down")
    hand.until(lambda: hand.page.case.story)
    seen = hand.page.case.story.visit
    hand.key("Down")
    hand.key("D", CTRL)
    settle()
    assert hand.page.case.story.visit.id == hand.page.listing.list.current_id() != seen.id
    assert [hand.state(visit) for visit in people] == ["waiting"] * 6


def test_end_of_a_step_leaves_a_later_question_open(hand, people, db):
    hand.call_next(people[0])
    hand.key("F3")
    hand.key("F8")
    asked = hand.page.case.asking.question
    hand.until(lambda: "۱ از ۳" in hand.page.tables.steps["recall"].text())
    assert asked and hand.page.case.asking.question is asked


def test_escape_closes_the_question_before_the_notice(hand, people):
    hand.key("F2")
    hand.until(lambda: hand.page.case.story is not None)
    hand.key("F8")
    hand.page.notice.say("info", "خبر")
    hand.key("Escape")
    assert hand.page.case.asking.question is None
    assert hand.page.notice.text() == "خبر"


@pytest.mark.parametrize(("typed", "meant"), [("1045", "10:45"), ("945", "9:45"), ("10:45", "10:45"), ("7", "7")])
def test_time_may_be_typed_without_its_colon(typed, meant):
    assert clock_time(typed) == meant


def test_typing_in_the_list_filters_it_and_enter_shows_before_it_calls(hand, people):
    view, box = hand.page.listing.list, hand.page.listing.box
    assert view.hasFocus()
    type_text(view, "۶")
    assert shown(hand.page) == [6]
    assert box.hasFocus()
    hand.key("Return")
    hand.until(lambda: hand.page.case.story and hand.page.case.story.visit.id == people[5].id)
    assert hand.state(people[5]) == "waiting"
    hand.key("Return")
    hand.until_state(people[5], "called")


def test_escape_removes_the_filter(hand, people):
    type_text(hand.page.listing.list, "۶")
    hand.key("Escape")
    assert len(shown(hand.page)) == 6
    assert hand.page.listing.list.hasFocus()


def test_selection_stays_while_others_arrive_and_go(hand, people, db, clerk, tables, arrive):
    for _ in range(4):
        hand.key("Down")
    view = hand.page.listing.list
    kept = view.current_id()
    steps.call(db, clerk, people[0].id, tables[1]["id"])
    arrive()
    hand.until(lambda: len(shown(hand.page)) == 6 and 7 in shown(hand.page))
    assert view.current_id() == kept
    hand.until(lambda: hand.page.case.story and hand.page.case.story.visit.id == kept)


def test_visit_called_at_another_table_cannot_be_called_here(hand, people, db, clerk, tables):
    """Enter calls the visit that was shown or nobody."""
    hand.key("F2")
    hand.until(lambda: hand.page.case.story is not None)
    steps.call(db, clerk, people[0].id, tables[1]["id"])
    hand.until(lambda: not hand.page.call.isEnabled())
    hand.key("Return")
    assert visits.at_table(db, tables[0]["id"]) is None


def test_every_table_shows_the_visit_that_is_there(hand, people, db, clerk, tables):
    steps.call(db, clerk, people[0].id, tables[1]["id"])
    steps.came(db, clerk, people[0].id)
    hand.until(lambda: hand.page.tables.tiles[1].table.visit is not None)
    assert hand.page.tables.tiles[1].accessibleName() == "میز ۱، نوبت ۱، در حال ملاقات"
    assert hand.page.tables.tiles[0].accessibleName() == "میز شهردار، خالی"


def test_chosen_table_is_called_to_and_remembered_by_this_pc(context, hand, people, tables):
    hand.key("4", ALT)
    hand.until(lambda: hand.page.tables.tiles[3].isChecked())
    hand.call_next(people[0])
    assert context.pc.get("table") == str(tables[3]["id"])
    assert LinePage(context).table_id == tables[3]["id"]


def test_tenth_table_is_reached_by_tab_and_space(hand, people, db, clerk):
    for n in range(5, 10):
        lists.save(db, clerk, "meeting_table", None, {"name": f"میز {n}"})
    hand.until(lambda: len(hand.page.tables.tiles) == 10 and hand.page.tables.tiles[9].isVisible())
    tenth = hand.page.tables.tiles[9]
    for _ in range(50):
        if not tenth.hasFocus():
            hand.key("Tab")
    hand.key("Space")
    hand.until(tenth.isChecked)


def test_click_leaves_the_focus_in_the_list(hand, people):
    hand.call_next(people[0])
    QTest.mouseClick(hand.page.tables.steps["came"], Qt.MouseButton.LeftButton)
    hand.until_state(people[0], "meeting")
    assert hand.page.listing.list.hasFocus()


def test_pace_and_mean_wait_are_shown(hand, people, db, clerk, clock, tables):
    for visit in people[:5]:
        clock.turn(minutes=6)
        steps.call(db, clerk, visit.id, tables[1]["id"])
        steps.no_show(db, clerk, visit.id)
    hand.until(lambda: "هر ۶ دقیقه یک فراخوان" in words(hand.page.title))
    assert "میانگین انتظار ۲۱ دقیقه" in words(hand.page.title)


def test_page_without_a_session_leads_to_the_sessions(context, show, qtbot):
    page = show(LinePage(context), 1182, 734)
    page.shown()
    qtbot.waitUntil(page.closed.isVisible)
    with qtbot.waitSignal(page.session_asked):
        press(page, Qt.Key.Key_Return)


def test_page_shows_that_the_session_was_closed(hand, people, session, db, clerk):
    sessions.close(db, clerk, session.id, "left")
    hand.until(hand.page.closed.isVisible)
    assert hand.page.closed.open.hasFocus()


def test_no_two_visible_buttons_share_a_key(hand, people):
    hand.call_next(people[0])
    keys = [
        button.key()
        for button in hand.page.findChildren(KeyButton)
        if button.isVisible() and button.isEnabled() and button.key()
    ]
    keys += [tile.key for tile in hand.page.tables.tiles]
    assert len(keys) == len(set(keys))


def test_line_of_two_hundred_is_shown_and_scrolled_in_time(session, arrive, page, qtbot):
    for _ in range(200):
        arrive()
    qtbot.waitUntil(lambda: len(shown(page)) == 200)
    view, bar = page.view, page.listing.list.verticalScrollBar()

    def once():
        timer = QElapsedTimer()
        timer.start()
        page.listing.show_hall(view.hall, view.next_id)
        page.grab()
        bar.setValue(bar.maximum())
        QApplication.processEvents()
        page.listing.list.grab()
        return timer.elapsed()

    assert min(once() for _ in range(5)) <= 250  # the budget is 100 ms; a test shares its processor


# -- breaks, long waits, and why


def test_break_of_the_chosen_table_is_begun_and_ended_by_one_key(hand, session, db, tables):
    page = hand.page
    hand.key("B", CTRL)
    until = page.case.asking.question.form.editor("until")
    hand.until(until.hasFocus)
    type_text(until, "0800")
    hand.key("Return")
    hand.until(lambda: "گذشته است" in words(page))
    until.clear()
    type_text(until, "1215")
    hand.key("Return")
    hand.until(lambda: list(breaks.now(db, session.id)) == [tables[0]["id"]])
    hand.until(lambda: "استراحت تا ۱۲:۱۵" in page.tables.tiles[0].accessibleName().translate(NO_MARKS))
    hand.until(lambda: page.tables.steps["break"].text() == "پایان استراحت میز")
    hand.key("B", CTRL)
    hand.until(lambda: breaks.now(db, session.id) == {})
    hand.until(lambda: page.tables.steps["break"].text() == "استراحت میز…")


def test_why_another_comes_first_is_one_key(hand, people):
    page = hand.page
    page.listing.list.set_current(people[2].id)
    hand.until(lambda: page.case.story and page.case.story.visit.id == people[2].id)
    hand.key("W", CTRL)
    question = page.case.asking.question
    ticket = question.form.editor("ticket")
    hand.until(ticket.hasFocus)
    assert ticket.text() == "۱"
    ticket.clear()
    type_text(ticket, "5")
    hand.key("Return")
    hand.until(lambda: "پس از هر ۲ نفر عادی یک نفر دارای اولویت" in page.notice.text().translate(NO_MARKS))
    assert page.case.asking.question is None
    hand.key("W", CTRL)
    question = page.case.asking.question
    hand.until(question.form.editor("ticket").hasFocus)
    question.form.editor("ticket").clear()
    type_text(question.form.editor("ticket"), "77")
    hand.key("Return")
    hand.until(lambda: "نوبت ۷۷ اکنون در صف نیست" in words(page).translate(NO_MARKS))
    hand.key("Escape")
    assert page.case.asking.question is None


def test_long_wait_stands_out(hand, people, clock):
    assert not any(("late", "انتظار طولانی") in row.tags for row in hand.page.listing.list.rows())
    clock.turn(minutes=58)
    hand.page.refresh()
    hand.until(lambda: ("late", "انتظار طولانی") in hand.page.listing.list.rows()[0].tags)
    assert ("late", "انتظار طولانی") not in hand.page.listing.list.rows()[-1].tags
