from app import followup, lists, numbers, papers, paraphs, queue
from app.overview import overview
from app.paraphs import Addressee, Draft


def serve(db, clerk, session, tables, *addressees):
    queue.call_next(db, clerk, session.id, tables[0]["id"])
    visit = queue.at_table(db, tables[0]["id"])
    draft = Draft(tables[0]["official_id"], "referred", "اقدام شود", addressees)
    return visit, paraphs.save(db, clerk, visit.id, draft)


def test_the_day_at_a_glance(db, clerk, clock, session, tables, arrive):
    for _ in range(4):
        arrive()
    queue.call_next(db, clerk, session.id, tables[0]["id"])
    state = overview(db, "")
    assert (state.session.id, state.waiting, state.at_tables, state.done) == (session.id, 3, 1, 0)
    assert state.mean_wait == 3
    assert not state.left_open
    assert state.clock_behind == 0


def test_a_session_nobody_closed_and_a_clock_set_back_are_said(db, clock, session, arrive):
    arrive()
    clock.turn(days=1)
    assert overview(db, "").left_open
    clock.turn(days=-1, minutes=-30)
    assert overview(db, "").clock_behind == 30


def test_only_papers_that_were_tried_count_as_waiting(db, clerk, session, arrive):
    arrive()
    arrive()
    assert overview(db, "").papers_waiting == 0
    papers.failed(db, clerk, [papers.waiting(db, "")[0].id], "چاپگر کاغذ ندارد.")
    assert overview(db, "").papers_waiting == 1


def test_awaited_referrals_come_earliest_first_with_the_days_they_are_late(db, clerk, clock, session, tables, arrive):
    units = lists.entries(db, "unit")
    arrive()
    arrive()
    serve(db, clerk, session, tables, Addressee(units[3]["id"], "lead", "", 15), Addressee(units[4]["id"], "copy"))
    serve(db, clerk, session, tables, Addressee(units[5]["id"], "lead", "فوری", 3))
    assert [(each.unit, each.late) for each in followup.awaited(db, clerk)] == [
        (units[5]["name"], 0), (units[3]["name"], 0)]
    clock.turn(days=7)  # Wednesday to Wednesday; the urgent one was due on Monday
    assert [each.late for each in followup.awaited(db, clerk)] == [2, 0]


def test_a_barcode_finds_its_case(db, clerk, session, tables, arrive):
    arrive()
    visit, saved = serve(db, clerk, session, tables, Addressee(lists.entries(db, "unit")[3]["id"], "lead", "", 15))
    barcode = paraphs.referrals(db, saved.paraph_id)[0]["barcode"]
    assert followup.by_barcode(db, numbers.scanned(barcode)) == visit.id
    assert followup.by_barcode(db, "140510999999") is None
