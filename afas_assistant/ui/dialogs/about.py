"""About: what the program is made of and by which licences, which keyring is in use, and where things are kept."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from afas_assistant.texts import Text, joined, literal, phrase
from afas_assistant.ui.dialogs.shell import Dialog
from afas_assistant.ui.language import describe
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.typography import font, px
from afas_assistant.ui.widgets.buttons import Button, LinkButton, PrimaryButton, Segment
from afas_assistant.ui.widgets.fields import show_edge
from afas_assistant.ui.widgets.label import IconLabel, Label

if TYPE_CHECKING:  # a worker makes them
    from afas_assistant.organisations.about import About
    from afas_assistant.paths import Folders

WIDE = 620
LICENCE = phrase("AFAS Assistant is free software under the Apache License 2.0.")
LGPL = phrase(
    "Qt and PySide6 are used under the GNU Lesser General Public License, version 3. They lie beside the program as "
    "files of their own, and may be replaced by versions of your own."
)


def open_folder(folder: Path) -> None:
    """Show a folder in the system's own way."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


class AboutDialog(Dialog):
    """Read on a worker: the descriptions of the libraries are files, and a keyring may take its time."""

    drawn_width = WIDE

    def __init__(
        self,
        folders: "Callable[[], Folders]",
        runner: TaskRunner,
        parent: QWidget,
        *,
        show_folder: Callable[[Path], object] = open_folder,
    ) -> None:
        super().__init__(phrase("About AFAS Assistant"), literal(""), parent)
        self._show_folder = show_folder
        self.about: About | None = None
        self._waiting = Label(phrase("It is being read…"), colour="muted")
        self.body.addWidget(self._waiting)
        self.pages = QStackedWidget()
        self.pages.hide()
        self._place = QVBoxLayout()
        self.body.addLayout(self._place)
        self.body.addWidget(self.pages, 1)
        close = PrimaryButton(phrase("&Close"))
        close.clicked.connect(self.accept)
        self.finish(close)
        self.copy_button = self.cancel_button
        self.copy_button.clicked.disconnect(self.reject)
        self.copy_button.clicked.connect(self.on_copy_clicked)
        self.copy_button.setEnabled(False)
        close.setFocus()
        runner.start(
            lambda: _read(folders), done=self.while_open(self.on_read), failed=self.while_open(self.notice.tell_error)
        )

    def new_cancel(self) -> Button:
        """Return the button beside: there is nothing to leave as it is, but something to take along."""
        return Button(phrase("Copy &all"), icon="copy")

    def on_read(self, told: "About") -> None:
        """Show it."""
        self.about = told
        self._waiting.hide()
        parts = {"program": phrase("Program"), "licences": phrase("Licences"), "folders": phrase("Folders")}
        self.segment = Segment(parts)
        self.segment.chosen.connect(lambda key: self.pages.setCurrentIndex(list(parts).index(key)))
        self._place.addWidget(self.segment)
        for page in (self._program(told), self._licences(told), self._folders(told)):
            self.pages.addWidget(page)
        self.pages.show()
        self.copy_button.setEnabled(True)
        self.fit()

    def on_copy_clicked(self) -> None:
        """Copy everything that is told."""
        if self.about is not None:
            QGuiApplication.clipboard().setText("\n".join(_lines(self.about)))

    def _program(self, told: "About") -> QWidget:
        page, column = _page()
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(IconLabel("brand", size=36), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.addWidget(Label(literal(told.program), role="heading", wrapped=True, selectable=True))
        versions = (f"Python {told.python}", f"Qt {qVersion()}", told.system)
        words.addWidget(Label(literal(" · ".join(versions)), wrapped=True, selectable=True))
        row.addLayout(words, 1)
        column.addLayout(row)
        for text in (told.keyring.sentence, LICENCE):
            column.addWidget(Label(text, wrapped=True, selectable=True))
        column.addStretch(1)
        return page

    def _licences(self, told: "About") -> QWidget:
        page, column = _page()
        column.addWidget(Label(joined(LICENCE, LGPL), wrapped=True))
        listed = QPlainTextEdit("\n".join(_libraries(told)))
        listed.setReadOnly(True)
        listed.setTabChangesFocus(True)
        listed.setFont(font("code"))
        listed.setMinimumHeight(px(120))
        describe(listed, phrase("Libraries and their licences"))
        show_edge(listed)
        column.addWidget(listed, 1)
        return page

    def _folders(self, told: "About") -> QWidget:
        page, column = _page()
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(8))
        grid.setColumnStretch(0, 1)
        for row, (name, folder) in enumerate(_folders(told)):
            words = joined(name, literal(str(folder)), separator="\n")
            grid.addWidget(Label(words, wrapped=True, selectable=True), row, 0)
            button = LinkButton(phrase("Open folder"))
            describe(button, joined(phrase("Open folder"), name, separator=": "))
            button.clicked.connect(lambda _checked=False, folder=folder: self._show_folder(folder))
            if not folder.is_dir():
                button.setEnabled(False)
                button.setToolTip(str(phrase("Nothing was written here yet.")))
            grid.addWidget(button, row, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(grid)
        column.addStretch(1)
        return page


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, px(8), 0, 0)
    column.setSpacing(px(10))
    return page, column


def _folders(told: "About") -> list[tuple[Text, Path]]:
    places = told.folders
    return [(phrase("Data"), places.data), (phrase("Settings"), places.config), (phrase("Logs"), places.logs)]


def _libraries(told: "About") -> list[str]:
    return [f"{one.name} {one.version}: {one.licence or '-'}" for one in told.libraries]


def _lines(told: "About") -> list[str]:
    return [
        told.program,
        f"Python {told.python}",
        f"Qt {qVersion()}",
        told.system,
        str(told.keyring.sentence),
        *(f"{name}: {folder}" for name, folder in _folders(told)),
        "",
        *_libraries(told),
    ]


def _read(folders: "Callable[[], Folders]") -> "About":
    from afas_assistant.organisations.about import about  # noqa: PLC0415 - on the worker

    return about(folders())
