"""Days, deadlines and moments come from one clock: the database's. Other clocks are listed with their reason."""

import ast
import re
from collections.abc import Iterator

from tests.program.test_layers import functions, program

CLOCKS = re.compile(
    r"(datetime|date|time|QDate|QTime|QDateTime)\."
    r"(now|utcnow|today|time|localtime|gmtime|fromtimestamp|currentDate|currentTime|currentDateTime|currentDateTimeUtc)"
)
SQL_CLOCKS = re.compile(
    r"\bCURRENT_(DATE|TIME|TIMESTAMP)\b|\b(date|datetime|julianday|strftime)\('now'|\bnow\(\)", re.I
)
ALLOWED = {
    "db/sqlite.py": "the clock of a file's office",
    "db/postgres.py": "the clock of a desk, where a test or the demo gives the server none",
    "app/invented/demo.py": "the invented office is made backwards from now",
    "app/persian/holidays.py": "turns the moon's phases into days; reads no clock",
    "app/wall_clock/evidence.py": "turns the time of a file into a moment; reads no clock",
    "app/wall_clock/time_zone.py": "asks for the PC's time zone",
    "ui/widgets/clock.py": "the time of day in the frame, and the day an empty date field begins with",
    "reports/archive.py": "the moment of a file that is drawn outside of the program",
}
SQL_ALLOWED = {"db/postgres.py": "old keys of transactions, which no rule reads"}
TWO_CLOCKS_ALLOWED = {
    "app/accounts/attempts.py": "the wait after wrong passwords is measured outside of a write too",
    "app/backups/restoring.py": "the change that signs a restore is made of this very moment",
}


def clocks(module: ast.Module) -> Iterator[str]:
    """Every clock that is read, or handed on to be read."""
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute) and (found := CLOCKS.fullmatch(ast.unparse(node))):
            yield f"{node.lineno} {found[0]}"


def clocks_of_storage(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and (found := SQL_CLOCKS.search(node.value)):
            yield f"{node.lineno} {found[0]}"


def two_clocks(module: ast.Module) -> Iterator[str]:
    """Functions that work on a change, whose moment is `change.now`, and look at the clock once more."""
    for function in functions(module):
        names = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
        names |= {argument.arg for argument in function.args.args}
        calls = [ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)]
        if "change" in names and any(call.endswith(".now") for call in calls):
            yield f"{function.lineno} {function.name}"


def offenders(rule, allowed):
    return [f"{file}:{found}" for file, module in program().items() if file not in allowed for found in rule(module)]


def test_no_stray_clock():
    assert not offenders(clocks, ALLOWED)
    assert not offenders(clocks_of_storage, SQL_ALLOWED)


def test_change_takes_its_day_and_its_deadline_from_one_clock():
    assert not offenders(two_clocks, TWO_CLOCKS_ALLOWED)


def test_every_allowed_clock_is_there():
    for rule, allowed in ((clocks, ALLOWED), (clocks_of_storage, SQL_ALLOWED), (two_clocks, TWO_CLOCKS_ALLOWED)):
        assert not [file for file in allowed if not [*rule(program()[file])]]


def test_stray_clock_is_found():
    found = ast.parse(
        "def issue(change, days):\n"
        "    today = date.today()\n"
        "    return WorkingDays.load(change.db).after(local_day(change.db.now()), days)\n"
        "ask(\"SELECT date('now')\", datetime.now, QDate.currentDate())\n"
    )
    assert sorted(clocks(found)) == ["2 date.today", "4 QDate.currentDate", "4 datetime.now"]
    assert [*clocks_of_storage(found)] == ["4 date('now'"]
    assert [*two_clocks(found)] == ["1 issue"]
