"""The office of the benchmarks is one the program could have written, and the measurements run."""

from contextlib import closing

import pytest

from app.invented.kept import kept_year
from app.line import steps
from app.persian.identifiers import national_code_fault
from app.reception import registering
from app.reception.arrival import Arrival
from app.search import search
from app.visits import index, visitors
from benchmarks import __main__ as benchmarks
from benchmarks import people, screens, storage, year
from benchmarks.invented_office import build, connect
from benchmarks.measure import Bench, Metric, bare_insert, median, p95, plain_connection, race
from benchmarks.papers import slip as invented_slip


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return build(tmp_path_factory.mktemp("bench") / "small" / "office.db", 2000)


@pytest.fixture(scope="module")
def office(path):
    db, clerk, session = connect(path)
    with closing(db):
        yield db, clerk, session


@pytest.fixture
def bench(path, tmp_path):
    """A run whose offices are small."""
    bench = Bench(tmp_path)
    bench.__dict__.update(million=path, small=path)
    return bench


def test_office_is_consistent(office):
    db, _, session = office
    assert db.required_row("SELECT COUNT(*) AS n FROM visit")["n"] == 2000
    assert db.rows("PRAGMA foreign_key_check") == []
    assert db.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    assert (
        db.required_row("SELECT COUNT(*) AS n FROM referral")["n"]
        == db.required_row("SELECT SUM(last) AS n FROM numbering")["n"]
    )
    assert session.state == "open"


def test_office_has_the_index_words_the_program_would_keep(office):
    db, *_ = office
    kept = {
        row["id"]: row["words"]
        for row in db.rows("SELECT rowid AS id, words FROM visit_words WHERE rowid IN (7, 12, 700, 1999)")
    }
    with db.write("visitors"):
        for visit_id in kept:
            index.remember(db, visit_id)
    again = {
        row["id"]: row["words"]
        for row in db.rows("SELECT rowid AS id, words FROM visit_words WHERE rowid IN (7, 12, 700, 1999)")
    }
    assert {n: set(words.split()) for n, words in kept.items()} == {n: set(words.split()) for n, words in again.items()}


def test_program_can_register_call_and_search_in_the_office(office):
    db, clerk, session = office
    known = visitors.with_code(db, people.code(5))[0]
    accepted = frozenset({"open"})
    visit = registering.register(db, clerk, session.id, Arrival(known, 1, people.matter(3), accepted=accepted))
    assert visit.ticket == 1
    assert steps.call_next(db, clerk, session.id, 1).id == visit.id
    assert search.find(db, people.code(5)[:6])[0].visit_id == visit.id


def test_invented_codes_are_valid_and_all_different():
    codes = [people.code(n) for n in range(3000)]
    assert len(set(codes)) == 3000
    assert not any(map(national_code_fault, codes))


def test_race_runs_each_action_in_turn_and_leaves_out_the_warm_up():
    ran = []
    times = race(3, warm=2, a=lambda n: lambda: ran.append(("a", n)), b=lambda n: lambda: ran.append(("b", n)))
    assert ran == [(name, n) for n in range(5) for name in "ab"]
    assert [len(taken) for taken in times.values()] == [3, 3]
    assert times["a"] == sorted(times["a"])


def test_reference_insert_is_as_durable_as_the_program(tmp_path):
    with closing(plain_connection(tmp_path / "bare.db")) as bare:
        settings = [bare.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert settings == ["wal", 2]  # 2 is FULL
    insert = bare_insert(tmp_path / "insert.db")
    insert(1)()
    with closing(plain_connection(tmp_path / "insert.db")) as other:
        assert other.execute("SELECT COUNT(*) FROM bare").fetchone() == (1,)


def test_invented_slips_are_all_different():
    slips = [invented_slip(n) for n in range(120)]
    assert len({slip.matter for slip in slips}) == len({slip.applicant.code for slip in slips}) == 120


def test_display_in_another_process_shows_a_call(bench, monkeypatch):
    monkeypatch.setattr(screens, "CALLS", 2)
    monkeypatch.setattr(screens, "WARM", 1)
    monkeypatch.setattr(storage, "IN_LINE", 3)
    assert [metric.name for metric in screens.display(bench)] == ["display.median", "display.p95"]


def test_line_and_start_are_measured(bench, monkeypatch):
    monkeypatch.setattr(screens, "LINES", 1)
    monkeypatch.setattr(screens, "WARM", 1)
    monkeypatch.setattr(screens, "STARTS", 1)
    metrics = [*screens.line(bench), *screens.start(bench)]
    assert [metric.name for metric in metrics] == ["list200", "list200.p95", "start", "start.p95", "memory"]
    assert all(metric.value > 0 for metric in metrics)


def test_median_and_p95_of_a_hundred_times():
    assert (median(range(1, 101)), p95(range(1, 101))) == (50, 95)


def test_run_writes_the_metrics_asked_for(monkeypatch, tmp_path, capsys):
    metric = Metric("x.p95", 1.5, "ms", "nothing", 3.0, 1)
    monkeypatch.setattr(benchmarks, "GROUPS", {"x": lambda bench: [metric], "y": lambda bench: 1 / 0})
    monkeypatch.setattr("sys.argv", ["benchmarks", str(tmp_path / "out.json"), "x.p95"])
    assert benchmarks.main() == 0
    assert (tmp_path / "out.json").read_text() == (
        '{"metrics": [{"name": "x.p95", "value": 1.5, "unit": "ms", "reference": "nothing", "reference_value": 3.0,'
        ' "ratio": 0.5}]}\n'
    )
    assert "≤ 1 yes" in capsys.readouterr().out


def test_year_is_measured(bench, monkeypatch):
    bench.__dict__["year"] = kept_year(bench.folder, weeks=1)
    monkeypatch.setattr(year, "OPENINGS", 1)
    monkeypatch.setattr(year, "EXPORTS", 1)
    monkeypatch.setattr(year, "SHEETS", 1)
    metrics = [*year.pages(bench), *year.export_open(bench), *year.unit_sheets(bench), *year.rising_open(bench)]
    metrics += year.export_journal(bench)
    pages = ["reception", "line", "table", "followup", "reports", "settings", "sessions"]
    others = [
        "followup.filter",
        "followup.filter.gap",
        "export.open",
        "unit_sheet.all",
        "rising.open",
        "export.journal",
        "export.journal.memory",
    ]
    assert [metric.name for metric in metrics] == [*(f"page.{name}" for name in pages), *others]
    assert all(metric.value > 0 for metric in metrics)
