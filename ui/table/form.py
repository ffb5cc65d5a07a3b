"""The form of a paraph: its official, the outcome of the meeting, the words, and the units it goes to."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.errors import Refused
from app.persian.text import fa
from app.table.view import Official, Outcome, PickLists
from ui.table.draft_state import FormContent
from ui.table.phrases import PhraseButton, Phrases, write_in
from ui.table.units import UnitRows
from ui.widgets import Choice, ChoiceBox, Field, LinesEdit, Pills, TextEdit, column, row


class ParaphForm(QWidget):
    edited = Signal()
    phrases_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lists: PickLists | None = None
        self.official, self.outcome = ChoiceBox(), Pills(wraps=True)
        self.words = LinesEdit(rows=3, enter_breaks=True, large=True, hint="متن پاراف؛ یا عبارتی با Alt+۱ تا Alt+۹")
        self.reason, self.phrases, self.units = TextEdit("مانند: واحد اشتباه نوشته شده بود"), Phrases(), UnitRows()
        self.all_phrases = PhraseButton("همهٔ عبارت‌ها", "F2")
        self.all_phrases.setFixedWidth(self.all_phrases.sizeHint().width())
        self.all_phrases.clicked.connect(self.phrases_asked)
        self.fields = {
            "official_id": Field("پاراف‌کننده", self.official),
            "outcome": Field("نتیجهٔ ملاقات", self.outcome),
            "words": Field("متن پاراف", self.words, self.all_phrases),
            "addressees": Field("واحدها", self.units),
            "reason": Field("علت اصلاح یا ابطال", self.reason),
        }
        self._lay_out()
        self.setFocusProxy(self.words)
        self.official.textEdited.connect(self._edited)
        self.official.picked.connect(self._edited)
        self.reason.textEdited.connect(self._edited)
        self.outcome.picked.connect(self._outcome_picked)
        self.words.textChanged.connect(self._words_changed)
        self.phrases.picked.connect(self.write_phrase)
        self.units.changed.connect(self._edited)

    def set_lists(self, lists: PickLists) -> None:
        """Take the lists as they are now; what is written stays."""
        self._lists = lists
        self.official.set_choices(_choices(lists.officials))
        self.outcome.set_choices([(each.code, _short(each.name)) for each in lists.outcomes])
        self.phrases.offer([phrase.text for phrase in lists.phrases])
        self.units.set_lists(lists)

    def put_first(self, official_id: str) -> None:
        """Let the table's own official head the list."""
        officials = self._lists.officials if self._lists else ()
        self.official.set_choices(_choices(sorted(officials, key=lambda each: str(each.id) != official_id)))

    def fill(self, content: FormContent, default_unit: int | None, *, amends: bool) -> None:
        self.clear_errors()
        self.official.set_value(content.official)
        if content.outcome in {each.code for each in self._outcomes()}:
            self.outcome.set_value(content.outcome)
        self.units.fill(content.units)
        self.units.offer(default_unit)
        self.words.setPlainText(content.words)
        self.words.moveCursor(self.words.textCursor().MoveOperation.End)
        self.reason.setText(content.reason)
        if amends:
            self.make_room(2, phrase_rows=0)  # first: Qt lays out at once what becomes visible, and a window only grows
        self.fields["reason"].setVisible(amends)
        self._show_units()

    def make_room(self, taken: int, *, phrase_rows: int) -> None:
        """Show fewer text lines and units the more strips (`taken`) stand on the page besides the form."""
        self.phrases.show_rows(phrase_rows)
        self.words.set_rows(max(3 - taken, 1))
        most = 2 if taken else 3
        self.units.show_rows(most if phrase_rows or taken < 3 else 1)

    def content(self) -> FormContent:
        return FormContent(
            self.official.value(),
            self.outcome.value(),
            self.words.toPlainText(),
            self.units.content(),
            self.reason.text(),
        )

    def refers(self) -> bool:
        """Whether the outcome goes to units."""
        return any(each.referral for each in self._outcomes() if each.code == self.outcome.value())

    def check(self) -> bool:
        """Return whether the form is whole as far as it can tell; say at the field what is missing."""
        self.clear_errors()
        return self.units.check() if self.refers() else True

    def refuse(self, refused: Refused) -> bool:
        """Show a refusal beside its field; return False when no field here has that name."""
        field = self.fields.get({"working_days": "addressees"}.get(refused.field, refused.field))
        if field is None or not field.isVisibleTo(self):
            return False
        field.show_error(refused.sentence)
        field.editor.setFocus()
        return True

    def clear_errors(self) -> None:
        for field in self.fields.values():
            field.clear_error()

    def write_phrase(self, text: str) -> None:
        write_in(self.words, text)
        self.words.setFocus()

    def _outcomes(self) -> tuple[Outcome, ...]:
        return self._lists.outcomes if self._lists else ()

    def _lay_out(self) -> None:
        head = row(self.fields["official_id"], self.fields["outcome"], gap=12)
        head.setStretch(0, 8)
        head.setStretch(1, 17)
        column(
            head,
            self.fields["words"],
            self.fields["reason"],
            self.phrases,
            self.fields["addressees"],
            gap=8,
            parent=self,
        ).setStretch(4, 1)

    def _show_units(self) -> None:
        self.fields["addressees"].setVisible(self.refers())

    def _outcome_picked(self) -> None:
        self._show_units()
        self._edited()

    def _words_changed(self) -> None:
        self.units.suggest(self.words.toPlainText())
        self._edited()

    def _edited(self) -> None:
        self.clear_errors()
        self.edited.emit()


def _choices(officials: Sequence[Official]) -> list[Choice]:
    return [Choice(str(each.id), each.post, each.holder) for each in officials]


def _short(name: str) -> str:
    """Return «راهنمایی شد (خارج از حیطه)» without the words in brackets: all outcomes must be in sight."""
    return fa(name.split(" (")[0])
