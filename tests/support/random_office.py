"""A random walk through the acts of an office: sessions, slips, corrections, wrong clocks, closures and backups.

`RandomOffice` keeps what the clerks did and what came out on paper. The first is put back with a backup, paper never.
"""

import pickle
import random
from collections import Counter, deque
from datetime import date, timedelta

from app.backups import restoring, resuming, taking
from app.backups.resuming import Restored
from app.closures import entries, working_week
from app.errors import Refused
from app.journal.writing import SYSTEM
from app.line import steps
from app.office import lists, programmes
from app.office.working_days import WorkingDays
from app.persian.calendar import jalali, local_day
from app.reception.arrival import Arrival, Served
from app.reception.from_paper import enter_late
from app.reception.registering import register
from app.referrals import answers, deadlines, dispatch, reminders, taking_back, verdicts
from app.referrals.answers import UnitAnswer
from app.referrals.issuing import Addressee
from app.sessions import corrections, sessions
from app.sessions.corrections import PaperDay
from app.table import paraphs
from app.visits.visitors import Visitor
from app.wall_clock import marks
from app.wall_clock.marks import TypedSpan
from db import is_server
from tests.support.slow_figures import OPEN, Did, SlowSlip

OWED = OPEN
FOLLOW_UP = {
    "dispatched": (8, ("issued",)),
    "acknowledged": (8, ("issued", "dispatched")),
    "answered": (8, OWED),
    "interim": (2, OWED),
    "returned": (1, ("answered",)),
    "passed": (0.5, OWED),
    "extended": (2, OWED),
    "paused": (2, OWED),
    "resumed": (2, OWED),
    "reminded": (2, OWED),
    "called": (1, ("answered",)),
    "accepted": (3, ("answered",)),
    "objected": (1, ("answered", "accepted", "closed")),
    "closed": (0.5, (*OWED, "answered")),
}
"""The acts on one slip: how often, and the stages that they fit."""
OTHER = {
    "open": 6,
    "register": 9,
    "call": 10,
    "came": 9,
    "no_show": 2,
    "write": 10,
    "serve": 9,
    "rewrite": 0.2,
    "end": 1,
    "amend": 0.4,
    "void": 0.2,
    "take_back": 4,
    "late_session": 1,
    "late_visit": 2,
    "correct": 1,
    "finish": 1,
    "close_day": 1,
    "reopen_day": 1,
    "week": 0.3,
    "wrong_clock": 0.5,
    "right_clock": 1,
    "mark": 0.5,
    "backup": 0.6,
    "restore": 0.2,
    "day": 6,
}
KINDS = {**{kind: weight for kind, (weight, _) in FOLLOW_UP.items()}, **OTHER}
LATE_DAY = ("09:00", "13:00")


class Nothing(Exception):
    """There is nothing that such an act could be done on; another one is drawn."""


class RandomOffice:
    def __init__(self, db, clerk, clock, folder, new_place, seed):
        self.db, self.clerk, self.clock, self.folder, self.new_place = db, clerk, clock, folder, new_place
        self.chance = random.Random(seed)
        self.told = {}
        """The slips by id that want an answer."""
        self.papers, self.kept, self.wrong = set(), {}, 0
        self.spans, self.last = [], deque(maxlen=25)
        self.done, self.refused = Counter(), Counter()
        self.names = 0

    def today(self):
        return date.fromisoformat(local_day(self.db.now()))

    def works(self):
        days, known = WorkingDays.load(self.db), {}

        def is_working(day):
            if day not in known:
                known[day] = days.include(day.isoformat())
            return known[day]

        return is_working

    def ids(self, sql, **values):
        return [row["id"] for row in self.db.rows(sql, **values)]

    def pick(self, some, what):
        if not some:
            raise Nothing(what)
        return self.chance.choice(some)

    # -- one act

    def act(self, fewest):
        """Try one act, mostly by its weight, and while a kind has succeeded fewer times, now and then that one."""
        self.clock.turn(minutes=1)
        while not self.tried(fewest):
            pass

    def tried(self, fewest):
        """Draw an act and try it; False where there was nothing to do it on."""
        rare = [kind for kind in KINDS if self.done[kind] < fewest]
        if rare and self.chance.random() < 0.2:
            kind = self.chance.choice(rare)
        else:
            [kind] = self.chance.choices(list(KINDS), list(KINDS.values()))
        self.last.append(kind)
        try:
            self.follow_up(kind) if kind in FOLLOW_UP else getattr(self, kind)()
        except Nothing:
            self.last.pop()
            return False
        except Refused as refused:
            self.refused[kind] += 1
            self.last[-1] += f" – {refused.sentence}"
        else:
            self.done[kind] += 1
        return True

    def follow_up(self, kind):
        fit = FOLLOW_UP[kind][1] if self.chance.random() < 0.9 else (*OWED, "answered", "accepted", "closed", "void")
        stages = ", ".join(f"'{stage}'" for stage in fit)
        paused = "AND paused_day <> ''" if kind == "resumed" else ""
        some = self.ids(
            f"SELECT referral_id AS id FROM followup WHERE working_days IS NOT NULL AND stage IN ({stages}) {paused}"
            " ORDER BY referral_id DESC LIMIT 80"
        )
        if kind in ("dispatched", "acknowledged"):
            some = self.chance.sample(some, min(len(some), self.chance.choice((1, 1, 3))))
            chosen = some or [self.pick(some, "slip")]
        else:
            chosen = [self.pick(some, "slip")]
        did = self.do(kind, chosen)
        for each in chosen:
            self.told[each].acts.append(did)

    def do(self, kind, chosen):
        """Go through the door of an act on slips and return what it was."""
        db, clerk, now, one = self.db, self.clerk, self.today(), chosen[0]
        day = now - timedelta(days=self.chance.choice((0, 0, 0, 1, 2, 5)))
        typed, days = jalali(day.isoformat()), self.chance.randrange(1, 9)
        letter = ("12", typed) if day < now else ()
        outcome = self.chance.choice(("done", "done", "done", "partly", "barred", "not_ours", "papers"))
        soon = jalali((now + timedelta(days=days)).isoformat())
        doors = {
            "dispatched": lambda: dispatch.send(db, clerk, chosen, "hand", day=typed),
            "acknowledged": lambda: dispatch.acknowledge(db, clerk, chosen, typed),
            "answered": lambda: answers.record_final(db, clerk, one, UnitAnswer(outcome, "پاسخ", day=typed)),
            "interim": lambda: answers.record_interim(db, clerk, one, UnitAnswer("", "x", typed, "", soon)),
            "extended": lambda: deadlines.extend(db, clerk, one, str(days), "x", "y", *letter),
            "paused": lambda: deadlines.pause(db, clerk, one, "x", *letter),
            "resumed": lambda: deadlines.resume(db, clerk, one, typed),
        }
        of_today = {
            "returned": lambda: answers.send_back(db, clerk, one, "x"),
            "passed": lambda: self.pass_on(one),
            "reminded": lambda: reminders.remind(db, clerk, [one]),
            "called": lambda: verdicts.phoned_without_word(db, clerk, [one], "again"),
            "accepted": lambda: verdicts.accept(db, clerk, one),
            "objected": lambda: verdicts.object_to(db, clerk, one, "x"),
            "closed": lambda: verdicts.close(db, clerk, one, "x"),
        }
        (doors.get(kind) or of_today[kind])()
        given = days if kind == "extended" else self.told[one].working_days if kind == "objected" else 0
        outcome = outcome if kind == "answered" else ""
        return Did(kind, day if kind in doors else now, given, outcome, self.done.total())

    def pass_on(self, referral):
        unit = self.chance.choice(lists.entries(self.db, "unit"))["id"]
        number = answers.pass_on(self.db, self.clerk, referral, unit, "x")
        old = self.told[referral]
        self.hand_out(
            self.db.required_row("SELECT id FROM referral WHERE number = :number", number=number)["id"],
            SlowSlip(
                self.today(), old.working_days, 3, old.promised, [], number, old.programme, unit, old.paraph, old.kept
            ),
        )

    def take_back(self):
        recent = self.ids(
            "SELECT DISTINCT referral_id AS id FROM (SELECT referral_id FROM referral_step WHERE taken_back_at = ''"
            " ORDER BY id DESC LIMIT 12) AS recent ORDER BY id"
        )
        referral = self.pick(recent, "step")
        act = taking_back.last_act(self.db, self.clerk, referral)
        if act is None:
            raise Nothing("nothing to take back")
        whole = self.chance.random() < 0.5
        taking_back.take_back(self.db, self.clerk, act.step_id, whole=whole)
        if referral in self.told:
            gone = self.told[referral].acts[-1]
            for slip in list(self.told.values()) if whole else [self.told[referral]]:
                if slip.acts and slip.acts[-1] is gone:
                    slip.acts.pop()

    # -- sessions

    def session(self):
        session = sessions.opened(self.db)
        if session is None:
            raise Nothing("no session")
        return session

    def open(self):
        programme = self.chance.choice(programmes.active(self.db)).id
        held = "SELECT id FROM session WHERE programme_id = :id AND day = :day AND state = 'closed'"
        if again := self.ids(held, id=programme, day=self.today().isoformat()):
            sessions.reopen(self.db, self.clerk, again[0], "x")
            return
        session = sessions.open_today(self.db, self.clerk, programme)
        self.print("round", programme, session.round)

    def print(self, *paper):
        assert paper not in self.papers, f"{paper} is given twice"
        self.papers.add(paper)

    def arrival(self, programme, **more):
        self.names += 1
        audience = programmes.get(self.db, programme).audience
        visitor = Visitor(
            kind="no_code",
            code_reason="ندارد",
            first_name="نمونه",
            last_name=f"آزمایشی {self.names}",
            personnel_number=str(10_000 + self.names) if audience == "staff" else "",
        )
        category = next(row["id"] for row in lists.entries(self.db, "category") if row["audience"] == audience)
        return Arrival(visitor, category, **more)

    def register(self):
        session = self.session()
        visit = register(self.db, self.clerk, session.id, self.arrival(session.programme_id))
        self.print("ticket", session.programme_id, session.day, visit.ticket)

    def visit(self, *states):
        stated = ", ".join(f"'{state}'" for state in states)
        found = self.ids(
            f"SELECT id FROM visit WHERE session_id = :id AND state IN ({stated}) ORDER BY id", id=self.session().id
        )
        return self.pick(found, "visit")

    def table(self):
        return self.chance.choice(lists.entries(self.db, "meeting_table"))["id"]

    def call(self):
        steps.call(self.db, self.clerk, self.visit("waiting"), self.table())

    def came(self):
        steps.came(self.db, self.clerk, self.visit("called"))

    def no_show(self):
        steps.no_show(self.db, self.clerk, self.visit("called"))

    def draft(self):
        chance, official = self.chance, lists.entries(self.db, "official")[0]["id"]
        units = chance.sample([row["id"] for row in lists.entries(self.db, "unit")], 3)
        sent = [Addressee(units[0], "lead", working_days=chance.randrange(1, 12))]
        if chance.random() < 0.3:
            sent.append(Addressee(units[1], "partner", working_days=chance.randrange(1, 12)))
        if chance.random() < 0.2:
            sent.append(Addressee(units[2], "copy"))
        return paraphs.Draft(official, "referred", f"بررسی شود {chance.random()}", tuple(sent))

    def write(self):
        self.save(self.visit("meeting"))

    def serve(self):
        """Register a visitor, call and meet, and write the paraph: at a table that is free."""
        session = self.session()
        visit = register(self.db, self.clerk, session.id, self.arrival(session.programme_id))
        self.print("ticket", session.programme_id, session.day, visit.ticket)
        steps.call(self.db, self.clerk, visit.id, self.table())
        steps.came(self.db, self.clerk, visit.id)
        self.save(visit.id)

    def rewrite(self):
        """Void a paraph of a session that is over, and write another one."""
        self.void(self.a_paraph("'closed'"))
        lost = self.ids(
            "SELECT visit.id AS id FROM visit JOIN session ON session.id = session_id WHERE visit.state = 'done' AND"
            " session.state = 'closed' AND NOT EXISTS (SELECT 1 FROM paraph WHERE visit_id = visit.id AND"
            " state = 'valid') ORDER BY visit.id"
        )
        self.save(self.pick(lost, "visit without a paraph"))

    def save(self, visit):
        draft, day = self.draft(), self.paper_day(visit)
        self.hand_out_all(paraphs.save(self.db, self.clerk, visit, draft), draft, day or self.today(), day)

    def paper_day(self, visit):
        row = self.db.required_row("SELECT on_paper, paper_ended_at FROM visit WHERE id = :id", id=visit)
        return date.fromisoformat(local_day(row["paper_ended_at"])) if row["on_paper"] else None

    def hand_out_all(self, saved, draft, issued, paper_day):
        works = self.works()
        programme = self.db.required_row(
            "SELECT programme_id FROM session JOIN visit ON session.id = session_id WHERE visit.id = :id",
            id=saved.visit_id,
        )["programme_id"]
        for number, to in zip(saved.numbers, draft.addressees, strict=True):
            if not to.waits:
                self.print("number", number)
                continue
            due, left = issued, to.working_days
            while left:
                due += timedelta(days=1)
                left -= works(due)
            slip = self.db.required_row("SELECT id FROM referral WHERE number = :number", number=number)["id"]
            kept = paper_day.isoformat() if paper_day else ""
            told = SlowSlip(issued, to.working_days, 3, due, [], number, programme, to.unit_id, saved.paraph_id, kept)
            self.hand_out(slip, told)

    def hand_out(self, referral, slip):
        self.print("number", slip.number)
        self.told[referral] = slip

    def a_paraph(self, states="'open', 'closed'"):
        valid = self.ids(
            "SELECT paraph.id AS id FROM paraph JOIN visit ON visit.id = visit_id JOIN session ON session.id ="
            f" session_id WHERE paraph.state = 'valid' AND session.state IN ({states}) ORDER BY paraph.id DESC LIMIT 60"
        )
        return self.pick(valid, "valid paraph")

    def amend(self):
        paraph, draft = self.a_paraph(), self.draft()
        visit = self.db.required_row("SELECT visit_id FROM paraph WHERE id = :id", id=paraph)["visit_id"]
        paper_day = self.paper_day(visit)
        written = self.db.required_row(
            "SELECT at FROM journal WHERE subject = 'paraph' AND action = 'write' AND subject_id = :id", id=paraph
        )
        same_day = date.fromisoformat(local_day(written["at"])) == self.today()
        issued = paper_day if paper_day and same_day else self.today()
        saved = paraphs.amend(self.db, self.clerk, paraph, draft, "x", accepts_sent=True)
        self.tell_void(paraph)
        self.hand_out_all(saved, draft, issued, paper_day)

    def void(self, paraph=None):
        paraph = paraph or self.a_paraph()
        paraphs.void(self.db, self.clerk, paraph, "x", accepts_sent=True)
        self.tell_void(paraph)

    def tell_void(self, paraph):
        for slip in self.told.values():
            if slip.paraph == paraph:
                slip.acts.append(Did("void", self.today()))

    def end(self):
        self.close_session(self.session())

    def close_session(self, session):
        sessions.close(self.db, self.clerk, session.id, self.chance.choice(("left", "next")))

    # -- a day on paper

    def late_session(self):
        day = self.today() - timedelta(days=self.chance.randrange(1, 30))
        programme = self.chance.choice(programmes.active(self.db)).id
        held = PaperDay(day.isoformat(), *LATE_DAY)
        session = corrections.enter_past(self.db, self.clerk, programme, held, "برق قطع بود")
        self.print("round", programme, session.round)

    def correct(self):
        closed = self.ids("SELECT id FROM session WHERE state = 'closed' ORDER BY id DESC LIMIT 3")
        corrections.correct(self.db, self.clerk, self.pick(closed, "closed session"), "x")

    def corrected(self):
        return self.pick(self.ids("SELECT id FROM session WHERE correcting_since <> '' ORDER BY id"), "such session")

    def late_visit(self):
        session = sessions.get(self.db, self.corrected())
        minute = self.chance.randrange(50)
        served = Served("09:00", f"10:{minute:02}", f"10:{minute + 9:02}", self.table())
        arrival = self.arrival(session.programme_id, accepted=frozenset(("outside", "overlap")))
        visit = enter_late(self.db, self.clerk, session.id, arrival, served)
        self.print("ticket", session.programme_id, session.day, visit.ticket)
        self.save(visit.id)

    def finish(self):
        corrections.finish(self.db, self.clerk, self.corrected())

    # -- days and clocks

    def close_day(self):
        day = self.today() + timedelta(days=self.chance.randrange(-6, 6))
        entries.close_day(self.db, self.clerk, day.isoformat(), "به دستور استانداری", "")

    def reopen_day(self):
        decreed = "SELECT id FROM holiday WHERE closure = 1 AND retired_on = '' ORDER BY id DESC LIMIT 5"
        entries.retire(self.db, self.clerk, self.pick(self.ids(decreed), "closure"))

    def week(self):
        works = not WorkingDays.load(self.db).thursday
        working_week.change_settings(self.db, self.clerk, thursday_works=str(int(works)))

    def wrong_clock(self):
        if self.wrong:
            raise Nothing("wrong already")
        self.wrong = self.chance.choice((-10, 25, 364))
        self.clock.turn(days=self.wrong)

    def right_clock(self):
        if not self.wrong:
            raise Nothing("right already")
        self.spans.append(self.today())
        self.clock.turn(days=-self.wrong)
        self.wrong = 0

    def mark(self):
        day = jalali(self.pick(self.spans, "wrong time").isoformat())
        marks.mark(self.db, self.clerk, TypedSpan(day, "00:00", day, "23:59"))

    def day(self):
        if session := sessions.opened(self.db):
            self.close_session(session)
        self.clock.turn(days=1)

    # -- backups

    def backup(self):
        self.clock.turn(seconds=1)
        taken = taking.take(self.db, self.folder, None)
        assert taken.name and not taken.trouble
        taking.record(self.db, SYSTEM, taken)
        self.keep(self.folder / taken.name)

    def keep(self, file):
        """Keep what was told beside a backup; the walk goes far only if old ones are not put back."""
        self.kept[file] = pickle.dumps((self.told, self.spans))
        while len(self.kept) > 3:
            del self.kept[next(iter(self.kept))]

    def restore(self):
        file = self.pick([each for each in self.kept if each.exists()], "backup")
        before, told = pickle.dumps((self.told, self.spans)), self.kept[file]
        if is_server(self.db.address):
            now = self.new_place(file)
            resuming.resume(now, self.db, Restored(file.name, "before"), {})
            self.db = now
        else:
            aside = restoring.restore(self.db, self.clerk, file, self.folder)
            self.keep(aside)
            self.kept[aside] = before
        self.told, self.spans = pickle.loads(told)
