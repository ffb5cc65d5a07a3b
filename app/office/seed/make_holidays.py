"""Compute holidays.csv. Run by hand when a year is added (extra `seed`):
python -m app.office.seed.make_holidays 1405 1406

Solar holidays are certain. Lunar ones follow the sighting of the moon and may move by a day; the office corrects them.
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

from app.persian.calendar import jalali

SOLAR = {"01/01", "01/02", "01/03", "01/04", "01/12", "01/13", "03/14", "03/15", "11/22", "12/29", "12/30"}
_SPELLING = {
    "عیدنوروز": "عید نوروز",
    "؛شهادت": "؛ شهادت",
    "; ": "؛ ",
    "علیه السلام": "علیه‌السلام",
    "سلام الله علیها": "سلام‌الله علیها",
    " (تخمینی)": "",
    "قیام 15 خرداد": "قیام ۱۵ خرداد",
}


def holidays_of(years: set[str]) -> Iterator[tuple[str, str, int]]:
    """Day, name and certainty of each holiday in those Jalali years, in order."""
    import holidays  # late: only the extra `seed` brings it

    gregorian = {int(year) + offset for year in years for offset in (621, 622)}
    found = holidays.country_holidays("IR", years=gregorian, language="fa_IR")
    for day, name in sorted(found.items()):
        year, _, month_and_day = jalali(day.isoformat()).partition("/")
        if year in years:
            for wrong, right in _SPELLING.items():
                name = name.replace(wrong, right)
            yield day.isoformat(), name, int(month_and_day in SOLAR)


if __name__ == "__main__":
    with Path(__file__).with_name("holidays.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("day", "name", "certain"), *holidays_of(set(sys.argv[1:]))])
