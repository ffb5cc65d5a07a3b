"""Whether this PC's wall clock is Tehran's."""

from datetime import UTC, datetime, timedelta

from app.persian.text import isolate

TEHRAN = timedelta(hours=3, minutes=30)


def wrong_zone(offset: timedelta | None = None) -> str:
    """Return the sentence for a PC whose wall clock is not UTC+03:30, with what to do; '' for one whose is. `offset`:
    the PC's own, when it is not given."""
    offset = datetime.now(UTC).astimezone().utcoffset() if offset is None else offset
    if offset in (None, TEHRAN):
        return ""
    assert offset is not None
    sign, minutes = "-" if offset < timedelta() else "+", int(abs(offset).total_seconds()) // 60
    return (
        f"منطقهٔ زمانی این رایانه {isolate(f'UTC{sign}{minutes // 60:02}:{minutes % 60:02}')} است، نه وقت تهران"
        f" ({isolate('UTC+03:30')}). در تنظیمات تاریخ و ساعت ویندوز، منطقهٔ زمانی {isolate('(UTC+03:30) Tehran')} را"
        " انتخاب و تغییر خودکار ساعت تابستانی را خاموش کنید؛ سپس ساعت را بررسی کنید."
        " ساعت برگه‌ها در هر حال به وقت تهران است."
    )
