"""One search over names, codes, mobiles, numbers, matters and paraphs: every word typed begins a word of the visit, in
any order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.access import privacy
from app.access.clerks import Clerk
from app.access.privacy import Cover, ReadingRights
from app.cases.referred import SENT_COLUMNS, EarlierReferral, least_settled, standing
from app.office.working_days import WorkingDays
from app.persian.calendar import local_day
from app.referrals import numbers, ticket_codes
from app.referrals.spellings import spellings
from app.referrals.ticket_codes import FoundTicket
from app.visits.index import ABOUT, CODES, NAMES, index_words, texts_deferred
from app.visits.name_spellings import name_spellings
from db import Database, Row
from db import search as full_text

FIRST = 50
"""Visits that are found at first; more are found as the list is scrolled."""
COUNTED = 10_000
"""The most visits that are counted: counting a million that a letter begins takes a second."""


@dataclass(frozen=True, slots=True)
class Hit:
    visit_id: int
    visitor: str
    code: str
    mobile: str
    day: str
    programme: str
    round: int | None
    ticket: int
    category: str
    confidential: int
    matter: str
    state: str
    outcome: str
    """The name of the meeting's outcome; '' before it ended."""
    numbers: str
    """The numbers of its referrals, separated by a space; '' without one."""
    stage: str
    """The stage of the referral that should be seen first; '' without one that wants an answer."""
    late: int
    """Working days past the deadline of the unit that is latest; 0 when none is late."""
    is_overdue: bool
    """Whether a day that was promised to the visitor has passed without an answer."""


def find(db: Database, typed: str, limit: int = FIRST) -> list[Hit]:
    """Return the visits found, newest first, with everything that is known; none for an empty query."""
    if ticket := _ticket(db, typed):
        return _hits(db, [ticket.visit_id])
    ids: set[int] = set()
    for words in spellings(typed, name_spellings(db)):
        if len(ids) < limit:
            ids.update(full_text.find(db, words, limit))
    return _hits(db, sorted(ids, reverse=True)[:limit])


def find_for(db: Database, clerk: Clerk, typed: str, limit: int = FIRST) -> tuple[str, list[Hit]]:
    """Return the query, so that a late result can be told from the one that is awaited, and what this clerk may find.

    No clerk finds by words that are covered: to be told that a word fits is to have read it. A clerk who sees codes
    masked finds by the whole code only.
    """
    rights = privacy.rights_of(db, clerk)
    ways = (
        [()] if _ticket(db, typed) else spellings(typed, name_spellings(db))
    )  # the number of a ticket is no word of the matter
    return typed, [shown for hit in find(db, typed, limit) if (shown := _shown_to_clerk(rights, hit, ways))]


def how_many(db: Database, clerk: Clerk, typed: str) -> tuple[str, int | None]:
    """Return the query and how many visits this clerk may find by it: COUNTED + 1 where more are found than are
    counted, None to a clerk who finds by readable words alone, because each visit would have to be read."""
    rights = privacy.rights_of(db, clerk)
    if not rights.sees_identifiers:
        return typed, None
    ways = spellings(typed, name_spellings(db))
    ids = sorted(set[int]().union(*(full_text.find(db, way, COUNTED + 1) for way in ways)))
    if len(ids) > COUNTED or not ids:
        return typed, min(len(ids), COUNTED + 1)
    is_open, values = rights.open_matters()
    covered = db.rows(
        "SELECT visit.id AS id FROM visit JOIN category ON category.id = category_id"
        f" WHERE visit.id IN ({', '.join(map(str, ids))}) AND NOT ({is_open})",
        **values,
    )
    hidden = [hit for hit in _hits(db, [row["id"] for row in covered]) if not _shown_to_clerk(rights, hit, ways)]
    return typed, len(ids) - len(hidden)


def _ticket(db: Database, typed: str) -> FoundTicket | None:
    """Return the visit of a ticket's code, typed by hand where its bars are torn."""
    if not ticket_codes.is_ticket_code(typed) or ticket_codes.gap_sentence(db, typed):
        return None
    return ticket_codes.find_ticket(db, typed)


def why_none(db: Database, typed: str) -> tuple[str, str]:
    """Return the query, and why nothing is found by it where it is a number that was given after a backup which was put
    back; else ''."""
    return typed, numbers.gap_sentence(db, typed) or ticket_codes.gap_sentence(db, typed)


def _shown_to_clerk(rights: ReadingRights, hit: Hit, ways: Sequence[tuple[str, ...]]) -> Hit | None:
    """Return the hit as this clerk may read it; None where only words that are covered would find it."""
    cover = rights.cover(hit.visit_id, hit.confidential)
    if rights.sees_identifiers and cover.is_open:
        return hit
    whole = {hit.code, hit.mobile} if rights.sees_masked_identifiers else set()
    readable = _readable_words(rights, hit.visit_id, cover)
    if not any(all(word in whole or any(known.startswith(word) for known in readable) for word in way) for way in ways):
        return None
    return replace(
        hit,
        code=rights.shown_identifier(hit.code),
        mobile=rights.shown_identifier(hit.mobile),
        category=cover.label(hit.category),
        matter=cover.words(hit.matter),
        outcome=cover.words(hit.outcome),
        numbers=cover.words(hit.numbers),
    )


def _readable_words(rights: ReadingRights, visit_id: int, cover: Cover) -> list[str]:
    """Return the words of a visit that this clerk may read, as they stand in the index."""
    rows = texts_deferred(rights.db, visit_id)()
    names = {*NAMES, *(CODES if rights.sees_identifiers else ()), *cover.items(ABOUT)}
    texts = dict.fromkeys(str(row[name]) for row in rows for name in row if name in names and row[name])
    return index_words([*texts], rows[0]["first_name"], rows[0]["last_name"])


def _hits(db: Database, ids: list[int]) -> list[Hit]:
    if not ids:
        return []
    among = ", ".join(str(int(visit_id)) for visit_id in ids)
    rows = db.rows(
        "SELECT visit.id AS visit_id, first_name, last_name, visitor.code AS code, mobile, session.day AS day,"
        " programme.name AS programme, round, ticket, category.name AS category, confidential, matter,"
        " visit.state AS state, same_as, COALESCE(visit_outcome.name, '') AS outcome"
        " FROM visit JOIN visitor ON visitor.id = visitor_id JOIN session ON session.id = session_id"
        " JOIN programme ON programme.id = programme_id JOIN category ON category.id = category_id"
        " LEFT JOIN visit_outcome ON visit_outcome.code = visit.outcome"
        f" WHERE visit.id IN ({among}) ORDER BY visit.id DESC"
    )
    sent: dict[int, list[EarlierReferral]] = {}
    days, today = WorkingDays.load(db), local_day(db.now())
    continued = ", ".join([among, *(str(row["same_as"]) for row in rows if row["same_as"])])
    for row in db.rows(
        f"SELECT visit_id, {SENT_COLUMNS} FROM referral JOIN followup ON followup.referral_id = referral.id"
        f" WHERE visit_id IN ({continued}) ORDER BY referral.id"
    ):
        sent.setdefault(row["visit_id"], []).append(standing(row, row["visit_id"], today, days))
    return [_hit(row, sent.get(row["visit_id"], []), sent.get(row.pop("same_as"), [])) for row in rows]


def _hit(row: Row, sent: Sequence[EarlierReferral], of_continued: Sequence[EarlierReferral]) -> Hit:
    """`of_continued`: the referrals of the visit it continues, for which a renewed paraph issues none."""
    name = f"{row.pop('first_name')} {row.pop('last_name')}".strip()
    valid = [each for each in sent or of_continued if each.stage != "void"]
    first = least_settled(valid)
    return Hit(
        visitor=name,
        numbers=" ".join(each.number for each in sent),
        stage=first.stage if first else "",
        late=first.late if first else 0,
        is_overdue=any(each.is_overdue for each in valid),
        **row,
    )
