"""One act on many referrals. A referral that refuses the act is named with the reason, and the others go through.

The refusal of a rule comes before it writes anything, so one transaction can hold all that go through. A caller with
very many gives them in parts, so that no desk waits long for the journal: the parts are one act to take back.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.access.clerks import Clerk
from app.errors import Refused
from app.journal.topics import Topic
from app.journal.writing import Change, writing
from app.referrals import answers, dispatch, verdicts
from app.referrals.answers import UnitAnswer
from db import Database

TOPICS: tuple[Topic, ...] = ("paraphs", "papers")


@dataclass(frozen=True, slots=True)
class RefusedReferral:
    referral_id: int
    number: str
    unit: str
    sentence: str


@dataclass(frozen=True, slots=True)
class BulkResult:
    done: tuple[int, ...]
    refused: tuple[RefusedReferral, ...]
    act: int
    """The act all of it is, for the next part."""


def acknowledge(db: Database, clerk: Clerk, referral_ids: Sequence[int], day: str = "", act: int = 0) -> BulkResult:
    """Record that the units have the slips since `day` (as typed, '' for today)."""
    with writing(db, clerk, dispatch.ROLES, *TOPICS) as change:
        return _each(change, referral_ids, act, lambda each, act: dispatch.add_acknowledgement(change, each, day, act))


def answer(db: Database, clerk: Clerk, referral_ids: Sequence[int], given: UnitAnswer, act: int = 0) -> BulkResult:
    """Save the same final answer to each referral."""
    with writing(db, clerk, answers.ROLES, *TOPICS) as change:
        return _each(change, referral_ids, act, lambda each, act: answers.add_final(change, each, given, act))


def close(db: Database, clerk: Clerk, referral_ids: Sequence[int], why: str, act: int = 0) -> BulkResult:
    """End the referrals without their visitors' verdicts, for one reason."""
    with writing(db, clerk, verdicts.CLOSING_ROLES, *TOPICS) as change:
        return _each(change, referral_ids, act, lambda each, act: verdicts.add_closing(change, each, why, act))


def _each(change: Change, referral_ids: Sequence[int], act: int, do: Callable[[int, int], object]) -> BulkResult:
    """Do it to each referral. Refused as a whole when none goes through and what was typed is the reason, which the
    clerk can put right."""
    act = act or change.place
    done: list[int] = []
    refusals: dict[int, Refused] = {}
    for referral_id in dict.fromkeys(referral_ids):
        try:
            do(referral_id, act)
        except Refused as refused:
            refusals[referral_id] = refused
        else:
            done.append(referral_id)
    typed = next((each for each in refusals.values() if each.field), None)
    if typed and not done:
        raise typed
    return BulkResult(tuple(done), tuple(_named(change.db, *each) for each in refusals.items()), act)


def _named(db: Database, referral_id: int, refused: Refused) -> RefusedReferral:
    row = db.required_row("SELECT number, unit_name FROM referral WHERE id = :id", id=referral_id)
    return RefusedReferral(referral_id, row["number"], row["unit_name"], refused.sentence)
