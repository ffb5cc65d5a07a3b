"""The papers of the draft in the form, as they would be printed."""

from functools import partial

from PySide6.QtWidgets import QWidget

from app.printing import drafts
from app.table.paraphs import Draft
from app.table.view import Subject
from ui.context import Context
from ui.papers.preview import Preview
from ui.shell.window import Window


def show_preview(window: QWidget, context: Context, subject: Subject, draft: Draft) -> None:
    if isinstance(window, Window):
        visit = subject.story.visit
        gather = partial(drafts.draft_papers, clerk=context.clerk, visit_id=visit.id, draft=draft)
        Preview.over(window, context, f"پیش‌نمایش برگه‌های نوبت {visit.ticket}", gather)
