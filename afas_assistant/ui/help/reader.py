"""The text of the guide: Markdown in the colours and sizes of the window, pictures no wider than it is."""

from typing import Any

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import (
    QBrush,
    QImage,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from afas_assistant.paths import guide_folder
from afas_assistant.ui.help.book import Section
from afas_assistant.ui.tokens import tokens
from afas_assistant.ui.typography import font, px

LINE_HEIGHT = 135  # per cent
ABOVE = {1: 4.0, 2: 20.0, 3: 14.0}
"""Room above a heading of each level, as drawn."""


class Reader(QTextBrowser):
    """Shows a section; follows no link by itself. `language` is the folder that its pictures are relative to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._section: Section | None = None
        self._language = ""
        self._headings: list[int] = []
        self._drawn: dict[str, QImage] = {}
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # else the width changes with the text

    def show_section(self, section: Section, language: str) -> None:
        """Show a section from its beginning."""
        self._section, self._language = section, language
        self._render()

    def show_heading(self, number: int) -> None:
        """Scroll so that a heading stands at the top."""
        if number < len(self._headings):
            block = self.document().findBlockByNumber(self._headings[number])
            self.setTextCursor(QTextCursor(block))
            top = self.document().documentLayout().blockBoundingRect(block).top() if number else 0
            self.verticalScrollBar().setValue(round(top) - px(8))

    def loadResource(self, kind: int, name: QUrl | str) -> QImage | None:
        """Return a picture of the guide; nothing else is ever loaded, and nothing from the network."""
        if kind == QTextDocument.ResourceType.ImageResource.value:
            return self._picture(QUrl(name).toString())
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep pictures within the width."""
        super().resizeEvent(event)
        self._fit_pictures()

    def changeEvent(self, event: QEvent) -> None:
        """Render again in other colours or sizes, at the same place."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.FontChange} and self._section is not None:
            bar = self.verticalScrollBar()
            part = bar.value() / max(1, bar.maximum())
            self._render()
            bar.setValue(round(part * bar.maximum()))

    # ------------------------------------------------------------------ how it looks

    def _render(self) -> None:
        if self._section is None:
            return
        document = self.document()
        document.setDefaultFont(font())
        document.setDocumentMargin(px(24))
        document.setIndentWidth(px(22))
        self.setMarkdown(self._section.markdown)
        self._headings = []
        together = QTextCursor(document)
        together.beginEditBlock()  # laid out once, not at each change
        block = document.begin()
        while block.isValid():
            self._dress(block)
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                _dress_table(frame)
        self._fit_pictures()
        together.endEditBlock()

    def _dress(self, block: QTextBlock) -> None:
        cursor = QTextCursor(block)
        shape = block.blockFormat()
        level = shape.headingLevel()
        if level:
            self._headings.append(block.blockNumber())
            shape.setTopMargin(px(ABOVE[level]))
            shape.setBottomMargin(px(6))
        elif shape.hasProperty(QTextFormat.Property.BlockCodeFence):
            shape.setBackground(tokens().colour("raised"))
            line = QTextCursor(block)
            line.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            line.mergeCharFormat(_code())
            if not block.next().blockFormat().hasProperty(QTextFormat.Property.BlockCodeFence):
                shape.setBottomMargin(px(12))
        elif not any(part.charFormat().isImageFormat() for part in _parts(block)):
            shape.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            shape.setBottomMargin(px(3 if block.textList() else 8))
            self._dress_code(block)
        cursor.setBlockFormat(shape)

    def _dress_code(self, block: QTextBlock) -> None:
        """Give names in fixed width the size of the window's own fixed width."""
        for part in _parts(block):
            if part.charFormat().fontFixedPitch():
                cursor = QTextCursor(block)
                cursor.setPosition(part.position())
                cursor.setPosition(part.position() + part.length(), QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(_code())

    def _fit_pictures(self) -> None:
        room = self.viewport().width() - round(2 * self.document().documentMargin())
        block = self.document().begin()
        while block.isValid():
            for part in _parts(block):
                if part.charFormat().isImageFormat():
                    shown = part.charFormat().toImageFormat()
                    self._fit(shown, part.position(), max(room, 80))
            block = block.next()

    def _picture(self, name: str) -> QImage:
        """Return a picture as it was drawn, read once; an empty one for what is not there."""
        path = str(guide_folder() / self._language / name)
        if path not in self._drawn:
            self._drawn[path] = QImage(path)
        return self._drawn[path]

    def _fit(self, shown: QTextImageFormat, position: int, room: int) -> None:
        """Put a picture of the width there is in the place of one that is wider; painting would make it coarse."""
        drawn = self._picture(shown.name())
        width = min(drawn.width(), room)
        if drawn.isNull() or round(shown.width()) == width:
            return
        ratio = self.devicePixelRatioF()
        fine = drawn.scaledToWidth(round(width * ratio), Qt.TransformationMode.SmoothTransformation)
        fine.setDevicePixelRatio(ratio)
        self.document().addResource(QTextDocument.ResourceType.ImageResource.value, QUrl(shown.name()), fine)
        shown.setWidth(width)
        shown.setHeight(drawn.height() * width / drawn.width())
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(shown)


def _parts(block: QTextBlock) -> list[Any]:
    """Return the pieces of a block that look alike, as they are before anything is changed."""
    found = []
    step = block.begin()
    while not step.atEnd():
        found.append(step.fragment())
        step += 1
    return found


def _code() -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFontFamilies(font("code").families())
    made.setFontPointSize(font("code").pointSizeF())
    return made


def _dress_table(table: QTextTable) -> None:
    shape = table.format()
    shape.setBorder(1)
    shape.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    shape.setBorderBrush(QBrush(tokens().colour("line")))
    shape.setBorderCollapse(True)
    shape.setCellPadding(px(5))
    shape.setTopMargin(px(4))
    shape.setBottomMargin(px(10))
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    table.setFormat(shape)
    for row in range(table.rows()):
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            look = cell.format()
            look.setBackground(tokens().colour("raised" if row == 0 else "surface"))
            cell.setFormat(look)
            cursor = cell.firstCursorPosition()
            words = cursor.blockFormat()
            words.setAlignment(Qt.AlignmentFlag.AlignLeft)
            words.setBottomMargin(0)
            cursor.setBlockFormat(words)
