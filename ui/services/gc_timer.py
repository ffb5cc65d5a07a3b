"""Python's garbage collection, run on the UI thread alone."""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

EVERY_MS = 2_000


class GcTimer(QObject):
    """Replaces the automatic collection, which runs on whichever thread happens to allocate.

    On the storage thread it would delete dead Qt objects, and a widget that is deleted off the UI thread crashes the
    program.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        gc.enable()

    @Slot()
    def _collect(self) -> None:
        """Collect the oldest generation that is over its threshold, as the automatic collection would."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return
