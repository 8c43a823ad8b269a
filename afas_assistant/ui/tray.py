"""The icon in the system's tray, off by default: the way back to a hidden window, and what tells what happened."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from afas_assistant.texts import Text, phrase
from afas_assistant.ui.icons import brand

NOT_HERE = phrase("This computer’s desktop has no tray.")
FIRST_THE_ICON = phrase("First turn on the icon in the tray.")


class Tray(QObject):
    """Owns the icon and its menu while they are wanted, and a tray is there.

    Signals: `open_chosen` (also by a click on the icon or on what it told), `check_chosen`, `quit_chosen`.
    """

    open_chosen = Signal()
    check_chosen = Signal()
    quit_chosen = Signal()

    def __init__(
        self,
        window: QWidget,
        *,
        available: Callable[[], bool] = QSystemTrayIcon.isSystemTrayAvailable,
        new_icon: Callable[[QIcon, QObject], QSystemTrayIcon] = QSystemTrayIcon,
    ) -> None:
        super().__init__(window)
        self._window, self._available, self._new_icon = window, available, new_icon
        self._icon: QSystemTrayIcon | None = None
        self._menu: QMenu | None = None
        self._actions: list[tuple[QAction, Text]] = []

    @property
    def available(self) -> bool:
        """Return whether the desktop has a tray."""
        return self._available()

    @property
    def is_shown(self) -> bool:
        """Return whether the icon is in the tray."""
        return self._icon is not None

    def show(self, *, shown: bool) -> None:
        """Put the icon into the tray, or take it away; without a tray nothing happens."""
        if not shown:
            self._take_away()
        elif self._icon is None and self.available:
            self._menu = QMenu(self._window)
            self._add(phrase("Open AFAS Assistant"), self.open_chosen.emit)
            self._add(phrase("Check all organisations"), self.check_chosen.emit)
            self._menu.addSeparator()
            self._add(phrase("Quit"), self.quit_chosen.emit)
            self._icon = self._new_icon(QIcon(brand(64)), self)
            self._icon.setContextMenu(self._menu)
            self._icon.setToolTip("AFAS Assistant")
            self._icon.activated.connect(self.on_activated)
            self._icon.messageClicked.connect(self.open_chosen)
            self._icon.show()
            self._window.installEventFilter(self)

    def tell(self, title: Text, words: Text, *, wrong: bool = False) -> None:
        """Show a notification; `wrong` where somebody has to do something."""
        if self._icon is not None:
            kind = QSystemTrayIcon.MessageIcon.Warning if wrong else QSystemTrayIcon.MessageIcon.Information
            self._icon.showMessage(str(title), str(words), kind)

    def on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        """Open the window on a click; a right click has the menu."""
        if reason != QSystemTrayIcon.ActivationReason.Context:
            self.open_chosen.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say the menu in the language that the window has now; let everything pass."""
        if event.type() == QEvent.Type.LanguageChange:
            for action, text in self._actions:
                action.setText(str(text))
        return super().eventFilter(watched, event)

    def _add(self, text: Text, slot: Callable[[], object]) -> None:
        assert self._menu is not None  # it was made just now
        self._actions.append((self._menu.addAction(str(text), slot), text))

    def _take_away(self) -> None:
        for one in (self._icon, self._menu):
            if one is not None:
                one.hide()
                one.deleteLater()
        self._icon = self._menu = None
        self._actions.clear()
        self._window.removeEventFilter(self)
