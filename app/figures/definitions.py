"""How units answer: one set of definitions, counted by the database over the referrals of a period.

Each figure is a condition on `followup`: what counts it and what lists its cases are the same words. Referrals that
want no answer are in none of them; one that was passed on is counted with the unit that has it now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from app.office.settings import settings
from app.office.working_days import WorkingDays
from app.persian.calendar import local_day
from app.persian.text import fa
from app.referrals.lifecycle import DEADLINE, IS_OPEN, IS_UNACKNOWLEDGED
from db import Database

_LATE = f"{IS_OPEN} AND paused_day = '' AND {DEADLINE} < :today"
_JUDGED = ("stage <> 'passed' AND answered_day <> ''"
           " AND outcome NOT IN (SELECT code FROM response_outcome WHERE counts = 0)")
_ACCEPTED = f"stage = 'accepted' AND {_JUDGED}"
_QUIET = ("stage IN ('answered', 'closed') AND verdict_day = '' AND last_answer_day < :quiet"
          " AND outcome IN (SELECT code FROM response_outcome WHERE solved = 1 AND counts = 1)")


class Figure(NamedTuple):
    label: str
    condition: str


FIGURES = {
    "sent": Figure("ارجاع", "stage <> 'passed'"),
    "open": Figure("باز", IS_OPEN),
    "overdue": Figure("باز و دیرشده", _LATE),
    "unacknowledged": Figure("وصول‌نشده", f"{IS_UNACKNOWLEDGED} AND issued_day <= :unheard"),
    "answered": Figure("پاسخ داده", "stage <> 'passed' AND answered_day <> ''"),
    "owed": Figure("دیرشدهٔ بی‌پاسخ", f"answered_day = '' AND {_LATE}"),
    "in_time": Figure("پاسخ به‌هنگام", "stage <> 'passed' AND in_time = 1"),
    "in_promise": Figure("تا روز وعده", "stage <> 'passed' AND in_promise = 1"),
    "judged": Figure("پایهٔ حل", _JUDGED),
    "solved": Figure("حل‌شده", f"({_ACCEPTED} OR {_QUIET})"),
    "accepted": Figure("تأیید متقاضی", _ACCEPTED),
    "objected": Figure("با اعتراض", "objections > 0 AND stage <> 'passed'"),
    "again": Figure("بازگشت با همان موضوع", "stage <> 'passed' AND followup.referral_id IN"
                    " (SELECT sent.id FROM visit AS back JOIN referral AS sent ON sent.visit_id = back.same_as)"),
    "returned": Figure("پاسخ نامرتبط", "returns > 0"),
    "barred": Figure("منع قانونی", "outcome = 'barred' AND stage <> 'passed'"),
    "not_ours": Figure("خارج از وظایف", "outcome = 'not_ours' AND stage <> 'passed'"),
    "passed": Figure("سپرده به دیگری", "stage = 'passed'"),
    "interim": Figure("پاسخ میانی", "interims > 0"),
    "extended": Figure("با تمدید", "extensions > 0"),
    "reminded": Figure("با پیرو", "reminders > 0"),
    "unanswered": Figure("مختومهٔ بی‌پاسخ", "stage = 'closed' AND answered_day = ''"),
}
GROUPS = {"whole": "followup.programme_id", "unit": "unit_id", "category": "category_id", "official": "official_id",
          "table": "table_id", "day": "issued_day",
          "district": "(SELECT district_id FROM referral JOIN visit ON visit.id = visit_id"
                      " WHERE referral.id = referral_id)"}
RANKED_FROM = 10
"""Cases; below it a share says nothing about a unit."""


def definitions(quiet_days: int) -> tuple[str, ...]:
    """What stands at the foot of every report."""
    return tuple(fa(text) for text in (
        "به‌هنگام = پاسخ‌های به‌هنگام ÷ (پاسخ داده‌شده + بازِ دیرشدهٔ بی‌پاسخ)؛ ملاک، نخستین پاسخ نهایی است و مهلت واحد از"
        " روز وصول به روز کاری. آنچه وصول نشده، از روز وعده‌شده روی برگه دیر شمرده می‌شود. در کنار آن: پاسخ تا روز وعده.",
        f"حل‌شده = (تأیید متقاضی + «انجام شد» که تا {quiet_days} روز اعتراضی نداشته) ÷ (پاسخ داده‌شده منهای منع قانونی و"
        " خارج از وظایف)؛ این دو جداگانه شمرده و فهرست می‌شوند. سهم تأیید متقاضی در کنار آن می‌آید.",
        "میانه و صدک نود: روزهای کاری از وصول تا نخستین پاسخ نهایی، بی روزهای توقف مهلت. ارجاع سپرده به واحد دیگر با"
        " واحد تازه شمرده می‌شود.",
        f"واحدی با کمتر از {RANKED_FROM} ارجاع رتبه نمی‌گیرد؛ رتبه تنها میان واحدهای هم‌بار و بر پایهٔ سهم به‌هنگام است:"
        " پربار از ۱۰۰، میان‌بار از ۳۰ و کم‌بار از ۱۰ ارجاع.",
    ))


def visit_definitions() -> tuple[str, ...]:
    """What stands at the foot of a report that counts visits."""
    return (
        "مراجعه = هر نوبتی که در جلسه‌های این برنامه گرفته شده؛ آنچه به جلسهٔ دیگر رفته تنها در همان جا شمرده می‌شود."
        " ملاقات = مراجعه‌ای که پای میز به پایان رسیده. مراجعه‌کننده = شخص؛ هر کس در هر شمار یک بار.",
        "تازه = کسی که نخستین بار به این برنامه آمده؛ بازآمده = کسی که پیش‌تر هم آمده. کسی که بی‌کد ثبت و با پروندهٔ"
        " پیشینش یکی نشده، تازه شمرده می‌شود. همان موضوع = مراجعه‌ای که دنبالهٔ پروندهٔ پیشین ثبت شده.",
        "انتظار = دقیقه از ورود تا نخستین فراخوان، بی آنچه از کاغذ ثبت شده؛ ساعت، ساعتِ ورود است. میانه: نیمی کمتر"
        " از آن ماندند؛ صدک نود: از هر ده تن نه تن تا آن زمان فراخوانده شدند.",
    )


@dataclass(frozen=True, slots=True)
class Scope:
    """Which referrals: issued between two days (both included) in one programme, so that staff sessions keep apart;
    None is any."""

    since: str
    until: str
    programme_id: int
    unit_id: int | None = None
    category_id: int | None = None
    official_id: int | None = None


IN_SCOPE = (
    "issued_day BETWEEN :since AND :until AND working_days IS NOT NULL AND followup.programme_id = :programme_id"
    + "".join(f" AND (CAST(:{name} AS INTEGER) IS NULL OR followup.{name} = :{name})"
              for name in ("unit_id", "category_id", "official_id"))
)


@dataclass(frozen=True, slots=True)
class Tally:
    """Counted cases, each figure by its name in FIGURES."""

    counts: Mapping[str, int]
    days: Mapping[int, int] = field(default_factory=dict)
    """How many were answered after so many working days."""
    oldest: str = ""
    """Day of issue of the oldest open one; '' without."""

    def __getitem__(self, figure: str) -> int:
        return self.counts.get(figure, 0)

    @property
    def in_time(self) -> float | None:
        return _share(self["in_time"], self["answered"] + self["owed"])

    @property
    def in_promise(self) -> float | None:
        return _share(self["in_promise"], self["answered"] + self["owed"])

    @property
    def solved(self) -> float | None:
        return _share(self["solved"], self["judged"])

    @property
    def accepted(self) -> float | None:
        return _share(self["accepted"], self["judged"])

    @property
    def median(self) -> int | None:
        return self.within(0.5)

    @property
    def ninth(self) -> int | None:
        """The 90th percentile."""
        return self.within(0.9)

    def within(self, share: float) -> int | None:
        """The fewest working days within which that share of the answers came."""
        wanted, seen = share * sum(self.days.values()), 0
        for length in sorted(self.days):
            seen += self.days[length]
            if seen >= wanted:
                return length
        return None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def together(tallies: Sequence[Tally]) -> Tally:
    days: dict[int, int] = {}
    for tally in tallies:
        for length, count in tally.days.items():
            days[length] = days.get(length, 0) + count
    counts = {name: sum(tally[name] for tally in tallies) for name in FIGURES}
    return Tally(counts, days, min((tally.oldest for tally in tallies if tally.oldest), default=""))


def values(db: Database, scope: Scope) -> dict[str, Any]:
    """What the conditions are asked with, today."""
    today, known = local_day(db.now()), settings(db)
    unheard = WorkingDays.load(db).before(today, known.acknowledge_days + 1)
    quiet = (date.fromisoformat(today) - timedelta(days=known.quiet_days)).isoformat()
    return {**asdict(scope), "today": today, "unheard": unheard, "quiet": quiet}


def tallies(db: Database, scope: Scope, by: str, names: Sequence[str] = tuple(FIGURES), *,
            lengths: bool = True) -> dict[Any, Tally]:
    """One tally for each of what `by` names in GROUPS. Fewer `names`, or no `lengths` of answers, take less time."""
    counted = ", ".join(f"COUNT(*) FILTER (WHERE {FIGURES[name].condition}) AS n_{name}" for name in names)
    rows = db.rows(f"SELECT {GROUPS[by]} AS grouped, {counted}, MIN(issued_day) FILTER (WHERE {IS_OPEN}) AS oldest"
                   f" FROM followup WHERE {IN_SCOPE} GROUP BY 1", **values(db, scope))
    days = _lengths(db, scope, by) if lengths else {}
    return {row["grouped"]: Tally({name: row[f"n_{name}"] for name in names}, days.get(row["grouped"], {}),
                                  row["oldest"] or "") for row in rows}


def _lengths(db: Database, scope: Scope, by: str) -> dict[Any, dict[int, int]]:
    found: dict[Any, dict[int, int]] = {}
    for row in db.rows(f"SELECT {GROUPS[by]} AS grouped, answer_days, COUNT(*) AS n FROM followup WHERE {IN_SCOPE}"
                       " AND answer_days IS NOT NULL AND stage <> 'passed' GROUP BY 1, answer_days", **asdict(scope)):
        found.setdefault(row["grouped"], {})[row["answer_days"]] = row["n"]
    return found
