"""Every rule that changes anything asks for its role itself, on both engines: to hide a button is no lock."""

import ast
import importlib
import inspect
from pathlib import Path

import pytest

import app
from app.access.clerks import ROLES
from app.accounts import staff
from app.errors import Refused
from app.journal import chain
from app.journal.writing import writing
from app.line.steps import step_allowed
from app.office import lists
from app.office.declared_lists import LISTS
from app.reception.arrival import Arrival
from app.visits.visitors import Visitor

FITS = {"mode": "hand", "result": "no_contact", "arrival": Arrival(Visitor())}
"""Values that some rules look at before they open a change."""
SOURCES = Path(app.__file__).parent
OPENERS = (writing.__name__, step_allowed.__name__)


def doors():
    """Public functions that open a change for a clerk, each with the roles it asks for."""
    found = []
    for path in sorted(SOURCES.rglob("*.py")):
        module = importlib.import_module(".".join(("app", *path.relative_to(SOURCES).with_suffix("").parts)))
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                found += [(getattr(module, node.name), eval(roles, vars(module))) for roles in asked(node)]
    return found


def asked(node):
    """The roles, as written, of each change a function opens for its clerk; the roles of a list go by the list."""
    calls = [call for call in ast.walk(node) if isinstance(call, ast.Call) and len(call.args) > 2]
    opened = [call.args for call in calls if ast.unparse(call.func) in OPENERS]
    given = {each.arg for each in node.args.args}
    return [
        text
        for args in opened
        if ast.unparse(args[1]) == "clerk" and "clerk" in given
        if not (text := ast.unparse(args[2])).endswith(".roles") and "clerk" not in text and text not in given
    ]


DOORS = doors()


def knock(door, db, clerk):
    """Call a rule with little that fits: the role is asked for before anything else is looked at."""
    rest = [each for each in list(inspect.signature(door).parameters.values())[2:] if each.default is each.empty]
    given = {
        each.name: FITS.get(each.name, {"str": "1", "int": 1}.get(getattr(each.annotation, "__name__", "")))
        for each in rest
        if each.kind in (each.POSITIONAL_OR_KEYWORD, each.KEYWORD_ONLY)
    }
    door(db, clerk, **given)


def name(door):
    return f"{door.__module__}.{door.__name__}"


def test_doors_of_every_kind_are_found():
    found = [name(door) for door, _ in DOORS]
    assert len(found) > 50 and {"app.line.steps.came", "app.line.steps.call_next", "app.table.paraphs.save"} <= {*found}


def test_door_is_closed_to_every_role_it_does_not_name(db, make_clerk):
    people = {role: make_clerk(role) for role in ROLES}
    head = chain.head(db)
    for door, roles in DOORS:
        for role in set(ROLES) - set(roles) if roles else ():
            with pytest.raises(Refused, match="این کار نقش") as refused:
                knock(door, db, people[role])
            assert all(ROLES[each] in refused.value.sentence for each in roles), name(door)
    for spec in (each for each in LISTS.values() if each.name != "holiday"):  # its doors are in app/closures
        entry = next((row["id"] for row in lists.entries(db, spec.name, retired=True)), 1)  # the role is asked first
        for role in set(ROLES) - set(spec.roles):
            for door, *rest in (
                (lists.save, None, {}),
                (lists.save, entry, {}),
                (lists.retire, entry),
                (lists.move, entry, 1),
            ):
                with pytest.raises(Refused, match="این کار نقش"):
                    door(db, people[role], spec.name, *rest)
    assert chain.head(db) == head


def test_retired_clerk_opens_no_door(db, clerk, make_clerk):
    gone = make_clerk("administrator")
    staff.retire(db, clerk, gone.id)
    head = chain.head(db)
    for door, _ in DOORS:
        with pytest.raises(Refused, match="فعال نیست"):
            knock(door, db, gone)
    assert chain.head(db) == head
