"""`main.py copy`: a whole office from one database into another, compared row by row."""

import argparse
import sys
from pathlib import Path

from app.backups.files import moment_of
from app.venue.server import with_password
from db import StorageError
from db.copy import copy

NEXT = (
    "این فایل نسخهٔ پشتیبان است؛ پیش از آغاز کار، main.py after-restore را اجرا کنید تا شماره‌های پس از آن دوباره داده"
    " نشود."
)


def run(options: argparse.Namespace) -> int:
    """Return 0 when the whole office is in the target, 1 when nothing was written; stderr tells the progress."""
    try:
        done = copy(with_password(options.source), with_password(options.target), _show_progress)
    except StorageError as error:
        sys.stderr.write(f"\n{error.sentence}\n")
        return 1
    words = "قبلاً به‌طور کامل کپی شده بود" if done.was_there else "کپی و سطربه‌سطر مقایسه شد"
    behind = f"؛ {done.behind} ثبت جدید در مبدأ باقی مانده است" if done.behind else ""
    sys.stdout.write(f"\n{done.rows} سطر {words}{behind}.\n")
    if moment_of(Path(options.source).name):
        sys.stdout.write(NEXT + "\n")
    return 0


def _show_progress(table: str, done: int, total: int) -> None:
    sys.stderr.write(f"\r{table}: {done} / {total}\x1b[K")
