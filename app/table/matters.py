"""The matters of a table or a session: those still without a paraph, and those whose paraph may be amended."""

from dataclasses import dataclass, replace
from typing import Any

from app.access.privacy import ReadingRights
from app.persian.calendar import at, local_day
from db import Database


@dataclass(frozen=True, slots=True)
class TableMatter:
    """A visit that a paraph was written about, or is still to be written about because it was held on paper or its
    paraph was voided."""

    visit_id: int
    paraph_id: int | None
    """None without a valid paraph."""
    ticket: int
    first_name: str
    last_name: str
    category: str
    confidential: int
    words: str | None
    written_at: str | None
    outcome: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def key(self) -> tuple[int, int]:
        """The visit and its paraph, 0 without one."""
        return self.visit_id, self.paraph_id or 0

    def shown_to(self, rights: ReadingRights) -> "TableMatter":
        cover = rights.cover(self.visit_id, self.confidential)
        return replace(self, category=cover.label(self.category), words=cover.words(self.words or ""))


def at_table(db: Database, table_id: int) -> list[TableMatter]:
    """Return what this table may still write about or amend, newest first: visits from paper without a paraph, then
    today's valid paraphs. A session that is being corrected has a list of its own."""
    morning = at(local_day(db.now()), "00:00")
    found = _matters(
        db,
        "(visit.table_id = :table AND on_paper = 1 AND visit.state = 'meeting' AND correcting_since = '')"
        " OR (paraph.table_id = :table AND written_at >= :morning)",
        table=table_id,
        morning=morning,
    )
    return sorted(found, key=lambda matter: (matter.paraph_id is None, matter.paraph_id), reverse=True)


def of_session(db: Database, session_id: int) -> list[TableMatter]:
    """Return the visits of a session that had their meeting, those without a valid paraph first."""
    found = _matters(db, "session_id = :session AND visit.state IN ('meeting', 'done')", session=session_id)
    return sorted(found, key=lambda matter: (matter.paraph_id is not None, matter.ticket))


def of_visit(db: Database, visit_id: int) -> list[TableMatter]:
    """Return the visit with its valid paraph; nothing where the visit has had no meeting."""
    return _matters(db, "visit.id = :visit AND visit.state IN ('meeting', 'done')", visit=visit_id)


def _matters(db: Database, which: str, **values: Any) -> list[TableMatter]:
    rows = db.rows(
        "SELECT visit.id AS visit_id, paraph.id AS paraph_id, ticket, first_name, last_name, category.name AS category,"
        " confidential, words, written_at, COALESCE(visit_outcome.name, '') AS outcome FROM visit"
        " JOIN session ON session.id = session_id"
        " JOIN visitor ON visitor.id = visitor_id JOIN category ON category.id = category_id"
        " LEFT JOIN paraph ON paraph.visit_id = visit.id AND paraph.state = 'valid'"
        f" LEFT JOIN visit_outcome ON visit_outcome.code = paraph.outcome WHERE {which} ORDER BY visit.id DESC",
        **values,
    )
    return [TableMatter(**row) for row in rows]
