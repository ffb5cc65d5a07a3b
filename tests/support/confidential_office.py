"""An office full of confidential matters, one in every state that a visit and a referral can be in.

Each matter has its own letter, and every text that is written of it is a secret that names its kind and this letter:
`secret("پاراف", "ب")`. So whatever comes out of the program can be traced back to the matter and the field.
"""

import re
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from app.access import clerks
from app.access.clerks import Clerk
from app.answer_files import recording
from app.answer_files import writing as answer_files
from app.answer_files.reading import ReceivedFile
from app.collective import changes as collective
from app.figures import reports, scorecard_sheet
from app.figures.definitions import Scope
from app.journal.writing import writing
from app.line import steps
from app.office import lists, programmes
from app.papers import requests
from app.persian.calendar import jalali
from app.reception.arrival import Arrival, Served
from app.reception.from_paper import enter_from_paper
from app.reception.registering import register
from app.referrals import answers, deadlines, decisions, dispatch, reminders, verdicts
from app.referrals.answers import UnitAnswer
from app.referrals.issuing import Addressee
from app.sessions import sessions
from app.table import paraphs
from app.table.paraphs import Draft
from app.unit_sheets import requests as unit_sheets
from app.visits import visitors
from app.visits.attachments import NewAttachment
from app.visits.visitors import Visitor
from db import Database, open_database
from tests.support.answer_workbook import Workbook

LETTERS = "بپتثجچحخدذرزسشصضطظغفقل"
KINDS = ("موضوع", "شرح", "پیوست", "یادداشت", "پاراف", "پاسخ", "میانی", "اعتراض", "علت", "دستور")
PNG = bytes.fromhex("89504e470d0a1a0a")
SECRET = re.compile(f"راز({'|'.join(KINDS)})([{LETTERS}])")
"""Finds the kind and the letter."""
MOBILE = re.compile("[0۰][9۹][1۱][2۲]\\d{7}")
"""Finds the mobile of any visitor, whole, in either digits."""
LATER = {"days": 14}
"""From the first session to the second: by then the deadlines of the first have passed."""


def secret(kind: str, letter: str) -> str:
    return f"راز{kind}{letter}"


@dataclass
class Matter:
    letter: str
    visit_id: int
    visitor_id: int
    category_id: int
    paraph_id: int = 0
    referral_id: int = 0


@dataclass
class ConfidentialOffice:
    """The file of the office and the matters in it, by the name of their state."""

    path: Path
    earlier_session_id: int = 0
    session_id: int = 0
    planned_id: int = 0
    answer_file: ReceivedFile | None = None
    """A unit's answer file with one answer, not recorded yet. No confidential matter is ever in one."""
    matters: dict[str, Matter] = field(default_factory=dict)

    def letters(self, *names: str) -> set[str]:
        return {self.matters[name].letter for name in names}


AT_TABLES = ("called", "meeting", "on_paper")
"""The matters whose visitor is at a table."""


class Builder:
    def __init__(self, path: Path, clock) -> None:
        self.office, self.clock = ConfidentialOffice(path), clock
        self.letters = iter(LETTERS)

    def build(self) -> ConfidentialOffice:
        with closing(open_database(str(self.office.path), clock=self.clock)) as self.db:
            self.clerk = clerks.current(self.db, clerks.everyone(self.db)[0].id)
            self.units = [row for row in lists.entries(self.db, "unit") if row["kind"] == "district"]
            self.tables = [row["id"] for row in lists.entries(self.db, "meeting_table")]
            self.official = lists.entries(self.db, "official")[0]["id"]
            self.programme = programmes.active(self.db)[0]
            self._earlier_session()
            self.clock.turn(**LATER)
            self._todays_session()
            self._answer_files()
            self._collective_case()
            self._retire_categories()
        return self.office

    # -- the first session: what was referred, in every stage

    def _earlier_session(self) -> None:
        db, clerk = self.db, self.clerk
        self.office.earlier_session_id = sessions.open_today(db, clerk, self.programme.id).id
        sent = ("late", "paused", "extended", "answered", "objected", "accepted")
        for name in ("issued", "dispatched", *sent, "closed"):
            self._refer(name)
        self._refer("settled", outcome="settled")
        amended = self._refer("amended")
        amended.paraph_id = paraphs.amend(
            db, clerk, amended.paraph_id, self._draft(amended.letter, days=6), secret("علت", amended.letter)
        ).paraph_id
        self._refer("voided")
        paraphs.void(db, clerk, self.office.matters["voided"].paraph_id, secret("علت", self.letter("voided")))
        dispatch.send(db, clerk, [self.referral(name) for name in sent], "secretariat")
        dispatch.acknowledge(db, clerk, [self.referral(name) for name in sent])
        deadlines.pause(db, clerk, self.referral("paused"), secret("علت", self.letter("paused")))
        deadlines.extend(db, clerk, self.referral("extended"), "20", secret("علت", self.letter("extended")), "مدیر")
        self._interim("extended")
        for name in ("answered", "objected", "accepted"):
            answers.record_final(
                db,
                clerk,
                self.referral(name),
                UnitAnswer("done", secret("پاسخ", self.letter(name)), scans=(self._scan(self.letter(name)),)),
            )
        verdicts.accept(db, clerk, self.referral("accepted"), secret("اعتراض", self.letter("accepted")))
        verdicts.close(db, clerk, self.referral("closed"), secret("علت", self.letter("closed")))
        for name in ("late", "objected", "accepted"):
            decisions.decide(db, clerk, self.referral(name), secret("دستور", self.letter(name)))
        sessions.close(db, clerk, self.office.earlier_session_id, "left")
        requests.mark_printed(db, clerk, [paper.id for paper in requests.waiting(db, "")])

    # -- today's: a visit in every state, and a paper of every kind, of which two were printed and the others failed

    def _todays_session(self) -> None:
        db, clerk = self.db, self.clerk
        dispatch.send(db, clerk, [self.referral("dispatched")], "secretariat")
        reminders.remind(db, clerk, [self.referral("late")])
        assert reminders.remind_all(db, clerk, [self.referral("issued"), self.referral("dispatched")]).letters == 1
        verdicts.object_to(db, clerk, self.referral("objected"), secret("اعتراض", self.letter("objected")))
        self.office.session_id = sessions.open_today(db, clerk, self.programme.id).id
        matters = self.office.matters
        again = {"waiting": matters["late"], "called": matters["dispatched"]}  # whose earlier matter is not settled
        for name in ("waiting", "held", "called", "meeting", "absent", "done"):
            self._register(name, visitors.get(db, again[name].visitor_id) if name in again else None)
        steps.send(db, clerk, matters["waiting"].visit_id, None, secret("یادداشت", self.letter("waiting")))
        steps.hold(db, clerk, matters["held"].visit_id, "23:00")
        steps.call(db, clerk, matters["absent"].visit_id, self.tables[0])
        steps.no_show(db, clerk, matters["absent"].visit_id)
        self._write("done", self.tables[0])
        steps.call(db, clerk, matters["called"].visit_id, self.tables[0])
        steps.call(db, clerk, matters["meeting"].visit_id, self.tables[1])
        steps.came(db, clerk, matters["meeting"].visit_id)
        self._from_paper("on_paper", self.tables[2])
        unit_sheets.request(db, clerk, self.office.session_id)
        scope = Scope("2026-11-01", "2026-12-31", self.programme.id)
        scorecard_sheet.request(db, clerk, scope)
        for kind in reports.KINDS:
            reports.request(db, clerk, kind, scope)
        requests.print_again(db, clerk, "minutes", self.office.earlier_session_id)
        papers = requests.waiting(db, "")
        requests.mark_printed(db, clerk, [papers[0].id, papers[-1].id])
        requests.mark_failed(db, clerk, [paper.id for paper in papers[1:-1]], "کاغذ تمام شد")
        following = self.programme.days(sessions.get(db, self.office.session_id).day, 2, frozenset())[1]
        self.office.planned_id = sessions.plan(db, clerk, self.programme.id, following).id

    def _answer_files(self) -> None:
        """Record one answer file and keep another for later, both about matters that everyone may read."""
        db, clerk, unit = self.db, self.clerk, self.units[2]["id"]
        numbers = [self._refer_plainly(unit, n) for n in (1, 2)]
        filled = [Workbook(answer_files.make(db, clerk, [unit])[0].data).answer(number).saved() for number in numbers]
        judged = recording.preview(db, clerk, filled[:1])
        recording.record(db, clerk, filled[:1], [row.referral_id for row in judged.to_record()])
        self.office.answer_file = filled[1]

    def _collective_case(self) -> None:
        """Make a collective case of what everyone may read, and of one matter that has become confidential since."""
        late = self.office.matters["late"]
        plain = [row["id"] for row in self.db.rows("SELECT MIN(id) AS id FROM visit WHERE matter = ''")]
        self._set_confidential(late.category_id, 0)
        collective.make(self.db, self.clerk, "پارک آزادگان", [*plain, late.visit_id])
        self._set_confidential(late.category_id, 1)

    def _set_confidential(self, category_id: int, confidential: int) -> None:
        with self.db.write("office"):
            self.db.send("UPDATE category SET confidential = :to WHERE id = :id", to=confidential, id=category_id)

    def _refer_plainly(self, unit_id: int, n: int) -> str:
        arrival = Arrival(self._newcomer(f"عادی {n}"), lists.entries(self.db, "category")[0]["id"])
        visit = register(self.db, self.clerk, self.office.session_id, arrival)
        steps.call(self.db, self.clerk, visit.id, self.tables[3])
        draft = Draft(self.official, "referred", "بررسی شود", (Addressee(unit_id, working_days=5),))
        saved = paraphs.save(self.db, self.clerk, visit.id, draft)
        return paraphs.referrals(self.db, saved.paraph_id)[0].number

    def letter(self, name: str) -> str:
        return self.office.matters[name].letter

    def referral(self, name: str) -> int:
        return self.office.matters[name].referral_id

    def _arrival(self, letter: str, visitor: Visitor, category_id: int) -> Arrival:
        return Arrival(
            visitor,
            category_id,
            secret("شرح", letter),
            attachments=(self._scan(letter),),
            accepted=frozenset({"here", "open", "outside"}),
        )

    def _scan(self, letter: str) -> NewAttachment:
        return NewAttachment(f"{secret('پیوست', letter)}.png", PNG)

    def _register(self, name: str, visitor: Visitor | None = None) -> None:
        letter = next(self.letters)
        category = self._category(letter)
        arrival = self._arrival(letter, visitor or self._newcomer(name), category)
        visit = register(self.db, self.clerk, sessions.opened(self.db).id, arrival)
        self.office.matters[name] = Matter(letter, visit.id, visit.visitor_id, category)

    def _from_paper(self, name: str, table_id: int) -> None:
        letter = next(self.letters)
        category = self._category(letter)
        visit = enter_from_paper(
            self.db,
            self.clerk,
            self.office.session_id,
            self._arrival(letter, self._newcomer(name), category),
            Served("08:00", "08:10", "08:20", table_id),
        )
        self.office.matters[name] = Matter(letter, visit.id, visit.visitor_id, category)

    def _refer(self, name: str, outcome: str = "referred") -> Matter:
        self._register(name)
        return self._write(name, self.tables[0], outcome)

    def _write(self, name: str, table_id: int, outcome: str = "referred") -> Matter:
        matter = self.office.matters[name]
        steps.call(self.db, self.clerk, matter.visit_id, table_id)
        saved = paraphs.save(self.db, self.clerk, matter.visit_id, self._draft(matter.letter, outcome))
        matter.paraph_id = saved.paraph_id
        if outcome == "referred":
            matter.referral_id = paraphs.referrals(self.db, saved.paraph_id)[0].id
        return matter

    def _draft(self, letter: str, outcome: str = "referred", days: int = 5) -> Draft:
        addressees = (Addressee(self.units[0]["id"], working_days=days),) if outcome == "referred" else ()
        return Draft(self.official, outcome, secret("پاراف", letter), addressees)

    def _interim(self, name: str) -> None:
        promised = jalali("2026-12-20")
        answers.record_interim(
            self.db,
            self.clerk,
            self.referral(name),
            UnitAnswer("", secret("میانی", self.letter(name)), promised_day=promised),
        )

    def _category(self, letter: str) -> int:
        """Insert a confidential category without the journal, whose row about the list itself would name it."""
        with self.db.write("office"):
            return int(
                self.db.required_row(
                    "INSERT INTO category (audience, name, examples, confidential, position, retired_on)"
                    " VALUES ('citizen', :name, '', 1, 99, '') RETURNING id",
                    name=secret("موضوع", letter),
                )["id"]
            )

    def _newcomer(self, name: str) -> Visitor:
        return Visitor(
            kind="no_code",
            code_reason="همراه ندارد",
            first_name="نمونه",
            last_name=f"آزمایشی {name}",
            mobile=f"0912{len(self.office.matters):07}",
        )

    def _retire_categories(self) -> None:
        """Take the categories out of the pick lists: what names one then is a matter."""
        with self.db.write("office"):
            self.db.send("UPDATE category SET retired_on = '2026-11-25' WHERE name LIKE 'راز%'")


def add_clerk(db: Database, boss: Clerk, *roles: str) -> Clerk:
    """Add a clerk with these roles, without a password: nobody signs in here."""
    with writing(db, boss, (), "clerks") as change:
        row = db.required_row(
            "INSERT INTO clerk (login, name, secret, roles) VALUES (:login, :name, '', :roles) RETURNING id",
            login="-".join(roles),
            name=" ".join(roles),
            roles=" ".join(roles),
        )
        change.record("add", "clerk", row["id"])
    return clerks.current(db, int(row["id"]))
