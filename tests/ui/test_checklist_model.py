"""The checklist as a model: rows are made once and change in place; order and choice follow when they are asked."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from afas_assistant.onboarding.verdicts import Verdict
from afas_assistant.texts import use_language
from afas_assistant.ui.checklist_filter import ChecklistFilter
from afas_assistant.ui.checklist_model import ChecklistModel, Choice, Column, Role
from afas_assistant.ui.states import State
from tests.ui.samples import (
    ALL_GOOD,
    BTW,
    DEBTORS,
    EVERY_STATE,
    HOST,
    ITEMS,
    JOURNALS,
    LINES,
    RULE,
    good,
    line,
    missing,
)

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal


def filled(verdicts: tuple[Verdict, ...] = EVERY_STATE) -> ChecklistModel:
    model = ChecklistModel()
    model.planned(LINES, {"smartbooqing": "SmartBooqing"})
    model.judged(verdicts)
    return model


def shown_names(model: ChecklistFilter) -> list[str]:
    """Return the sections and names as they stand below each other."""
    names: list[str] = []
    for number in range(model.rowCount()):
        above = model.index(number, 0)
        names.append(f"[{model.data(above)}]")
        names += [model.index(row, Column.NAME, above).data() for row in range(model.rowCount(above))]
    return names


def test_qt_finds_no_fault_with_the_models(qtbot: QtBot) -> None:
    model = ChecklistModel()
    chosen = ChecklistFilter(model)
    testers = [QAbstractItemModelTester(model, STRICT), QAbstractItemModelTester(chosen, STRICT)]
    model.planned(LINES)
    model.judged(EVERY_STATE)
    for choice in Choice:
        chosen.choose(choice)
    model.planned(LINES)
    model.judged(ALL_GOOD)
    chosen.arrange()
    model.planned(LINES[:2])
    model.cleared()
    assert model.rowCount() == 0
    assert len(testers) == 2


def test_lines_stand_in_their_sections_before_anything_is_known(qtbot: QtBot) -> None:
    model = ChecklistModel()
    model.planned(LINES)
    assert [model.rowCount(model.index(number, 0)) for number in range(model.rowCount())] == [1, 4, 1]
    assert {row.state for row in model.rows()} == {State.PENDING}
    assert {row.action.render() for row in model.rows()} == {""}


def test_each_state_has_its_word(qtbot: QtBot) -> None:
    use_language("en")
    model = filled()
    states = {row.line.name: row.state for row in model.rows()}
    assert states == {
        "host": State.OK,
        "SBQ_BTW": State.OK,
        "SBQ_Debiteuren": State.FAILED,
        "Profit_Article": State.ADVICE,
        "Precal_Dagboeken": State.NOT_TESTED,
        "ip_rule": State.BY_HAND,
    }


def test_a_verdict_changes_its_own_row_and_no_other(qtbot: QtBot) -> None:
    model = filled(ALL_GOOD)
    changed: list[tuple[int, int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.parent().row(), first.row(), last.row())))
    model.judged([missing(DEBTORS)])
    assert changed == [(1, 1, 1)]
    index = model.index_of(DEBTORS.key)
    assert index.data(Role.ROW).state is State.FAILED
    assert index.siblingAtColumn(Column.ACTION).data()


def test_a_verdict_on_a_line_that_was_not_planned_is_left_out(qtbot: QtBot) -> None:
    model = filled()
    before = model.counts()
    model.judged([missing(line(BTW.section, "SBQ_Onbekend"))])
    assert model.counts() == before
    assert not model.index_of(("smartbooqing", "get/SBQ_Onbekend")).isValid()


def test_the_same_lines_again_keep_their_rows(qtbot: QtBot) -> None:
    model = filled()
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    rows = model.rows()
    model.planned(LINES)
    assert model.rows() == rows
    assert not resets
    row = model.index_of(DEBTORS.key).data(Role.ROW)
    assert row.state is State.BUSY
    assert row.answer.render("en") == "Not in the app connector"


def test_counts_tell_each_choice(qtbot: QtBot) -> None:
    assert filled().counts() == {"all": 6, "open": 2, "advice": 1, "ok": 2, "by_hand": 1}


def test_worst_first_within_a_section_and_open_sections_before_others(qtbot: QtBot) -> None:
    use_language("en")
    model = filled()
    chosen = ChecklistFilter(model)
    chosen.arrange()
    assert shown_names(chosen) == [
        "[GetConnectors]", "SBQ_Debiteuren", "Precal_Dagboeken", "Profit_Article", "SBQ_BTW",
        "[Environment]", "host", "[Advice]", "ip_rule",
    ]  # fmt: skip


def test_nothing_moves_while_verdicts_come_in(qtbot: QtBot) -> None:
    use_language("en")
    model = filled(ALL_GOOD)
    chosen = ChecklistFilter(model)
    chosen.arrange()
    before = shown_names(chosen)
    model.planned(LINES)
    model.judged([missing(JOURNALS)])
    assert shown_names(chosen) == before
    chosen.arrange()
    assert shown_names(chosen).index("Precal_Dagboeken") < shown_names(chosen).index("SBQ_BTW")


def test_a_row_that_turns_green_keeps_its_place_for_one_check(qtbot: QtBot) -> None:
    model = filled()
    chosen = ChecklistFilter(model)
    chosen.choose(Choice.OPEN)
    model.planned(LINES)
    model.judged([good(DEBTORS)])
    chosen.arrange()
    row = model.index_of(DEBTORS.key).data(Role.ROW)
    assert row.turned_green is not None
    assert shown_names(chosen)[1] == "SBQ_Debiteuren"
    assert model.counts()["open"] == 1
    model.planned(LINES)
    model.judged([good(DEBTORS)])
    chosen.arrange()
    assert row.turned_green is None
    assert "SBQ_Debiteuren" not in shown_names(chosen)


def test_a_choice_shows_its_rows_only(qtbot: QtBot) -> None:
    use_language("en")
    model = filled()
    chosen = ChecklistFilter(model)
    shown = {}
    for choice in Choice:
        chosen.choose(choice)
        shown[choice] = [name for name in shown_names(chosen) if not name.startswith("[")]
    assert shown[Choice.OPEN] == [DEBTORS.name, JOURNALS.name]
    assert shown[Choice.ADVICE] == [ITEMS.name]
    assert sorted(shown[Choice.OK]) == [BTW.name, HOST.name]
    assert shown[Choice.BY_HAND] == [RULE.name]


def test_texts_are_rendered_when_they_are_asked_for(qtbot: QtBot) -> None:
    model = filled()
    answer = model.index_of(BTW.key).siblingAtColumn(Column.ANSWER)
    use_language("nl")
    assert answer.data() == "1 rij gelezen"
    use_language("en")
    assert answer.data() == "1 row read"
    assert model.headerData(Column.ANSWER, Qt.Orientation.Horizontal) == "What AFAS answers"
    told: list[QModelIndex] = []
    model.dataChanged.connect(lambda first, _last: told.append(first))
    model.retranslated()
    assert len(told) == 6


def test_a_row_is_heard_as_one_sentence(qtbot: QtBot) -> None:
    use_language("en")
    model = filled()
    spoken = model.index_of(DEBTORS.key).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Failed: SBQ_Debiteuren. Not in the app connector"


def test_a_check_that_broke_off_leaves_no_row_busy(qtbot: QtBot) -> None:
    model = filled()
    model.planned(LINES)
    model.interrupted()
    assert State.BUSY not in {row.state for row in model.rows()}
