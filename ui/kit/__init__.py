"""The small widgets every page is made of. Keyboard first; the look comes from ui/theme.qss."""

from ui.kit.choice import Choice, ChoiceBox
from ui.kit.day import DayEdit
from ui.kit.editors import DigitsEdit, LinesEdit, TextEdit
from ui.kit.field import Field
from ui.kit.form import FieldSpec, Form
from ui.kit.frames import Card, PageTitle, Tag, column, hairline, heading, label, row
from ui.kit.keys import KeyButton, Pills
from ui.kit.lines import History, Line, Lines
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
