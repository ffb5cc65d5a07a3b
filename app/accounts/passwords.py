"""Passwords and recovery codes: stored as argon2id hashes, never in clear."""

from os import urandom
from unicodedata import normalize

from app.errors import Refused
from app.persian.text import ascii_digits, fa

SHORTEST, LONGEST = 6, 128


def hashed(password: str) -> str:
    """Return the hash to store. Raise Refused when the password is too short, too long or holds what cannot be
    stored."""
    kept = _typed(password)
    if kept is None:
        raise Refused("این گذرواژه نشانه‌ای دارد که قابل ذخیره نیست؛ آن را دوباره بنویسید.", "password")
    if not SHORTEST <= len(kept) <= LONGEST:
        raise Refused(f"گذرواژه باید بین {fa(SHORTEST)} تا {fa(LONGEST)} نشانه باشد.", "password")
    return _hash(kept)


def matches(secret: str | None, password: str) -> bool:
    """Return whether the password belongs to the hash. Without a hash it takes as long as with a wrong password, so
    that the time does not tell which names exist."""
    from argon2 import PasswordHasher  # late: start-up
    from argon2.exceptions import VerificationError

    kept = _typed(password)
    try:
        PasswordHasher().verify(secret or _hash(urandom(16).hex()), kept or "")
    except VerificationError:
        return False
    return secret is not None and kept is not None


def normalized_code(code: str) -> str:
    """Return a recovery code as it was hashed, «4821-0937-5516-2084», however it is typed; '' without 16 digits."""
    digits = "".join(letter for letter in ascii_digits(code) if letter in "0123456789")
    return "-".join(digits[at : at + 4] for at in range(0, 16, 4)) if len(digits) == 16 else ""


def new_code() -> str:
    import secrets  # late: start-up

    return "-".join(f"{secrets.randbelow(10_000):04}" for _ in range(4))


def _typed(password: str) -> str | None:
    """Return one form for the three kinds of digits and for composed letters; None for what no engine can store."""
    if len(password) > LONGEST * 4 or any("\ud800" <= letter <= "\udfff" or letter == "\0" for letter in password):
        return None
    return normalize("NFC", ascii_digits(password))


def _hash(secret: str) -> str:
    from argon2 import PasswordHasher  # late: start-up

    return PasswordHasher().hash(secret)
