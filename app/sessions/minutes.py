"""The minutes of a session, counted and timed from the rows of its visits instead of counters kept beside them."""

from collections import Counter
from collections.abc import Iterable
from statistics import median

from app.access.privacy import cover_on_paper
from app.journal.chain import head_mark, mark
from app.office import lists, number_gaps
from app.papers.documents import Letterhead, Minutes, MinutesGap, MinutesReferral, MinutesTable, NamedCount
from app.persian.calendar import exact_minutes_between, known_lengths
from app.persian.text import sort_key
from app.sessions import sessions
from app.sessions.after_the_end import after_the_end
from app.sessions.sessions import Session
from db import Database, Row


def gather(db: Database, session_id: int, letterhead: Letterhead) -> Minutes:
    session, visits = sessions.get(db, session_id), _visits(db, session_id)
    periods, sent = _periods(db, session_id), _referrals(db, session_id)
    waits, served = waiting_times(visits, periods), service_times(periods)
    clerk, journal_mark = _opened_or_closed_by(db, session)
    states = [visit["state"] for visit in visits]
    issued = [row for row in sent if row["state"] == "issued"]
    return Minutes(
        letterhead=letterhead,
        round=session.round or 0,
        day=session.day,
        opened_at=session.opened_at or "",
        closed_at=session.closed_at or "",
        draft=session.state == "open" or session.is_corrected_now,
        clerk=clerk,
        officials=_officials(db, session_id),
        registered=len(visits),
        people=sum(visit["people"] for visit in visits),
        met=states.count("done"),
        no_show=states.count("no_show"),
        left=states.count("left"),
        postponed=states.count("postponed") + states.count("moved"),
        on_paper=sum(visit["on_paper"] for visit in visits),
        referrals=len(issued),
        priority=sum(visit["priority_group_id"] is not None for visit in visits),
        wait_median=middle(waits),
        wait_longest=round(max(waits)) if waits else None,
        service_median=middle(served.values()),
        by_table=_by_table(db, session_id, periods),
        by_outcome=_by_outcome(db, visits),
        by_unit=_counted(row["unit_name"] for row in issued),
        by_category=_counted(_category(row) for row in visits),
        referral_list=tuple(_referral(row) for row in sent),
        changes=tuple(after_the_end(db, session_id)),
        journal_head=journal_mark,
        gaps=_gaps(db, session, [row["number"] for row in sent]),
    )


def waiting_times(visits: list[Row], periods: list[Row]) -> list[float]:
    """Return the minutes from each arrival to the first call, or to the meeting of a visit served on paper, which had
    no call."""
    first: dict[int, str] = {}
    for period in periods:
        if period["state"] in ("called", "meeting"):
            first.setdefault(period["visit_id"], period["started_at"])
    return known_lengths((visit["arrived_at"], first[visit["id"]]) for visit in visits if visit["id"] in first)


def service_times(periods: list[Row], table_id: int | None = None) -> dict[int, float]:
    """Return the minutes in meetings by visit (at one table, or at all). A meeting whose beginning was not recorded has
    no length and is left out."""
    spent: dict[int, float] = {}
    for period in periods:
        seen = period["state"] == "meeting" and period["ended_at"] and period["ended_at"] > period["started_at"]
        if seen and table_id in (None, period["table_id"]):
            length = exact_minutes_between(period["started_at"], period["ended_at"])
            spent[period["visit_id"]] = spent.get(period["visit_id"], 0) + length
    return spent


def middle(times: Iterable[float]) -> int | None:
    found = list(times)
    return round(median(found)) if found else None


def _visits(db: Database, session_id: int) -> list[Row]:
    return db.rows(
        "SELECT visit.id AS id, state, outcome, arrived_at, people, on_paper, priority_group_id,"
        " category.name AS category, confidential FROM visit JOIN category ON category.id = category_id"
        " WHERE session_id = :id ORDER BY ticket",
        id=session_id,
    )


def _periods(db: Database, session_id: int) -> list[Row]:
    """Return the periods of all visits in the order they began, mistaken calls left out."""
    return db.rows(
        "SELECT visit_id, period.state AS state, started_at, ended_at, period.table_id AS table_id FROM period"
        " JOIN visit ON visit.id = visit_id WHERE session_id = :id AND note <> 'undone' ORDER BY period.id",
        id=session_id,
    )


def _referrals(db: Database, session_id: int) -> list[Row]:
    return db.rows(
        "SELECT referral.number AS number, ticket, first_name, last_name, category.name AS category, confidential,"
        " matter, unit_name, official_post, due_day, referral.state AS state FROM referral"
        " JOIN visit ON visit.id = referral.visit_id JOIN visitor ON visitor.id = visitor_id"
        " JOIN category ON category.id = category_id JOIN paraph ON paraph.id = paraph_id"
        " WHERE session_id = :id ORDER BY referral.id",
        id=session_id,
    )


def _gaps(db: Database, session: Session, sent: Iterable[str]) -> tuple[MinutesGap, ...]:
    """Return the gap in the session's tickets, and those right before a number it issued."""
    serials: dict[int, list[int]] = {}
    for number in sent:
        year, _, serial = number.split("/")
        serials.setdefault(int(year), []).append(int(serial))
    found = number_gaps.of_tickets(db, session.programme_id, session.day)
    for issued_in, issued in serials.items():
        found += number_gaps.before_referrals(db, session.series_digit, issued_in, issued)
    return tuple(MinutesGap(gap.titled, gap.reason) for gap in found)


def _opened_or_closed_by(db: Database, session: Session) -> tuple[str, str]:
    """Return the clerk who closed or last corrected the session, and the journal's mark at that moment; while it is
    open, the clerk who opened it and the mark of now."""
    closed = session.state == "closed"
    actions = "'close', 'enter_past', 'corrected'" if closed else "'open'"
    row = db.row(
        "SELECT id, clerk, chain FROM journal WHERE subject = 'session' AND subject_id = :id"
        f" AND action IN ({actions}) ORDER BY id DESC LIMIT 1",
        id=session.id,
    )
    moment = mark(row["id"], row["chain"]) if row and closed else head_mark(db)
    return row["clerk"] if row else "", moment


def _officials(db: Database, session_id: int) -> tuple[str, ...]:
    """Return the officials who gave a paraph, in the order of their first one."""
    rows = db.rows(
        "SELECT official_post, official_name, MIN(paraph.id) AS first FROM paraph JOIN visit ON visit.id = visit_id"
        " WHERE session_id = :id AND paraph.state = 'valid' GROUP BY official_post, official_name ORDER BY first",
        id=session_id,
    )
    return tuple(
        f"{row['official_post']} ({row['official_name']})" if row["official_name"] else row["official_post"]
        for row in rows
    )


def _by_table(db: Database, session_id: int, periods: list[Row]) -> tuple[MinutesTable, ...]:
    posts: dict[int, list[str]] = {}
    for row in db.rows(
        "SELECT paraph.table_id AS table_id, official_post, MIN(paraph.id) AS first FROM paraph"
        " JOIN visit ON visit.id = visit_id WHERE session_id = :id AND paraph.state = 'valid'"
        " GROUP BY paraph.table_id, official_post ORDER BY first",
        id=session_id,
    ):
        posts.setdefault(row["table_id"], []).append(row["official_post"])
    return tuple(
        MinutesTable(
            table["name"],
            "، ".join(posts.get(table["id"], ())),
            visits,
            middle(service_times(periods, table["id"]).values()),
        )
        for table in lists.entries(db, "meeting_table", retired=True)
        if (
            visits := len(
                {
                    period["visit_id"]
                    for period in periods
                    if period["state"] == "meeting" and period["table_id"] == table["id"]
                }
            )
        )
    )


def _by_outcome(db: Database, visits: list[Row]) -> tuple[NamedCount, ...]:
    """Count outcomes in the office's own order. Visits that have not ended have no outcome yet."""
    outcomes = [visit["outcome"] for visit in visits]
    return tuple(
        NamedCount(each["name"], outcomes.count(each["code"]))
        for each in lists.entries(db, "visit_outcome", retired=True)
        if each["code"] in outcomes
    )


def _counted(names: Iterable[str]) -> tuple[NamedCount, ...]:
    """Count the names, the most frequent first, equal ones by the alphabet."""
    rows = [NamedCount(name, count) for name, count in Counter(names).items()]
    return tuple(sorted(rows, key=lambda row: (-row.count, sort_key(row.name))))


def _category(row: Row) -> str:
    """Hide the category of a confidential matter: the minutes pass through many hands."""
    return cover_on_paper(row["confidential"]).label(row["category"])


def _referral(row: Row) -> MinutesReferral:
    cover = cover_on_paper(row["confidential"])
    return MinutesReferral(
        row["number"],
        row["ticket"],
        cover.words(f"{row['first_name']} {row['last_name']}".strip()),
        _category(row),
        cover.words(row["matter"]),
        row["unit_name"],
        row["official_post"],
        row["due_day"],
        row["state"] == "void",
    )
