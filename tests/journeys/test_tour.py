"""The tour: a day and the weeks after it through the real main window, in a process of its own."""

import os
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import readback

ROOT = Path(__file__).parents[2]
PAPERS = ("ticket", "slip", "receipt", "minutes", "recovery", "ledger", "reminder", "unit_sheet", "scorecard", "report")


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def folder(tmp_path_factory, request):
    """The folder the tour fills. The tour fails when a step gets stuck or a known visitor costs too many keys."""
    filled = tmp_path_factory.mktemp("tour")
    bare = {
        key: value for key, value in os.environ.items() if key not in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY")
    }
    at = ("--database", request.getfixturevalue("server").database()) if request.param == "postgres" else ()
    done = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), "tour", str(filled), *at],
        cwd=ROOT,
        env=bare,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return filled


def size(picture):
    return struct.unpack(">II", picture.read_bytes()[16:24])


def words(pdf):
    return "\n".join(readback.page_texts(pdf))


def test_tour_saves_numbered_pictures_of_the_window_and_the_display(folder):
    pictures = sorted(folder.glob("*.png"))
    assert [int(picture.name[:2]) for picture in pictures] == list(range(1, len(pictures) + 1))
    assert len(pictures) >= 30
    sizes = {picture.stem[3:]: size(picture) for picture in pictures}
    assert sizes.pop("display") == (1920, 1080)
    assert set(sizes.values()) == {(1366, 768)}


@pytest.mark.parametrize("paper", PAPERS)
def test_tour_saves_every_paper_of_the_day(folder, paper):
    assert "شهرداری کرج" in words(folder / f"{paper}.pdf").replace("\u200f", "")


def test_slips_of_one_paraph_carry_two_numbers_and_the_receipt_both(folder):
    text = words(folder / "slip.pdf").replace("\u200f", "")
    assert text.count("برگهٔ ارجاع") == 2
    assert text.count("۰۰۰۰۱") >= 2
    assert text.count("۰۰۰۰۲") >= 2
    assert "رسید متقاضی" in text


def test_minutes_of_the_day_name_its_year_and_the_absent(folder):
    text = words(folder / "minutes.pdf")
    assert "۱۴۰۵" in text
    assert "غایب" in text


def test_follow_up_of_the_slips_is_on_paper(folder):
    ledger, reminder, sheet, card = (
        words(folder / f"{name}.pdf").replace("\u200f", "")
        for name in ("ledger", "reminder", "unit_sheet", "scorecard")
    )
    assert "ادارهٔ کل حقوقی" in ledger and "۱۴۰۵/۰۹/۰۷" in ledger
    assert "۵ روز کاری" in reminder
    assert "ادارهٔ کل حقوقی" in sheet and "منطقهٔ ۵" not in sheet, "a solved matter is not on the sheet"
    assert "۵۰" in card and "۱۰۰" in card, "one of two in time; the one answered is solved"
