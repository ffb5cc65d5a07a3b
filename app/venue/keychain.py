"""Passwords of servers, kept by the operating system's keyring.

Without a keyring they are kept in libpq's own file, if the clerk asks for it; never in the settings of this PC, which
anyone may read.
"""

import logging
import os
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from app.errors import Refused

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

log = logging.getLogger(__name__)
SERVICE = "mosalla"
PAUSE_SECONDS = 60
_LOCKED_AT: dict[str, float] = {}
"""When the keyring last refused to open, by account, in seconds of the monotonic clock."""
NO_KEYRING = "این رایانه جای امنی (keyring) برای ذخیرهٔ گذرواژه ندارد."


def find(account: str) -> str:
    """Return the password of an account; '' when none is kept, or when PGPASSWORD names one for this start.

    A locked keyring is not asked again for `PAUSE_SECONDS`: a desk whose server is away connects four times a second,
    and each time the keyring would ask the clerk to unlock it.
    """
    from keyring.errors import KeyringError  # late: start-up

    silent = monotonic() - _LOCKED_AT.get(account, -PAUSE_SECONDS) < PAUSE_SECONDS
    ring = None if silent or os.environ.get("PGPASSWORD") else _keyring()
    try:
        return (ring.get_password(SERVICE, account) if ring else "") or ""
    except KeyringError as error:  # the keyring is locked, or its service is not running
        _LOCKED_AT[account] = monotonic()
        log.warning("the keyring does not answer: %s", type(error).__name__)
        return ""


def keep(account: str, password: str) -> None:
    """Save a password in the keyring. Raise Refused with the field "keyring" without one, "password" when it is
    locked."""
    from keyring.errors import KeyringError

    ring = _keyring()
    if ring is None:
        raise Refused(NO_KEYRING, "keyring")
    _LOCKED_AT.pop(account, None)
    try:
        ring.set_password(SERVICE, account, password)
    except KeyringError:
        raise Refused("جای امن گذرواژه‌های این رایانه (keyring) باز نشد؛ گذرواژه ذخیره نشد.", "password") from None


def pgpass() -> Path:
    """Return the path of the password file that libpq reads."""
    if given := os.environ.get("PGPASSFILE"):
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", "")) / "postgresql" / "pgpass.conf"
    return Path.home() / ".pgpass"


def keep_in_pgpass(hosts: str, port: str, user: str, password: str) -> None:
    """Write one line for each host into libpq's password file, in place of an earlier one, readable by this user alone.

    Raise Refused when the file cannot be written.
    """
    begins = [":".join((*map(_escaped, (host, port)), "*", _escaped(user))) + ":" for host in hosts.split(",")]
    path = pgpass()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            path.touch(0o600, exist_ok=False)
        path.chmod(0o600)  # libpq ignores the file when others can read it
        others = [line for line in path.read_text("utf-8").splitlines() if not line.startswith(tuple(begins))]
        path.write_text("\n".join([*(begin + _escaped(password) for begin in begins), *others]) + "\n", "utf-8")
    except (OSError, UnicodeError):
        raise Refused(f"فایل گذرواژه نوشته نشد: {path}", "password") from None


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace(":", "\\:")


def _keyring() -> "KeyringBackend | None":
    """Return the keyring; None without one, or where the only one stores passwords in clear."""
    import keyring  # late: start-up

    ring = keyring.get_keyring()
    is_open = type(ring).__module__.startswith(("keyring.backends.fail", "keyring.backends.null", "keyrings.alt"))
    return None if is_open or ring.priority <= 0 else ring
