"""Controls of the wizard that paint themselves: a tick box that is seen in the dark and grows with the letters, and the
arrow that opens a part."""

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QCheckBox, QToolButton, QWidget

from afas_assistant.ui.icons import icon, pixmap
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, metrics, px
from afas_assistant.ui.widgets.painting import box, focus_ring, painter_of

SIDE, GAP = 16, 8


class TickBox(QCheckBox):
    """A tick box; `role` is the role of its words in the typography."""

    def __init__(self, words: str = "", *, role: str = "name", parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._role = role

    def sizeHint(self) -> QSize:
        """Return room for the box and the words."""
        words = metrics(self._role).horizontalAdvance(self.text()) + px(GAP) if self.text() else 0
        return QSize(px(SIDE + 4) + words, max(px(SIDE + 6), metrics(self._role).height() + px(4)))

    def minimumSizeHint(self) -> QSize:
        """Return the same: words are never cut."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """Take a click anywhere."""
        return self.rect().contains(pos)

    def changeEvent(self, event: QEvent) -> None:
        """Make room for letters of another size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it is painted
        """Paint box, tick and words, with a ring when the keyboard is on it."""
        painter = painter_of(self)
        side = px(SIDE)
        area = QRectF(px(2), (self.height() - side) / 2, side, side)
        if self.isChecked():
            box(painter, area, fill="accent_fill" if self.isEnabled() else "field_edge", radius=3)
            small = side - px(4)
            tick = pixmap("check", "on_accent", SIDE - 4, self.devicePixelRatioF())
            painter.drawPixmap(round(area.left() + (side - small) / 2), round(area.top() + (side - small) / 2), tick)
        else:
            box(painter, area, fill="surface", edge="field_edge", radius=3)
        if self.text():
            painter.setFont(font(self._role))
            painter.setPen(tokens().colour("text" if self.isEnabled() else "field_edge"))
            place = self.rect().adjusted(px(2 + GAP) + side, 0, 0, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.hasFocus():
            whole = QRectF(self.rect()) if self.text() else area.adjusted(-px(2), -px(2), px(2), px(2))
            focus_ring(painter, whole, radius=4)
        painter.end()


class Chevron(QToolButton):
    """The arrow that opens and closes a part."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Return room for the arrow and for a finger."""
        return QSize(px(24), px(24))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it is painted
        """Paint the arrow, with a ring when the keyboard is on it."""
        painter = painter_of(self)
        drawn = icon("chevron-down" if self.isChecked() else "chevron-right", "muted", 12)
        side = px(12)
        drawn.paint(painter, (self.width() - side) // 2, (self.height() - side) // 2, side, side)
        if self.hasFocus():
            focus_ring(painter, QRectF(self.rect()), radius=4)
        painter.end()
