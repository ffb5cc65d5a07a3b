"""Looking into a backup, and putting it in place of the present data."""

from collections.abc import Mapping
from contextlib import closing, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.access.clerks import Clerk, current
from app.backups import resuming
from app.backups.on_paper import LastOnPaper, given_on_paper
from app.backups.resuming import Restored
from app.errors import Refused
from app.journal.chain import head_mark
from app.journal.writing import Change
from app.persian.text import fa
from db import Database, StorageError, is_server, open_database
from db.backup import Tick, check, go_on, is_damaged, restore_from, stamp

NOT_FROM_HERE = "داده‌های سرور را مسئول سرور بازمی‌گرداند؛ روش آن در راهنمای سرور آمده است."


@dataclass(frozen=True, slots=True)
class BackupContents:
    """The contents of a backup that is undamaged."""

    office: str
    session: str
    """The programme and round of the last session; '' before the first."""
    session_day: str
    visits: int
    referrals: int
    last_at: str
    """The moment of the journal's last row."""
    mark: str
    """The mark of the journal's last row, as the minutes print it."""


def contents(file: Path) -> BackupContents:
    """Read a whole backup and return its contents. Refused when it is damaged or a newer program's."""
    try:
        check(file)
        with closing(open_database(str(file), read_only=True)) as db:
            return _read_contents(db)
    except StorageError as error:
        raise Refused(error.sentence) from None


def restore(
    db: Database,
    clerk: Clerk,
    file: Path,
    folder: Path,
    on_paper: Mapping[int, LastOnPaper] | None = None,
    tick: Tick = go_on,
) -> Path:
    """Back up the present data into `folder`, replace them by a backup, and enter what was given after it as void.
    Damaged data are kept as they are.
    Return the file with the present data.

    `on_paper`: the last numbers on paper by programme, where `resuming.to_ask` asks for them. Raise Refused for a clerk
    who is no administrator, for data on a server, when `folder` is away, and beside the number on paper that cannot be;
    StorageError for a damaged backup.
    """
    current(db, clerk.id).must("administrator")
    if is_server(db.address):
        raise Refused(NOT_FROM_HERE)
    now, damaged = db.now(), is_damaged(db)
    given_on_paper(resuming.to_ask(db, file), on_paper or {}, now)  # refused before anything is written
    aside = folder / f"before-restore-{stamp(datetime.fromisoformat(now))}.db"

    def sign(restored: Database) -> None:
        last = restored.required_row("SELECT id, chain FROM journal ORDER BY id DESC LIMIT 1")
        change = Change(restored, clerk, now, last["id"], last["chain"])
        kept = nullcontext() if damaged else closing(open_database(str(aside), read_only=True))
        with kept as before:
            resuming.sign(change, before, Restored(file.name, aside.name), on_paper or {})

    try:
        folder.mkdir(parents=True, exist_ok=True)
        restore_from(db, file, aside, sign, tick)
    except OSError:
        raise Refused("پوشهٔ پشتیبان در دسترس نیست؛ چیزی بازگردانده نشد.") from None
    return aside


def _read_contents(db: Database) -> BackupContents:
    name = db.row("SELECT value FROM setting WHERE name = 'office'")
    last = db.row(
        "SELECT name, round, day FROM journal JOIN session ON session.id = subject_id"
        " JOIN programme ON programme.id = programme_id"
        " WHERE subject = 'session' AND action = 'open' ORDER BY journal.id DESC LIMIT 1"
    )
    counts = db.required_row(
        "SELECT (SELECT COUNT(*) FROM visit) AS visits, (SELECT COUNT(*) FROM referral) AS referrals,"
        " (SELECT at FROM journal ORDER BY id DESC LIMIT 1) AS last_at"
    )
    return BackupContents(
        name["value"] if name else "",
        fa(f"{last['name']}، جلسهٔ {last['round']}") if last else "",
        last["day"] if last else "",
        counts["visits"],
        counts["referrals"],
        counts["last_at"] or "",
        head_mark(db),
    )
