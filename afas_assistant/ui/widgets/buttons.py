"""Buttons: the one filled button of a page, plain ones, flat ones that read as a link, and segments."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from afas_assistant.texts import Text
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, metrics, px
from afas_assistant.ui.widgets.painting import box, focus_ring, painter_of

CONTROL_HEIGHT = 32
PADDING = 16
SEGMENT_PADDING = 12


class Button(QPushButton):
    """A plain button in the style of the system, with a `Text` and perhaps an icon."""

    def __init__(self, text: Text, *, icon: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._icon_name = text, icon
        self.setAutoDefault(False)
        self._render()

    def say(self, text: Text) -> None:
        """Show another text."""
        self._text = text
        self.setText(str(text))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the style's size, at least as high as drawn."""
        hint = super().sizeHint()
        return QSize(hint.width() + px(8), max(hint.height(), px(CONTROL_HEIGHT), self.fontMetrics().height() + px(10)))

    def minimumSizeHint(self) -> QSize:
        """Return the same: a button's words are never cut."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Render again in the new language, colours or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            self._render()

    def _icon_colour(self) -> str:
        return "text"

    def _render(self) -> None:
        if self.text() != str(self._text):
            self.setText(str(self._text))
        if self._icon_name:
            from afas_assistant.ui.icons import icon  # noqa: PLC0415 - the first page's buttons have none

            self.setIcon(icon(self._icon_name, self._icon_colour()))
            self.setIconSize(QSize(px(16), px(16)))
        self.updateGeometry()


class PrimaryButton(Button):
    """The filled button: what the person should do now. There is one on a page."""

    def _icon_colour(self) -> str:
        return "on_accent"

    def sizeHint(self) -> QSize:
        """Return room for the words in bold and for the padding."""
        words = metrics("strong").horizontalAdvance(self.text().replace("&", ""))
        icon = self.iconSize().width() + px(8) if not self.icon().isNull() else 0
        return QSize(words + icon + 2 * px(PADDING), super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it is painted
        """Paint the filled box; pressed it is framed, with the keyboard on it ringed, disabled it is plain."""
        painter = painter_of(self)
        enabled = self.isEnabled()
        area = QRectF(self.rect())
        box(painter, area, fill="accent_fill" if enabled else "untested_soft")
        if self.isDown():
            box(painter, area.adjusted(1, 1, -1, -1), edge="on_accent")
        if self.hasFocus():
            focus_ring(painter, area)
            focus_ring(painter, area.adjusted(2, 2, -2, -2), colour="on_accent", radius=5)
        self._paint_words(painter, "on_accent" if enabled else "muted")
        painter.end()

    def _paint_words(self, painter: QPainter, colour: str) -> None:
        painter.setFont(font("strong"))
        measured = metrics("strong")
        flags = Qt.TextFlag.TextShowMnemonic
        words = measured.size(flags, self.text()).width()
        icon = self.iconSize().width() + px(8) if not self.icon().isNull() else 0
        left = (self.width() - words - icon) // 2
        if icon:
            side = self.iconSize().width()
            self.icon().paint(painter, left, (self.height() - side) // 2, side, side)
        painter.setPen(QColor(getattr(tokens(), colour)))
        place = self.rect().adjusted(left + icon, 0, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | flags, self.text())


class LinkButton(Button):
    """A flat button in the accent colour, for what is done to a row or a detail."""

    def __init__(self, text: Text, *, icon: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(text, icon=icon, parent=parent)
        self.setFlat(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._retint()

    def _icon_colour(self) -> str:
        return "accent"

    def changeEvent(self, event: QEvent) -> None:
        """Keep the accent colour of the palette in force."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._retint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint flat, with a ring when the keyboard is on it."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = painter_of(self)
            focus_ring(painter, QRectF(self.rect()))
            painter.end()

    def _retint(self) -> None:
        wanted = tokens().colour("accent")
        if self.palette().color(QPalette.ColorRole.ButtonText) != wanted:
            changed = QPalette(self.palette())
            changed.setColor(QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText, wanted)
            changed.setColor(QPalette.ColorGroup.Inactive, QPalette.ColorRole.ButtonText, wanted)
            self.setPalette(changed)


class SegmentButton(QToolButton):
    """One choice of a segment, with a count behind its words where there is something to count."""

    def __init__(self, text: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._count: int | None = None
        self._compact = False
        self.first = self.last = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._render()

    def show_count(self, count: int | None) -> None:
        """Show a count behind the words, or none."""
        if count != self._count:
            self._count = count
            self._render()

    def show_compact(self, *, compact: bool) -> None:
        """Leave the count out where there is no room for it; it is still said."""
        if compact != self._compact:
            self._compact = compact
            self._render()

    def full_width(self) -> int:
        """Return the width with words, count and padding."""
        width = metrics("strong").horizontalAdvance(str(self._text)) + 2 * px(SEGMENT_PADDING)
        return width if self._count is None else width + self._chip_width() + px(8)

    def sizeHint(self) -> QSize:
        """Return room for words and padding, and for the count unless there is no room."""
        chip = self._chip_width() + px(8) if self._compact and self._count is not None else 0
        saved = 2 * (px(SEGMENT_PADDING) - self._padding())
        return QSize(self.full_width() - chip - saved, max(px(28), metrics("strong").height() + px(10)))

    def minimumSizeHint(self) -> QSize:
        """Return the same: words are never cut."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Render again in the new language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange}:
            self._render()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it is painted
        """Paint the part of the segment, its words and its count."""
        painter = painter_of(self)
        area = QRectF(self.rect())
        painter.save()
        painter.setClipRect(area)
        reach = px(10)
        box(
            painter,
            area.adjusted(0 if self.first else -reach, 0, 0 if self.last else reach, 0),
            fill="selection" if self.isChecked() else "surface",
            edge="button_edge",
        )
        if not self.first:
            painter.setPen(tokens().colour("button_edge"))
            painter.drawLine(0, 1, 0, self.height() - 2)
        painter.restore()
        if self.hasFocus():
            focus_ring(painter, area)
        self._paint_words(painter)
        painter.end()

    def _paint_words(self, painter: QPainter) -> None:
        role = "strong" if self.isChecked() else "body"
        painter.setFont(font(role))
        painter.setPen(tokens().colour("text" if self.isEnabled() else "field_edge"))
        words = str(self._text)
        place = self.rect().adjusted(self._padding(), 0, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        if self._count is None or self._compact:
            return
        left = px(12) + metrics("strong").horizontalAdvance(words) + px(8)
        height = metrics("badge").height() + px(2)
        chip = QRectF(left, (self.height() - height) / 2, self._chip_width(), height)
        box(painter, chip, fill="untested_soft", radius=4)
        painter.setFont(font("badge"))
        painter.setPen(tokens().colour("text"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, str(self._count))

    def _padding(self) -> int:
        return px(SEGMENT_PADDING / 2 if self._compact else SEGMENT_PADDING)

    def _chip_width(self) -> int:
        """Return room for two digits at least, so that counting does not move what stands beside it."""
        digits = max(len(str(self._count)), 2)
        return metrics("badge").horizontalAdvance("0" * digits) + px(10)

    def _render(self) -> None:
        count = "" if self._count is None else f" ({self._count})"
        self.setText(str(self._text))
        self.setAccessibleName(f"{self._text}{count}")
        self.updateGeometry()
        self.update()


class Segment(QWidget):
    """Buttons of which one is chosen. Signals: `chosen(key)` when the person picks another."""

    chosen = Signal(str)

    def __init__(self, choices: Mapping[str, Text], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, SegmentButton] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for key, text in choices.items():
            button = SegmentButton(text, self)
            self._buttons[key] = button
            self._group.addButton(button)
            row.addWidget(button)
        buttons = list(self._buttons.values())
        buttons[0].first, buttons[-1].last = True, True
        buttons[0].setChecked(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group.buttonClicked.connect(self.on_button_clicked)

    def choose(self, key: str) -> None:
        """Choose without telling."""
        self._buttons[key].setChecked(True)

    def chosen_key(self) -> str:
        """Return which one is chosen."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show a count on each button that has one."""
        for key, count in counts.items():
            self._buttons[key].show_count(count)

    def fit(self, width: int) -> None:
        """Show the counts where this much room is enough for them."""
        shown = [one for one in self._buttons.values() if not one.isHidden()]
        compact = sum(one.full_width() for one in shown) > width
        for button in shown:
            button.show_compact(compact=compact)

    def button(self, key: str) -> SegmentButton:
        """Return one of the buttons."""
        return self._buttons[key]

    def on_button_clicked(self, button: QAbstractButton) -> None:
        """Tell which one was picked."""
        self.chosen.emit(next(key for key, one in self._buttons.items() if one is button))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the arrow keys pick, as in every group of choices."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        keys = list(self._buttons)
        key = keys[(keys.index(self.chosen_key()) + step) % len(keys)]
        self._buttons[key].setChecked(True)
        self._buttons[key].setFocus()
        self.chosen.emit(key)
