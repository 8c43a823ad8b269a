"""An error that belongs to no page, in a box of its own that does not hold up the window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from afas_assistant.errors import AssistantError
from afas_assistant.texts import phrase


def show_error(parent: QWidget, error: Exception) -> QMessageBox:
    """Show an error: in its own words with the technical detail folded away, or as a fault of ours."""
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setTextFormat(Qt.TextFormat.PlainText)
    if isinstance(error, AssistantError):
        box.setWindowTitle(str(error.title))
        box.setText(f"{error.title}\n\n{error.explanation}\n\n{error.action}")
        if lines := error.technical.lines():
            box.setDetailedText("\n".join(lines))
    else:
        box.setWindowTitle(str(phrase("This is a fault of AFAS Assistant")))
        box.setText(str(phrase("This is a fault of AFAS Assistant")))
        box.setDetailedText(f"{type(error).__name__}: {error}")
    box.open()
    return box
