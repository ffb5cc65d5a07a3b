"""The details of a referral in an exported list: the matter, the paraph, the last answer and objection."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol, TypeVar

from app.access.privacy import ReadingRights
from db import Row

BLOCK = 1000
"""Referrals read at a time."""


class Referred(Protocol):
    @property
    def referral_id(self) -> int: ...


_Referred = TypeVar("_Referred", bound=Referred)
_SELECT = (
    "SELECT referral.id AS id, referral.visit_id AS visit_id, confidential, matter, paraph.words AS paraph,"
    " official_post, official_name, COALESCE(district.name, '') AS district, programme.name AS programme,"
    " session.round AS round, session.day AS session_day, COALESCE(response.words, '') AS answer,"
    " COALESCE(response_outcome.name, '') AS outcome, COALESCE(objected.words, '') AS objection"
    " FROM referral JOIN paraph ON paraph.id = paraph_id JOIN visit ON visit.id = referral.visit_id"
    " JOIN category ON category.id = visit.category_id JOIN session ON session.id = visit.session_id"
    " JOIN programme ON programme.id = session.programme_id"
    " LEFT JOIN unit AS district ON district.id = visit.district_id"
    " LEFT JOIN response ON response.id = (SELECT MAX(last.id) FROM response AS last"
    " WHERE last.referral_id = referral.id AND last.kind = 'final' AND last.returned = 0 AND last.taken_back = 0)"
    " LEFT JOIN response_outcome ON response_outcome.code = response.outcome"
    " LEFT JOIN referral_step AS objected ON objected.id = (SELECT MAX(step.id) FROM referral_step AS step"
    " WHERE step.referral_id = referral.id AND step.kind = 'objected' AND step.taken_back_at = '')"
    " WHERE referral.id IN ({ids})"
)


@dataclass(frozen=True, slots=True)
class ReferralDetails:
    """Words are '' where the clerk may not read the matter."""

    matter: str
    paraph: str
    official: str
    district: str
    """The district of the property; '' without one."""
    programme: str
    round: int
    session_day: str
    outcome: str
    answer: str
    """The words of the last final answer that was neither sent back nor taken back; the visitor may have objected."""
    objection: str
    """The words of the last objection."""


def with_details(rights: ReadingRights, listed: Iterable[_Referred]) -> Iterator[tuple[_Referred, ReferralDetails]]:
    """Return each referral with its details, as this clerk may read them."""
    rest = iter(listed)
    while block := list(islice(rest, BLOCK)):
        ids = ", ".join(str(each.referral_id) for each in block)
        found = {row["id"]: _details(rights, row) for row in rights.db.rows(_SELECT.format(ids=ids))}
        yield from ((each, found[each.referral_id]) for each in block)


def _details(rights: ReadingRights, row: Row) -> ReferralDetails:
    cover = rights.cover(row["visit_id"], row["confidential"])
    official = "، ".join(filter(None, (row["official_post"], row["official_name"])))
    return ReferralDetails(
        cover.words(row["matter"]),
        cover.words(row["paraph"]),
        cover.words(official),
        cover.words(row["district"]),
        row["programme"],
        row["round"],
        row["session_day"],
        cover.words(row["outcome"]),
        cover.words(row["answer"]),
        cover.words(row["objection"]),
    )
