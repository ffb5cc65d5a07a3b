"""What the program counts on its libraries to do, tried on the versions that are installed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CALLS = 20_000
COUNTED = """
import sys
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel

class Sender(QObject):
    sent = Signal()

application = QApplication([])
label, sender = QLabel(), Sender()
before = [sys.getrefcount(value) for value in (None, True, False)]
for _ in range({calls}):
    {call}
after = [sys.getrefcount(value) for value in (None, True, False)]
print(*(late - early for early, late in zip(before, after, strict=True)))
"""


@pytest.mark.parametrize("call", ['label.setText("ر")', "sender.sent.emit()"])
def test_reference_counts_stand_still_over_20000_calls_into_qt(call):
    """PySide6 6.12 is built for Python 3.12, where None, True and False are immortal: on 3.11 it takes one count away
    with each call, and after 20,000 `setText` Python ends with "none_dealloc: deallocating None"."""
    done = subprocess.run(
        [sys.executable, "-c", COUNTED.format(calls=CALLS, call=call)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert all(abs(int(moved)) < 100 for moved in done.stdout.split()), done.stdout
