from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts import attempts, sign_in, staff
from app.errors import Refused
from db import open_database
from tests.conftest import PASSWORD
from tests.support.journal import latest


def wrong(db, times, login="admin"):
    """Return what is said to the last of `times` wrong passwords in a row."""
    said = ""
    for _ in range(times):
        with pytest.raises(Refused) as refused:
            sign_in.sign_in(db, login, "nonsense")
        said = refused.value.sentence
    return said


def test_two_wrong_passwords_cost_no_wait(db, clerk):
    assert wrong(db, 2) == attempts.WRONG
    assert sign_in.sign_in(db, "admin", PASSWORD).id == clerk.id


def test_right_password_waits_too_after_three_wrong_ones(db, clerk, clock):
    assert "۵ ثانیهٔ دیگر" in wrong(db, 3)
    clock.turn(seconds=4)
    with pytest.raises(Refused, match="۱ ثانیهٔ دیگر") as refused:
        sign_in.sign_in(db, "admin", PASSWORD)
    assert refused.value.field == "password"
    clock.turn(seconds=1)
    assert sign_in.sign_in(db, "admin", PASSWORD).id == clerk.id


def locked(db, clock, login="admin"):
    wrong(db, 3, login)
    for seconds in (5, 30):
        clock.turn(seconds=seconds)
        said = wrong(db, 1, login)
    return said


def test_fifth_wrong_password_locks_and_says_until_when(db, clock):
    assert "تا ساعت \u2068۰۹:۰۵\u2069 بسته است" in locked(db, clock)
    clock.turn(minutes=5)
    assert "تا ساعت \u2068۰۹:۲۰\u2069" in wrong(db, 1)
    clock.turn(minutes=15)
    assert sign_in.sign_in(db, "admin", PASSWORD)
    assert wrong(db, 2) == attempts.WRONG  # counting began anew


def test_lock_holds_at_every_pc(db, clock, address):
    locked(db, clock)
    other = open_database(address, clock=clock)
    with pytest.raises(Refused, match="بسته است"):
        sign_in.sign_in(other, " ADMIN ", PASSWORD)
    other.close()


def test_unknown_name_is_locked_like_a_known_one_and_not_stored(db, clock):
    known, now = locked(db, clock), clock.now
    clock.now = now.replace(hour=5, minute=30, second=0)
    assert locked(db, clock, "nobody") == known
    with pytest.raises(Refused, match="بسته است"):
        sign_in.sign_in(db, "nobody", PASSWORD)
    assert "nobody" not in str(db.rows("SELECT login, failures FROM attempt"))


def test_lock_of_one_name_lets_other_clerks_sign_in(db, clock, make_clerk):
    caller = make_clerk("caller")
    locked(db, clock)
    assert sign_in.sign_in(db, "caller", PASSWORD).id == caller.id


def test_lock_is_written_into_the_journal(db, clerk, clock):
    locked(db, clock)
    row = latest(db, 1)[0]
    assert (row["action"], row["subject"], row["subject_id"], row["clerk"]) == ("lock", "clerk", clerk.id, "سامانه")


def test_new_password_from_the_administrator_ends_the_lock(db, clerk, clock, make_clerk):
    caller = make_clerk("caller")
    locked(db, clock, "caller")
    staff.change(db, clerk, caller.id, name="ف", roles=caller.roles, password="تازه۱۲۳۴")
    assert sign_in.sign_in(db, "caller", "تازه1234").id == caller.id


def test_recovery_code_ends_the_lock(db, clerk, clock):
    code = staff.new_recovery(db, clerk).code
    locked(db, clock)
    assert staff.recover(db, code, "admin", "654321").id == clerk.id
    assert sign_in.sign_in(db, "admin", "654321").id == clerk.id


def test_own_password_cannot_be_changed_during_the_lock(db, clock):
    locked(db, clock)
    with pytest.raises(Refused, match="بسته است"):
        staff.change_own_password(db, PASSWORD, "admin", "654321")


def test_wrong_passwords_are_forgotten_after_half_a_day(db, clock):
    wrong(db, 2)
    clock.turn(hours=13)
    assert wrong(db, 2) == attempts.WRONG
    wrong(db, 0, "someone")
    clock.turn(hours=13)
    wrong(db, 1, "someone")
    assert len(db.rows("SELECT login FROM attempt")) == 1


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gaps=st.lists(st.integers(0, 2000), max_size=25))
def test_fast_guesser_gets_few_guesses(db, clock, monkeypatch, gaps):
    """The password is compared at most once for each pause that has passed: five times in the first minute, four times
    an hour from then on."""
    compared = []
    monkeypatch.setattr(sign_in, "matches", lambda secret, password: compared.append(clock.now) and False)
    login = f"name{len(db.rows('SELECT login FROM attempt'))}-{hash(tuple(gaps))}"
    for gap in gaps:
        clock.turn(seconds=gap)
        with pytest.raises(Refused):
            sign_in.sign_in(db, login, "guess")
    for nth, (earlier, later) in enumerate(pairwise(compared), 1):
        assert (later - earlier).total_seconds() >= (attempts.PAUSES.get(nth, attempts.LONGEST) if nth > 2 else 0)


def test_lock_made_while_the_clock_was_ahead_does_not_count(db, clerk, clock):
    clock.turn(days=365)
    locked(db, clock)
    clock.turn(days=-365)
    assert sign_in.sign_in(db, "admin", PASSWORD).id == clerk.id
