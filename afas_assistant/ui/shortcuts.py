"""The keys of the whole program in one table: they are installed from it, and F1 lists it, so that the list is true."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from afas_assistant.texts import Text, phrase

Keys = str | QKeySequence.StandardKey

EVERYWHERE = phrase("Everywhere")
LIST = phrase("In the list of organisations")
ORGANISATION = phrase("At an organisation")
TABLE = phrase("In a list")
MAPPING = phrase("In the mappings")
WIZARD = phrase("While connecting")


@dataclass(frozen=True)
class Shortcut:
    """What keys do, and where. `keys` are spellings that mean the same; a standard key is as the system has it."""

    name: str
    place: Text
    keys: tuple[Keys, ...]
    does: Text

    def sequences(self) -> list[QKeySequence]:
        """Return the keys as Qt knows them, each once."""
        found = [each for keys in self.keys for each in _sequences(keys)]
        return [one for number, one in enumerate(found) if one not in found[:number]]

    def words(self) -> str:
        """Return the keys as they stand on the keyboard; of a standard key the first that the system has for it."""
        native = QKeySequence.SequenceFormat.NativeText
        found = [_sequences(keys)[0].toString(native) for keys in self.keys if _sequences(keys)]
        return " · ".join(found) if len(found) < MANY else f"{found[0]} … {found[-1]}"

    def fits(self, event: QKeyEvent) -> bool:
        """Return whether a key event is one of these."""
        return QKeySequence(event.keyCombination()) in self.sequences()


TABS = 6  # so many tabs an organisation has
MANY = 4  # keys, of which only the first and the last are listed

SHORTCUTS = (
    Shortcut("help", EVERYWHERE, ("F1",), phrase("Show this list")),
    Shortcut("search", EVERYWHERE, ("Ctrl+K",), phrase("Search organisations")),
    Shortcut(
        "again",
        EVERYWHERE,
        (QKeySequence.StandardKey.Refresh,),
        phrase("Test again, or make the plan again"),
    ),
    Shortcut("larger", EVERYWHERE, (QKeySequence.StandardKey.ZoomIn, "Ctrl+="), phrase("Larger letters")),
    Shortcut("smaller", EVERYWHERE, (QKeySequence.StandardKey.ZoomOut,), phrase("Smaller letters")),
    Shortcut("usual_size", EVERYWHERE, ("Ctrl+0",), phrase("Letters of the usual size")),
    Shortcut("rename", LIST, ("F2",), phrase("Rename the organisation")),
    Shortcut("remove", LIST, (QKeySequence.StandardKey.Delete,), phrase("Remove the organisation")),
    Shortcut("tabs", ORGANISATION, tuple(f"Ctrl+{number}" for number in range(1, TABS + 1)), phrase("Go to a tab")),
    Shortcut("find", ORGANISATION, (QKeySequence.StandardKey.Find,), phrase("Search in the plan or in the outbox")),
    Shortcut("tick", TABLE, ("Space",), phrase("Tick the chosen rows, or take the ticks away")),
    Shortcut("open", TABLE, ("Return", "Enter"), phrase("Open the row, or do what it offers")),
    Shortcut("copy", TABLE, (QKeySequence.StandardKey.Copy,), phrase("Copy the name")),
    Shortcut("change", MAPPING, ("F2",), phrase("Choose what it becomes in AFAS")),
    Shortcut("forget", MAPPING, (QKeySequence.StandardKey.Delete,), phrase("Forget the mapping")),
    Shortcut("undo", MAPPING, (QKeySequence.StandardKey.Undo,), phrase("Take back the last change")),
    Shortcut("why", WIZARD, ("F1",), phrase("Why this step is needed")),
    Shortcut("back", WIZARD, ("Alt+Left",), phrase("One step back")),
)

_BY_NAME = {one.name: one for one in SHORTCUTS}


def shortcut(name: str) -> Shortcut:
    """Return a line of the table; KeyError for a name that is not in it."""
    return _BY_NAME[name]


def install(name: str, owner: QWidget, *slots: Callable[[], object], inside: bool = False) -> list[QShortcut]:
    """Let the keys of a line do something in the window of `owner`, or only `inside` the owner and its children.

    With one slot all keys do the same; else each has a slot of its own.
    """
    made = []
    context = Qt.ShortcutContext.WidgetWithChildrenShortcut if inside else Qt.ShortcutContext.WindowShortcut
    for number, keys in enumerate(shortcut(name).sequences()):
        one = QShortcut(keys, owner)
        one.setContext(context)
        one.activated.connect(slots[number] if len(slots) > 1 else slots[0])
        made.append(one)
    return made


def _sequences(keys: Keys) -> list[QKeySequence]:
    return [QKeySequence(keys)] if isinstance(keys, str) else QKeySequence.keyBindings(keys)
