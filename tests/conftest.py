"""Fixtures: a real office on both engines, with a clock that a test sets."""

import logging
import os
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["TZ"] = "Asia/Tehran"  # the program tells a PC with another wall clock so
if hasattr(time, "tzset"):
    time.tzset()
SCREENS = Path(__file__).parent / "data" / "screens.json"
if os.environ["QT_QPA_PLATFORM"] == "offscreen" and SCREENS.exists():
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={SCREENS}"

from app.access import clerks
from app.accounts import first_run, sign_in
from app.office import lists, programmes
from app.reception.arrival import Arrival
from app.reception.registering import register
from app.sessions import sessions
from app.visits.visitors import Visitor
from db import open_database
from tests.support.faulty_proxy import FaultyProxy

PASSWORD = "123456"
STATUS = pytest.StashKey[int]()
CODES = ("0499370899", "0790419904", "0084575948", "0963695398", "0684159414", "0067749828")


class Clock:
    """Says Wednesday 4 Azar 1405, nine in the morning in Tehran, until turned."""

    def __init__(self):
        self.now = datetime(2026, 11, 25, 5, 30, tzinfo=UTC)

    def __call__(self):
        return self.now

    def turn(self, **by):
        self.now += timedelta(**by)


def pytest_configure(config):
    """Let hypothesis try the same values each time, so that only a change can fail; `-m long` looks for new ones."""
    settings.register_profile("same", derandomize=True)
    if "long" not in config.option.markexpr.replace("not long", ""):
        settings.load_profile("same")


def pytest_generate_tests(metafunc):
    """Run a test that uses storage on both engines, unless its module names its ENGINES.

    A test that opens the file itself, or a window, runs on the embedded engine alone.
    """
    if "engine" in metafunc.fixturenames:
        engines = getattr(metafunc.module, "ENGINES", ["sqlite", "postgres"])
        metafunc.parametrize("engine", ["sqlite"] if "path" in metafunc.fixturenames else engines)


def furnish(address):
    with closing(open_database(str(address), clock=Clock())) as db:
        first_run.set_up(db, office="شهرداری کرج", login="admin", name="ن. نمونه‌ای", password=PASSWORD)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory):
    """The file of an office after its first run, made once and copied for each test."""
    path = tmp_path_factory.mktemp("office") / "office.db"
    furnish(path)
    return path


@pytest.fixture(scope="session")
def lived_year(tmp_path_factory):
    """`lived_year(weeks, seed)` is the folder of an invented office that was lived so long, with the truth of its
    answers beside it: made once a run, and copied by a test that changes it."""
    from app.invented.kept import kept_year
    from app.invented.year import SEED, WEEKS

    @cache
    def live(weeks=WEEKS, seed=SEED):
        return kept_year(tmp_path_factory.mktemp("year"), weeks, seed)

    return live


@pytest.fixture(scope="session")
def server():
    from tests.support.servers import Server, memory_folder

    # not below pytest's own folder: that is closed to the user the server runs as when the tests run as root
    with TemporaryDirectory(prefix="mosalla-server-", dir=memory_folder(), ignore_cleanup_errors=True) as folder:
        made = Server(Path(folder))
        yield made
        made.stop()


@pytest.fixture(scope="session")
def venue_server():
    """A venue's server, which asks its roles for passwords."""
    from tests.support.server_roles import password_server
    from tests.support.servers import memory_folder

    with TemporaryDirectory(prefix="mosalla-venue-", dir=memory_folder(), ignore_cleanup_errors=True) as folder:
        made = password_server(Path(folder))
        yield made
        made.stop()


@pytest.fixture
def venue(venue_server, tmp_path):
    """`venue.run(…)` is `server-setup`, for a database and roles of this test's own."""
    from tests.support.server_roles import Venue

    made = Venue(venue_server, tmp_path / "before-upgrades")
    yield made
    made.drop()


@pytest.fixture
def venue_proxy(venue):
    """The venue after `server-setup`, and the proxy through which a desk reaches it over the network."""
    from tests.support.server_roles import DESK_PASSWORD

    venue.run(desk_password=DESK_PASSWORD)
    proxy = FaultyProxy(venue.for_desk())
    yield venue, proxy
    proxy.close()


@pytest.fixture(scope="session")
def cups_server():
    """A CUPS of this run's own, whose devices are folders; tests that use it have `cups` in their names."""
    from tests.support.private_cups import WHY_NOT, PrivateCups

    if WHY_NOT:
        pytest.skip(WHY_NOT)
    with TemporaryDirectory(prefix="mosalla-cups-", ignore_cleanup_errors=True) as folder:
        made = PrivateCups(Path(folder))
        yield made
        made.stop()


@pytest.fixture
def cups(cups_server, monkeypatch):
    """The private CUPS, as the one this process prints with."""
    monkeypatch.setenv("CUPS_SERVER", cups_server.address)
    return cups_server


@pytest.fixture
def make_cups(monkeypatch):
    """`make_cups(spool=…, more=…)` starts a CUPS for this test alone and prints with it."""
    from tests.support.private_cups import WHY_NOT, PrivateCups

    if WHY_NOT:
        pytest.skip(WHY_NOT)
    with ExitStack() as stack:

        def make(**settings):
            folder = TemporaryDirectory(prefix="mosalla-cups-", ignore_cleanup_errors=True)
            made = PrivateCups(Path(stack.enter_context(folder)), **settings)
            stack.callback(made.stop)
            monkeypatch.setenv("CUPS_SERVER", made.address)
            return made

        yield make


@pytest.fixture
def gate(tmp_path, monkeypatch):
    """`gate(cups, 'answer')` puts a gate before that CUPS which stops the next job there."""
    from tests.support.print_gate import PrintGate

    with ExitStack() as stack:

        def put(cups, stop_at):
            made = PrintGate(cups.address, tmp_path / "gate.sock", stop_at)
            stack.callback(made.close)
            monkeypatch.setenv("CUPS_SERVER", made.address)
            return made

        yield put


@pytest.fixture
def small_disk():
    """A folder on a disk of 400 KB."""
    mount = shutil.which("mount")
    with TemporaryDirectory(prefix="mosalla-disk-") as folder:
        words = [mount, "-t", "tmpfs", "-o", "size=400k", "tmpfs", folder]
        if not mount or subprocess.run(words, capture_output=True, check=False).returncode:
            pytest.skip("mounting a small disk needs the rights of root")
        yield Path(folder)
        subprocess.run(["umount", "-l", folder], check=False)


@pytest.fixture
def knows_no_password(monkeypatch, tmp_path):
    """A PC without any server's password."""
    monkeypatch.delenv("PGPASSWORD", raising=False)
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "libpq" / "pgpass"))


@pytest.fixture
def ring(request):
    """The keyring of this PC; a test replaces it by parametrizing this fixture."""
    import keyring

    from tests.support.keyrings import MemoryKeyring

    before, made = keyring.get_keyring(), getattr(request, "param", MemoryKeyring)()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.fixture(scope="session")
def furnished_template(server):
    address = server.database()
    furnish(address)
    return server.name(address)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def path(furnished, tmp_path):
    """The furnished office as a file, for tests of the embedded engine alone."""
    return str(shutil.copy(furnished, tmp_path / "office.db"))


@pytest.fixture
def address(engine, request):
    """The address of a furnished office, once for each engine."""
    if engine == "sqlite":
        yield request.getfixturevalue("path")
    else:
        server = request.getfixturevalue("server")
        made = server.database(request.getfixturevalue("furnished_template"))
        yield made
        server.drop(made)


@pytest.fixture
def proxy(address):
    """A proxy before the server: it can cut, hold, or lose the answer of a COMMIT."""
    made = FaultyProxy(address)
    yield made
    made.close()


@pytest.fixture
def db(address, clock):
    with closing(open_database(address, clock=clock)) as database:
        yield database


@pytest.fixture
def clerk(db):
    """The first clerk; it holds every role."""
    return clerks.current(db, clerks.everyone(db)[0].id)


@pytest.fixture
def make_clerk(db, clerk):
    """`make_clerk('reception')` returns a clerk with just these roles."""
    from app.journal.writing import writing

    def make(*roles):
        with writing(db, clerk, (), "clerks") as change:
            new = sign_in.add(change, "-".join(roles), " و ".join(roles), frozenset(roles), PASSWORD)
        return clerks.current(db, new)

    return make


@pytest.fixture
def session(db, clerk):
    """Today's Wednesday session, open."""
    return sessions.open_today(db, clerk, programmes.active(db)[0].id)


@pytest.fixture
def tables(db):
    return lists.entries(db, "meeting_table")


@pytest.fixture
def arrive(db, clerk, session, clock):
    """`arrive()` registers the session's next visitor, a minute after the one before, and returns the visit."""
    category = lists.entries(db, "category")[0]["id"]
    count = iter(range(10_000))

    def register_next(**changes):
        n = next(count)
        clock.turn(minutes=1)
        visitor = changes.pop("visitor", None) or Visitor(
            kind="no_code", code_reason="همراه ندارد", first_name="نمونه", last_name=f"آزمایشی {n}"
        )
        return register(db, clerk, session.id, Arrival(visitor, **{"category_id": category} | changes))

    return register_next


def pytest_sessionfinish(session, exitstatus):
    session.config.stash[STATUS] = int(exitstatus)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config):
    """Exit at once, with the result already printed.

    At the interpreter's end Qt's last widgets and fonts are destroyed in no certain order, which now and then crashes
    after every test has passed.
    """
    if STATUS in config.stash:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(config.stash[STATUS])


@pytest.fixture(autouse=True)
def no_warnings(caplog):
    """Fail a test that leaves a log record of WARNING or above, unless it cleared the log itself."""
    yield
    loud = [record for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    assert not loud, [record.getMessage() for record in loud]
