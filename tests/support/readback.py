"""Reads the text of a PDF back, as it would be copied from a reader."""

import atexit
import re
import shutil
import subprocess
import tempfile
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

READERS = ("pdfium", "poppler", "pdf.js")
PDFJS = "5.6.205"
PDFJS_SCRIPT = """ // a new style, or a place further left, begins a line of its own: another field, another cell
import { readFileSync } from "node:fs";
Object.assign(globalThis, { DOMMatrix: class {}, ImageData: class {}, Path2D: class {} }); // only drawing needs them
const { getDocument } = await import("pdfjs-dist/legacy/build/pdf.mjs");
const data = new Uint8Array(readFileSync(process.argv[2]));
const pdf = await getDocument({ data, verbosity: 0 }).promise;
for (let page = 1; page <= pdf.numPages; page++) {
  const { items } = await (await pdf.getPage(page)).getTextContent();
  let last = { edge: 0, fontName: "", height: 0 };
  for (const { str, transform, width, height, fontName, hasEOL } of items) {
    const apart = transform[4] < last.edge || fontName !== last.fontName || height !== last.height;
    process.stdout.write((apart && str.trim() ? "\\n" : "") + str + (hasEOL ? "\\n" : ""));
    if (str.trim()) last = { edge: transform[4] + width / 2, fontName, height };
  }
  process.stdout.write("\\n");
}
"""
DIRECTION_MARKS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def text(pdf: bytes, reader: str, folder: Path) -> str:
    """Return all text without its direction marks, as it is seen after pasting; skip where the reader is missing."""
    if reader == "pdfium":
        return "\n".join(page_texts(pdf))
    (folder / "read.pdf").write_bytes(pdf)
    if reader == "pdf.js":
        return _output("node", _pdfjs_folder() / "read.mjs", folder / "read.pdf")
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("poppler's pdftotext is not installed")
    return _output(program, folder / "read.pdf", "-")


def page_texts(pdf: bytes | Path) -> list[str]:
    """Return the text of each page as pdfium reads it, without direction marks; `pdf` may be a path."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page_text(page) for page in document]


def page_text(page: pypdfium2.PdfPage) -> str:
    found: str = page.get_textpage().get_text_range()
    return found.translate(DIRECTION_MARKS)


def _output(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    return done.stdout.decode().translate(DIRECTION_MARKS)


def _pdfjs_folder() -> Path:
    folder = _installed_pdfjs()
    if isinstance(folder, str):
        pytest.skip(folder)
    return folder


@cache
def _installed_pdfjs() -> Path | str:
    """Install pdf.js outside the repository for as long as the tests run; return its folder or why it is not there."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return "pdf.js needs node and npm, which are not installed"
    folder = Path(tempfile.mkdtemp(prefix="pdfjs"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    wanted = [f"pdfjs-dist@{PDFJS}", "--omit=optional", "--no-audit", "--no-fund", "--prefer-offline"]
    try:
        subprocess.run([npm, "install", "--prefix", folder, *wanted], capture_output=True, check=True, timeout=120)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return f"npm could not install pdfjs-dist {PDFJS}: no network, or a node older than 20"
    (folder / "read.mjs").write_text(PDFJS_SCRIPT, "utf-8")
    return folder


def lines(text: str) -> list[str]:
    """Return the lines that have words, each space once."""
    return [" ".join(line.split()) for line in unicodedata.normalize("NFC", text).splitlines() if line.strip()]


def words(text: str) -> Counter[str]:
    """Count the words: letters with their marks and ZWNJ, or digits.

    Any other character ends a word, so it does not matter where a reader puts a comma. Marks are put in one order.
    """
    found = re.findall(r"(?:[^\W_]|[\u064b-\u0655\u0670\u200c])+", unicodedata.normalize("NFC", text))
    return Counter(word for word in found if word.strip("\u200c"))


def missing(wanted: str, found: str) -> Counter[str]:
    """Return the words of `wanted` that `found` lacks."""
    return words(wanted) - words(found)
