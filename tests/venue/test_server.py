"""The venue's server as one PC knows it; its password is kept in a keyring or in libpq's own file."""

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
    return venue.from_form("127.0.0.1", str(proxy.port), made.database, made.desk, "prefer")


def test_password_that_worked_is_kept_in_the_keyring_for_the_next_start(ring, there):
    with pytest.raises(Refused, match="گذرواژه"):
        venue.try_out(there)
    with pytest.raises(Refused, match="گذرواژه"):
        venue.try_and_keep(there, "wrong")
    assert not ring.passwords, "a password that the server refuses is not kept"
    venue.try_and_keep(there, DESK_PASSWORD)
    assert list(ring.passwords.values()) == [DESK_PASSWORD]
    assert not keychain.pgpass().exists()
    assert venue.try_out(there).version >= 14
    with closing(open_address(there.address)) as db:
        assert db.rows("SELECT topic FROM revision")


@pytest.mark.parametrize("ring", [NoKeyring], indirect=True)
def test_without_a_keyring_the_password_is_kept_in_a_file_only_on_request(ring, there):
    with pytest.raises(Refused) as caught:
        venue.try_and_keep(there, DESK_PASSWORD)
    assert caught.value.field == "keyring"
    assert not keychain.pgpass().exists()
    venue.try_and_keep(there, DESK_PASSWORD, in_file=True)
    venue.try_and_keep(there, DESK_PASSWORD, in_file=True)
    assert len(keychain.pgpass().read_text("utf-8").splitlines()) == 1
    if sys.platform != "win32":
        assert stat.S_IMODE(keychain.pgpass().stat().st_mode) == 0o600
    assert venue.try_out(there).version >= 14


def test_passwords_of_other_servers_stay_in_the_file():
    keychain.pgpass().parent.mkdir()
    keychain.pgpass().write_text("other:5432:*:me:secret\n", "utf-8")
    keychain.keep_in_pgpass("a,b", "5432", "desk", r"p:q\r")
    assert keychain.pgpass().read_text("utf-8").splitlines() == [
        r"a:5432:*:desk:p\:q\\r",
        r"b:5432:*:desk:p\:q\\r",
        "other:5432:*:me:secret",
    ]


def test_locked_keyring_is_reported_and_the_log_has_no_password(ring, there, caplog):
    ring.is_locked = True
    with pytest.raises(Refused, match="keyring"):
        venue.try_and_keep(there, DESK_PASSWORD)
    with pytest.raises(Refused, match="گذرواژه"):
        venue.try_out(there)
    assert "the keyring does not answer: KeyringLocked" in caplog.text
    assert DESK_PASSWORD not in caplog.text
    caplog.clear()


def test_password_of_this_start_is_preferred_to_a_kept_one(ring, there, monkeypatch):
    ring.set_password(keychain.SERVICE, venue.keyring_account(there.address), "an old one")
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
def test_wrong_address_is_refused_at_its_field(changed, field):
    words = {"hosts": "10.20.0.5", "port": "5432", "database": "mosalla", "user": "desk", "tls": "require"} | changed
    with pytest.raises(Refused) as caught:
        venue.from_form(**words)
    assert caught.value.field == field


def test_persian_digits_and_commas_are_understood_in_an_address_of_two_hosts():
    made = venue.from_form("۱۰.۲۰.۰.۵، venue-db2", "۵۴۳۳", "mosalla", "mosalla_desk", "verify-full", "/opt/venue s.crt")
    assert made.address == (
        "postgresql://mosalla_desk@10.20.0.5:5433,venue-db2:5433/mosalla?sslmode=verify-full"
        "&sslrootcert=/opt/venue%20s.crt"
    )


@pytest.mark.skipif(os.name != "posix", reason="Windows shows no other user a process's words")
def test_password_on_the_command_line_does_not_stay_in_the_title_of_the_process(monkeypatch):
    started = []
    monkeypatch.setattr(os, "execv", lambda program, words: started.append(words))
    monkeypatch.setattr(sys, "orig_argv", ["python", "main.py", "--database", "postgresql://d:secret@h/m"])
    monkeypatch.setenv(arguments.WORDS, "")
    arguments.hide_passwords(sys.orig_argv[2:])
    assert started == [["python", "main.py"]]
    assert arguments.hide_passwords([]) == ["--database", "postgresql://d:secret@h/m"]
    assert arguments.WORDS not in os.environ
