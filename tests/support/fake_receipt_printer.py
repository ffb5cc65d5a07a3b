"""A receipt printer that exists only in a test: a strict reader of ESC/POS behind a socket or a pair of files."""

import os
import select
import socket
import struct
import threading
import tty
from contextlib import suppress
from dataclasses import dataclass, field

from PIL import Image

FINE = {1: 0x16, 2: 0x12, 3: 0x12, 4: 0x12}
"""Answers to DLE EOT of a printer that is ready."""
PAPER_OUT = FINE | {1: 0x1E, 2: 0x32, 4: 0x72}
COVER_OPEN = FINE | {1: 0x1E, 2: 0x36, 4: 0x72}
CUTTER_JAMMED = FINE | {1: 0x1E, 2: 0x52, 3: 0x1A}
IN_ERROR = FINE | {1: 0x1E, 2: 0x52, 3: 0x32}
OFFLINE = FINE | {1: 0x1E}
NEARLY_OUT = FINE | {4: 0x1E}


@dataclass
class Reader:
    """Rebuilds what is printed from the bytes, and refuses every byte that is not one of the program's commands."""

    dots: int
    pages: list[Image.Image] = field(default_factory=list)
    """What was cut off the roll."""
    rows: bytearray = field(default_factory=bytearray)
    """What has been printed since the last cut."""
    wrong: list[str] = field(default_factory=list)
    rest: bytes = b""
    is_ready: bool = False

    def feed(self, data):
        """Return the questions among the commands: 1 to 4 of DLE EOT, and 0 of GS r."""
        self.rest += data
        asked = []
        while not self.wrong and (size := self._size()) and size <= len(self.rest):
            command, self.rest = self.rest[:size], self.rest[size:]
            asked += self._obey(command)
        return asked

    def _size(self):
        """Return the length of the command at the front; 0 while that cannot be known."""
        kinds = {b"\x1b@": 2, b"\x1dVB": 4, b"\x10\x04": 3, b"\x1dr": 3, b"\x1dv0": 8}
        for start, size in kinds.items():
            if self.rest.startswith(start):
                if size < 8 or len(self.rest) < 8:
                    return size
                wide, high = struct.unpack("<HH", self.rest[4:8])
                return 8 + wide * high
            if start.startswith(self.rest):
                return 0
        self.wrong.append(f"no command: {self.rest[:8].hex(' ')}")
        return 0

    def _obey(self, command):
        if command == b"\x1b@":
            self._expect(not self.rows, "initialised in the middle of a page")
            self.is_ready = True
        elif command[:3] == b"\x1dv0":
            wide, high = struct.unpack("<HH", command[4:8])
            self._expect(self.is_ready and command[3] == 0, "raster before it is initialised, or scaled")
            self._expect(wide * 8 == self.dots and 0 < high < 256, f"raster of {wide * 8} by {high}")
            self.rows += command[8:]
        elif command[:2] == b"\x1dV":
            self._expect(bool(self.rows) and command[3] == 0, "cut without a page, or fed on")
            high = len(self.rows) * 8 // self.dots
            paper = Image.frombytes("1", (self.dots, high), bytes(byte ^ 255 for byte in self.rows))
            self.pages.append(paper.convert("L"))
            self.rows, self.is_ready = bytearray(), False
        else:
            self._expect(command[2] in (1, 2, 3, 4) if command[0] == 0x10 else command[2] == 1, command.hex())
            return [command[2] if command[0] == 0x10 else 0]
        return []

    def _expect(self, holds, sentence):
        if not holds:
            self.wrong.append(sentence)


class FakePrinter:
    """Runs on a thread of its own; `pages` are what came out of it."""

    def __init__(
        self, dots=576, *, answers=None, tells_end=True, slow=False, notices=False, faulty=None, breaks=None, at=None
    ):
        """`answers`: to DLE EOT; None for a device that tells nothing, not even its end. `slow`: takes 2 KB at a time.
        `notices`: sends its state unasked before each answer.
        After `at` bytes it does what `breaks` says ('resets', 'stalls', 'hangs up') or tells `faulty`."""
        self.reader = Reader(dots)
        self.answers, self.tells_end, self.slow = answers, tells_end and answers is not None, slow
        self.notices = notices
        self.faulty, self.breaks, self.at = faulty, breaks, at
        self.taken = 0
        self.connections = 0
        self.ended = threading.Event()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @property
    def pages(self):
        assert self.reader.wrong == []
        return self.reader.pages

    def __enter__(self):
        self._open()
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._closing.set()
        self._thread.join(20)
        self._close()
        assert not self._thread.is_alive()

    def _is_over(self):
        return self.at is not None and self.taken >= self.at

    def _serve(self, take, give):
        """Take bytes and give answers until the other side is done, or this one breaks."""
        while not self._closing.is_set():
            if self._is_over() and self.breaks == "stalls":
                self._closing.wait()
                return
            if self._is_over() and self.breaks:
                return
            if self.slow:
                self._closing.wait(0.02)
            size = min(2048, self.at - self.taken) if self.at and not self._is_over() else 2048
            data = take(size)
            if data is None:
                continue
            if not data:
                return
            self.taken += len(data)
            for question in self.reader.feed(data):
                with suppress(ConnectionError):
                    self._answer(question, give)

    def _answer(self, question, give):
        answers = self.faulty if self.faulty and self._is_over() else self.answers
        if question and answers:
            give((b"\x14\x00\x00\x00" if self.notices else b"") + bytes([answers[question]]))
        elif not question and self.tells_end and answers is self.answers:
            give(b"\x00")


class NetworkPrinter(FakePrinter):
    def _open(self):
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # a printer has little memory
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen()
        self._listener.settimeout(0.05)
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"

    def _close(self):
        self._listener.close()

    def _run(self):
        while not self._closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except TimeoutError:
                continue
            self.connections += 1
            with connection:
                connection.settimeout(0.05)
                self._serve(lambda size, each=connection: _received(each, size), connection.sendall)
                if self._is_over() and self.breaks == "resets":
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                if self._is_over():
                    self.at = None  # the next connection finds it mended
            self.ended.set()


def _received(connection, size):
    try:
        return connection.recv(size)
    except TimeoutError:
        return None
    except ConnectionError:
        return b""


class TerminalPrinter(FakePrinter):
    """A device file that is read and written: the far end of a pseudo-terminal."""

    def _open(self):
        self._near, self._far = os.openpty()
        tty.setraw(self._near)
        self.address = os.ttyname(self._far)

    def _close(self):
        os.close(self._far)
        os.close(self._near)

    def _run(self):
        self._serve(self._take, lambda data: os.write(self._near, data))

    def _take(self, size):
        return os.read(self._near, size) if select.select([self._near], [], [], 0.05)[0] else None


class PipePrinter(FakePrinter):
    """A device file that is only written."""

    def __init__(self, path, dots=576, **given):
        super().__init__(dots, **given)
        self.address = str(path)

    def _open(self):
        os.mkfifo(self.address)
        self._near = os.open(self.address, os.O_RDONLY | os.O_NONBLOCK)

    def _close(self):
        os.close(self._near)

    def _run(self):
        self._serve(self._take, lambda data: None)

    def _take(self, size):
        if not select.select([self._near], [], [], 0.05)[0]:
            return None
        return os.read(self._near, size) or None  # nobody writes yet, or any more
