"""A throw-away office of invented people, with a session under way, for trying and learning the program."""

import atexit
import random
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from app.access import clerks
from app.access.clerks import Clerk
from app.accounts import first_run
from app.invented.people import invented_code
from app.invented.set_clock import SetClock
from app.journal.reading import clock_behind
from app.line import steps
from app.office import lists, programmes
from app.papers import requests
from app.persian.calendar import at, local_day
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.sessions import sessions
from app.table import paraphs
from app.table.paraphs import Addressee, Draft
from app.visits.visitors import Visitor
from db import Database, Row, open_database

LOGIN, PASSWORD = "demo", "123456"
FIRST = ("نمونه", "آزمونه", "مریم", "علی", "زهرا", "حسین", "فاطمه", "رضا", "پروانه", "کامران", "گلناز", "یوسف")
LAST = ("آزمایشی‌فر", "فرضی", "نمونه‌پور", "خیالی‌نژاد", "انگاره", "پنداری", "گمانی", "مثالی‌زاده", "ساختگی", "چاوشی‌نمونه")
MATTERS = (
    "اعتراض به رأی کمیسیون مادهٔ ۱۰۰ دربارهٔ کسری پارکینگ؛ درخواست بازدید مجدد از ملک",
    "تقسیط عوارض نوسازی و بخشودگی جریمهٔ دیرکرد",
    "آسفالت کوچهٔ بهار و جدول‌گذاری پیاده‌رو",
    "روشنایی معبر و رفع خطر تیر برق",
    "تعیین تکلیف معوض ملک در مسیر خیابان",
    "هرس درختان خشک جلوی ساختمان",
    "جابه‌جایی ایستگاه اتوبوس",
    "صدور پایان‌کار با توجه به سوابق پرونده",
)
WORDS = ("از محل بازدید و نتیجه گزارش شود", "جهت رسیدگی و اعلام نتیجه", "طبق ضوابط و مقررات اقدام شود")


def temporary_office() -> tuple[Path, tuple[str, str]]:
    """Furnish an office in a folder that is removed when the process ends; return it with the login and password."""
    folder = Path(tempfile.mkdtemp(prefix="mosalla-demo-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    furnish(folder / "office.db")
    return folder, (LOGIN, PASSWORD)


def furnish(path: Path, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
    """Make the office in a new file: two past rounds, and the third under way."""
    chance, present = random.Random(1405), now()
    clock = SetClock(present - timedelta(days=22))
    db = open_database(str(path), clock=clock)
    first_run.set_up(db, office="شهرداری کرج", login=LOGIN, name="ن. نمونه‌ای", password=PASSWORD)
    clerk = clerks.current(db, clerks.everyone(db)[0].id)
    people = _people(chance)
    for weeks in (2, 1):
        day = local_day((present - timedelta(weeks=weeks)).isoformat())
        clock.set(at(day, "08:30"))
        _hold(db, clerk, clock, chance, people, arrivals=14, served=14)
        sessions.close(db, clerk, _open(db).id, "left")
    clock.moment = present - timedelta(minutes=95)
    _hold(db, clerk, clock, chance, people, arrivals=32, served=9)
    requests.mark_printed(db, clerk, [paper.id for paper in requests.waiting(db, clerk.desk)])
    assert clock.moment <= present and not clock_behind(db)
    db.close()


def _open(db: Database) -> sessions.Session:
    session = sessions.opened(db)
    assert session
    return session


def _hold(
    db: Database,
    clerk: Clerk,
    clock: SetClock,
    chance: random.Random,
    people: list[Visitor],
    *,
    arrivals: int,
    served: int,
) -> None:
    """Open a session, register a burst of arrivals, then serve some at the tables."""
    session = sessions.open_today(db, clerk, programmes.active(db)[0].id)
    categories = [row for row in lists.entries(db, "category") if row["audience"] == "citizen"][:8]
    groups, tables = lists.entries(db, "priority_group"), lists.entries(db, "meeting_table")
    for n, person in enumerate(chance.sample(people, arrivals)):
        clock.turn(25)
        group = groups[n % len(groups)]["id"] if n % 5 == 4 else None
        category = chance.choice(categories)["id"]
        register(
            db,
            clerk,
            session.id,
            Arrival(
                person,
                category,
                chance.choice(MATTERS),
                priority_group_id=group,
                enclosures=str(n % 3),
                priority_reason="اظهار مراجعه‌کننده" if group else "",
                accepted=frozenset({"open"}),
            ),
        )
    for n in range(served):
        clock.turn(60)
        _serve(db, clerk, clock, chance, session.id, tables[n % len(tables)])
    for table in tables[:3] if served < arrivals else ():
        clock.turn(40)
        steps.call_next(db, clerk, session.id, table["id"])


def _serve(db: Database, clerk: Clerk, clock: SetClock, chance: random.Random, session_id: int, table: Row) -> None:
    visit = steps.call_next(db, clerk, session_id, table["id"])
    if visit is None:
        return
    clock.turn(20)
    steps.came(db, clerk, visit.id)
    clock.turn(140)
    units = [row for row in lists.entries(db, "unit") if row["kind"] in ("district", "organisation")]
    first, second = chance.sample(units, 2)
    addressees = (Addressee(first["id"], "lead", "", 15), Addressee(second["id"], "copy"))[: chance.choice((1, 2))]
    draft = Draft(table["official_id"], "referred", chance.choice(WORDS), addressees)
    if chance.random() < 0.2:
        draft = Draft(table["official_id"], "settled", "در محل حل شد")
    paraphs.save(db, clerk, visit.id, draft)


def _people(chance: random.Random) -> list[Visitor]:
    """Return sixty invented people with codes that pass the check and mobiles that belong to nobody."""
    serial = count(1)
    return [
        Visitor(
            code=invented_code(f"{990000000 + next(serial) * 37}"),
            first_name=chance.choice(FIRST),
            last_name=chance.choice(LAST),
            father=chance.choice(FIRST),
            gender=chance.choice(("male", "female")),
            mobile=f"0900000{n:04}",
        )
        for n in range(60)
    ]
