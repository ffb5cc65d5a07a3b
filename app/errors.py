"""Refusals: how a rule of the office says no."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

_Result = TypeVar("_Result")


class Refused(Exception):
    """A rule said no. The sentence is Persian and shown as it is; `field` names the form field it belongs beside."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.field = sentence, field


@contextmanager
def refusals_beside(field: str) -> Iterator[None]:
    """Show a refusal raised in the block beside `field`: the rule that raised it does not know the form."""
    try:
        yield
    except Refused as refused:
        raise Refused(refused.sentence, field) from None


def deferred_refusal(work: Callable[[], _Result]) -> Callable[[], _Result]:
    """Run `work` now but postpone its `Refused`: calling the result returns the value or raises it."""
    try:
        result = work()
    except Refused as error:
        refused = error

        def refuse() -> _Result:
            raise refused

        return refuse
    return lambda: result
