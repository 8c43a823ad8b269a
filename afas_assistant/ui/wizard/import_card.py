"""How definition files are imported in AFAS, and under which names they arrive; closed until somebody opens it."""

import tomllib
from functools import cache

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from afas_assistant.onboarding.requirements import ByHand, Profile
from afas_assistant.paths import resource_text
from afas_assistant.texts import Text, bilingual, joined, literal, phrase, phrase_n
from afas_assistant.ui.language import describe
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.frames import Card
from afas_assistant.ui.widgets.label import IconLabel, Label
from afas_assistant.ui.wizard.controls import Chevron
from afas_assistant.ui.wizard.surfaces import ClearScroll, Content

IMPORT_STEP = "import_definitions"
HIGHEST = 210  # drawn pixels of the opened part; the checklist below keeps its room


@cache
def definition_files() -> tuple[tuple[str, tuple[str, ...], Text], ...]:
    """Return each known definition file: its name, the names it arrives under, and what it is for."""
    data = tomllib.loads(resource_text("gcn", "manifest.toml"))
    return tuple((one["file"], tuple(one["arrives_as"]), bilingual(one["purpose"])) for one in data["definition"])


class ImportCard(Card):
    """Signals: `opened(bool)` when it opens or closes."""

    opened = Signal(bool)

    def __init__(self, profile: Profile, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._files = _files_of(profile)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(px(8), px(4), px(14), px(4))
        layout.setSpacing(px(4))
        head = QHBoxLayout()
        head.setSpacing(px(8))
        self.toggle = Chevron()
        self.toggle.toggled.connect(self.on_toggled)
        head.addWidget(self.toggle)
        head.addWidget(IconLabel("document", colour="accent"))
        title = phrase_n("How the .gcn file is imported", "How the {count} .gcn files are imported", len(self._files))
        self._title = Label(title, role="name", wrapped=True)
        head.addWidget(self._title, 1)
        layout.addLayout(head)
        self._profile = profile
        self._layout = layout
        self.body: ClearScroll | None = None
        self._retranslate()

    @property
    def needed(self) -> bool:
        """Whether the checklist has definition files at all."""
        return bool(self._files)

    def on_toggled(self, opened: bool) -> None:
        """Show or hide how it is done; the words are made when they are first wanted."""
        if self.body is None:
            self.body = ClearScroll(self._content(self._profile))
            self.body.setFixedHeight(px(HIGHEST))
            self._layout.addWidget(self.body)
        self.body.setVisible(opened)
        self._retranslate()
        self.opened.emit(opened)

    def changeEvent(self, event: QEvent) -> None:
        """Render again in another language, palette or size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange}:
            if self.body is not None:
                self.body.setFixedHeight(px(HIGHEST))
            self._retranslate()

    def _content(self, profile: Profile) -> QWidget:
        content = Content()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(px(28), 0, px(8), px(6))
        layout.setSpacing(px(4))
        step = next((one for one in profile.by_hand if one.id == IMPORT_STEP), None)
        if step is not None:
            _add_steps(layout, step)
        layout.addSpacing(px(4))
        layout.addWidget(Label(phrase("The files, and the names under which they arrive"), role="strong", wrapped=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(2))
        grid.setColumnStretch(2, 1)
        for row, (file, names, purpose) in enumerate(self._files):
            grid.addWidget(Label(literal(file), role="code", selectable=True), row, 0, Qt.AlignmentFlag.AlignTop)
            name = Label(literal(names[0]), role="code", selectable=True)
            grid.addWidget(name, row, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(_purpose(names, purpose), role="small", colour="muted", wrapped=True), row, 2)
        layout.addLayout(grid)
        return content

    def _retranslate(self) -> None:
        opened = self.toggle.isChecked()
        words = phrase("Hide how .gcn files are imported") if opened else phrase("Show how .gcn files are imported")
        describe(self.toggle, words, tip=words)


def _files_of(profile: Profile) -> list[tuple[str, tuple[str, ...], Text]]:
    """Return the definition files that the checklist names; those that the manifest does not know, by name only."""
    known = {file: (file, names, purpose) for file, names, purpose in definition_files()}
    return [known.get(line.file, (line.file, (line.name,), line.why)) for line in profile.get if line.file]


def _purpose(names: tuple[str, ...], purpose: Text) -> Text:
    if len(names) == 1:
        return purpose
    others = phrase("Also seen as: {names}.", names=", ".join(names[1:]))
    return joined(purpose, others)


def _add_steps(layout: QVBoxLayout, step: ByHand) -> None:
    layout.addWidget(Label(step.place.menu, role="name", wrapped=True, selectable=True))
    if step.place.menu_old is not None:
        old = phrase("Older menu: {menu}", menu=step.place.menu_old)
        layout.addWidget(Label(old, role="small", colour="muted", wrapped=True, selectable=True))
    for number, words in enumerate(step.steps, start=1):
        layout.addWidget(Label(joined(literal(f"{number}."), words), wrapped=True))
