"""One person entered twice is merged, and separated again with nothing lost, on both engines."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cases import earlier
from app.errors import Refused
from app.journal.reading import history
from app.office import lists
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.search import merging, search
from app.visits import visitors
from app.visits.visitors import Visitor
from db import search as full_text
from tests.conftest import CODES

COLUMNS = "id, kind, code, first_name, last_name, father, mobile, merged_into"


def known_person(**changes):
    known = {
        "kind": "person",
        "code": CODES[0],
        "first_name": "محمدرضا",
        "last_name": "سیرایی",
        "father": "علی",
        "mobile": "09121234567",
    }
    return Visitor(**known | changes)


def person_without_code(**changes):
    return known_person(kind="no_code", code="", code_reason="همراه ندارد", **changes)


def picture(db):
    """Everything that a merge may change; the words of a visit stand in any order."""
    return (
        db.rows(f"SELECT {COLUMNS} FROM visitor ORDER BY id"),
        db.rows("SELECT id, visitor_id FROM visit ORDER BY id"),
        {row["id"]: set(row["words"].split()) for row in full_text.entries(db, 0, 1000)},
    )


@pytest.fixture
def come(db, clerk, session):
    category = lists.entries(db, "category")[0]["id"]

    def make(visitor, **more):
        accepted = frozenset({"here", "open"})
        return register(db, clerk, session.id, Arrival(visitor, category, accepted=accepted, **more))

    return make


def test_double_is_found_by_name_mobile_or_code(db, clerk, come):
    kept = come(known_person()).visitor_id
    double = come(person_without_code(first_name="سید محمد رضا", last_name="سيرائي", mobile="")).visitor_id
    phone = come(person_without_code(first_name="رضا", last_name="دیگری", father="")).visitor_id
    come(person_without_code(father="حسن", mobile=""))
    come(person_without_code(first_name="مریم", mobile=""))
    come(known_person(code=CODES[1], father="", mobile=""))
    found = {each.visitor.id: each.why for each in merging.doubles(db, clerk, kept)}
    assert found == {double: "همان نام و نام پدر", phone: "همان تلفن همراه"}
    assert kept in {each.visitor.id for each in merging.doubles(db, clerk, double)}


@pytest.mark.parametrize(
    ("one", "other"), [("داوود", "داود"), ("اسمعیل", "اسماعیل"), ("نعمت‌الله", "نعمت اله"), ("رؤوف", "رئوف")]
)
def test_double_is_found_under_another_spelling_of_the_name(db, clerk, come, one, other):
    kept = come(known_person(first_name=one)).visitor_id
    double = come(person_without_code(first_name=other, mobile="")).visitor_id
    assert [each.visitor.id for each in merging.doubles(db, clerk, kept)] == [double]


def test_merged_visits_are_one_history_and_every_spelling_finds_it(db, clerk, come):
    kept, double = (
        come(known_person()),
        come(person_without_code(first_name="سید محمدرضا", last_name="سیرابی", mobile="09350000000")),
    )
    merging.merge(db, clerk, kept.visitor_id, double.visitor_id, "همان شخص است")
    assert [each.visit_id for each in earlier.history(db, kept.visitor_id)] == [double.id, kept.id]
    for typed in (CODES[0], "09350000000", "محمدرضا سیرابی", "محمدرضا سیرایی"):
        assert [each.id for each in visitors.look_up(db, typed)] == [kept.visitor_id], typed
    assert {hit.visit_id for hit in search.find(db, "سیرابی")} == {kept.id, double.id}
    again = come(
        Visitor(**person_without_code(mobile="09350000000").fields() | {"id": double.visitor_id}),
        seen=visitors.get(db, kept.visitor_id),
    )
    assert again.visitor_id == kept.visitor_id and visitors.get(db, kept.visitor_id).code == CODES[0]
    assert merging.doubles(db, clerk, kept.visitor_id) == []
    [known] = merging.mergings(db, clerk, kept.visitor_id)
    assert (known.gone.id, known.visits, known.reason) == (double.visitor_id, 1, "همان شخص است")
    assert history(db, "visitor", double.visitor_id)[-1]["action"] == "merge"


def test_newer_visits_stay_with_the_kept_person_after_separating(db, clerk, come):
    kept, double = come(known_person()), come(person_without_code())
    merge = merging.merge(db, clerk, kept.visitor_id, double.visitor_id, "یکی است")
    newer = come(known_person())
    merging.unmerge(db, clerk, merge)
    owners = {row["id"]: row["visitor_id"] for row in db.rows("SELECT id, visitor_id FROM visit")}
    assert owners == {kept.id: kept.visitor_id, newer.id: kept.visitor_id, double.id: double.visitor_id}
    with pytest.raises(Refused, match="بازگردانده شده"):
        merging.unmerge(db, clerk, merge)


def test_merge_is_refused_without_reason_role_or_two_persons(db, clerk, make_clerk, come):
    kept, double, other = (
        come(known_person()).visitor_id,
        come(person_without_code()).visitor_id,
        come(person_without_code(first_name="مجید")).visitor_id,
    )
    with pytest.raises(Refused) as caught:
        merging.merge(db, clerk, kept, double, " ")
    assert caught.value.field == "reason"
    with pytest.raises(Refused, match="دارای کد ملی"):
        merging.merge(db, clerk, double, kept, "یکی است")
    with pytest.raises(Refused, match="یک شخص هستند"):
        merging.merge(db, clerk, kept, kept, "یکی است")
    with pytest.raises(Refused):
        merging.merge(db, make_clerk("caller"), kept, double, "یکی است")
    first = merging.merge(db, clerk, double, other, "یکی است")
    merging.merge(db, clerk, kept, double, "یکی است")
    with pytest.raises(Refused, match="ابتدا آن"):
        merging.unmerge(db, clerk, first)
    with pytest.raises(Refused, match="قبلاً با شخص دیگری"):
        merging.merge(db, clerk, kept, other, "یکی است")


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=6))
def test_merging_and_separating_in_turn_changes_nothing(db, clerk, come, pairs):
    if not db.rows("SELECT id FROM visitor"):
        for n in range(4):
            for _ in range(n % 2 + 1):
                come(
                    person_without_code(first_name=f"محمد {n}", last_name="آزمایشی", mobile=f"0912000000{n}")
                    if n
                    else known_person()
                )
    people = [row["id"] for row in db.rows("SELECT MIN(id) AS id FROM visitor GROUP BY last_name, first_name")]
    pictures, done = [picture(db)], []
    for kept, gone in pairs:
        try:
            done.append(merging.merge(db, clerk, people[kept % len(people)], people[gone % len(people)], "یکی است"))
        except Refused:
            continue
        pictures.append(picture(db))
    for merge in reversed(done):
        assert picture(db) == pictures.pop()
        merging.unmerge(db, clerk, merge)
    assert picture(db) == pictures.pop()
