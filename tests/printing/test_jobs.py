"""The list of papers: jobs for the printer, reprints, failures, and papers that are dropped or void."""

from dataclasses import replace

import pytest

from app.journal.writing import SYSTEM
from app.line import steps
from app.office import lists
from app.office import settings as office
from app.papers import requests
from app.printing import jobs
from app.referrals import answers
from app.sessions import sessions
from app.table import paraphs
from app.table.paraphs import Addressee, Draft


@pytest.fixture
def refer(db, clerk, arrive, tables):
    units = lists.entries(db, "unit")

    def refer_visit(count=1):
        visit = arrive()
        steps.call(db, clerk, visit.id, tables[0]["id"])
        to = tuple(Addressee(unit["id"], "lead", "", 15) for unit in units[:count])
        paraphs.save(db, clerk, visit.id, Draft(tables[0]["official_id"], "referred", "بررسی شود", to))
        return visit

    return refer_visit


def kinds(job):
    return [paper.kind for paper in job.papers]


def print_all(db):
    for job in jobs.next_jobs(db, ""):
        requests.mark_printed(db, SYSTEM, job.ids)


def test_papers_of_a_paraph_on_a4_are_one_job(db, refer):
    refer(2), refer()
    assert [(job.kind, kinds(job)) for job in jobs.next_jobs(db, "")] == [
        ("ticket", ["ticket"]),
        ("slip", ["slip", "slip", "receipt"]),
        ("ticket", ["ticket"]),
        ("slip", ["slip", "receipt"]),
    ]


def test_each_paper_on_a5_is_a_job_of_its_own(db, clerk, refer):
    office.change_settings(db, clerk, slip_form="a5")
    refer(2)
    assert [job.kind for job in jobs.next_jobs(db, "")] == ["ticket", "slip", "slip", "receipt"]


def test_failed_paper_is_no_job_until_it_is_sent_again(db, clerk, refer):
    refer()
    _, job = jobs.next_jobs(db, "")
    requests.mark_failed(db, SYSTEM, job.ids, "کاغذ تمام شد.")
    assert [job.kind for job in jobs.next_jobs(db, "")] == ["ticket"]
    assert [(each.paper.reason, each.name) for each in jobs.waiting_papers(db, clerk)] == [
        ("کاغذ تمام شد.", "برگهٔ ارجاع \u2068۱۴۰۵/م/۰۰۰۰۱\u2069"),
        ("کاغذ تمام شد.", "رسید نوبت ۱"),
    ]
    assert requests.retry_failed(db, clerk) == 2
    assert [job.kind for job in jobs.next_jobs(db, "")] == ["ticket", "slip"]
    assert not any(paper.reprint for job in jobs.next_jobs(db, "") for paper in job.papers)


def test_waiting_paper_is_not_listed_twice(db, clerk, arrive):
    visit = arrive()
    (waits,) = jobs.next_jobs(db, "")
    requests.mark_failed(db, SYSTEM, waits.ids, "چاپگر خاموش است.")
    assert requests.print_again(db, clerk, "ticket", visit.id) == waits.ids[0]
    (job,) = jobs.next_jobs(db, "")
    assert job.ids == waits.ids and not job.papers[0].reprint


def test_waiting_paper_moves_to_the_pc_that_requests_it(db, clerk, arrive):
    visit = arrive()
    requests.print_again(db, replace(clerk, desk="other"), "ticket", visit.id)
    assert jobs.next_jobs(db, "") == [] and len(jobs.next_jobs(db, "other")) == 1


def test_second_print_of_a_printed_paper_is_a_copy(db, clerk, arrive):
    visit = arrive()
    print_all(db)
    requests.print_again(db, clerk, "ticket", visit.id)
    (job,) = jobs.next_jobs(db, "")
    assert job.papers[0].reprint == 1
    assert db.required_row("SELECT COUNT(*) AS n FROM journal WHERE action = 'reprint'")["n"] == 1


def test_receipt_of_an_amended_paraph_is_an_original(db, clerk, refer, tables):
    visit = refer()
    print_all(db)
    units = lists.entries(db, "unit")
    draft = Draft(tables[0]["official_id"], "referred", "بررسی شود", (Addressee(units[5]["id"], "lead", "", 15),))
    paraphs.amend(db, clerk, paraphs.of_visit(db, visit.id)[0].id, draft, "واحد اشتباه بود")
    (job,) = jobs.next_jobs(db, "")
    assert kinds(job) == ["slip", "receipt"] and [paper.reprint for paper in job.papers] == [0, 0]


def test_printing_today_again_leaves_out_void_slips_and_other_days(db, clerk, refer, clock):
    yesterday = refer()
    print_all(db)
    clock.turn(days=1)
    refer(), refer()
    print_all(db)
    paraphs.void(db, clerk, paraphs.of_visit(db, yesterday.id + 1)[0].id, "اشتباه")
    assert requests.print_today_again(db, clerk) == 5
    again = [paper for job in jobs.next_jobs(db, "") for paper in job.papers]
    assert len(again) == 5 and all(paper.reprint for paper in again)
    assert sorted(paper.kind for paper in again) == ["receipt", "receipt", "slip", "ticket", "ticket"]


def test_printing_today_again_leaves_out_papers_the_clerk_may_not_print(db, clerk, make_clerk, refer):
    refer()
    print_all(db)
    assert requests.print_today_again(db, make_clerk("caller")) == 1
    assert [kinds(job) for job in jobs.next_jobs(db, "")] == [["ticket"]]


def test_papers_of_today_are_listed_by_name(db, clerk, session, refer):
    visit = refer()
    assert not sessions.still_in(db, session.id)
    sessions.close(db, clerk, session.id)
    listed = jobs.papers_of_today(db, clerk)
    assert [(each.name, each.visit_id) for each in listed] == [
        ("صورت‌جلسهٔ ۱", None),
        ("رسید نوبت ۱", visit.id),
        ("برگهٔ ارجاع \u2068۱۴۰۵/م/۰۰۰۰۱\u2069", visit.id),
        ("برگهٔ نوبت ۱", visit.id),
    ]
    assert listed[0].about == "چهارشنبه‌های مردمی" and listed[1].about == "نمونه آزمایشی ۰"
    assert listed[2].about.endswith("نمونه آزمایشی ۰")


def test_void_slip_is_listed_as_void(db, clerk, refer):
    visit = refer()
    print_all(db)
    paraphs.void(db, clerk, paraphs.of_visit(db, visit.id)[0].id, "اشتباه")
    assert [each.void for each in jobs.papers_of_today(db, clerk)] == [False, True, False]


def test_dropped_paper_leaves_the_waiting_list_and_can_be_printed_again(db, clerk, arrive):
    arrive()
    (job,) = jobs.next_jobs(db, "")
    requests.mark_failed(db, SYSTEM, job.ids, "کاغذ نیست")
    requests.drop(db, clerk, job.ids[0])
    assert jobs.next_jobs(db, "") == jobs.waiting_papers(db, clerk) == requests.waiting(db, clerk.desk) == []
    assert requests.retry_failed(db, clerk) == 0
    (listed,) = jobs.papers_of_today(db, clerk)
    assert listed.paper.state == "dropped"
    requests.print_again(db, clerk, listed.paper.kind, listed.paper.subject_id)
    assert jobs.next_jobs(db, "") == [job], "it was never printed, so it is no copy"


def test_slip_amended_while_its_printer_works_is_printed_anew(db, clerk, refer, tables):
    """The id of the paper that is void by then must not be taken by another paper."""
    visit = refer()
    ticket, work = jobs.next_jobs(db, "")
    paraphs.amend(
        db,
        clerk,
        paraphs.of_visit(db, visit.id)[0].id,
        Draft(tables[0]["official_id"], "referred", "بازدید شود.", (Addressee(1, working_days=5),)),
        "واحد",
    )
    requests.mark_printed(db, SYSTEM, (*ticket.ids, *work.ids))
    (amended,) = jobs.next_jobs(db, "")
    assert [(paper.kind, paper.reprint) for paper in amended.papers] == [("slip", 0), ("receipt", 0)]
    printed = [listed for listed in jobs.papers_of_today(db, clerk) if listed.paper.state == "printed"]
    assert [listed.void for listed in printed] == [False, True, False]


def test_id_of_a_dropped_paper_is_not_used_again(db, clerk, arrive):
    arrive()
    (first,) = requests.waiting(db, "")
    requests.drop(db, clerk, first.id)
    arrive()
    assert requests.waiting(db, "")[0].id != first.id


def test_printed_paper_cannot_be_dropped(db, clerk, arrive):
    arrive()
    (job,) = jobs.next_jobs(db, "")
    requests.mark_printed(db, SYSTEM, job.ids)
    requests.drop(db, clerk, job.ids[0])
    assert len(jobs.papers_of_today(db, clerk)) == 1


def test_receipt_renewed_while_its_copy_waits_is_an_original(db, clerk, refer):
    """Passing a referral on changes what the receipt says, so the copy that still waits becomes a new original."""
    visit = refer()
    print_all(db)
    requests.print_again(db, clerk, "receipt", visit.id)
    (copy,) = requests.waiting(db, "")
    assert (copy.kind, copy.reprint) == ("receipt", 1)
    (referral,) = paraphs.referrals(db, paraphs.of_visit(db, visit.id)[0].id)
    answers.pass_on(db, clerk, referral.id, lists.entries(db, "unit")[3]["id"], "در وظایف ما نیست.")
    (receipt,) = (paper for paper in requests.waiting(db, "") if paper.kind == "receipt")
    assert (receipt.id, receipt.reprint) == (copy.id, 0)
