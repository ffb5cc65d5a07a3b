"""The documents name files that exist, and every package of the program is named in docs/architecture.md."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md", "docs/glossary.md")
PLACE = re.compile(r"`((?:app|db|reports|ui|tests|benchmarks|docs|packaging|\.ci)/[\w./-]*\w/?)`")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_files_named_in_a_document_exist(document):
    text = (ROOT / document).read_text("utf-8")
    missing = [place for place in PLACE.findall(text) if not (ROOT / place).exists()]
    assert not missing


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_of_a_document_lead_somewhere(document):
    text = (ROOT / document).read_text("utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert not [link for link in links if not ((ROOT / document).parent / link).exists()]


@pytest.mark.parametrize("layer", ["app", "ui"])
def test_every_package_is_named_in_the_architecture(layer):
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    packages = {path.parent.name for path in (ROOT / layer).glob("*/__init__.py")}
    assert len(packages) > 10
    assert not {package for package in packages if not re.search(rf"\b{package}\b", text)}


def test_a_missing_file_is_found():
    assert PLACE.findall("`app/nowhere/x.py` and `app/line/`") == ["app/nowhere/x.py", "app/line/"]
