"""The one way a rule says no."""

from collections.abc import Callable
from typing import TypeVar

_Found = TypeVar("_Found")


class Refused(Exception):
    """A rule said no. The sentence is Persian and shown as it is; `field` names the form field it belongs beside."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.field = sentence, field


def deferred_refusal(work: Callable[[], _Found]) -> Callable[[], _Found]:
    """Done now, looked at later: what it refuses is refused then."""
    try:
        found = work()
    except Refused as refused:
        said = refused

        def refuse() -> _Found:
            raise said

        return refuse
    return lambda: found
