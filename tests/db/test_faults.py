"""Faults around an office's file: full disks, locked folders, turned clocks, damage, strange words."""

import logging
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.errors import Refused
from app.journal import verify
from app.journal.reading import clock_behind
from app.line import steps
from app.line.pace import pace
from app.line.standing import line
from app.persian.text import clean, clean_lines, search_words
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.search import search
from app.this_pc import log
from app.visits import visitors, visits
from app.visits.visitors import Visitor
from db import StorageError, open_database
from db import search as full_text
from db.schema import STEPS

ROOT = Path(__file__).parents[2]
FULL = "no دیسک پر است؛ چیزی ذخیره نشد. فضا آزاد کنید و دوباره تلاش کنید."
DESK = (sys.executable, "-m", "tests.durability.crash.desk")
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


def desk(*words, before=()):
    """Run a desk in a process of its own; return the lines it prints."""
    done = subprocess.run([*before, *DESK, *map(str, words)], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def tickets(lines):
    return [int(line.split()[1]) for line in lines if line.startswith("ticket")]


def registered(path):
    with closing(open_database(path)) as db:
        return [row["ticket"] for row in db.rows("SELECT ticket FROM visit ORDER BY id")]


# A full disk


def test_full_disk_is_reported_and_loses_nothing_saved(path, session, db, tmp_path):
    """A small disk, mounted in a name space of the test's own."""
    db.close()
    if subprocess.run(["unshare", "-Ur", "-m", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system gives no name spaces to an ordinary user")
    small, script = (
        tmp_path / "small",
        (
            'mount -t tmpfs -o size=3m tmpfs "$1" && cp "$2" "$1/office.db" && head -c 800k /dev/zero > "$1/ballast"'
            ' && shift 2 && "$@" && cp "$1"/office.db* "$OUT"'
        ),
    )
    small.mkdir()
    script = script.replace('cp "$1"/office.db* "$OUT"', f'cp "{small}"/office.db* "{tmp_path}"')
    lines = desk(
        small / "office.db",
        100_000,
        "--ballast",
        small / "ballast",
        before=("unshare", "-Ur", "-m", "sh", "-c", script, "sh", str(small), path),
    )
    said = [line for line in lines if line.startswith("no ")]
    assert said == [FULL]
    assert len(tickets(lines)) > 10
    assert lines[-1].startswith("ticket"), "work goes on once there is room"
    assert registered(path) == tickets(lines) == list(range(1, len(tickets(lines)) + 1))


def test_file_at_its_size_limit_is_reported_and_loses_nothing_saved(path, session, db):
    db.close()
    resource = pytest.importorskip("resource", reason="limits of a process are POSIX's")
    limit = Path(path).stat().st_size + 400_000
    done = subprocess.run(
        [*DESK, path, "100000"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    lines = done.stdout.splitlines()
    assert lines[-1] in ("no دیسک خطا داد؛ چیزی ذخیره نشد.", FULL)
    assert registered(path) == tickets(lines) == list(range(1, len(lines)))


# A folder that cannot be written


@pytest.fixture
def locked(path, session, db):
    """A read-only folder with the office's file in it, where every user can reach it."""
    if sys.platform == "win32":
        pytest.skip("folder permissions are POSIX's")
    db.close()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        inner = Path(folder) / "data"
        inner.mkdir()
        shutil.copy(path, inner / "office.db").chmod(0o444)
        inner.chmod(0o555)
        yield inner
        inner.chmod(0o755)


def test_read_only_folder_is_reported_and_nothing_is_written(locked):
    before = (locked / "office.db").read_bytes()
    lines = desk(locked / "office.db", 1, "--nobody")
    assert len(lines) == 1
    assert lines[0] in (
        "no پوشهٔ داده‌ها فقط‌خواندنی است؛ چیزی ذخیره نشد.",
        "no فایل داده‌ها باز نمی‌شود. پوشهٔ داده‌ها و اجازهٔ دسترسی به آن را بررسی کنید.",
    )
    assert (locked / "office.db").read_bytes() == before
    assert [each.name for each in locked.iterdir()] == ["office.db"]


def test_missing_folder_is_reported(tmp_path):
    with pytest.raises(StorageError) as caught:
        open_database(str(tmp_path / "no" / "such" / "office.db"))
    assert caught.value.sentence.startswith("فایل داده‌ها باز نمی‌شود")


def test_folder_in_the_place_of_the_file_is_reported(tmp_path):
    with pytest.raises(StorageError) as caught:
        open_database(str(tmp_path))
    assert caught.value.sentence.startswith("فایل داده‌ها باز نمی‌شود")


# The clock


def test_clock_set_back_is_reported_and_makes_no_wait_negative(db, clerk, session, clock, arrive, tables):
    first, second = arrive(), arrive()
    clock.turn(hours=-3)
    assert clock_behind(db) == 180
    called = steps.call_next(db, clerk, session.id, tables[0]["id"])
    assert (called.id, called.since) == (first.id, "2026-11-25T02:32:00.000Z")
    assert pace(db, session.id).mean_wait is None, "nobody knows how long the visitor waited"
    third = arrive()
    clock.turn(minutes=5)
    steps.call_next(db, clerk, session.id, tables[1]["id"])
    steps.call_next(db, clerk, session.id, tables[2]["id"])
    assert [each.id for each in line(db, session.id).at_tables] == [first.id, second.id, third.id]
    assert pace(db, session.id).mean_wait == 5, "the wait of the visitor who came after the correction"


def test_clock_a_minute_behind_is_not_reported(db, clock, arrive):
    arrive()
    clock.turn(seconds=-60)
    assert clock_behind(db) == 0


# Files that must be left as they are


def bytes_of(path):
    """The bytes of the file and of its write-ahead log."""
    waiting = Path(path + "-wal")
    return Path(path).read_bytes(), waiting.read_bytes() if waiting.exists() else b""


def test_database_of_a_newer_version_is_refused_and_left_as_it_was(path, db):
    with db.transaction():
        db.rows("UPDATE revision SET n = :n WHERE topic = 'schema'", n=len(STEPS) + 1)
    db.close()
    before = bytes_of(path)
    with pytest.raises(StorageError) as caught:
        open_database(path)
    assert caught.value.sentence.startswith("این داده‌ها با نسخهٔ جدیدتری از برنامه ساخته شده است")
    assert bytes_of(path) == before


def garbage(data):
    return b"This is a letter, not a database.\n" * 400


def half(data):
    return data[: len(data) // 2 // 4096 * 4096]


def odd_page_size(data):
    return data[:16] + b"\x00\x07" + data[18:]


def nonsense_schema(data):
    return data[:100] + b"\xff" * 3996 + data[4096:]


@pytest.mark.parametrize("damage", [garbage, half, odd_page_size, nonsense_schema])
def test_damaged_file_is_reported_and_left_as_it_was(path, damage):
    Path(path).write_bytes(damage(Path(path).read_bytes()))
    before = bytes_of(path)
    with pytest.raises(StorageError) as caught:
        open_database(path)
    assert "آسیب دیده" in caught.value.sentence
    assert bytes_of(path) == before


def test_damaged_page_is_reported_when_read_and_nothing_is_saved_over_it(path, db, session, clerk, arrive):
    arrive()
    page = db.required_row("SELECT rootpage AS n FROM sqlite_master WHERE name = 'visit'")["n"]
    db.close()
    data = bytearray(Path(path).read_bytes())
    data[(page - 1) * 4096 : page * 4096] = bytes(byte ^ 0xFF for byte in data[(page - 1) * 4096 : page * 4096])
    Path(path).write_bytes(data)
    with closing(open_database(path)) as again:
        with pytest.raises(StorageError) as caught:
            register(again, clerk, session.id, Arrival(person(), 1, "x"))
        assert "آسیب دیده" in caught.value.sentence
        assert again.revisions()
    assert Path(path).read_bytes() == data


def test_error_names_no_values(db, clerk):
    with pytest.raises(StorageError) as caught, db.write("office"):
        for _ in range(2):
            db.rows("INSERT INTO setting (name, value) VALUES (:name, 'x')", name="0499370899")
    assert "0499370899" not in str(caught.value)


def test_log_file_is_made_beside_the_data_by_the_first_fault(tmp_path, caplog):
    before = logging.getLogger().handlers[:]
    log.write_log(tmp_path)
    try:
        assert not list(tmp_path.iterdir())
        logging.getLogger("ui.work").warning("storage failed: %s", "disk full")
        assert (tmp_path / "mosalla.log").read_text("utf-8").endswith("WARNING ui.work: storage failed: disk full\n")
    finally:
        logging.getLogger().handlers[:] = before
        caplog.clear()


# Two programs on one file


def test_two_programs_on_one_file_give_no_number_and_call_nobody_twice(path, session, db, tables):
    db.close()
    both = [
        subprocess.Popen([*DESK, path, "100", "--table", str(table["id"])], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for table in tables[:2]
    ]
    said = [desk.communicate(timeout=120)[0].splitlines() for desk in both]
    given = [tickets(lines) for lines in said]
    called = [int(line.split()[1]) for lines in said for line in lines if line.startswith("called")]
    assert [len(each) for each in given] == [100, 100]
    assert sorted(given[0] + given[1]) == list(range(1, 201))
    assert all(each == sorted(each) for each in given)
    assert len(called) == len(set(called)) == 200
    with closing(open_database(path)) as db:
        assert db.rows("SELECT COUNT(*) AS n FROM period WHERE state = 'called'") == [{"n": 200}]
        assert verify.fault(db) is None


# Strange words

strange = st.one_of(
    st.text(max_size=40),
    st.text(max_size=40, alphabet=BIDI + "\x00\x07\x1b\u200b\u200c\u00ad\ufeff\n\r\t «»<>&'\";%_-آبپ۱٢3🙂👩‍👩‍👧é"),
    st.sampled_from(
        [
            "'; DROP TABLE visit; --",
            "Robert'); DELETE FROM journal;--",
            "<b>x</b><script>alert(1)</script>",
            "&lt;&amp;",
            "ن" * 300,
            "ن" * 301,
            "🙂" * 300,
            "خط یک\r\nخط دو\n\n\nخط سه\u2028خط چهار",
            "\ud800",
            "a\0b",
            "%s %(x)s {0} :id ?",
            "\u202eadmin",
            "مریم\u200c\u200c\u200cسادات",
            "ﷺ",
            "\U0010ffff",
            "کد ملی ٠٤٩٩٣٧٠٨٩٩",
        ]
    ),
)


def person(first_name="نمونه", last_name="آزمایشی", father=""):
    return Visitor(kind="no_code", code_reason="همراه ندارد", first_name=first_name, last_name=last_name, father=father)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=strange, last=strange, father=strange, matter=strange)
@example("<b>علی</b>", "'; DROP TABLE visit; --", "\u202eعلی", "سطر یک\r\nسطر دو")
def test_strange_words_are_stored_harmlessly_or_refused(db, clerk, session, first, last, father, matter):
    before = db.required_row("SELECT COUNT(*) AS n FROM visit")["n"]
    try:
        visit = register(db, clerk, session.id, Arrival(person(first, last, father), 1, matter))
    except Refused as refused:
        assert refused.sentence
        assert refused.field in ("first_name", "last_name", "father", "matter")
        assert db.required_row("SELECT COUNT(*) AS n FROM visit")["n"] == before
        return
    stored = visitors.get(db, visit.visitor_id)
    assert (stored.first_name, stored.last_name, stored.father) == (clean(first), clean(last), clean(father))
    assert visits.get(db, visit.id).matter == clean_lines(matter)
    kept = stored.first_name + stored.last_name + stored.father + visit.matter.replace("\n", "")
    assert not {unicodedata.category(letter) for letter in kept.replace("\u200c", "")} & {"Cc", "Cf", "Cs", "Co"}
    assert not set(kept) & set(BIDI)
    words = search_words(stored.last_name)[:3]
    assert not words or visit.id in full_text.find(db, words, 10_000)
    assert db.required_row("SELECT COUNT(*) AS n FROM visit")["n"] == before + 1


@pytest.mark.parametrize("field", ["first_name", "last_name", "father"])
def test_name_of_300_letters_is_stored_and_of_301_refused(db, clerk, session, field):
    visit = register(db, clerk, session.id, Arrival(person(**{field: "ن" * 300}), 1, "x"))
    assert getattr(visitors.get(db, visit.visitor_id), field) == "ن" * 300
    with pytest.raises(Refused) as caught:
        register(db, clerk, session.id, Arrival(person(**{field: "ن" * 301}), 1, "x"))
    assert caught.value.field == field
    assert "۳۰۱" in caught.value.sentence


@given(typed=strange)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_search_for_strange_words_never_fails(db, session, typed):
    assert isinstance(search.find(db, typed), list)
    assert isinstance(visitors.look_up(db, typed), list)
