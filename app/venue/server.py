"""The venue's server as one PC knows it: where it is, who this PC is there, and whether it answers."""

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
SIGNS = "@/:?#[] \t"
"""What no host's name holds, and no IPv4 address."""


@dataclass(frozen=True, slots=True)
class Venue:
    """Several hosts, parted by commas, are one server and its standbys: whichever is the primary answers."""

    hosts: str
    port: str = PORT
    database: str = "mosalla"
    user: str = "mosalla_desk"
    tls: str = "require"
    certificate: str = ""
    """The file with the server's own, for `verify-full`."""

    def __post_init__(self) -> None:
        if not self.hosts or any(not host or set(host) & set(SIGNS) for host in self.hosts.split(",")):
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
        """Without the password."""
        places = ",".join(f"{host}:{self.port}" for host in self.hosts.split(","))
        known = f"&sslrootcert={quote(self.certificate)}" if self.tls == "verify-full" else ""
        return f"postgresql://{quote(self.user)}@{places}/{quote(self.database)}?sslmode={self.tls}{known}"


def typed(hosts: str, port: str, database: str, user: str, tls: str, certificate: str = "") -> Venue:
    """From what stands in a form: Persian commas and digits are understood. Refused names the field."""
    places = ",".join(place.strip() for place in clean(hosts).replace("،", ",").split(",") if place.strip())
    return Venue(places, clean(port) or PORT, clean(database), clean(user), tls, certificate.strip())


def try_out(venue: Venue, password: str = "") -> "Found":
    """Go there as this PC would; what was typed goes before what is kept. Refused with what is wrong. May take
    seconds, two for each host that is silent."""
    from db import server  # late: start-up

    try:
        return server.look(with_password(venue.address, password))
    except StorageError as error:
        raise Refused(error.sentence) from None


def settle(venue: Venue, password: str, *, in_file: bool = False) -> "Found":
    """Try it, then keep the password where the next start finds it: in the keyring, or `in_file` in libpq's own.

    Refused as by `try_out`, or with the field "keyring" where this PC has none.
    """
    found = try_out(venue, password)
    if password and in_file:
        keychain.keep_in_pgpass(venue.hosts, venue.port, venue.user, password)
    elif password:
        keychain.keep(account(venue.address), password)
    return found


def with_password(address: str, password: str = "") -> str:
    """The address a database is opened by: with the password that is typed, or written in it, or kept by the operating
    system's keyring; else libpq looks into its own places (PGPASSWORD, pgpass). Asking a keyring may take a while."""
    if not is_server(address):
        return address
    from db import server  # late: start-up

    words = server.parts(address)
    words["password"] = password or words.get("password") or keychain.find(account(address))
    return server.address(**words)


def account(address: str) -> str:
    """Under which name a password is kept: of a user on these hosts, whatever the database's name or the way there."""
    from db import server

    words = server.parts(address)
    return f"{words.get('user', '')}@{words.get('host', '')}:{words.get('port', PORT)}"
