"""The reception form: it shows what fits who comes, and gives an Arrival."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from app.cases.earlier import EarlierMatter
from app.persian.identifiers import national_code
from app.persian.text import ascii_digits, clean, fa
from app.reception.arrival import Arrival, Served
from app.visits.visitors import Visitor
from ui.parts.conflict import Difference, differences
from ui.reception.fields import LINKS, MATTER, PERSON, SPECS, TIMES, labels, shown
from ui.widgets import Choice, ChoiceBox, Form

BLANK = {"kind": "person"}
"""What an empty form holds."""
_MOBILE = re.compile(r"(?:(?:\+|00)98|0)9[0-9]{9}")
_WRITTEN = frozenset(spec.name for spec in SPECS if spec.kind in ("text", "lines"))


class ArrivalForm(Form):
    """`known` is who was found (id 0 while nobody was), `invitee_id` whom the list named."""

    code_left = Signal()
    category_chosen = Signal()

    def __init__(self) -> None:
        super().__init__(SPECS)
        self.known, self.invitee_id = Visitor(), cast(int | None, None)
        self.seen = cast(Visitor | None, None)
        """As the form was filled with who was found; `known` is he as he is known since."""
        self._cleared = (self.known, self.invitee_id, self.seen)
        self._audience, self._on_paper, self._questioned = "citizen", False, False
        self._complaints: set[str] = set()
        self._offered: object = None
        self.code = cast(QLineEdit, self.editor("code"))
        self.edited.connect(self._follow)
        self.code.editingFinished.connect(self.code_left)
        self.restored.connect(self._take_back)
        for name in ("kind", "category_id", "priority_group_id"):
            self._box(name).picked.connect(self._suit)
        self._box("kind").picked.connect(self.fields["code"].clear_error)
        self._box("category_id").picked.connect(self.category_chosen)
        self._leave_drops_to_the_page()
        self.fill(BLANK)
        self._suit()

    def offer(self, choices: Mapping[str, Sequence[Mapping[str, Any]]], audience: str) -> None:
        """The office's lists, by field; unless they changed, a list that is open stays as it is."""
        if (choices, audience) == self._offered:
            return
        self._offered, self._audience = (choices, audience), audience
        self._complaints = {str(row["id"]) for row in choices["category_id"] if row["confidential"]}
        for name in LINKS:
            self._box(name).set_choices([Choice(str(row["id"]), row["name"]) for row in choices[name]])
        self._box("employment").set_choices([Choice(row["name"], row["name"]) for row in choices["employment"]])
        self._suit()

    def typed_code(self) -> str:
        """What stands in the first field: a code, a mobile or a name."""
        return clean(self.code.text())

    def category(self) -> int:
        return int(self._box("category_id").value() or 0)

    def is_blank(self) -> bool:
        return not any(text for name, text in self.raw().items() if name != "kind")

    def names_nobody(self) -> bool:
        raw = self.raw()
        return not raw["first_name"] and not raw["last_name"]

    def person(self) -> Visitor:
        """What the form does not ask of this kind stays as it was known of the same kind."""
        values = self._shown_values()
        kind = values.get("kind") or self.known.kind
        ground = self.known if self.known.kind == kind else Visitor(self.known.id)
        told: dict[str, Any] = {name: values[name] for name in PERSON if name in values}
        return replace(ground, **told | {"kind": kind})

    def arrival(self) -> Arrival:
        values = self._shown_values()
        words: dict[str, Any] = {name: values[name] for name in MATTER if values.get(name)}
        links: dict[str, Any] = {name: int(values[name]) for name in LINKS if values.get(name)}
        return replace(Arrival(self.person()), **words, **links, invitee_id=self.invitee_id, seen=self.seen)

    def served(self) -> Served | None:
        """None unless it is entered from paper."""
        values = self.values()
        table = int(values["wanted_table_id"] or 0)
        return Served(values["arrived"], values["called"], values["ended"], table) if self._on_paper else None

    def show_person(self, visitor: Visitor) -> None:
        self.known = self.seen = visitor
        self._questioned = bool(visitor.code_reason)
        self._write(**{name: getattr(visitor, name) for name in PERSON})
        self._suit()

    def show_arrival(self, arrival: Arrival) -> None:
        """One the list of invitees fills in."""
        self.show_person(arrival.visitor)
        self.seen = arrival.seen
        self.invitee_id = arrival.invitee_id
        self._write(category_id=str(arrival.category_id or ""), matter=arrival.matter)
        self._suit()

    def go_on_with(self, past: EarlierMatter) -> None:
        """The same matter again; words already written stay. One that is closed to this clerk brings nothing with it.
        """
        if past.category_id:
            words = self.raw()["matter"].strip() or past.matter
            self._write(category_id=str(past.category_id), district_id=str(past.district_id or ""), matter=words)
            self._suit()
        self.editor("matter").setFocus()

    def begin_name(self) -> None:
        """He is new: his name is the next thing to write."""
        self.editor("last_name" if self.fields["first_name"].isHidden() else "first_name").setFocus()

    def kind(self) -> str:
        return self._box("kind").value() or "person"

    def take_as_company(self) -> None:
        """The identifier itself says that it is a legal person's."""
        self._write(kind="legal")
        self._suit()

    def name_representative(self, person: Visitor) -> None:
        """A group's code is somebody's who is known: he speaks for it."""
        self._write(companion=person.titled, mobile=person.mobile)
        self.begin_name()

    def take_as_other(self, typed: str) -> bool:
        """What stands in the code's place but is none (a name, a mobile, a personnel number) goes to its own field."""
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
        """Another code than the found person's stands there: his name goes with him, the new code stays."""
        if self.known.code:
            self._write(**dict.fromkeys(set(PERSON) - {"code", "kind"}, ""))
            self.known, self.invitee_id, self.seen = Visitor(kind=self.known.kind), None, None

    def question_code(self, fault: str) -> None:
        """A code that fails its check: said at the field, and a reason may be given."""
        self._questioned = bool(fault)
        self._suit()
        self.fields["code"].show_error(fault)

    def start_anew(self, *, undoable: bool) -> None:
        self._cleared = (self.known, self.invitee_id, self.seen)
        self.clear(undoable=undoable)
        self.known, self.invitee_id, self.seen, self._questioned = Visitor(), None, None, False
        self.fill(BLANK)
        self._suit()

    def set_on_paper(self, on_paper: bool) -> None:
        self._on_paper = on_paper
        self._suit()

    def refuse(self, field: str, sentence: str) -> bool:
        """False when no field of the form is meant."""
        if field == "code_reason":
            self._questioned = True
            self._suit()
        return self.errors(field, sentence)

    def _follow(self, name: str) -> None:
        """What stands in one field decides which others are asked."""
        if name == "code":
            self._tidy_code()
        elif name in ("kind", "category_id", "priority_group_id") and not self.raw()[name]:
            self._suit()

    def _tidy_code(self) -> None:
        """Codes show Persian digits and nothing between them; a name stays as it is typed."""
        text = self.code.text()
        if not any(letter.isalpha() for letter in text):
            place = len(national_code(text[: self.code.cursorPosition()]))
            self.code.setText(fa(national_code(text)))
            self.code.setCursorPosition(place)

    def _suit(self) -> None:
        kind, raw = self.kind(), self.raw()
        extra = {
            "code_reason": kind == "no_code" or self._questioned,
            "against_unit_id": raw["category_id"] and self._box("category_id").value() in self._complaints,
            "priority_reason": bool(raw["priority_group_id"]),
        } | dict.fromkeys(TIMES, self._on_paper)
        self.show_only(shown(kind, self._audience, [name for name, wanted in extra.items() if wanted]))
        for name, text in labels(kind, self._audience, on_paper=self._on_paper).items():
            self.fields[name].set_label(text)

    def _take_back(self) -> None:
        self.known, self.invitee_id, self.seen = self._cleared
        self._suit()

    def _shown_values(self) -> dict[str, str]:
        return {name: value for name, value in self.values().items() if not self.fields[name].isHidden()}

    def differences(self, theirs: Visitor) -> list[Difference]:
        """What is asked here of the person and is known otherwise by now."""
        told = {name: getattr(theirs, name) for name in PERSON}
        return [side for name, side in differences(self, self.values() | _persian(told)).items()
                if name in PERSON and not self.fields[name].isHidden()]

    def _write(self, **values: str) -> None:
        self.fill(_persian(values))

    def _box(self, name: str) -> ChoiceBox:
        return cast(ChoiceBox, self.editor(name))

    def _leave_drops_to_the_page(self) -> None:
        """A dropped file is an attachment, not its path as words."""
        for field in self.fields.values():
            field.editor.setAcceptDrops(False)
            if isinstance(field.editor, QPlainTextEdit):
                field.editor.viewport().setAcceptDrops(False)


def _persian(values: Mapping[str, str]) -> dict[str, str]:
    return {name: fa(value) if name in _WRITTEN else value for name, value in values.items()}
