"""The server's own archive, made by pg_dump where it is installed and read back by pg_restore before it counts."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from db import search
from db.base import Database
from db.errors import StorageError

LOOK_SECONDS = 0.2
_HIDDEN = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # or Windows flashes a console over the clerk's form
_COPY = re.compile(rb'COPY (?:\w+\.)?"?(\w+)"? \(')


def dump(source: Database, file: Path, counts: dict[str, int], head: str, tick: Callable[[], None]) -> None:
    """Dump the moment of the snapshot that `source` is in. Raises LookupError where pg_dump is not installed, and
    StorageError when it fails or its archive does not hold exactly these rows and this head of the journal."""
    words: dict[str, Any] = {**conninfo_to_dict(source.address)}
    secret = {"PGPASSWORD": str(words.pop("password"))} if words.get("password") else {}
    moment = source.required_row("SELECT pg_export_snapshot() AS name")["name"]
    command = [
        _tool("pg_dump"),
        "--format=custom",
        f"--snapshot={moment}",
        f"--file={file}",
        f"--dbname={make_conninfo(**words)}",
    ]
    with subprocess.Popen(
        command,
        env=os.environ | secret,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        creationflags=_HIDDEN,
    ) as process:
        try:
            complaints = _wait(process, tick)
        finally:
            process.kill()  # has no effect on a process that has ended
    if process.returncode:
        old = "version mismatch" in complaints
        raise StorageError(
            "نسخهٔ pg_dump این رایانه از سرور قدیمی‌تر است." if old else "pg_dump این پشتیبان را تهیه نکرد."
        )
    if read_archive(file) != ({name: n for name, n in counts.items() if n}, head):
        raise StorageError("فایل pg_dump با داده‌ها مطابقت ندارد.")


def _wait(process: "subprocess.Popen[bytes]", tick: Callable[[], None]) -> str:
    """Wait until the process has ended; return its complaints. They are never logged, because they may quote rows."""
    while True:
        tick()
        try:
            return process.communicate(timeout=LOOK_SECONDS)[1].decode("utf-8", "replace")
        except subprocess.TimeoutExpired:
            continue


def read_archive(file: Path) -> tuple[dict[str, int], str]:
    """The number of rows of each table that has any, as the archive would restore them, and the head of the journal."""
    counts: dict[str, int] = {}
    table, last, head = "", 0, b""
    with subprocess.Popen(
        [_tool("pg_restore"), "--data-only", "--file=-", str(file)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=_HIDDEN,
    ) as process:
        for line in process.stdout or ():
            if not table:
                found = _COPY.match(line)
                table = found[1].decode() if found else ""
            elif line == b"\\.\n":
                table = ""
            else:
                counts[table] = counts.get(table, 0) + 1
                if table == "journal" and (row := int(line.split(b"\t", 1)[0])) > last:
                    last, head = row, line.rstrip(b"\r\n").rsplit(b"\t", 1)[1]
    if process.returncode:
        raise StorageError("فایل pg_dump آسیب دیده است.")
    for own in ("action", search.TABLE):
        counts.pop(own, None)
    return counts, head.decode()


def _tool(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise LookupError(name)
    return found
