"""The buttons of the caller's steps, each with its key."""

from dataclasses import dataclass

from PySide6.QtCore import Qt

from ui.widgets import KeyButton


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    """The name of the function in app/line/steps.py."""
    text: str
    key: str


HERE = (
    Step("recall", "فراخوان دوباره", "F3"), Step("came", "حضور", "F4"), Step("no_show", "غیبت", "F5"),
    Step("undo", "لغو فراخوان", "F6"),
)  # fmt: skip
"""The steps of the visit at the chosen table."""
BREAK = Step("break", "استراحت میز…", "Ctrl+B")
WHY = Step("why", "علت ترتیب…", "Ctrl+W")
CASE = (
    Step("back", "بازگشت به صف", "F7"), Step("hold", "نگه‌داشتن", "F8"), Step("send", "میز دیگر", "F9"),
    Step("postpone", "جلسهٔ بعد", "F10"), Step("leave", "انصراف", "Ctrl+D"), Step("undo", "لغو غیبت", "Shift+F5"),
)  # fmt: skip
"""The steps of the visit whose case is shown."""


def buttons(steps: tuple[Step, ...]) -> dict[str, KeyButton]:
    return {step.name: _button(step) for step in steps}


def _button(step: Step) -> KeyButton:
    """A click leaves the focus in the list, so that the next Enter does not press this button again."""
    made = KeyButton(step.text, step.key, small=True)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made
