"""`main.py server-setup`: make a server's database and roles, or bring them up to date."""

import argparse
import sys
from getpass import getpass
from pathlib import Path

from app.this_pc.opening import data_folder
from app.venue.server import with_password
from app.venue.setup import set_up
from db import StorageError
from db.server import Role


def run(options: argparse.Namespace) -> int:
    """Return 0 when the server is ready, 1 when something is missing, which stderr names.

    Lines are written as the work goes on: the first may be passwords, to be known whatever fails later.
    """
    owner, desk = (
        Role(name, _ask(name) if password == "-" else password)
        for name, password in ((options.owner, options.owner_password), (options.desk, options.desk_password))
    )
    backups = Path(options.backups) if options.backups else data_folder() / "backups"
    try:
        admin = with_password(options.admin, _ask("admin") if options.ask else "")
        for line in set_up(admin, options.name, owner, desk, backups):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
    except StorageError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _ask(role: str) -> str:
    return getpass(f"password of {role}: ")
