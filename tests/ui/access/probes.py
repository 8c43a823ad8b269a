"""What the walk looks for: names, room for words, labels that lead to fields, letters that two share, and a way out."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from afas_assistant.ui.widgets.buttons import PrimaryButton, SegmentButton

HOLDERS = (QScrollArea, QComboBox, QAbstractSpinBox)
"""What has an inside that is no stop of its own."""
FIELDS = (QLineEdit, QComboBox, QAbstractSpinBox, QPlainTextEdit)
LINE_ENDS = re.compile(r"\s+|(?<=[/\\-])")
"""Where Qt may end a line: at a blank, and after what separates the parts of a path or a word."""
TRIES = 20


@dataclass
class Count:
    """What a walk has seen so far."""

    windows: int = 0
    looks: int = 0
    widgets: int = 0
    nameless: int = 0
    clipped: int = 0
    unreached: int = 0

    def words(self) -> str:
        """Return the counts as a line."""
        return (
            f"{self.windows} windows walked in {self.looks} looks; {self.widgets} widgets take the keyboard, "
            f"{self.nameless} of them nameless, {self.unreached} out of the tab order; {self.clipped} texts clipped"
        )


def shown(window: QWidget) -> Iterator[QWidget]:
    """Give what can be seen in a window, without what stands in a window of its own."""
    for widget in window.findChildren(QWidget):
        if widget.isVisibleTo(window) and widget.window() is window.window():
            yield widget


def focusable(window: QWidget) -> Iterator[QWidget]:
    """Give what the Tab key can go to."""
    for widget in shown(window):
        inside = widget.objectName().startswith("qt_") or isinstance(widget.parentWidget(), HOLDERS)
        if not inside and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield widget


def name_of(widget: QWidget) -> str:
    """Return how a widget is announced: its own name, its words, or those of the label that belongs to it."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return "" if interface is None else interface.text(QAccessible.Text.Name)


def nameless(window: QWidget) -> list[str]:
    """Return what takes the keyboard and cannot say what it is."""
    return [repr(widget) for widget in focusable(window) if not name_of(widget).strip()]


# ---------------------------------------------------------------------- words that are cut


def cut_words(window: QWidget) -> Iterator[str]:
    """Give what has not the room that its words need, or stands partly outside what it stands in."""
    for widget in shown(window):
        if isinstance(widget, QTabBar):
            yield from _cut_tabs(widget)
        if isinstance(widget, QComboBox) and not widget.isEditable():
            needed = widget.fontMetrics().horizontalAdvance(widget.currentText()) + widget.fontMetrics().ascent() // 2
            if widget.width() < needed:  # besides room for the arrow
                yield f"choice {widget.currentText()!r}: {widget.width()} for {needed}"
        if not isinstance(widget, QLabel | QAbstractButton) or not widget.text():
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            needed = widget.heightForWidth(widget.width())
            parts = LINE_ENDS.split(widget.text())
            longest = max(QFontMetrics(widget.font()).horizontalAdvance(part) for part in parts)
            if widget.height() < needed or widget.width() < longest:
                yield f"{type(widget).__name__} {widget.text()!r}: {widget.size()} for {needed} high, {longest} wide"
        elif widget.width() < widget.minimumSizeHint().width() or widget.height() < widget.minimumSizeHint().height():
            yield f"{type(widget).__name__} {widget.text()!r}: {widget.size()} for {widget.minimumSizeHint()}"
        if (outside := _outside(widget)) is not None:
            yield f"{type(widget).__name__} {widget.text()!r} reaches out of {outside!r}"


def _cut_tabs(tabs: QTabBar) -> Iterator[str]:
    """Give tabs that are narrower than their words; which scroll into sight is another matter."""
    for index in range(tabs.count()):
        needed = tabs.fontMetrics().horizontalAdvance(tabs.tabText(index).replace("&", ""))
        if tabs.isTabVisible(index) and tabs.tabRect(index).width() < needed:
            yield f"tab {tabs.tabText(index)!r}: {tabs.tabRect(index)} for {needed}"


def _outside(widget: QWidget) -> QWidget | None:
    """Return which parent cuts a widget off; what scrolls does not."""
    parent, place = widget.parentWidget(), widget.geometry()
    while parent is not None and not widget.isWindow():
        if isinstance(parent.parentWidget(), QAbstractScrollArea):
            return None
        if not parent.rect().contains(place):
            return parent
        if parent.isWindow():
            return None
        place, parent = place.translated(parent.pos()), parent.parentWidget()
    return None


def cut_words_at_rest(window: QWidget, qtbot: QtBot) -> list[str]:
    """Return what is cut once the layouts have come to rest."""
    for _ in range(TRIES):
        qtbot.wait(1)
        if not list(cut_words(window)):
            return []
        qtbot.wait(20)
    return list(cut_words(window))


def longer(words: str) -> str:
    """Return words that are 40 % longer, as a translation may be."""
    return words + " " + "uitrek " * round(len(words) * 0.4 / 7)


# ---------------------------------------------------------------------- the keyboard


def out_of_reach(window: QWidget) -> list[str]:
    """Return what the Tab key does not come to from the first widget on, at last round once.

    Of a group of choices it comes to one; the arrow keys go through the others.
    """
    wanted = [one for one in focusable(window) if one.isEnabled()]
    alone = [one for one in wanted if not isinstance(one, SegmentButton | QRadioButton)]
    if not alone:
        return []
    reached: set[QWidget] = set()
    alone[0].setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(3 * len(wanted)):
        widget = window.window().focusWidget()
        if widget is None:
            break
        reached |= {widget, *_holders(widget)}
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    return [f"{one!r} {name_of(one)!r}" for one in alone if one not in reached]


def _holders(widget: QWidget) -> Iterator[QWidget]:
    """Give what a widget is the inside of: a date field has a line to type in."""
    proxied = widget.parentWidget()
    if proxied is not None and proxied.focusProxy() is widget:
        yield proxied
    if isinstance(proxied, QComboBox | QAbstractSpinBox):
        yield proxied


def fields_without_label(window: QWidget) -> list[str]:
    """Return fields that no label leads to; a search field says in itself what it is for."""
    labels = [one for one in shown(window) if isinstance(one, QLabel)]
    led = {one.buddy() for one in labels}
    found = []
    for one in shown(window):
        if not isinstance(one, FIELDS) or isinstance(one.parentWidget(), QComboBox | QAbstractSpinBox):
            continue
        if isinstance(one, QPlainTextEdit) and one.isReadOnly():
            continue
        says = isinstance(one, QLineEdit) and bool(one.placeholderText())
        if one not in led and not says and one.parentWidget() not in led:
            found.append(f"{one!r} {name_of(one)!r}")
    lost = [f"label {one.text()!r}" for one in labels if _letter(one.text()) and one.buddy() is None]
    return found + lost


def shared_letters(window: QWidget) -> list[str]:
    """Return the letters that more than one thing of a window answers to."""
    counted: Counter[str] = Counter()
    for one in shown(window):
        if isinstance(one, SegmentButton) or not one.isEnabled():
            continue
        if isinstance(one, QAbstractButton) or (isinstance(one, QLabel) and one.buddy() is not None):
            counted[_letter(one.text())] += 1
    return [letter for letter, times in counted.items() if letter and times > 1]


def _letter(words: str) -> str:
    return QKeySequence.mnemonic(words).toString()


def traps(window: QWidget) -> list[str]:
    """Return lists and texts that keep the Tab key to themselves."""
    return [
        repr(one)
        for one in focusable(window)
        if (isinstance(one, QAbstractItemView) and one.tabKeyNavigation())
        or (isinstance(one, QPlainTextEdit) and not one.isReadOnly() and not one.tabChangesFocus())
    ]


def menu_faults(menu: QMenu) -> list[str]:
    """Return what a menu offers without words, twice, or under a letter that another line has."""
    words = [one.text() for one in menu.actions() if not one.isSeparator()]
    letters = Counter(_letter(one) for one in words)
    twice = [one for one, times in Counter(words).items() if times > 1]
    return [f"{one!r}" for one in words if not one.strip()] + twice + [x for x, n in letters.items() if x and n > 1]


def filled(window: QWidget) -> list[str]:
    """Return the words of the filled buttons: one on a screen."""
    return [one.text() for one in shown(window) if isinstance(one, PrimaryButton)]
