"""What every page of the wizard has: facts about itself, a title, and the moments at which it takes over values.

The shell derives all else from these: buttons, reasons, the list of steps.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from afas_assistant.errors import AssistantError
from afas_assistant.onboarding.flow import PageFacts, Step
from afas_assistant.texts import Text, literal
from afas_assistant.ui.wizard.session import Session


class Page(QWidget):
    """A page of the wizard. Signals: `updated` when any of its facts or words changed."""

    updated = Signal()

    def __init__(self, session: Session, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.step = session, step
        self._error: AssistantError | None = None

    # ------------------------------------------------------------------ facts

    @property
    def valid(self) -> bool:
        """Whether what was filled in can be used."""
        return True

    @property
    def busy(self) -> bool:
        """Whether the page is at work."""
        return False

    @property
    def error(self) -> AssistantError | None:
        """What went wrong, if anything did."""
        return self._error

    @property
    def facts(self) -> PageFacts:
        """All three, as the flow wants them."""
        return PageFacts(self.valid, self.busy, self.error)

    # ------------------------------------------------------------------ words

    def title(self) -> Text:
        """Return the page's title."""
        return literal("")

    def subtitle(self) -> Text:
        """Return what stands below the title."""
        return literal("")

    def why(self) -> Text:
        """Return why the page is there, for whoever asks."""
        return literal("")

    def counts(self) -> Text:
        """Return how the lines of the page stand, for the footer."""
        return literal("")

    def missing(self) -> Text | None:
        """Return what is missing while the page is not valid, in words more exact than the flow's."""
        return None

    def doing(self) -> Text | None:
        """Return what the page is doing while it is busy, in words more exact than the flow's."""
        return None

    # ------------------------------------------------------------------ moments

    def on_ready(self) -> None:
        """Show what is known: the page is entered."""

    def apply(self) -> None:
        """Hand what was filled in to the flow."""

    def go_on(self, proceed: Callable[[], None]) -> None:
        """Do what has to be done before the next page, then call `proceed`; most pages have nothing to do."""
        proceed()

    def leave(self) -> None:
        """Stop what runs for this page only."""

    def initial_focus(self) -> QWidget | None:
        """Return where the keyboard begins."""
        return None

    def changeEvent(self, event: QEvent) -> None:
        """Have the shell render its words about this page again."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Render again what is not a `Label` or a `Button`."""
