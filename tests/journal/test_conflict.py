"""Two clerks save the same thing: the second is told who saved what meanwhile, and nothing is overwritten."""

from dataclasses import replace

import pytest

from app.accounts import staff
from app.errors import Refused
from app.journal.conflict import EditConflict
from app.line import steps
from app.office import declared_lists, lists
from app.office import settings as office
from app.reception import invitees, registering
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.search import merging
from app.spreadsheets.reading import Spreadsheet
from app.table import paraphs
from app.table.paraphs import Addressee, Draft
from app.visits import visitors, visits
from app.visits.visitors import Visitor

SOMEBODY = Visitor(code="0499370899", first_name="نمونه", last_name="آزمایشی", mobile="09121234567")


@pytest.fixture
def other(make_clerk):
    return make_clerk("manager", "administrator", "reception", "table")


def overtaken(rule, *given, **named):
    with pytest.raises(EditConflict) as caught:
        rule(*given, **named)
    return caught.value


def unit(db):
    return lists.entries(db, "unit")[0]


def typed(row, **changes):
    values = {column.name: row[column.name] for column in declared_lists.LISTS["unit"].columns}
    return {name: "" if value is None else str(value) for name, value in (values | changes).items()}


def test_settings_saved_meanwhile_are_a_conflict_that_shows_them(db, clerk, other, clock):
    seen = office.settings(db)
    office.change_settings(db, other, seen=seen, phone="1888")
    clock.turn(minutes=1, seconds=10)
    refused = overtaken(office.change_settings, db, clerk, seen=seen, recall_limit="5", phone="137")
    assert refused.sentence.startswith(f"{other.name} یک دقیقه پیش همین را ذخیره کرد")
    assert refused.theirs["phone"] == "1888" and office.settings(db).recall_limit == 3
    kept = office.change_settings(db, clerk, seen=office.Settings(**refused.theirs), recall_limit="5", phone="137")
    assert (kept.phone, kept.recall_limit) == ("137", 5)


def test_the_same_change_twice_is_no_conflict(db, clerk, other):
    seen = office.settings(db)
    office.change_settings(db, other, seen=seen, phone="1888")
    assert office.change_settings(db, clerk, seen=seen, phone="1888").phone == "1888"


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        ({"seconds": 20}, "هم‌اکنون"),
        ({"minutes": 12}, "۱۲ دقیقه پیش"),
        ({"hours": 2}, "ساعت \u2068۰۹:۰۰\u2069"),
        ({"days": 2}, "در ۴ آذر"),
    ],
)
def test_conflict_says_when_the_other_saved(db, clerk, other, clock, gone, words):
    seen = office.settings(db)
    office.change_settings(db, other, phone="1888")
    clock.turn(**gone)
    assert words in overtaken(office.change_settings, db, clerk, seen=seen, phone="1").sentence


def test_visitor_that_two_desks_add_at_once_is_a_conflict(db, clerk, other, session):
    """What the first desk wrote of the person is not erased by fields the second left empty."""
    whole = replace(SOMEBODY, father="حسن", address="کرج، خیابان یکم")
    register(db, other, session.id, Arrival(whole, 1))
    bare = Arrival(replace(SOMEBODY, mobile=""), 2, accepted=frozenset({"here"}))
    refused = overtaken(register, db, clerk, session.id, bare)
    assert refused.theirs["father"] == "حسن"
    assert visitors.with_code(db, SOMEBODY.code)[0].mobile == SOMEBODY.mobile
    assert register(db, clerk, session.id, replace(bare, seen=Visitor(**refused.theirs))).ticket == 2


def test_visitor_merged_meanwhile_is_a_conflict(db, clerk, other, session):
    kept = register(db, clerk, session.id, Arrival(replace(SOMEBODY, address="کرج، خیابان یکم"), 1)).visitor_id
    gone = register(
        db,
        clerk,
        session.id,
        Arrival(replace(SOMEBODY, code="0790419904", last_name="آزمایشی پور", address="نشانی پیشین"), 1),
    ).visitor_id
    filled = visitors.get(db, gone)
    merging.merge(db, other, kept, gone, "یکی است")
    refused = overtaken(register, db, clerk, session.id, Arrival(filled, 2, accepted=frozenset({"here"}), seen=filled))
    assert refused.theirs["address"] == "کرج، خیابان یکم"


def test_values_of_an_invitees_list_are_no_conflict_of_their_own(db, clerk, other, session):
    register(db, clerk, session.id, Arrival(SOMEBODY, 1))
    sheet = Spreadsheet(("کد", "نام", "خانوادگی"), ((SOMEBODY.code, "نمونه", "آزمایشی پور"),), (2,))
    invitees.load(db, clerk, session.id, sheet, {"national_code": 0, "first_name": 1, "last_name": 2})
    here = frozenset({"here"})
    filled = replace(invitees.arrival(db, invitees.of_session(db, session.id)[0].id), category_id=2, accepted=here)
    known = visitors.with_code(db, SOMEBODY.code)[0]
    register(db, other, session.id, Arrival(replace(known, mobile="09350000000"), 2, accepted=here, seen=known))
    assert overtaken(register, db, clerk, session.id, filled).theirs["mobile"] == "09350000000"
    anew = replace(invitees.arrival(db, filled.invitee_id), category_id=2, accepted=here)
    assert register(db, clerk, session.id, anew).last_name == "آزمایشی پور", "the list's own words are no conflict"


def test_paraph_is_refused_where_the_visitor_is_at_another_table_by_now(db, clerk, session, tables, arrive):
    """The other table writes the paraph, and the meeting there goes on."""
    visit, (here, there) = arrive(), (table["id"] for table in tables[:2])
    steps.call(db, clerk, visit.id, here)
    steps.send(db, clerk, visit.id, there, "")
    steps.call(db, clerk, visit.id, there)
    with pytest.raises(Refused, match="دیگر پای این میز نیست"):
        paraphs.save(db, clerk, visit.id, Draft(tables[0]["official_id"], "settled", "حل شد"), table_id=here)
    assert visits.at_table(db, there).id == visit.id and not paraphs.of_visit(db, visit.id)


def test_list_entry_changed_meanwhile_is_a_conflict(db, clerk, other):
    seen = unit(db)
    lists.save(db, other, "unit", seen["id"], typed(seen, name="واحد دیگر"), seen)
    refused = overtaken(lists.save, db, clerk, "unit", seen["id"], typed(seen, name="واحد من"), seen)
    assert refused.theirs["name"] == "واحد دیگر" == unit(db)["name"]
    lists.save(db, clerk, "unit", seen["id"], typed(seen, name="واحد من"), refused.theirs)
    assert unit(db)["name"] == "واحد من"


def test_untouched_field_of_a_form_does_not_undo_another_clerks_change(db, clerk, other):
    seen = unit(db)
    lists.save(db, other, "unit", seen["id"], typed(seen, addressed_as="مدیر محترم"), seen)
    refused = overtaken(lists.save, db, clerk, "unit", seen["id"], typed(seen, name="واحد من"), seen)
    assert refused.theirs["addressed_as"] == "مدیر محترم"


def test_clerk_changed_meanwhile_is_a_conflict(db, clerk, other, make_clerk):
    someone = make_clerk("reception")
    both = frozenset({"reception", "caller"})
    staff.change(db, other, someone.id, name=someone.name, roles=both, seen=someone)
    refused = overtaken(staff.change, db, clerk, someone.id, name="نام تازه", roles=someone.roles, seen=someone)
    assert refused.theirs == {"name": someone.name, "roles": "reception caller"}
    staff.change(db, clerk, someone.id, name="نام تازه", roles=someone.roles, seen=replace(someone, roles=both))


def test_visitor_changed_meanwhile_is_a_conflict(db, clerk, other, session, arrive):
    visit = arrive(visitor=SOMEBODY)
    known, category = visitors.get(db, visit.visitor_id), lists.entries(db, "category")[1]["id"]
    let = frozenset({"here"})
    register(db, other, session.id, Arrival(replace(known, mobile="09350000000"), category, accepted=let, seen=known))
    mine = Arrival(replace(known, address="کرج"), category, accepted=let, seen=known)
    refused = overtaken(register, db, clerk, session.id, mine)
    assert refused.theirs["mobile"] == "09350000000" and len(registering.latest(db, session.id)) == 2
    register(db, clerk, session.id, replace(mine, seen=Visitor(**refused.theirs)))
    assert visitors.get(db, known.id).address == "کرج"


def test_conflict_over_a_paraph_shows_the_valid_one(db, clerk, other, tables, arrive):
    visit, official = arrive(), tables[0]["official_id"]
    one, two = (row["id"] for row in lists.entries(db, "unit")[:2])
    steps.call(db, clerk, visit.id, tables[0]["id"])
    first = paraphs.save(db, clerk, visit.id, Draft(official, "referred", "بررسی", (Addressee(one, working_days=5),)))
    theirs = Draft(official, "referred", "بازدید", (Addressee(two, working_days=5),))
    amended = paraphs.amend(db, other, first.paraph_id, theirs, "واحد دیگر")
    mine = Draft(official, "referred", "اقدام", (Addressee(one, working_days=9),))
    refused = overtaken(paraphs.amend, db, clerk, first.paraph_id, mine, "مهلت")
    assert refused.sentence.startswith(f"{other.name} هم‌اکنون")
    assert (refused.theirs["id"], refused.theirs["words"]) == (amended.paraph_id, "بازدید")
    assert refused.theirs["units"] == lists.entries(db, "unit")[1]["name"]
    kept = paraphs.amend(db, clerk, refused.theirs["id"], mine, "مهلت")
    assert [row.words for row in paraphs.of_visit(db, visit.id) if row.state == "valid"] == ["اقدام"]
    paraphs.void(db, other, kept.paraph_id, "اشتباه")
    with pytest.raises(Refused, match=other.name):
        paraphs.amend(db, clerk, kept.paraph_id, mine, "مهلت")
