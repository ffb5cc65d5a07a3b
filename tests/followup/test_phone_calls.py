"""Visitors to phone about an answer, and the messages for an SMS panel; on both engines."""

import csv
import io

import pytest

from app.errors import Refused
from app.followup import phone_calls
from app.office import lists
from app.referrals import answers, verdicts
from app.referrals.answers import UnitAnswer
from tests.support.journal import latest


def answered(db, clerk, *ids):
    for referral_id in ids:
        answers.record_final(db, clerk, referral_id, UnitAnswer("done", "چراغ تعویض شد"))


def test_phone_call_brings_a_verdict_or_another_day(db, clerk, refer, clock):
    first, second, third = refer(0), refer(1), refer(2)
    answered(db, clerk, first, second, third)
    assert [each.referral_id for each in phone_calls.visitors_to_phone(db, clerk)] == [first, second, third]
    assert phone_calls.visitors_to_phone(db, clerk)[0].words == "چراغ تعویض شد"
    verdicts.accept(db, clerk, first)
    verdicts.object_to(db, clerk, second, "هنوز خاموش است")
    verdicts.phoned_without_word(db, clerk, third, "no_contact")
    assert phone_calls.visitors_to_phone(db, clerk) == []
    clock.turn(days=4)
    [again] = phone_calls.visitors_to_phone(db, clerk)
    assert (again.referral_id, again.phone_calls) == (third, 1)


def test_messages_are_safe_in_a_spreadsheet_and_hide_the_matter(db, clerk, make_clerk, refer):
    answered(db, clerk, refer(0, confidential=True))
    with pytest.raises(Refused):
        phone_calls.messages(db, make_clerk("caller"))
    data = phone_calls.messages(db, clerk)
    assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data
    head, line = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert tuple(head) == phone_calls.HEADER
    assert line[0] == "09120000000" and line[1].startswith("'=نمونه") and "۱۴۰۵/م/" in line[2]
    assert lists.entries(db, "category")[0]["name"] not in line[2] and "چراغ" not in line[2]
    assert latest(db, 1)[0]["action"] == "export"
