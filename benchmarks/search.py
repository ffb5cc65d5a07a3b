"""The time of the search box, beside an unindexed LIKE over the same words with the same order and limit."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial

from app.persian.text import search_words
from app.search import search
from benchmarks import people
from benchmarks.invented_office import connect
from benchmarks.measure import Bench, Metric, median, p95, plain_connection, race
from db import Database

ROUNDS = 3
LIMIT = 50


def find(bench: Bench) -> list[Metric]:
    db, _, _ = connect(bench.million)
    with closing(db), closing(plain_connection(bench.million)) as bare:
        typed = questions(db)
        many = len(typed)
        times = race(
            ROUNDS * many,
            warm=many,
            search=lambda n: partial(search.find, db, typed[n % many], LIMIT),
            like=lambda n: partial(_like, bare, search_words(typed[n % many])),
        )
    ours, like = times["search"], times["like"]
    return [
        Metric("search.median", median(ours), "ms", "LIKE over the same words", median(like)),
        Metric("search.p95", p95(ours), "ms", "LIKE over the same words", p95(like), 0.05),
    ]


def questions(db: Database) -> list[str]:
    """Return what clerks type: names, two words, matters, and codes, mobiles and numbers by their beginning; rare and
    common."""
    number = db.required_row("SELECT number FROM referral WHERE id = 5000")["number"]
    codes: tuple[Callable[[int], str], ...] = (people.code, people.mobile)
    return [
        "محمدی", "مح", "م", "ژیان", "علی‌اکبر", "علی اکبر", "كريمي",  # names, common and rare, on any keyboard
        "ثریا چراغی", "محمد رضایی", "رضایی محمد", "ام‌البنین غفاری‌منش", "مه‌لقا واحدی کرجی", "آرش ک",
        *(code(n)[:length] for code in codes for n, length in ((7, 4), (40_000, 6), (300_000, 8), (123_456, 10))),
        number, number[:6], "آسفالت", "گودبرداری نشست", "رودکی پلاک ۵۱۲", "سطل زباله فرسوده طالقانی ۹۹",
        "هیچ‌کس", "محمدی آسفالت منطقه",
    ]  # fmt: skip


def _like(bare: sqlite3.Connection, words: tuple[str, ...]) -> list[tuple[int]]:
    every = " AND ".join("c0 LIKE ?" for _ in words)
    found: list[tuple[int]] = bare.execute(
        f"SELECT id FROM visit_words_content WHERE {every} ORDER BY id DESC LIMIT {LIMIT}",
        [f"%{word}%" for word in words],
    ).fetchall()
    return found
