"""The tables with the visit at each, and the steps that concern the chosen one."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy

from app.line.view import Hall, Table
from app.persian.text import fa
from app.visits.visits import STATES
from ui.line.steps import BREAK, HERE, buttons
from ui.line.words import STATE_KINDS, at_table, empty_words
from ui.parts.button_flow import button_flow
from ui.widgets import Card, heading, label, row, theme
from ui.widgets.buttons import paint_cap, sequences
from ui.widgets.row_delegate import START, paint_tag

COLUMNS, HEIGHT, KEYS = 3, 74, 9


class Tile(QAbstractButton):
    """One table. The chosen one is marked. Its key chooses it wherever the focus is; from the tenth on there is no key
    left, and Tab reaches them."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.table: Table | None = None
        self.key, self._now = f"Alt+{place + 1}" if place < KEYS else "", ""
        """The key that chooses it; '' for none."""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if self.key else Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if self.key:
            shortcut = QShortcut(self)
            shortcut.setKeys(sequences(self.key))
            shortcut.activated.connect(self.click)

    def show_table(self, table: Table, now: str, *, chosen: bool) -> None:
        self.table, self._now = table, now
        self.setChecked(chosen)
        self.setToolTip(fa(table.official))
        here = f"نوبت {table.visit.ticket}، {STATES[table.visit.state]}" if table.visit else empty_words(table)
        self.setAccessibleName(fa(f"{table.name}، {here}"))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(110), theme.px(HEIGHT))

    def nextCheckState(self) -> None:
        """The page decides which tile is chosen."""

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.table is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        painter.setPen(QColor(theme.ACCENT if self.isChecked() or self.hasFocus() else theme.HAIRLINE))
        painter.setBrush(QColor(theme.TINT if self.isChecked() else theme.CARD))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        inside = self.rect().adjusted(10, 6, -10, -6)
        self._paint_name(painter, inside, self.table)
        self._paint_visit(painter, inside, self.table)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.key:  # last, because it turns the painter left to right
            paint_cap(painter, self._cap(inside), self.key, QColor(theme.QUIET))

    def _cap(self, inside: QRect) -> QRect:
        return QRect(inside.left(), inside.top() + theme.px(3), theme.px(44) if self.key else 0, theme.px(19))

    def _paint_name(self, painter: QPainter, inside: QRect, table: Table) -> None:
        top = QRect(inside.left(), inside.top(), inside.width(), theme.px(26))
        painter.setFont(theme.font(15, theme.Weight.Bold if self.isChecked() else theme.Weight.Medium))
        painter.setPen(QColor(theme.INK))
        room = top.width() - self._cap(inside).width() - 6
        name = painter.fontMetrics().elidedText(fa(table.name), Qt.TextElideMode.ElideRight, room)
        painter.drawText(top, START, name)

    def _paint_visit(self, painter: QPainter, inside: QRect, table: Table) -> None:
        below = QRect(inside.left(), inside.top() + theme.px(26), inside.width(), inside.height() - theme.px(26))
        painter.setFont(theme.font(13))
        painter.setPen(QColor(theme.QUIET))
        if table.visit is None:
            painter.drawText(below, START, fa(empty_words(table)))
            return
        foot = QRect(below.left(), below.bottom() - theme.px(18), below.width(), theme.px(20))
        since = painter.fontMetrics().elidedText(
            fa(at_table(table, self._now)), Qt.TextElideMode.ElideRight, foot.width()
        )
        painter.drawText(foot, START, since)
        middle = QRect(below.left(), below.top(), below.width(), below.height() - theme.px(18))
        painter.setFont(theme.font(20, theme.Weight.Bold))
        painter.setPen(QColor(theme.INK))
        painter.drawText(middle, START, fa(table.visit.ticket))
        words = STATES[table.visit.state]
        ground = theme.CARD if self.isChecked() else ""
        paint_tag(painter, middle.left(), middle.center().y(), STATE_KINDS[table.visit.state], words, ground)


class Tables(Card):
    chosen = Signal(int)
    """The table to call to."""

    def __init__(self) -> None:
        self.steps = buttons((*HERE, BREAK))
        self.tiles: list[Tile] = []
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self._title, self._quiet = heading("میزها"), label(name="quiet")
        here = button_flow(*(self.steps[step.name] for step in HERE), gap=8)
        super().__init__(row(self._title, self._quiet, 1, self.steps["break"]), self._grid, here, gap=10)

    def show_hall(self, hall: Hall, chosen: int) -> None:
        self._fit(len(hall.tables))
        for tile, table in zip(self.tiles, hall.tables, strict=True):
            tile.show_table(table, hall.now, chosen=table.id == chosen)
        mine = hall.table(chosen)
        self._show_steps(mine, hall.recall_limit)
        self._quiet.setText(fa(_here(mine)))

    def _show_steps(self, table: Table | None, limit: int) -> None:
        visit = table.visit if table else None
        for step in HERE:
            self.steps[step.name].setEnabled(visit is not None and visit.may(step.name))
        rests = table is not None and table.back_at is not None
        self.steps["break"].setEnabled(table is not None)
        self.steps["break"].set_text("پایان استراحت میز" if rests else BREAK.text)
        recalls = table.recalls if table else 0
        self.steps["recall"].set_text(f"دوباره {recalls} از {limit}" if visit else "فراخوان دوباره")

    def _fit(self, count: int) -> None:
        while len(self.tiles) > count:
            self.tiles.pop().deleteLater()
        while len(self.tiles) < count:
            place = len(self.tiles)
            tile = Tile(place)
            tile.clicked.connect(self._choose)
            self._grid.addWidget(tile, place // COLUMNS, place % COLUMNS)
            self.tiles.append(tile)

    def _choose(self) -> None:
        tile = self.sender()
        if isinstance(tile, Tile) and tile.table:
            self.chosen.emit(tile.table.id)


def _here(table: Table | None) -> str:
    if table is None:
        return ""
    here = f"نوبت {table.visit.ticket}، {table.visit.name}" if table.visit else empty_words(table)
    return f"{table.name}: {here}"
