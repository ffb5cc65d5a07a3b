"""The command line, as a person at a terminal meets it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import main

ROOT = Path(main.__file__).parent


def run(*words, **environment):
    bare = {key: value for key, value in os.environ.items()
            if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    return subprocess.run([sys.executable, str(ROOT / "main.py"), *words], env=bare | environment, capture_output=True,
                          text=True, timeout=60)


def test_the_version_needs_no_screen():
    answer = run("--version")
    assert answer.returncode == 0
    assert answer.stdout.strip() == f"mosalla {main.VERSION}"


def test_the_version_is_the_package_s():
    assert f'version = "{main.VERSION}"' in (ROOT / "pyproject.toml").read_text("utf-8")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only X11 and Wayland can be missing")
def test_without_a_screen_it_says_so_and_names_the_tour(tmp_path):
    answer = run("--data", str(tmp_path))
    assert answer.returncode == 2
    assert answer.stderr.strip() == main.NO_SCREEN
    assert "tour" in answer.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only X11 and Wayland can be missing")
def test_a_missing_system_library_is_named_not_traced(tmp_path):
    """A Qt whose system library cannot be found, played by a module that fails as Qt's loader does."""
    package = tmp_path / "PySide6"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "QtWidgets.py").write_text(
        "raise ImportError('libEGL.so.1: cannot open shared object file: No such file or directory')", "utf-8")
    answer = run("--data", str(tmp_path), PYTHONPATH=str(tmp_path), QT_QPA_PLATFORM="offscreen")
    assert answer.returncode == 2
    assert "libEGL.so.1" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("not a folder", "utf-8")
    assert "ساخته نشد" in main.unusable(tmp_path / "file" / "data")
    assert main.unusable(tmp_path / "data") == ""
