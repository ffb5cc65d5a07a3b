"""A form for one entry at a time that keeps unsaved drafts: a draft comes back with its entry."""

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from app.errors import Refused
from ui.settings.source import Values
from ui.widgets import FieldSpec, Form, Notice, column, heading
from ui.widgets.frames import restyle


class Editor(QWidget):
    edited = Signal()

    def __init__(self, specs: Sequence[FieldSpec]) -> None:
        super().__init__()
        self.form, self.notice = Form(specs), Notice()
        self.form.edited.connect(self._edited)
        self._heading = heading("")
        self._entry: int | None = None
        self._filled = self._sent = self.form.raw()
        self._sent_entry: int | None = None
        self._drafts: dict[int | None, dict[str, str]] = {}
        column(self._heading, self.form, self.notice, parent=self)
        self.setFocusProxy(self.form)

    def show_entry(self, entry_id: int | None, title: str, values: Values, fixed: Collection[str]) -> None:
        """Fill the form with an unsaved draft of this entry or else with `values`. Fields in `fixed` are read-only."""
        self._keep_draft()
        self._entry = entry_id
        self._heading.setText(title)
        self.form.fill({name: values.get(name, "") for name in self.form.fields})
        self._filled = self.form.raw()
        self._restore(self._drafts.get(entry_id, {}))
        for name in self.form.fields:
            editor = self.form.editor(name)
            if isinstance(editor, QLineEdit) and editor.isReadOnly() != (name in fixed):
                editor.setReadOnly(name in fixed)
                restyle(editor)

    def saving(self) -> None:
        """Note that the form as it is now is being saved; what is typed from now on is not."""
        self._sent_entry, self._sent = self._entry, self.form.raw()

    def saved(self, entry_id: int | None) -> bool:
        """Note that what was being saved is stored under this id. False when the form shows another entry by now."""
        if self._drafts.get(self._sent_entry) == self._sent:
            del self._drafts[self._sent_entry]
        if self._sent_entry != self._entry:
            return False
        self._entry, self._filled = entry_id, self._sent
        return True

    def shows_sent_entry(self) -> bool:
        """Whether the form still shows the entry that is being saved."""
        return self._sent_entry == self._entry

    def has_draft(self, entry_id: int | None) -> bool:
        """Whether this entry has an unsaved draft."""
        return entry_id in self._drafts or (entry_id == self._entry and self.is_changed())

    def drop_draft(self) -> None:
        """Drop what was typed for the entry in the form, so that stored values may replace it."""
        self._filled = self.form.raw()
        self._drafts.pop(self._entry, None)

    def is_changed(self) -> bool:
        return self.form.raw() != self._filled

    def refuse(self, refused: Refused) -> None:
        if self._sent_entry != self._entry or not self.form.errors(refused.field, refused.sentence):
            self.notice.say("error", refused.sentence)

    def _keep_draft(self) -> None:
        if self.is_changed():
            self._drafts[self._entry] = self.form.raw()
        else:
            self._drafts.pop(self._entry, None)

    def _restore(self, draft: Mapping[str, str]) -> None:
        if draft:
            self.form.write_raw(draft)
            self.notice.say("warning", "این نوشته هنوز ذخیره نشده است.")

    def _edited(self) -> None:
        self.notice.close_notice()
        self.edited.emit()
