"""The invented year as a test opens it: on its last day, as it was kept or as a fresh copy."""

import shutil
from contextlib import contextmanager

from app.access import clerks
from app.invented.kept import OFFICE, TRUTH, LastDay
from app.invented.kept_facts import read_facts
from db import open_database


def opened(folder):
    """Return the database on its last day, and the facts kept beside it."""
    return open_database(str(folder / OFFICE), clock=LastDay()), read_facts(folder / TRUTH)


def clerk_named(db, login):
    return next(clerk for clerk in clerks.everyone(db) if clerk.login == login)


@contextmanager
def fresh_copy(folder, to, clock=None):
    """Open a copy of the office in the folder `to`, and delete it in the end: a year's takes 80 MB."""
    copy = to / OFFICE
    shutil.copy(folder / OFFICE, copy)
    db = open_database(str(copy), clock=clock or LastDay())
    try:
        yield db
    finally:
        db.close()
        for each in to.glob(f"{OFFICE}*"):
            each.unlink()
