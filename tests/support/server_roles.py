"""A venue's server after `server-setup`; it asks its roles for their passwords."""

import secrets
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from app.venue import setup
from db.server import Role
from tests.support.servers import Server

DESK_PASSWORD = "رازِ-میز's 1"


def password_server(folder):
    """Start a server that asks members of the role `asked` for passwords; roles belong to a whole server."""
    made = Server(folder)
    rules = Path(folder) / "pg_hba.conf"
    rules.write_text("local all +asked scram-sha-256\n" + rules.read_text("utf-8"), "utf-8")
    made.run("CREATE ROLE asked")
    made.run("SELECT pg_reload_conf()")
    return made


class Venue:
    """A database and two roles of a test's own on the server; `run(…)` returns the lines that server-setup prints."""

    def __init__(self, server, backups):
        self._server, self.backups = server, backups
        self.database = f"t{secrets.token_hex(4)}"
        self.owner, self.desk = f"{self.database}_owner", f"{self.database}_desk"

    def run(self, admin="", owner_password="", desk_password=""):
        lines = list(
            setup.set_up(
                admin or self._server.address,
                self.database,
                Role(self.owner, owner_password),
                Role(self.desk, desk_password),
                self.backups,
            )
        )
        self._server.run(f"GRANT asked TO {self.owner}, {self.desk}")
        return lines

    def at(self, user, password=""):
        parameters = conninfo_to_dict(self._server.at(self.database)) | {"user": user}
        return make_conninfo(**parameters, **({"password": password} if password else {}))

    def for_desk(self):
        return self.at(self.desk, DESK_PASSWORD)

    def drop(self):
        self._server.run(f"DROP DATABASE IF EXISTS {self.database} WITH (FORCE)")
