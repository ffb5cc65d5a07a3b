"""The office the figures are taken on is one the program itself could have left behind."""

from contextlib import closing

import pytest

from app import queue, reception, search, visitors
from app.identity import national_code_fault
from app.reception import Arrival
from benchmarks import __main__ as benchmarks
from benchmarks import people
from benchmarks.measure import Metric, median, p95, race
from benchmarks.million import build, connect


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    db, clerk, session = connect(build(tmp_path_factory.mktemp("bench") / "small" / "office.db", 2000))
    with closing(db):
        yield db, clerk, session


def test_it_is_whole(office):
    db, _, session = office
    assert db.one("SELECT COUNT(*) AS n FROM visit")["n"] == 2000
    assert db.rows("PRAGMA foreign_key_check") == []
    assert db.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    assert db.one("SELECT COUNT(*) AS n FROM referral")["n"] == db.one("SELECT SUM(last) AS n FROM numbering")["n"]
    assert session.state == "open"


def test_its_words_are_those_the_program_would_keep(office):
    db, *_ = office
    kept = {row["id"]: row["words"] for row in db.rows(
        "SELECT rowid AS id, words FROM visit_words WHERE rowid IN (7, 12, 700, 1999)")}
    with db.write("visitors"):
        for visit_id in kept:
            search.remember(db, visit_id)
    again = {row["id"]: row["words"] for row in db.rows(
        "SELECT rowid AS id, words FROM visit_words WHERE rowid IN (7, 12, 700, 1999)")}
    assert {n: set(words.split()) for n, words in kept.items()} == {n: set(words.split()) for n, words in again.items()}


def test_work_goes_on_in_it(office):
    db, clerk, session = office
    known = visitors.by_code(db, people.code(5))
    accepted = frozenset({"open"})
    visit = reception.register(db, clerk, session.id, Arrival(known, 1, people.matter(3), accepted=accepted))
    assert visit.ticket == 1
    assert queue.call_next(db, clerk, session.id, 1).id == visit.id
    assert search.find(db, people.code(5)[:6])[0].visit_id == visit.id


def test_invented_codes_are_right_and_no_two_are_alike():
    codes = [people.code(n) for n in range(3000)]
    assert len(set(codes)) == 3000
    assert not any(map(national_code_fault, codes))


def test_a_race_runs_each_in_turn_and_leaves_the_warm_up_out():
    ran = []
    times = race(3, warm=2, a=lambda n: lambda: ran.append(("a", n)), b=lambda n: lambda: ran.append(("b", n)))
    assert ran == [(name, n) for n in range(5) for name in "ab"]
    assert [len(each) for each in times.values()] == [3, 3]
    assert times["a"] == sorted(times["a"])


def test_median_and_p95():
    assert (median(range(1, 101)), p95(range(1, 101))) == (50, 95)


def test_a_run_writes_what_was_asked_for(monkeypatch, tmp_path, capsys):
    metric = Metric("x.p95", 1.5, "ms", "nothing", 3.0, 1)
    monkeypatch.setattr(benchmarks, "GROUPS", {"x": lambda bench: [metric], "y": lambda bench: 1 / 0})
    monkeypatch.setattr("sys.argv", ["benchmarks", str(tmp_path / "out.json"), "x.p95"])
    assert benchmarks.main() == 0
    assert (tmp_path / "out.json").read_text() == (
        '{"metrics": [{"name": "x.p95", "value": 1.5, "unit": "ms", "reference": "nothing", "reference_value": 3.0,'
        ' "ratio": 0.5}]}\n')
    assert "≤ 1 yes" in capsys.readouterr().out
