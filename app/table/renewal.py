"""Renewing an earlier paraph: a visitor who comes again about an answer that a unit still owes gets no second number.

The new visit continues the old case, its paraph repeats the old words, and the units that owe an answer are reminded.
"""

from collections.abc import Collection

from app.access.clerks import Clerk
from app.errors import Refused
from app.journal.writing import Change, writing
from app.line import steps
from app.office.working_days import WorkingDays
from app.papers import requests
from app.persian.calendar import local_day
from app.persian.text import isolate
from app.referrals import complaint, lifecycle, reminders
from app.referrals.deadlines import days_late
from app.referrals.state import ReferralState
from app.table import paraphs
from app.table.paraphs import Draft, Saved
from app.visits.index import remember
from db import Database, Row

OUTCOME = "referred"
"""The matter stays referred, under the numbers it has."""
UNTOLD = "پیرو پاراف پیشین، که محرمانه است."


def renew(
    db: Database,
    clerk: Clerk,
    visit_id: int,
    earlier_id: int,
    official_id: int,
    accepted: Collection[int] = (),
    *,
    table_id: int | None = None,
) -> Saved:
    """Repeat the paraph of the visit `earlier_id` on `visit_id` and free the table. `numbers` of the result are those
    of the referrals that are reminded of.

    `accepted`: units complained of that are reminded all the same. `table_id`: the table at which it is renewed.
    """
    with writing(db, clerk, paraphs.ROLES, *paraphs.TOPICS) as change:
        visit = paraphs.meeting(db, visit_id, table_id)
        _must_be_of_one_visitor(db, visit_id, earlier_id)
        old = _paraph(db, earlier_id)
        owed = [each for each in lifecycle.of_visit(db, earlier_id) if each.awaited]
        if not owed:
            raise Refused("در آن پرونده پاسخ هیچ واحدی باقی نمانده است؛ پاراف جدیدی بنویسید.")
        tells = _may_tell(change, visit_id, earlier_id)
        complaint.must_be_accepted(change, visit_id, [each.unit_id for each in owed], accepted)
        numbers = tuple(_remind(change, each) for each in owed)
        said = f"پیرو ارجاع {'، '.join(isolate(number) for number in numbers)}: {old['words']}" if tells else UNTOLD
        paraph_id = paraphs.insert(change, visit, Draft(official_id, OUTCOME, said), said, None)
        db.send("UPDATE visit SET same_as = :earlier WHERE id = :id", earlier=earlier_id, id=visit_id)
        change.record(
            "renew", "visit", visit_id, after={"same_as": earlier_id, "number": " ".join(numbers) if tells else ""}
        )
        requests.ask(change, "receipt", earlier_id)
        remember(db, visit_id)
        steps.finish(change, visit_id, OUTCOME)
        return Saved(paraph_id, visit_id, visit.ticket, numbers)


def _may_tell(change: Change, visit_id: int, earlier_id: int) -> bool:
    """Return whether the new paraph may repeat the old words: a confidential paraph is not repeated on a visit that is
    not confidential. Refused when the clerk may not read the old one at all."""
    marks = {
        row["id"]: row["confidential"]
        for row in change.db.rows(
            "SELECT visit.id AS id, confidential FROM visit JOIN category ON category.id = category_id"
            " WHERE visit.id IN (:visit, :earlier)",
            visit=visit_id,
            earlier=earlier_id,
        )
    }
    if not change.rights.may_read(earlier_id, marks[earlier_id]):
        raise Refused("پروندهٔ پیشین محرمانه است و برای نقش شما باز نمی‌شود؛ پاراف جدیدی بنویسید.")
    return not marks[earlier_id] or bool(marks[visit_id])


def _remind(change: Change, was: ReferralState) -> str:
    late = days_late(was, local_day(change.now), WorkingDays.load(change.db))
    reminders.write(change, was, late)
    return str(change.db.required_row("SELECT number FROM referral WHERE id = :id", id=was.referral_id)["number"])


def _paraph(db: Database, visit_id: int) -> Row:
    row = db.row(
        "SELECT words FROM paraph WHERE visit_id = :id AND state = 'valid' ORDER BY id DESC LIMIT 1", id=visit_id
    )
    if row is None:
        raise Refused("آن مراجعه پارافی ندارد.")
    return row


def _must_be_of_one_visitor(db: Database, visit_id: int, earlier_id: int) -> None:
    owners = db.rows(
        "SELECT DISTINCT visitor_id FROM visit WHERE id IN (:visit, :earlier)", visit=visit_id, earlier=earlier_id
    )
    if visit_id == earlier_id or len(owners) != 1:
        raise Refused("آن پرونده متعلق به شخص دیگری است.")
