"""Iran's official holidays of any Jalali year.

The solar ones are certain. A lunar month begins when the moon is seen in Iran: a day after the month of the Umm al-Qura
calendar or on the same day. Of 340 lunar holidays of 2005 to 2026, 216 were on the day that is computed here and 124 on
the day before it, so these wait for a clerk who has the official calendar.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from app.persian.calendar import jalali_year, parse_jalali

_SOLAR = (
    ("01/01", "جشن نوروز"),
    ("01/02", "عید نوروز"),
    ("01/03", "عید نوروز"),
    ("01/04", "عید نوروز"),
    ("01/12", "روز جمهوری اسلامی"),
    ("01/13", "روز طبیعت"),
    ("03/14", "رحلت حضرت امام خمینی"),
    ("03/15", "قیام 15 خرداد"),
    ("11/22", "پیروزی انقلاب اسلامی"),
    ("12/29", "روز ملی شدن صنعت نفت ایران"),
)
_LAST_DAY = "آخرین روز سال"
"""30 Esfand of a leap year."""
_LUNAR = (
    (1, 9, "تاسوعای حسینی"),
    (1, 10, "عاشورای حسینی"),
    (2, 20, "اربعین حسینی"),
    (2, 28, "رحلت رسول اکرم؛ شهادت امام حسن مجتبی علیه‌السلام"),
    (3, 0, "شهادت امام رضا علیه‌السلام"),  # the last day of Safar, the 29th or the 30th
    (3, 8, "شهادت امام حسن عسکری علیه‌السلام"),
    (3, 17, "میلاد رسول اکرم و امام جعفر صادق علیه‌السلام"),
    (6, 3, "شهادت حضرت فاطمه زهرا سلام‌الله علیها"),
    (7, 13, "ولادت امام علی علیه‌السلام و روز پدر"),
    (7, 27, "مبعث رسول اکرم (ص)"),
    (8, 15, "ولادت حضرت قائم عجل الله تعالی فرجه و جشن نیمهٔ شعبان"),
    (9, 21, "شهادت حضرت علی علیه‌السلام"),
    (10, 1, "عید سعید فطر"),
    (10, 2, "تعطیل به مناسبت عید سعید فطر"),
    (10, 25, "شهادت امام جعفر صادق علیه‌السلام"),
    (12, 10, "عید سعید قربان"),
    (12, 18, "عید سعید غدیر خم"),
)
"""Month, day and occasion; day 0 is the last of the month before."""


@dataclass(frozen=True, slots=True)
class OfficialHoliday:
    day: str
    name: str
    certain: bool
    """False for a lunar one, which may be a day earlier."""


@lru_cache(maxsize=64)
def official_holidays(year: int) -> tuple[OfficialHoliday, ...]:
    """Return the holidays of a Jalali year by day; two occasions on one day are two of them."""
    return tuple(sorted((*_solar(year), *_lunar(year)), key=lambda holiday: holiday.day))


def _solar(year: int) -> Iterator[OfficialHoliday]:
    for day, name in _SOLAR:
        yield OfficialHoliday(parse_jalali(f"{year}/{day}"), name, True)
    last = date.fromisoformat(parse_jalali(f"{year}/12/29")) + timedelta(days=1)
    if jalali_year(last.isoformat()) == year:
        yield OfficialHoliday(last.isoformat(), _LAST_DAY, True)


def _lunar(year: int) -> Iterator[OfficialHoliday]:
    """Compute the lunar holidays; those of one Jalali year lie in two lunar years, or three."""
    import icu  # late: start-up

    months = icu.Calendar.createInstance(icu.TimeZone.createTimeZone("UTC"), icu.Locale("en@calendar=islamic-umalqura"))
    about = round((year - 1) * 365.2422 / 354.367)
    for lunar_year in range(about - 1, about + 3):
        for month, number, name in _LUNAR:
            months.clear()
            months.set(lunar_year, month - 1, 1)
            first = datetime.fromtimestamp(months.getTime(), UTC).date()
            day = (first + timedelta(days=number)).isoformat()  # the first of Iran's month is the second of this one
            if jalali_year(day) == year:
                yield OfficialHoliday(day, name, False)
