"""The server's own archive, by pg_dump where it is installed, read through by pg_restore before it counts."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from db.base import Database
from db.errors import StorageError

LOOK_SECONDS = 0.2
_HIDDEN = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # or Windows flashes a console over the clerk's form
_COPY = re.compile(rb'COPY (?:\w+\.)?"?(\w+)"? \(')


def dump(source: Database, file: Path, counts: dict[str, int], head: str, tick: Callable[[], None]) -> None:
    """The moment of the snapshot `source` is in. LookupError where there is no pg_dump; StorageError when it fails, or
    its archive does not hold just these rows and this head of the journal."""
    words: dict[str, Any] = {**conninfo_to_dict(source.address)}
    secret = {"PGPASSWORD": str(words.pop("password"))} if words.get("password") else {}
    moment = source.one("SELECT pg_export_snapshot() AS name")["name"]
    command = [_tool("pg_dump"), "--format=custom", f"--snapshot={moment}", f"--file={file}",
               f"--dbname={make_conninfo(**words)}"]
    with subprocess.Popen(command, env=os.environ | secret, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, creationflags=_HIDDEN) as process:
        try:
            said = _said(process, tick)
        finally:
            process.kill()  # of one that has ended it says nothing
    if process.returncode:
        old = "version mismatch" in said
        raise StorageError("pg_dump این رایانه از سرور کهنه‌تر است." if old else "pg_dump این پشتیبان را نگرفت.")
    if _read(file) != ({name: n for name, n in counts.items() if n}, head):
        raise StorageError("پروندهٔ pg_dump با داده‌ها یکی نیست.")


def _said(process: "subprocess.Popen[bytes]", tick: Callable[[], None]) -> str:
    """Its complaints, once it has ended; never logged, for they may quote rows."""
    while True:
        tick()
        try:
            return process.communicate(timeout=LOOK_SECONDS)[1].decode("utf-8", "replace")
        except subprocess.TimeoutExpired:
            continue


def _read(file: Path) -> tuple[dict[str, int], str]:
    """Rows of each table that has any, as the archive would restore them, and the head of the journal's chain."""
    counts: dict[str, int] = {}
    table, last, head = "", 0, b""
    with subprocess.Popen([_tool("pg_restore"), "--data-only", "--file=-", str(file)], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, creationflags=_HIDDEN) as process:
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
        raise StorageError("پروندهٔ pg_dump آسیب دیده است.")
    for own in ("action", "visit_words"):
        counts.pop(own, None)
    return counts, head.decode()


def _tool(name: str) -> str:
    found = shutil.which(name)
    if not found:
        raise LookupError(name)
    return found
