"""The venue's server as one PC knows it: its address, this PC's user there, and whether it can be reached."""

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from app.errors import Refused
from app.persian.text import clean
from app.venue import keychain
from db import StorageError, is_server

if TYPE_CHECKING:
    from db.server import Found as Found  # also for screens, which do not reach into db

TLS = {"require": "همیشه با رمزنگاری", "verify-full": "رمزنگاری و بررسی گواهی سرور", "prefer": "در صورت پشتیبانی سرور"}
PORT = "5432"
NOT_IN_A_HOST = "@/:?#[] \t"
"""Characters that no host's name and no IPv4 address holds."""


@dataclass(frozen=True, slots=True)
class Venue:
    """The address of a server. Several hosts, separated by commas, are the server and its standbys: the PC connects to
    the one that is the primary. Raise Refused naming the field that is wrong."""

    hosts: str
    port: str = PORT
    database: str = "mosalla"
    user: str = "mosalla_desk"
    tls: str = "require"
    certificate: str = ""
    """The path of the file with the server's certificate, for `verify-full`."""

    def __post_init__(self) -> None:
        if not self.hosts or any(not host or set(host) & set(NOT_IN_A_HOST) for host in self.hosts.split(",")):
            raise Refused("نشانی سرور را بنویسید: نام یا شمارهٔ آن در شبکه؛ چند سرور را با ویرگول جدا کنید.", "hosts")
        if not (self.port.isascii() and self.port.isdecimal() and 0 < int(self.port[:9]) < 65536):
            raise Refused("شمارهٔ درگاه باید بین ۱ تا ۶۵۵۳۵ باشد؛ درگاه معمول PostgreSQL ۵۴۳۲ است.", "port")
        for name, word in (("database", "نام پایگاه داده"), ("user", "نام کاربر سرور")):
            if not getattr(self, name):
                raise Refused(f"{word} را بنویسید.", name)
        if self.tls not in TLS:
            raise Refused("یکی از شیوه‌های رمزنگاری را انتخاب کنید.", "tls")
        if self.tls == "verify-full" and not self.certificate:
            raise Refused("مسیر فایل گواهی سرور را بنویسید.", "certificate")

    @property
    def address(self) -> str:
        """The URL, without the password."""
        hosts = ",".join(f"{host}:{self.port}" for host in self.hosts.split(","))
        certificate = f"&sslrootcert={quote(self.certificate)}" if self.tls == "verify-full" else ""
        return f"postgresql://{quote(self.user)}@{hosts}/{quote(self.database)}?sslmode={self.tls}{certificate}"


def from_form(hosts: str, port: str, database: str, user: str, tls: str, certificate: str = "") -> Venue:
    """Return the address from the fields of a form, in which Persian commas and digits are understood. Raise Refused
    naming the field that is wrong."""
    hosts = ",".join(place.strip() for place in clean(hosts).replace("،", ",").split(",") if place.strip())
    return Venue(hosts, clean(port) or PORT, clean(database), clean(user), tls, certificate.strip())


def try_out(venue: Venue, password: str = "") -> "Found":
    """Connect as this PC would, with `password` or else the kept one, and return what was found.

    Raise Refused with what is wrong. It may take seconds: two for each host that is silent.
    """
    from db import server  # late: start-up

    try:
        return server.look(with_password(venue.address, password))
    except StorageError as error:
        raise Refused(error.sentence) from None


def try_and_keep(venue: Venue, password: str, *, in_file: bool = False) -> "Found":
    """Try the server, then keep the password where the next start finds it: in the keyring, or with `in_file` in
    libpq's own file.

    Raise Refused as `try_out` does, or with the field "keyring" where this PC has none.
    """
    found = try_out(venue, password)
    if password and in_file:
        keychain.keep_in_pgpass(venue.hosts, venue.port, venue.user, password)
    elif password:
        keychain.keep(keyring_account(venue.address), password)
    return found


def with_password(address: str, password: str = "") -> str:
    """Return the address to open a database by: with the typed password, or the one written in the address, or the one
    kept by the operating system's keyring. Without any, libpq uses PGPASSWORD or its password file. Asking the keyring
    may take a while."""
    if not is_server(address):
        return address
    from db import server  # late: start-up

    words = server.parts(address)
    words["password"] = password or words.get("password") or keychain.find(keyring_account(address))
    return server.address(**words)


def keyring_account(address: str) -> str:
    """Return the name a password is kept under: the user on these hosts, whatever the database's name or the
    encryption."""
    from db import server

    words = server.parts(address)
    return f"{words.get('user', '')}@{words.get('host', '')}:{words.get('port', PORT)}"
