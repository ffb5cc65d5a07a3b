"""The small widgets every page is made of. Keyboard first; the look comes from ui/theme.qss."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.kit.choice import Choice, ChoiceBox
    from ui.kit.day import DayEdit
    from ui.kit.editors import DigitsEdit, LinesEdit, TextEdit
    from ui.kit.field import Field
    from ui.kit.form import FieldSpec, Form
    from ui.kit.frames import Card, PageTitle, Tag, column, hairline, heading, label, row
    from ui.kit.keys import KeyButton, Pills
    from ui.kit.line import Line
    from ui.kit.lines import History, Lines
    from ui.kit.notice import Notice

__all__ = [
    "Card",
    "Choice",
    "ChoiceBox",
    "DayEdit",
    "DigitsEdit",
    "Field",
    "FieldSpec",
    "Form",
    "History",
    "KeyButton",
    "Line",
    "Lines",
    "LinesEdit",
    "Notice",
    "PageTitle",
    "Pills",
    "Tag",
    "TextEdit",
    "column",
    "hairline",
    "heading",
    "label",
    "row",
]

_HOMES = {
    "choice": ("Choice", "ChoiceBox"),
    "day": ("DayEdit",),
    "editors": ("DigitsEdit", "LinesEdit", "TextEdit"),
    "field": ("Field",),
    "form": ("FieldSpec", "Form"),
    "frames": ("Card", "PageTitle", "Tag", "column", "hairline", "heading", "label", "row"),
    "keys": ("KeyButton", "Pills"),
    "line": ("Line",),
    "lines": ("History", "Lines"),
    "notice": ("Notice",),
}


def __getattr__(name: str) -> Any:
    """Each widget is imported when it is first asked for: the first window needs a few of them, and soon."""
    home = next((home for home, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(name)
    globals()[name] = found = getattr(import_module(f"ui.kit.{home}"), name)
    return found
