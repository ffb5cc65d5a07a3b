"""One program for a data folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ui.shell.window import Window
from ui.start.one_program import OneProgram

ROOT = Path(__file__).parents[2]


@pytest.fixture
def first(qapp, tmp_path):
    made = OneProgram(tmp_path)
    assert made.begin()
    made.listen()
    yield made
    made.end()


def test_second_start_brings_the_first_window_to_the_front_and_ends(qtbot, first, tmp_path, show):
    window = show(Window())
    window.showMinimized()
    first.asked.connect(window.come_to_front)
    process = subprocess.Popen(
        [sys.executable, "main.py", "--data", str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    qtbot.waitUntil(lambda: process.poll() is not None)
    assert process.returncode == 0 and window.isVisible() and not window.isMinimized()
    assert not (tmp_path / "office.db").exists(), "it opened nothing"


def test_other_folder_has_a_program_of_its_own(first, tmp_path):
    other = OneProgram(tmp_path.parent)
    assert other.begin()
    other.end()


def test_folder_is_free_again_after_the_program_has_ended(qapp, tmp_path):
    ended = OneProgram(tmp_path)
    assert ended.begin()
    ended.end()
    next_one = OneProgram(tmp_path)
    assert next_one.begin() and not OneProgram(tmp_path).begin()
    next_one.end()
