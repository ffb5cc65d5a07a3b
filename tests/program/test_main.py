"""The command line at a terminal."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import app
from app.audit import backup_marks
from app.backups import taking
from app.invented.demo import furnish
from app.journal import verify
from app.this_pc.backup_place import choose
from db import open_database
from ui.start.checks import NO_SCREEN, unusable
from ui.this_pc.settings import PcSettings

ROOT = Path(__file__).parents[2]
WITHOUT_QT = "import sys; sys.modules['PySide6'] = sys.modules['shiboken6'] = None; import main; sys.exit(main.start())"


def run(*words, **environment):
    return run_python(str(ROOT / "main.py"), *words, **environment)


def run_python(*words, **environment):
    bare = {
        key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    return subprocess.run(
        [sys.executable, *words], cwd=ROOT, env=bare | environment, capture_output=True, text=True, timeout=60
    )


def test_version_needs_no_screen():
    answer = run("--version")
    assert answer.returncode == 0
    assert answer.stdout.strip() == f"mosalla {app.VERSION}"


@pytest.mark.parametrize("command", ["verify", "copy", "after-restore", "server-setup"])
def test_commands_describe_themselves_without_qt(command):
    answer = run_python("-c", WITHOUT_QT, command, "--help")
    assert answer.returncode == 0, answer.stderr
    assert command in answer.stdout


def test_verify_and_copy_work_without_qt(tmp_path):
    """The second folder of backups comes from this PC's settings, which Qt wrote; the copy is verified in turn."""
    furnish(tmp_path / "office.db")
    second = tmp_path / "پشتیبان چهارشنبه‌ها"
    second.mkdir()
    choose(PcSettings.of_folder(tmp_path), True, str(second), "30")
    with closing(open_database(str(tmp_path / "office.db"))) as db:
        taking.take(db, second, None)
    answer = run_python("-c", WITHOUT_QT, "verify", "--data", str(tmp_path))
    assert (answer.returncode, answer.stdout) == (0, f"{verify.WHOLE} {backup_marks.WITNESSED.format('۱')}\n"), answer
    (tmp_path / "copy").mkdir()
    answer = run_python("-c", WITHOUT_QT, "copy", str(tmp_path / "office.db"), str(tmp_path / "copy" / "office.db"))
    assert answer.returncode == 0, answer.stderr
    answer = run_python("-c", WITHOUT_QT, "verify", "--data", str(tmp_path / "copy"))
    assert (answer.returncode, answer.stdout) == (0, verify.WHOLE + "\n"), answer


def test_program_without_qt_says_what_is_missing():
    answer = run_python("-c", WITHOUT_QT, QT_QPA_PLATFORM="offscreen")
    assert answer.returncode == 2
    assert "PySide6" in answer.stderr and "Traceback" not in answer.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only X11 and Wayland can be missing")
def test_program_without_a_screen_says_so_and_names_the_tour(tmp_path):
    answer = run("--data", str(tmp_path))
    assert answer.returncode == 2
    assert answer.stderr.strip() == NO_SCREEN
    assert "tour" in answer.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only X11 and Wayland can be missing")
def test_missing_system_library_is_named_not_traced(tmp_path):
    """A Qt whose system library cannot be found, played by a module that fails as Qt's loader does."""
    package = tmp_path / "PySide6"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "QtWidgets.py").write_text(
        "raise ImportError('libEGL.so.1: cannot open shared object file: No such file or directory')", "utf-8"
    )
    answer = run("--data", str(tmp_path), PYTHONPATH=str(tmp_path), QT_QPA_PLATFORM="offscreen")
    assert answer.returncode == 2
    assert "libEGL.so.1" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("not a folder", "utf-8")
    assert "ساخته نشد" in unusable(tmp_path / "file" / "data")
    assert unusable(tmp_path / "data") == ""
