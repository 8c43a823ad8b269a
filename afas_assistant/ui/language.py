"""Switching the language while the window is open: our own texts, and those of Qt's menus and dialogs."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from afas_assistant.texts import Language, Text, current_language, use_language
from afas_assistant.ui.tips import as_tip

if TYPE_CHECKING:  # the first paint does without
    from PySide6.QtCore import QTranslator

_qt_texts: "list[QTranslator]" = []
"""Translators in use; Qt keeps none of them alive."""

OWN_NAMES: dict[Language, str] = {"nl": "Nederlands", "en": "English"}
"""Each language by its own name, so that whoever chose the wrong one finds the way back."""


def switch_language(application: QApplication, language: Language) -> None:
    """Show everything in another language: every widget gets the event `LanguageChange` and renders its texts again."""
    if language == current_language() and _qt_texts:
        return
    from PySide6.QtCore import QLocale  # noqa: PLC0415 - the first paint does without

    use_language(language)
    QLocale.setDefault(QLocale(language))
    for old in _qt_texts:
        application.removeTranslator(old)
    _qt_texts.clear()
    if language != "en":  # Qt's own texts are English
        _install_qt_texts(application, language)
    QCoreApplication.sendEvent(application, QEvent(QEvent.Type.LanguageChange))


def _install_qt_texts(application: QApplication, language: Language) -> None:
    from PySide6.QtCore import QLibraryInfo, QTranslator  # noqa: PLC0415 - the first paint does without

    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{language}", folder):
        application.installTranslator(translator)
        _qt_texts.append(translator)


def describe(widget: QWidget, name: Text, *, tip: Text | None = None) -> None:
    """Give a widget its accessible name and tool tip in the current language; call it again after `LanguageChange`."""
    widget.setAccessibleName(str(name))
    if tip is not None:
        widget.setToolTip(as_tip(str(tip)))
