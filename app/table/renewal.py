"""An earlier paraph renewed: who comes again about what a unit still owes gets no second number for it.

The new visit goes on with the old case, its paraph has the old words, and the units that owe an answer are reminded.
"""

from collections.abc import Collection

from app.access.clerks import Clerk
from app.access.privacy import ReadingRights
from app.errors import Refused
from app.journal.writing import Change, writing
from app.line import steps
from app.office.working_days import WorkingDays
from app.papers import requests
from app.persian.calendar import local_day
from app.persian.text import isolate
from app.referrals import complaint, lifecycle, reminders
from app.referrals.deadlines import age
from app.table import paraphs
from app.table.paraphs import Draft, Saved
from app.visits.index import remember
from db import Database, Row

OUTCOME = "referred"
"""The matter stands referred, under the numbers it has."""
UNTOLD = "پیرو پاراف پیشین، که محرمانه است."


def renew(db: Database, clerk: Clerk, visit_id: int, past_id: int, official_id: int,
          accepted: Collection[int] = (), *, table_id: int | None = None) -> Saved:
    """The paraph of `past_id` once more on `visit_id`; frees the table. Answers with the numbers reminded of.

    `accepted`: units complained of that are reminded all the same. `table_id`: where it is renewed.
    """
    with writing(db, clerk, paraphs.ROLES, *paraphs.TOPICS) as change:
        visit = paraphs.meeting(db, visit_id, table_id)
        _must_be_his(db, visit_id, past_id)
        old = _paraph(db, past_id)
        owed = [each for each in lifecycle.of_visit(db, past_id) if each.awaited]
        if not owed:
            raise Refused("واحدی در آن پرونده پاسخی بدهکار نیست؛ پاراف تازه‌ای بنویسید.")
        tells = _may_tell(change, visit_id, past_id)
        complaint.must_be_accepted(change, visit_id, [each.unit_id for each in owed], accepted)
        numbers = tuple(_remind(change, each) for each in owed)
        said = f"پیرو ارجاع {'، '.join(isolate(number) for number in numbers)}: {old['words']}" if tells else UNTOLD
        paraph_id = paraphs.insert(change, visit, Draft(official_id, OUTCOME, said), said, None)
        db.send("UPDATE visit SET same_as = :past WHERE id = :id", past=past_id, id=visit_id)
        change.record("renew", "visit", visit_id,
                     after={"same_as": past_id, "number": " ".join(numbers) if tells else ""})
        requests.ask(change, "receipt", past_id)
        remember(db, visit_id)
        steps.finish(change, visit_id, OUTCOME)
        return Saved(paraph_id, visit_id, visit.ticket, numbers)


def _may_tell(change: Change, visit_id: int, past_id: int) -> bool:
    """Whether the new paraph may say what the old one does: a confidential one says nothing where anyone reads it, and
    is not renewed at all by whom it does not open to."""
    marks = {row["id"]: row["confidential"] for row in change.db.rows(
        "SELECT visit.id AS id, confidential FROM visit JOIN category ON category.id = category_id"
        " WHERE visit.id IN (:visit, :past)", visit=visit_id, past=past_id)}
    if not ReadingRights(change.db, change.clerk).may_read(past_id, marks[past_id]):
        raise Refused("پروندهٔ پیشین محرمانه است و برای نقش شما باز نمی‌شود؛ پاراف تازه‌ای بنویسید.")
    return not marks[past_id] or bool(marks[visit_id])


def _remind(change: Change, was: lifecycle.ReferralState) -> str:
    late = age(was, local_day(change.now), WorkingDays.load(change.db)).late
    reminders.write(change, was, late)
    return str(change.db.one("SELECT number FROM referral WHERE id = :id", id=was.referral_id)["number"])


def _paraph(db: Database, visit_id: int) -> Row:
    row = db.row("SELECT words FROM paraph WHERE visit_id = :id AND state = 'valid' ORDER BY id DESC LIMIT 1",
                 id=visit_id)
    if row is None:
        raise Refused("آن مراجعه پارافی ندارد.")
    return row


def _must_be_his(db: Database, visit_id: int, past_id: int) -> None:
    owners = db.rows("SELECT DISTINCT visitor_id FROM visit WHERE id IN (:visit, :past)", visit=visit_id, past=past_id)
    if visit_id == past_id or len(owners) != 1:
        raise Refused("آن پرونده از شخص دیگری است.")
