"""This PC's settings read without Qt, from files that QSettings wrote."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.this_pc.opening import address_of
from app.this_pc.server_choice import choose
from app.this_pc.settings import FILE, SavedSettings
from app.venue.server import Venue
from ui.this_pc.settings import PcSettings

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.mark.parametrize(
    "value",
    [
        "/home/کاربر/پشتیبان چهارشنبه‌ها",
        "C:\\Users\\علی\\New\\x41",
        "D:\\",
        "a, b; c",
        '"quoted" = x',
        "",
        " spaces ",
        "@x",
        "@@x",
        "@String(x)",
        "%U0686",
        "😀f0",
        "é",
        "line\nand\ttab",
        "\x01a",
    ],
)
def test_value_is_read_as_qt_wrote_it(tmp_path, value):
    local = PcSettings.of_folder(tmp_path)
    local.set("backup/first", "1")
    local.set("backup/second", value)
    saved = SavedSettings(tmp_path)
    assert saved.get("backup/second") == value and saved.get("backup/first") == "1"


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT, ANY_TEXT)
def test_any_text_is_read_as_qt_wrote_it(first, second):
    with TemporaryDirectory() as folder:
        local = PcSettings.of_folder(Path(folder))
        local.set("backup/second", first)
        local.set("printer/slip", second)
        saved = SavedSettings(Path(folder))
        assert (saved.get("backup/second"), saved.get("printer/slip")) == (first, second)


def test_file_of_an_older_qt_is_read(tmp_path):
    """Older versions of Qt write every letter beyond ASCII by its number."""
    (tmp_path / FILE).write_text(
        "[backup]\r\nhere=1\r\nsecond=/mnt/\\x67e\\x634\\x62a \\xd83d\\xde00/b\r\n; second=/no\r\n\r\n"
        "[table]\r\nid=3\r\n",
        "ascii",
        newline="",
    )
    saved = SavedSettings(tmp_path)
    assert saved.get("backup/second") == "/mnt/پشت 😀/b"
    assert (saved.get("backup/here"), saved.get("table/id"), saved.get("table/no", "none")) == ("1", "3", "none")


@pytest.mark.parametrize(
    "data", [b"", b"no settings", b"[a\n=\n==\n[]\n", b"[backup]\nsecond=\\x99999999\\", b"\xff\xfe\0"]
)
def test_broken_file_has_no_settings(tmp_path, data):
    (tmp_path / FILE).write_bytes(data)
    assert SavedSettings(tmp_path).get("backup/here", "none") == "none"
    assert SavedSettings(tmp_path / "nowhere").get("backup/here", "none") == "none"


def test_database_is_the_server_this_pc_was_set_to(tmp_path):
    own_file = str(tmp_path / "office.db")
    assert address_of(None, tmp_path) == own_file
    local = PcSettings.of_folder(tmp_path)
    choose(local, Venue("10.0.0.1,10.0.0.2", tls="verify-full", certificate=str(tmp_path / "گواهی.crt")))
    assert address_of(None, tmp_path).startswith("postgresql://mosalla_desk@10.0.0.1:5432,10.0.0.2:5432/mosalla?")
    assert address_of("other.db", tmp_path) == "other.db"
    choose(local, None)
    assert address_of(None, tmp_path) == own_file
