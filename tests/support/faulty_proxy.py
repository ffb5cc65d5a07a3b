"""A proxy before a server: a test cuts or stalls the connection at the moment it chooses."""

import socket
import threading
from contextlib import suppress

from psycopg.conninfo import conninfo_to_dict, make_conninfo

COMMIT = b"\0COMMIT\0"
"""Bytes of the message a write ends with: COMMIT alone is in READ COMMITTED too, with which every write begins."""

SYNC = b"S\0\0\0\4"
"""The message after which a desk waits for the answer."""


class FaultyProxy:
    """Listens on a local port and passes bytes to the server's socket; one thread a direction."""

    def __init__(self, address):
        self._parameters = conninfo_to_dict(address)
        self._to = f"{self._parameters['host']}/.s.PGSQL.{self._parameters.get('port', 5432)}"
        self._mark, self._refusing = None, False
        self.round_trips = 0
        """How often a desk has waited for an answer."""
        self._stranded = []
        self._flowing = threading.Event()
        self._flowing.set()
        self._pairs = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self):
        """The server's address through this proxy; the test's server trusts its own socket and asks for no password."""
        return make_conninfo(
            **{
                **self._parameters,
                "host": "127.0.0.1",
                "port": self.port,
                "sslmode": "disable",
                "require_auth": "scram-sha-256,none",
            }
        )

    def cut_after(self, mark, *, and_refuse=False):
        """Deliver the next message that holds `mark` to the server and cut the connection, so that its answer is lost.

        `and_refuse`: accept no new connection from then on.
        """
        self._mark, self._refusing = mark, and_refuse

    def hold(self):
        """Let bytes wait until `release`, as from a stalled server."""
        self._flowing.clear()

    def release(self):
        self._flowing.set()

    def strand(self):
        """Stall the connections of now for ever; new ones are served."""
        self.hold()
        self._stranded.append(self._flowing)
        self._flowing = threading.Event()
        self._flowing.set()

    def cut(self):
        """Reset every connection."""
        for pair in self._pairs:
            for end in pair:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def refuse(self):
        """Accept no new connection and reset the others."""
        self._shut()
        self.cut()

    def listen_again(self):
        self._door = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        for flowing in (*self._stranded, self._flowing):
            flowing.set()
        self._shut()
        self.cut()

    def _shut(self):
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)  # closing alone leaves the waiting accept() open
        self._door.close()

    def _accept(self):
        door = self._door
        while True:
            try:
                desk, _ = door.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            try:
                server.connect(self._to)
            except OSError:
                desk.close()
                continue
            self._pairs.append((desk, server))
            flowing = self._flowing
            threading.Thread(target=self._pass, args=(desk, server, flowing, True), daemon=True).start()
            threading.Thread(target=self._pass, args=(server, desk, flowing, False), daemon=True).start()

    def _pass(self, source, target, flowing, outward):
        with suppress(OSError):
            while data := source.recv(65536):
                flowing.wait()
                if outward:
                    self.round_trips += data.count(SYNC)
                if outward and self._mark and self._mark in data:
                    self._mark = None
                    self._lose(data, source, target)
                    return
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _lose(self, data, desk, server):
        """Cut the desk off, then deliver its message: in the other order a quick answer would come through."""
        if self._refusing:
            self._shut()
        desk.shutdown(socket.SHUT_RDWR)
        server.sendall(data)
        server.shutdown(socket.SHUT_WR)
