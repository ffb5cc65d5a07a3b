import contextlib
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.closures import entries
from app.errors import Refused
from app.office import declared_lists, lists
from app.office.declared_lists import LISTS
from app.office.holidays import holidays

UNIT = {"code": "X1", "kind": "other", "name": "واحد تازه", "addressed_as": "مدیر محترم واحد تازه"}
TYPED = st.text(st.characters(), max_size=30) | st.sampled_from(["", "1", "۱۲", "1405/09/04", "citizen", "9" * 40, "²"])


def names(rows):
    return [row["name"] for row in rows]


def test_entry_is_added_changed_retired_and_brought_back(db, clerk):
    new = lists.save(db, clerk, "unit", None, UNIT)
    assert lists.save(db, clerk, "unit", new, UNIT | {"name": "واحد دیگر"}) == new
    assert "واحد دیگر" in names(lists.entries(db, "unit"))
    lists.retire(db, clerk, "unit", new)
    assert "واحد دیگر" not in names(lists.entries(db, "unit"))
    assert "واحد دیگر" in names(lists.entries(db, "unit", retired=True))
    lists.retire(db, clerk, "unit", new, back=True)
    assert "واحد دیگر" in names(lists.entries(db, "unit"))


def save(db, clerk, name, entry_id, values):
    if name == "holiday":
        return entries.save(db, clerk, entry_id, values)
    return lists.save(db, clerk, name, entry_id, values)


def test_typed_values_are_stored_in_one_form(db, clerk):
    new = entries.save(db, clerk, None, {"day": "۱۴۰۵/۹/٥", "name": "تعطيلي  ويژه", "certain": "1"}).entry_id
    kept = next(row for row in lists.entries(db, "holiday") if row["id"] == new)
    assert (kept["day"], kept["name"], kept["certain"]) == ("2026-11-26", "تعطیلی ویژه", 1)
    assert "2026-11-26" in holidays(db).days
    entries.retire(db, clerk, new)
    assert "2026-11-26" not in holidays(db).days


@pytest.mark.parametrize(
    "name, changes, field",
    [
        ("unit", {"code": ""}, "code"),
        ("unit", {"code": "M01"}, "code"),
        ("unit", {"name": "x" * 121}, "name"),
        ("unit", {"kind": "planet"}, "kind"),
        ("unit", {"name": "منطقه\0"}, "name"),
        ("unit", {"name": "منطقه\ud800"}, "name"),
        ("unit", {"name": "شهردار کرج"}, "name"),
        ("urgency", {"name": "x", "working_days": "ده"}, "working_days"),
        ("urgency", {"name": "x", "working_days": "9" * 30}, "working_days"),
        ("urgency", {"name": "x", "working_days": "²"}, "working_days"),
        ("urgency", {"name": "x", "working_days": ""}, "working_days"),
        ("meeting_table", {"name": "x", "official_id": "9" * 30}, "official_id"),
        ("meeting_table", {"name": "x", "official_id": "777"}, "official_id"),
        ("holiday", {"day": "1405/13/01", "name": "x"}, "day"),
        ("holiday", {"day": "1405/01/01", "name": "x"}, "day"),
        ("official", {"post": "x", "from_day": "1405/05/01", "to_day": "1405/04/01"}, "to_day"),
        ("programme", {"every_weeks": "0"}, "every_weeks"),
        ("programme", {"every_weeks": "9"}, "every_weeks"),
        ("programme", {"series": "م"}, "series"),
        ("programme", {"series_digit": "1"}, "series_digit"),
        ("programme", {"weekday": "7"}, "weekday"),
        ("programme", {"next_round": "0"}, "next_round"),
    ],
)
def test_wrong_value_is_refused_beside_its_field(db, clerk, name, changes, field):
    good = {
        "unit": UNIT,
        "programme": {
            "name": "x",
            "audience": "citizen",
            "weekday": "0",
            "every_weeks": "1",
            "anchor_day": "1405/01/01",
            "series": "ش",
            "series_digit": "5",
            "next_round": "1",
        },
    }.get(name, {})
    before = lists.entries(db, name, retired=True)
    with pytest.raises(Refused) as refused:
        save(db, clerk, name, None, good | changes)
    assert refused.value.field == field
    assert lists.entries(db, name, retired=True) == before


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(LISTS)), entry=st.none() | st.integers(1, 3), data=st.data())
def test_any_typed_text_is_stored_or_refused(db, clerk, name, entry, data):
    columns = LISTS[name].columns
    values = {
        column.name: data.draw(TYPED | st.sampled_from([value for value, _ in column.options] or [""]))
        for column in columns
    }
    with contextlib.suppress(Refused):
        save(db, clerk, name, entry, values)
    assert lists.entries(db, name, retired=True) or name == "name_spelling"


def test_code_of_an_outcome_cannot_be_changed(db, clerk):
    outcome = lists.entries(db, "visit_outcome")[0]
    with pytest.raises(Refused) as refused:
        lists.save(db, clerk, "visit_outcome", outcome["id"], {"code": "other", "name": "x", "referral": ""})
    assert refused.value.field == "code"
    values = {"code": outcome["code"], "name": "نام تازه", "referral": "1"}
    lists.save(db, clerk, "visit_outcome", outcome["id"], values)
    assert lists.entries(db, "visit_outcome")[0]["name"] == "نام تازه"


def test_changing_an_unknown_entry_is_refused(db, clerk):
    with pytest.raises(Refused):
        lists.save(db, clerk, "unit", 9999, UNIT)


def test_units_are_ordered_by_kind_and_then_by_the_persian_alphabet(db, clerk):
    for code, name in (("Y1", "پارک‌ها"), ("Y2", "بخش 10"), ("Y3", "بخش 9"), ("Y4", "تاسیسات")):
        lists.save(db, clerk, "unit", None, UNIT | {"code": code, "name": name, "kind": "other"})
    rows = lists.entries(db, "unit")
    kinds = [kind for kind, _ in declared_lists.UNIT_KINDS]
    assert all(kinds.index(a["kind"]) <= kinds.index(b["kind"]) for a, b in pairwise(rows))
    others = [row["name"] for row in rows if row["code"].startswith("Y")]
    assert others == ["بخش 9", "بخش 10", "پارک‌ها", "تاسیسات"]


def test_post_has_one_holder_a_day(db, clerk):
    mayor = lists.entries(db, "official")[0]
    post = mayor["post"]
    with pytest.raises(Refused) as refused:
        lists.save(db, clerk, "official", None, {"post": post, "holder": "شهردار تازه", "from_day": "1405/10/01"})
    assert refused.value.field == "from_day"
    lists.save(db, clerk, "official", mayor["id"], {"post": post, "holder": "شهردار", "to_day": "1405/09/30"})
    lists.save(db, clerk, "official", None, {"post": post, "holder": "شهردار تازه", "from_day": "1405/10/01"})
    officials = [row for row in lists.entries(db, "official") if row["post"] == post]
    assert [row["holder"] for row in officials if lists.holds(row, "2026-12-21")] == ["شهردار"]
    assert [row["holder"] for row in officials if lists.holds(row, "2026-12-22")] == ["شهردار تازه"]


def test_link_offers_only_entries_in_use(db, clerk):
    official = lists.entries(db, "official")[0]["id"]
    lists.retire(db, clerk, "official", official)
    found = lists.contents(db, "meeting_table")
    assert found.entries and official not in dict(found.targets["official_id"])
