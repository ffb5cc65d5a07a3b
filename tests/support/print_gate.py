"""A gate before a private CUPS: a test stops a request at the moment it chooses."""

import socket
import threading
from contextlib import suppress
from pathlib import Path
from select import select

PRINT_JOB = b"\0\x02"
"""Bytes 3 and 4 of the body: the operation."""
HALF = 20_000
"""Bytes of a job that pass before it is stopped in the middle; the smallest PDF has 40,000."""


class PrintGate:
    """Listens on a socket of its own and passes each request to CUPS; the program makes a connection for each.

    `stop_at`: the 'first' byte, the 'middle' or the 'answer' of the next job that is sent.
    """

    def __init__(self, address, path, stop_at):
        self._to, self.address, self._stop_at = address, str(path), stop_at
        self.reached, self.passed = threading.Event(), threading.Event()
        self._open, self._is_lost = threading.Event(), False
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(self.address)
        self._door.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def let_pass(self):
        self._open.set()

    def lose_the_answer(self, *, and_refuse=False):
        """Close the stopped connection. `and_refuse`: accept no new one from then on."""
        if and_refuse:
            self.close()
        self._is_lost = True
        self._open.set()

    def close(self):
        self._door.close()
        Path(self.address).unlink(missing_ok=True)
        self._open.set()

    def _accept(self):
        with suppress(OSError):
            while True:
                client, _ = self._door.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        with suppress(OSError), client, socket.socket(socket.AF_UNIX) as cups:
            cups.connect(self._to)
            if self._pass_both_ways(client, cups):
                self.passed.set()

    def _pass_both_ways(self, client, cups):
        """Return whether it was a job that was stopped and then passed."""
        sent, is_job, was_stopped = b"", False, False
        while True:
            for side in select([client, cups], [], [])[0]:
                data = side.recv(65536)
                if not data:
                    return was_stopped
                if side is client:
                    sent += data
                    is_job = is_job or _is_print_job(sent)
                    first, rest = data, b""
                    if is_job and self._stop_at == "first":
                        first, rest = b"", data
                    elif is_job and self._stop_at == "middle" and len(sent) > HALF:
                        first, rest = data[: len(data) // 2], data[len(data) // 2 :]
                    cups.sendall(first)
                    if rest:
                        was_stopped = self._stop()
                        if _is_gone(client):
                            return False
                        cups.sendall(rest)
                else:
                    if is_job and self._stop_at == "answer" and not data.startswith(b"HTTP/1.1 100"):
                        was_stopped = self._stop()
                        if self._is_lost:
                            return False
                    client.sendall(data)

    def _stop(self):
        self._stop_at = ""
        self.reached.set()
        self._open.wait(60)
        return True


def _is_print_job(sent):
    body = sent.partition(b"\r\n\r\n")[2][:40]
    return any(
        body[at + 2 : at + 4] == PRINT_JOB for at in (body.find(b"\x02\0\0"), body.find(b"\x02\x01\0")) if at >= 0
    )


def _is_gone(client):
    """Return whether the program has ended: its end of the socket is closed."""
    return bool(select([client], [], [], 0)[0]) and client.recv(1, socket.MSG_PEEK) == b""
