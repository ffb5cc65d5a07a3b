"""The setup of a bare PostgreSQL server for the desks, and its upgrade to a newer schema."""

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
PASSWORD_LENGTH = 20
"""The length of a generated password: it is copied by hand once, and its 119 bits cannot be guessed."""
NO_TLS = (
    "هشدار: TLS روی این سرور روشن نیست و داده‌ها در شبکه رمزنگاری نمی‌شوند.",
    "روش آن در docs/venue-server.md آمده است.",
)


def set_up(admin: str, database: str, owner: Role, desk: Role, backups: Path) -> Iterator[str]:
    """Yield lines for the technician as the work goes on; a password or address to copy has a line of its own.

    A new role without a given password gets a generated one, which is saved nowhere. It is yielded first, so that the
    technician knows it whatever fails later. An older schema is backed up into the folder `backups` before it is
    upgraded. Raise StorageError with what is missing; the work done until then stays, and the setup may be run again.
    """
    new = server.missing_roles(admin, owner.name, desk.name)
    roles = [
        replace(role, password=role.password or made_password()) if role.name in new else role for role in (owner, desk)
    ]
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
    return "".join(secrets.choice(LETTERS) for _ in range(PASSWORD_LENGTH))


def desk_address(admin: str, database: str, desk: str) -> str:
    """Return the address for the desks, without the password, which each PC keeps for itself.

    A host given as a socket is shown as SERVER: other PCs know the machine by another name.
    """
    parts = server.parts(admin)
    hosts = parts.get("host", "").split(",")
    ports = parts.get("port", "").split(",")
    ports += ports[-1:] * (len(hosts) - len(ports))
    addresses = (
        f"{host if host and not host.startswith('/') else 'SERVER'}:{port or 5432}"
        for host, port in zip(hosts, ports, strict=True)
    )
    return f"postgresql://{desk}@{','.join(addresses)}/{database}"
