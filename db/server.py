"""A venue's server: trying an address, and making the office's database and roles on it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from db.errors import StorageError
from db.postgres_desk import OLDEST, TOO_OLD, refuse_unfit, with_options
from db.postgres_faults import translation

_NO_RIGHTS = "این کاربر اجازهٔ خواندن و نوشتن داده‌های سازمان را ندارد؛ کاربر میزها را که server-setup ساخته است بنویسید."
# These sentences are for the technician, who can act upon them; a clerk at work only reads that the server is away.
_UNREACHED = (
    ("could not translate host name", "رایانه‌ای به این نام در شبکه نیست؛ نشانی سرور را بررسی کنید."),
    ("name or service not known", "رایانه‌ای به این نام در شبکه نیست؛ نشانی سرور را بررسی کنید."),
    ("failed to resolve host", "رایانه‌ای به این نام در شبکه نیست؛ نشانی سرور را بررسی کنید."),
    ("could not read root certificate", "فایل گواهی خوانده نشد؛ باید همان server.crt باشد که از سرور گرفته‌اید."),
    ("root certificate file", "فایل گواهی سرور روی این رایانه نیست؛ مسیر فایل را بررسی کنید."),
    ("certificate verify failed", "گواهی سرور با فایل گواهی این رایانه مطابقت ندارد؛ این سرور، سرور مورد نظر نیست."),
    ("does not match host name", "گواهی سرور برای نام دیگری است؛ نشانی را به همان شکل که در گواهی آمده است بنویسید."),
    ("hot standby", "این سرور آماده‌به‌کار است و هنوز جای سرور اصلی را نگرفته است."),
    (
        "no pg_hba.conf entry",
        "سرور به این رایانه، کاربر یا پایگاه داده اجازهٔ ورود نمی‌دهد؛"
        " نام‌ها و رمزنگاری را بررسی کنید و pg_hba.conf را ببینید.",
    ),
    ("connection refused", "این درگاه پاسخ نمی‌دهد؛ درگاه و روشن بودن PostgreSQL را روی سرور بررسی کنید."),
    ("no such file or directory", "سرور PostgreSQL روی این رایانه روشن نیست."),
    ("timeout", "پاسخی از این نشانی دریافت نشد؛ نشانی، شبکه و دیوار آتش سرور را بررسی کنید."),
    ("unreachable", "این نشانی در دسترس نیست؛ کابل شبکه و نشانی سرور را بررسی کنید."),
    ("no route", "این نشانی در دسترس نیست؛ کابل شبکه و نشانی سرور را بررسی کنید."),
)


@dataclass(frozen=True, slots=True)
class Found:
    """The server and the office at an address."""

    version: int
    """The major version of PostgreSQL."""
    encrypted: bool
    office: str
    """The office's name; '' before its first run."""


@dataclass(frozen=True, slots=True)
class Role:
    name: str
    password: str = ""
    """'' leaves the role's password as it is."""


def parts(address: str) -> dict[str, str]:
    """The words of an address: host, port, user, password, dbname, sslmode … Raises StorageError when it is none."""
    try:
        return {name: str(value) for name, value in conninfo_to_dict(address).items()}
    except psycopg.ProgrammingError:  # its words would repeat the address, password and all
        raise StorageError("نشانی سرور خوانده نشد؛ به این شکل بنویسید: postgresql://user@host:5432/mosalla") from None


def address(**words: str) -> str:
    """The address made of these words; words that are '' are left out."""
    return make_conninfo(**{name: value for name, value in words.items() if value})


def look(at: str) -> Found:
    """Try an address as a desk would. Raises StorageError that tells the technician what is missing."""
    with closing(_connect(at)) as connection, _translated():
        refuse_unfit(connection)
        if not _value(connection, "SELECT has_schema_privilege('public', 'USAGE')"):  # else no table is to be seen
            raise StorageError(_NO_RIGHTS)
        if not _value(connection, "SELECT to_regclass('revision') IS NOT NULL"):
            raise StorageError("پایگاه داده هنوز آماده نشده است؛ ابتدا server-setup را روی سرور اجرا کنید.")
        if not _value(
            connection, "SELECT has_table_privilege('revision', 'UPDATE') AND has_table_privilege('journal', 'INSERT')"
        ):
            raise StorageError(_NO_RIGHTS)
        found = connection.execute("SELECT value FROM setting WHERE name = 'office'").fetchone()
        return Found(connection.info.server_version // 10_000, connection.pgconn.ssl_in_use, found[0] if found else "")


def missing_roles(admin: str, *roles: str) -> set[str]:
    """Those of `roles` that the server does not have yet."""
    with closing(_connect(admin)) as connection, _translated():
        if connection.info.server_version < OLDEST * 10_000:
            raise StorageError(TOO_OLD)
        return {name for name in roles if not _value(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", name)}


def make_database(admin: str, database: str, owner: Role, desk: Role) -> None:
    """Make the database and its two roles on a server, or those of them that are missing. The tables come when the
    owner first opens it.

    `admin` is the address of a superuser, or of a user who may create roles and databases. Passwords cross the wire,
    and reach the server's log, as SCRAM verifiers only.
    """
    with closing(_connect(admin)) as connection, _translated():
        for role in (owner, desk):
            _make_role(connection, role)
        if not _value(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
            _run(connection, "GRANT {} TO CURRENT_USER", owner.name)  # or it could give the owner nothing
        if not _value(connection, "SELECT 1 FROM pg_database WHERE datname = %s", database):
            # The system's collations change with its updates; ours are computed in Python.
            _run(
                connection,
                "CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0 LOCALE 'C'",
                database,
                owner.name,
            )
    _restrict(_with_database(admin, database), database, owner.name, desk.name)


def as_owner(admin: str, database: str, owner: str) -> str:
    """The admin's address for the office's database, in the role of its owner: what is made there is the owner's."""
    return make_conninfo(**{**parts(admin), "dbname": database, "options": f"-c role={owner}"})


def grant(admin: str, database: str, owner: str, desk: str) -> None:
    """Give desks their rights on the existing tables: everything a clerk's work needs; to the journal they only add."""
    with closing(_connect(as_owner(admin, database, owner))) as connection, _translated(), connection.transaction():
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").fetchall()
        for (name,) in names:
            rights = "SELECT, INSERT" if name == "journal" else "SELECT, INSERT, UPDATE, DELETE"
            _run(connection, f"GRANT {rights} ON {{}} TO {{}}", name, desk)
        _run(connection, "REVOKE UPDATE, DELETE, TRUNCATE ON journal FROM {}", desk)
        _run(connection, "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}", desk)


def has_tls(admin: str) -> bool:
    with closing(_connect(admin)) as connection, _translated():
        return bool(_value(connection, "SELECT current_setting('ssl') = 'on'"))


def _restrict(at: str, database: str, owner: str, desk: str) -> None:
    """Let only the two roles into the database, and only the owner create anything there; desks get their rights on
    tables of later versions too."""
    with closing(_connect(at)) as connection, _translated(), connection.transaction():
        refuse_unfit(connection)
        _run(connection, "REVOKE ALL ON DATABASE {} FROM PUBLIC", database)
        _run(connection, "GRANT CONNECT ON DATABASE {} TO {}, {}", database, owner, desk)
        if not _value(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
            _run(connection, "SET LOCAL ROLE {}", owner)
        _run(connection, "REVOKE ALL ON SCHEMA public FROM PUBLIC")  # before 15 anyone might create there
        _run(connection, "GRANT USAGE, CREATE ON SCHEMA public TO {}", owner)
        _run(connection, "GRANT USAGE ON SCHEMA public TO {}", desk)
        _run(
            connection,
            "ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public"
            " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}",
            owner,
            desk,
        )
        _run(
            connection,
            "ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {}",
            owner,
            desk,
        )


def _make_role(connection: psycopg.Connection[Any], role: Role) -> None:
    """Create a missing role, and set its password, hashed here so that no log of the server ever holds it."""
    if not _value(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", role.name):
        _run(connection, "CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION", role.name)
    if role.password:
        secret = connection.pgconn.encrypt_password(role.password.encode(), role.name.encode(), b"scram-sha-256")
        connection.execute(
            sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role.name), sql.Literal(secret.decode()))
        )


def _connect(at: str) -> psycopg.Connection[Any]:
    with _translated():
        return psycopg.connect(make_conninfo(**with_options(parts(at))), autocommit=True)


def _with_database(at: str, database: str) -> str:
    return make_conninfo(**{**parts(at), "dbname": database})


def _run(connection: psycopg.Connection[Any], statement: str, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _value(connection: psycopg.Connection[Any], statement: str, *values: str) -> Any:
    row = connection.execute(statement, values).fetchone()
    return row[0] if row else None


@contextmanager
def _translated() -> Iterator[None]:
    """Translate failures for the technician, without the driver's words, which may repeat what was typed."""
    try:
        yield
    except psycopg.Error as error:
        words = str(error).lower() if not error.sqlstate else ""
        known = next((fa for en, fa in _UNREACHED if en in words), "")
        raise (StorageError(known, type(error).__name__) if known else translation(error)) from None
