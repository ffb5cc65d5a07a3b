"""A wire to a server that a test can cut, or hold, at the moment it wants."""

import socket
import threading
from contextlib import suppress

from psycopg.conninfo import conninfo_to_dict, make_conninfo

COMMIT = b"\0COMMIT\0"
"""The mark of the message a write ends with: COMMIT alone is in READ COMMITTED too, with which every write begins."""

SYNC = b"S\0\0\0\4"
"""With which a desk ends what it says, and waits."""


class Wire:
    """Listens on a local port and passes bytes to the server's socket; one thread a direction.

    `cut_after(mark)`: the next message to the server that holds `mark` is delivered, and its answer lost with the wire
    (`and_refuse`: and nobody comes in any more). `hold()` and `release()`: bytes wait, as from a stalled server.
    `journeys`: how often a desk has waited for an answer.
    `strand()`: who is in waits for ever, who comes anew is served. `cut()`: every connection is reset.
    """

    def __init__(self, address):
        self._words = conninfo_to_dict(address)
        self._to = f"{self._words['host']}/.s.PGSQL.{self._words.get('port', 5432)}"
        self._mark, self._refusing = None, False
        self.journeys = 0
        self._stranded = []
        self._flowing = threading.Event()
        self._flowing.set()
        self._pairs = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self):
        """That of the server, through this wire: the test's server trusts its own socket and asks for no password."""
        return make_conninfo(**{**self._words, "host": "127.0.0.1", "port": self.port, "sslmode": "disable",
                                "require_auth": "scram-sha-256,none"})

    def cut_after(self, mark, *, and_refuse=False):
        self._mark, self._refusing = mark, and_refuse

    def hold(self):
        self._flowing.clear()

    def release(self):
        self._flowing.set()

    def strand(self):
        self.hold()
        self._stranded.append(self._flowing)
        self._flowing = threading.Event()
        self._flowing.set()

    def cut(self):
        for pair in self._pairs:
            for end in pair:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def refuse(self):
        """Nobody comes in any more; who is in goes out."""
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
                    self.journeys += data.count(SYNC)
                if outward and self._mark and self._mark in data:
                    self._mark = None
                    self._lose(data, source, target)
                    return
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _lose(self, data, desk, server):
        """The server reads what it was sent and answers into nothing: the desk is cut off first, or a quick answer
        would come through."""
        if self._refusing:
            self._shut()
        desk.shutdown(socket.SHUT_RDWR)
        server.sendall(data)
        server.shutdown(socket.SHUT_WR)
