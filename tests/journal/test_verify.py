"""The journal is changed behind the program's back, with the guards of the database taken away first."""

import hashlib
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

import main
from app.audit import backup_marks
from app.backups import files, restoring, taking
from app.errors import Refused
from app.journal import chain, verify
from app.journal.writing import SYSTEM
from app.office import settings as office
from db import is_server

COLUMNS = "at, clerk_id, clerk, action, subject, subject_id, before, after, chain"


@pytest.fixture
def written(db, clerk, clock):
    """An office whose telephone was changed five times. Return the journal's ids."""
    for phone in range(1, 6):
        clock.turn(minutes=1)
        office.change_settings(db, clerk, phone=str(phone))
    return [row["id"] for row in db.rows("SELECT id FROM journal ORDER BY id")]


@pytest.fixture
def behind(address):
    """behind('…') → the owner of the file or of the server rewrites history."""

    def run(*statements):
        if is_server(address):
            with closing(psycopg.connect(address, autocommit=True)) as outside:
                outside.execute("ALTER TABLE journal DISABLE TRIGGER ALL")
                for statement in statements:
                    outside.execute(statement)
        else:
            with closing(sqlite3.connect(address)) as outside, outside:
                outside.execute("DROP TRIGGER journal_update")
                outside.execute("DROP TRIGGER journal_delete")
                for statement in statements:
                    outside.execute(statement)

    return run


def test_untouched_journal_is_whole(db, written):
    assert verify.fault(db) is None and verify.fault(db, chain.head_mark(db)) is None


@pytest.mark.parametrize(
    "change",
    [
        'after = \'{"phone":"9"}\'',
        "at = '2020-01-01T00:00:00.000Z'",
        "clerk = 'کسی'",
        "clerk_id = 77",
        "action = 'x'",
        "subject = 'x'",
        "subject_id = 7",
        "before = ''",
        "chain = 'x'",
    ],
)
@pytest.mark.parametrize("place", [0, 2, -1])
def test_altered_row_is_named(db, written, behind, change, place):
    behind(f"UPDATE journal SET {change} WHERE id = {written[place]}")
    found = verify.fault(db)
    assert (found.kind, found.row) == ("altered", written[place])


def test_row_altered_with_its_own_link_shows_at_the_next(db, written, behind):
    behind(f"UPDATE journal SET after = '{{}}', chain = 'abc' WHERE id = {written[2]}")
    assert verify.fault(db).row == written[2]


@pytest.mark.parametrize("place", [0, 2, 3])
def test_removed_row_is_named_by_the_one_after_it(db, written, behind, place):
    behind(f"DELETE FROM journal WHERE id = {written[place]}")
    found = verify.fault(db)
    assert (found.kind, found.row) == ("removed", written[place + 1])


@pytest.mark.parametrize("forged", [True, False])
def test_row_put_between_two_others_is_named(db, written, behind, forged):
    """Between the second and the third; with a link that follows, or any."""
    at = written[1] + 1
    before = db.required_row(f"SELECT {COLUMNS} FROM journal WHERE id = :id", id=written[1])
    chain = link(before["chain"], {**before, "clerk": "کسی"}) if forged else "x"
    behind(
        *(f"UPDATE journal SET id = {row + 1} WHERE id = {row}" for row in reversed(written[2:])),
        f"INSERT INTO journal (id, {COLUMNS}) SELECT {at}, at, clerk_id, 'کسی', action, subject, subject_id, before,"
        f" after, '{chain}' FROM journal WHERE id = {written[1]}",
    )
    found = verify.fault(db)
    assert (found.kind, found.row, found.clerk) == ("slipped", at, "کسی")


def link(previous, row):
    """By the rule of the journal, written down a second time."""
    fields = {name: row[name] for name in row if name != "chain"}
    words = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256((previous + words).encode()).hexdigest()


def test_cut_end_shows_by_a_mark_kept_elsewhere(db, written, behind):
    mark = chain.head_mark(db)
    behind(f"DELETE FROM journal WHERE id >= {written[-2]}")
    assert verify.fault(db) is None  # what is left hangs together
    for kept in (mark, mark.partition("-")[2]):
        found = verify.fault(db, kept)
        assert (found.kind, found.row) == ("cut", written[-3])


def test_recomputed_chain_shows_by_a_mark_kept_elsewhere(db, written, behind):
    mark, previous, statements = chain.head_mark(db), "", []
    for row in db.rows(f"SELECT id, {COLUMNS} FROM journal ORDER BY id"):
        row_id = row.pop("id")
        if row_id == written[2]:
            row["clerk"] = "کسی"
        previous = link(previous, row)
        statements.append(f"UPDATE journal SET clerk = '{row['clerk']}', chain = '{previous}' WHERE id = {row_id}")
    behind(*statements)
    assert verify.fault(db) is None
    found = verify.fault(db, mark)
    assert (found.kind, found.row) == ("recomputed", written[-1])


def test_mark_is_read_however_it_is_typed(db, written):
    mark = chain.head_mark(db)
    number, _, digits = mark.partition("-")
    persian = number.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    for typed in (f" {persian} - {digits.upper()} ", digits, chain.head(db), f"{number}-{chain.head(db)}"):
        assert verify.fault(db, typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "x",
        "12",
        "abc",
        "3fa91b07",
        "1-",
        "-",
        "a-3fa91b07c44d2e10",
        "1-" + "z" * 16,
        "99999999999-3fa91b07c44d2e10",
        "f" * 65,
    ],
)
def test_text_that_is_no_mark_is_refused(db, typed):
    with pytest.raises(Refused) as refused:
        verify.fault(db, typed)
    assert refused.value.field == "head"


def test_sentence_of_a_fault_names_row_moment_and_clerk(db, clerk, written, behind):
    behind(f"UPDATE journal SET after = '' WHERE id = {written[-1]}")
    said = verify.fault(db).sentence
    assert str(written[-1]).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")) in said
    assert "۱۴۰۵/۰۹/۰۴ ۰۹:۰۵" in said and clerk.name in said


def test_emptied_journal_is_reported_as_cut(db, written, behind):
    mark = chain.head_mark(db)
    behind("DELETE FROM journal")
    assert verify.fault(db) is None and verify.fault(db, mark).kind == "cut"


# -- against the backups


@pytest.fixture
def kept(db, clerk, clock, written, tmp_path):
    """A folder with backups of this office, each noted, as the program takes them."""
    folder = tmp_path / "backups"
    for phone in ("31", "32"):
        clock.turn(minutes=1)
        taking.record(db, SYSTEM, taking.take(db, folder, None))
        office.change_settings(db, clerk, phone=phone)
    return folder


def test_whole_journal_agrees_with_every_backup(db, kept):
    assert backup_marks.fault(db, [kept]) == (None, 2)


def test_cut_end_shows_by_a_backup_without_a_typed_mark(db, kept, behind):
    behind(f"DELETE FROM journal WHERE id >= {chain.head_mark(db).split('-')[0]} - 3")
    assert verify.fault(db) is None
    found, asked = backup_marks.fault(db, [kept])
    assert (found.kind, asked) == ("cut", 2)


def test_backup_of_another_office_is_ignored(db, kept):
    for file in [*kept.glob("office-*.db")]:
        file.rename(file.with_name(file.name.replace(files.office_id(db), "01234567")))
    assert backup_marks.fault(db, [kept]) == (None, 0)


@pytest.fixture
def life(db, path, clerk, clock, tmp_path):
    """life('work 5', 'keep one', 'back one') → what the backups say at its end, and how many were asked."""
    folder, files = tmp_path / "backups", {}

    def lived(*steps):
        for verb, what in (step.split() for step in steps):
            clock.turn(minutes=7)
            if verb == "work":
                for n in range(int(what)):
                    office.change_settings(db, clerk, phone=f"{len(files)}{clock().minute}{n}")
            elif verb == "keep":
                files[what] = folder / taking.take(db, folder, None).name
            else:
                files["aside"] = restoring.restore(db, clerk, files[what], folder)
        return backup_marks.fault(db, [folder])

    return lived


@pytest.mark.parametrize(
    ("steps", "asked"),
    [
        (("work 3", "keep one", "work 9", "keep two", "back one"), 1),
        (("work 3", "keep one", "work 9", "keep two", "back one", "work 2", "keep three", "work 1"), 2),
        (("work 3", "keep one", "work 9", "keep two", "work 20", "keep three", "back two", "work 2", "back one"), 1),
        (("work 3", "keep one", "work 9", "keep two", "back one", "work 1", "keep three", "back aside", "work 2"), 2),
    ],
)
def test_rows_taken_back_by_a_restore_are_no_fault(life, steps, asked):
    assert life(*steps) == (None, asked)


def test_cut_end_after_a_restore_is_a_fault(life, behind, db):
    assert life("work 3", "keep one", "work 9", "keep two", "back one", "work 2", "keep three", "work 1")[0] is None
    behind(f"DELETE FROM journal WHERE id >= {chain.head_mark(db).split('-')[0]} - 1")
    found, _ = life()
    assert found.kind == "cut"


def told(capsys, *words):
    """The exit code of `main.py verify …` and what it says."""
    code = main.main(["verify", *words])
    said = capsys.readouterr()
    return code, said.out + said.err


def where(address):
    return ("--database", address) if is_server(address) else ("--data", str(Path(address).parent))


def test_command_says_whole_or_names_the_fault(db, address, written, behind, capsys):
    assert told(capsys, *where(address), "--head", chain.head_mark(db)) == (0, verify.WHOLE + "\n")
    assert told(capsys, *where(address), "--head", "f" * 16)[0] == 1
    if not is_server(address):
        taking.take(db, Path(address).parent / "backups", None)
        assert told(capsys, *where(address)) == (0, f"{verify.WHOLE} {backup_marks.WITNESSED.format('۱')}\n")
    behind(f"DELETE FROM journal WHERE id = {written[1]}")
    code, said = told(capsys, *where(address))
    assert code == 1 and "حذف شده" in said


def test_command_says_when_it_cannot_tell(tmp_path, address, capsys):
    code, said = told(capsys, "--data", str(tmp_path / "nowhere"))
    assert code == 2 and "باز نمی‌شود" in said
    code, said = told(capsys, *where(address), "--head", "?")
    assert code == 2 and "صورت‌جلسه" in said
