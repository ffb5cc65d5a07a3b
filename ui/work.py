"""The bridge between the screens and storage: a worker thread with the one connection, a second for what takes long."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from app.errors import Refused
from db import Database, StorageError

log = logging.getLogger(__name__)

POLL_MS = 60
"""Half the budget of a change on another PC's screen; a poll costs SQLite 7–15 µs."""
RETRY_MS = 250
SILENT_SECONDS = 1.4
"""An answer that is owed longer than this is said, so that every screen shows it within two seconds."""
HOPELESS_SECONDS = 8.0
"""After this the connection is hung up on: another server may have taken over meanwhile."""
SILENCE = "پایگاه داده پاسخ نمی‌دهد."
WAITS = "با برگشتن آن برنامه خودش دنبالهٔ کار را می‌گیرد."
"""The program: it asks again, prints and refreshes by itself."""
UNDONE = "این کار انجام نشد؛ با برگشتن ارتباط دوباره بزنید."
"""The clerk's own act: what he pressed must not happen minutes later."""

Task = Callable[[Database], Any]
Then = Callable[[Any], None]
Open = Callable[[], Database]


class Work(QObject):
    """Runs tasks on the database in order, and tells every screen what changed.

    A task gets the database and runs off the UI thread; `then` gets its result back on the UI thread. Screens never
    refresh from `then`: they listen to `changed`, which fires the same way for this PC and for every other one.
    `no` gets a Refused; without it the window's notice shows the sentence. What storage failed to do is refused to `no`
    too, and nothing of it is saved; and while storage is lost and something still waits for it, nothing new is begun:
    what a clerk presses then must not happen minutes later.
    """

    opened = Signal()
    changed = Signal(set)
    refused = Signal(str)
    lost = Signal(str)
    """Storage failed or has been silent: a Persian sentence. Typed work stays where it is; a task that is under way may
    still come to its end."""
    restored = Signal()
    """`changed` follows, with every topic: what could not be read meanwhile is read now."""
    crashed = Signal(Exception)
    """A bug of ours."""
    _finished = Signal(object, object, object)

    def __init__(self, open_database: Open, parent: QObject | None = None, *, open_reader: Open | None = None) -> None:
        super().__init__(parent)
        self._open, self._open_reader = open_database, open_reader or open_database
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="storage")
        self._long = ThreadPoolExecutor(max_workers=1, thread_name_prefix="long")
        self._database: Database | None = None
        self._reader: Database | None = None
        self._seen: dict[str, int] = {}
        self._under_way: set[Future[Any]] = set()
        self._polling = self._is_closed = False
        self._trouble = ""
        self._hung_up = 0.0
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self.poll)

    def start(self) -> None:
        """Open the database on the worker; `opened` follows, or `lost` and a try every second.

        The first look comes a little later: importing the driver at once would slow the painting of the first window.
        """
        self._timer.start()

    def run(self, task: Task, then: Then | None = None, no: Callable[[Refused], None] | None = None) -> None:
        """In order, on the one connection."""
        if self._trouble and self._under_way:
            self._refuse(then, no)
        else:
            self._submit(self._thread, lambda: task(self._live()), then, no)

    def run_long(self, task: Task, then: Then | None = None, no: Callable[[Refused], None] | None = None) -> None:
        """What takes long (papers, exports, reports), on a read-only connection of its own: no call waits behind it."""
        self._submit(self._long, lambda: task(self._reading()), then, no)

    def refresh_all(self) -> None:
        """Every screen asks anew, as if all had changed."""
        self.changed.emit(set(self._seen))

    @Slot()
    def poll(self) -> None:
        self._watch()
        if not self._polling:
            self._polling = True
            self._submit(self._thread, lambda: self._live().revisions(), self._compare, None)

    def close(self) -> None:
        """What is under way ends, or is given up when the database is silent; nobody hears of it any more."""
        self._timer.stop()
        self._is_closed = True
        while wait(set(self._under_way), timeout=POLL_MS / 1000).not_done:
            self._hang_up(for_good=True)
        for thread in (self._thread, self._long):
            thread.shutdown()
        for database in self._databases():
            database.close()

    def _watch(self) -> None:
        """The wait for the database is measured, never a task: a password takes its time to check."""
        silence = self._database.silence() if self._database else 0.0
        if silence > SILENT_SECONDS and not self._trouble:
            self._lose(StorageError(SILENCE, f"no answer for {silence:.1f} s", passes=True))
        if silence > HOPELESS_SECONDS and monotonic() - self._hung_up > HOPELESS_SECONDS:
            self._hung_up = monotonic()
            self._hang_up()

    def _hang_up(self, *, for_good: bool = False) -> None:
        for database in self._databases():
            if database.silence() > SILENT_SECONDS:
                database.abandon(for_good=for_good)

    def _databases(self) -> list[Database]:
        return [database for database in (self._database, self._reader) if database]

    def _live(self) -> Database:
        if self._database is None:
            if self._is_closed:
                raise StorageError(SILENCE, passes=True)
            self._database = self._open()
        return self._database

    def _reading(self) -> Database:
        if self._reader is None:
            self._reader = self._open_reader()
        return self._reader

    def _submit(
        self,
        thread: ThreadPoolExecutor,
        task: Callable[[], Any],
        then: Then | None,
        no: Callable[[Refused], None] | None,
    ) -> None:
        if self._is_closed:
            return
        asked = thread.submit(task)
        self._under_way.add(asked)
        asked.add_done_callback(lambda done: self._end(done, then, no))

    def _end(self, done: "Future[Any]", then: Then | None, no: Callable[[Refused], None] | None) -> None:
        """Still on the worker."""
        self._under_way.discard(done)
        self._finished.emit(done, then, no)

    def _refuse(self, then: Then | None, no: Callable[[Refused], None] | None) -> None:
        failed: Future[Any] = Future()
        failed.set_exception(StorageError(SILENCE, passes=True))
        self._finished.emit(failed, then, no)

    @Slot(object, object, object)
    def _deliver(self, done: "Future[Any]", then: Then | None, no: Callable[[Refused], None] | None) -> None:
        if self._is_closed:
            return
        error = done.exception()
        polled = getattr(then, "__func__", None) is Work._compare
        self._polling = self._polling and not polled
        if error is None:
            if polled:
                self._recover()
            if then and _alive(then):
                then(done.result())
        elif isinstance(error, Refused):
            self._say_no(error, no)
        elif isinstance(error, StorageError):
            self._fail(error, no, polled)
        else:
            log.error("a task broke", exc_info=error)
            self.crashed.emit(error)

    def _say_no(self, refused: Refused, no: Callable[[Refused], None] | None) -> None:
        if no and _alive(no):
            no(refused)
        else:
            self.refused.emit(refused.sentence)

    def _fail(self, error: StorageError, no: Callable[[Refused], None] | None, polled: bool) -> None:
        if not polled or _told(error, WAITS) != self._trouble:
            self._lose(error)
        if no and _alive(no):
            no(Refused(_told(error, UNDONE)))

    def _lose(self, error: StorageError) -> None:
        if not self._trouble:
            log.warning("storage failed: %s", error)
        self._trouble = _told(error, WAITS)
        self._timer.setInterval(RETRY_MS)
        self.lost.emit(self._trouble)

    def _recover(self) -> None:
        if self._trouble:
            self._trouble = ""
            self._timer.setInterval(POLL_MS)
            self._seen = dict.fromkeys(self._seen, -1)
            self.restored.emit()

    def _compare(self, revisions: dict[str, int]) -> None:
        if not self._seen:
            self.opened.emit()
        topics = {topic for topic, n in revisions.items() if self._seen.get(topic) != n}
        self._seen = revisions
        if topics:
            self.changed.emit(topics)


def _told(error: StorageError, then: str) -> str:
    """With what follows from it where it passes by itself."""
    return f"{error.sentence} {then}" if error.passes else error.sentence


def _alive(slot: Callable[..., None]) -> bool:
    """Whether the widget whose method this is still exists."""
    owner = getattr(slot, "__self__", None)
    return owner is None or not isinstance(owner, QObject) or isValid(owner)
