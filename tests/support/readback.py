"""Reads the text of a PDF back, as it would be copied from a reader."""

import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest

READERS = ("pdfium", "poppler")


def text(pdf: bytes, reader: str, folder: Path) -> str:
    """Return all text; skip the test where poppler's `pdftotext` is not installed."""
    if reader == "pdfium":
        with pypdfium2.PdfDocument(pdf) as document:
            return "\n".join(page.get_textpage().get_text_range() for page in document)
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("poppler's pdftotext is not installed")
    (folder / "read.pdf").write_bytes(pdf)
    done = subprocess.run([program, folder / "read.pdf", "-"], capture_output=True, check=True, timeout=60)
    return done.stdout.decode()


def words(text: str) -> Counter[str]:
    """Count the words: letters with their marks and ZWNJ, or digits.

    Any other character ends a word, so it does not matter where a reader puts a comma. Marks are put in one order.
    """
    found = re.findall(r"(?:[^\W_]|[\u064b-\u0655\u0670\u200c])+", unicodedata.normalize("NFC", text))
    return Counter(word for word in found if word.strip("\u200c"))


def missing(wanted: str, found: str) -> Counter[str]:
    """Return the words of `wanted` that `found` lacks."""
    return words(wanted) - words(found)
