"""The list of papers as a clerk reads it, and the jobs a printer gets from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from app.access import privacy
from app.access.clerks import Clerk
from app.access.privacy import ReadingRights
from app.figures import reports as period_reports
from app.figures.definitions import Scope
from app.figures.scorecard_sheet import ScorecardSheet
from app.office.settings import settings
from app.papers.requests import KINDS, Paper
from app.persian.calendar import jalali, local_day
from app.persian.period import Period
from app.persian.text import fa, isolate, without_isolates
from app.printing.gathering import Document, document
from app.printing.redaction import redacted
from app.referrals.reminders import letter_number_sql
from db import Database, Row


@dataclass(frozen=True, slots=True)
class ListedPaper:
    paper: Paper
    name: str
    """Kind and number: «برگهٔ ارجاع ۱۴۰۵/م/۰۰۱۲۳»."""
    about: str
    """The visitor, and the unit of a slip; or the unit or programme."""
    void: bool
    """The slip's number is void."""
    visit_id: int | None
    """The visit it belongs to; None for papers of sessions, dispatches and reports."""
    in_queue: bool = False
    """The printer's queue has it and has not finished it."""


@dataclass(frozen=True, slots=True)
class Job:
    """The papers that go to one printer together."""

    kind: str
    """The kind whose printer prints it: a receipt on one sheet with its slip goes to the slips' printer."""
    papers: tuple[Paper, ...]
    title: str = ""
    """Kind and number, for the spooler."""
    queued: tuple[tuple[str, str], ...] = ()
    """Printer and number of jobs that still hold these papers in a queue: to be taken out of it first."""

    @property
    def ids(self) -> tuple[int, ...]:
        return tuple(paper.id for paper in self.papers)


_SELECT = (
    "SELECT paper.id AS id, paper.kind AS kind, subject_id, paper.asked_at AS asked_at,"
    " CASE gone WHEN 'dropped' THEN gone ELSE paper.state END AS state,"
    " paper.reason AS reason, reprint, in_queue, printer, job, referral.number AS number, ordinal,"
    f" {letter_number_sql('reminder_letter.id')} AS letter_number,"
    " COALESCE(referral.unit_name, dispatch.unit_name, told.name, asked.name) AS unit,"
    " referral.state AS referral_state, ticket, first_name, last_name, programme.name AS programme,"
    " session.round AS round, session.day AS session_day, visit.id AS visit_id, confidential,"
    " report.kind AS report_kind, report.programme_id AS report_of, since, until"
    " FROM paper"
    " LEFT JOIN reminder ON paper.kind = 'reminder' AND reminder.id = subject_id"
    " LEFT JOIN reminder_letter ON paper.kind = 'reminder_letter' AND reminder_letter.id = subject_id"
    " LEFT JOIN dispatch ON paper.kind = 'ledger' AND dispatch.id = subject_id"
    " LEFT JOIN deadline_letter ON paper.kind = 'deadlines' AND deadline_letter.id = subject_id"
    " LEFT JOIN unit AS told ON told.id = COALESCE(deadline_letter.unit_id, reminder_letter.unit_id)"
    " LEFT JOIN referral ON referral.id = CASE WHEN paper.kind IN ('slip', 'annulment') THEN subject_id"
    " ELSE reminder.referral_id END"
    " LEFT JOIN visit ON (paper.kind IN ('slip', 'reminder', 'annulment') AND visit.id = referral.visit_id)"
    " OR (paper.kind IN ('ticket', 'receipt') AND visit.id = subject_id)"
    " LEFT JOIN visitor ON visitor.id = CASE WHEN paper.kind = 'person' THEN subject_id ELSE visit.visitor_id END"
    " LEFT JOIN category ON category.id = visit.category_id"
    " LEFT JOIN unit_sheet ON paper.kind = 'unit_sheet' AND unit_sheet.id = subject_id"
    " LEFT JOIN unit AS asked ON asked.id = unit_sheet.unit_id"
    " LEFT JOIN session ON session.id = CASE paper.kind WHEN 'minutes' THEN subject_id ELSE unit_sheet.session_id END"
    " LEFT JOIN report ON paper.kind IN ('report', 'scorecard') AND report.id = subject_id"
    " LEFT JOIN programme ON programme.id = COALESCE(session.programme_id, report.programme_id)"
)


def waiting_papers(db: Database, clerk: Clerk) -> list[ListedPaper]:
    """Return the papers that failed at the clerk's PC, oldest first, each with its reason."""
    rows = db.rows(
        f"{_SELECT} WHERE paper.state = 'waiting' AND paper.reason <> '' AND gone = '' AND desk = :desk"
        " ORDER BY paper.id",
        desk=clerk.desk,
    )
    rights = privacy.rights_of(db, clerk)
    return [_listed(row, rights) for row in rows if rights.may_list(row["kind"])]


def papers_of_today(db: Database, clerk: Clerk) -> list[ListedPaper]:
    """Return all papers requested today, at any PC, newest first."""
    rows = db.rows(
        f"{_SELECT} WHERE asked_day = :day AND gone <> 'withdrawn' ORDER BY paper.id DESC", day=local_day(db.now())
    )
    rights = privacy.rights_of(db, clerk)
    return [_listed(row, rights) for row in rows if rights.may_list(row["kind"])]


def named_papers(rights: ReadingRights, paper_ids: Sequence[int]) -> dict[int, ListedPaper]:
    """Return papers by their ids, as a clerk may read of them; a paper that the clerk may not list says its kind."""
    among = ", ".join(str(int(each)) for each in {0, *paper_ids})
    rows = rights.db.rows(f"{_SELECT} WHERE paper.id IN ({among})")
    return {
        row["id"]: _listed(row, rights)
        if rights.may_list(row["kind"])
        else ListedPaper(_paper(row), KINDS[row["kind"]], "", False, None)
        for row in rows
    }


def next_jobs(db: Database, desk: str) -> list[Job]:
    """Return what this PC should print now, oldest first; also what its printer's queue had no room for.

    Where slips are two to an A4, the slips of one paraph and its receipt are one job.
    """
    rows = db.rows(
        f"{_SELECT} WHERE paper.state = 'waiting' AND (paper.reason = '' OR awaits_room = 1) AND gone = ''"
        " AND claim = ''"
        " AND desk = :desk ORDER BY paper.id",
        desk=desk,
    )
    together = settings(db).slip_form == "a4"
    return [_job(list(group)) for _, group in groupby(rows, lambda row: _group(row, together))]


def job_documents(db: Database, papers: Sequence[Paper]) -> tuple[list[Document], str]:
    """Return the documents of a job, and the form of slips the office chose."""
    return [document(db, paper) for paper in papers], settings(db).slip_form


def document_to_read(db: Database, clerk: Clerk, listed: ListedPaper) -> tuple[list[Document], str]:
    """Return a paper as this clerk may read it, and the form of slips the office chose."""
    made = document(db, listed.paper)
    if isinstance(made, ScorecardSheet):  # hides confidential matters from every clerk
        return [made], settings(db).slip_form
    return [redacted(privacy.rights_of(db, clerk), made, listed.visit_id or 0)], settings(db).slip_form


def _group(row: Row, together: bool) -> tuple[str, int]:
    return ("visit", row["visit_id"]) if together and row["kind"] in ("slip", "receipt") else ("paper", row["id"])


def _job(rows: list[Row]) -> Job:
    kinds = {row["kind"] for row in rows}
    queued = tuple(dict.fromkeys((row["printer"], row["job"]) for row in rows if row["in_queue"]))
    title = "، ".join(dict.fromkeys(without_isolates(_name(row)) for row in rows))
    return Job("slip" if "slip" in kinds else rows[0]["kind"], tuple(_paper(row) for row in rows), fa(title), queued)


def _listed(row: Row, rights: ReadingRights) -> ListedPaper:
    visitor = f"{row['first_name'] or ''} {row['last_name'] or ''}".strip()
    unit = rights.cover(row["visit_id"] or 0, row["confidential"]).label(row["unit"])
    sent = f"{unit} · {visitor}"
    about = {
        "slip": sent,
        "reminder": sent,
        "annulment": sent,
        "ledger": unit,
        "deadlines": unit,
        "reminder_letter": unit,
        "minutes": row["programme"],
        "unit_sheet": row["unit"] or row["programme"],
        "report": row["programme"],
        "scorecard": row["programme"],
    }.get(row["kind"], visitor)
    return ListedPaper(
        _paper(row),
        fa(_name(row)),
        fa(about),
        row["referral_state"] == "void" and row["kind"] != "annulment",
        row["visit_id"],
        bool(row["in_queue"]),
    )


def _name(row: Row) -> str:
    """Return kind and number."""
    if row["kind"] == "scorecard":
        return f"{_NAMES['scorecard']}، {Period(row['since'], row['until']).name}"
    if row["report_kind"]:
        return period_reports.name(row["report_kind"], Scope(row["since"], row["until"], row["report_of"]))
    own = {
        "slip": isolate(row["number"] or ""),
        "annulment": isolate(row["number"] or ""),
        "minutes": row["round"],
        "reminder_letter": isolate(row["letter_number"] or ""),
        "unit_sheet": row["session_day"] and isolate(jalali(row["session_day"])),
        "reminder": f"{row['ordinal']} ارجاع {isolate(row['number'] or '')}",
    }.get(row["kind"])
    return f"{_NAMES[row['kind']]} {own or row['ticket'] or row['subject_id']}"


def _paper(row: Row) -> Paper:
    return Paper(**{name: row[name] for name in ("id", "kind", "subject_id", "asked_at", "state", "reason", "reprint")})


_NAMES = KINDS | {"receipt": "رسید نوبت", "minutes": "صورت‌جلسهٔ", "unit_sheet": "برگهٔ واحدها،"}
