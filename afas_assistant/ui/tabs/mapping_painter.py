"""Paints the rows of the mappings: tick, shape and word, what it is about, what it becomes and why, who accepted it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from afas_assistant.ui.tabs.mapping_model import Column
from afas_assistant.ui.tabs.mapping_rows import MappingShown
from afas_assistant.ui.tabs.row_painter import (
    MARGIN,
    LinePainter,
    checkable,
    paint_box,
    paint_state,
    paint_two_lines,
    second_colour,
)
from afas_assistant.ui.tabs.ticked_model import Role
from afas_assistant.ui.typography import px


class MappingPainter(LinePainter):
    """Two lines in each column, the second one small."""

    def paint_cell(
        self, painter: QPainter, place: QRect, widget: QWidget, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint what is in a cell; only a proposal has a box."""
        row, column = index.data(Role.ROW), Column(index.column())
        if not isinstance(row, MappingShown):
            return
        inside = place.adjusted(px(4), 0, -px(MARGIN), 0)
        if column is Column.TICK:
            if checkable(index):
                paint_box(painter, place, widget, index, free=True)
        elif column is Column.STATE:
            paint_state(painter, place, row.look)
        elif column is Column.WHAT:
            paint_two_lines(painter, inside, (row.name, "text"), (row.number, "muted"))
        elif column is Column.BECOMES:
            first = "muted" if row.look.colour == "untested" else "text"
            paint_two_lines(painter, inside, (row.right, first), (str(row.reason), second_colour(row.look)))
        else:
            paint_two_lines(painter, inside, (row.who, "text"), (row.when, "muted"))
