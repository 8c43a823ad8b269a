"""How definition files are imported in AFAS: where one clicks, in both menus, and the steps."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from afas_assistant.onboarding.requirements import ByHand, Profile
from afas_assistant.texts import literal, phrase
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.label import Label

IMPORT_STEP = "import_definitions"


class ImportSteps(QWidget):
    """Shows the manual step of a checklist that imports the files; nothing when it has none."""

    def __init__(self, profile: Profile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(8), px(4), px(8), px(4))
        layout.setSpacing(px(3))
        step = next((one for one in profile.by_hand if one.id == IMPORT_STEP), None)
        if step is not None:
            _add(layout, step)


def _add(layout: QVBoxLayout, step: ByHand) -> None:
    layout.addWidget(Label(phrase("How they are imported in AFAS"), role="strong", wrapped=True))
    layout.addWidget(Label(step.place.menu, wrapped=True, selectable=True))
    if step.place.menu_old is not None:
        old = phrase("Older menu: {menu}", menu=step.place.menu_old)
        layout.addWidget(Label(old, role="small", colour="muted", wrapped=True, selectable=True))
    grid = QGridLayout()
    grid.setHorizontalSpacing(px(8))
    grid.setVerticalSpacing(px(2))
    grid.setColumnStretch(1, 1)
    for number, words in enumerate(step.steps, start=1):
        grid.addWidget(Label(literal(str(number)), role="strong"), number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Label(words, wrapped=True, selectable=True), number, 1)
    layout.addLayout(grid)
