"""The venue's server as one PC knows it, and where its password is kept: in a keyring, or in libpq's own file."""

import os
import stat
import sys
from contextlib import closing

import pytest

from app.commands import arguments
from app.errors import Refused
from app.this_pc.opening import open_address
from app.venue import keychain
from app.venue import server as venue
from tests.support.keyrings import NoKeyring
from tests.support.server_roles import DESK_PASSWORD

ENGINES = ["postgres"]


pytestmark = pytest.mark.usefixtures("knows_no_password")


@pytest.fixture
def there(venue_proxy):
    """The server as a desk reaches it over the network."""
    made, proxy = venue_proxy
    return venue.typed("127.0.0.1", str(proxy.port), made.database, made.desk, "prefer")


def test_the_password_that_worked_is_in_the_keyring_and_the_next_start_finds_it_there(ring, there):
    with pytest.raises(Refused, match="گذرواژه"):
        venue.try_out(there)
    with pytest.raises(Refused, match="گذرواژه"):
        venue.settle(there, "wrong")
    assert not ring.passwords, "one that the server refuses is not kept"
    venue.settle(there, DESK_PASSWORD)
    assert list(ring.passwords.values()) == [DESK_PASSWORD]
    assert not keychain.pgpass().exists()
    assert venue.try_out(there).version >= 14
    with closing(open_address(there.address)) as db:
        assert db.rows("SELECT topic FROM revision")


@pytest.mark.parametrize("ring", [NoKeyring], indirect=True)
def test_without_a_keyring_it_is_kept_only_where_one_asks_for_it(ring, there):
    with pytest.raises(Refused) as caught:
        venue.settle(there, DESK_PASSWORD)
    assert caught.value.field == "keyring"
    assert not keychain.pgpass().exists()
    venue.settle(there, DESK_PASSWORD, in_file=True)
    venue.settle(there, DESK_PASSWORD, in_file=True)
    assert len(keychain.pgpass().read_text("utf-8").splitlines()) == 1
    if sys.platform != "win32":
        assert stat.S_IMODE(keychain.pgpass().stat().st_mode) == 0o600
    assert venue.try_out(there).version >= 14


def test_what_others_keep_in_that_file_stays():
    keychain.pgpass().parent.mkdir()
    keychain.pgpass().write_text("other:5432:*:me:secret\n", "utf-8")
    keychain.keep_in_pgpass("a,b", "5432", "desk", r"p:q\r")
    assert keychain.pgpass().read_text("utf-8").splitlines() == [
        r"a:5432:*:desk:p\:q\\r",
        r"b:5432:*:desk:p\:q\\r",
        "other:5432:*:me:secret",
    ]


def test_a_locked_keyring_is_said_and_the_log_has_no_password(ring, there, caplog):
    ring.is_locked = True
    with pytest.raises(Refused, match="keyring"):
        venue.settle(there, DESK_PASSWORD)
    with pytest.raises(Refused, match="گذرواژه"):
        venue.try_out(there)
    assert "the keyring does not answer: KeyringLocked" in caplog.text
    assert DESK_PASSWORD not in caplog.text
    caplog.clear()


def test_a_password_of_this_start_goes_before_a_kept_one(ring, there, monkeypatch):
    ring.set_password(keychain.SERVICE, venue.account(there.address), "an old one")
    with pytest.raises(Refused):
        venue.try_out(there)
    monkeypatch.setenv("PGPASSWORD", DESK_PASSWORD)
    assert venue.try_out(there).version >= 14


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"hosts": ""}, "hosts"),
        ({"hosts": "a/b"}, "hosts"),
        ({"hosts": "user@host"}, "hosts"),
        ({"port": "۰"}, "port"),
        ({"port": "70000"}, "port"),
        ({"database": " "}, "database"),
        ({"user": ""}, "user"),
        ({"tls": "never"}, "tls"),
        ({"tls": "verify-full"}, "certificate"),
    ],
)
def test_what_is_no_address_is_said_at_its_field(changed, field):
    words = {"hosts": "10.20.0.5", "port": "5432", "database": "mosalla", "user": "desk", "tls": "require"} | changed
    with pytest.raises(Refused) as caught:
        venue.typed(**words)
    assert caught.value.field == field


def test_persian_digits_and_commas_are_understood_and_every_host_is_asked():
    made = venue.typed("۱۰.۲۰.۰.۵، venue-db2", "۵۴۳۳", "mosalla", "mosalla_desk", "verify-full", "/opt/venue s.crt")
    assert made.address == (
        "postgresql://mosalla_desk@10.20.0.5:5433,venue-db2:5433/mosalla?sslmode=verify-full"
        "&sslrootcert=/opt/venue%20s.crt"
    )


@pytest.mark.skipif(os.name != "posix", reason="Windows shows no other user a process's words")
def test_a_password_on_the_command_line_is_not_left_in_the_process_s_title(monkeypatch):
    started = []
    monkeypatch.setattr(os, "execv", lambda program, words: started.append(words))
    monkeypatch.setattr(sys, "orig_argv", ["python", "main.py", "--database", "postgresql://d:secret@h/m"])
    monkeypatch.setenv(arguments.WORDS, "")
    arguments.hide_passwords(sys.orig_argv[2:])
    assert started == [["python", "main.py"]]
    assert arguments.hide_passwords([]) == ["--database", "postgresql://d:secret@h/m"]
    assert arguments.WORDS not in os.environ
