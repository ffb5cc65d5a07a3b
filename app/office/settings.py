"""The office's settings and its emblem."""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from app.access.clerks import Clerk
from app.errors import Refused
from app.journal.conflict import refuse_if_changed
from app.journal.writing import Change, writing
from app.persian.calendar import LAST_YEAR, local_day
from app.persian.text import checked
from db import Database, Deferred, Row

EMBLEM_BYTES = 512_000
_TEXTS = {
    "office": ("نام سازمان", 60),
    "phone": ("تلفن پیگیری", 30),
    "return_address": ("نشانی بازگشت برگه‌ها", 120),
    "secretariat_phone": ("تلفن دبیرخانه", 30),
    "sender_name": ("نام فرستنده", 60),
    "sender_post": ("سمت فرستنده", 60),
}
"""Label and greatest length of each setting that is a text."""

FLAGS = (
    "thursday_works",
    "display_names",
    "message_registered",
    "message_moved",
    "message_referred",
    "message_answered",
)
"""The settings that are a yes or a no."""


@dataclass(frozen=True, slots=True)
class Settings:
    office: str = ""
    phone: str = "137"
    priority_after: int = 2
    """One priority visitor is called after this many ordinary ones; never absolute precedence."""
    recall_limit: int = 3
    """Times a number may be called again before the visitor counts as absent."""
    long_wait: int = 60
    """Minutes after which a wait in the line stands out."""
    thursday_works: int = 0
    """Whether deadlines count Thursday as a working day."""
    thursday_changes: str = ""
    """The ISO days from which that changed, oldest first: the days before keep what they were."""
    display_names: int = 0
    """Whether the public display shows names; the matter never."""
    slip_form: str = "a4"
    """'a4': two A5 on one A4 with a cut line; 'a5': each on its own."""
    acknowledge_days: int = 3
    """Working days within which a unit says that it has a slip; after them the slip is on a list of its own."""
    holidays_confirmed: int = 1405
    """The last Jalali year whose holidays the office has confirmed; the list it starts with is that of 1405."""
    remind_again_days: int = 5
    """Working days after a reminder before which its referral gets no other."""
    correction_days: int = 7
    """Days after its closing in which a session may be opened for corrections."""
    message_registered: int = 0
    """Whether visitors get a message of this kind, as of the next three (app/messages)."""
    message_moved: int = 0
    message_referred: int = 0
    message_answered: int = 1
    return_address: str = ""
    """Where units return slips to; it stands at the foot of letters, as do the next three."""
    secretariat_phone: str = ""
    sender_name: str = ""
    sender_post: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.priority_after <= 20:
            raise Refused("فاصلهٔ نوبت‌های اولویت‌دار باید بین ۱ تا ۲۰ باشد.", "priority_after")
        if not 1 <= self.recall_limit <= 9:
            raise Refused("تعداد فراخوان دوباره باید بین ۱ تا ۹ باشد.", "recall_limit")
        if not 10 <= self.long_wait <= 240:
            raise Refused("انتظار طولانی باید بین ۱۰ تا ۲۴۰ دقیقه باشد.", "long_wait")
        if not 1 <= self.acknowledge_days <= 30:
            raise Refused("مهلت وصول باید بین ۱ تا ۳۰ روز کاری باشد.", "acknowledge_days")
        if not 1 <= self.remind_again_days <= 30:
            raise Refused("فاصلهٔ دو پیرو باید بین ۱ تا ۳۰ روز کاری باشد.", "remind_again_days")
        if not 1405 <= self.holidays_confirmed <= LAST_YEAR:
            raise Refused("تعطیلات این سال قابل تأیید نیست.", "holidays_confirmed")
        if not 1 <= self.correction_days <= 60:
            raise Refused("مهلت اصلاح جلسه باید بین ۱ تا ۶۰ روز باشد.", "correction_days")
        for flag in FLAGS:
            if getattr(self, flag) not in (0, 1):
                raise Refused("پاسخ این پرسش بله یا خیر است.", flag)
        if self.slip_form not in ("a4", "a5"):
            raise Refused("اندازهٔ برگه باید A4 یا A5 باشد.", "slip_form")


def settings(db: Database) -> Settings:
    return settings_deferred(db)()


def settings_deferred(db: Database) -> Deferred[Settings]:
    return db.send("SELECT name, value FROM setting").map(_settings)


def number_deferred(db: Database, name: str) -> Deferred[int]:
    """Read one setting that is an integer."""
    stored = db.send("SELECT value FROM setting WHERE name = :name", name=name)
    return stored.map_row(lambda row: int(row["value"] if row else getattr(Settings(), name)))


def _settings(rows: list[Row]) -> Settings:
    stored = {row["name"]: row["value"] for row in rows}
    values: dict[str, Any] = {
        field.name: int(stored[field.name]) if isinstance(field.default, int) else stored[field.name]
        for field in fields(Settings)
        if field.name in stored
    }
    return Settings(**values)


def change_settings(db: Database, clerk: Clerk, *, seen: Settings | None = None, **values: Any) -> Settings:
    """Store the settings given by name, as typed. `seen`: the settings the form was filled with; EditConflict when
    somebody has saved others since."""
    with writing(db, clerk, ("administrator", "manager"), "office") as change:
        return store(change, values, seen)


def store(change: Change, values: dict[str, Any], seen: Settings | None = None) -> Settings:
    """Store settings, given as typed, in a change under way, and return all of them."""
    before = settings(change.db)
    for field in fields(Settings):
        if field.name in values and isinstance(field.default, int):
            values[field.name] = _count(str(values[field.name]), field.name)
    for name, (label, limit) in _TEXTS.items():
        if name in values:
            values[name] = checked(values[name], label, name, limit)
    if values.get("office") == "":
        raise Refused("نام سازمان را بنویسید.", "office")
    after = replace(before, **values)
    refuse_if_changed(change.db, "settings", None, asdict(seen) if seen else None, asdict(before), asdict(after))
    if before.thursday_works != after.thursday_works:
        changed = {*before.thursday_changes.split()} ^ {local_day(change.now)}
        after = replace(after, thursday_changes=" ".join(sorted(changed)))
    for name, value in asdict(after).items():
        change.db.send(
            "INSERT INTO setting (name, value) VALUES (:name, :value)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            name=name,
            value=str(value),
        )
    change.record("change", "settings", None, before=asdict(before), after=asdict(after))
    return after


def _count(typed: str, field: str) -> int:
    """Return a typed number; 0 where nothing was typed, so that an empty box is a flag not set."""
    text = checked(typed, "عدد", field, 6) or "0"
    if not (text.isascii() and text.isdecimal()):
        raise Refused("عدد بنویسید.", field)
    return int(text)


def emblem(db: Database) -> bytes | None:
    row = db.row("SELECT data FROM picture WHERE name = 'emblem'")
    return bytes(row["data"]) if row else None


def set_emblem(db: Database, clerk: Clerk, picture: bytes) -> None:
    with writing(db, clerk, ("administrator",), "office") as change:
        store_emblem(change, picture)


def check_emblem(picture: bytes) -> None:
    """Refuse a picture that is no PNG or JPEG, or too large to keep."""
    if not picture.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")) or len(picture) > EMBLEM_BYTES:
        raise Refused("نشان سازمان باید تصویر PNG یا JPEG و کوچک‌تر از ۵۰۰ کیلوبایت باشد.", "emblem")


def store_emblem(change: Change, picture: bytes) -> None:
    check_emblem(picture)
    change.db.send(
        "INSERT INTO picture (name, data) VALUES ('emblem', :data)"
        " ON CONFLICT (name) DO UPDATE SET data = excluded.data",
        data=picture,
    )
    change.record("change", "emblem", None, after={"bytes": len(picture)})
