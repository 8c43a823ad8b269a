"""One line of the sidebar: an environment, or one of the connections of an organisation."""

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from afas_assistant.texts import Text, phrase
from afas_assistant.ui.icons import pixmap
from afas_assistant.ui.standing import Entry
from afas_assistant.ui.states import LOOKS, State
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, metrics, px
from afas_assistant.ui.widgets.frames import KIND_NAMES, Badge
from afas_assistant.ui.widgets.painting import focus_ring, painter_of

WIDTH, NARROW_WIDTH = 224, 52
HEIGHT, BELOW_HEIGHT = 48, 30
LEFT, BELOW_LEFT, GAP = 12, 30, 8
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class SidebarItem(QAbstractButton):
    """How an environment stands, its name, its kind, a few words, and the days until its token ends.

    Signals: `menu_asked(QPoint)` on the screen; `rename_asked` by F2; `remove_asked` by Delete; `step_asked(int)` by
    the arrow keys.
    """

    menu_asked = Signal(QPoint)
    rename_asked = Signal()
    remove_asked = Signal()
    step_asked = Signal(int)

    def __init__(self, entry: Entry, parent: QWidget | None = None, *, below: bool = False) -> None:
        super().__init__(parent)
        self.entry = entry
        self._state, self._words = entry.state, entry.words
        self._below, self._narrow = below, False
        self._badge = Badge(entry.kind, parent=self)
        self._badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._badge.setVisible(not below)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._render()

    @property
    def is_below(self) -> bool:
        """Return whether it is a connection below its organisation."""
        return self._below

    def show_entry(self, entry: Entry) -> None:
        """Show what is known now."""
        self.entry = entry
        self._state, self._words = entry.state, entry.words
        self._badge.show_kind(entry.kind)
        self._render()

    def show_state(self, state: State, words: Text) -> None:
        """Show how the environment stands."""
        if state is self._state and str(words) == str(self._words):
            return
        self._state, self._words = state, words
        self._render()

    def set_narrow(self, *, narrow: bool) -> None:
        """Show the icon only; the words are in the tool tip then."""
        self._narrow = narrow
        self._badge.setVisible(not narrow and not self._below)
        self._render()

    def fits(self, searched: str) -> bool:
        """Return whether the name holds what is searched for."""
        return searched.casefold() in str(self.entry.name).casefold()

    def nextCheckState(self) -> None:
        """Stay chosen when clicked twice."""
        self.setChecked(True)

    def sizeHint(self) -> QSize:
        """Return room for two lines; for one where it is a connection."""
        if self._below:
            height = max(px(BELOW_HEIGHT), metrics("name").height() + px(8))
        else:
            lines = metrics("name").height() + metrics("badge").height() + px(16)
            height = max(px(HEIGHT), lines)
        return QSize(px(NARROW_WIDTH if self._narrow else WIDTH), height)

    def wanted_width(self) -> int:
        """Return the width at which words and days stand beside each other uncut."""
        small = metrics("small")
        days = small.horizontalAdvance(str(self.entry.days))
        if self._below:
            return px(BELOW_LEFT + 2 * GAP + 12) + metrics("strong").horizontalAdvance(str(self.entry.name)) + days
        return px(38 + 2 * GAP + 16) + self._badge.sizeHint().width() + small.horizontalAdvance(str(self._words)) + days

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the badge in its place."""
        super().resizeEvent(event)
        self._place_badge()

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange}:
            self._render()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go up and down, rename by F2, remove by Delete."""
        key = event.key()
        if key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.step_asked.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_F2:
            self.rename_asked.emit()
        elif key == Qt.Key.Key_Delete:
            self.remove_asked.emit()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done: under the mouse, or below the line by the keyboard's menu key."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        self.menu_asked.emit(event.globalPos() if by_mouse else self.mapToGlobal(QPoint(px(LEFT), self.height())))

    # ------------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it is painted
        """Paint the state's icon, the name, and the words behind the badge."""
        painter = painter_of(self)
        if self.isChecked():
            painter.fillRect(self.rect(), tokens().colour("selection"))
            painter.fillRect(0, 0, px(3), self.height(), tokens().colour("accent"))
        look = LOOKS[self._state]
        indented = self._below and not self._narrow
        size = 12 if self._below else 16
        left = px(BELOW_LEFT if indented else LEFT + (16 - size) / 2)
        drawn = pixmap(look.icon, look.colour, size, self.devicePixelRatioF())
        painter.drawPixmap(left + (px(GAP) if indented else 0), (self.height() - px(size)) // 2, drawn)
        if not self._narrow:
            if self._below:
                self._paint_line(painter, left + px(GAP + size + GAP))
            else:
                self._paint_lines(painter, left + px(size + 10))
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), radius=3)
        painter.end()

    def _paint_lines(self, painter: QPainter, left: int) -> None:
        """Paint the name, and below it words and days beside the badge."""
        role = "strong" if self.isChecked() else "name"
        room = self.width() - left - px(GAP)
        painter.setFont(font(role))
        painter.setPen(tokens().colour("text"))
        name = metrics(role).elidedText(str(self.entry.name), Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(left, px(7) + metrics("name").ascent(), name)
        painter.setFont(font("small"))
        painter.setPen(tokens().colour("muted"))
        middle = self._badge.geometry().center().y() - metrics("small").height() // 2
        after = left + self._badge.sizeHint().width() + px(GAP)
        days = self._paint_days(
            painter, QRectF(after, middle, self.width() - after - px(12), metrics("small").height())
        )
        words = metrics("small").elidedText(str(self._words), Qt.TextElideMode.ElideRight, self.width() - after - days)
        painter.drawText(after, middle + metrics("small").ascent(), words)

    def _paint_line(self, painter: QPainter, left: int) -> None:
        """Paint the name of a connection, and its days."""
        area = QRectF(left, 0, self.width() - left - px(12), self.height())
        painter.setFont(font("small"))
        painter.setPen(tokens().colour("muted"))
        days = self._paint_days(painter, area)
        role = "strong" if self.isChecked() else "body"
        painter.setFont(font(role))
        painter.setPen(tokens().colour("text"))
        room = self.width() - left - days
        name = metrics(role).elidedText(str(self.entry.name), Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)

    def _paint_days(self, painter: QPainter, area: QRectF) -> int:
        """Paint the days at the right where there is room for them; return the room they take, with margins."""
        days = str(self.entry.days)
        wanted = metrics("small").horizontalAdvance(days)
        if not days or wanted > area.width() * 0.6:
            return px(12)
        painter.drawText(area, RIGHT, days)
        return wanted + px(12 + GAP)

    def _place_badge(self) -> None:
        top = px(9) + metrics("name").height()
        hint = self._badge.sizeHint()
        self._badge.setGeometry(px(38), top, hint.width(), hint.height())

    def _render(self) -> None:
        kind = "" if self._below else f", {KIND_NAMES[self.entry.kind]}"
        words = f"{self.entry.name}{kind}: {LOOKS[self._state].word}. {self._words}"
        if str(self.entry.days):
            ends = phrase("The token ends in {days}.", days=self.entry.days)
            words = f"{words}. {ends}"
        self.setAccessibleName(words)
        self.setToolTip(words)
        self._place_badge()
        self.updateGeometry()
        self.update()
