"""`main.py after-restore`: on a server where a backup was put back, the numbers given since that backup become void."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from pathlib import Path

from app.backups import on_paper, resuming
from app.backups.on_paper import LastOnPaper, SeriesInBackup
from app.backups.resuming import Restored
from app.errors import Refused
from app.persian.text import fa, isolate
from app.referrals import numbers
from app.venue.server import with_password
from db import Database, StorageError, is_server, open_database

NOTHING = "پس از این پشتیبان شماره‌ای داده نشده بود."
DONE = "این بازگشت قبلاً ثبت شده است."
VOID = "باطل شد، پس از بازگشت پشتیبان: {}"
ASKED = (
    "داده‌های پیشین از آنچه پس از پشتیبان صادر شده است چیزی ندارند؛ آخرین شماره‌های روی کاغذ را برای هر برنامه با"
    " --on-paper بنویسید."
)


def run(options: argparse.Namespace) -> int:
    """Return 0 when every number given since the backup is void, 1 when nothing was written."""
    try:
        with closing(open_database(with_password(options.database))) as db, _opened(options.before) as before:
            typed = _typed(on_paper.series_in(db, db.now()), options.on_paper)
            gaps = resuming.resume(db, before, Restored("", _name(options.before)), typed)
    except (Refused, StorageError) as error:
        sentence = ASKED if isinstance(error, Refused) and not options.on_paper else error.sentence
        sys.stderr.write(sentence + "\n")
        return 1
    lines = [DONE] if gaps is None else [VOID.format(gap.titled) for gap in gaps] or [NOTHING]
    sys.stdout.write("".join(f"{fa(line)}\n" for line in lines))
    return 0


def _opened(address: str) -> AbstractContextManager[Database | None]:
    return closing(open_database(with_password(address), read_only=True)) if address else nullcontext()


def _name(address: str) -> str:
    """Return the name of a database or file, without the user and the password in its address."""
    if not is_server(address):
        return Path(address).name
    from db import server  # late: only a server has one

    return server.parts(address)["dbname"]


def _typed(known: Sequence[SeriesInBackup], typed: Sequence[Sequence[str]]) -> dict[int, LastOnPaper]:
    """Return the last numbers on paper by programme, which the letter or the digit in the number tells."""
    found = {}
    for number, round_, ticket in typed:
        read = numbers.parse_typed(number)
        mine = next((each for each in known if read.series == each.letter or read.series_digit == each.digit), None)
        if mine is None:
            raise Refused(f"برنامه‌ای با این شماره نیست: {isolate(number)}")
        found[mine.programme_id] = LastOnPaper(number, round_, ticket)
    return found
