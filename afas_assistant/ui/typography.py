"""Sizes: of letters as factors of the system's font, of everything else as a length that grows along with it.

Nothing is measured in bare pixels, so that a large system font and a text size of 200 % both work.
"""

from dataclasses import dataclass
from functools import cache, lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetrics, QGuiApplication

DRAWN = 13.0
"""The body size, in pixels, at which the look was drawn: all lengths are given at this size."""


@dataclass(frozen=True)
class TypeSize:
    """One role of text: its size as a factor of the body's, and its weight."""

    factor: float
    weight: QFont.Weight = QFont.Weight.Normal


TYPES: dict[str, TypeSize] = {
    "welcome": TypeSize(2.0, QFont.Weight.DemiBold),
    "title": TypeSize(20 / DRAWN, QFont.Weight.DemiBold),
    "heading": TypeSize(15 / DRAWN, QFont.Weight.DemiBold),
    "lead": TypeSize(15 / DRAWN),
    "body": TypeSize(1.0),
    "name": TypeSize(1.0, QFont.Weight.Medium),
    "strong": TypeSize(1.0, QFont.Weight.DemiBold),
    "small": TypeSize(12 / DRAWN),
    "badge": TypeSize(11 / DRAWN, QFont.Weight.DemiBold),
    "figure": TypeSize(28 / DRAWN, QFont.Weight.DemiBold),
    "code": TypeSize(12 / DRAWN),
}

LEAST_SMALL = 0.75
"""A system font of ten pixels does not get letters of eight: the badge keeps this part of the body at least."""


@cache
def font(role: str = "body") -> QFont:
    """Return the font of a role: the application's own, larger or smaller; fixed width for `code`."""
    size = TYPES[role]
    body = QGuiApplication.font()
    chosen = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont) if role == "code" else QFont(body)
    points = body.pointSizeF() if body.pointSizeF() > 0 else QFontInfo(body).pointSizeF()
    chosen.setPointSizeF(points * max(size.factor, LEAST_SMALL))
    chosen.setWeight(size.weight)
    return chosen


@cache
def metrics(role: str = "body") -> QFontMetrics:
    """Return the measures of the font of a role."""
    return QFontMetrics(font(role))


@cache
def px(length: float) -> int:
    """Return a length drawn at 100 % in the pixels of the present font size."""
    return max(1, round(length * factor())) if length > 0 else 0


@lru_cache(maxsize=4096)
def wrapped_height(words: str, width: int) -> int:
    """Return the height of words of the body's size, wrapped to a width."""
    from PySide6.QtCore import QRect, Qt  # noqa: PLC0415 - the first paint does without

    room = QRect(0, 0, max(width, 1), 1_000_000)
    return metrics().boundingRect(room, Qt.TextFlag.TextWordWrap, words).height()


def factor() -> float:
    """Return how much larger than drawn the application's font is."""
    return QFontInfo(QGuiApplication.font()).pixelSize() / DRAWN


def forget_sizes() -> None:
    """Measure anew: the application's font has changed. The theme calls this."""
    for measured in (font, metrics, px, wrapped_height):
        measured.cache_clear()
