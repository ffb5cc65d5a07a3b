"""What stands in the paraph's form, whole or not: kept while pages and visitors change."""

from dataclasses import dataclass

from app.table.paraphs import Draft
from app.table.view import PickLists, Subject
from ui.table.unit_row import Sent


@dataclass(frozen=True, slots=True)
class Written:
    official: str
    """Id of the official; '' when none is chosen."""
    outcome: str
    words: str = ""
    units: tuple[Sent, ...] = ()
    reason: str = ""
    """Of an amendment."""

    def draft(self, *, refers: bool, accepted: tuple[int, ...] = ()) -> Draft:
        """Units that were named before the outcome changed stay in the form and go nowhere."""
        units = tuple(each.addressee() for each in self.units) if refers else ()
        return Draft(int(self.official or 0), self.outcome, self.words, units, accepted)


def blank(subject: Subject, office: PickLists, table_id: int) -> Written:
    """As the form opens: the table's own official and a referral, or the saved paraph as it stands."""
    if subject.paraph is None:
        table = office.table(table_id)
        own = table["official_id"] if table else None
        holds = any(official["id"] == own for official in office.officials)
        return Written(str(own) if holds else "", str(office.outcomes[0]["code"]) if office.outcomes else "")
    units = tuple(
        Sent(row["unit_id"], row["part"], row["urgency"], str(row["working_days"] or 0), days_typed=True)
        for row in subject.referrals
    )
    return Written(str(subject.paraph["official_id"]), subject.paraph["outcome"], subject.paraph["words"], units)
