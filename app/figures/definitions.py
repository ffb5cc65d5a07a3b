"""The figures about answers: what exactly is counted when a report says how units answered.

docs/figures.md says the same for readers of reports, with the source of each rule and the place where each fact is
recorded.

Counted are referrals that want an answer (`Scope` says which); a copy for information is in no figure. Each figure is
one SQL condition on the table `followup`. The same condition counts the figure and lists its referrals, so a figure can
always be checked name by name. A referral that was passed on is counted with the unit that has it now; what happened
before at the unit it left (interim answers, extensions, reminders, answers sent back, and whether it was late) stays
with that unit. Lateness is a fact once it has happened: a referral that was late when it was closed, passed on or
voided stays in the share answered in time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, NamedTuple

from app.office.settings import settings
from app.office.working_days import WorkingDays
from app.persian.calendar import local_day
from app.persian.period import Period
from app.referrals.state import IS_LATE, IS_OPEN, IS_UNACKNOWLEDGED, WANTS_ANSWER, WAS_LATE
from db import Database

KEPT = "stage NOT IN ('passed', 'void')"
_SILENT = "answered_day = ''"
_UNSEEN = "('left', 'no_show', 'postponed', 'moved')"
"""The states of a visit that ended without a meeting; one that was carried over came again as another visit."""
_BROUGHT_AGAIN = (
    "SELECT sent.id FROM visit AS back JOIN referral AS sent ON sent.visit_id = back.same_as"
    " AND sent.issued_at <= back.arrived_at WHERE NOT EXISTS (SELECT gone.id FROM referral_step AS gone"
    " WHERE gone.referral_id = sent.id AND COALESCE(gone.kind, '') IN ('passed', 'void') AND gone.taken_back_at = ''"
    " AND gone.at < back.arrived_at)"
)
"""The slips that were with their unit when the visitor came again."""
_ANSWERED = f"{KEPT} AND answered_day <> ''"
COUNTS = "outcome NOT IN (SELECT code FROM response_outcome WHERE counts = 0)"
_JUDGED = f"{_ANSWERED} AND {COUNTS}"
_DENIED = (
    "disputed > 0 AND EXISTS (SELECT 1 FROM referral_step AS denial JOIN referral_step AS told"
    " ON told.referral_id = denial.referral_id AND told.id < denial.id JOIN response ON response.id = told.response_id"
    " WHERE denial.referral_id = followup.referral_id AND COALESCE(denial.kind, '') = 'objected'"
    " AND denial.taken_back_at = ''"
    " AND denial.day <= :by AND COALESCE(told.kind, '') = 'answered' AND told.taken_back_at = ''"
    f" AND response.returned = 0 AND response.{COUNTS})"
)
"""By the day :by the visitor objected to an answer that counts and was not sent back; what the unit did after that
takes no word back.

COALESCE keeps SQLite on the index of the referral's steps: by the index of their kind a year took 7 s instead of 0.3.
"""
_ACCEPTED = f"stage = 'accepted' AND {_JUDGED} AND NOT ({_DENIED})"
_PROMISE_DUE = (
    "(answered_day <> '' AND answered_day <= :by OR due_day <> '' AND due_day < :by AND (answered_day <> ''"
    f" OR {IS_OPEN} OR due_day < (SELECT MAX(ended.day) FROM referral_step AS ended WHERE ended.referral_id ="
    " followup.referral_id AND COALESCE(ended.kind, '') = followup.stage AND ended.taken_back_at = '')))"
)


class Figure(NamedTuple):
    label: str
    condition: str
    """SQL over `followup`, with the values of `parameters`."""
    rule: str
    """The condition in words, as docs/figures.md has it."""


FIGURES = {
    "sent": Figure("ارجاع", KEPT, "issued in the period, neither passed on to another unit nor voided"),
    "open": Figure("باز", IS_OPEN, "the unit owes an answer: none has come, or the visitor objected to the last one"),
    "overdue": Figure(
        "باز و دیرشده",
        IS_LATE,
        "open, and at least one of the unit's working days has passed since its deadline; a pause or an extension from"
        " then on changes nothing",
    ),
    "unacknowledged": Figure(
        "وصول‌نشده",
        f"{IS_UNACKNOWLEDGED} AND issued_day <= :unheard",
        "not acknowledged although issued more than `acknowledge_days` working days ago",
    ),
    "answered": Figure("پاسخ داده", _ANSWERED, "a final answer has come; one that was sent back counts as none"),
    "owed": Figure("دیرشدهٔ بی‌پاسخ", f"{_SILENT} AND {IS_LATE}", "overdue, and no final answer has ever come"),
    "ahead": Figure(
        "در مهلت",
        f"{IS_OPEN} AND {_SILENT} AND due_day >= :today",
        "open, no final answer has ever come, and the day promised to the visitor has not passed",
    ),
    "due": Figure(
        "سررسیده",
        f"(answered_day <> '' OR ({WAS_LATE}))",
        "a final answer has come, or its deadline without one: also where it was then closed, passed on or voided",
    ),
    "in_time": Figure("پاسخ به‌هنگام", "in_time = 1", "the first final answer came before the unit was late"),
    "in_promise": Figure(
        "تا روز وعده", "in_promise = 1", "the first final answer came by the day promised to the visitor on the receipt"
    ),
    "promise_due": Figure(
        "موعد رسیده",
        _PROMISE_DUE,
        "a final answer has come, or the day promised to the visitor has passed without one: also where it was then"
        " closed, passed on or voided",
    ),
    "accepted": Figure(
        "تأییدشده", _ACCEPTED, "the visitor accepted the answer, and objected to none before; an answer that counts"
    ),
    "denied": Figure(
        "ردشده",
        f"({_DENIED})",
        "the visitor objected at least once to an answer that counts and was not sent back, whatever became of the"
        " referral then",
    ),
    "unasked": Figure(
        "پرسیده‌نشده",
        f"stage NOT IN ('accepted', 'objected') AND {_JUDGED} AND NOT ({_DENIED})",
        "an answer that counts, and no word of the visitor about it; silence is never a solution",
    ),
    "objected": Figure("با اعتراض", f"disputed > 0 AND {KEPT}", "the visitor objected to an answer at least once"),
    "again": Figure(
        "بازگشت با همان موضوع",
        f"(followup.referral_id IN ({_BROUGHT_AGAIN} AND back.state NOT IN {_UNSEEN})"
        f" OR (answered_day <> '' AND followup.referral_id IN ({_BROUGHT_AGAIN})))",
        "the visitor came again while the unit had the slip, and reception registered the visit as the same matter;"
        " where the visitor left unseen, only if the unit has answered. Passing on or voiding it later changes nothing",
    ),
    "returned": Figure("پاسخ نامرتبط", "returns > 0", "the office sent at least one answer back as beside the point"),
    "barred": Figure(
        "منع قانونی", f"outcome = 'barred' AND {KEPT}", "the last final answer says that the law bars the request"
    ),
    "not_ours": Figure(
        "خارج از وظایف",
        f"outcome = 'not_ours' AND {KEPT}",
        "the last final answer says that the request is not the unit's duty",
    ),
    "passed": Figure(
        "واگذارشده", "stage = 'passed'", "passed on to another unit, where it is counted under a new number"
    ),
    "interim": Figure("پاسخ میانی", "interims > 0", "at least one interim answer came"),
    "extended": Figure("با تمدید", "extensions > 0", "the deadline was extended at least once"),
    "reminded": Figure("با پیرو", "reminders > 0", "at least one reminder was written"),
    "unanswered": Figure(
        "مختومهٔ بی‌پاسخ", f"stage = 'closed' AND {_SILENT}", "closed by the office without a final answer"
    ),
    "silent": Figure(
        "دیر و بی‌پاسخ",
        f"{_SILENT} AND {WAS_LATE}",
        "late, and no final answer has ever come: also where it was then closed, passed on or voided",
    ),
    "closed_late": Figure(
        "مختومهٔ دیرشده",
        f"stage = 'closed' AND {_SILENT} AND {WAS_LATE}",
        "closed by the office without a final answer when the unit was late",
    ),
    "passed_late": Figure(
        "واگذارشدهٔ دیرشده",
        f"stage = 'passed' AND {_SILENT} AND {WAS_LATE}",
        "passed on without a final answer when the unit was late",
    ),
    "voided": Figure("باطل‌شده", "stage = 'void'", "its paraph was amended or voided"),
    "void_late": Figure(
        "باطل‌شدهٔ دیرشده",
        f"stage = 'void' AND {_SILENT} AND {WAS_LATE}",
        "voided without a final answer when the unit was late",
    ),
}
GROUPS = {
    "whole": "followup.programme_id",
    "unit": "unit_id",
    "category": "category_id",
    "official": "official_id",
    "table": "table_id",
    "day": "issued_day",
    "visitor": "(SELECT visitor_id FROM referral JOIN visit ON visit.id = visit_id WHERE referral.id = referral_id)",
    "session": "(SELECT session_id FROM referral JOIN visit ON visit.id = visit_id WHERE referral.id = referral_id)",
    "district": "(SELECT district_id FROM referral JOIN visit ON visit.id = visit_id WHERE referral.id = referral_id)",
}
"""SQL of what referrals can be counted by."""
TIMED = "answer_days IS NOT NULL"
"""SQL of the referrals whose working days to the answer are in the median and the percentile."""
FIRST_DAY, LAST_DAY = "0001-01-01", "9999-12-31"
"""Before and after every day of an office."""
RANKED_FROM = 10
"""Visitors whose word about a unit's answers is known, from which on the unit is ranked."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The referrals that are counted: issued between two days (both included) in one programme, so that staff sessions
    stay apart, and of one unit, category or official unless it is None."""

    since: str
    until: str
    programme_id: int
    unit_id: int | None = None
    category_id: int | None = None
    official_id: int | None = None

    @property
    def period(self) -> Period:
        """The period that every title names and every comparison starts from."""
        return Period(self.since, self.until)

    @property
    def before(self) -> "Scope":
        """The same scope in the period just before."""
        return replace(self, since=self.period.before.since, until=self.period.before.until)


IN_SCOPE = (
    f"issued_day BETWEEN :since AND :until AND {WANTS_ANSWER} AND followup.programme_id = :programme_id"
    + "".join(
        f" AND (CAST(:{name} AS INTEGER) IS NULL OR followup.{name} = :{name})"
        for name in ("unit_id", "category_id", "official_id")
    )
)


@dataclass(frozen=True, slots=True)
class Tally:
    """The counted figures of some referrals, and the shares that follow from them (0 to 1; None of nothing)."""

    counts: Mapping[str, int]
    """By the names in FIGURES."""
    days: Mapping[int, int] = field(default_factory=dict)
    """How many were answered after so many working days: from acknowledgement to the first final answer, without
    pauses."""
    oldest: str = ""
    """The day of issue of the oldest open referral; '' without one."""

    def __getitem__(self, figure: str) -> int:
        return self.counts.get(figure, 0)

    @property
    def in_time(self) -> float | None:
        """The share answered in time of all whose time has come."""
        return share_of(self["in_time"], self["due"])

    @property
    def in_promise(self) -> float | None:
        """The share answered by the day promised to the visitor, of all whose promise has come."""
        return share_of(self["in_promise"], self["promise_due"])

    @property
    def asked(self) -> int:
        """How many answers the visitor's word is known about."""
        return self["accepted"] + self["denied"]

    @property
    def accepted(self) -> float | None:
        """The share accepted at once, of those asked."""
        return share_of(self["accepted"], self.asked)

    @property
    def median(self) -> int | None:
        """Working days; like the percentile by the nearest rank."""
        return self._within(0.5)

    @property
    def percentile_90(self) -> int | None:
        return self._within(0.9)

    def _within(self, share: float) -> int | None:
        """Return the fewest working days within which this share of the answers came."""
        wanted, seen = share * sum(self.days.values()), 0
        for length in sorted(self.days):
            seen += self.days[length]
            if seen >= wanted:
                return length
        return None


def share_of(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def add_up(tallies: Sequence[Tally]) -> Tally:
    """Add tallies of different referrals."""
    days: dict[int, int] = {}
    for tally in tallies:
        for length, count in tally.days.items():
            days[length] = days.get(length, 0) + count
    counts = {name: sum(tally[name] for tally in tallies) for name in FIGURES}
    return Tally(counts, days, min((tally.oldest for tally in tallies if tally.oldest), default=""))


def parameters(db: Database, scope: Scope) -> dict[str, Any]:
    """Return the values that the conditions compare with today."""
    today, known = local_day(db.now()), settings(db)
    unheard = WorkingDays.load(db).before(today, known.acknowledge_days + 1)
    return {**asdict(scope), "today": today, "by": today, "unheard": unheard}


def tallies(
    db: Database, scope: Scope, by: str, names: Sequence[str] = tuple(FIGURES), *, lengths: bool = True
) -> dict[Any, Tally]:
    """Return one tally for each group; `by`: a key of GROUPS. Fewer `names`, or no `lengths` of answers, take less
    time."""
    counted = ", ".join(f"COUNT(*) FILTER (WHERE {FIGURES[name].condition}) AS n_{name}" for name in names)
    rows = db.rows(
        f"SELECT {GROUPS[by]} AS grouped, {counted}, MIN(issued_day) FILTER (WHERE {IS_OPEN}) AS oldest"
        f" FROM followup WHERE {IN_SCOPE} GROUP BY 1",
        **parameters(db, scope),
    )
    days = _lengths(db, scope, by) if lengths else {}
    return {
        row["grouped"]: Tally(
            {name: row[f"n_{name}"] for name in names}, days.get(row["grouped"], {}), row["oldest"] or ""
        )
        for row in rows
    }


def _lengths(db: Database, scope: Scope, by: str) -> dict[Any, dict[int, int]]:
    found: dict[Any, dict[int, int]] = {}
    for row in db.rows(
        f"SELECT {GROUPS[by]} AS grouped, answer_days, COUNT(*) AS n FROM followup WHERE {IN_SCOPE}"
        f" AND {TIMED} GROUP BY 1, answer_days",
        **asdict(scope),
    ):
        found.setdefault(row["grouped"], {})[row["answer_days"]] = row["n"]
    return found
