"""A list and beside it the form of its current entry: for units, tables, phrases … and for the clerks."""

from typing import Any

from PySide6.QtWidgets import QWidget

from app.errors import Refused
from app.journal.conflict import EditConflict
from ui.context import Context
from ui.page import Page
from ui.papers.exporting import ExportButton
from ui.parts.conflict import Conflict, differences
from ui.parts.question import QuestionStack
from ui.settings.editor import Editor
from ui.settings.source import Item, Source
from ui.widgets import Card, ChoiceBox, KeyButton, ListView, column, row
from ui.work import Task

MEANWHILE = "همین مورد را شخص دیگری هم‌اکنون ذخیره کرد؛ با ذخیرهٔ شما هر دو نوشته کنار هم می‌آید."


class ListSection(Page):
    def __init__(self, context: Context, source: Source[Any]) -> None:
        super().__init__(context)
        self._source = source
        self.topics = source.topics
        self._items: dict[int, Item[Any]] = {}
        self._entry: int | None = None
        """The entry in the form; None for a new one."""
        self._seen: dict[int, Item[Any]] = {}
        """The items the form was filled with; an unsaved draft keeps the one it was written over."""
        self._theirs: Item[Any] | None = None
        """The entry that another clerk saved meanwhile, while the clerk chooses between the two."""
        self._is_new = self._is_refreshing = False
        self.list = ListView("این فهرست خالی است؛ با Ctrl+N اولین ردیف را بنویسید.")
        self.list.current.connect(self._moved)
        self.list.chosen.connect(self._enter_form)
        self.editor = Editor(source.specs)
        self.save = KeyButton("ذخیره", "Enter", primary=True)
        self.new = KeyButton("ردیف جدید", "Ctrl+N")
        self.retire = KeyButton("کنار گذاشتن", "F8")
        self.form_buttons = row()
        self.export = ExportButton(context, self._exported)
        self.export.notified.connect(self.editor.notice.say)
        for button, slot in ((self.save, self._save), (self.new, self._to_new), (self.retire, self._retire)):
            button.clicked.connect(slot)
        for signal in (context.work.lost, context.work.crashed):
            signal.connect(self._let_save)
        filters = self.list.filter_box()
        body = QWidget()
        self.form_column = column(self.editor, 1, row(self.save, self.retire, 1, self.form_buttons), parent=body)
        self.asking = QuestionStack(body)
        self.asking.ended.connect(self._return_to_list)
        self.list_buttons = row(self.new, 1)
        self.listed = Card(row(filters, self.export), self.list, self.list_buttons)
        whole = row(self.listed, Card(self.asking), gap=16, parent=self)
        whole.setStretch(0, 45)
        whole.setStretch(1, 55)
        self.setFocusProxy(self.list)

    def _return_to_list(self) -> None:
        self.listed.setEnabled(True)
        self.list.setFocus()

    def _exported(self) -> tuple[str, Task]:
        return self._source.exported(self.context.clerk)

    def refresh(self) -> None:
        self.context.work.run(self._source.load(), self._show)

    def _show(self, result: Any) -> None:
        loaded = self._source.read(result)
        self._items = {item.id: item for item in loaded.items}
        for name, choices in loaded.choices.items():
            box = self.editor.form.editor(name)
            if isinstance(box, ChoiceBox):
                box.set_choices(choices)
        self._is_refreshing = True
        self.list.show_rows([item.row for item in loaded.items])
        if self._entry is None and not self._is_new:
            self._entry = next(iter(self._items), None)
        self.list.set_current(self._entry)
        self._is_refreshing = False
        if not self.editor.is_changed():
            self._show_entry()
        elif self._entry is not None:
            item = self._items[self._entry]
            if item.values != self._seen.setdefault(self._entry, item).values:
                self.editor.notice.say("warning", MEANWHILE)

    def _moved(self, entry_id: int | None) -> None:
        """Show the entry that became current. A filter that hides the current row leaves the form alone."""
        if entry_id is not None and not self._is_refreshing:
            self._entry, self._is_new = entry_id, False
            self.editor.notice.close_notice()
            self._show_entry()

    def _show_entry(self) -> None:
        item = self._items.get(self._entry) if self._entry is not None else None
        if item and not self.editor.has_draft(item.id):
            self._seen[item.id] = item
        title = item.row.name if item else self._source.new
        fixed = self._source.fixed | item.fixed if item else ()
        self.editor.show_entry(self._entry, title, item.values if item else {}, fixed)
        self.retire.setVisible(item is not None)
        self.retire.set_text("بازگرداندن" if item and item.is_retired else "کنار گذاشتن")

    def _to_new(self) -> None:
        self._entry, self._is_new = None, True
        self.list.set_current(None)
        self.editor.notice.close_notice()
        self._show_entry()
        self.editor.setFocus()

    def _enter_form(self) -> None:
        self.editor.setFocus()

    def _save(self) -> None:
        if self.editor.form.check():
            form, clerk = self.editor.form, self.context.clerk
            self.editor.saving()
            try:
                task = self._source.save(
                    clerk, self._entry, form.values(), form.raw(), self._seen.get(self._entry or 0)
                )
            except Refused as refused:
                self.editor.refuse(refused)
            else:
                self.save.setEnabled(False)  # a second Enter would save the same entry again
                self.context.work.run(task, self._saved, self._not_saved)

    def _saved(self, entry_id: Any) -> None:
        self.save.setEnabled(True)
        self._seen.pop(entry_id, None)  # what is typed from now on is written over what is stored now
        if self.editor.saved(entry_id):
            self._entry, self._is_new = entry_id, False
            if not self.editor.is_changed():
                self.editor.notice.say("done", "ذخیره شد.")
                self.list.setFocus()
        self.refresh()

    def _not_saved(self, refused: Refused) -> None:
        self.save.setEnabled(True)
        if isinstance(refused, EditConflict) and self.editor.shows_sent_entry():
            self._show_conflict(refused)
        else:
            self.editor.refuse(refused)

    def _show_conflict(self, refused: EditConflict) -> None:
        self._theirs = self._source.merged(self._items[self._entry or 0], refused.theirs)
        panel = Conflict.open_over(self, refused, differences(self.editor.form, self._theirs.values).values())
        panel.kept.connect(self._keep_mine)
        panel.taken.connect(self._take_theirs)

    def _keep_mine(self) -> None:
        if self._theirs:
            self._seen[self._theirs.id] = self._theirs
            self._save()

    def _take_theirs(self) -> None:
        self.editor.drop_draft()
        self.refresh()

    def _let_save(self, _: object) -> None:
        self.save.setEnabled(True)

    def _retire(self) -> None:
        if self._entry is not None:
            back = self._items[self._entry].is_retired
            self.context.work.run(self._source.retire(self.context.clerk, self._entry, back), self._retired, self._no)

    def _retired(self, result: Any) -> None:
        """Take note of what the source returned; the list is read again because its topic has changed."""

    def _no(self, refused: Refused) -> None:
        self.editor.notice.say("error", refused.sentence)
