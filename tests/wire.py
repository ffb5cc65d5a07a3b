"""A wire to a server that a test can cut, or hold, at the moment it wants."""

import socket
import threading
from contextlib import suppress


class Wire:
    """Listens on a local port and passes bytes to the server's socket; one thread a direction.

    `cut_after(mark)`: the next message to the server that holds `mark` is delivered, and its answer lost with the wire.
    `hold()` and `release()`: bytes wait, as from a stalled server. `cut()`: every connection is reset.
    """

    def __init__(self, to):
        self._to = to
        self._mark = None
        self._flowing = threading.Event()
        self._flowing.set()
        self._pairs = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut_after(self, mark):
        self._mark = mark

    def hold(self):
        self._flowing.clear()

    def release(self):
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
        self.release()
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
            server.connect(self._to)
            self._pairs.append((desk, server))
            threading.Thread(target=self._pass, args=(desk, server, True), daemon=True).start()
            threading.Thread(target=self._pass, args=(server, desk, False), daemon=True).start()

    def _pass(self, source, target, outward):
        with suppress(OSError):
            while data := source.recv(65536):
                self._flowing.wait()
                if outward and self._mark and self._mark in data:
                    self._mark = None
                    target.sendall(data)
                    self._lose(source, target)
                    return
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _lose(self, desk, server):
        """The server reads what it was sent and answers into nothing."""
        desk.shutdown(socket.SHUT_RDWR)
        server.shutdown(socket.SHUT_WR)
