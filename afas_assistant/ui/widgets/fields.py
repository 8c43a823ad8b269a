"""Fields that are seen: with an edge that stands out from the surface, in light and in dark."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from afas_assistant.ui.tokens import tokens

DARKER = 140  # per cent by which Fusion darkens the window's colour for the edge of a field


class _EdgeKeeper(QObject):
    """Gives a field its edge again when the palette changes."""

    def eventFilter(self, field: QObject, event: QEvent) -> bool:
        """Look at changes of the palette; let everything pass."""
        if event.type() == QEvent.Type.PaletteChange and isinstance(field, QWidget):
            _set_edge(field)
        return False


def show_edge(field: QWidget) -> None:
    """Let a field, a list of choices or a check box have the edge of our tokens.

    Fusion makes the edge from the window's colour, which leaves it all but invisible on a dark surface. These controls
    paint no window of their own, so that colour can be chosen for the edge alone; other styles do not look at it.
    """
    field.installEventFilter(_EdgeKeeper(field))
    _set_edge(field)


def _set_edge(field: QWidget) -> None:
    wanted = tokens().colour("field_edge").lighter(DARKER)
    if field.palette().color(QPalette.ColorRole.Window) != wanted:
        changed = QPalette(field.palette())
        changed.setColor(QPalette.ColorRole.Window, wanted)
        field.setPalette(changed)
