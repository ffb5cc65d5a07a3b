"""A visit as whoever hears it should know it: the visitor, the matter, the papers, and what came before."""

from dataclasses import dataclass

from app.access.privacy import ReadingRights
from app.cases import earlier as pasts
from app.cases.earlier import EarlierMatter
from app.visits import attachments, visitors, visits
from app.visits.attachments import Attachment
from app.visits.visitors import Visitor
from app.visits.visits import Visit


@dataclass(frozen=True, slots=True)
class Story:
    visit: Visit
    visitor: Visitor
    district: str
    """Of the property; '' when none."""
    against: str
    """Name of the unit complained of; '' without."""
    default_unit_id: int | None
    """Where matters of this category usually go."""
    companion: str
    enclosures: int
    papers: tuple[Attachment, ...]
    earlier: tuple[EarlierMatter, ...]
    """Newest first, those of the same category before the others."""

    @property
    def nth(self) -> int:
        """Which visit of this person it is."""
        return len(self.earlier) + 1


def load(rights: ReadingRights, visit_id: int) -> Story:
    """As one clerk may see it: of a matter that is not open to him, who comes and that it is confidential."""
    db, visit = rights.db, visits.get(rights.db, visit_id)
    row = db.one(
        "SELECT visitor_id, category_id, COALESCE(district.name, '') AS district,"
        " COALESCE(against.name, '') AS against, default_unit_id, companion, companion_relation, enclosures"
        " FROM visit JOIN category ON category.id = category_id"
        " LEFT JOIN unit AS district ON district.id = district_id"
        " LEFT JOIN unit AS against ON against.id = against_unit_id"
        " WHERE visit.id = :id", id=visit_id,
    )
    earlier = pasts.history(db, row["visitor_id"], before_visit=visit_id)
    relation = f" ({row['companion_relation']})" if row["companion_relation"] else ""
    past = tuple(sorted((each.shown_to(rights) for each in earlier),
                        key=lambda past: past.category_id != row["category_id"]))
    visitor = visitors.get(db, row["visitor_id"]).shown_to(rights)
    if not rights.may_read(visit_id, visit.confidential):
        return Story(visit.shown_to(rights), visitor, "", "", None, "", 0, (), past)
    return Story(
        visit, visitor, row["district"], row["against"], row["default_unit_id"],
        row["companion"] and row["companion"] + relation, row["enclosures"], tuple(attachments.of_visit(db, visit_id)),
        past,
    )
