"""The shape of the house: which layer may import which, how long things may be, what must carry a reason."""

import ast
import io
import re
import statistics
import subprocess
import sys
import tokenize
import tomllib
from collections.abc import Callable, Collection, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAYERS = ("app", "db", "reports", "ui")
MAY_IMPORT = {
    "main.py": {"ui", "reports", "app", "db"},
    "ui/work.py": {"ui", "reports", "app", "db"},
    "ui": {"ui", "reports", "app"},
    "reports": {"reports", "app"},
    "app": {"app", "db"},
    "db": {"db"},
}
OWNERS = {
    "PySide6": ("ui/", "main.py"),
    "reportlab": ("reports/",),
    "uharfbuzz": ("reports/",),
    "icu": ("reports/", "app/persian/text.py", "app/persian/holidays.py"),
    "sqlite3": ("db/",),
    "sqlite_utils": ("db/",),
    "psycopg": ("db/",),
    "argon2": ("app/",),
    "openpyxl": ("app/spreadsheets/",),
    "defusedxml": ("app/spreadsheets/",),
    "PIL": ("app/visits/", "reports/", "ui/parts/"),
    "jdatetime": ("app/",),
    "pypdfium2": ("ui/papers/",),
    "weasyprint": (),
}
HEAVY = (
    "icu",
    "PIL",
    "reportlab",
    "uharfbuzz",
    "openpyxl",
    "argon2",
    "jdatetime",
    "pypdfium2",
    "PySide6.QtPrintSupport",
)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def files(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(found + [path for path in [ROOT / "main.py"] if path.exists()])


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def program() -> dict[str, ast.Module]:
    return {name(path): tree(path) for path in files(*LAYERS)}


def imports(module: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or "." * node.level


def functions(module: ast.Module) -> list[Function]:
    return [node for node in ast.walk(module) if isinstance(node, Function)]


def length(function: Function) -> int:
    return (function.end_lineno or 0) - function.lineno + 1


def wrong_layers(file: str, module: ast.Module) -> Iterator[str]:
    allowed = MAY_IMPORT.get(file) or MAY_IMPORT[file.split("/")[0]]
    for line, imported in imports(module):
        top = imported.split(".")[0]
        if top in {*LAYERS, "main", "tests", "benchmarks"} - allowed:
            yield f"{file}:{line} imports {imported}"


def wrong_libraries(file: str, module: ast.Module) -> Iterator[str]:
    for line, imported in imports(module):
        owners = OWNERS.get(imported.split(".")[0])
        if owners is not None and not file.startswith(owners):
            yield f"{file}:{line} imports {imported}, which belongs to {' '.join(owners) or 'benchmarks/'}"


def unannotated(file: str, module: ast.Module) -> Iterator[str]:
    for function in functions(module):
        args = function.args
        every = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
        bare = [arg.arg for arg in every if arg and not arg.annotation and arg.arg not in ("self", "cls")]
        if bare or function.returns is None:
            yield f"{file}:{function.lineno} {function.name}: {', '.join(bare) or 'return'}"


def too_long(file: str, module: ast.Module) -> Iterator[str]:
    for function in functions(module):
        if length(function) > 50:
            yield f"{file}:{function.lineno} {function.name}: {length(function)} lines"


def broad_excepts(file: str, module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "Exception"
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress"):
            caught = ast.unparse(node)
        else:
            continue
        if re.search(r"\b(Base)?Exception\b", caught):
            yield f"{file}:{node.lineno}"


def turned_windows(file: str, module: ast.Module) -> Iterator[str]:
    """Qt's own translator turns the program; only a cell that is Latin by nature says so. A painter is no widget."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and re.search(r"(?<!painter)\.setLayoutDirection$", ast.unparse(node.func)):
            given = ast.unparse(node.args[0]) if node.args else ""
            if not given.endswith("LeftToRight"):
                yield f"{file}:{node.lineno} setLayoutDirection({given})"


def sleeps(file: str, module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and re.search(
            r"(^|\.)(sleep|qWait|qSleep)$|^qtbot\.wait$", ast.unparse(node.func)
        ):
            yield f"{file}:{node.lineno} {ast.unparse(node)}"


def comments(path: Path) -> Iterator[tuple[str, str]]:
    for token in tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline):
        if token.type == tokenize.COMMENT:
            yield f"{name(path)}:{token.start[0]}", token.string


def without_reason(comment: str) -> bool:
    """`# noqa: E402 – why` and `# type: ignore[x]  # why` are fine; the bare forms are not."""
    found = re.search(r"(noqa(:\s*[A-Z]+[0-9]+(\s*,\s*[A-Z]+[0-9]+)*)?|type:\s*ignore(\[[\w\-, ]+\])?)(.*)", comment)
    return found is not None and len(re.findall(r"[^\W\d_]", found[5])) < 8


Rule = Callable[[str, ast.Module], Iterator[str]]
RULES: tuple[Rule, ...] = (wrong_layers, wrong_libraries, unannotated, too_long, turned_windows)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_holds_everywhere(rule: Rule) -> None:
    offenders = [text for file, module in program().items() for text in rule(file, module)]
    assert not offenders, "\n".join(offenders)


@pytest.mark.parametrize(
    ("rule", "file", "source"),
    [
        (wrong_layers, "db/x.py", "def f():\n    from app import text"),
        (wrong_layers, "ui/page.py", "import db.sqlite"),
        (wrong_layers, "app/x.py", "import reports"),
        (wrong_libraries, "app/x.py", "from PySide6.QtCore import QDate"),
        (wrong_libraries, "ui/x.py", "import sqlite3"),
        (unannotated, "app/x.py", "def f(a: int, *b) -> None: ..."),
        (unannotated, "app/x.py", "def f(): ..."),
        (too_long, "app/x.py", "def f() -> None:\n" + "    f()\n" * 50),
        (broad_excepts, "app/x.py", "try: ...\nexcept (OSError, Exception): ..."),
        (broad_excepts, "app/x.py", "with suppress(BaseException): ..."),
        (turned_windows, "ui/x.py", "self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)"),
        (sleeps, "tests/x.py", "time.sleep(1)"),
        (sleeps, "tests/x.py", "qtbot.wait(100)"),
    ],
)
def test_rule_catches(rule: Rule, file: str, source: str) -> None:
    assert list(rule(file, ast.parse(source)))


def test_at_most_two_broad_excepts() -> None:
    found = [text for file, module in program().items() for text in broad_excepts(file, module)]
    assert len(found) <= 2, "\n".join(found)


def test_no_module_is_over_350_lines() -> None:
    sizes = {name(path): len(path.read_text("utf-8").splitlines()) for path in files(*LAYERS, "benchmarks")}
    assert not {file: size for file, size in sizes.items() if size > 350}


def test_median_module_is_at_most_105_lines() -> None:
    """The limit was 90 lines until the formatter came; it sets one argument a line and made the median 14 % longer."""
    sizes = {name(path): len(path.read_text("utf-8").splitlines()) for path in files(*LAYERS)}
    real = {file: size for file, size in sizes.items() if size > 2}  # a package's one line would flatter the figure
    median = statistics.median(real.values())
    longest = ", ".join(f"{file} {size}" for file, size in sorted(real.items(), key=lambda item: -item[1])[:12])
    if not (ROOT / "main.py").exists():
        pytest.skip(f"counted once main.py stands; now {median} over {len(real)} modules")
    assert median <= 105, f"median {median} over {len(real)} modules; longest: {longest}"


def test_median_function_is_at_most_7_lines() -> None:
    sizes = [length(function) for module in program().values() for function in functions(module)]
    assert statistics.median(sizes) <= 7, f"{len(sizes)} functions, median {statistics.median(sizes)}"


def test_every_package_says_in_one_line_what_lives_there() -> None:
    for file, module in program().items():
        if file.endswith("__init__.py"):
            said = ast.get_docstring(module)
            assert said, f"{file} says nothing"
            assert "\n" not in said, f"{file} says too much"


def test_no_sleeps_in_tests() -> None:
    found = [text for path in files("tests") for text in sleeps(name(path), tree(path))]
    assert not found, "\n".join(found)


def test_every_ignore_in_the_code_carries_its_reason() -> None:
    every = [found for path in files(*LAYERS, "tests", "benchmarks") for found in comments(path)]
    assert not [(place, text) for place, text in every if without_reason(text)]
    assert not [(place, text) for place, text in every if re.search(r"\b(TODO|FIXME|XXX)\b", text)]


@pytest.mark.parametrize(
    ("comment", "bare"),
    [("# noqa", True), ("# noqa: E402", True), ("# noqa: E402, I001 – Qt must come first", False),
     ("# type: ignore[misc]", True), ("# type: ignore[misc]  # the stub is wrong", False), ("# a reason", False)],
)  # fmt: skip
def test_a_bare_ignore_is_seen(comment: str, bare: bool) -> None:
    assert without_reason(comment) == bare


def test_every_ignore_in_the_settings_carries_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    lint = tomllib.loads(text)["tool"]["ruff"]["lint"]
    ignored = {*lint.get("ignore", ()), *lint.get("per-file-ignores", ())}
    assert ignored
    for entry in ignored:
        lines = [line for line in text.splitlines() if f'"{entry}"' in line]
        assert all(re.search(r"#\s*\w+ \w+", line) for line in lines), f"{entry} is ignored without a reason"


def test_starting_up_imports_nothing_heavy() -> None:
    if not (ROOT / "main.py").exists():
        pytest.skip("main.py is not there yet")
    asked = f"import sys, main; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == ""


def imported_files(file: str, module: ast.Module, there: Collection[str]) -> set[str]:
    """The program's modules that a module names anywhere, even where only for the types or late."""
    found = set[str]()
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        found |= {path for name in names if (path := name.replace(".", "/") + ".py") in there}
    return found - {file}


def circles(arrows: dict[str, set[str]]) -> set[str]:
    """What is left once everything that leads nowhere any more is taken away, from both ends."""
    left = {file: set(targets) for file, targets in arrows.items()}
    while loose := {
        file
        for file, targets in left.items()
        if not targets & left.keys() or not any(file in others for others in left.values())
    }:
        left = {file: targets - loose for file, targets in left.items() if file not in loose}
    return set(left)


def test_a_circle_is_found():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == {"b", "c"}


def test_nobody_imports_in_a_circle():
    modules = program()
    assert not circles({file: imported_files(file, module, modules) for file, module in modules.items()})


FLOORS: dict[str, tuple[tuple[str, ...], ...]] = {
    "app": (
        ("errors",),
        ("persian",),
        ("access", "venue", "spreadsheets"),
        ("journal", "this_pc"),
        ("office", "papers", "visits"),
        ("accounts", "sessions"),
        ("referrals",),
        ("collective",),
        ("answer_files", "cases", "closures", "followup", "figures", "messages", "backups"),
        ("line", "wall_clock", "unit_sheets"),
        ("table", "reception"),
        ("search", "printing", "invented"),
        ("audit",),
        ("exports", "commands"),
    ),
    "ui": (
        ("widgets", "work", "this_pc"),
        ("context",),
        ("page",),
        ("shell", "display"),
        ("papers",),
        ("parts", "services"),
        ("sessions", "reception", "line", "table", "followup", "search", "reports", "settings", "start"),
        ("program",),
        ("tour",),
    ),
}
"""The packages of each layer, the ground floor first: a package imports only from floors below its own."""
LOOSE = {"app": 3, "ui": 5, "tests": 3}
"""How many modules may lie beside the packages."""


def room(file: str) -> tuple[str, str]:
    """The layer and the package of a module: app/line/steps.py is in ("app", "line")."""
    layer, name = file.split("/")[:2]
    return layer, name.removesuffix(".py")


def arrows_between_rooms(modules: dict[str, ast.Module], layer: str) -> dict[str, set[str]]:
    arrows: dict[str, set[str]] = {}
    for file, module in modules.items():
        if not file.startswith(f"{layer}/") or room(file)[1] == "__init__":
            continue
        targets = {room(other)[1] for other in imported_files(file, module, modules) if other.startswith(f"{layer}/")}
        arrows.setdefault(room(file)[1], set()).update(targets - {room(file)[1], "__init__"})
    return arrows


def wrong_floors(arrows: dict[str, set[str]], floors: tuple[tuple[str, ...], ...]) -> list[str]:
    height = {name: floor for floor, names in enumerate(floors) for name in names}
    missing = [f"{name} stands on no floor" for name in arrows if name not in height]
    return missing + [
        f"{name} imports {target}, which is no floor below"
        for name, targets in arrows.items()
        for target in targets
        if height.get(target, 99) >= height.get(name, 99)
    ]


@pytest.mark.parametrize("layer", FLOORS)
def test_packages_stand_on_their_floors(layer: str) -> None:
    arrows = arrows_between_rooms(program(), layer)
    assert not circles(arrows)
    assert not (wrong := wrong_floors(arrows, FLOORS[layer])), "\n".join(wrong)
    assert {name for names in FLOORS[layer] for name in names} == arrows.keys()


def test_import_from_a_floor_above_is_found() -> None:
    modules = {
        file: ast.parse(source)
        for file, source in {
            "app/persian/text.py": "from app.line.order import sort",
            "app/line/order.py": "from app.persian import text",
            "app/errors.py": "",
            "app/hall/x.py": "import app.errors",
        }.items()
    }
    arrows = arrows_between_rooms(modules, "app")
    assert circles(arrows) == {"persian", "line"}
    assert set(wrong_floors(arrows, (("errors",), ("persian",), ("line",)))) == {
        "persian imports line, which is no floor below",
        "hall stands on no floor",
    }


@pytest.mark.parametrize("folder", LOOSE)
def test_few_modules_lie_loose(folder: str) -> None:
    loose = [path.name for path in (ROOT / folder).glob("*.py") if path.name not in ("__init__.py", "conftest.py")]
    assert len(loose) <= LOOSE[folder], loose
