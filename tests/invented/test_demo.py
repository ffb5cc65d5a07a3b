"""The demo office: a session under way, and codes that are no real person's."""

from datetime import UTC, datetime

from app.accounts import sign_in
from app.invented.demo import LOGIN, PASSWORD, furnish
from app.invented.people import invented_code
from app.line import standing
from app.persian.identifiers import national_code_fault
from app.sessions import sessions
from db import open_database


def test_demo_office_has_a_session_under_way(tmp_path):
    path = tmp_path / "office.db"
    morning = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)
    furnish(path, now=lambda: morning)
    db = open_database(str(path), clock=lambda: morning)
    session = sessions.opened(db)
    line = standing.line(db, session.id)
    assert session.day == "2026-11-25"
    assert session.round == 3
    assert len(line.next) >= 15
    assert len(line.at_tables) == 3
    assert sign_in.sign_in(db, LOGIN, PASSWORD).may("administrator")
    db.close()


def test_invented_codes_pass_the_check():
    assert all(not national_code_fault(invented_code(f"{n:09}")) for n in range(990_000_000, 990_000_300, 7))
