"""The menu of settings: language, light or dark, size of letters, what the tray does; and the way to help."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from afas_assistant.texts import LANGUAGES, Language, Text, current_language, joined, literal, phrase
from afas_assistant.ui.language import OWN_NAMES
from afas_assistant.ui.shortcuts import Shortcut
from afas_assistant.ui.theme import SCALES, Scheme, Theme

SCHEMES: dict[Scheme, Text] = {
    Scheme.SYSTEM: phrase("As the system"),
    Scheme.LIGHT: phrase("Light"),
    Scheme.DARK: phrase("Dark"),
}


@dataclass(frozen=True)
class Switch:
    """Something that is on or off. `obstacle` says why it cannot be turned now, None where it can."""

    text: Text
    is_on: Callable[[], bool]
    turned: Callable[[bool], object]
    obstacle: Callable[[], Text | None]


class SettingsMenu(QMenu):
    """Groups of choices; each is told to the function given for it. What follows below them is added."""

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
        self.setToolTipsVisible(True)
        self._theme = theme
        self._titles: list[tuple[QAction, Text]] = []
        self._checks: list[tuple[QAction, Callable[[], bool]]] = []
        self._switches: list[tuple[QAction, Switch]] = []
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

    def add_switches(self, title: Text, switches: Sequence[Switch]) -> None:
        """Add what can be turned on and off."""
        self._add(title)
        for one in switches:
            action = QAction(self)
            action.setCheckable(True)
            action.triggered.connect(one.turned)
            self.addAction(action)
            self._titles.append((action, one.text))
            self._checks.append((action, one.is_on))
            self._switches.append((action, one))
        self._retranslate()

    def add_actions(self, title: Text, actions: Sequence[tuple[Text, Callable[[], object], Shortcut | None]]) -> None:
        """Add what can be opened, with the keys that do the same; those are installed elsewhere."""
        self._add(title)
        for text, slot, keys in actions:
            action = QAction(self)
            action.triggered.connect(lambda _checked=False, slot=slot: slot())
            self.addAction(action)
            shown = text if keys is None else joined(text, literal(keys.words()), separator="\t")
            self._titles.append((action, shown))
        self._retranslate()

    def on_about_to_show(self) -> None:
        """Tick what is in force, and say what cannot be turned."""
        for action, holds in self._checks:
            action.setChecked(holds())
        for action, switch in self._switches:
            obstacle = switch.obstacle()
            action.setEnabled(obstacle is None)
            action.setToolTip(str(obstacle or switch.text))

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
