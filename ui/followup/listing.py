"""The lists of what is under way, oldest first, and the chosen case beside them."""

from functools import partial

from PySide6.QtWidgets import QWidget

from app import followup
from app.followup import LIMIT, LISTS, Board
from app.text import fa
from ui.context import Context
from ui.followup.section import FollowupSection
from ui.followup.told import followed_line
from ui.kit import Card, Field, KeyButton, Lines, column, label, row
from ui.kit.frames import restyle
from ui.sessions.steps import steps

EMPTY = {
    "late": "هیچ واحدی از مهلت نگذشته است.",
    "today": "مهلت هیچ ارجاعی امروز نیست.",
    "promised": "برای امروز وعده‌ای داده نشده است. وعدهٔ پاسخ‌های میانی اینجا می‌آید.",
    "unacknowledged": "وصول همهٔ برگه‌ها به‌هنگام ثبت شده است.",
    "verdict": "پاسخی نیست که نظر متقاضی دربارهٔ آن پرسیده نشده باشد. پاسخ واحد را با F6 ثبت کنید.",
    "legal": "مهلت قانونی سه‌ماههٔ هیچ درخواستی نزدیک نیست.",
    "paused": "مهلت هیچ ارجاعی برای نقص مدارک نایستاده است.",
    "open": "ارجاع بازی نیست. پس از ثبت پاراف، ارجاع‌ها با مهلتشان اینجا می‌آیند.",
}


class ListSection(FollowupSection):
    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._key = "late"
        self._visits: dict[int, int] = {}
        self.chips = {key: KeyButton(LISTS[key][0], f"Alt+{n}", small=True) for n, key in enumerate(LISTS, 1)}
        for key, chip in self.chips.items():
            chip.clicked.connect(partial(self.go, key))
        self.lines, self.more = Lines(EMPTY["late"]), label("", "quiet")
        self.lines.chosen.connect(self._open)
        self._build()
        self.setFocusProxy(self.lines)
        self._take("late")

    def go(self, key: str) -> None:
        self._take(key)
        self.refresh()
        self.lines.setFocus()

    def refresh(self) -> None:
        self.context.work.run(partial(followup.board, clerk=self.context.clerk, key=self._key), self._show)

    def open_referral(self, referral_id: int) -> None:
        self.lines.set_current(referral_id)

    def _build(self) -> None:
        listed = Card(row(Field("صافی فهرست", self.lines.filter_box(), bare=True), self.more), self.lines)
        listed.inner.setStretchFactor(self.lines, 1)
        holder = QWidget()
        row(listed, parent=holder)
        layout = column(steps(*self.chips.values()), holder, gap=12, parent=self)
        layout.setStretchFactor(holder, 1)

    def _take(self, key: str) -> None:
        self._key = key
        self.lines.set_empty(EMPTY[key])
        for name, chip in self.chips.items():
            chip.setProperty("taken", name == key)
            restyle(chip)

    def _show(self, board: Board) -> None:
        for key, chip in self.chips.items():
            chip.set_text(f"{LISTS[key][0]} ({board.counts[key]})" if board.counts[key] else LISTS[key][0])
        self._visits = {each.referral_id: each.visit_id for each in board.rows}
        self.more.setText(fa(f"{LIMIT} تای کهنه‌تر") if board.counts[self._key] > len(board.rows) else "")
        self.lines.show_lines([followed_line(each) for each in board.rows])
        if self.lines.current_id() is None and board.rows:
            self.lines.set_current(board.rows[0].referral_id)

    def _open(self, referral_id: int) -> None:
        self.case_asked.emit(self._visits[referral_id])
