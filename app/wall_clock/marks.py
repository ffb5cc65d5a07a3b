"""Times at which the clock was wrong, as an administrator says afterwards. What was recorded then stays as it is."""

from dataclasses import dataclass

from app.access.clerks import Clerk
from app.errors import Refused, refusals_beside
from app.journal.writing import writing
from app.persian.calendar import at, jalali, parse_jalali
from app.persian.text import isolate
from db import Database

ROLES = ("administrator",)
_END_OF_MINUTE = "59.999Z"
_MARKED = "at >= :since AND at <= :until AND id <= :last_row"


@dataclass(frozen=True, slots=True)
class Span:
    """A time by the clock that was wrong: the first and the last moment that it wrote, UTC."""

    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A span whose rows of the journal are marked, up to the row at which it was marked: later ones are right."""

    id: int
    since: str
    until: str
    last_row: int

    def covers(self, row_id: int, moment: str) -> bool:
        return row_id <= self.last_row and self.since <= moment <= self.until


@dataclass(frozen=True, slots=True)
class TypedSpan:
    """A span as it was typed: Jalali days and times of day."""

    since_day: str
    since_time: str
    until_day: str
    until_time: str

    def span(self) -> Span:
        """Refused beside the field that cannot be understood, and where the end lies before the beginning."""
        since = _typed_moment(self.since_day, self.since_time, "since")
        until = _typed_moment(self.until_day, self.until_time, "until")
        if until < since:
            raise Refused("پایان باید پس از آغاز باشد.", "until_time" if until[:10] == since[:10] else "until_day")
        return Span(since, until[: -len(_END_OF_MINUTE)] + _END_OF_MINUTE)


def marks(db: Database) -> list[Mark]:
    return [
        Mark(**row)
        for row in db.rows("SELECT id, since, until, last_row FROM wrong_clock WHERE lifted_at = '' ORDER BY id")
    ]


def mark(db: Database, clerk: Clerk, typed: TypedSpan) -> dict[str, str | int]:
    """Mark what the journal recorded within a span, and return what that touches, as it is journalled. Refused where
    there is nothing to mark."""
    with writing(db, clerk, ROLES, "journal") as change:
        span = typed.span()
        row = db.required_row(
            "INSERT INTO wrong_clock (since, until, last_row) VALUES (:since, :until, :last) RETURNING id",
            since=span.since,
            until=span.until,
            last=change.place,
        )
        found = touched(db, Mark(row["id"], span.since, span.until, change.place))
        if not found["marked"]:
            raise Refused(
                "در این مدت چیزی ثبت نشده است؛ تاریخ و ساعتی را بنویسید که ساعت نادرست نشان می‌داد.", "since_day"
            )
        change.record("mark", "clock", row["id"], after=found)
        return found


def lift(db: Database, clerk: Clerk, mark_id: int) -> None:
    """Take a mark back. Refused when it is lifted already."""
    with writing(db, clerk, ROLES, "journal") as change:
        row = db.row("SELECT since, until FROM wrong_clock WHERE id = :id AND lifted_at = ''", id=mark_id)
        if row is None:
            raise Refused("این علامت قبلاً برداشته شده است.")
        db.send("UPDATE wrong_clock SET lifted_at = :now WHERE id = :id", now=change.now, id=mark_id)
        change.record(
            "unmark", "clock", mark_id, before={"wrong_since": row["since"], "wrong_until": row["until"]}, after={}
        )


def touched(db: Database, mark: Mark) -> dict[str, str | int]:
    """Count what took its day from the wrong clock: it has to be put right by other means, where it matters."""
    values = {"since": mark.since, "until": mark.until, "last_row": mark.last_row}
    counts = db.required_row(
        "SELECT COUNT(*) AS marked,"
        " COUNT(*) FILTER (WHERE subject = 'visit' AND action IN ('register', 'from_paper')) AS registered,"
        " COUNT(*) FILTER (WHERE subject = 'referral' AND action = 'issue') AS issued,"
        " COUNT(*) FILTER (WHERE subject = 'referral' AND action <> 'issue') AS steps"
        f" FROM journal WHERE {_MARKED}",
        **values,
    )
    sessions = db.rows(
        "SELECT DISTINCT session.day AS day FROM session WHERE id IN (SELECT subject_id FROM journal WHERE"
        f" subject = 'session' AND action IN ('open', 'plan') AND {_MARKED}) ORDER BY day",
        **values,
    )
    days = "، ".join(isolate(jalali(row["day"])) for row in sessions)
    return {"wrong_since": mark.since, "wrong_until": mark.until, **counts, "sessions": days}


def suggested(db: Database) -> Span | None:
    """Return the latest span that looks wrong: where the journal steps back in time, the rows before the step or those
    after it until the time is reached again, whichever are fewer. None where nothing looks wrong."""
    kept = marks(db)
    steps = db.rows(
        "SELECT id, at, earlier FROM (SELECT id, at, LAG(at) OVER (ORDER BY id) AS earlier FROM journal) AS stepped"
        " WHERE at < earlier ORDER BY id DESC"
    )
    for step in steps:
        runs = [run for run in (_before(db, step["id"], step["at"]), _after(db, step["id"], step["earlier"])) if run]
        number, first, last = min(runs)
        found = Span(
            *(db.required_row("SELECT at FROM journal WHERE id = :id", id=each)["at"] for each in (first, last))
        )
        if number and not any(each.covers(last, found.until) for each in kept):
            return found
    return None


def _before(db: Database, step: int, moment: str) -> tuple[int, int, int]:
    """Return how many rows before a step back lie after its moment, the first of them and the last."""
    right = db.required_row(
        "SELECT COALESCE(MAX(id), 0) AS id FROM journal WHERE id < :step AND at <= :at", step=step, at=moment
    )["id"]
    return _run(db, right, step)


def _after(db: Database, step: int, moment: str) -> tuple[int, int, int] | None:
    """Return how many rows from a step back on lie before the moment it stepped back from; None where it was never
    reached again."""
    again = db.required_row("SELECT MIN(id) AS id FROM journal WHERE id > :step AND at >= :at", step=step, at=moment)[
        "id"
    ]
    return _run(db, step - 1, again) if again else None


def _run(db: Database, after: int, before: int) -> tuple[int, int, int]:
    row = db.required_row(
        "SELECT COUNT(*) AS n, MIN(id) AS first, MAX(id) AS last FROM journal WHERE id > :after AND id < :before",
        after=after,
        before=before,
    )
    return row["n"], row["first"], row["last"]


def _typed_moment(day: str, time: str, field: str) -> str:
    with refusals_beside(f"{field}_day"):
        found = parse_jalali(day)
    with refusals_beside(f"{field}_time"):
        return at(found, time)
