"""Every door of app/ through which a clerk reads, found by introspection, and the values to call each of them with.

A door is a public function that takes a clerk or reading rights, or one that modules outside app/ call with the
database alone. One whose result can hold no word is left out.
"""

import ast
import importlib
import inspect
import typing
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import app
from app.access.clerks import Clerk
from app.access.privacy import ReadingRights
from app.audit.reading import JournalQuery
from app.figures import reports
from app.figures.counted import SUBJECTS, Counted
from app.figures.definitions import FIGURES, Scope
from app.figures.promises import Promised
from app.followup.lists import LISTS as FOLLOWUP_LISTS
from app.followup.query import ListFilter, ListQuery
from app.messages import exporting
from app.office import lists, programmes
from app.printing import jobs
from app.printing.gathering import document, ticket
from app.reception import invitees
from app.reception.arrival import Arrival, Served
from app.referrals import taking_back
from app.referrals.answers import UnitAnswer
from app.referrals.issuing import Addressee
from app.referrals.reminders import ReminderPlan, UnitToRemind
from app.sessions import corrections, sessions
from app.sessions.corrections import PaperDay
from app.spreadsheets.reading import Spreadsheet
from app.table.paraphs import Draft
from app.visits import visitors
from app.visits.visitors import Visitor
from app.wall_clock.marks import TypedSpan
from db import Database
from tests.conftest import PASSWORD
from tests.support.confidential_office import AT_TABLES

ROOT = Path(app.__file__).parents[1]
NO_VIEWS = (None, int, bool, float, Path, list[int], ReadingRights)
"""Types that can hold no word of a matter."""
SHEET = Spreadsheet(("نام", "خانوادگی"), (("تازه", "وارد"),), (2,))
NAMES = {"first_name": 0, "last_name": 1}


def begin_correcting(office, db, boss):
    sessions.close(db, boss, office.session_id, "left")
    corrections.correct(db, boss, office.session_id, "یک برگه جا ماند")


BEFORE = {
    "messages.exporting.export_again": lambda office, db, boss: exporting.export(db, boss),
    "sessions.corrections.correct": lambda office, db, boss: sessions.close(db, boss, office.session_id, "left"),
    "sessions.corrections.finish": begin_correcting,
    "reception.from_paper.enter_late": begin_correcting,
    "sessions.sessions.open_today": lambda office, db, boss: sessions.close(db, boss, office.session_id, "left"),
    "sessions.sessions.reopen": lambda office, db, boss: sessions.close(db, boss, office.session_id, "left"),
    "reception.invitees.arrival": lambda office, db, boss: invitees.load(db, boss, office.session_id, SHEET, NAMES),
}
"""What is done first, by door."""
NOT_CALLED = {
    "accounts.first_run.set_up": "It makes an office, which has no visit yet.",
    "line.turn_reason.why": "It needs two tickets in the line, where the office has one; it tells numbers and times.",
    "accounts.staff.recover": "It needs the code of a recovery sheet and returns the clerk who comes back.",
}
"""Doors that cannot be opened in an office at work, each with its reason."""
OPTIONAL = ("key",)
"""Parameters that are given although they have a default."""


@dataclass(frozen=True)
class Door:
    name: str
    call: typing.Callable[..., object]
    reader: str
    """The parameter that takes the clerk or the reading rights; '' without one."""

    def parameters(self):
        """The names of the parameters to give it, but for the database and the reader."""
        found = inspect.signature(self.call).parameters.values()
        return [
            each.name
            for each in found
            if (each.default is each.empty or each.name in OPTIONAL)
            and each.annotation is not Database
            and each.name != self.reader
            and each.kind is not each.VAR_KEYWORD
        ]


def functions_of_app():
    for path in sorted((ROOT / "app").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        module = importlib.import_module(name)
        for function in vars(module).values():
            if inspect.isfunction(function) and function.__module__ == name and not function.__name__.startswith("_"):
                yield name.removeprefix("app."), function


def used_outside_app():
    """The objects of app/ that the modules outside it name."""
    found = set()
    for path in (*(ROOT / "ui").rglob("*.py"), *(ROOT / "reports").rglob("*.py"), ROOT / "main.py"):
        tree = ast.parse(path.read_text("utf-8"))
        names = {
            alias.asname or alias.name: (node.module, alias.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "app"
            for alias in node.names
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id in names:
                found.add(names[node.id])
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names:
                module, name = names[node.value.id]
                found.add((f"{module}.{name}", node.attr))
    return {id(named) for module, name in found if (named := member(module, name)) is not None}


def member(module, name):
    with suppress(ImportError):
        return getattr(importlib.import_module(module), name, None)
    return None


def doors():
    outside = used_outside_app()
    for module, function in functions_of_app():
        signature = inspect.signature(function)
        taken = {each.name: each.annotation for each in signature.parameters.values()}
        readers = [name for name, annotation in taken.items() if annotation in (Clerk, ReadingRights)]
        is_door = readers or (Database in taken.values() and id(function) in outside)
        returned = signature.return_annotation
        if is_door and returned not in NO_VIEWS and not opens_a_write(returned):
            yield Door(f"{module}.{function.__name__}", function, readers[0] if readers else "")


def opens_a_write(returned):
    """Whether this is a context manager: what it yields stays inside a rule."""
    origin = typing.get_origin(returned)
    return origin is not None and issubclass(origin, (AbstractContextManager, typing.Iterator))


DOORS = {door.name: door for door in doors()}


# -- what they are called with


def reading_values(office, db, clerk):
    """By parameter, what a door that only reads is called with, each value with each of the others."""
    matters = list(office.matters.values())
    numbers = [row["number"] for row in db.rows("SELECT number FROM referral ORDER BY id")]
    return {
        "visit_id": [matter.visit_id for matter in matters],
        "visitor_id": sorted({matter.visitor_id for matter in matters}),
        "referral_id": [matter.referral_id for matter in matters if matter.referral_id],
        "session_id": [office.earlier_session_id, office.session_id, office.planned_id],
        "table_id": [row["id"] for row in lists.entries(db, "meeting_table")],
        "ticket": tickets(office, db),
        "other_ticket": tickets(office, db),
        "referral_ids": [[matter.referral_id for matter in matters if matter.referral_id]],
        "plan": [plan(db)],
        "dispatch_id": [1, 2],
        "collective_id": [1],
        "file_id": [1],
        "files": [[office.answer_file]],
        "programme_id": [1],
        "desk": [""],
        "paper_ids": [[row["id"] for row in db.rows("SELECT id FROM paper")]],
        "kinds": [tuple(taking_back.NAMES)],
        "file": [Path(db.address)],
        "day": ["2026-12-30"],
        "limit": [100],
        "found": [()],
        "opened": [None, *((matter.visit_id, matter.paraph_id) for matter in matters)],
        "query": [JournalQuery(), JournalQuery(about="آزمایشی"), JournalQuery(about=numbers[0])],
        "key": list(FOLLOWUP_LISTS),
        "ids": [[matter.referral_id for matter in matters if matter.referral_id]],
        "wanted": [
            *(ListQuery(key, by_unit=True) for key in FOLLOWUP_LISTS),
            ListQuery("open", ListFilter(words="آزمایشی")),
        ],
        "which": ["today", "waiting"],
        "name": list(lists.LISTS),
        "kind": list(reports.KINDS),
        "figure": list(FIGURES),
        "counted": [
            Counted(subject, next(iter(SUBJECTS[subject].conditions)), Scope("2026-11-01", "2026-12-31", 1))
            for subject in SUBJECTS
        ],
        "title": ["ارجاع"],
        "promised": [Promised(programmes.active(db)[0].id)],
        "scope": [Scope("2026-11-01", "2026-12-31", programmes.active(db)[0].id)],
        "typed": ["آزمایشی", *numbers, *(ticket(db, matter.visit_id).barcode for matter in matters)],
        "listed": jobs.papers_of_today(db, clerk),
        "draft": [draft(db)],
        "session": [sessions.opened(db)],
        "folders": [()],
        "login": ["admin"],
        "password": [PASSWORD],
    }


def tickets(office, db):
    """The tickets of the open session."""
    rows = db.rows("SELECT ticket FROM visit WHERE session_id = :id ORDER BY ticket", id=office.session_id)
    return [row["ticket"] for row in rows]


def plan(db):
    """The plan of a reminder to every late referral, in one letter."""
    return ReminderPlan((UnitToRemind(1, tuple(row["id"] for row in db.rows("SELECT id FROM referral"))),), 0, 0)


def draft(db):
    unit = next(row for row in lists.entries(db, "unit") if row["kind"] == "district")
    addressees = (Addressee(unit["id"], working_days=5),)
    return Draft(lists.entries(db, "official")[0]["id"], "referred", "اقدام شود", addressees)


def prior_visits(office, db, clerk):
    return [
        {"session_id": session_id, "visitor_id": matter.visitor_id, "category_id": matter.category_id}
        for matter in office.matters.values()
        for session_id in (office.earlier_session_id, office.session_id)
    ]


def papers(office, db, clerk):
    return [
        {"document": document(db, listed.paper), "visit_id": listed.visit_id}
        for listed in jobs.papers_of_today(db, clerk)
        if listed.visit_id
    ]


READING = {
    "reception.view.known_visitor": prior_visits,
    "reception.registration_warnings.warnings": prior_visits,
    "printing.redaction.redacted": papers,
}
"""Doors whose values go together, each with what it is called with."""


def arrival(office, db, name=""):
    """A newcomer, or the visitor of a matter who comes again about it."""
    category = lists.entries(db, "category")[0]["id"]
    newcomer = Visitor(kind="no_code", code_reason="همراه ندارد", first_name="تازه", last_name="وارد")
    visitor = visitors.get(db, office.matters[name].visitor_id) if name else newcomer
    return Arrival(visitor, category, accepted=frozenset({"outside", "overlap"}))


def writing_calls(office, db, folder):
    """By door that changes something, the calls to make, each in an office of its own."""
    visit = {name: matter.visit_id for name, matter in office.matters.items()}
    paraph = {name: matter.paraph_id for name, matter in office.matters.items()}
    referral = {name: matter.referral_id for name, matter in office.matters.items()}
    official = lists.entries(db, "official")[0]["id"]
    tables = [row["id"] for row in lists.entries(db, "meeting_table")]
    whole = Scope("2026-11-01", "2026-12-31", programmes.active(db)[0].id)
    plain = [row["visit_id"] for row in db.rows("SELECT visit_id FROM collective_visit")]
    other_unit = [row["id"] for row in lists.entries(db, "unit") if row["kind"] == "district"][1]
    at_session, served = {"session_id": office.session_id}, Served("08:00", "08:10", "08:20", tables[3])
    holiday = next(row["id"] for row in lists.entries(db, "holiday") if row["name"] == "عید سعید قربان")
    come = [at_session | {"arrival": arrival(office, db, name)} for name in ("", "late", "waiting", "dispatched")]
    return {
        "line.steps.call": [{"visit_id": visit["waiting"], "table_id": tables[3]}],
        "line.steps.call_next": [at_session | {"table_id": tables[3]}],
        "line.steps.recall": [{"visit_id": visit["called"]}],
        "line.steps.came": [{"visit_id": visit["called"]}],
        "line.steps.back": [{"visit_id": visit[name]} for name in ("called", "meeting", "held", "absent")],
        "line.steps.undo": [{"visit_id": visit[name]} for name in ("called", "absent")],
        "line.steps.hold": [{"visit_id": visit[name], "until": "23:00"} for name in ("waiting", "called", "meeting")],
        "line.steps.send": [
            {"visit_id": visit[name], "table_id": None, "note": ""} for name in ("waiting", "called", "meeting")
        ],
        "reception.registering.register": come,
        "reception.from_paper.enter_from_paper": [each | {"served": served} for each in come],
        "reception.from_paper.enter_late": [each | {"served": served} for each in come],
        "reception.view.give_number": [each | {"served": some} for each in come for some in (None, served)],
        "reception.invitees.check": [{"session_id": office.planned_id, "sheet": SHEET, "mapping": NAMES}],
        "reception.invitees.arrival": [{"invitee_id": 1}],
        "table.paraphs.save": [{"visit_id": visit[name], "draft": draft(db)} for name in AT_TABLES],
        "table.paraphs.amend": [
            {"paraph_id": each, "draft": draft(db), "reason": "اشتباه"}
            for each in (paraph["done"], paraph["issued"], paraph["voided"], paraph["amended"], paraph["amended"] - 1)
        ],
        "table.paraphs.void": [
            {"paraph_id": paraph[name], "reason": "اشتباه"} for name in ("done", "issued", "voided")
        ],
        "table.renewal.renew": [
            {"visit_id": visit["called"], "earlier_id": visit["dispatched"], "official_id": official}
        ],
        "referrals.answers.pass_on": [{"referral_id": referral["late"], "unit_id": other_unit, "why": "به ما نیست"}],
        "referrals.deadlines.extend": [
            {"referral_id": referral["late"], "working_days": "3", "why": "برف", "allowed_by": "مدیر"}
        ],
        "referrals.deadlines.resume": [{"referral_id": referral["paused"]}],
        "referrals.reminders.remind_all": [{"referral_ids": [each for each in referral.values() if each]}],
        "referrals.bulk.acknowledge": [{"referral_ids": [each for each in referral.values() if each]}],
        "referrals.bulk.answer": [
            {"referral_ids": [each for each in referral.values() if each], "given": UnitAnswer("done", "انجام شد")}
        ],
        "referrals.bulk.close": [{"referral_ids": [each for each in referral.values() if each], "why": "قدیمی است"}],
        "referrals.taking_back.take_back": [
            {"step_id": row["id"]} for row in db.rows("SELECT MAX(id) AS id FROM referral_step GROUP BY referral_id")
        ],
        "referrals.verdicts.object_to": [{"referral_id": referral["accepted"], "words": "نه"}],
        "collective.changes.make": [{"name": "کوچهٔ لاله", "visit_ids": plain}],
        "figures.gathering.gather": [{"counted": Counted("visits", "visits", whole), "collective_id": 1, "name": ""}],
        "collective.changes.add": [{"collective_id": 1, "visit_ids": [*plain, *visit.values()]}],
        "answer_files.writing.make": [{"unit_ids": [row["id"] for row in lists.entries(db, "unit")]}],
        "answer_files.recording.record": [{"files": [office.answer_file], "shown": [answered_in_file(db)]}],
        "messages.exporting.export": [{}],
        "messages.exporting.export_again": [{}],
        "referrals.decisions.decide": [
            {"referral_id": referral[name], "words": "بازدید شود"} for name in ("late", "answered", "accepted")
        ],
        "unit_sheets.requests.request": [at_session],
        "unit_sheets.entering.decide": [
            {"typed": row["number"], "words": "بازدید شود"}
            for row in db.rows("SELECT number FROM referral WHERE state = 'issued' ORDER BY id LIMIT 3")
        ],
        "sessions.corrections.enter_past": [
            {"programme_id": 1, "held": PaperDay("2026-12-02", "9:00", "12:00"), "reason": "برق قطع بود"}
        ],
        "sessions.corrections.correct": [at_session | {"reason": "یک برگه جا ماند"}],
        "sessions.corrections.finish": [at_session],
        "sessions.sessions.plan": [{"programme_id": 1, "day": "2027-01-06"}],
        "sessions.sessions.cancel": [{"session_id": office.planned_id, "reason": "برف"}],
        "sessions.sessions.move": [{"session_id": office.planned_id, "day": "2027-01-06", "reason": "برف"}],
        "sessions.sessions.close": [at_session | {"waiting": "no_show"}],
        "sessions.sessions.open_today": [{"programme_id": 2}],
        "sessions.sessions.reopen": [at_session | {"reason": "اشتباه"}],
        "closures.entries.save": [{"entry_id": None, "values": {"day": "1405/09/17", "name": "تعطیلی"}}],
        "closures.entries.retire": [{"entry_id": holiday}],
        "closures.entries.close_day": [{"day": "2026-12-08", "reason": "آلودگی هوا", "letter": "12"}],
        "closures.year.confirm_day": [{"entry_id": holiday}],
        "closures.year.move_day": [{"entry_id": holiday, "by": 1}],
        "office.settings.change_settings": [{"phone": "138"}],
        "closures.working_week.change_settings": [{"phone": "139"}],
        "accounts.staff.new_recovery": [{}],
        "accounts.staff.change_own_password": [{"present": PASSWORD, "login": "admin", "password": "654321"}],
        "wall_clock.marks.mark": [{"typed": TypedSpan("1405/01/01", "00:00", "1405/12/29", "23:59")}],
        "backups.taking.take": [{"folder": folder, "second": None}],
        "backups.taking.take_if_due": [{"folder": folder, "second": None, "minutes": 1}],
    }


def answered_in_file(db):
    """The referral that the office's answer file answers: the last one that was issued."""
    return db.required_row("SELECT MAX(referral_id) AS id FROM followup")["id"]


def reading_calls(office, db, clerk, without):
    """Each other door with all that it is called with, one call after another."""
    values = reading_values(office, db, clerk)
    for name in DOORS.keys() - without:
        if name in READING:
            calls = READING[name](office, db, clerk)
        else:
            names = DOORS[name].parameters()
            calls = [dict(zip(names, some, strict=True)) for some in product(*(values[each] for each in names))]
        for each in calls:
            yield DOORS[name], each
