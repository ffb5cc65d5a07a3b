"""The journal's chain: each row's link is a hash over the row and the link before it, so that no row changes unseen."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from db import Database

MARK_DIGITS = 16
"""Hex digits of a link in print: too many to find another row for."""
as_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def link(previous: str, fields: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the previous link followed by the row's fields as JSON."""
    return hashlib.sha256((previous + as_json(fields)).encode("utf-8")).hexdigest()


def head(db: Database) -> str:
    """Return the last link: it changes whenever any earlier row does."""
    last = db.row("SELECT chain FROM journal ORDER BY id DESC LIMIT 1")
    return last["chain"] if last else ""


def mark(row_id: int, chain: str) -> str:
    """Return a row's mark, as it is printed and kept elsewhere: '1234-3fa91b07c44d2e10'."""
    return f"{row_id}-{chain[:MARK_DIGITS]}"


def head_mark(db: Database) -> str:
    """Return the mark of the last row; '' while nothing is written."""
    last = db.row("SELECT id, chain FROM journal ORDER BY id DESC LIMIT 1")
    return mark(last["id"], last["chain"]) if last else ""
