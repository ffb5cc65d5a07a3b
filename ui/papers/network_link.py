"""A receipt printer on the network: the port 9100 of most takes bytes as a cable would."""

import os
import select
import socket
from time import monotonic

from app.this_pc.receipt_printers import host_and_port
from ui.papers import device_link

CONNECT_SECONDS = 3.0
"""A printer in the same building answers in milliseconds."""
BUFFER = 4096
"""Bytes that the system keeps for a printer on the network: what is kept longer would be lost with it unseen."""


class NetworkLink:
    tells = True

    def __init__(self, address: str) -> None:
        self._socket = socket.create_connection(host_and_port(address), CONNECT_SECONDS)
        self._socket.settimeout(device_link.STALL_SECONDS)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)

    def write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:  # `sendall` would have to be done with everything in the time of one stall
            rest = rest[self._socket.send(rest) :]

    def read(self, seconds: float) -> bytes:
        if not select.select([self._socket], [], [], seconds)[0]:
            return b""
        found = self._socket.recv(64)
        if not found:
            raise ConnectionResetError
        return found

    def finish(self) -> None:
        """Say that nothing follows, and wait a second for a reset, which says that something was not taken."""
        if not _is_sent(self._socket):
            raise TimeoutError
        self._socket.shutdown(socket.SHUT_WR)
        end = monotonic() + 1.0
        while (left := end - monotonic()) > 0 and select.select([self._socket], [], [], left)[0]:
            if not self._socket.recv(64):
                break

    def close(self) -> None:
        self._socket.close()


def _is_sent(connection: socket.socket) -> bool:
    """Wait until the other side has taken all that was written. Where the system does not tell, it is believed."""
    try:
        from fcntl import ioctl  # no such module on Windows
        from termios import TIOCOUTQ
    except ImportError:
        return True
    end = monotonic() + device_link.STALL_SECONDS
    while any(ioctl(connection, TIOCOUTQ, bytes(4))):
        if error := connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
            raise OSError(error, os.strerror(error))
        if monotonic() > end:
            return False
        select.select([], [], [], 0.01)
    return True
