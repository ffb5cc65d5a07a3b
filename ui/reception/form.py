"""The reception form: it shows the fields that fit the visitor, and returns an Arrival."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from app.cases.earlier import EarlierMatter
from app.persian.identifiers import national_code
from app.persian.text import ascii_digits, clean, fa
from app.reception.arrival import Arrival, Served
from app.reception.view import Choices
from app.visits.visitors import Visitor
from ui.parts.conflict import Difference, differences
from ui.reception.fields import LINKS, MATTER, PERSON, SPECS, TIMES, labels, shown
from ui.widgets import Choice, ChoiceBox, Form

BLANK = {"kind": "person"}
"""The values of an empty form."""
_MOBILE = re.compile(r"(?:(?:\+|00)98|0)9[0-9]{9}")
_WRITTEN = frozenset(spec.name for spec in SPECS if spec.kind in ("text", "lines"))


class ArrivalForm(Form):
    code_left = Signal()
    category_chosen = Signal()

    def __init__(self) -> None:
        super().__init__(SPECS)
        self.known, self.invitee_id = Visitor(), cast(int | None, None)
        """`known`: the visitor as last read; id 0 for a newcomer."""
        self.seen = cast(Visitor | None, None)
        """The visitor when the form was filled, to detect what another desk saves meanwhile."""
        self._cleared = (self.known, self.invitee_id, self.seen)
        self._audience, self._on_paper, self._questioned = "citizen", False, False
        self._complaints: set[str] = set()
        self._offered: object = None
        self.code = cast(QLineEdit, self.editor("code"))
        self.edited.connect(self._field_edited)
        self.code.editingFinished.connect(self.code_left)
        self.restored.connect(self._restore_visitor)
        for name in ("kind", "category_id", "priority_group_id"):
            self._box(name).picked.connect(self._show_fitting)
        self._box("kind").picked.connect(self.fields["code"].clear_error)
        self._box("category_id").picked.connect(self.category_chosen)
        self._leave_drops_to_the_page()
        self.fill(BLANK)
        self._show_fitting()

    def offer(self, choices: Choices, audience: str) -> None:
        """Offer the office's lists. Nothing is done unless they changed, because it would close a list that is open."""
        if (choices, audience) == self._offered:
            return
        self._offered, self._audience = (choices, audience), audience
        self._complaints = {str(category_id) for category_id in choices.complaints}
        for name, options in (
            ("category_id", choices.categories),
            ("district_id", choices.districts),
            ("against_unit_id", choices.units),
            ("priority_group_id", choices.priority_groups),
            ("wanted_table_id", choices.tables),
        ):
            self._box(name).set_choices([Choice(str(each.id), each.name) for each in options])
        self._box("employment").set_choices([Choice(each.name, each.name) for each in choices.employments])
        self._show_fitting()

    def typed_code(self) -> str:
        """Return the text of the first field: a code, a mobile or a name."""
        return clean(self.code.text())

    def category(self) -> int:
        return int(self._box("category_id").value() or 0)

    def is_blank(self) -> bool:
        return not any(text for name, text in self.raw().items() if name != "kind")

    def names_nobody(self) -> bool:
        raw = self.raw()
        return not raw["first_name"] and not raw["last_name"]

    def person(self) -> Visitor:
        """Return the visitor. A field that the form does not show for this kind keeps its stored value, if the visitor
        was of that kind."""
        values = self._shown_values()
        kind = values.get("kind") or self.known.kind
        ground = self.known if self.known.kind == kind else Visitor(self.known.id)
        typed: dict[str, Any] = {name: values[name] for name in PERSON if name in values}
        return replace(ground, **typed | {"kind": kind})

    def arrival(self) -> Arrival:
        values = self._shown_values()
        words: dict[str, Any] = {name: values[name] for name in MATTER if values.get(name)}
        links: dict[str, Any] = {name: int(values[name]) for name in LINKS if values.get(name)}
        return replace(Arrival(self.person()), **words, **links, invitee_id=self.invitee_id, seen=self.seen)

    def served(self) -> Served | None:
        """Return the true times of a visitor served on paper; None for one who waits."""
        values = self.values()
        table = int(values["wanted_table_id"] or 0)
        return Served(values["arrived"], values["called"], values["ended"], table) if self._on_paper else None

    def show_person(self, visitor: Visitor) -> None:
        self.known = self.seen = visitor
        self._questioned = bool(visitor.code_reason)
        self._write(**{name: getattr(visitor, name) for name in PERSON})
        self._show_fitting()

    def show_arrival(self, arrival: Arrival) -> None:
        """Fill in an invitee."""
        self.show_person(arrival.visitor)
        self.seen = arrival.seen
        self.invitee_id = arrival.invitee_id
        self._write(category_id=str(arrival.category_id or ""), matter=arrival.matter)
        self._show_fitting()

    def continue_matter(self, matter: EarlierMatter) -> None:
        """Fill in an earlier matter; words typed already stay. A matter this clerk may not read fills in nothing."""
        if matter.category_id:
            words = self.raw()["matter"].strip() or matter.matter
            self._write(category_id=str(matter.category_id), district_id=str(matter.district_id or ""), matter=words)
            self._show_fitting()
        self.editor("matter").setFocus()

    def focus_name(self) -> None:
        self.editor("last_name" if self.fields["first_name"].isHidden() else "first_name").setFocus()

    def kind(self) -> str:
        return self._box("kind").value() or "person"

    def switch_to_legal(self) -> None:
        """Change the kind, because the typed identifier is a legal person's."""
        self._write(kind="legal")
        self._show_fitting()

    def name_representative(self, person: Visitor) -> None:
        """Fill in the stored visitor whose code was typed for a group, as its representative."""
        self._write(companion=person.titled, mobile=person.mobile)
        self.focus_name()

    def move_out_of_code(self, typed: str) -> bool:
        """Move a name, a mobile or a personnel number from the field of the code to its own; False for a code."""
        if any(letter.isalpha() for letter in typed):
            if self.kind() == "foreigner" and any(letter.isdigit() for letter in typed):
                return False
            first, _, last = typed.partition(" ")
            self._write(code="", first_name=first, last_name=last)
        elif self._audience == "staff" and len(typed) < 8:
            self._write(code="", personnel_number=typed)
        elif _MOBILE.fullmatch(ascii_digits(typed)):
            self._write(code="", mobile=typed)
        else:
            return False
        return True

    def forget_person(self) -> None:
        """The code was changed to another one than the found visitor's: remove all the rest of that visitor."""
        if self.known.code:
            self._write(**dict.fromkeys(set(PERSON) - {"code", "kind"}, ""))
            self.known, self.invitee_id, self.seen = Visitor(kind=self.known.kind), None, None

    def question_code(self, fault: str) -> None:
        """Show why a code fails its check, and the field for a reason; '' when it does not."""
        self._questioned = bool(fault)
        self._show_fitting()
        self.fields["code"].show_error(fault)

    def empty(self, *, undoable: bool) -> None:
        self._cleared = (self.known, self.invitee_id, self.seen)
        self.clear(undoable=undoable)
        self.known, self.invitee_id, self.seen, self._questioned = Visitor(), None, None, False
        self.fill(BLANK)
        self._show_fitting()

    def set_on_paper(self, on_paper: bool) -> None:
        self._on_paper = on_paper
        self._show_fitting()

    def refuse(self, field: str, sentence: str) -> bool:
        """Show the sentence beside the field; False when the form has no such field."""
        if field == "code_reason":
            self._questioned = True
            self._show_fitting()
        return self.errors(field, sentence)

    def _field_edited(self, name: str) -> None:
        """The value of some fields decides which others are shown."""
        if name == "code":
            self._tidy_code()
        elif name in ("kind", "category_id", "priority_group_id") and not self.raw()[name]:
            self._show_fitting()

    def _tidy_code(self) -> None:
        """Show a code in Persian digits without anything between them; leave a name as it is typed."""
        text = self.code.text()
        if not any(letter.isalpha() for letter in text):
            place = len(national_code(text[: self.code.cursorPosition()]))
            self.code.setText(fa(national_code(text)))
            self.code.setCursorPosition(place)

    def _show_fitting(self) -> None:
        kind, raw = self.kind(), self.raw()
        extra = {
            "code_reason": kind == "no_code" or self._questioned,
            "against_unit_id": raw["category_id"] and self._box("category_id").value() in self._complaints,
            "priority_reason": bool(raw["priority_group_id"]),
        } | dict.fromkeys(TIMES, self._on_paper)
        self.show_only(shown(kind, self._audience, [name for name, wanted in extra.items() if wanted]))
        for name, text in labels(kind, self._audience, on_paper=self._on_paper).items():
            self.fields[name].set_label(text)

    def _restore_visitor(self) -> None:
        self.known, self.invitee_id, self.seen = self._cleared
        self._show_fitting()

    def _shown_values(self) -> dict[str, str]:
        return {name: value for name, value in self.values().items() if not self.fields[name].isHidden()}

    def differences(self, theirs: Visitor) -> list[Difference]:
        """Return the fields of the person shown here whose stored value is another by now."""
        stored = {name: getattr(theirs, name) for name in PERSON}
        return [
            each
            for name, each in differences(self, self.values() | _persian(stored)).items()
            if name in PERSON and not self.fields[name].isHidden()
        ]

    def _write(self, **values: str) -> None:
        self.fill(_persian(values))

    def _box(self, name: str) -> ChoiceBox:
        return cast(ChoiceBox, self.editor(name))

    def _leave_drops_to_the_page(self) -> None:
        """Let a dropped file become an attachment instead of its path in a text field."""
        for field in self.fields.values():
            field.editor.setAcceptDrops(False)
            if isinstance(field.editor, QPlainTextEdit):
                field.editor.viewport().setAcceptDrops(False)


def _persian(values: Mapping[str, str]) -> dict[str, str]:
    return {name: fa(value) if name in _WRITTEN else value for name, value in values.items()}
