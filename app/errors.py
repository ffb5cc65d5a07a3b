"""Refusals: how a rule of the office says no."""

from collections.abc import Iterator
from contextlib import contextmanager


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
