"""The two ways storage says no."""

REFUSED = "پایگاه داده این کار را نپذیرفت."
UPGRADED = "پایگاه داده به نسخهٔ جدیدتری ارتقا یافت. برنامه را ببندید، به‌روز کنید و دوباره باز کنید."


class StorageError(Exception):
    """The database could not be reached, or refused the change.

    `sentence` is Persian and fit for a clerk; `str()` adds the driver's own words, without any values.
    `passes`: the trouble ends by itself once the server is back.
    """

    def __init__(self, sentence: str, detail: str = "", *, passes: bool = False) -> None:
        super().__init__(f"{sentence} [{detail}]" if detail else sentence)
        self.sentence, self.passes = sentence, passes


class NoSuchRow(Exception):
    """No row matches: the value names nothing, or is one that no column can hold (a number out of range, a NUL)."""
