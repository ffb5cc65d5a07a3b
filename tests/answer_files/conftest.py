"""Units that owe answers, and the hands through which their answer files pass."""

from dataclasses import dataclass

import pytest

from app.answer_files import writing
from app.line import steps
from app.office import lists
from app.referrals.issuing import Addressee
from app.table import paraphs
from tests.support.answer_workbook import Workbook


@dataclass(frozen=True)
class Owed:
    """A referral a unit owes an answer to."""

    referral_id: int
    number: str
    unit_id: int


@pytest.fixture
def districts(db):
    return [row for row in lists.entries(db, "unit") if row["kind"] == "district"]


@pytest.fixture
def refer(db, clerk, arrive, tables, districts):
    """`refer(0)` refers a visit to the first district and returns what it owes."""

    def make(unit=0, **visit):
        made = steps.call(db, clerk, arrive(**visit).id, tables[0]["id"])
        steps.came(db, clerk, made.id)
        to = Addressee(districts[unit]["id"], "lead", working_days=10)
        draft = paraphs.Draft(tables[0]["official_id"], "referred", "بررسی و اقدام شود", (to,))
        paraph_id = paraphs.save(db, clerk, made.id, draft).paraph_id
        row = paraphs.referrals(db, paraph_id)[0]
        return Owed(row.id, row.number, districts[unit]["id"])

    return make


@pytest.fixture
def file_for(db, clerk, districts):
    """`file_for(0)` is the first district's answer file, opened for its manager."""

    def make(unit=0):
        (made,) = writing.make(db, clerk, [districts[unit]["id"]])
        return Workbook(made.data)

    return make
