"""`main.py verify`: walk the journal, and compare it with the backups this PC keeps."""

import argparse
import sys
from contextlib import closing
from pathlib import Path

from app.audit import backup_marks
from app.errors import Refused
from app.journal import verify
from app.persian.text import fa
from app.this_pc.backup_place import BackupPlace
from app.this_pc.opening import address_of, data_folder, open_address
from app.this_pc.settings import SavedSettings
from db import StorageError


def run(options: argparse.Namespace) -> int:
    """Return 0 when the journal is whole, 1 when it is not, 2 when that cannot be told."""
    folder = Path(options.data) if options.data else data_folder()
    place = BackupPlace(SavedSettings(folder))
    try:
        with closing(open_address(address_of(options.database, folder), read_only=True)) as database:
            fault, asked = backup_marks.fault(database, place.folders(), options.head)
    except (Refused, StorageError) as error:
        sys.stderr.write(error.sentence + "\n")
        return 2
    whole = verify.WHOLE + (" " + fa(backup_marks.WITNESSED.format(asked)) if asked else "")
    sys.stdout.write((fault.sentence if fault else whole) + "\n")
    return int(fault is not None)
