"""How long a token lasts, as a line: today at the left, its end, and the day on which its app connector stops."""

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from afas_assistant.texts import Text, day, joined, literal, phrase
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, metrics, px
from afas_assistant.ui.widgets.painting import painter_of

WARNINGS = (90, 30, 7)
"""Days before the end at which the window begins to warn."""
MARKER = 5
GAP = 10
"""Room between two dates, as drawn."""


class TokenLine(QWidget):
    """Painted; its accessible name says the same in words, and so does the label that stands beneath it."""

    def __init__(self, today: date, ends: date, stops: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today, self._ends, self._stops = today, ends, stops
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(str(self.words()))

    def words(self) -> Text:
        """Return what the line shows."""
        left = (self._ends - self._today).days
        said = phrase("Today is {today}.", today=day(self._today))
        own = phrase("The token ended on {date}.", date=day(self._ends))
        if left >= 0:
            own = phrase("The token ends on {date}.", date=day(self._ends))
        return joined(said, own, phrase("App connectors on them stop on {date}.", date=day(self._stops)))

    def sizeHint(self) -> QSize:
        """Return room for the line, the days above it and the dates below it."""
        return QSize(px(200), self.heightForWidth(max(self.width(), px(200))))

    def minimumSizeHint(self) -> QSize:
        """Return room for the dates, in two rows where need be."""
        widths = [_width(one) for one in self._dates()]
        least = max(widths[1], widths[0] + widths[2] + px(GAP))
        return QSize(least, self.heightForWidth(max(self.width(), least)))

    def hasHeightForWidth(self) -> bool:
        """Return that dates which do not fit beside each other take a second row."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height at a width."""
        return self._middle() + px(12) + (1 if self._fits(width) else 2) * _row()

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange}:
            self.setAccessibleName(str(self.words()))
            self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - all of it is painted
        """Paint the line, whole until the end and dotted after it, with its markers and their dates."""
        painter = painter_of(self)
        middle = self._middle()
        left, right = px(MARKER) + 1, self.width() - px(MARKER) - 1
        end = self._place(self._ends, left, right)
        self._stroke(painter, middle, (left, end), "accent", Qt.PenStyle.SolidLine)
        self._stroke(painter, middle, (end, right), "field_edge", Qt.PenStyle.DotLine)
        self._warnings(painter, middle, left, right)
        self._markers(painter, middle, (left, end, right))
        self._write_dates(painter, middle + px(10), end)
        painter.end()

    def _middle(self) -> int:
        return metrics("badge").height() + px(12)

    def _dates(self) -> tuple[tuple[Text, Text], ...]:
        """Return the two lines under each marker: today, the token's end, and that of its app connector."""
        ended = phrase("token ended") if self._ends < self._today else phrase("token ends")
        stops = (day(self._stops), phrase("app connector stops"))
        return ((phrase("today"), literal("")), (day(self._ends), ended), stops)

    def _fits(self, width: int) -> bool:
        return sum(_width(one) for one in self._dates()) + 2 * px(GAP) <= width

    def _write_dates(self, painter: QPainter, top: int, end: int) -> None:
        """Write the dates; the token's own stands near its marker, between the others or else under them."""
        today, own, stops = self._dates()
        width, fits = _width(own), self._fits(self.width())
        least = _width(today) + px(GAP) if fits else 0
        most = self.width() - width - (_width(stops) + px(GAP) if fits else 0)
        left = min(max(end - width // 2, least), most)
        alignment = Qt.AlignmentFlag
        _write(painter, QRectF(0, top, self.width(), _row()), today, alignment.AlignLeft)
        _write(painter, QRectF(0, top, self.width(), _row()), stops, alignment.AlignRight)
        place = QRectF(left, top if fits else top + _row(), width, _row())
        _write(painter, place, own, alignment.AlignHCenter, strong=True)

    def _place(self, when: date, left: int, right: int) -> int:
        """Return where a day stands; the past stands at today."""
        whole = max((self._stops - self._today).days, 1)
        passed = min(max((when - self._today).days, 0), whole)
        return left + round((right - left) * passed / whole)

    def _stroke(self, painter: QPainter, middle: int, ends: tuple[int, int], colour: str, style: Qt.PenStyle) -> None:
        painter.setPen(QPen(tokens().colour(colour), px(2.5), style))
        painter.drawLine(ends[0], middle, ends[1], middle)

    def _warnings(self, painter: QPainter, middle: int, left: int, right: int) -> None:
        """Paint a mark for each warning that is still ahead, with its days where there is room for them."""
        painter.setFont(font("badge"))
        taken = -1
        for days in WARNINGS:
            when = self._ends - timedelta(days=days)
            if when <= self._today:
                continue
            x = self._place(when, left, right)
            painter.setPen(QPen(tokens().colour("muted"), 1))
            painter.drawLine(x, middle - px(6), x, middle + px(6))
            words = str(days)
            width = metrics("badge").horizontalAdvance(words)
            if x - width / 2 > taken:
                place = QRectF(x - width / 2, 0, width + 1, metrics("badge").height())
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, words)
                taken = round(x + width / 2) + px(3)

    def _markers(self, painter: QPainter, middle: int, places: tuple[int, int, int]) -> None:
        today, end, stop = places
        reach = px(MARKER)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens().colour("field_edge"))
        painter.drawRect(QRectF(stop - reach, middle - reach, 2 * reach, 2 * reach))
        painter.setBrush(tokens().colour("accent"))
        painter.drawEllipse(QPointF(today, middle), reach, reach)
        painter.setBrush(tokens().colour("attention"))
        points = [
            (end, middle - reach - 1),
            (end + reach + 1, middle),
            (end, middle + reach + 1),
            (end - reach - 1, middle),
        ]
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))


def _width(lines: tuple[Text, Text]) -> int:
    first, second = lines
    strong = metrics("strong").horizontalAdvance(str(first))
    return max(strong, metrics("small").horizontalAdvance(str(second))) + 2


def _row() -> int:
    return metrics("strong").height() + metrics("small").height() + px(2)


def _write(
    painter: QPainter, place: QRectF, lines: tuple[Text, Text], side: Qt.AlignmentFlag, *, strong: bool = False
) -> None:
    """Write two lines in a place, the first one heavier where it matters most."""
    height = metrics("strong").height()
    for words, role, top in zip(lines, ("strong" if strong else "small", "small"), (0, height), strict=True):
        painter.setFont(font(role))
        painter.setPen(tokens().colour("text" if role == "strong" else "muted"))
        area = QRectF(place.left(), place.top() + top, place.width(), height)
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, str(words))
