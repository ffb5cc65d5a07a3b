"""What rises: planted things are found, chance, returning people and dropped sessions raise no alarm."""

from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest

from app.figures import reports as period_reports
from app.figures import rising
from app.figures.definitions import Scope
from app.figures.matter_words import terms
from app.figures.rising import Brought
from app.invented.kept import OFFICE, TRUTH, LastDay
from app.invented.kept_facts import read_facts
from app.persian.text import fa
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.visits.visitors import Visitor
from db import open_database

SUMMER, AUTUMN = Scope("2026-06-22", "2026-09-22", 1), Scope("2026-09-23", "2026-12-21", 1)
SEEDS = (14050910, 7, 1405)
SUBJECTS = [f"{what} {thing}" for what in ("ترمیم", "نصب", "جمع‌آوری") for thing in ("جدول", "تابلو", "نخاله", "کانال")]
PLACES = [f"خیابان {name}" for name in ("لاله", "بهار", "ارم", "شقایق", "نرگس", "یاس", "مطهری", "دانش")]


class Town:
    """Invents visits: subjects, places, districts and units by chance, some people more than once."""

    def __init__(self, seed):
        self.chance, self.visits, self.people = Random(seed), [], 0

    def came(self, day, matter="", district=0, category=0, visitor=0):
        if not visitor:
            self.people += 1
        n = self.chance.randrange(len(SUBJECTS))
        place = district or self.chance.randint(1, 10)
        self.visits.append(
            Brought(
                len(self.visits) + 1,
                visitor or self.people,
                day.isoformat(),
                category or n // 2 + 1,
                place,
                matter or f"{SUBJECTS[n]}، {self.chance.choice(PLACES)}",
                (self.chance.choice((place, 20 + n)),),
            )
        )

    def lived(self, scope, each_week=40, dropped=0):
        """Live the sessions of a period, without the last `dropped` ones; a quarter of the visitors come again."""
        days = [date.fromisoformat(scope.since) + timedelta(weeks=week) for week in range(13)]
        for day in days[: len(days) - dropped]:
            for _ in range(each_week):
                known = self.chance.choice(self.visits) if self.visits and self.chance.random() < 0.25 else None
                if known:
                    self.visits.append(replace(known, visit_id=len(self.visits) + 1, day=day.isoformat()))
                else:
                    self.came(day)
        return self

    def rising(self, now=AUTUMN, before=SUMMER):
        return rising.find(sorted(self.visits, key=lambda visit: visit.day), now, before)


def alarms(found):
    return [rise for rise in found.rises if rise.is_alarm]


def test_chance_raises_at_most_one_alarm_a_quarter_and_few_in_fifty_quarters():
    found = [len(alarms(Town(seed).lived(SUMMER).lived(AUTUMN).rising())) for seed in range(50)]
    assert max(found) <= 1 and sum(found) <= 2


@pytest.mark.parametrize(("summer", "autumn"), [(0, 8), (8, 0), (3, 4)])
def test_dropped_sessions_are_no_growth(summer, autumn):
    for seed in range(10, 15):
        assert not alarms(Town(seed).lived(SUMMER, dropped=summer).lived(AUTUMN, dropped=autumn).rising())


def test_growth_beside_dropped_sessions_is_found():
    """Half the autumn's sessions were dropped, and still as many people came about one thing as in the summer."""
    town = Town(4).lived(SUMMER).lived(AUTUMN, dropped=9)
    for scope in (SUMMER, AUTUMN):
        for _ in range(40):
            town.came(date.fromisoformat(scope.since), "بوی نامطبوع کارخانه", district=4, category=9)
    [only] = alarms(town.rising())
    assert (only.now, only.before) == (40, 40)


def test_many_wordings_about_one_place_are_one_row_with_all_its_visits():
    town, day = Town(1).lived(SUMMER).lived(AUTUMN), date(2026, 10, 7)
    first = len(town.visits)
    for n in range(30):
        what = ("شب‌ها روشنایی", "نیمکت شکسته", "درختان خشک", "زمین بازی", "سرویس بهداشتی")[n % 5]
        town.came(day, f"{what} {('پارک', 'بوستان')[n % 2]} آزادگان", district=7, category=3)
    found = town.rising()
    top = found.rises[0]
    assert top.is_alarm and top.is_new and top.now == 30
    assert top.visits == tuple(range(first + 1, first + 31))
    assert found.spellings[top.key[1]] == "آزادگان"
    assert {("words", tuple(sorted(("پارک", "ازادگان")))), ("district", (3, 7))} <= {each.key for each in top.among}
    assert len(alarms(found)) == 1, "the district, the category and the pairs of words are the same people"


def test_people_who_come_again_and_again_are_no_growth():
    town = Town(5).lived(SUMMER).lived(AUTUMN)
    people = range(town.people + 1, town.people + 13)
    for visitor in people:
        town.came(date(2026, 7, 1), "سقف مدرسه چکه می‌کند", district=2, category=8, visitor=visitor)
    for week in range(8):
        for visitor in people:
            day = date(2026, 9, 30) + timedelta(weeks=week)
            town.came(day, "سقف مدرسه چکه می‌کند", district=2, category=8, visitor=visitor)
    found = town.rising()
    assert not alarms(found)
    assert not any("مدرسه" in rise.key[1] for rise in found.grown), "nobody new came about it"


def test_person_counts_again_after_a_year():
    now, before = Scope("2026-09-23", "2026-10-22", 1), Scope("2026-08-24", "2026-09-22", 1)
    visits = [Brought(n, n % 9, day, 1, 1, "سقف", ()) for n, day in enumerate(["2025-09-25"] * 9 + ["2026-09-30"] * 9)]
    assert [(rise.now, rise.before) for rise in rising.find(visits, now, before).grown] == []
    assert rising.find(visits, now, before).now == 9
    early = [replace(each, day="2025-11-01") if each.visit_id < 9 else each for each in visits]
    assert rising.find(early, now, before).now == 0


def test_words_share_a_key_whatever_their_spelling_and_pairs_are_near():
    found = dict(terms("آب‌نمای پارك آزادگان، برای کودکان خطرناک است"))
    assert found["پارک",] == "پارك" and found["ابنمای",] == "آب‌نمای"
    assert found["ازادگان", "پارک"] == "پارك آزادگان"
    assert ("کودکان", "ازادگان") in {tuple(reversed(key)) for key in found}, "the stop word between is not counted"
    assert not any("برای" in key or "است" in key for key in found)
    assert ("خطرناک", "پارک") not in found and ("خطرناک", "کودکان") in found
    assert terms("۱۲۳ و 4") == ()


def test_confidential_matters_are_not_even_read(db, clerk, session):
    ids = {row["name"]: row["id"] for row in db.rows("SELECT id, name FROM category WHERE audience = 'citizen'")}
    for n, category in enumerate(("سایر", "شکایت از کارکنان یا واحد")):
        person = Visitor(kind="no_code", code_reason="همراه ندارد", first_name="نمونه", last_name=f"آزمایشی {n}")
        register(db, clerk, session.id, Arrival(person, ids[category], matter=f"رازدار {n}"))
    scope = Scope(session.day, session.day, session.programme_id)
    [only] = rising.read(db, scope, scope.before)
    assert only.matter == "رازدار 0"
    with db.transaction():
        db.rows("UPDATE category SET confidential = 1")
    assert rising.read(db, scope, scope.before) == []
    report = period_reports.gather(db, clerk, "rising", scope)
    assert not any(table.rows for table in report.tables)
    assert fa(scope.before.period.name) in report.definitions[0]


def opened(folder):
    """The invented year's database, and the visits of its planted clusters."""
    return open_database(str(folder / OFFICE), clock=LastDay()), read_facts(folder / TRUTH).planted


def planted_rows(found, planted):
    """By cluster: the place of the first row that most of its visits of the period stand behind."""
    return {
        name: next((n for n, rise in enumerate(found.rises) if len({*rise.visits} & {*ids}) > len(ids) / 2), None)
        for name, ids in planted.items()
    }


def test_both_planted_clusters_are_told_first(lived_year):
    """In the last three weeks of six."""
    db, planted = opened(lived_year(6))
    with closing(db):
        now, before = Scope("2026-11-11", "2026-12-01", 1), Scope("2026-10-21", "2026-11-10", 1)
        brought = rising.read(db, now, before)
        here = {each.visit_id for each in brought if each.day >= now.since}
        found = rising.find(brought, now, before)
        rows = planted_rows(found, {name: {*ids} & here for name, ids in planted.items()})
        assert rows["asphalt"] is not None and rows["asphalt"] < 5, "the park came as often before"
        assert not alarms(rising.find([each for each in brought if not in_any(each, planted)], now, before))


def in_any(brought, planted):
    return any(brought.visit_id in ids for ids in planted.values())


@pytest.mark.long
@pytest.mark.parametrize("seed", SEEDS)
def test_year_has_both_planted_clusters_in_the_first_five_and_no_false_alarm(lived_year, seed):
    db, planted = opened(lived_year(seed=seed))
    with closing(db):
        for now in (AUTUMN, SUMMER, Scope("2026-03-21", "2026-06-21", 1)):
            brought = rising.read(db, now, now.before)
            if now == AUTUMN:
                rows = planted_rows(rising.find(brought, now, now.before), planted)
                assert all(row is not None and row < 5 for row in rows.values()), rows
            quiet = [each for each in brought if not in_any(each, planted)]
            assert len(alarms(rising.find(quiet, now, now.before))) <= 1


@pytest.mark.long
def test_fifty_years_without_a_rise_raise_at_most_one_alarm_a_quarter():
    quarters = [Scope(f"20{26 + n // 4}-{(1, 4, 7, 10)[n % 4]:02}-01", "", 1) for n in range(6)]
    spans = [
        replace(each, until=(date.fromisoformat(after.since) - timedelta(days=1)).isoformat())
        for each, after in pairwise(quarters)
    ]
    found = []
    for seed in range(50):
        town = Town(1000 + seed)
        for span in spans:
            town.lived(span, each_week=160, dropped=town.chance.choice((0, 0, 1, 4)))
        found += [len(alarms(town.rising(now, before))) for before, now in pairwise(spans)]
    assert max(found) <= 1 and sum(found) <= 0.01 * len(found) + 3
