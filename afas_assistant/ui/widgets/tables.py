"""What every table of the program has in common: whole rows, no grid, and Tab leads out of it."""

from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView


def show_whole_rows(table: QTableView) -> None:
    """Set a table up to show rows and not cells; how many can be chosen is the table's own."""
    table.setFrameShape(QFrame.Shape.NoFrame)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
