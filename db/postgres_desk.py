"""A desk's connection to the venue's server: its options, and how psycopg adapts values."""

from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import dict_row
from psycopg.types.numeric import FloatLoader, IntDumper
from psycopg.types.string import StrDumperUnknown

from db.deferred import Row
from db.errors import StorageError

OLDEST = 14
"""The oldest PostgreSQL this was built for; the tests run 18."""
TOO_OLD = f"نسخهٔ سرور قدیمی است؛ PostgreSQL {OLDEST} یا جدیدتر لازم است."
NOT_UTF8 = (
    "کدگذاری حروف این پایگاه داده UTF8 نیست و متن فارسی در آن ذخیره نمی‌شود؛"
    " پایگاه داده‌ای با نام دیگر، با server-setup بسازید."
)
OPTIONS = {
    "connect_timeout": "2",  # per host; libpq takes no less
    "target_session_attrs": "primary",  # read-write would refuse a primary whose sessions begin read-only, as ours do
    "tcp_user_timeout": "4000",  # a pulled cable is noticed, which no timeout of the server's own can do
    "keepalives_idle": "2",
    "keepalives_interval": "1",
    "keepalives_count": "3",
    "application_name": "mosalla",
}
NETWORK_AUTH = "scram-sha-256"
"""The only method by which a desk shows its password over a network: SCRAM proves the password to the server, and the
server to the desk. Without this, a program that answered in the server's place could ask for the password in clear and
get it, with or without TLS."""
SESSION = (
    "-c default_transaction_read_only=on -c synchronous_commit=on -c statement_timeout=15s"
    " -c idle_in_transaction_session_timeout=10s"  # a desk that dies in the middle of a write holds up no other
)


def connect(url: str) -> psycopg.Connection[Row]:
    """Raises StorageError for a server that cannot hold an office."""
    connection = psycopg.connect(_address(url), autocommit=True, row_factory=dict_row, cursor_factory=psycopg.RawCursor)
    try:
        refuse_unfit(connection)
    except StorageError:
        connection.close()
        raise
    _adapt(connection)
    return connection


def refuse_unfit(connection: psycopg.Connection[Any]) -> None:
    """Raises StorageError for a server that is too old or a database that cannot hold Persian."""
    if connection.info.server_version < OLDEST * 10_000:
        raise StorageError(TOO_OLD)
    if connection.info.parameter_status("server_encoding") != "UTF8":
        raise StorageError(NOT_UTF8)


def with_options(given: dict[str, Any]) -> dict[str, Any]:
    """Add our options to the words of an address where the office says nothing.

    A socket of the same machine needs no SCRAM: the operating system vouches for both ends.
    """
    hosts = str(given.get("host") or given.get("hostaddr") or "").split(",")
    is_local = all(host.startswith("/") or not host for host in hosts)
    return {**OPTIONS, **({} if is_local else {"require_auth": NETWORK_AUTH}), **given}


def _address(given: str) -> str:
    words = with_options(conninfo_to_dict(given))
    words["options"] = f"{SESSION} {words.get('options', '')}".strip()
    return make_conninfo(**words)


class _BoolAsInt(IntDumper):
    """Our columns for yes and no are integers."""

    def dump(self, obj: Any) -> Any:
        return super().dump(int(obj))


class _NumericAsNumber(FloatLoader):
    """SUM and AVG are numeric on PostgreSQL; here they become an int or a float, as on SQLite."""

    def load(self, data: Any) -> Any:
        text = bytes(data)
        return int(text) if text.lstrip(b"-").isdigit() else float(text)


def _adapt(connection: psycopg.Connection[Any]) -> None:
    connection.adapters.register_dumper(bool, _BoolAsInt)
    connection.adapters.register_dumper(str, StrDumperUnknown)
    connection.adapters.register_loader("numeric", _NumericAsNumber)
