"""The command line's words, and how a password among them is kept from other users of the machine."""

import argparse
import json
import os
import sys

WORDS = "MOSALLA_WORDS"
"""The environment variable that holds the command line while the process's title does not."""


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(description="چهارشنبه‌های مردمی: از پذیرش تا برگهٔ ارجاع")
    made.add_argument("--data", metavar="FOLDER", help="where the data lives (default: the platform's data folder)")
    made.add_argument("--database", metavar="ADDRESS", help="this time postgresql://… or a file")
    made.add_argument(
        "--demo",
        nargs="?",
        const="session",
        choices=("session", "year"),
        help="a throw-away office with invented people: a session (default), or the last day of a year",
    )
    made.add_argument("--display", action="store_true", help="only the public display, on the same data")
    made.add_argument("--version", action="store_true")
    commands = made.add_subparsers(dest="command")
    tour = commands.add_parser("tour", help="a whole day, driven by keys and clicks, with pictures and papers")
    tour.add_argument("folder", metavar="FOLDER")
    tour.add_argument("--database", metavar="ADDRESS", default=argparse.SUPPRESS, help="a server without an office yet")
    verify = commands.add_parser("verify", help="walk the journal; says which row was altered, removed or slipped in")
    verify.add_argument("--data", metavar="FOLDER", default=argparse.SUPPRESS)
    verify.add_argument("--database", metavar="ADDRESS", default=argparse.SUPPRESS)
    verify.add_argument("--head", metavar="HEX", default="", help="what the minutes or a backup say of its last row")
    copied = commands.add_parser("copy", help="a whole office into an empty database, of either kind; may be run again")
    for name in ("source", "target"):
        copied.add_argument(name, metavar=name.upper(), help="a file, or postgresql://… as its owner")
    _add_after_restore(commands)
    _add_setup(
        commands.add_parser(
            "server-setup", help="make the office's database and roles on a PostgreSQL server, or bring them up to date"
        )
    )
    return made


def _add_after_restore(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    resumed = commands.add_parser(
        "after-restore", help="after a backup was put back on a server: the numbers given since that backup become void"
    )
    resumed.add_argument("--database", metavar="ADDRESS", required=True, help="the office that was put back")
    resumed.add_argument("--before", metavar="ADDRESS", default="", help="the office before, set aside")
    resumed.add_argument(
        "--on-paper",
        nargs=3,
        action="append",
        default=[],
        metavar=("NUMBER", "ROUND", "TICKET"),
        help="the last ones of a programme on paper, where the office before is gone; may be repeated",
    )


def _add_setup(setup: argparse.ArgumentParser) -> None:
    setup.add_argument("--admin", metavar="ADDRESS", required=True, help="postgresql://postgres@…: who may make roles")
    setup.add_argument("-W", dest="ask", action="store_true", help="ask for the admin's password")
    setup.add_argument("--name", default="mosalla", help="of the database (default: %(default)s)")
    for role, does in (("owner", "owns the tables and upgrades them"), ("desk", "is what every desk signs in as")):
        setup.add_argument(f"--{role}", metavar="ROLE", default=f"mosalla_{role}", help=f"{does} (%(default)s)")
        setup.add_argument(
            f"--{role}-password",
            metavar="WORD",
            default="",
            help="a new password for it; - asks. A new role without one gets a made one, shown once",
        )
    setup.add_argument("--backups", metavar="FOLDER", help="where the backup before an upgrade goes")


def hide_passwords(words: list[str]) -> list[str]:
    """Return the command line's words, after taking them out of the process's title when a password is among them.

    Every user of the machine can read the title. The same program starts over without the words and finds them in its
    environment, which only its own user can read. (Windows shows neither to others.)
    """
    if kept := os.environ.pop(WORDS, ""):
        return [str(word) for word in json.loads(kept)]
    if os.name == "posix" and any("password" in word or ("://" in word and "@" in word) for word in words):
        os.environ[WORDS] = json.dumps(words)
        os.execv(sys.executable, sys.orig_argv[: len(sys.orig_argv) - len(words)])
    return words
