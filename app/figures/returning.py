"""The visitors of a period who had been before, what is still open of theirs, and what the units answered."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from app.access.privacy import cover_on_paper
from app.figures import attendance
from app.figures.attendance import OFTEN, Coming
from app.figures.counted import Counted, Narrowing
from app.figures.definitions import FIRST_DAY, LAST_DAY, Scope, share_of
from app.figures.parts import Cells, Columns, Link, ReportContent, TableRow, behind_figures
from app.office.working_days import WorkingDays
from app.papers.period_report import Chart, ReportFigure, ReportTable
from app.persian.calendar import local_day
from app.persian.text import sort_key
from app.referrals.deadlines import days_past
from app.referrals.state import OPEN, WANTS_ANSWER
from app.visits.visits import STATES
from db import Database, Row

ON_PAPER = 40
"""The most rows of the other visitors on paper; the exported file has all of them."""
PEOPLE: Columns = (
    ("مراجعه‌کننده", "text"),
    ("بار", "count"),
    ("آخرین مراجعه", "day"),
    ("موضوع", "words"),
    ("واحد", "text"),
    ("آخرین پاسخ واحد و نظر متقاضی", "words"),
    ("باز", "count"),
    ("دیرکرد", "days"),
)
FIGURES_LINKS = (
    Link("visits", ("visits",)),
    Link("visits", ("back",)),
    Link("visits", ("back", "visits")),
    Link("people", ("returned",)),
    Link("people", ("often_open",)),
)
NO_ANSWER = "پاسخی نرسیده است"


class Returner(NamedTuple):
    """A visitor who came again in the period, and the matter that stands for the visitor's matters."""

    name: str
    times: int
    """Visits ever, up to the end of the period."""
    last_day: str
    matter: str
    unit: str
    """'' where nothing was referred."""
    said: str
    open: int
    """Referrals of the visitor that wait for an answer today."""
    late: int
    """Working days the one shown is late."""
    visitor_id: int = 0

    def cells(self) -> TableRow:
        return (
            self.name,
            self.times,
            self.last_day,
            self.matter,
            self.unit or "—",
            self.said,
            self.open,
            self.late or None,
        )


def returning(db: Database, scope: Scope, before: Scope) -> ReportContent:
    found = sorted(_returners(db, scope), key=lambda one: (-one.late, -one.open, -one.times, sort_key(one.name)))
    waiting = [one for one in found if one.times >= OFTEN and one.open]
    others = sorted((one for one in found if one not in set(waiting)), key=lambda one: (-one.times, -one.late))
    tables = (
        ReportTable(f"{OFTEN} بار و بیشتر، با ارجاع باز", PEOPLE, tuple(one.cells() for one in waiting)),
        ReportTable("دیگر مراجعه‌کنندگان تکراری", PEOPLE, tuple(one.cells() for one in others), ON_PAPER),
    )
    bars = [(each, sum(one.times == each for one in found)) for each in range(2, 6)]
    more = ("بیش از 5", sum(one.times > 5 for one in found))
    chart = Chart("مراجع تکراری", "به تعداد مراجعه تا پایان دوره", "count", (*((f"{n} بار", k) for n, k in bars), more))
    return ReportContent(
        (
            *_shares(db, scope, before),
            ReportFigure("مراجع تکراری", "count", len(found), len(attendance.comings(db, before))),
            ReportFigure(f"{OFTEN} بار و بیشتر، باز", "count", len(waiting), None),
        ),
        (chart,) if found else (),
        tables,
        of_answers=False,
        behind=tuple(tuple(_behind(one, scope) for one in some) for some in (waiting, others)),
        behind_figures=behind_figures(FIGURES_LINKS, scope, before),
    )


def _behind(one: Returner, scope: Scope) -> Cells:
    """Return the visits of a row, ever up to the end of the period, and the visitor's open and late referrals."""
    only: Narrowing = (("visitor", (one.visitor_id,)),)
    ever, always = replace(scope, since=FIRST_DAY), replace(scope, since=FIRST_DAY, until=LAST_DAY)
    visits = (Counted("visits", "visits", ever, only),)
    waiting, late = ((Counted("referrals", name, always, only),) for name in ("open", "overdue"))
    return (), visits, (), (), (), (), waiting, late


def _shares(db: Database, scope: Scope, before: Scope) -> tuple[ReportFigure, ...]:
    (visits, back), (was, had) = (_visits(db, each) for each in (scope, before))
    return (
        ReportFigure("مراجعه", "count", visits, was),
        ReportFigure("مراجعهٔ تکراری", "count", back, had),
        ReportFigure("سهم تکراری", "share", share_of(back, visits), share_of(had, was)),
    )


def _visits(db: Database, scope: Scope) -> tuple[int, int]:
    """Return the visits, and those of people who had been before."""
    visits = attendance.counts(db, scope, "whole").get(scope.programme_id, attendance.NO_VISITS)["visits"]
    return visits, visits - sum(attendance.newcomers(db, scope, "whole").values())


def _returners(db: Database, scope: Scope) -> Iterable[Returner]:
    """Return the visitors who came in the period, and not for the first time. A confidential matter is covered: the
    report passes through many hands."""
    people = {coming.visitor_id: coming for coming in attendance.comings(db, scope)}
    sent: dict[int, list[Row]] = {}
    for row in _referrals(db, scope):
        sent.setdefault(row["visitor_id"], []).append(row)
    shown = {visitor: _worst(some) for visitor, some in sent.items() if visitor in people}
    told = _last_words(db, [row["referral_id"] for row in shown.values()])
    today, days = local_day(db.now()), WorkingDays.load(db)
    for visitor, coming in people.items():
        worst = shown.get(visitor)
        open_ones = sum(each["stage"] in OPEN for each in sent.get(visitor, ()))
        late = days_past(worst["until"], today, days) if worst else 0
        yield _returner(coming, worst, told, open_ones, late)._replace(visitor_id=visitor)


def _returner(coming: Coming, row: Row | None, told: dict[int, str], open_ones: int, late: int) -> Returner:
    if row is None:
        cover = cover_on_paper(coming.confidential)
        matter = _matter(cover.label(coming.category), cover.words(coming.matter))
        said = cover.words(coming.outcome or STATES[coming.state])
        return Returner(coming.name, coming.times, coming.last_day, matter, "", said or "—", 0, 0)
    cover = cover_on_paper(row["confidential"])
    return Returner(
        coming.name,
        coming.times,
        coming.last_day,
        _matter(cover.label(row["category"]), cover.words(row["matter"])),
        cover.label(row["unit_name"]),
        cover.words(told.get(row["referral_id"], NO_ANSWER)) or "—",
        open_ones,
        late,
    )


def _matter(category: str, words: str) -> str:
    return f"{category}: {words}" if words else category


def _referrals(db: Database, scope: Scope) -> list[Row]:
    """Return the referrals of everybody who came in the period, of whatever day, as they stand today."""
    return db.rows(
        "SELECT visit.visitor_id AS visitor_id, referral.id AS referral_id, unit_name, stage,"
        " CASE WHEN stage IN ('issued', 'dispatched', 'acknowledged', 'objected') THEN in_time_until ELSE '' END AS"
        " until, category.name AS category, confidential, visit.matter AS matter"
        " FROM followup JOIN referral ON referral.id = referral_id JOIN visit ON visit.id = referral.visit_id"
        " JOIN category ON category.id = visit.category_id"
        f" WHERE followup.programme_id = :programme AND {WANTS_ANSWER} AND stage NOT IN ('passed', 'void')"
        " AND visitor_id IN (SELECT visitor_id FROM visit JOIN session ON session.id = session_id"
        f" WHERE {attendance.IN_SCOPE}) ORDER BY referral.id",
        programme=scope.programme_id,
        since=scope.since,
        until=scope.until,
    )


def _worst(rows: Sequence[Row]) -> Row:
    """Return the open referral that is late longest; without an open one the newest."""
    waiting = [row for row in rows if row["stage"] in OPEN]
    return min(waiting, key=lambda row: row["until"] or "9999") if waiting else rows[-1]


def _last_words(db: Database, referral_ids: Sequence[int]) -> dict[int, str]:
    """Return the unit's last final answer to each referral, and the visitor's objection to it."""
    if not referral_ids:
        return {}
    among = ", ".join(str(int(each)) for each in referral_ids)
    told: dict[int, tuple[str, str]] = {}
    for row in db.rows(
        "SELECT referral_id, response.at AS at, response_outcome.name AS outcome, words FROM response"
        " LEFT JOIN response_outcome ON response_outcome.code = response.outcome"
        f" WHERE referral_id IN ({among}) AND kind = 'final' AND returned = 0 AND taken_back = 0 ORDER BY response.id"
    ):
        told[row["referral_id"]] = (row["at"], ": ".join(filter(None, (row["outcome"], row["words"]))))
    said = {referral: text for referral, (_, text) in told.items()}
    for row in db.rows(
        "SELECT referral_id, at, words FROM referral_step WHERE COALESCE(kind, '') = 'objected' AND taken_back_at = ''"
        f" AND referral_id IN ({among}) ORDER BY id"
    ):
        if row["referral_id"] in told and row["at"] >= told[row["referral_id"]][0]:
            objection = row["words"] or "اعتراض دارد"
            answer = told[row["referral_id"]][1].rstrip(".")
            said[row["referral_id"]] = f"{answer}؛ متقاضی: {objection}"
    return said
