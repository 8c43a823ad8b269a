"""Light or dark, and how large: what the person chose, else what the system says."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtGui import QFont, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from afas_assistant.ui.tokens import DARK, LIGHT, Tokens, use_tokens
from afas_assistant.ui.typography import forget_sizes

SCALES = (100, 125, 150, 175, 200)
FALLBACK = "Fusion"
BROKEN_STYLES = frozenset({"windows"})
"""Qt's style of the nineties, which it takes where a system has none of its own."""


class Scheme(StrEnum):
    """Which palette the person wants."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """The palette and the size of letters of the whole application.

    Signals: `changed` after either was applied. Widgets that paint themselves need not listen: Qt tells them by
    `PaletteChange` and `FontChange`.
    """

    changed = Signal()

    def __init__(self, application: QApplication, scheme: Scheme = Scheme.SYSTEM, scale: int = 100) -> None:
        super().__init__(application)
        self._application = application
        self._system_font = QFont(application.font())
        self._system_points = _points(self._system_font)
        self._scheme, self._scale = scheme, scale
        application.styleHints().colorSchemeChanged.connect(self.on_system_scheme_changed)
        self._apply_scheme()
        self._apply_scale()

    @property
    def scheme(self) -> Scheme:
        """What the person chose."""
        return self._scheme

    @property
    def scale(self) -> int:
        """The size of letters in per cent of the system's."""
        return self._scale

    def mend_style(self) -> None:
        """Take Fusion where the system has no style of its own; after the first paint, since asking loads a lot."""
        if self._application.style().objectName().lower() in BROKEN_STYLES:
            self._application.setStyle(FALLBACK)

    def set_scheme(self, scheme: Scheme) -> None:
        """Use light, dark, or what the system uses."""
        self._scheme = scheme
        self._apply_scheme()
        self.changed.emit()

    def set_scale(self, scale: int) -> None:
        """Set the size of letters, in per cent; kept between 100 and 200."""
        self._scale = min(max(scale, SCALES[0]), SCALES[-1])
        self._apply_scale()
        self.changed.emit()

    def step_scale(self, steps: int) -> None:
        """Go a step larger or smaller."""
        here = min(range(len(SCALES)), key=lambda index: abs(SCALES[index] - self._scale))
        self.set_scale(SCALES[min(max(here + steps, 0), len(SCALES) - 1)])

    def on_system_scheme_changed(self) -> None:
        """Follow the system, unless the person chose."""
        if self._scheme is Scheme.SYSTEM:
            self._apply_scheme()
            self.changed.emit()

    def _apply_scheme(self) -> None:
        chosen = self._tokens()
        use_tokens(chosen)
        self._application.setPalette(palette(chosen))

    def _tokens(self) -> Tokens:
        if self._scheme is not Scheme.SYSTEM:
            return DARK if self._scheme is Scheme.DARK else LIGHT
        return DARK if self._application.styleHints().colorScheme().name == "Dark" else LIGHT

    def _apply_scale(self) -> None:
        scaled = QFont(self._system_font)
        scaled.setPointSizeF(self._system_points * self._scale / 100)
        forget_sizes()
        if scaled == self._application.font():
            return
        self._application.setFont(scaled)
        forget_sizes()
        for widget in self._application.allWidgets():  # those with a size of their own are not told by Qt
            QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.FontChange))


def _points(font: QFont) -> float:
    return font.pointSizeF() if font.pointSizeF() > 0 else QFontInfo(font).pointSizeF()


def palette(chosen: Tokens) -> QPalette:
    """Return Qt's palette for our tokens, so that native controls keep to them."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: "background",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "surface",
        QPalette.ColorRole.AlternateBase: "raised",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.Button: "surface",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.BrightText: "problem",
        QPalette.ColorRole.Highlight: "accent_fill",
        QPalette.ColorRole.HighlightedText: "on_accent",
        QPalette.ColorRole.Accent: "accent_fill",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.LinkVisited: "accent",
        QPalette.ColorRole.PlaceholderText: "muted",
        QPalette.ColorRole.ToolTipBase: "raised",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.Light: "surface",
        QPalette.ColorRole.Midlight: "raised",
        QPalette.ColorRole.Mid: "button_edge",
        QPalette.ColorRole.Dark: "field_edge",
    }
    for role, token in roles.items():
        made.setColor(role, chosen.colour(token))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, chosen.colour("field_edge"))
    return made
