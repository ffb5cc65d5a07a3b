"""A PC whose wall clock is not Tehran's is told so; days and times are Tehran's either way."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.wall_clock.time_zone import wrong_zone

ROOT = Path(__file__).parents[2]
SAYS = """
import sys
sys.path.insert(0, {root!r})
from app.persian.calendar import local_day, local_time
from app.wall_clock.time_zone import wrong_zone
moment = "2026-07-22T20:45:00.000Z"
sys.stdout.buffer.write(f"{{wrong_zone()}}|{{local_day(moment)}} {{local_time(moment)}}".encode())
"""


def on_a_pc(zone):
    """What a program says that starts on a PC with this zone."""
    done = subprocess.run(
        [sys.executable, "-c", SAYS.format(root=str(ROOT))],
        env=os.environ | {"TZ": zone},
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().split("|")


@pytest.mark.parametrize("zone", ["Asia/Tehran", "IRST-3:30"])
def test_pc_in_tehran_is_not_told(zone):
    assert on_a_pc(zone) == ["", "2026-07-23 00:15"]


@pytest.mark.parametrize(
    ("zone", "named"),
    [("IRDT-4:30", "UTC+04:30"), ("UTC", "UTC+00:00"), ("Asia/Dubai", "UTC+04:00"), ("NST3:30", "UTC-03:30")],
)
def test_pc_elsewhere_is_told_with_what_to_do_and_shows_tehrans_time(zone, named):
    sentence, shown = on_a_pc(zone)
    assert named in sentence and "(UTC+03:30) Tehran" in sentence
    assert shown == "2026-07-23 00:15"


def test_summer_time_of_old_time_zone_data_is_found_only_in_summer():
    """Time-zone data from before 1401 moves the wall clock by an hour in summer."""
    assert wrong_zone(timedelta(hours=3, minutes=30)) == ""
    assert "UTC+04:30" in wrong_zone(timedelta(hours=4, minutes=30))


def test_zone_is_that_of_now():
    assert wrong_zone(datetime.now(UTC).astimezone().utcoffset()) == wrong_zone()


@pytest.mark.parametrize("zone", ["Etc/GMT-14", "Etc/GMT+12"])
def test_empty_date_field_begins_with_tehrans_day(zone):
    """At any moment one of the two zones has another day than Tehran."""
    says = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); from datetime import UTC, datetime;"
        "from app.persian.calendar import local_day; from ui.widgets.clock import today;"
        "before = datetime.now(UTC).isoformat(); found = today();"
        "print(found in (local_day(before), local_day(datetime.now(UTC).isoformat())))"
    )
    done = subprocess.run([sys.executable, "-c", says], env=os.environ | {"TZ": zone}, capture_output=True, check=True)
    assert done.stdout.strip() == b"True"
