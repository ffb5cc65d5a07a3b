"""`main.py server-setup`: from a bare server to one the desks can open, and later to a newer schema."""

import secrets
import string
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from app.persian.text import fa
from db import open_database, server
from db.server import Role

LETTERS = string.ascii_letters + string.digits
LONG = 20
"""Letters of a made password: it is copied once, and 119 bits are beyond guessing."""
NO_TLS = (
    "هشدار: TLS روی این سرور روشن نیست و داده‌ها در شبکه رمزنگاری نمی‌شوند.",
    "راهش در docs/venue-server.md هست.",
)


def set_up(admin: str, database: str, owner: Role, desk: Role, backups: Path) -> Iterator[str]:
    """Lines for the technician as the work goes on; what he copies stands on a line of its own.

    A new role that was given no password gets a made one, told here and kept nowhere: told first, so that it is known
    whatever fails later. An older schema is backed up into the folder `backups` before it is upgraded. Raises
    StorageError with what is missing; what was done stays, and may be run over.
    """
    new = server.missing_roles(admin, owner.name, desk.name)
    roles = [replace(role, password=role.password or made_password()) if role.name in new else role
             for role in (owner, desk)]
    for role, given in zip(roles, (owner, desk), strict=True):
        if role != given:
            yield from (f"گذرواژهٔ {role.name} (یادداشت کنید؛ دیگر نشان داده نمی‌شود):", f"  {role.password}")
    server.make_database(admin, database, *roles)
    with closing(open_database(server.as_owner(admin, database, owner.name), aside=backups)) as opened:
        server.grant(admin, database, owner.name, desk.name)
        yield fa(f"پایگاه داده آماده است (طرح {opened.version}). نشانی آن برای میزها:")
    yield f"  {desk_address(admin, database, desk.name)}"
    if not server.has_tls(admin):
        yield from NO_TLS


def made_password() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LONG))


def desk_address(admin: str, database: str, desk: str) -> str:
    """Without a password, which each PC keeps for itself; a socket of this machine has another name for the others."""
    words = server.parts(admin)
    hosts = words.get("host", "").split(",")
    ports = words.get("port", "").split(",")
    ports += ports[-1:] * (len(hosts) - len(ports))
    places = (f"{host if host and not host.startswith('/') else 'SERVER'}:{port or 5432}"
              for host, port in zip(hosts, ports, strict=True))
    return f"postgresql://{desk}@{','.join(places)}/{database}"
