"""Save a support file: shows what is inside before anything is written."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QVBoxLayout, QWidget

from afas_assistant.texts import literal, phrase
from afas_assistant.ui.dialogs.shell import Dialog
from afas_assistant.ui.language import describe
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.typography import font, px
from afas_assistant.ui.widgets.buttons import PrimaryButton, Segment
from afas_assistant.ui.widgets.fields import show_edge
from afas_assistant.ui.widgets.label import Label

if TYPE_CHECKING:  # a worker makes them
    from afas_assistant.ui.support import Part, Situation

WIDE = 720
HEIGHT = 280


class SupportDialog(Dialog):
    """Gathers on a worker, shows every part in full, and writes where the person says."""

    drawn_width = WIDE

    def __init__(self, situation: "Situation", runner: TaskRunner, parent: QWidget) -> None:
        words = phrase(
            "Names, amounts, tokens and whatever came from AFAS are left out. Look through it, save it, and send it to "
            "the makers of this program. Nothing is sent by itself."
        )
        super().__init__(phrase("Support file"), words, parent)
        self._runner = runner
        self.parts: Sequence[Part] = ()
        self.segment: Segment | None = None
        self._place = QVBoxLayout()
        self.body.addLayout(self._place)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFont(font("code"))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setMinimumHeight(min(px(HEIGHT), max(px(100), parent.window().height() - px(300))))
        self.text.setPlainText(str(phrase("It is being gathered…")))
        describe(self.text, phrase("What is in the support file"))
        show_edge(self.text)
        self.body.addWidget(self.text, 1)
        self.said = Label(role="small", colour="muted", wrapped=True)
        self.said.hide()
        self.body.addWidget(self.said)
        agree = PrimaryButton(phrase("&Save…"))
        agree.clicked.connect(self.on_agree_clicked)
        self.finish(agree)
        agree.setEnabled(False)
        runner.start(
            lambda: _gathered(situation),
            done=self.while_open(self.on_gathered),
            failed=self.while_open(self.on_gathering_failed),
        )

    def on_gathered(self, parts: "Sequence[Part]") -> None:
        """Show what is inside."""
        self.parts = parts
        self.segment = Segment({one.name: one.title for one in parts})
        self.segment.chosen.connect(self.on_part_chosen)
        self._place.addWidget(self.segment)
        self.on_part_chosen(parts[0].name)
        self.agree_button.setEnabled(True)
        self.agree_button.setFocus()
        self.fit()

    def on_gathering_failed(self, error: Exception) -> None:
        """Say why there is nothing to save."""
        self.text.setPlainText("")
        self.refuse(error)
        self.agree_button.setEnabled(False)

    def on_part_chosen(self, name: str) -> None:
        """Show a part in full."""
        self.text.setPlainText(next(one.content for one in self.parts if one.name == name))

    def on_agree_clicked(self) -> None:
        """Ask where to save it."""
        name = f"afas-assistant-support-{datetime.now().astimezone():%Y-%m-%d}.zip"
        path, _ = QFileDialog.getSaveFileName(self, str(phrase("Save the support file")), name, "*.zip")
        if path:
            self.save(Path(path))

    def save(self, path: Path) -> None:
        """Write the file."""
        self.agree_button.setEnabled(False)
        parts = self.parts
        self._runner.start(
            lambda: _saved(parts, path), done=self.while_open(self.on_saved), failed=self.while_open(self.refuse)
        )

    def on_saved(self, path: Path) -> None:
        """Say where it is."""
        self.notice.hide()
        self.said.say(phrase("Written: {path}", path=literal(str(path))))
        self.said.show()
        self.agree_button.hide()
        self.cancel_button.say(phrase("&Close"))
        self.cancel_button.setFocus()
        self.fit()


def _gathered(situation: "Situation") -> "Sequence[Part]":
    from afas_assistant.ui.support import gather  # noqa: PLC0415 - on the worker

    return gather(situation)


def _saved(parts: "Sequence[Part]", path: Path) -> Path:
    from afas_assistant.ui.support import save  # noqa: PLC0415 - on the worker

    return save(parts, path)
