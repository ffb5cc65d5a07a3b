from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts import attempts, sign_in, staff
from app.errors import Refused
from app.journal.reading import latest
from db import open_database
from tests.conftest import PASSWORD


def wrong(db, times, login="admin"):
    """What is said to the last of so many wrong passwords in a row."""
    said = ""
    for _ in range(times):
        with pytest.raises(Refused) as refused:
            sign_in.sign_in(db, login, "nonsense")
        said = refused.value.sentence
    return said


def test_two_slips_cost_nothing(db, clerk):
    assert wrong(db, 2) == attempts.WRONG
    assert sign_in.sign_in(db, "admin", PASSWORD).id == clerk.id


def test_the_third_makes_wait_and_even_the_right_password_waits(db, clerk, clock):
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


def test_the_fifth_locks_and_says_until_when(db, clock):
    assert "تا ساعت \u2068۰۹:۰۵\u2069 بسته است" in locked(db, clock)
    clock.turn(minutes=5)
    assert "تا ساعت \u2068۰۹:۲۰\u2069" in wrong(db, 1)
    clock.turn(minutes=15)
    assert sign_in.sign_in(db, "admin", PASSWORD)
    assert wrong(db, 2) == attempts.WRONG  # counting began anew


def test_it_holds_at_every_pc(db, clock, address):
    locked(db, clock)
    other = open_database(address, clock=clock)
    with pytest.raises(Refused, match="بسته است"):
        sign_in.sign_in(other, " ADMIN ", PASSWORD)
    other.close()


def test_a_name_nobody_bears_behaves_alike_and_is_not_kept(db, clock):
    known, now = locked(db, clock), clock.now
    clock.now = now.replace(hour=5, minute=30, second=0)
    assert locked(db, clock, "nobody") == known
    with pytest.raises(Refused, match="بسته است"):
        sign_in.sign_in(db, "nobody", PASSWORD)
    assert "nobody" not in str(db.rows("SELECT login, failures FROM attempt"))


def test_one_mans_wrong_passwords_keep_nobody_else_out(db, clock, make_clerk):
    caller = make_clerk("caller")
    locked(db, clock)
    assert sign_in.sign_in(db, "caller", PASSWORD).id == caller.id


def test_the_journal_knows_of_the_lock(db, clerk, clock):
    locked(db, clock)
    row = latest(db, 1)[0]
    assert (row["action"], row["subject"], row["subject_id"], row["clerk"]) == ("lock", "clerk", clerk.id, "سامانه")


def test_an_administrator_opens_it_and_nobody_else(db, clerk, clock, make_clerk):
    caller, manager = make_clerk("caller"), make_clerk("manager")
    locked(db, clock, "caller")
    assert list(attempts.locked_until(db, ["admin", "caller", "manager"])) == ["caller"]
    with pytest.raises(Refused, match="نقش"):
        staff.unlock(db, manager, caller.id)
    staff.unlock(db, clerk, caller.id)
    assert sign_in.sign_in(db, "caller", PASSWORD).id == caller.id
    assert latest(db, 1)[0]["action"] == "unlock"


def test_a_new_password_opens_it_too(db, clerk, clock, make_clerk):
    caller = make_clerk("caller")
    locked(db, clock, "caller")
    staff.change(db, clerk, caller.id, name="ف", roles=caller.roles, password="تازه۱۲۳۴")
    assert sign_in.sign_in(db, "caller", "تازه1234").id == caller.id


def test_the_recovery_code_opens_it(db, clerk, clock):
    code = staff.new_recovery(db, clerk).code
    locked(db, clock)
    assert staff.recover(db, code, "admin", "654321").id == clerk.id
    assert sign_in.sign_in(db, "admin", "654321").id == clerk.id


def test_changing_the_own_password_is_no_way_around(db, clock):
    locked(db, clock)
    with pytest.raises(Refused, match="بسته است"):
        staff.change_own_password(db, PASSWORD, "admin", "654321")


def test_after_half_a_day_it_is_forgotten(db, clock):
    wrong(db, 2)
    clock.turn(hours=13)
    assert wrong(db, 2) == attempts.WRONG
    wrong(db, 0, "someone")
    clock.turn(hours=13)
    wrong(db, 1, "someone")
    assert len(db.rows("SELECT login FROM attempt")) == 1


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gaps=st.lists(st.integers(0, 2000), max_size=25))
def test_however_fast_a_guesser_is_he_gets_few_guesses(db, clock, monkeypatch, gaps):
    """At most one look at the password for each pause served: five in the first minute, four an hour from then on."""
    looked = []
    monkeypatch.setattr(sign_in, "fits", lambda secret, password: looked.append(clock.now) and False)
    login = f"name{len(db.rows('SELECT login FROM attempt'))}-{hash(tuple(gaps))}"
    for gap in gaps:
        clock.turn(seconds=gap)
        with pytest.raises(Refused):
            sign_in.sign_in(db, login, "guess")
    for nth, (earlier, later) in enumerate(pairwise(looked), 1):
        assert (later - earlier).total_seconds() >= (attempts.PAUSES.get(nth, attempts.LONGEST) if nth > 2 else 0)


def test_a_lock_from_a_date_that_was_wrong_is_none(db, clerk, clock):
    clock.turn(days=365)
    locked(db, clock)
    clock.turn(days=-365)
    assert attempts.locked_until(db, ["admin"]) == {}
    assert sign_in.sign_in(db, "admin", PASSWORD).id == clerk.id
