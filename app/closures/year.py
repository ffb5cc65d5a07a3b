"""Confirming the holidays of a year, day by day, when its official calendar is out."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.access.clerks import Clerk
from app.closures.changes import ROLES, TOPICS, DayChange, move_deadlines
from app.errors import Refused
from app.journal.writing import Change, writing
from app.office import lists
from app.office import settings as office
from app.office.holidays import holidays, listed_days, missing
from app.persian.calendar import LAST_YEAR, jalali, jalali_year, local_day
from app.persian.text import fa
from db import Database, Row

FROM_MONTH = 10
"""Dey: from then on the next year's official calendar is out."""


@dataclass(frozen=True, slots=True)
class YearToConfirm:
    """The next year whose holidays wait for a confirmation, as the settings show it."""

    today: str
    confirmed: int
    """The last confirmed year."""
    year: int | None
    """The year that can be confirmed now; None when there is none."""


def year_to_confirm(db: Database) -> YearToConfirm:
    today, confirmed = local_day(db.now()), office.settings(db).holidays_confirmed
    return YearToConfirm(today, confirmed, _next(today, confirmed))


def list_year(db: Database, clerk: Clerk, year: int) -> int:
    """Put the computed holidays of a year into the list, where each can be confirmed, moved or taken out; return how
    many the list did not have."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        return _list_year(change, year)


def confirm_day(db: Database, clerk: Clerk, entry_id: int) -> DayChange:
    with writing(db, clerk, ROLES, *TOPICS) as change:
        return _change(change, entry_id, {"certain": 1})


def move_day(db: Database, clerk: Clerk, entry_id: int, by: int) -> DayChange:
    """Move a holiday that waits for its confirmation by so many days, confirm it, and move the deadlines."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        row = db.required_row("SELECT day, name, certain FROM holiday WHERE id = :id", id=entry_id)
        if row["certain"]:
            raise Refused("این روز قطعی است و جابه‌جا نمی‌شود.")
        try:
            day = (date.fromisoformat(row["day"]) + timedelta(days=by)).isoformat()
        except OverflowError:
            raise Refused("این تاریخ در تقویم وجود ندارد.") from None
        other = db.row("SELECT id, name, certain, retired_on FROM holiday WHERE day = :day", day=day)
        if other and not other["certain"] and not other["retired_on"]:
            raise Refused(f"برای این روز «{other['name']}» ثبت شده است؛ ابتدا آن را جابه‌جا کنید.")
        if other:  # a day has one entry, which names both occasions
            return _join(change, entry_id, row["name"], other)
        return _change(change, entry_id, {"day": day, "certain": 1})


def confirm_year(db: Database, clerk: Clerk, year: int) -> None:
    """Confirm the holidays of a year as the list has them; those that are only computed are put into it."""
    with writing(db, clerk, ROLES, *TOPICS) as change:
        known = office.settings(db)
        if year != _next(local_day(change.now), known.holidays_confirmed):
            raise Refused(f"تعطیلات سال {fa(year)} اکنون قابل تأیید نیست.")
        _list_year(change, year)
        for row in db.rows("SELECT id, day FROM holiday WHERE certain = 0 AND retired_on = ''"):
            if jalali_year(row["day"]) == year:
                _change(change, row["id"], {"certain": 1})
        office.store(change, {"holidays_confirmed": str(year)})


def _next(today: str, confirmed: int) -> int | None:
    year = jalali_year(today)
    last = year + (int(jalali(today)[5:7]) >= FROM_MONTH)
    return next((each for each in range(year, last + 1) if each > confirmed), None)


def _list_year(change: Change, year: int) -> int:
    if not 1405 <= year <= LAST_YEAR:
        raise Refused("سال را درست بنویسید.")
    found: dict[str, tuple[str, bool]] = {}
    for each in missing(listed_days(change.db), year):
        name, certain = found.get(each.day, ("", False))
        found[each.day] = ("؛ ".join(filter(None, (name, each.name))), certain or each.certain)
    for day, (name, certain) in found.items():
        change.db.send(
            "INSERT INTO holiday (day, name, certain, position) SELECT :day, :name, :certain,"
            " COALESCE(MAX(position), 0) + 1 FROM holiday WHERE 1 = 1 ON CONFLICT (day) DO UPDATE SET"
            " name = excluded.name, certain = excluded.certain, closure = 0, letter = '', retired_on = ''"
            " WHERE holiday.retired_on <> ''",  # a closure that was taken out of the list
            day=day,
            name=name,
            certain=int(certain),
        )
    if found:
        change.record("list_year", "holiday", None, after={"year": year, "added": len(found)})
    return len(found)


def _join(change: Change, entry_id: int, name: str, other: Row) -> DayChange:
    """Give the occasion of an entry to the entry of another day, and retire its own."""
    before = holidays(change.db).days
    names = f"{other['name']}؛ {name}" if not other["retired_on"] else name
    change.db.send(
        "UPDATE holiday SET name = :name, certain = 1, retired_on = '' WHERE id = :id", id=other["id"], name=names
    )
    change.record("change", "holiday", other["id"], before={"name": other["name"]}, after={"name": names})
    lists.set_retired(change, "holiday", entry_id, back=False)
    return move_deadlines(change, other["id"], before)


def _change(change: Change, entry_id: int, values: dict[str, Any]) -> DayChange:
    before = holidays(change.db).days
    was = change.db.required_row("SELECT day, certain FROM holiday WHERE id = :id", id=entry_id)
    change.db.send("UPDATE holiday SET day = :day, certain = :certain WHERE id = :id", id=entry_id, **{**was, **values})
    change.record("change", "holiday", entry_id, before=was, after={**was, **values})
    return move_deadlines(change, entry_id, before)
