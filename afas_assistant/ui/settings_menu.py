"""The menu of settings: language, light or dark, size of letters."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from afas_assistant.texts import LANGUAGES, Language, Text, current_language, literal, phrase
from afas_assistant.ui.language import OWN_NAMES
from afas_assistant.ui.theme import SCALES, Scheme, Theme

SCHEMES: dict[Scheme, Text] = {
    Scheme.SYSTEM: phrase("As the system"),
    Scheme.LIGHT: phrase("Light"),
    Scheme.DARK: phrase("Dark"),
}


class SettingsMenu(QMenu):
    """Three groups of choices; each is told to the function given for it."""

    def __init__(
        self,
        theme: Theme,
        *,
        on_language: Callable[[Language], object],
        on_scheme: Callable[[Scheme], object],
        on_scale: Callable[[int], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._titles: list[tuple[QAction, Text]] = []
        self._checks: list[tuple[QAction, Callable[[], bool]]] = []
        self._add(phrase("Language"))
        group = QActionGroup(self)
        for language in LANGUAGES:
            own_name = literal(OWN_NAMES[language])
            self._choice(group, own_name, partial(on_language, language), partial(_is_language, language))
        self._add(phrase("Appearance"))
        group = QActionGroup(self)
        for scheme, text in SCHEMES.items():
            self._choice(group, text, partial(on_scheme, scheme), partial(self._is_scheme, scheme))
        self._add(phrase("Text size"))
        group = QActionGroup(self)
        for scale in SCALES:
            self._choice(group, literal(f"{scale} %"), partial(on_scale, scale), partial(self._is_scale, scale))
        self.aboutToShow.connect(self.on_about_to_show)
        self._retranslate()

    def on_about_to_show(self) -> None:
        """Tick what is in force."""
        for action, holds in self._checks:
            action.setChecked(holds())

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _add(self, title: Text) -> None:
        self._titles.append((self.addSection(""), title))

    def _choice(self, group: QActionGroup, text: Text, chosen: Callable[[], object], holds: Callable[[], bool]) -> None:
        action = QAction(self)
        action.setCheckable(True)
        action.triggered.connect(lambda _checked=False: chosen())
        group.addAction(action)
        self.addAction(action)
        self._titles.append((action, text))
        self._checks.append((action, holds))

    def _is_scheme(self, scheme: Scheme) -> bool:
        return self._theme.scheme is scheme

    def _is_scale(self, scale: int) -> bool:
        return self._theme.scale == scale

    def _retranslate(self) -> None:
        for action, text in self._titles:
            action.setText(str(text))


def _is_language(language: Language) -> bool:
    return current_language() == language
