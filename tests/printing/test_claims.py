"""Claims of papers: one original whatever happens, and what the printers' queues say later."""

from dataclasses import replace

import pytest

from app.journal.writing import SYSTEM
from app.papers import claims, requests
from app.papers.claims import QueuedJob
from app.printing import jobs
from db import open_database


@pytest.fixture
def ticket(db, arrive):
    """A visit whose ticket waits for the printer."""
    return arrive()


def only_job(db, desk=""):
    (job,) = jobs.next_jobs(db, desk)
    return job


def test_paper_is_claimed_by_one_program_alone(db, address, clock, ticket):
    other = open_database(address, clock=clock)
    job = only_job(other)
    assert claims.claim(db, "", job.ids, "a-1", "laser")
    assert not claims.claim(other, "", job.ids, "b-1", "laser")
    assert jobs.next_jobs(other, "") == []
    assert claims.claim(db, "", job.ids, "a-1", "laser"), "the answer of the first may have been lost"
    requests.mark_printed(db, SYSTEM, job.ids)
    assert not claims.claim(other, "", job.ids, "b-2", "laser")
    other.close()


def test_job_is_claimed_whole_or_not_at_all(db, arrive):
    arrive(), arrive()
    first, second = jobs.next_jobs(db, "")
    assert claims.claim(db, "", second.ids, "b-1", "laser")
    assert not claims.claim(db, "", first.ids + second.ids, "a-1", "laser")
    assert only_job(db) == first


def test_paper_dropped_before_it_is_claimed_is_not_printed(db, clerk, ticket):
    job = only_job(db)
    requests.drop(db, clerk, job.ids[0])
    assert not claims.claim(db, "", job.ids, "a-1", "laser")


def test_paper_that_another_pc_asked_for_meanwhile_is_left_to_it(db, clerk, ticket):
    job = only_job(db)
    requests.print_again(db, replace(clerk, desk="other"), "ticket", ticket.id)
    assert not claims.claim(db, "", job.ids, "a-1", "laser"), "its claim would be settled by the other PC's queue"
    assert claims.claim(db, "other", only_job(db, "other").ids, "b-1", "laser")


def test_paper_a_full_queue_refused_is_tried_again_until_it_fails_otherwise(db, clerk, ticket):
    job = only_job(db)
    for _ in range(2):
        assert claims.claim(db, "", only_job(db).ids, "a-1", "laser")
        requests.mark_failed(db, SYSTEM, job.ids, "صف چاپگر پر است.", awaits_room=True)
    assert [listed.paper.reason for listed in jobs.waiting_papers(db, clerk)] == ["صف چاپگر پر است."]
    assert len(db.rows("SELECT id FROM journal WHERE action = 'failed'")) == 1
    requests.mark_failed(db, SYSTEM, job.ids, "چاپگر پیدا نشد.")
    assert jobs.next_jobs(db, "") == []


def test_paper_that_waits_for_room_and_may_have_been_printed_is_not_tried_again(db, ticket):
    job = only_job(db)
    requests.mark_failed(db, SYSTEM, job.ids, "صف چاپگر پر است.", awaits_room=True)
    claims.claim(db, "", job.ids, "a-1", "laser")
    claims.mark_unknown(db, job.ids)
    assert jobs.next_jobs(db, "") == []


def test_second_pc_that_asks_for_a_paper_being_printed_gets_a_copy(db, clerk, ticket):
    job = only_job(db)
    claims.claim(db, "", job.ids, "a-1", "laser")
    requests.print_again(db, replace(clerk, desk="other"), "ticket", ticket.id)
    requests.mark_printed(db, SYSTEM, job.ids)
    copy = only_job(db, "other")
    assert copy.ids != job.ids and copy.papers[0].reprint == 1


def test_claims_left_over_are_those_nobody_settled(db, arrive):
    arrive(), arrive(), arrive()
    first, second, third = jobs.next_jobs(db, "")
    claims.claim(db, "", first.ids, "a-1", "laser")
    claims.claim(db, "", second.ids, "a-2", "laser")
    requests.mark_printed(db, SYSTEM, first.ids, "17")
    claims.claim(db, "", third.ids, "a-3", "laser")
    requests.mark_failed(db, SYSTEM, third.ids, "چاپگر خاموش است.")
    assert claims.left_over(db, "") == [QueuedJob("laser", "a-2", second.ids)]
    assert claims.left_over(db, "other") == []
    claims.release(db, second.ids)
    assert only_job(db) == second and not second.papers[0].reprint


def test_paper_that_may_have_been_printed_waits_and_is_a_copy_when_sent_again(db, clerk, ticket):
    job = only_job(db)
    claims.claim(db, "", job.ids, "a-1", "laser")
    claims.mark_unknown(db, job.ids)
    (listed,) = jobs.waiting_papers(db, clerk)
    assert "معلوم نیست" in listed.paper.reason
    requests.retry(db, clerk, job.ids[0])
    assert only_job(db).papers[0].reprint == 1


@pytest.fixture
def queued(db, ticket):
    job = only_job(db)
    claims.claim(db, "", job.ids, "a-1", "laser")
    requests.mark_printed(db, SYSTEM, job.ids, "17")
    return QueuedJob("laser", "17", job.ids)


def test_job_is_followed_until_the_queue_has_printed_it(db, clerk, queued):
    assert claims.in_queue(db, "") == [queued] and jobs.papers_of_today(db, clerk)[0].in_queue
    claims.mark_ended(db, queued.papers, is_done=True)
    assert claims.in_queue(db, "") == [] and not jobs.papers_of_today(db, clerk)[0].in_queue


def test_held_job_is_listed_and_printed_once_the_queue_goes_on(db, clerk, queued):
    claims.mark_held(db, queued.papers, "صف نگه داشته است.")
    assert [listed.paper.reason for listed in jobs.waiting_papers(db, clerk)] == ["صف نگه داشته است."]
    assert claims.in_queue(db, "") == [replace(queued, reason="صف نگه داشته است.")]
    claims.mark_ended(db, queued.papers, is_done=True)
    assert jobs.waiting_papers(db, clerk) == [] and claims.in_queue(db, "") == []


def test_held_job_that_is_sent_again_names_what_must_be_taken_out_of_the_queue(db, clerk, queued):
    claims.mark_held(db, queued.papers, "صف نگه داشته است.")
    requests.retry(db, clerk, queued.papers[0])
    job = only_job(db)
    assert job.queued == (("laser", "17"),) and not job.papers[0].reprint
    claims.forget(db, "laser", "17")
    assert only_job(db).queued == ()


def test_lost_job_waits_as_an_original(db, clerk, queued):
    claims.mark_lost(db, queued.papers, "ناتمام ماند.")
    assert claims.in_queue(db, "") == []
    requests.retry_failed(db, clerk)
    job = only_job(db)
    assert job.queued == () and not job.papers[0].reprint


def test_one_of_the_failed_papers_is_sent_alone(db, clerk, arrive):
    arrive(), arrive()
    first, second = jobs.next_jobs(db, "")
    requests.mark_failed(db, SYSTEM, first.ids + second.ids, "کاغذ نیست.")
    requests.retry(db, clerk, second.ids[0])
    assert only_job(db) == second
    assert [listed.paper.id for listed in jobs.waiting_papers(db, clerk)] == list(first.ids)


def test_job_is_named_by_kind_and_number(db, ticket):
    assert only_job(db).title == "برگهٔ نوبت ۱"
