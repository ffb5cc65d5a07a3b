"""All that a clerk who hears a visitor should know: the visitor, the matter, the papers and the earlier matters."""

from dataclasses import dataclass

from app.access.privacy import ReadingRights
from app.cases.earlier import EarlierMatter, by_urgency, history
from app.cases.summary import VisitorSummary, summarise
from app.collective import view as collective
from app.visits import attachments, visitors, visits
from app.visits.attachments import Attachment
from app.visits.visitors import Visitor
from app.visits.visits import Visit


@dataclass(frozen=True, slots=True)
class Story:
    visit: Visit
    visitor: Visitor
    district: str
    """The district of the property; '' without one."""
    against: str
    """The name of the unit complained of; '' without one."""
    default_unit_id: int | None
    """The unit that matters of this category usually go to."""
    companion: str
    """Name and relation of the person who came along; '' without one."""
    enclosures: int
    papers: tuple[Attachment, ...]
    earlier: tuple[EarlierMatter, ...]
    """The most urgent first."""
    summary: VisitorSummary
    collective: tuple[str, ...]
    """The collective cases it is in, each with its number of visits."""


def load(rights: ReadingRights, visit_id: int) -> Story:
    """Read the story as these rights may read it: of a hidden matter the visitor, and that it is confidential."""
    db, visit = rights.db, visits.get(rights.db, visit_id)
    row = db.required_row(
        "SELECT visitor_id, category_id, COALESCE(district.name, '') AS district,"
        " COALESCE(against.name, '') AS against, default_unit_id, companion, companion_relation, enclosures"
        " FROM visit JOIN category ON category.id = category_id"
        " LEFT JOIN unit AS district ON district.id = district_id"
        " LEFT JOIN unit AS against ON against.id = against_unit_id"
        " WHERE visit.id = :id",
        id=visit_id,
    )
    relation = f" ({row['companion_relation']})" if row["companion_relation"] else ""
    matters = [each.shown_to(rights) for each in history(db, row["visitor_id"], before_visit=visit_id)]
    may_read = rights.may_read(visit_id, visit.confidential)
    category_id = row["category_id"] if may_read else 0
    earlier, summary = by_urgency(matters, category_id), summarise(matters, category_id)
    visitor = visitors.get(db, row["visitor_id"]).shown_to(rights)
    if not may_read:
        return Story(visit.shown_to(rights), visitor, "", "", None, "", 0, (), earlier, summary, ())
    return Story(
        visit,
        visitor,
        row["district"],
        row["against"],
        row["default_unit_id"],
        row["companion"] and row["companion"] + relation,
        row["enclosures"],
        tuple(attachments.of_visit(db, visit_id)),
        earlier,
        summary,
        collective.of_visit(rights, visit_id),
    )
