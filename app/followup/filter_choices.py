"""The choices of the follow-up lists' filters: the names that occur in referrals that are not settled."""

from dataclasses import dataclass

from app.access.clerks import Clerk
from app.access.privacy import rights_of
from app.persian.calendar import jalali
from app.persian.text import fa, isolate, sort_key
from app.referrals.state import IS_UNSETTLED
from db import Database

Choices = tuple[tuple[int, str], ...]
_UNSETTLED = f"FROM followup WHERE {IS_UNSETTLED}"
_VISITS = f"SELECT visit_id FROM referral JOIN followup ON followup.referral_id = referral.id WHERE {IS_UNSETTLED}"


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """Ids and names, by the names of ListFilter."""

    programme: Choices
    unit: Choices
    official: Choices
    category: Choices
    """Without those the clerk may not read: what is covered is not found by its category."""
    district: Choices
    session: Choices
    """The newest first."""


def filter_choices(db: Database, clerk: Clerk) -> FilterChoices:
    is_open, values = rights_of(db, clerk).open_matters()
    sessions = db.rows(
        "SELECT session.id AS id, programme.name AS programme, round, day FROM session"
        " JOIN programme ON programme.id = programme_id WHERE session.id IN"
        f" (SELECT session_id FROM visit WHERE id IN ({_VISITS})) ORDER BY day DESC, session.id DESC"
    )
    return FilterChoices(
        _named(db, "SELECT id, name FROM programme WHERE id IN (SELECT programme_id FROM followup)"),
        _named(db, f"SELECT id, name FROM unit WHERE id IN (SELECT unit_id {_UNSETTLED})"),
        _named(db, f"SELECT id, post AS name FROM official WHERE id IN (SELECT official_id {_UNSETTLED})"),
        _named(
            db,
            "SELECT id, name FROM category WHERE id IN (SELECT category_id FROM visit"
            f" JOIN category ON category.id = category_id WHERE visit.id IN ({_VISITS}) AND {is_open})",
            **values,
        ),
        _named(db, f"SELECT id, name FROM unit WHERE id IN (SELECT district_id FROM visit WHERE id IN ({_VISITS}))"),
        tuple((row["id"], _session(row["round"], row["day"], row["programme"])) for row in sessions),
    )


def _named(db: Database, sql: str, **values: object) -> Choices:
    return tuple(
        sorted(((row["id"], row["name"]) for row in db.rows(sql, **values)), key=lambda each: sort_key(each[1]))
    )


def _session(round_: int | None, day: str, programme: str) -> str:
    return fa(f"جلسهٔ {round_ or '؟'} · {isolate(jalali(day))} · {programme}")
