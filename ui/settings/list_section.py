"""A list and, beside it, the form of the entry under the bar: units, tables, phrases … and clerks alike."""

from typing import Any

from app.errors import Refused
from app.journal.conflict import EditConflict
from ui.context import Context
from ui.page import Page
from ui.papers.exporting import ExportButton
from ui.parts.conflict import Conflict, differences
from ui.settings.editor import Editor
from ui.settings.source import Loaded, Row, Source
from ui.widgets import Card, ChoiceBox, KeyButton, ListView, row
from ui.work import Task

MEANWHILE = "همین را کسی دیگر هم‌اکنون ذخیره کرد؛ با ذخیرهٔ شما هر دو نوشته کنار هم می‌آید."


class ListSection(Page):
    def __init__(self, context: Context, source: Source) -> None:
        super().__init__(context)
        self._source = source
        self.topics = source.topics
        self._loaded, self._rows = Loaded(()), dict[int, Row]()
        self._entry: int | None = None
        """In the form; None for a new one."""
        self._seen: dict[int, Row] = {}
        """The rows the form was filled with; unsaved words stand on the one they were written over."""
        self._theirs: Row = {}
        self._is_new = self._is_refreshing = False
        self.list = ListView("این فهرست خالی است؛ با Ctrl+N نخستین ردیف را بنویسید.")
        self.list.current.connect(self._moved)
        self.list.chosen.connect(self._into_form)
        self.editor = Editor(source.specs)
        self.save = KeyButton("ذخیره", "Enter", primary=True)
        self.new = KeyButton("ردیف تازه", "Ctrl+N")
        self.retire = KeyButton("کنار گذاشتن", "F8")
        self.extra = row()
        self.export = ExportButton(context, self._exported)
        self.export.notified.connect(self.editor.notice.say)
        for button, slot in ((self.save, self._save), (self.new, self._to_new), (self.retire, self._retire)):
            button.clicked.connect(slot)
        for signal in (context.work.lost, context.work.crashed):
            signal.connect(self._stopped)
        filters = self.list.filter_box()
        form = Card(self.editor, 1, row(self.save, self.retire, 1, self.extra))
        self.beside = form.inner
        self.under_list = row(self.new, 1)
        listed = Card(row(filters, self.export), self.list, self.under_list)
        body = row(listed, form, gap=16, parent=self)
        body.setStretch(0, 45)
        body.setStretch(1, 55)
        self.setFocusProxy(self.list)

    def _exported(self) -> tuple[str, Task]:
        return self._source.exported(self.context.clerk)

    def refresh(self) -> None:
        self.context.work.run(self._source.load(), self._show)

    def _show(self, result: Any) -> None:
        self._loaded = self._source.read(result)
        self._rows = {row["id"]: row for row in self._loaded.rows}
        for name, choices in self._loaded.choices.items():
            box = self.editor.form.editor(name)
            if isinstance(box, ChoiceBox):
                box.set_choices(choices)
        self._is_refreshing = True
        self.list.show_rows([self._source.list_row(row) for row in self._loaded.rows])
        if self._entry is None and not self._is_new:
            self._entry = next(iter(self._rows), None)
        self.list.set_current(self._entry)
        self._is_refreshing = False
        if not self.editor.is_changed():
            self._show_entry()
        elif self._entry is not None:
            row = self._rows[self._entry]
            if self._source.values(row) != self._source.values(self._seen.setdefault(self._entry, row)):
                self.editor.notice.say("warning", MEANWHILE)

    def _moved(self, entry_id: int | None) -> None:
        """The bar is on another line; a filter that hides the line leaves the form alone."""
        if entry_id is not None and not self._is_refreshing:
            self._entry, self._is_new = entry_id, False
            self.editor.notice.close_notice()
            self._show_entry()

    def _show_entry(self) -> None:
        row = self._rows.get(self._entry) if self._entry is not None else None
        if row and not self.editor.has_draft(row["id"]):
            self._seen[row["id"]] = row
        title = self._source.list_row(row).name if row else self._source.new
        values = self._source.values(row) if row else {}
        self.editor.show_entry(self._entry, title, values, self._source.fixed if row else ())
        self.retire.setVisible(row is not None)
        self.retire.set_text("بازگرداندن" if row and row["retired_on"] else "کنار گذاشتن")

    def _to_new(self) -> None:
        self._entry, self._is_new = None, True
        self.list.set_current(None)
        self.editor.notice.close_notice()
        self._show_entry()
        self.editor.setFocus()

    def _into_form(self) -> None:
        self.editor.setFocus()

    def _save(self) -> None:
        if self.editor.form.check():
            form, clerk = self.editor.form, self.context.clerk
            self.editor.saving()
            try:
                task = self._source.save(clerk, self._entry, form.values(), form.raw(),
                                         self._seen.get(self._entry or 0))
            except Refused as refused:
                self.editor.refuse(refused)
            else:
                self.save.setEnabled(False)  # a second Enter would write the same entry once more
                self.context.work.run(task, self._saved, self._not_saved)

    def _saved(self, entry_id: int) -> None:
        self.save.setEnabled(True)
        self._seen.pop(entry_id, None)  # what is typed on stands over what is stored now
        if self.editor.saved(entry_id):
            self._entry, self._is_new = entry_id, False
            if not self.editor.is_changed():
                self.editor.notice.say("done", "ذخیره شد.")
                self.list.setFocus()
        self.refresh()

    def _not_saved(self, refused: Refused) -> None:
        self.save.setEnabled(True)
        if isinstance(refused, EditConflict) and self.editor.is_on_its_way():
            self._lay_beside(refused)
        else:
            self.editor.refuse(refused)

    def _lay_beside(self, refused: EditConflict) -> None:
        self._theirs = self._rows[self._entry or 0] | refused.theirs
        theirs = self._source.values(self._theirs)
        panel = Conflict.open_over(self, refused, differences(self.editor.form, theirs).values())
        panel.kept.connect(self._keep_mine)
        panel.taken.connect(self._take_theirs)

    def _keep_mine(self) -> None:
        self._seen[self._theirs["id"]] = self._theirs
        self._save()

    def _take_theirs(self) -> None:
        self.editor.give_up()
        self.refresh()

    def _stopped(self, _: object) -> None:
        self.save.setEnabled(True)

    def _retire(self) -> None:
        if self._entry is not None:
            back = bool(self._rows[self._entry]["retired_on"])
            self.context.work.run(self._source.retire(self.context.clerk, self._entry, back), None, self._no)

    def _no(self, refused: Refused) -> None:
        self.editor.notice.say("error", refused.sentence)
