"""«چرا او پیش از من؟»: the arithmetic by which one of two visitors in the line is called before the other."""

from app.access.clerks import Clerk
from app.errors import Refused
from app.line import standing
from app.line.calls import ordinary_since_deferred
from app.line.expected_wait import LineNow
from app.line.order import Turn, Waiting
from app.office import settings as office
from app.persian.calendar import local_time
from app.persian.text import fa, isolate
from app.sessions import sessions
from app.visits import visits
from app.visits.visits import Visit
from db import Database

ROLES = ("caller", "table", "reception", "manager")


def why(db: Database, clerk: Clerk, ticket: int, other_ticket: int) -> tuple[str, ...]:
    """Return the sentences that tell which of two tickets of the open session is called first, and by which rule.
    Raises Refused, at the field `ticket`, for one that is not in the line."""
    clerk.must(*ROLES)
    session = sessions.opened(db)
    if session is None:
        raise Refused("اکنون جلسه‌ای باز نیست.")
    if ticket == other_ticket or not other_ticket:
        raise Refused("شمارهٔ نوبت دیگری را بنویسید.", "ticket")
    now = standing.line_now(db, session.id)
    turns = {turn.visit_id: (place, turn) for place, turn in enumerate(now.course())}
    both = [visit for visit in visits.of_session(db, session.id) if visit.ticket in (ticket, other_ticket)]
    for number in (ticket, other_ticket):
        if not any(visit.ticket == number and visit.id in turns for visit in both):
            raise Refused(f"نوبت {isolate(fa(number))} اکنون در صف نیست.", "ticket")
    first, second = sorted(both, key=lambda visit: turns[visit.id][0])
    return (
        _who(first),
        _who(second),
        *_reason(db, session.id, now, first, second),
        *_minutes(now, turns[first.id][1], turns[second.id][1], first, second),
    )


def _number(visit: Visit) -> str:
    return f"نوبت {isolate(fa(visit.ticket))}"


def _who(visit: Visit) -> str:
    words = [f"ورود {isolate(local_time(visit.arrived_at))}"]
    if visit.line_at != visit.arrived_at:
        words.append(f"پس از غیبت، ساعت {isolate(local_time(visit.line_at))} به انتهای صف بازگشته است")
    words.append(f"فقط {visit.table}" if visit.wanted_table_id else "هر میز")
    words.append(f"دارای اولویت ({visit.priority.split(' (')[0]})" if visit.priority else "عادی")
    return fa(f"{_number(visit)}: {'، '.join(words)}")


def _reason(db: Database, session_id: int, now: LineNow, first: Visit, second: Visit) -> tuple[str, ...]:
    tables = {first.wanted_table_id, second.wanted_table_id}
    if None not in tables and len(tables) == 2:
        return ("این دو نوبت برای دو میز جدا هستند؛ هر میز نوبت‌های خود را به ترتیب فرا می‌خواند.",)
    earlier = _waiting(now, first).place < _waiting(now, second).place
    if not first.priority and second.priority and earlier:
        return (f"{_number(first)} زودتر در صف بوده و هنوز نوبت اولویت نرسیده است.", _rule(db, session_id, now, first))
    if earlier:
        return (f"{_number(first)} زودتر در صف بوده است.",)
    if first.priority and not second.priority:
        return (_rule(db, session_id, now, first),)
    return (f"{_number(second)} باید برای {second.table} بماند؛ {_number(first)} به میزی می‌رود که زودتر آزاد می‌شود.",)


def _rule(db: Database, session_id: int, now: LineNow, called: Visit) -> str:
    after = isolate(fa(now.after))
    rule = f"در هر میز، پس از هر {after} نفر عادی یک نفر دارای اولویت فراخوانده می‌شود"
    turn = next(turn for turn in now.course() if turn.visit_id == called.id)
    if not turn.table_id:
        return f"{rule}."
    since = ordinary_since_deferred(db, session_id, turn.table_id, office.number_deferred(db, "priority_after"))()
    return f"{rule}؛ در این میز از آخرین نوبت اولویت تاکنون {isolate(fa(since))} نفر عادی فراخوانده شده‌اند."


def _minutes(now: LineNow, one: Turn, two: Turn, first: Visit, second: Visit) -> tuple[str, ...]:
    """Return when both will be called, once the tables have a pace."""
    if not now.paces or {first.wanted_table_id, second.wanted_table_id} & now.still:
        return ()
    told = " و ".join(
        f"{_number(visit)} {_in_minutes(round(turn.minutes))}" for visit, turn in ((first, one), (second, two))
    )
    return (f"پیش‌بینی: {told}.",)


def _in_minutes(minutes: int) -> str:
    return f"حدود {isolate(fa(minutes))} دقیقهٔ دیگر" if minutes else "به‌زودی"


def _waiting(now: LineNow, visit: Visit) -> Waiting:
    return next(each for each in now.waiting if each.visit_id == visit.id)
