"""A list in an order of the office's own, which two keys change."""

from functools import partial

from PySide6.QtCore import Qt

from app.office import lists
from app.office.declared_lists import OfficeList
from ui.context import Context
from ui.settings.list_section import ListSection
from ui.settings.office_list import OfficeListSource
from ui.widgets import KeyButton


class OrderedSection(ListSection):
    def __init__(self, context: Context, spec: OfficeList) -> None:
        super().__init__(context, OfficeListSource(spec))
        self._list = spec.name
        self.up, self.down = KeyButton("بالاتر", "Alt+Up", small=True), KeyButton("پایین‌تر", "Alt+Down", small=True)
        for button, by in ((self.up, -1), (self.down, 1)):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus in the list
            button.clicked.connect(partial(self._move, by))
            self.list_buttons.addWidget(button)

    def _move(self, by: int, *_: object) -> None:
        entry_id = self.list.current_id()
        if entry_id is not None:
            self.context.work.run(
                partial(lists.move, clerk=self.context.clerk, name=self._list, entry_id=entry_id, by=by), None, self._no
            )
