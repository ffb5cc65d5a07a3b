"""The one way a rule says no."""


class Refused(Exception):
    """A rule said no. The sentence is Persian and shown as it is; `field` names the form field it belongs beside."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.field = sentence, field
