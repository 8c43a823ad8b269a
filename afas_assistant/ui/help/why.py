"""The one *Why?* of a page: it opens the user guide at the section that explains that page."""

from PySide6.QtWidgets import QWidget

from afas_assistant.texts import phrase
from afas_assistant.ui.widgets.buttons import LinkButton

OWN_SECTION = "guide_section"
"""The property by which a page inside a page, such as the mappings in a tab, names the section that explains it."""


class WhyButton(LinkButton):
    """Opens the guide at `section`: the name of one of its files, perhaps with an anchor, as `connecting#get`."""

    def __init__(self, section: str, parent: QWidget | None = None) -> None:
        super().__init__(phrase("&Why?"), icon="help", parent=parent)
        self.section = section
        self.clicked.connect(self.on_asked)

    def show_section(self, section: str) -> None:
        """Lead to another section from now on: the page shows something else."""
        self.section = section

    def on_asked(self) -> None:
        """Open the guide, or bring it to the front."""
        from afas_assistant.ui.help.guide import open_guide  # noqa: PLC0415 - once it is asked for

        inside = (page.property(OWN_SECTION) for page in self.window().findChildren(QWidget) if page.isVisible())
        open_guide(self, next((section for section in inside if section), self.section))
