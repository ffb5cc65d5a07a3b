"""The data gathered for each paper: what it says, what it leaves out, and the names of its day."""

from dataclasses import replace

import pytest

from app.access import privacy
from app.line import standing, steps
from app.office import declared_lists, lists
from app.office import settings as office
from app.papers import requests
from app.papers.documents import Sender
from app.papers.requests import Paper
from app.persian.calendar import jalali
from app.printing import drafts, gathering
from app.printing.redaction import redacted
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.referrals import answers, reminders, ticket_codes, verdicts
from app.referrals.numbers import parse_barcode
from app.sessions import sessions
from app.table import paraphs
from app.table.paraphs import Addressee, Draft
from app.visits.visitors import Visitor


@pytest.fixture
def units(db):
    return [row for row in lists.entries(db, "unit") if row["kind"] == "district"]


@pytest.fixture
def visitor():
    return Visitor(
        code="0499370899", first_name="نمونه", last_name="آزمایشی‌فر", father="فرضی", gender="male", mobile="09120000000"
    )


@pytest.fixture
def refer(db, clerk, tables):
    """`refer(visit, *addressees)` saves a paraph at the mayor's table and returns it."""

    def save_paraph(visit, *to, words="از محل بازدید شود"):
        steps.call(db, clerk, visit.id, tables[0]["id"])
        return paraphs.save(db, clerk, visit.id, Draft(tables[0]["official_id"], "referred", words, to))

    return save_paraph


def slips(db, visit):
    rows = db.rows("SELECT id FROM referral WHERE visit_id = :id ORDER BY id", id=visit.id)
    return [gathering.slip(db, row["id"]) for row in rows]


def rename(db, clerk, list_name, entry_id, **changes):
    """Change one entry of the office's lists as the settings page does."""
    entry = next(row for row in lists.entries(db, list_name) if row["id"] == entry_id)
    typed = {
        column.name: entry[column.name] for column in declared_lists.LISTS[list_name].columns if column.kind != "day"
    }
    values = {key: "" if value is None else str(value) for key, value in typed.items()}
    if list_name == "programme":
        values["anchor_day"] = jalali(entry["anchor_day"])
    lists.save(db, clerk, list_name, entry_id, values | changes)


# -- the ticket


def test_ticket_tells_the_place_in_line(db, arrive, tables):
    arrive(), arrive()
    visit = arrive(wanted_table_id=tables[1]["id"], priority_group_id=1, priority_reason="سالمند")
    ticket = gathering.ticket(db, visit.id)
    assert (ticket.number, ticket.round, ticket.day, ticket.table) == (3, 1, "2026-11-25", "میز 1")
    assert ticket.letterhead.office == "شهرداری کرج" and ticket.letterhead.programme == "چهارشنبه‌های مردمی"
    assert ticket.people_ahead == standing.expected_wait(db, visit).ahead == 2
    assert ticket.wait is None and ticket.priority and not ticket.reprint


def test_code_of_the_ticket_finds_its_visit(db, arrive):
    arrive()
    visit = arrive()
    code = gathering.ticket(db, visit.id).barcode
    assert len(code) == 12 and ticket_codes.find_ticket(db, code).visit_id == visit.id


def test_ticket_for_any_table_names_no_table(db, arrive):
    assert gathering.ticket(db, arrive().id).table == ""


def test_ticket_estimates_the_wait_once_there_is_a_pace(db, clerk, arrive, tables, clock):
    visits = [arrive() for _ in range(6)]
    for visit, table in zip(visits[:4], tables, strict=False):
        clock.turn(minutes=3)
        steps.call(db, clerk, visit.id, table["id"])
    ticket = gathering.ticket(db, visits[5].id)
    assert ticket.people_ahead == 1
    least, most = ticket.wait
    assert least == 0 and 5 <= most <= 15


def test_ticket_of_a_group_names_its_number_of_people(db, arrive):
    group = Visitor(kind="group", last_name="اهالی کوچهٔ بهار")
    assert gathering.ticket(db, arrive(visitor=group, people="12").id).visitor == "گروه 12 نفرهٔ اهالی کوچهٔ بهار"


# -- the slip


def test_slip_holds_all_its_unit_needs(db, arrive, units, refer, visitor):
    visit = arrive(
        visitor=visitor,
        matter="رأی مادهٔ ۱۰۰",
        enclosures="۲",
        district_id=units[3]["id"],
        companion="بانوی نمونه",
        companion_relation="همسر",
    )
    saved = refer(
        visit,
        Addressee(units[0]["id"], "lead", "فوری", 15),
        Addressee(units[1]["id"], "partner", "", 15),
        Addressee(units[2]["id"], "copy"),
    )
    lead, partner, copy = slips(db, visit)
    assert (lead.number, partner.number, copy.number) == saved.numbers
    assert len(lead.barcode) == 12 and lead.day == "2026-11-25"
    assert lead.due_day > lead.day and lead.working_days == 15
    assert lead.applicant.name == "آقای نمونه آزمایشی‌فر" and lead.applicant.code == "0499370899"
    assert (lead.applicant.father, lead.applicant.companion) == ("فرضی", "بانوی نمونه (همسر)")
    assert (lead.addressed_as, lead.urgency, lead.enclosures) == (units[0]["addressed_as"], "فوری", 2)
    assert (lead.matter, lead.district, lead.words) == ("رأی مادهٔ 100", units[3]["name"], "از محل بازدید شود")
    assert (lead.partners, lead.copies) == ((units[1]["name"],), (units[2]["name"],))
    assert (partner.leads, partner.partners, copy.leads, copy.partners) == (
        (units[0]["name"],),
        (),
        (units[0]["name"],),
        (units[1]["name"],),
    )
    assert (lead.part, partner.part, copy.part) == ("lead", "partner", "copy")
    assert copy.due_day == "" and copy.working_days is None


def test_slip_keeps_the_names_of_its_day(db, clerk, clock, arrive, units, tables, refer):
    visit = arrive(district_id=units[1]["id"])
    refer(visit, Addressee(units[0]["id"], "lead", "", 15))
    before = slips(db, visit)
    clock.turn(minutes=1)
    rename(db, clerk, "unit", units[0]["id"], name="منطقهٔ نو", addressed_as="سرپرست محترم منطقهٔ نو")
    rename(db, clerk, "unit", units[1]["id"], name="منطقهٔ دیگر")
    rename(db, clerk, "official", tables[0]["official_id"], post="سرپرست شهرداری", holder="کسی دیگر")
    rename(db, clerk, "category", lists.entries(db, "category")[0]["id"], name="موضوع نو")
    rename(db, clerk, "programme", 1, name="برنامهٔ نو")
    clock.turn(minutes=1)
    rename(db, clerk, "unit", units[1]["id"], name="منطقهٔ سوم")
    assert slips(db, visit) == before
    later = arrive(district_id=units[1]["id"])
    refer(later, Addressee(units[0]["id"], "lead", "", 15))
    (slip,) = slips(db, later)
    assert slip.addressed_as == "سرپرست محترم منطقهٔ نو" and slip.official_post == "سرپرست شهرداری"
    assert (slip.district, slip.category, slip.letterhead.programme) == ("منطقهٔ سوم", "موضوع نو", "برنامهٔ نو")


def test_void_slip_is_marked_and_the_new_slip_names_the_one_it_replaces(db, clerk, arrive, units, tables, refer):
    visit = arrive()
    saved = refer(visit, Addressee(units[0]["id"], "lead", "", 15))
    draft = Draft(tables[0]["official_id"], "referred", "بررسی شود", (Addressee(units[1]["id"], "lead", "", 15),))
    paraphs.amend(db, clerk, saved.paraph_id, draft, "واحد اشتباه بود")
    old, new = slips(db, visit)
    assert (old.void, old.replaces) == (True, "") and (new.void, new.replaces) == (False, saved.numbers[0])


def test_receipt_of_staff_has_the_personnel_number(db, clerk):
    programme = next(row for row in lists.entries(db, "programme") if row["audience"] == "staff")
    session = sessions.open_today(db, clerk, programme["id"])
    category = next(row for row in lists.entries(db, "category") if row["audience"] == "staff")
    worker = Visitor(
        kind="person",
        first_name="نمونه",
        last_name="کارمند",
        code="0499370899",
        personnel_number="۱۲۳۴",
        workplace="منطقه ۵",
    )
    visit = register(db, clerk, session.id, Arrival(worker, category["id"]))
    applicant = gathering.receipt(db, visit.id).applicant
    assert (applicant.code, applicant.code_label, applicant.workplace) == ("1234", "کد پرسنلی", "منطقه 5")


# -- the receipt


def test_receipt_lists_every_valid_referral(db, clerk, arrive, units, tables, refer, visitor):
    visit = arrive(visitor=visitor)
    saved = refer(visit, Addressee(units[0]["id"], "lead", "", 15), Addressee(units[1]["id"], "copy"))
    receipt = gathering.receipt(db, visit.id)
    assert [(row.number, row.unit, row.part) for row in receipt.referrals] == [
        (saved.numbers[0], units[0]["name"], "lead"),
        (saved.numbers[1], units[1]["name"], "copy"),
    ]
    assert (receipt.outcome_code, receipt.outcome, receipt.ticket) == ("referred", "ارجاع شد", 1)
    assert jalali(receipt.legal_day) == "1405/12/04", "three months after the day of registration"
    slip = slips(db, visit)[0]
    assert receipt.barcode[0] == "2" and parse_barcode(receipt.barcode) == slip.barcode
    assert receipt.category == visit.category
    draft = Draft(tables[0]["official_id"], "referred", "بررسی شود", (Addressee(units[2]["id"], "lead", "", 15),))
    amended = paraphs.amend(db, clerk, saved.paraph_id, draft, "واحد اشتباه بود")
    assert [row.number for row in gathering.receipt(db, visit.id).referrals] == list(amended.numbers)


def test_receipt_without_referrals_says_the_outcome(db, clerk, arrive, tables):
    visit = arrive()
    steps.call(db, clerk, visit.id, tables[0]["id"])
    paraphs.save(db, clerk, visit.id, Draft(tables[0]["official_id"], "settled", "در محل حل شد"))
    receipt = gathering.receipt(db, visit.id)
    assert (receipt.outcome_code, receipt.outcome) == ("settled", "در محل حل شد")
    assert (receipt.referrals, receipt.legal_day, receipt.barcode) == ((), "", "")


@pytest.fixture
def come_again(db, clerk, arrive, units, refer, visitor):
    """`come_again(earlier, *unit_numbers, covered=…)` registers the visitor, about the same matter where there is an
    earlier visit, and refers the visit to these units."""
    plain, secret, *_ = lists.entries(db, "category")
    rename(db, clerk, "category", secret["id"], confidential="1")

    def make(earlier, *to, covered=False):
        visit = arrive(
            visitor=visitor,
            category_id=(secret if covered else plain)["id"],
            same_as=earlier.id if earlier else None,
            accepted=frozenset({"open", "here"}),
        )
        if to:
            parts = ["lead", *["partner"] * (len(to) - 1)]
            refer(visit, *(Addressee(units[n]["id"], part, "", 15) for n, part in zip(to, parts, strict=True)))
        return visit

    return make


def test_slip_and_receipt_of_the_same_matter_name_the_earlier_number(db, come_again):
    first = come_again(None, 0, 1)
    second = come_again(first, 1, 2)
    (lead, partner), (own, other) = slips(db, first), slips(db, second)
    assert (lead.times, lead.follows) == (1, "") == (gathering.receipt(db, first.id).times, "")
    assert (own.times, own.follows) == (2, partner.number), "the unit's own earlier number"
    assert (other.times, other.follows) == (2, lead.number), "else the responsible unit's"
    receipt = gathering.receipt(db, second.id)
    assert (receipt.times, receipt.follows) == (2, lead.number)


def test_third_visit_follows_the_nearest_one_with_a_referral(db, come_again):
    first = come_again(None, 0)
    second = come_again(first)
    third = come_again(second, 0)
    (slip,) = slips(db, third)
    assert (slip.times, slip.follows) == (3, slips(db, first)[0].number)


def test_number_of_a_confidential_matter_stands_on_papers_of_confidential_ones_alone(db, clerk, come_again, make_clerk):
    first = come_again(None, 0, covered=True)
    open_one, covered = come_again(first, 0), come_again(first, 0, covered=True)
    number = slips(db, first)[0].number
    assert [slips(db, visit)[0].times for visit in (open_one, covered)] == [2, 2]
    assert [slips(db, visit)[0].follows for visit in (open_one, covered)] == ["", number]
    assert [gathering.receipt(db, visit.id).follows for visit in (open_one, covered)] == ["", number]
    reader = make_clerk("followup")
    for paper in (slips(db, covered)[0], gathering.receipt(db, covered.id)):
        assert redacted(privacy.rights_of(db, reader), paper, covered.id).follows == ""
        assert redacted(privacy.rights_of(db, clerk), paper, covered.id).follows == number


def test_confidential_category_is_left_out_of_the_receipt(db, arrive, units, refer):
    confidential = next(row["id"] for row in lists.entries(db, "category") if row["confidential"])
    visit = arrive()
    with db.write("queue"):
        db.rows("UPDATE visit SET category_id = :secret WHERE id = :id", secret=confidential, id=visit.id)
    refer(visit, Addressee(units[0]["id"], "lead", "", 15))
    assert gathering.receipt(db, visit.id).category == ""
    (slip,) = slips(db, visit)
    assert slip.confidential and slip.category


# -- after the slip is issued


def test_slip_after_an_objection_has_the_new_deadline_and_the_visitors_words(db, clerk, clock, arrive, units, refer):
    visit = arrive()
    refer(visit, Addressee(units[0]["id"], "lead", "", 15))
    (first,) = slips(db, visit)
    (referral,) = db.rows("SELECT id FROM referral")
    (paper,) = db.rows("SELECT id FROM paper WHERE kind = 'slip'")
    requests.mark_printed(db, clerk, [paper["id"]])
    answers.record_final(db, clerk, referral["id"], answers.UnitAnswer("done", "لوله تعویض شد"))
    due = verdicts.object_to(db, clerk, referral["id"], "نشت آب هنوز ادامه دارد")
    (again,) = slips(db, visit)
    assert (first.objected_day, first.objection) == ("", "")
    assert (again.objected_day, again.objection, again.due_day) == ("2026-11-25", "نشت آب هنوز ادامه دارد", due)
    (waiting,) = [each for each in requests.waiting(db, clerk.desk) if each.kind == "slip"]
    assert not waiting.reprint, "it says something new, so it is no copy"
    assert gathering.receipt(db, visit.id).referrals[0].due_day == due


def test_slip_passed_on_names_the_earlier_number_and_its_unit(db, clerk, arrive, units, refer):
    visit = arrive()
    refer(visit, Addressee(units[0]["id"], "lead", "", 15), Addressee(units[1]["id"], "partner", "", 15))
    first = db.required_row("SELECT id, number FROM referral ORDER BY id LIMIT 1")
    answers.pass_on(db, clerk, first["id"], units[2]["id"], "در حوزهٔ ما نیست")
    *_, onward = slips(db, visit)
    assert (onward.passed_number, onward.passed_unit) == (first["number"], units[0]["name"])
    assert (onward.leads, onward.partners) == ((), (units[1]["name"],)), "the unit before has no part in it any more"
    assert [row.unit for row in gathering.receipt(db, visit.id).referrals] == [units[1]["name"], units[2]["name"]]


def test_reminder_has_a_number_and_a_code_of_its_own(db, clerk, clock, arrive, units, refer):
    visit = arrive()
    refer(visit, Addressee(units[0]["id"], "lead", "", 1))
    (slip,) = slips(db, visit)
    clock.turn(days=9)
    (reminder_id,) = reminders.remind(db, clerk, [db.required_row("SELECT id FROM referral")["id"]])
    reminder = gathering.reminder(db, reminder_id)
    assert (reminder.number, reminder.slip_number) == (f"{slip.number}/پ1", slip.number)
    assert reminder.barcode[0] == "3" and parse_barcode(reminder.barcode) == slip.barcode


# -- before anything is saved


def test_draft_is_shown_as_slips_without_numbers(db, clerk, arrive, units, tables, visitor):
    visit = arrive(visitor=visitor)
    to = (Addressee(units[0]["id"], "lead", "", 15), Addressee(units[1]["id"], "copy"))
    draft = Draft(tables[0]["official_id"], "referred", "بررسی  شود", to)
    (lead, copy), form = drafts.draft_papers(db, clerk, visit.id, draft)
    assert form == "a4" and (lead.number, lead.barcode) == (drafts.NOT_YET, "")
    assert (lead.words, lead.copies, copy.leads) == ("بررسی شود", (units[1]["name"],), (units[0]["name"],))
    assert lead.due_day == paraphs.deadline(db, 15, db.now()) and not db.rows("SELECT id FROM referral")


def test_unfinished_draft_is_shown_with_the_parts_it_has(db, clerk, arrive, units):
    visit = arrive()
    (slip,), _ = drafts.draft_papers(db, clerk, visit.id, Draft(0, "referred", "", (Addressee(units[0]["id"]),)))
    assert (slip.official_post, slip.words, slip.due_day) == ("", "", "")
    (receipt,), _ = drafts.draft_papers(db, clerk, visit.id, Draft(0, "settled", "حل شد"))
    assert receipt.outcome == "در محل حل شد"


# -- all


@pytest.mark.parametrize("reprint", [0, 1])
def test_each_kind_of_paper_carries_its_reprint_mark(db, session, arrive, units, refer, reprint):
    visit = arrive()
    refer(visit, Addressee(units[0]["id"], "lead", "", 15))
    referral = db.required_row("SELECT id FROM referral")["id"]
    for kind, subject in (("ticket", visit.id), ("slip", referral), ("receipt", visit.id)):
        assert gathering.document(db, Paper(1, kind, subject, "", "", "", reprint)).reprint == bool(reprint)
    assert gathering.document(db, Paper(1, "minutes", session.id, "", "", "", reprint)).round == 1


def test_letterhead_has_emblem_and_telephone(db, clerk, arrive):
    picture = b"\x89PNG\r\n\x1a\n" + b"0" * 20
    office.set_emblem(db, clerk, picture)
    office.change_settings(db, clerk, phone="۱۳۷")
    head = gathering.ticket(db, arrive().id).letterhead
    assert head.emblem == picture and head.phone == "137" and head.sender == Sender()
    office.change_settings(
        db,
        clerk,
        return_address="میدان  نمونه",
        secretariat_phone="۰۲۶",
        sender_name="نسرین",
        sender_post="مسئول دبیرخانه",
    )
    sender = gathering.ticket(db, arrive().id).letterhead.sender
    assert sender == Sender("میدان نمونه", "026", "نسرین", "مسئول دبیرخانه")
    assert requests.KINDS.keys() >= {"ticket", "slip", "receipt", "minutes"}


def test_objection_and_unit_before_are_hidden_from_who_may_not_read_a_confidential_matter(
    db, clerk, make_clerk, arrive, units, refer
):
    visit = arrive()
    refer(visit, Addressee(units[0]["id"], "lead", "", 15))
    slip = replace(
        slips(db, visit)[0],
        confidential=True,
        objected_day="2026-12-20",
        objection="رشوه خواستند",
        passed_number="1405/م/00001",
        passed_unit="واحد نهان",
        leads=("واحد نهان",),
    )
    seen = redacted(privacy.rights_of(db, make_clerk("reception")), slip, visit.id)
    assert not [word for word in ("رشوه", "نهان") if word in repr(seen)]
    assert redacted(privacy.rights_of(db, clerk), slip, visit.id) == slip
