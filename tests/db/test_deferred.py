"""Values asked for now and looked at later."""

import pytest

from db import Deferred, NoSuchRow


@pytest.fixture
def counted():
    """A deferred 1, 2, 3 … by the number of its computations, and the list of them."""
    computed = []

    def compute():
        computed.append(len(computed) + 1)
        return computed[-1]

    return Deferred(compute), computed


def test_value_is_computed_at_the_first_call_and_kept(counted):
    value, computed = counted
    assert not computed
    assert (value(), value()) == (1, 1)


def test_mapped_value_computes_nothing_before_it_is_called(counted):
    value, computed = counted
    mapped = value.map(str).map(len)
    assert not computed
    assert (mapped(), mapped(), computed) == (1, 1, [1])


def test_failed_computation_is_tried_again_by_the_next_call():
    outcomes = iter([OSError("away"), "there"])

    def compute():
        outcome = next(outcomes)
        if isinstance(outcome, OSError):
            raise outcome
        return outcome

    value = Deferred(compute)
    with pytest.raises(OSError, match="away"):
        value()
    assert value() == "there"


def test_work_runs_at_once_and_its_refusal_waits_for_the_call():
    ran = []

    def refuse():
        ran.append(1)
        raise ValueError("no")

    value = Deferred.run(refuse, ValueError)
    mapped = value.map(str)
    assert ran == [1]
    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            value()
    with pytest.raises(ValueError, match="no"):
        mapped()
    assert ran == [1], "the work itself is not repeated"


def test_exception_of_another_type_is_not_postponed():
    with pytest.raises(ZeroDivisionError):
        Deferred.run(lambda: 1 // 0, ValueError)


def test_work_that_succeeds_gives_its_value():
    assert Deferred.run(lambda: 5, ValueError)() == 5


def test_first_row_is_optional_or_required():
    assert Deferred.ready([{"n": 1}, {"n": 2}]).row() == {"n": 1}
    assert Deferred.ready([]).row() is None
    assert Deferred.ready([{"n": 1}]).required_row() == {"n": 1}
    with pytest.raises(NoSuchRow):
        Deferred.ready([]).required_row()


def test_first_row_is_changed_when_it_is_looked_at():
    rows, none = Deferred.ready([{"n": 1}, {"n": 2}]), Deferred.ready([])
    assert rows.map_required_row(lambda row: row["n"] + 1)() == 2
    assert rows.map_row(lambda row: row)() == {"n": 1}
    assert none.map_row(lambda row: row)() is None
    missing = none.map_required_row(lambda row: row["n"])
    with pytest.raises(NoSuchRow):
        missing()
