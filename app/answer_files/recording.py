"""Records the answers of files that came back, all in one act, and keeps the files."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.access.clerks import Clerk
from app.access.privacy import rights_of
from app.answer_files.judging import FileJudge, JudgedFiles, JudgedRow, Verdict
from app.answer_files.reading import ReceivedFile
from app.errors import Refused
from app.journal.writing import Change, writing
from app.persian.text import clean, fa, isolate
from app.referrals import answers
from app.referrals.answers import ROLES, TOPICS
from app.spreadsheets.writing import csv_bytes
from db import Database

MOVED_ON = "وضعیت بعضی از ارجاع‌ها در این فاصله تغییر کرده است؛ چیزی ثبت نشد. فهرست جدید را ببینید و دوباره ثبت کنید."
VERDICTS: dict[Verdict, str] = {
    "new": "جدید",
    "passing": "واگذاری",
    "same": "تکراری",
    "changed": "تغییرکرده",
    "refused": "ردشده",
}


@dataclass(frozen=True, slots=True)
class Recorded:
    answers: int
    passed: int
    files: int


@dataclass(frozen=True, slots=True)
class KeptFile:
    id: int
    name: str
    unit: str
    at: str
    clerk: str
    answers: int


def preview(db: Database, clerk: Clerk, files: Sequence[ReceivedFile]) -> JudgedFiles:
    """Say of each row that the units filled in what recording would do with it; change nothing."""
    rights_of(db, clerk).clerk.must(*ROLES)
    return FileJudge(db).judge(_distinct(files))


def record(db: Database, clerk: Clerk, files: Sequence[ReceivedFile], shown: Sequence[int]) -> Recorded:
    """Record every new row of all files, or none. `shown`: the referrals of the rows that the clerk saw as new."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        named = _distinct(files)
        rows = FileJudge(db).judge(named).to_record()
        if sorted(row.referral_id for row in rows) != sorted(shown):
            raise Refused(MOVED_ON)
        if not rows:
            raise Refused("این فایل‌ها پاسخ جدیدی ندارند.")
        for row in rows:
            _record_row(change, row)
        kept = [_keep(change, file, mine) for file in named if (mine := [row for row in rows if row.file == file.name])]
        passed = sum(row.verdict == "passing" for row in rows)
        return Recorded(len(rows) - passed, passed, len(kept))


def kept_files(db: Database, clerk: Clerk) -> list[KeptFile]:
    """Return the files whose answers were recorded, the newest first."""
    rights_of(db, clerk).clerk.must(*ROLES)
    rows = db.rows(
        "SELECT answer_file.id AS id, answer_file.name AS name, unit.name AS unit, at, clerk,"
        " (SELECT COUNT(*) FROM answer_file_row WHERE file_id = answer_file.id) AS answers FROM answer_file"
        " JOIN unit ON unit.id = unit_id ORDER BY answer_file.id DESC"
    )
    return [KeptFile(**row) for row in rows]


def kept_file(db: Database, clerk: Clerk, file_id: int) -> ReceivedFile:
    """Return a file as it came. Refused when a matter in it has become confidential to this clerk."""
    rights = rights_of(db, clerk)
    rights.clerk.must(*ROLES)
    for row in db.rows(
        "SELECT visit_id FROM answer_file_row JOIN referral ON referral.id = referral_id WHERE file_id = :id",
        id=file_id,
    ):
        rights.must_read(row["visit_id"])
    row = db.required_row("SELECT name, data FROM answer_file WHERE id = :id", id=file_id)
    return ReceivedFile(row["name"], bytes(row["data"]))


def refusal_list(judged: JudgedFiles) -> bytes:
    """Return the rows that will not be recorded, with their sentences, as CSV."""
    head = ("فایل", "ردیف", "شمارهٔ ارجاع", "واحد", "وضعیت", "علت")
    return csv_bytes(
        [
            head,
            *(
                (row.file, row.line or "", row.number, row.unit, VERDICTS[row.verdict], row.sentence)
                for row in judged.rows
                if row.verdict in ("changed", "refused")
            ),
        ]
    )


def _distinct(files: Sequence[ReceivedFile]) -> list[ReceivedFile]:
    """Return the files under names that differ: two units may send «پاسخ.xlsx»."""
    taken: dict[str, int] = {}
    made = []
    for file in files:
        name = clean(file.name)
        taken[name] = taken.get(name, 0) + 1
        made.append(replace(file, name=name if taken[name] == 1 else f"{name} ({taken[name]})"))
    return made


def _record_row(change: Change, row: JudgedRow) -> None:
    assert row.answer is not None
    try:
        if row.to_unit_id:
            answers.hand_over(change, row.referral_id, row.to_unit_id, row.answer.words)
        else:
            answers.add_final(change, row.referral_id, row.answer)
    except Refused as refused:
        raise Refused(f"ارجاع {isolate(fa(row.number))}: {refused.sentence} چیزی ثبت نشد.") from None


def _keep(change: Change, file: ReceivedFile, rows: Sequence[JudgedRow]) -> int:
    unit_id = rows[0].unit_id
    kept = change.db.required_row(
        "INSERT INTO answer_file (unit_id, name, at, clerk, data) VALUES (:unit, :name, :at, :clerk, :data)"
        " RETURNING id",
        unit=unit_id,
        name=file.name,
        at=change.now,
        clerk=change.clerk.name,
        data=file.data,
    )
    for row in rows:
        change.db.send(
            "INSERT INTO answer_file_row (file_id, referral_id) VALUES (:file, :referral)",
            file=kept["id"],
            referral=row.referral_id,
        )
    change.record(
        "import", "answer_file", kept["id"], after={"name": file.name, "unit_id": unit_id, "answers": len(rows)}
    )
    return int(kept["id"])
