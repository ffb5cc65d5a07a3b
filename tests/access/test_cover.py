"""No word of a confidential matter, and no code or mobile, comes out of app/ for a role that may not read it.

Every door is opened as every role, in an office that has a confidential matter for each state of a visit and a
referral. All that comes out, refusals too, is searched for the words that were planted.
"""

import inspect
import shutil
from contextlib import closing
from dataclasses import dataclass, field

import pytest

from app.access import clerks
from app.access.clerks import ROLES
from app.access.privacy import ReadingRights
from app.errors import Refused
from app.journal import chain
from app.papers import requests
from app.spreadsheets.writing import Listing
from app.visits import attachments
from db import Database, Deferred, open_database
from tests.conftest import Clock, furnish
from tests.support.confidential_office import KINDS, LATER, MOBILE, SECRET, Builder, add_clerk
from tests.support.doors import BEFORE, DOORS, NOT_CALLED, reading_calls, writing_calls

COVERED = ("reception", "caller", "table", "secretariat", "followup", "administrator")
OPEN = ("manager", "confidential")
WHOLE_MOBILES = {"reception", "secretariat", "followup", "manager"}
EXEMPT = {
    "office.lists.contents": "A list of the office names its categories, and not whose matter is of which.",
    "exports.office.declared_listing": "The same list as a file.",
    "printing.jobs.job_documents": "A printer gets the whole paper: it is for the unit and the visitor."
    " requests.print_again decides who asks.",
    "visits.attachments.drawn": "Draws the attachments of a story, which has none where the matter is covered.",
}
"""Doors that let words out on purpose, each with its reason."""


@dataclass
class Walk:
    """What came out of the doors for one role."""

    leaked: dict = field(default_factory=dict)
    """By door, the secrets that this role may not read."""
    mobiles: set = field(default_factory=set)
    """The doors that let a whole mobile out."""
    kinds: set = field(default_factory=set)
    opened: set = field(default_factory=set)
    """The doors that did not refuse."""

    def open(self, door, office, db, clerk, values):
        may_read = letters_open_to(office, db, clerk)
        said, let_in = words_from(door, db, clerk, values)
        may_read |= letters_open_to(office, db, clerk)
        secrets = set(SECRET.findall(said))
        self.kinds |= {kind for kind, _ in secrets}
        if let_in:
            self.opened.add(door.name)
        if leaked := {secret for secret in secrets if secret[1] not in may_read}:
            self.leaked.setdefault(door.name, set()).update(leaked)
        if MOBILE.search(said):
            self.mobiles.add(door.name)


def words_from(door, db, clerk, values):
    """All that a door says, also as it refuses; and whether it opened."""
    reader = ReadingRights(db, clerk) if door.reader == "rights" else clerk
    given = {door.reader: reader} if door.reader else {}
    parameters = inspect.signature(door.call).parameters.items()
    database = {name: db for name, each in parameters if each.annotation is Database}
    try:
        return words_in(door.call(**database, **given, **values)), True
    except Refused as refused:
        return f"{refused.sentence} {vars(refused)}", False


def words_in(result):
    """All that a result says, read to its end."""
    if isinstance(result, Deferred):
        return words_in(result())
    if isinstance(result, Listing):
        return repr((result.title, list(result.cells())))
    if isinstance(result, bytes):
        return result.decode("utf-8", "replace")
    return repr(result)


def letters_open_to(office, db, clerk):
    """The matters this clerk may read now: the policy of app/access/privacy.py, written down a second time."""
    if clerk.may(*OPEN):
        return {matter.letter for matter in office.matters.values()}
    mine = db.rows(
        "SELECT subject_id AS id FROM journal WHERE subject = 'visit' AND clerk_id = :clerk"
        " AND action IN ('register', 'from_paper', 'done')",
        clerk=clerk.id,
    )
    if clerk.may("table"):
        mine += db.rows("SELECT id FROM visit WHERE state IN ('called', 'meeting')")
    ids = {row["id"] for row in mine}
    return {matter.letter for matter in office.matters.values() if matter.visit_id in ids}


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    path, clock = tmp_path_factory.mktemp("confidential") / "office.db", Clock()
    furnish(path)
    made = Builder(path, clock).build()
    with opened(path) as db:
        boss = clerks.current(db, 1)
        for role in (*COVERED, *OPEN):
            add_clerk(db, boss, role)
    return made


@pytest.fixture(scope="module")
def walk(office, tmp_path_factory):
    """`walk(role)` opens every door as the clerk who holds just this role; as the first clerk, who did everything and
    holds every role, for ''."""
    folder, done = tmp_path_factory.mktemp("walk"), {}

    def as_role(role):
        if role not in done:
            done[role] = walked(office, folder, role)
        return done[role]

    return as_role


def opened(path):
    clock = Clock()
    clock.turn(**LATER, hours=1)
    return closing(open_database(str(path), clock=clock))


def clerk_with(db, role):
    return next(each for each in clerks.everyone(db) if each.roles == ({role} if role else set(ROLES)))


def walked(office, folder, role):
    found = Walk()
    with opened(office.path) as db:
        clerk, head = clerk_with(db, role), chain.head(db)
        writes = writing_calls(office, db, folder)
        for door, values in reading_calls(office, db, clerk, without={*EXEMPT, *NOT_CALLED, *writes}):
            found.open(door, office, db, clerk, values)
        assert chain.head(db) == head, "a door that was taken for a reading one has changed something"
    for name, each in writes.items():
        for values in each:
            with opened(shutil.copy(office.path, folder / "copy.db")) as db:
                if name in BEFORE:
                    BEFORE[name](office, db, clerk_with(db, ""))
                found.open(DOORS[name], office, db, clerk_with(db, role), values)
    return found


def test_every_door_opens_to_the_clerk_with_every_role(walk):
    found = walk("")
    assert len(DOORS) > 60
    assert DOORS.keys() - EXEMPT.keys() - NOT_CALLED.keys() == found.opened
    exports = {name for name, door in DOORS.items() if inspect.signature(door.call).return_annotation is Listing}
    assert len(exports) > 11 and exports <= found.opened | EXEMPT.keys()


@pytest.mark.parametrize("role", OPEN)
def test_every_kind_of_word_comes_out_for_a_role_that_may_read_it(walk, role):
    assert walk(role).kinds == set(KINDS)


@pytest.mark.parametrize("role", ["", *COVERED, *OPEN])
def test_no_word_of_a_confidential_matter_comes_out_for_another_role(walk, role):
    assert not walk(role).leaked


@pytest.mark.parametrize("role", [*COVERED, *OPEN])
def test_whole_mobile_comes_out_only_for_a_role_that_works_with_it(walk, role):
    assert bool(walk(role).mobiles) == (role in WHOLE_MOBILES)


def test_each_exemption_is_of_a_door_that_lets_words_out(office):
    with opened(office.path) as db:
        outsider = clerk_with(db, "administrator")
        given = {
            "office.lists.contents": {"name": "category"},
            "exports.office.declared_listing": {"name": "category"},
            "printing.jobs.job_documents": {"papers": requests.waiting(db, "")},
            "visits.attachments.drawn": {
                "attachments": attachments.of_visit(db, office.matters["issued"].visit_id),
                "draw": lambda attachment, _: [attachment.name],
            },
        }
        assert given.keys() == EXEMPT.keys() and {*EXEMPT, *NOT_CALLED} <= DOORS.keys()
        assert all(SECRET.search(words_from(DOORS[name], db, outsider, values)[0]) for name, values in given.items())
