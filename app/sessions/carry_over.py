"""How a visit leaves its session: it ends there, or it is carried over into another session under a new ticket."""

from app.journal.writing import Change
from app.office.number_gaps import NEXT_TICKET
from app.visits.index import remember
from db import Database

_CARRIED = (
    "visitor_id, wanted_table_id, category_id, matter, district_id, against_unit_id, enclosures, priority_group_id,"
    " priority_reason, companion, companion_relation, people, same_as"
)
_OUTCOMES = {"postponed": "postponed", "no_show": "no_show", "left": "withdrew"}


def still_in(db: Database, session_id: int) -> list[int]:
    """Return the ids of the visits that have not ended, in the order of their tickets."""
    rows = db.rows(
        "SELECT id FROM visit WHERE session_id = :id AND on_paper = 0"
        " AND state IN ('waiting', 'called', 'meeting', 'held') ORDER BY ticket",
        id=session_id,
    )
    return [row["id"] for row in rows]


def carry_over(change: Change, visit_ids: list[int], session_id: int, state: str) -> None:
    """Carry visits over into another session, in their order, each under a new ticket. `state`, which tells the reason,
    is what the old visit ends in."""
    for visit_id in visit_ids:
        end_visit(change, visit_id, state)
        row = change.db.required_row(
            f"INSERT INTO visit (session_id, ticket, state, arrived_at, line_at, line_place, moved_from,"
            f" {_CARRIED})"
            f" SELECT :session_id, {NEXT_TICKET},"
            f" 'waiting', :now, :now, :place, id, {_CARRIED} FROM visit WHERE id = :id RETURNING id, ticket",
            id=visit_id,
            session_id=session_id,
            now=change.now,
            place=change.place,
        )
        change.db.send(
            "INSERT INTO period (visit_id, state, started_at, clerk_id) VALUES (:id, 'waiting', :now, :clerk)",
            id=row["id"],
            now=change.now,
            clerk=change.clerk.id or None,
        )
        change.db.send("UPDATE attachment SET visit_id = :new WHERE visit_id = :old", new=row["id"], old=visit_id)
        remember(change.db, row["id"])
        change.record("carry", "visit", row["id"], after={"from": visit_id, "ticket": row["ticket"]})


def bring_back(change: Change, session_id: int, closed_at: str) -> None:
    """Let the visits that the closing at `closed_at` ended or carried over wait in this session again, at their old
    place under their old ticket. A visit that was carried over stays there if a step was taken with it since."""
    rows = change.db.rows(
        "SELECT visit.id AS id, visit.state AS state, later.id AS later, COALESCE(later.state, 'waiting') AS there"
        " FROM visit LEFT JOIN visit later ON later.moved_from = visit.id WHERE visit.session_id = :id"
        " AND visit.on_paper = 0 AND visit.state IN ('postponed', 'no_show', 'left') AND :closed_at ="
        " (SELECT ended_at FROM period WHERE id = (SELECT MAX(id) FROM period WHERE visit_id = visit.id))"
        " ORDER BY visit.ticket",
        id=session_id,
        closed_at=closed_at,
    )
    for row in rows:
        if row["there"] == "waiting":
            _bring_back(change, row["id"], row["state"], row["later"])


def _bring_back(change: Change, visit_id: int, state: str, later: int | None) -> None:
    if later:
        end_visit(change, later, "moved")
        change.db.send("UPDATE attachment SET visit_id = :id WHERE visit_id = :later", id=visit_id, later=later)
    change.db.send(
        "INSERT INTO period (visit_id, state, started_at, clerk_id) VALUES (:id, 'waiting', :now, :clerk)",
        id=visit_id,
        now=change.now,
        clerk=change.clerk.id or None,
    )
    change.db.send("UPDATE visit SET state = 'waiting', outcome = '', table_id = NULL WHERE id = :id", id=visit_id)
    change.record("waiting", "visit", visit_id, before={"state": state}, after={"state": "waiting"})


def begin_waiting(change: Change, session_id: int) -> None:
    """Let the visits that were carried over into a session wait from its opening on: the days between two sessions are
    no waiting time."""
    change.db.send(
        "UPDATE period SET started_at = :now WHERE ended_at IS NULL AND visit_id IN"
        " (SELECT id FROM visit WHERE session_id = :id)",
        now=change.now,
        id=session_id,
    )
    change.db.send(
        "UPDATE visit SET arrived_at = :now, line_at = :now WHERE session_id = :id AND state = 'waiting'",
        now=change.now,
        id=session_id,
    )


def end_visit(change: Change, visit_id: int, state: str, outcome: str = "") -> None:
    """End the visit in `state`: its open period ends and no other begins."""
    change.db.send(
        "UPDATE period SET ended_at = :now WHERE visit_id = :id AND ended_at IS NULL", id=visit_id, now=change.now
    )
    before = change.db.required_row("SELECT state, outcome FROM visit WHERE id = :id", id=visit_id)
    after = {"state": state, "outcome": outcome or _OUTCOMES.get(state, "")}
    change.db.send(
        "UPDATE visit SET state = :state, outcome = :outcome, return_at = NULL WHERE id = :id", id=visit_id, **after
    )
    change.record(state, "visit", visit_id, before=before, after=after)
