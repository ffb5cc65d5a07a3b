"""The bridge between the screens and storage: one worker thread for short tasks, a second one for long reads."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from time import monotonic
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from app.errors import Refused
from app.wall_clock.doubt import ClockInDoubt, WaitsForClock
from app.wall_clock.watch import ClockWatch
from db import Database, StorageError

log = logging.getLogger(__name__)

POLL_MS = 60
"""Half the budget of a change on another PC's screen; a poll costs SQLite 7–15 µs."""
RETRY_MS = 250
DOUBT_MS = 1000
"""While the clock is in doubt: the interval at which it is looked at again."""
SILENT_SECONDS = 1.4
"""A result that is overdue by this much is reported as lost, so that every screen shows it within two seconds."""
HOPELESS_SECONDS = 8.0
"""After this silence the connection is given up: another server may have taken over meanwhile."""
SILENCE = "پایگاه داده پاسخ نمی‌دهد."
RESUMES = "با برقراری ارتباط، برنامه به‌طور خودکار ادامه می‌دهد."
"""Added for the program's own tasks: it reads, prints and refreshes again by itself."""
NOT_DONE = "این کار انجام نشد؛ پس از برقراری ارتباط دوباره تلاش کنید."
"""Added for an act of the clerk, which must not happen minutes after the key was pressed."""

Task = Callable[[Database], Any]
Then = Callable[[Any], None]
OnRefused = Callable[[Refused], None]
Open = Callable[[], Database]


class _Receivers(NamedTuple):
    """The callbacks a task's outcome goes to."""

    then: Then | None = None
    refused: OnRefused | None = None
    is_poll: bool = False


class Work(QObject):
    """Runs tasks on the database in order and tells every screen what changed.

    A task gets the database and runs off the UI thread; `then` gets its result on the UI thread. Screens never refresh
    from `then`: they listen to `changed`, which is emitted the same way for changes of this PC and of every other.

    The callback `refused` gets a Refused; without it the signal `refused` carries the sentence to the window's notice.
    When storage fails, nothing of the task is saved and the callback gets a Refused that says so. While storage is lost
    and a task still waits for it, no new task is begun: an act of the clerk must not happen minutes later.
    """

    opened = Signal()
    changed = Signal(set)
    """The topics that changed, on this PC or another."""
    refused = Signal(str)
    lost = Signal(str)
    """Storage failed or has been silent: a Persian sentence. Typed text stays where it is; a task that is running may
    still come to its end."""
    restored = Signal()
    """Storage works again. `changed` follows with every topic, so that the screens read what they missed."""
    clock_doubted = Signal(object)
    """Nothing is read or written before the clock of this Doubt is trusted or set right. Emitted anew at each look."""
    clock_settled = Signal()
    crashed = Signal(Exception)
    """A task raised an exception that is a bug of the program."""
    _finished = Signal(object, object)

    def __init__(self, open_database: Open, parent: QObject | None = None, *, open_reader: Open | None = None) -> None:
        super().__init__(parent)
        self._clock_watch: ClockWatch | None = None
        self._is_clock_doubted = False
        self._open, self._open_reader = open_database, open_reader or open_database
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="storage")
        self._long_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="long")
        self._database: Database | None = None
        self._reader: Database | None = None
        self._revisions: dict[str, int] = {}
        self._running: set[Future[Any]] = set()
        self._is_polling = self._is_closed = False
        self._trouble = ""
        """The sentence last emitted by `lost`; '' while storage works."""
        self._abandoned_at = 0.0
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self.poll)

    def start(self, clock_watch: ClockWatch | None = None) -> None:
        """Open the database on the worker thread; `opened` follows, or `lost` and a retry every RETRY_MS.

        `clock_watch` stops every task while the clock is in doubt; a program that only reads needs none.

        The first poll comes one interval later: importing the driver at once would slow the painting of the first
        window.
        """
        self._clock_watch = clock_watch
        self._timer.start()

    def run(self, task: Task, then: Then | None = None, refused: OnRefused | None = None) -> None:
        """Run a task on the one connection, in the order of the calls."""
        receivers = _Receivers(then, refused)
        if self._trouble and self._running:
            failed: Future[Any] = Future()
            failed.set_exception(StorageError(SILENCE, passes=True))
            self._finished.emit(failed, receivers)
        else:
            self._submit(self._thread, lambda: task(self._connection()), receivers)

    def run_long(self, task: Task, then: Then | None = None, refused: OnRefused | None = None) -> None:
        """Run a long read (papers, exports, reports) on a read-only connection of its own: no call waits behind it."""
        self._submit(self._long_thread, lambda: task(self._read_connection()), _Receivers(then, refused))

    def refresh_all(self) -> None:
        """Make every screen read again, as if all topics had changed."""
        self.changed.emit(set(self._revisions))

    def has_announced(self, revisions: dict[str, int]) -> bool:
        """Whether `changed` has been emitted for the storage's revisions up to these."""
        return self._revisions == revisions

    @Slot()
    def poll(self) -> None:
        self._watch_silence()
        if not self._is_polling:
            self._is_polling = True
            self._submit(self._thread, lambda: self._connection().revisions(), _Receivers(self._compare, is_poll=True))

    def close(self) -> None:
        """Wait for the running tasks, or abandon them when the database is silent; their results go to nobody."""
        self._timer.stop()
        self._is_closed = True
        while wait(set(self._running), timeout=POLL_MS / 1000).not_done:
            self._abandon_silent(for_good=True)
        for thread in (self._thread, self._long_thread):
            thread.shutdown()
        for database in self._databases():
            database.close()

    # -- connections

    def _watch_silence(self) -> None:
        """Measure the wait for the database, not the length of a task: checking a password takes its time."""
        silence = self._database.silence() if self._database else 0.0
        if silence > SILENT_SECONDS and not self._trouble:
            self._report_lost(StorageError(SILENCE, f"no answer for {silence:.1f} s", passes=True))
        if silence > HOPELESS_SECONDS and monotonic() - self._abandoned_at > HOPELESS_SECONDS:
            self._abandoned_at = monotonic()
            self._abandon_silent()

    def _abandon_silent(self, *, for_good: bool = False) -> None:
        for database in self._databases():
            if database.silence() > SILENT_SECONDS:
                database.abandon(for_good=for_good)

    def _databases(self) -> list[Database]:
        return [database for database in (self._database, self._reader) if database]

    def _connection(self) -> Database:
        if self._database is None:
            if self._is_closed:
                raise StorageError(SILENCE, passes=True)
            if self._clock_watch:
                self._clock_watch.before_opening(self._open_reader)
            self._database = self._open()
        if self._clock_watch:
            self._clock_watch.look(self._database)
        return self._database

    def _read_connection(self) -> Database:
        if self._reader is None:
            self._reader = self._open_reader()
        if self._clock_watch:
            self._clock_watch.look(self._reader)
        return self._reader

    # -- tasks

    def _submit(self, thread: ThreadPoolExecutor, task: Callable[[], Any], receivers: _Receivers) -> None:
        if self._is_closed:
            return
        future = thread.submit(task)
        self._running.add(future)
        future.add_done_callback(lambda done: self._hand_over(done, receivers))

    def _hand_over(self, future: "Future[Any]", receivers: _Receivers) -> None:
        """Called on the worker thread; the signal takes the outcome to the UI thread."""
        self._running.discard(future)
        self._finished.emit(future, receivers)

    @Slot(object, object)
    def _deliver(self, future: "Future[Any]", receivers: _Receivers) -> None:
        if self._is_closed:
            return
        if receivers.is_poll:
            self._is_polling = False
        error = future.exception()
        if error is None:
            if receivers.is_poll:
                self._report_restored()
            if receivers.then and _owner_exists(receivers.then):
                receivers.then(future.result())
        elif isinstance(error, Refused):
            self._refuse(error, receivers.refused)
        elif isinstance(error, StorageError):
            self._fail(error, receivers)
        else:
            log.error("a task broke", exc_info=error)
            self.crashed.emit(error)

    def _refuse(self, refused: Refused, receiver: OnRefused | None) -> None:
        if receiver and _owner_exists(receiver):
            receiver(refused)
        else:
            self.refused.emit(refused.sentence)

    def _fail(self, error: StorageError, receivers: _Receivers) -> None:
        refused = Refused(_sentence(error, NOT_DONE))
        if isinstance(error, ClockInDoubt):
            refused = WaitsForClock()
            self._report_doubt(error)
        elif not receivers.is_poll or _sentence(error, RESUMES) != self._trouble:
            self._report_lost(error)
        if receivers.refused and _owner_exists(receivers.refused):
            receivers.refused(refused)

    # -- what the screens are told

    def _report_lost(self, error: StorageError) -> None:
        if not self._trouble:
            log.warning("storage failed: %s", error)
        self._trouble = _sentence(error, RESUMES)
        self._timer.setInterval(RETRY_MS)
        self.lost.emit(self._trouble)

    def _report_doubt(self, error: ClockInDoubt) -> None:
        self._is_clock_doubted = True
        self._timer.setInterval(DOUBT_MS)
        self.clock_doubted.emit(error.doubt)

    def _report_restored(self) -> None:
        if self._is_clock_doubted:
            self._is_clock_doubted = False
            self._timer.setInterval(POLL_MS)
            self.clock_settled.emit()
        if self._trouble:
            self._trouble = ""
            self._timer.setInterval(POLL_MS)
            self._revisions = dict.fromkeys(self._revisions, -1)
            self.restored.emit()

    def _compare(self, revisions: dict[str, int]) -> None:
        if not self._revisions:
            self.opened.emit()
        topics = {topic for topic, n in revisions.items() if self._revisions.get(topic) != n}
        self._revisions = revisions
        if topics:
            self.changed.emit(topics)


def _sentence(error: StorageError, consequence: str) -> str:
    """The error's sentence, followed by its consequence where the error passes by itself."""
    return f"{error.sentence} {consequence}" if error.passes else error.sentence


def _owner_exists(slot: Callable[..., None]) -> bool:
    """Whether the Qt object whose bound method this is still exists; True for any other callable."""
    owner = getattr(slot, "__self__", None)
    return owner is None or not isinstance(owner, QObject) or isValid(owner)
