"""What an installation holds: every package, every file beside the code, the version and the command."""

import tomllib
from fnmatch import fnmatch
from importlib import import_module
from pathlib import Path

import app

ROOT = Path(__file__).parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PACKAGED = ("app", "db", "reports", "ui", "benchmarks")


def test_version_stands_in_one_place():
    assert SETTINGS["project"]["dynamic"] == ["version"]
    package, name = SETTINGS["tool"]["setuptools"]["dynamic"]["version"]["attr"].split(".")
    assert getattr(import_module(package), name) == app.VERSION


def test_command_mosalla_starts_the_program():
    module, function = SETTINGS["project"]["scripts"]["mosalla"].split(":")
    assert module in SETTINGS["tool"]["setuptools"]["py-modules"]
    assert callable(getattr(import_module(module), function))


def test_no_package_is_left_out_of_an_installation():
    """setuptools finds folders that hold an __init__.py, below the top packages named in the settings."""
    include = SETTINGS["tool"]["setuptools"]["packages"]["find"]["include"]
    for folder in {path.parent for top in PACKAGED for path in (ROOT / top).rglob("*.py")}:
        package = ".".join(folder.relative_to(ROOT).parts)
        assert (folder / "__init__.py").exists(), f"{package} has no __init__.py"
        assert any(fnmatch(package, pattern) for pattern in include), package


def test_no_file_beside_the_code_is_left_out_of_an_installation():
    kept = SETTINGS["tool"]["setuptools"]["package-data"]["*"]
    for path in (path for top in PACKAGED for path in (ROOT / top).rglob("*") if path.is_file()):
        if path.suffix not in (".py", ".pyc"):
            assert any(path.match(pattern) for pattern in kept), path
            assert (path.parent / "__init__.py").exists(), f"{path} lies in no package"
