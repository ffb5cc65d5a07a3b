"""The small widgets every page is made of. They are used by keyboard first; theme.qss gives their look."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ui.widgets.buttons import KeyButton, Pills
    from ui.widgets.choice_box import Choice, ChoiceBox
    from ui.widgets.day_edit import DayEdit
    from ui.widgets.editors import DigitsEdit, LinesEdit, TextEdit
    from ui.widgets.field import Field
    from ui.widgets.form import FieldSpec, Form
    from ui.widgets.frames import Card, PageTitle, Tag, column, hairline, heading, label, row
    from ui.widgets.list_row import ListRow
    from ui.widgets.list_view import History, ListView
    from ui.widgets.notice import Notice

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
    "LinesEdit",
    "ListRow",
    "ListView",
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
    "choice_box": ("Choice", "ChoiceBox"),
    "day_edit": ("DayEdit",),
    "editors": ("DigitsEdit", "LinesEdit", "TextEdit"),
    "field": ("Field",),
    "form": ("FieldSpec", "Form"),
    "frames": ("Card", "PageTitle", "Tag", "column", "hairline", "heading", "label", "row"),
    "buttons": ("KeyButton", "Pills"),
    "list_row": ("ListRow",),
    "list_view": ("History", "ListView"),
    "notice": ("Notice",),
}


def __getattr__(name: str) -> Any:
    """Import a widget when it is first asked for: the first window needs few of them, and soon."""
    home = next((home for home, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(name)
    globals()[name] = found = getattr(import_module(f"ui.widgets.{home}"), name)
    return found
