"""The failures of a PostgreSQL server, translated for the clerk, without the values of any row."""

import psycopg

from db.errors import REFUSED, NoSuchRow, StorageError

_GONE = "سرور محل پاسخ نمی‌دهد."
_ONLY_STANDBY = "سرور اصلی پاسخ نمی‌دهد و سرور آماده‌به‌کار هنوز جای آن را نگرفته است."
_BY_STATE = {
    "28P01": "نام کاربر یا گذرواژهٔ سرور درست نیست.",
    "28000": "سرور به این رایانه یا این کاربر اجازهٔ ورود نمی‌دهد؛ تنظیم pg_hba را بررسی کنید.",
    "3D000": "پایگاه داده‌ای با این نام روی سرور نیست. ابتدا server-setup را اجرا کنید.",
    "42501": "کاربر سرور اجازهٔ این کار را ندارد.",
    "25006": "این سرور فقط‌خواندنی است؛ چیزی ذخیره نشد.",
    "53100": "دیسک سرور پر است؛ چیزی ذخیره نشد. فضا آزاد کنید و دوباره تلاش کنید.",
    "53300": "سرور اتصال جدید نمی‌پذیرد: تعداد رایانه‌های متصل به حد رسیده است.",
    "55P03": "رایانهٔ دیگری در حال استفاده از این داده‌هاست. چند لحظه بعد دوباره تلاش کنید.",
    "57014": "پاسخ سرور بیش از حد طول کشید؛ چیزی ذخیره نشد. دوباره تلاش کنید.",
    "40P01": "دو رایانه هم‌زمان این مورد را تغییر دادند؛ چیزی ذخیره نشد. دوباره تلاش کنید.",
}
# Failures before a session exists carry no code, only libpq's English words.
_BY_WORDS = (
    (
        "authentication method requirement",
        "این سرور گذرواژه را با روش امن (SCRAM) درخواست نمی‌کند و گذرواژه به آن داده نشد؛"
        " نشانی سرور و تنظیم pg_hba را بررسی کنید.",
    ),
    ("password authentication failed", _BY_STATE["28P01"]),
    ("no password supplied", "گذرواژهٔ سرور داده نشده است."),
    ("no pg_hba.conf entry", _BY_STATE["28000"]),
    ("could not translate host name", "رایانه‌ای به این نام در شبکه نیست؛ نشانی سرور را بررسی کنید."),
    ("name or service not known", "رایانه‌ای به این نام در شبکه نیست؛ نشانی سرور را بررسی کنید."),
    ("certificate", "گواهی امنیتی سرور پذیرفته نشد."),
    ("permission denied for database", "این کاربر سرور اجازهٔ ورود به پایگاه داده را ندارد؛ کاربر میزها را بنویسید."),
    ("not currently accepting connections", "پایگاه داده اکنون اجازهٔ ورود نمی‌دهد؛ مدیر سرور آن را بسته است."),
    ("not permitted to log in", "این کاربر سرور اجازهٔ ورود ندارد؛ کاربر میزها را بنویسید."),
    ("too many connections for", _BY_STATE["53300"]),
    ("connection slots are reserved", _BY_STATE["53300"]),
    ("too many clients", _BY_STATE["53300"]),
    *(
        (words, "سرور اتصال امن (TLS) ندارد یا نمی‌پذیرد.")
        for words in ("does not support ssl", "unsupported protocol", "wrong version number", "handshake failure")
    ),
    ('role "', _BY_STATE["28P01"]),
    ("does not exist", _BY_STATE["3D000"]),
)


class Translated:
    """A context that translates the driver's errors. Not a generator, which is slower: each of a registration's twenty
    statements passes through it."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, psycopg.Error | UnicodeEncodeError):
            raise _translated(error) from None  # psycopg's DETAIL would carry the row, national codes included


translated = Translated()


def _translated(error: psycopg.Error | UnicodeEncodeError) -> StorageError | NoSuchRow:
    if isinstance(error, UnicodeEncodeError):
        return NoSuchRow("half a letter")
    if isinstance(error, psycopg.errors.NumericValueOutOfRange | psycopg.errors.ForeignKeyViolation):
        return NoSuchRow(type(error).__name__)
    if isinstance(error, psycopg.DataError) and not error.sqlstate:  # a NUL, which never left this PC
        return NoSuchRow(type(error).__name__)
    return translation(error)


def translation(error: psycopg.Error) -> StorageError:
    state = error.sqlstate or ""
    detail = f"{type(error).__name__} {state}".strip()
    if state in _BY_STATE:
        return StorageError(_BY_STATE[state], detail)
    if not state or state.startswith(("08", "57P")):
        words = str(error).lower()
        known = next((fa for en, fa in _BY_WORDS if en in words), "")
        gone = _ONLY_STANDBY if "hot standby" in words else _GONE
        return StorageError(known or gone, detail, passes=not known)
    return StorageError(REFUSED, detail)
