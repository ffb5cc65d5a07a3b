"""Docstrings, comments and tests' names are plain English: the subject is named, and a sentence is no fragment.

A test cannot tell good prose. It holds what was hardest to read when the house was written: fragments that begin with
"Of" or "Who", functions that "answer with", and clerks and visitors who were both called "he".
"""

import ast
import io
import re
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("app", "db", "reports", "ui", "benchmarks", "tests")
RIDDLES = {
    "begins as a fragment": re.compile(
        r"^(Of|Whoever|Whose|Whom|By which|Followed by|Told)\b(?!.*\?)|^Who\b(?! may)(?!.*\?)"
    ),
    "a function returns": re.compile(r"\banswers? with\b", re.IGNORECASE),
    "name the clerk, the visitor or the unit": re.compile(r"\b(he|him|his|she|hers|whoever|whom)\b", re.IGNORECASE),
}

NAMELESS = {"name the subject": re.compile(r"^What (?!.*\?)")}
"""A docstring of a test may say what is tested; one of the program names the thing it stands at."""


def texts(source: str) -> list[tuple[int, str]]:
    """The docstrings, the comments and the names of the tests in a module, each with its line."""
    tree = ast.parse(source)
    found = [
        (node.lineno, node.value.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    ]
    found += [
        (node.lineno, node.name.replace("_", " "))
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    comments = tokenize.generate_tokens(io.StringIO(source).readline)
    return found + [(token.start[0], token.string.lstrip("# ")) for token in comments if token.type == tokenize.COMMENT]


def riddles(source: str, among: dict[str, re.Pattern[str]] = RIDDLES) -> list[str]:
    return [
        f"{line}: {why}: {' '.join(text.split())[:80]}"
        for line, text in texts(source)
        for why, pattern in among.items()
        if pattern.search(text)
    ]


@pytest.mark.parametrize("folder", FOLDERS)
def test_prose_is_plain(folder):
    modules = [path for path in sorted((ROOT / folder).rglob("*.py")) if path != Path(__file__)]
    among = RIDDLES if folder == "tests" else RIDDLES | NAMELESS
    found = [
        f"{path.relative_to(ROOT)}:{riddle}" for path in modules for riddle in riddles(path.read_text("utf-8"), among)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "source",
    [
        'def f():\n    """Of one clerk, by the roles held now."""',
        'def f():\n    """Add a clerk; answers with the id."""',
        "x = 1  # he has signed in",
        "def test_what_he_typed_stays(): ...",
    ],
)
def test_riddle_is_found(source):
    assert riddles(source)


def test_docstring_without_a_subject_is_found_in_the_program():
    source = 'x = 1\n"""What the page shows."""'
    assert riddles(source, RIDDLES | NAMELESS) and not riddles(source)


def test_plain_sentence_passes():
    assert not riddles('def f():\n    """Return the clerk who signed in last."""\n    # the visitor is called again')
