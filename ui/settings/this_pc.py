"""The settings of this PC: its table and screens. None of them is part of the office's data."""

from functools import partial

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.office import lists
from app.persian.text import fa
from ui.context import Context
from ui.page import Page
from ui.services.idle_lock import MINUTES, lock_minutes
from ui.settings.editor import Editor
from ui.widgets import Card, Choice, ChoiceBox, FieldSpec, KeyButton, column, row, theme

FREE = Choice("0", "این رایانه پای میزی نیست")
SECOND = Choice("-", "خودکار: نمایشگر دوم، اگر باشد")
ZOOMS = tuple(Choice(str(zoom), f"{round(zoom * 100)}٪") for zoom in theme.ZOOMS)
FIELDS = (
    FieldSpec("table", "میز", "choice", row=0),
    FieldSpec("screen", "نمایشگر عمومی روی", "choice", row=0),
    FieldSpec("zoom", "اندازهٔ نوشته‌ها", "choice", row=0, choices=ZOOMS),
    FieldSpec(
        "idle",
        "قفل خودکار صفحه پس از",
        "choice",
        row=0,
        choices=[Choice(str(minutes), fa(f"{minutes} دقیقه")) for minutes in MINUTES],
    ),
)
KEYS = {"table": "table", "screen": "display/screen", "zoom": "zoom", "idle": "idle"}
"""By field: the key of PcSettings it is saved under."""
EMPTY = {"table": FREE.id}


class ThisPcSection(Page):
    topics = frozenset({"office"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.editor = Editor(FIELDS)
        self.save = KeyButton("ذخیره", "Enter", primary=True)
        self.save.clicked.connect(self._save)
        column(Card(self.editor, 1, row(self.save, 1)), parent=self)
        self.setFocusProxy(self.editor)

    def refresh(self) -> None:
        self.context.work.run(partial(lists.choices, name="meeting_table"), self._show)

    def _show(self, tables: list[tuple[int, str]]) -> None:
        if self.editor.is_changed():
            return
        choices = {"table": [FREE, *(Choice(str(table_id), name) for table_id, name in tables)], "screen": screens()}
        for name, given in choices.items():
            box = self.editor.form.editor(name)
            assert isinstance(box, ChoiceBox)
            box.set_choices(given)
        pc = self.context.pc
        values = {name: pc.get(key) or EMPTY.get(name, "") for name, key in KEYS.items()}
        values |= {"zoom": str(theme.zoom()), "idle": str(lock_minutes(pc.get("idle")))}
        self.editor.show_entry(None, "این رایانه", values, ())

    def _save(self) -> None:
        if not self.editor.form.check():
            return
        values, pc = self.editor.form.values(), self.context.pc
        values["screen"] = "" if values["screen"] == SECOND.id else values["screen"]
        for name in ("table", "screen", "zoom", "idle"):
            pc.set(KEYS[name], values[name])
        app = QApplication.instance()
        if isinstance(app, QApplication) and values["zoom"]:
            theme.set_zoom(app, float(values["zoom"]))
        self.editor.saving()
        self.editor.saved(None)
        self.editor.notice.say("done", "برای همین رایانه ذخیره شد.")


def screens() -> list[Choice]:
    """Return the screens beside the clerk's own, by their names in the system."""
    others = [screen for screen in QGuiApplication.screens() if screen is not QGuiApplication.primaryScreen()]
    return [
        SECOND,
        *(
            Choice(screen.name(), fa(f"{screen.name()}، {screen.size().width()}×{screen.size().height()}"))
            for screen in others
            if screen.name()
        ),
    ]
