"""The year that this PC keeps: lived once, opened on its last day."""

from contextlib import closing

import pytest

from app.accounts import sign_in
from app.invented import kept
from app.invented.kept_facts import read_facts
from app.invented.office import LOGIN, PASSWORD
from app.invented.year import LAST_DAY
from app.journal.reading import clock_behind
from app.sessions import sessions
from app.this_pc.opening import OFFICE
from db import open_database


def test_year_is_lived_once_and_replaces_that_of_another_version(tmp_path, capsys):
    older = tmp_path / "year-0.0.1-5-1-52"
    older.mkdir()
    first = kept.kept_year(tmp_path, weeks=1)
    assert "100 %" in capsys.readouterr().out
    assert kept.kept_year(tmp_path, weeks=1) == first
    assert not capsys.readouterr().out
    assert list(tmp_path.iterdir()) == [first]
    assert read_facts(first / kept.TRUTH).acts["visit"] > 100


def test_year_opens_on_its_last_day(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = kept.temporary_year(weeks=1)
    with closing(open_database(str(folder / OFFICE), clock=kept.LastDay())) as db:
        assert sessions.opened(db).day == LAST_DAY
        assert not clock_behind(db)
        assert sign_in.sign_in(db, LOGIN, PASSWORD).may("administrator")
        sessions.close(db, sign_in.sign_in(db, LOGIN, PASSWORD), sessions.opened(db).id, "left")
    with closing(open_database(str(kept.temporary_year(weeks=1) / OFFICE), clock=kept.LastDay())) as db:
        assert sessions.opened(db), "the year that is kept was changed"


def test_demo_takes_a_session_or_a_year(capsys):
    from app.commands.arguments import parser

    assert parser().parse_args(["--demo"]).demo == "session"
    assert parser().parse_args(["--demo", "year"]).demo == "year"
    with pytest.raises(SystemExit):
        parser().parse_args(["--demo", "month"])
