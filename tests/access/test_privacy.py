"""Reading rights: codes and mobiles by role, confidential matters only where they are worked on."""

from dataclasses import replace

import pytest

from app.access import privacy
from app.access.privacy import HIDDEN
from app.accounts import staff
from app.errors import Refused
from app.exports import lists as exports
from app.followup import view as followup
from app.followup.query import ListQuery
from app.line import steps
from app.line.view import line_view
from app.office import lists, programmes
from app.papers import requests
from app.printing import drafts, gathering, jobs
from app.reception import view as reception_view
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.search import case as cases
from app.search import search
from app.sessions import sessions
from app.table import paraphs
from app.table.paraphs import Addressee, Draft
from app.table.view import table_view
from app.visits.visitors import Visitor

SECRET, WORDS = "رشوه گرفتن بازرس", "محرمانه رسیدگی و گزارش شود"
SOMEBODY = Visitor(code="0499370899", first_name="نمونه", last_name="آزمایشی", mobile="09121234567")
CLOSED = ("reception", "caller", "table", "secretariat", "followup", "administrator")
ALL = (*CLOSED, "manager", "confidential")


@pytest.fixture
def complaint(db, session, make_clerk):
    """A complaint against staff, registered at the reception: the clerk, the visit and the category."""
    category = next(row for row in lists.entries(db, "category") if row["confidential"])
    taker = make_clerk("reception", "caller")
    return taker, register(db, taker, session.id, Arrival(SOMEBODY, category["id"], SECRET)), category["name"]


@pytest.fixture
def referred(db, clerk, tables, complaint):
    """The same, heard at the mayor's table and sent to a district; the referral's id."""
    unit = next(row for row in lists.entries(db, "unit") if row["kind"] == "district")
    steps.call(db, clerk, complaint[1].id, tables[0]["id"])
    saved = paraphs.save(
        db,
        clerk,
        complaint[1].id,
        Draft(tables[0]["official_id"], "referred", WORDS, (Addressee(unit["id"], "lead", "", 5),)),
    )
    return int(db.required_row("SELECT id FROM referral WHERE visit_id = :id", id=saved.visit_id)["id"])


def words_of_every_screen(db, clerk, visit, table_id, referral_id):
    """All that the screens and exports say of a case, as one text."""
    looks = [
        line_view(db, clerk, table_id, visit.id),
        cases.load(db, clerk, visit.id),
        jobs.papers_of_today(db, clerk),
        table_view(db, clerk, table_id, None),
        table_view(db, clerk, table_id, (visit.id, 1)),
        reception_view.reception_view(db, clerk).latest,
        followup.every_row(db, clerk, ListQuery("open")),
        reception_view.known_visitor(db, clerk, visit.session_id, visit.visitor_id, 0),
    ]
    for listed in jobs.papers_of_today(db, clerk):
        if listed.paper.kind in ("ticket", "slip", "receipt"):
            looks.append(jobs.document_to_read(db, clerk, listed))
    looks.append(search.find_for(db, clerk, SOMEBODY.last_name))
    looks += [
        list(made.cells())
        for made in (
            exports.visit_listing(db, clerk, visit.session_id),
            exports.followup_listing(db, clerk, ListQuery("open")),
            exports.phone_call_listing(db, clerk),
            exports.search_listing(db, clerk, SOMEBODY.last_name),
            exports.dispatch_listing(db, clerk, visit.session_id),
            exports.paper_listing(db, clerk, "today"),
        )
    ]
    return repr(looks)


@pytest.mark.parametrize("role", CLOSED)
def test_confidential_matter_is_covered_on_every_screen(db, make_clerk, tables, complaint, referred, role):
    _, visit, category = complaint
    seen = words_of_every_screen(db, make_clerk(role), visit, tables[0]["id"], referred)
    for word in (SECRET, WORDS, category):
        assert word not in seen, (role, word)
    assert HIDDEN in seen


@pytest.mark.parametrize("role", ["manager", "confidential"])
def test_confidential_matter_is_open_to_its_roles(db, make_clerk, tables, complaint, referred, role):
    _, visit, category = complaint
    seen = words_of_every_screen(db, make_clerk(role), visit, tables[0]["id"], referred)
    assert SECRET in seen and WORDS in seen and category in seen


def test_confidential_matter_is_open_to_the_clerks_who_handled_it(db, clerk, tables, make_clerk, session, complaint):
    taker, visit, _ = complaint
    assert cases.load(db, taker, visit.id).story.visit.matter == SECRET
    writer, other = make_clerk("table"), make_clerk("table", "reception")
    assert cases.load(db, writer, visit.id).story.visit.matter == ""
    steps.call(db, taker, visit.id, tables[0]["id"])
    assert table_view(db, writer, tables[0]["id"], None).here.story.visit.matter == SECRET
    paraphs.save(db, writer, visit.id, Draft(tables[0]["official_id"], "settled", WORDS))
    assert WORDS in repr(cases.load(db, writer, visit.id).person)
    assert WORDS not in repr(cases.load(db, other, visit.id))
    (line,) = table_view(db, other, tables[0]["id"], None).today
    assert (line.category, line.words) == (HIDDEN, "")
    (own,) = table_view(db, writer, tables[0]["id"], None).today
    assert own.words == WORDS


@pytest.mark.parametrize("role", CLOSED)
def test_covered_slip_on_screen_names_neither_unit_nor_official(db, make_clerk, referred, role):
    """As little as the list of papers does."""
    someone = make_clerk(role)
    unit, post = db.required_row(
        "SELECT unit_name, official_post FROM referral JOIN paraph ON paraph.id = paraph_id"
    ).values()
    slip = next(each for each in jobs.papers_of_today(db, someone) if each.paper.kind == "slip")
    shown = repr(jobs.document_to_read(db, someone, slip))
    assert unit not in slip.about
    assert unit not in shown and post not in shown


def test_step_of_the_line_returns_the_visit_without_its_words(db, make_clerk, tables, complaint):
    caller, visit = make_clerk("caller"), complaint[1]
    called = steps.call(db, caller, visit.id, tables[0]["id"])
    held = steps.hold(db, caller, visit.id, "23:00")
    assert [(each.category, each.matter) for each in (called, held)] == [(HIDDEN, "")] * 2
    assert steps.call(db, make_clerk("table"), visit.id, tables[0]["id"]).matter == SECRET


def test_conflict_over_a_paraph_is_covered_too(db, clerk, make_clerk, tables, complaint):
    visit, draft = complaint[1], Draft(tables[0]["official_id"], "settled", WORDS)
    steps.call(db, clerk, visit.id, tables[0]["id"])
    saved = paraphs.save(db, clerk, visit.id, draft)
    paraphs.amend(db, clerk, saved.paraph_id, replace(draft, words=f"{WORDS}."), "اشتباه")
    for someone, told in ((make_clerk("table"), False), (make_clerk("table", "manager"), True)):
        with pytest.raises(Refused) as refused:
            paraphs.amend(db, someone, saved.paraph_id, draft, "اشتباه")
        assert (WORDS in repr(vars(refused.value))) == told


@pytest.mark.parametrize("role", CLOSED)
def test_covered_words_find_nothing_while_the_visitor_is_found(db, make_clerk, complaint, referred, role):
    someone, (_, visit, _) = make_clerk(role), complaint
    for typed in ("رشوه", "رسیدگی گزارش", "شکایت", f"{SOMEBODY.last_name} رشوه"):
        assert search.find_for(db, someone, typed)[1] == [], typed
    (hit,) = search.find_for(db, someone, SOMEBODY.name)[1]
    assert (hit.visit_id, hit.category, hit.matter, hit.numbers) == (visit.id, HIDDEN, "", "")
    assert [hit.visit_id for hit in search.find_for(db, make_clerk("manager"), "رشوه")[1]] == [visit.id]


def test_covered_paper_is_not_printed_again(db, make_clerk, complaint, referred):
    outsider = make_clerk("secretariat")
    for kind, subject in (("slip", referred), ("receipt", complaint[1].id), ("ticket", complaint[1].id)):
        with pytest.raises(Refused, match="محرمانه"):
            requests.print_again(db, outsider, kind, subject)
    assert requests.print_again(db, make_clerk("manager"), "slip", referred)


def test_minutes_name_neither_the_visitor_nor_the_category(db, session, complaint, referred):
    minutes = repr(gathering.minutes(db, session.id))
    for word in (SOMEBODY.last_name, SECRET, complaint[2], WORDS):
        assert word not in minutes
    assert HIDDEN in minutes


@pytest.mark.parametrize(
    ("role", "code", "mobile"),
    [
        ("reception", SOMEBODY.code, SOMEBODY.mobile),
        ("secretariat", SOMEBODY.code, SOMEBODY.mobile),
        ("followup", SOMEBODY.code, SOMEBODY.mobile),
        ("manager", SOMEBODY.code, SOMEBODY.mobile),
        ("table", "049***0899", "091****4567"),
        ("caller", "", ""),
        ("administrator", "", ""),
        ("confidential", "", ""),
    ],
)
def test_codes_and_mobiles_are_shown_to_roles_that_need_them(db, arrive, make_clerk, tables, role, code, mobile):
    visit, someone = arrive(visitor=SOMEBODY), make_clerk(role)
    steps.call(db, make_clerk("caller", "manager"), visit.id, tables[0]["id"])
    place = tables[0]["id"]
    stories = [
        cases.load(db, someone, visit.id).story,
        line_view(db, someone, place, visit.id).story,
        table_view(db, someone, place, None).here.story,
    ]
    looks = [*(story.visitor for story in stories), *search.find_for(db, someone, "نمونه")[1]]
    assert {(each.code, each.mobile) for each in looks} == {(code, mobile)}
    (draft,), _ = drafts.draft_papers(db, someone, visit.id, Draft(tables[0]["official_id"], "settled", "حل شد"))
    assert (draft.applicant.code, draft.applicant.mobile) == (code, mobile)


def test_masked_code_is_found_only_by_the_whole_code(db, arrive, make_clerk):
    visit = arrive(visitor=SOMEBODY)
    table_clerk, caller, taker = make_clerk("table"), make_clerk("caller"), make_clerk("reception")
    for someone, typed, finds in (
        (table_clerk, SOMEBODY.code, True),
        (table_clerk, "04993", False),
        (table_clerk, "0912123", False),
        (caller, SOMEBODY.code, False),
        (caller, SOMEBODY.mobile, False),
        (taker, "04993", True),
    ):
        assert [hit.visit_id for hit in search.find_for(db, someone, typed)[1]] == [visit.id] * finds, typed


def test_role_that_sees_no_codes_may_not_look_up_by_them(db, arrive, make_clerk):
    arrive(visitor=SOMEBODY)
    with pytest.raises(Refused, match="پذیرش"):
        reception_view.find(db, make_clerk("table", "caller"), SOMEBODY.code)
    assert reception_view.find(db, make_clerk("reception"), SOMEBODY.code).people[0].code == SOMEBODY.code


def test_role_taken_away_covers_at_once(db, clerk, make_clerk, complaint):
    boss, visit = make_clerk("manager"), complaint[1]
    assert privacy.rights_of(db, boss).may_read(visit.id, confidential=1)
    staff.change(db, clerk, boss.id, name=boss.name, roles=frozenset({"caller"}))
    assert not privacy.rights_of(db, boss).may_read(visit.id, confidential=1)
    staff.retire(db, clerk, boss.id)
    with pytest.raises(Refused, match="فعال نیست"):
        cases.load(db, boss, visit.id)


def test_complaint_of_staff_about_a_manager_is_covered_for_every_other_role(db, clerk, make_clerk, tables):
    """In a session of their own, under its own series."""
    programme = next(each for each in programmes.active(db) if each.audience == "staff")
    held = sessions.open_today(db, clerk, programme.id)
    category = next(row for row in lists.entries(db, "category") if row["name"] == "شکایت از مدیر")
    taker = make_clerk("reception", "caller")
    colleague = replace(SOMEBODY, personnel_number="12", workplace="منطقه ۲")
    visit = register(db, taker, held.id, Arrival(colleague, category["id"], SECRET))
    unit = next(row for row in lists.entries(db, "unit") if row["code"] == "D02")
    steps.call(db, clerk, visit.id, tables[0]["id"])
    saved = paraphs.save(
        db, clerk, visit.id, Draft(tables[0]["official_id"], "referred", WORDS, (Addressee(unit["id"], "lead", "", 5),))
    )
    assert saved.numbers == ("1405/پ/00001",)
    referral = int(db.required_row("SELECT id FROM referral WHERE visit_id = :id", id=visit.id)["id"])
    for role in CLOSED:
        seen = words_of_every_screen(db, make_clerk(role), visit, tables[0]["id"], referral)
        assert not [word for word in (SECRET, WORDS, category["name"]) if word in seen], role
    assert SECRET in words_of_every_screen(db, make_clerk("manager"), visit, tables[0]["id"], referral)
    minutes = repr(gathering.minutes(db, held.id))
    assert not [word for word in (SOMEBODY.last_name, SECRET, category["name"]) if word in minutes]
