"""One program for a data folder: two would print, back up and lock the screen beside each other."""

from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal, Slot

ANSWER_MS = 2_000


class OneProgram(QObject):
    """Holds the folder's lock while the program runs, and hears of every later start."""

    asked = Signal()
    """Somebody has started the program once more: its window belongs in front."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._lock = QLockFile(str(folder / "program.lock"))
        self._lock.setStaleLockTime(0)  # it is stale when its process is gone, not when it is old
        self._name = "mosalla-" + sha256(str(folder.resolve()).encode()).hexdigest()[:16]
        self._server: QObject | None = None

    def begin(self) -> bool:
        """Return whether no other program runs on the folder; where no lock can be made, none is known to."""
        return self._lock.tryLock(0) or self._lock.error() != QLockFile.LockError.LockFailedError

    @Slot()
    def listen(self) -> None:
        from PySide6.QtNetwork import QLocalServer  # late: 5 ms of start-up

        QLocalServer.removeServer(self._name)  # left over by a program that was killed
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._hear)
        server.listen(self._name)
        self._server = server

    @Slot()
    def _hear(self) -> None:
        from PySide6.QtNetwork import QLocalServer

        assert isinstance(self._server, QLocalServer)
        while caller := self._server.nextPendingConnection():
            caller.write(b"shown")
            caller.flush()
            caller.disconnectFromServer()
            caller.deleteLater()
            self.asked.emit()

    def show_first(self) -> bool:
        """Ask the program that runs already to show its window; return whether it answered."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name)
        return socket.waitForConnected(ANSWER_MS) and (
            socket.bytesAvailable() > 0 or socket.waitForReadyRead(ANSWER_MS)
        )

    def end(self) -> None:
        self._lock.unlock()
