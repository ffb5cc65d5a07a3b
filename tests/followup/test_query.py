"""What is in sight of the follow-up lists over some lived weeks, against a model that looks at every referral."""

import shutil
from collections import Counter
from contextlib import closing
from datetime import UTC, date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.access import clerks
from app.accounts import sign_in
from app.followup import view
from app.followup.lists import LISTS, NEAR_DAYS
from app.followup.query import SORTS, ListFilter, ListQuery, in_sight
from app.invented.kept import BEGINS, OFFICE
from app.journal.writing import writing
from app.office import programmes
from app.office.holidays import holidays
from app.office.settings import settings as office_settings
from app.office.working_days import WorkingDays
from app.persian.text import sort_key
from app.referrals import answers
from app.referrals.answers import UnitAnswer
from app.referrals.deadlines import legal_day
from app.referrals.spellings import spellings
from app.sessions.next_day import next_days
from app.visits.index import index_words
from db import open_database
from db.copy import copy

OPEN = {"issued", "dispatched", "acknowledged", "objected"}
AHEAD = (0, 1, 3, 20, 70, 84, 90)
"""Days after the last session on which the lists are read: the legal days of the six weeks begin after eleven weeks."""
FILTERS = ("unit", "programme", "session", "official", "category", "district")
TEXTS = ("first_name", "last_name", "father", "personnel_number", "number", "barcode", "unit_name", "code", "mobile")
COVERED = ("matter", "companion", "category", "words")


class Turned:
    def __init__(self):
        self.ahead = 0

    def __call__(self):
        return BEGINS.astimezone(UTC) + timedelta(days=self.ahead)


class Model:
    """Every referral as a dict, and the lists by their definitions."""

    def __init__(self, db, clock):
        self.db, self.clock = db, clock
        self.rows = db.rows(
            "SELECT followup.*, number, barcode, referral.unit_name AS unit_name, visit.id AS visit_id,"
            " session_id, district_id, matter, companion, visit.category_id AS about, category.name AS category,"
            " confidential, visitor.*, referral.unit_id AS unit, referral.id AS id"
            " FROM referral JOIN followup ON referral_id = referral.id JOIN visit ON visit.id = visit_id"
            " JOIN category ON category.id = visit.category_id JOIN visitor ON visitor.id = visitor_id"
        )
        self.times = Counter(row["visit_id"] for row in self.rows)
        self.paraphs = {}
        for row in db.rows("SELECT visit_id, words FROM paraph"):
            self.paraphs.setdefault(row["visit_id"], []).append(row["words"])
        self.units = {row["id"]: row["name"] for row in db.rows("SELECT id, name FROM unit")}
        self.handled = {
            (row["clerk_id"], row["subject_id"])
            for row in db.rows(
                "SELECT clerk_id, subject_id FROM journal WHERE subject = 'visit'"
                " AND action IN ('register', 'from_paper', 'done')"
            )
        }

    @property
    def today(self):
        return date.fromisoformat(BEGINS.date().isoformat()) + timedelta(days=self.clock.ahead)

    def next_session(self, programme):
        planned = self.db.rows("SELECT day, state FROM session WHERE programme_id = :id", id=programme.id)
        day = self.today
        coming = sorted(row["day"] for row in planned if row["state"] == "planned" and row["day"] > day.isoformat())
        if coming:
            return coming[0]
        free = {row["day"] for row in planned} | holidays(self.db).days
        while True:
            day += timedelta(days=1)
            weeks = (day - date.fromisoformat(programme.anchor_day)).days // 7
            in_turn = (day.weekday() + 2) % 7 == programme.weekday and weeks % programme.every_weeks == 0
            if in_turn and day.isoformat() not in free:
                return day.isoformat()

    def day_in(self, key, row):
        """Return the day for which the row is on the list, or None."""
        today, awaited = self.today.isoformat(), row["stage"] in OPEN and row["working_days"] is not None
        legal = legal_day(row["registered_day"])
        near = (self.today + timedelta(days=NEAR_DAYS)).isoformat()
        if key == "verdict":
            return row["last_answer_day"] if row["stage"] == "answered" else None
        if key == "late":
            return row["in_time_until"] if row["stage"] in OPEN and "" < row["in_time_until"] < today else None
        if not awaited:
            return None
        if key == "next":
            days = (row["in_time_until"], row["due_day"], row["promised_day"], legal)
            return min((day for day in days if today <= day <= self.coming[row["programme_id"]]), default=None)
        if key == "unacknowledged":
            silent = row["stage"] in ("issued", "dispatched") and row["issued_day"] <= self.unheard
            return row["issued_day"] if silent else None
        found = {
            "objected": (row["stage"] == "objected", row["verdict_day"]),
            "broken": ("" < row["promised_day"] < today, row["promised_day"]),
            "promised": (row["promised_day"] == today, row["promised_day"]),
            "legal": (today <= legal <= near, legal),
            "lapsed": (legal < today, legal),
            "paused": (row["paused_day"], row["paused_day"]),
            "open": (True, row["unit_due_day"]),
            "today": (row["unit_due_day"] <= today <= row["in_time_until"], row["unit_due_day"]),
        }[key]
        return found[1] if found[0] else None

    def begin(self):
        """Look at the calendar as it is on this day."""
        self.coming = {each.id: self.next_session(each) for each in programmes.active(self.db)}
        days = WorkingDays.load(self.db)
        self.unheard = days.before(self.today.isoformat(), office_settings(self.db).acknowledge_days + 1)

    def reads(self, clerk, row):
        return (
            not row["confidential"]
            or clerk.may("manager", "confidential")
            or (clerk.id, row["visit_id"]) in self.handled
        )

    def fits(self, clerk, row, chosen):
        reads = self.reads(clerk, row)
        has = {
            "unit": row["unit"],
            "programme": row["programme_id"],
            "session": row["session_id"],
            "official": row["official_id"] if reads else None,
            "category": row["about"] if reads else None,
            "district": row["district_id"] if reads else None,
        }
        if any(getattr(chosen, name) not in (None, has[name]) for name in FILTERS):
            return False
        if not chosen.words.strip():
            return True
        texts = [row[name] for name in TEXTS if row[name]]
        if reads:
            texts += [row["matter"], row["companion"], row["category"], *self.paraphs[row["visit_id"]]]
        known = index_words([text for text in texts if text], row["first_name"], row["last_name"])
        return any(all(any(has.startswith(word) for has in known) for word in way) for way in spellings(chosen.words))

    def sight(self, clerk, wanted):
        days = {row["id"]: self.day_in(wanted.key, row) for row in self.rows}
        found = [row for row in self.rows if days[row["id"]] is not None and self.fits(clerk, row, wanted.filter)]
        keys = {
            "day": lambda row: days[row["id"]],
            "unit": lambda row: days[row["id"]],
            "late": lambda row: row["in_time_until"] or "9",
            "number": lambda row: row["number"],
            "visitor": lambda row: row["sort_key"],
        }
        if wanted.key in ("legal", "lapsed"):
            keys["day"] = keys["unit"] = lambda row: row["registered_day"]
        found.sort(key=lambda row: (keys[wanted.sort](row), row["id"]), reverse=wanted.descending)
        if wanted.by_unit or wanted.sort == "unit":
            turned = wanted.sort == "unit" and wanted.descending
            found.sort(key=lambda row: (sort_key(self.units[row["unit"]]), row["unit"]), reverse=turned)
        return [row["id"] for row in found], days


class Lived:
    def __init__(self, db, clock):
        self.db, self.clock, self.model = db, clock, Model(db, clock)
        boss = clerks.current(db, 1)
        with writing(db, boss, (), "clerks") as change:
            plain = sign_in.add(change, "plain", "پیگیر", frozenset({"followup"}), "123456")
        self.clerks = (boss, clerks.current(db, plain))


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def lived(request, lived_year, tmp_path_factory):
    file = str(tmp_path_factory.mktemp("lived") / "office.db")
    shutil.copy(lived_year(6) / OFFICE, file)
    server, address = None, file
    if request.param == "postgres":
        server = request.getfixturevalue("server")
        address = server.database()
        copy(file, address, lambda *_: None)
    clock = Turned()
    with closing(open_database(address, clock=clock)) as db:
        yield Lived(db, clock)
    if server:
        server.drop(address)


def some_ids(model, name):
    column = {"unit": "unit", "programme": "programme_id", "session": "session_id", "official": "official_id"}
    column |= {"category": "about", "district": "district_id"}
    return sorted({row[column[name]] for row in model.rows if row[column[name]] is not None})


@st.composite
def questions(draw, model):
    chosen = {
        name: draw(st.sampled_from(some_ids(model, name)))
        for name in draw(st.sets(st.sampled_from(FILTERS), max_size=2))
    }
    words = ""
    if draw(st.booleans()):
        row = draw(st.sampled_from(model.rows))
        texts = [row[name] for name in (*TEXTS, "matter", "category") if row[name]]
        some = index_words(texts, row["first_name"], row["last_name"])
        picked = draw(st.lists(st.sampled_from(some), min_size=1, max_size=2))
        words = " ".join(word[: draw(st.integers(1, 8))] for word in picked)
    sort = draw(st.sampled_from(sorted(SORTS)))
    return ListQuery(
        draw(st.sampled_from(sorted(LISTS))),
        ListFilter(words, **chosen),
        sort,
        draw(st.booleans()),
        draw(st.booleans()),
    )


@given(data=st.data())
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_pages_together_are_the_filtered_list_in_order(lived, data):
    lived.clock.ahead = data.draw(st.sampled_from(AHEAD))
    lived.model.begin()
    wanted, clerk = data.draw(questions(lived.model)), data.draw(st.sampled_from(lived.clerks))
    expected, days = lived.model.sight(clerk, wanted)
    sight = in_sight(lived.db, clerk, wanted)
    assert list(sight.ids) == expected
    page = data.draw(st.integers(3, 700))
    rows = [
        row
        for at in range(0, len(sight.ids), page)
        for row in view.listed_rows(lived.db, clerk, wanted.key, sight.ids[at : at + page])
    ]
    assert [(row.referral_id, row.list_day) for row in rows] == [(id_, days[id_]) for id_ in expected]
    if wanted.by_unit:
        assert [id_ for group in sight.groups for id_ in group.ids] == expected
        kept = {row["id"]: row for row in lived.model.rows}
        for group in sight.groups:
            assert {kept[id_]["unit"] for id_ in group.ids} == {group.unit_id}
            assert group.objected == sum(kept[id_]["stage"] == "objected" for id_ in group.ids)


@pytest.mark.parametrize("ahead", AHEAD)
def test_each_list_is_counted_as_the_model_counts_it(lived, ahead):
    lived.clock.ahead = ahead
    lived.model.begin()
    counts = {key: len(lived.model.sight(lived.clerks[0], ListQuery(key))[0]) for key in LISTS}
    assert view.list_counts(lived.db) == counts
    shown = view.followup_view(lived.db, lived.clerks[0], ListQuery("open"))
    assert (shown.counts, len(shown.sight.ids), len(shown.rows)) == (counts, counts["open"], view.PAGE)
    assert next_days(lived.db, (lived.model.today + timedelta(days=1)).isoformat()) == lived.model.coming


def test_year_of_weeks_fills_every_list_on_some_day(lived):
    seen = Counter()
    for ahead in AHEAD:
        lived.clock.ahead = ahead
        seen.update(view.list_counts(lived.db))
    assert all(seen[key] for key in LISTS), seen


def test_row_changed_by_another_desk_stays_once_in_its_page_and_leaves_at_the_next_question(lived):
    lived.clock.ahead = 0
    boss, wanted = lived.clerks[0], ListQuery("open")
    sight = in_sight(lived.db, boss, wanted)
    taken = next(
        row.referral_id
        for row in view.listed_rows(lived.db, boss, "open", sight.ids[view.PAGE : 2 * view.PAGE])
        if row.stage == "acknowledged"
    )
    answers.record_final(lived.db, boss, taken, UnitAnswer("done", "شد"))
    pages = [
        view.listed_rows(lived.db, boss, "open", sight.ids[at : at + view.PAGE])
        for at in range(0, len(sight.ids), view.PAGE)
    ]
    shown = [row for page in pages for row in page]
    assert [row.referral_id for row in shown] == list(sight.ids)
    assert [row.stage for row in shown if row.referral_id == taken] == ["answered"]
    assert in_sight(lived.db, boss, wanted).ids == tuple(id_ for id_ in sight.ids if id_ != taken)
    lived.model = Model(lived.db, lived.clock)


def test_covered_matter_is_not_found_by_what_covers_it(lived):
    lived.clock.ahead = 0
    plain = lived.clerks[1]
    hidden = [row for row in lived.model.rows if row["confidential"] and row["stage"] in OPEN | {"answered"}]
    assert hidden
    row = hidden[0]
    key = "verdict" if row["stage"] == "answered" else "open"
    for chosen in (
        ListFilter(category=row["about"]),
        ListFilter(official=row["official_id"], category=row["about"]),
        ListFilter(words=row["category"]),
        ListFilter(words=row["matter"]),
    ):
        assert row["id"] not in in_sight(lived.db, plain, ListQuery(key, chosen)).ids
        assert row["id"] in in_sight(lived.db, lived.clerks[0], ListQuery(key, chosen)).ids
    by_name = ListFilter(words=f"{row['first_name']} {row['last_name']}", unit=row["unit"])
    assert row["id"] in in_sight(lived.db, plain, ListQuery(key, by_name)).ids
