"""The answer a visitor denied, and the visitor's words about it, as they stood at a moment."""

from dataclasses import dataclass
from typing import Any

from db import Database


@dataclass(frozen=True, slots=True)
class Denial:
    answered_day: str
    outcome: str
    """The name of the answer's outcome."""
    answer: str
    objected_day: str
    objection: str


NO_DENIAL = Denial("", "", "", "", "")
"""Stands for a unit that has given no answer, or none that was objected to."""


def last_denials(db: Database, among: str, until: str, **values: Any) -> dict[int, Denial]:
    """Return the last objection to an answer, by referral. An objection to a closing, before the unit spoke, is none.

    `among`: SQL that selects ids of referrals, with its `values`; `until`: the moment up to which steps count.
    """
    answers: dict[int, dict[str, Any]] = {}
    found: dict[int, Denial] = {}
    for row in db.rows(
        "SELECT referral_step.referral_id AS referral_id, referral_step.kind AS kind, referral_step.day AS day,"
        " referral_step.words AS words, COALESCE(response_outcome.name, '') AS outcome FROM referral_step"
        " LEFT JOIN response ON response.id = response_id LEFT JOIN response_outcome ON code = outcome"
        " WHERE referral_step.kind IN ('answered', 'objected') AND taken_back_at = '' AND referral_step.at <= :until"
        f" AND referral_step.referral_id IN ({among}) ORDER BY referral_step.id",
        until=until,
        **values,
    ):
        if row["kind"] == "answered":
            answers[row["referral_id"]] = row
        elif answer := answers.get(row["referral_id"]):
            found[row["referral_id"]] = Denial(
                answer["day"], answer["outcome"], answer["words"], row["day"], row["words"]
            )
    return found
