"""The rows behind a number of a report: the condition that counts the number also lists its rows, all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from app.figures import attendance, definitions
from app.figures.attendance import OFTEN
from app.figures.definitions import FIGURES, TIMED, Scope, parameters
from app.figures.equal_age import STOOD
from app.figures.promises import FATE, FATES, IS_PROMISE
from app.referrals.state import IS_OPEN, WANTS_ANSWER
from db import Database

Subject = Literal["referrals", "promises", "visits", "people", "sessions", "meetings", "paraphs"]
Key = int | str | None
Narrowing = tuple[tuple[str, tuple[Key, ...]], ...]
"""Names of groups, each with the keys that count; None is a key too, such as that of no district."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The rows that a number counts."""

    subject: Subject
    figure: str
    """A key of the subject's conditions in SUBJECTS."""
    scope: Scope
    """Its days are days of issue, of promises the promised days, of everything else the sessions' days."""
    only: Narrowing = ()
    by: str = ""
    """The day at whose end the referrals of an earlier period stood so; '' for now."""


class SubjectSql(NamedTuple):
    """A subject as SQL: each row has an id, the visit whose case it opens, a day and how much of the number it is."""

    selected: str
    tables: str
    scope: str
    groups: Mapping[str, str]
    conditions: Mapping[str, str]
    grouped: str = ""
    """The column that groups the rows of `tables`; the conditions are then on groups."""


_IN_REFERRALS = {**definitions.GROUPS, "referral": "referral_id"}
_IN_VISITS = {**attendance.GROUPS, "hour": attendance.HOUR, "visit": "visit.id", "visitor": "visitor_id"}
_SESSIONS_DAY = "MIN(session.day) AS day"
_AT_TABLE = f"{attendance.VISITS} JOIN period ON period.visit_id = visit.id"
_WITH_PARAPH = f"{attendance.VISITS} JOIN paraph ON paraph.visit_id = visit.id"
_HAS_OPEN = (
    "EXISTS (SELECT 1 FROM followup JOIN referral ON referral.id = referral_id JOIN visit AS sent"
    " ON sent.id = referral.visit_id WHERE sent.visitor_id = visit.visitor_id"
    f" AND followup.programme_id = :programme AND {WANTS_ANSWER} AND {IS_OPEN})"
)
SUBJECTS: dict[Subject, SubjectSql] = {
    "referrals": SubjectSql(
        "referral_id AS id, 0 AS visit_id, issued_day AS day, 1 AS amount",
        "followup",
        definitions.IN_SCOPE,
        _IN_REFERRALS,
        {
            **{name: figure.condition for name, figure in FIGURES.items()},
            "issued": "TRUE",
            "asked": f"({FIGURES['accepted'].condition} OR {FIGURES['denied'].condition})",
            "timed": TIMED,
        },
    ),
    "promises": SubjectSql(
        "referral_id AS id, 0 AS visit_id, due_day AS day, 1 AS amount",
        "followup",
        f"due_day BETWEEN :since AND :until AND followup.programme_id = :programme_id AND {IS_PROMISE}",
        _IN_REFERRALS,
        {"all": "TRUE", **{name: f"{FATE} = '{name}'" for name in FATES}},
    ),
    "visits": SubjectSql(
        "visit.id AS id, visit.id AS visit_id, session.day AS day, people AS amount",
        attendance.VISITS,
        attendance.IN_SCOPE,
        _IN_VISITS,
        {
            **attendance.CONDITIONS,
            "people": "TRUE",
            "new": attendance.IS_FIRST,
            "back": f"NOT {attendance.IS_FIRST}",
            "waited": attendance.WAITED,
        },
    ),
    "people": SubjectSql(
        f"visitor_id AS id, MAX(visit.id) AS visit_id, {_SESSIONS_DAY}, COUNT(*) AS amount",
        attendance.VISITS,
        attendance.IN_SCOPE,
        _IN_VISITS,
        {
            "visitors": "TRUE",
            "returned": f"{attendance.TIMES_EVER} > 1",
            "often_open": f"{attendance.TIMES_EVER} >= {OFTEN} AND {_HAS_OPEN}",
            **{f"times_{n}": f"COUNT(*) = {n}" for n in (1, 2, 3)},
            "times_more": "COUNT(*) > 3",
        },
        "visitor_id",
    ),
    "sessions": SubjectSql(
        f"session_id AS id, 0 AS visit_id, {_SESSIONS_DAY}, COUNT(*) AS amount",
        attendance.VISITS,
        attendance.IN_SCOPE,
        _IN_VISITS,
        {"sessions": "TRUE"},
        "session_id",
    ),
    "meetings": SubjectSql(
        f"MIN(period.id) AS id, visit.id AS visit_id, {_SESSIONS_DAY}, 1 AS amount",
        _AT_TABLE,
        f"{attendance.IN_SCOPE} AND {attendance.IS_MEETING}",
        {"table": "period.table_id"},
        {"met": "TRUE", "timed": "SUM(CASE WHEN ended_at > started_at THEN 1 ELSE 0 END) > 0"},
        "visit.id, period.table_id",
    ),
    "paraphs": SubjectSql(
        "paraph.id AS id, visit.id AS visit_id, session.day AS day, 1 AS amount",
        _WITH_PARAPH,
        f"{attendance.IN_SCOPE} AND paraph.state = 'valid'",
        {"official": "paraph.official_id", "table": "paraph.table_id"},
        attendance.PARAPHS,
    ),
}

_STOOD = {**STOOD, "asked": f"({STOOD['accepted']} OR {STOOD['denied']})"}


def rows_sql(db: Database, counted: Counted) -> tuple[str, dict[str, Any]]:
    """Return SQL of the rows that a number counts, with id, visit_id, day and amount, and its values."""
    subject = SUBJECTS[counted.subject]
    condition = (_STOOD if counted.by else subject.conditions)[counted.figure]
    narrowed = [_narrowed(subject.groups[name], keys, f"{name}_key") for name, keys in counted.only]
    where = [subject.scope, *(sql for sql, _ in narrowed)]
    if counted.by:
        where.append("issued_day <= :by")
    if not subject.grouped:
        where.append(condition)
    having = f" GROUP BY {subject.grouped} HAVING {condition}" if subject.grouped else ""
    sql = f"SELECT {subject.selected} FROM {subject.tables} WHERE {' AND '.join(f'({each})' for each in where)}{having}"
    return sql, _values(db, counted) | {name: key for _, values in narrowed for name, key in values.items()}


def _values(db: Database, counted: Counted) -> dict[str, Any]:
    known = parameters(db, counted.scope) | {"programme": counted.scope.programme_id}
    if counted.by:
        known["by"] = counted.by
    return known


def _narrowed(sql: str, keys: tuple[Key, ...], name: str) -> tuple[str, dict[str, str]]:
    """Return the condition that a row has one of the keys, and the values of it. Numbers are written out: one list may
    hold thousands of referrals, more than an engine takes values."""
    texts = {f"{name}_{n}": key for n, key in enumerate(keys) if isinstance(key, str)}
    among = [*(str(key) for key in keys if isinstance(key, int)), *(f":{each}" for each in texts)]
    known = f"{sql} IN ({', '.join(among)})" if among else "FALSE"
    return (f"({known} OR {sql} IS NULL)" if None in keys else known), texts
