"""The days promised to visitors on their receipts, and what became of each promise.

A promise is the day printed on the receipt of a referral that wants an answer; it never changes. A referral that was
passed on hands its promise to the new unit's slip, and one that was voided gives none. docs/figures.md says the same
for readers.
"""

from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from app.access.privacy import ReadingRights
from app.figures.definitions import FIGURES, FIRST_DAY, GROUPS, KEPT, LAST_DAY
from app.persian.calendar import local_day
from app.referrals.state import IS_OPEN, WANTS_ANSWER
from db import Database, Row


class Fate(NamedTuple):
    label: str
    condition: str
    """SQL over `followup`, of what no fate before it in FATES has taken; values are :today and :by, both today."""
    rule: str
    """The condition in words, as docs/figures.md has it."""


_KEPT_DAY = "in_promise = 1"
FATES = {
    "confirmed": Fate(
        "در موعد، تأییدشده",
        f"{_KEPT_DAY} AND {FIGURES['accepted'].condition}",
        "answered by the promised day, and the visitor accepted the answer and denied none",
    ),
    "denied": Fate(
        "در موعد، ردشده",
        f"{_KEPT_DAY} AND {FIGURES['denied'].condition}",
        "answered by the promised day, and the visitor objected to an answer at least once",
    ),
    "unasked": Fate(
        "در موعد، پرسیده‌نشده",
        f"{_KEPT_DAY} AND {FIGURES['unasked'].condition}",
        "answered by the promised day, and no word of the visitor about it",
    ),
    "declined": Fate(
        "در موعد، با پاسخ منفی",
        _KEPT_DAY,
        "answered by the promised day that the law bars the request or that it is not the unit's duty",
    ),
    "broken": Fate(
        "وعدهٔ شکسته",
        FIGURES["promise_due"].condition,
        "the promised day passed without a final answer, or the first one came later; also where it was closed then",
    ),
    "ahead": Fate("هنوز نرسیده", IS_OPEN, "no final answer has come, and the promised day has not passed"),
    "closed": Fate(
        "مختومهٔ بی‌پاسخ", "TRUE", "closed by the office without a final answer before the promised day had passed"
    ),
}
"""The fates of a promise: each promise has one, the first whose condition holds."""
FATE = "CASE " + " ".join(f"WHEN {fate.condition} THEN '{name}'" for name, fate in FATES.items()) + " END"
"""SQL of the name of a promise's fate."""
IS_PROMISE = f"due_day <> '' AND {WANTS_ANSWER} AND {KEPT}"
LIMIT = 200
"""Promises that are read at a time."""
_SELECTED = (
    "programme_id = :programme_id"
    " AND (CAST(:session_id AS INTEGER) IS NULL OR referral_id IN"
    " (SELECT referral.id FROM referral JOIN visit ON visit.id = visit_id WHERE session_id = :session_id))"
    " AND due_day BETWEEN :since AND :until"
)


@dataclass(frozen=True, slots=True)
class Promised:
    """The promises of one programme: those of one session unless it is None, for days from `since` to `until`."""

    programme_id: int
    session_id: int | None = None
    since: str = FIRST_DAY
    until: str = LAST_DAY


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise as a clerk may read it."""

    referral_id: int
    visit_id: int
    number: str
    unit: str
    visitor: str
    category: str
    """«محرمانه», and no matter, where the clerk may not read it."""
    matter: str
    issued_day: str
    day: str
    """The promised day."""
    answered_day: str
    """The day of the first final answer; '' without one."""
    fate: str
    """A key of FATES."""


def fates(db: Database, promised: Promised) -> dict[str, int]:
    """Return how many of these promises have each fate of FATES."""
    found = list(fates_by(db, promised, "whole").values())
    return found[0] if found else dict.fromkeys(FATES, 0)


def fates_by(db: Database, promised: Promised, by: str) -> dict[Any, dict[str, int]]:
    """Return them for each group; `by`: a key of GROUPS of the figures about answers."""
    rows = db.rows(
        f"SELECT {GROUPS[by]} AS grouped, {FATE} AS fate, COUNT(*) AS n FROM followup"
        f" WHERE {IS_PROMISE} AND {_SELECTED} GROUP BY 1, 2",
        **_values(db, promised),
    )
    found: dict[Any, dict[str, int]] = {}
    for row in rows:
        found.setdefault(row["grouped"], dict.fromkeys(FATES, 0))[row["fate"]] = int(row["n"])
    return found


def promises(
    rights: ReadingRights, promised: Promised, fate: str = "", limit: int = LIMIT, offset: int = 0
) -> list[Promise]:
    """Return these promises by the promised day; `fate`: only those with that one of FATES."""
    rows = rights.db.rows(
        "SELECT referral_id, referral.visit_id AS visit_id, number, unit_name, first_name, last_name,"
        " category.name AS category, confidential, matter, issued_day, day, answered_day, fate FROM"
        f" (SELECT referral_id, issued_day, due_day AS day, answered_day, {FATE} AS fate FROM followup"
        f" WHERE {IS_PROMISE} AND {_SELECTED}) AS promise"
        " JOIN referral ON referral.id = referral_id JOIN visit ON visit.id = visit_id"
        " JOIN visitor ON visitor.id = visitor_id JOIN category ON category.id = category_id"
        " WHERE CAST(:fate AS TEXT) IN ('', fate) ORDER BY day, referral_id LIMIT :limit OFFSET :offset",
        fate=fate,
        limit=limit,
        offset=offset,
        **_values(rights.db, promised),
    )
    return [_promise(row, rights) for row in rows]


def _values(db: Database, promised: Promised) -> dict[str, Any]:
    today = local_day(db.now())
    return {**asdict(promised), "today": today, "by": today}


def _promise(row: Row, rights: ReadingRights) -> Promise:
    cover = rights.cover(row["visit_id"], row["confidential"])
    return Promise(
        row["referral_id"],
        row["visit_id"],
        row["number"],
        row["unit_name"],
        cover.label(f"{row['first_name']} {row['last_name']}".strip()),
        cover.label(row["category"]),
        cover.words(row["matter"]),
        row["issued_day"],
        row["day"],
        row["answered_day"],
        row["fate"],
    )
