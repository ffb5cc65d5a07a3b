"""Visitors to phone: each once, with all the answers that wait for a verdict; on both engines."""

from app.followup import phone_calls
from app.office import lists
from app.referrals import answers, lifecycle, taking_back, verdicts
from app.referrals.answers import UnitAnswer


def answered(db, clerk, *ids):
    for referral_id in ids:
        answers.record_final(db, clerk, referral_id, UnitAnswer("done", "چراغ تعویض شد"))


def waiting(db, clerk):
    return [[each.referral_id for each in person.answers] for person in phone_calls.visitors_to_phone(db, clerk)]


def test_phone_call_brings_a_verdict_or_another_day(db, clerk, refer, clock):
    first, second, third = refer(0), refer(1), refer(2)
    answered(db, clerk, first, second, third)
    assert waiting(db, clerk) == [[third], [second], [first]]
    assert phone_calls.visitors_to_phone(db, clerk)[0].answers[0].words == "چراغ تعویض شد"
    verdicts.accept(db, clerk, first)
    verdicts.object_to(db, clerk, second, "هنوز خاموش است")
    verdicts.phoned_without_word(db, clerk, [third], "no_contact")
    assert phone_calls.visitors_to_phone(db, clerk) == []
    clock.turn(days=4)
    [again] = phone_calls.visitors_to_phone(db, clerk)
    assert ([each.referral_id for each in again.answers], again.phone_calls) == ([third], 1)


def test_newest_answers_come_first_and_a_visitor_comes_once_with_all_of_them(db, clerk, refer, clock):
    old, other = refer(0), refer(1)
    answered(db, clerk, old)
    clock.turn(days=1)
    answered(db, clerk, other)
    clock.turn(days=1)
    visitor = db.required_row(
        "SELECT visitor_id FROM visit JOIN referral ON visit.id = visit_id WHERE referral.id = :id", id=old
    )["visitor_id"]
    new = refer(2)
    with db.write("queue"):
        db.rows(
            "UPDATE visit SET visitor_id = :visitor WHERE id = (SELECT visit_id FROM referral WHERE id = :id)",
            visitor=visitor,
            id=new,
        )
    answered(db, clerk, new)
    assert waiting(db, clerk) == [[new, old], [other]]
    [person, _] = phone_calls.visitors_to_phone(db, clerk)
    assert [each.answered_day for each in person.answers] == ["2026-11-27", "2026-11-25"]


def test_call_without_a_verdict_is_about_all_answers_and_taken_back_for_all(db, clerk, refer):
    ids = [refer(0), refer(1)]
    answered(db, clerk, *ids)
    verdicts.phoned_without_word(db, clerk, ids, "again", "1405/09/11")
    assert {lifecycle.get(db, each).call_again_day for each in ids} == {"2026-12-02"}
    act = taking_back.latest(db, clerk, ["called"])
    assert act.slips == 2
    taking_back.take_back(db, clerk, act.step_id, whole=True)
    assert {lifecycle.get(db, each).call_again_day for each in ids} == {""}


def test_confidential_answer_is_to_be_phoned_about_without_its_words(db, clerk, make_clerk, refer):
    answered(db, clerk, refer(0, confidential=True))
    [person] = phone_calls.visitors_to_phone(db, make_clerk("followup"))
    [answer] = person.answers
    assert (answer.category, answer.outcome, answer.words) == ("محرمانه", "", "") and person.mobile == "09120000000"
    assert lists.entries(db, "category")[0]["name"] not in repr(person)
