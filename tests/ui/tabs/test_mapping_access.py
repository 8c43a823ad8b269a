"""Access to the mappings, beside what the walk looks at: a narrow page, and states that differ without colour."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from afas_assistant.ui.tabs.mapping_words import LOOKS
from tests.ui.access.mapping_scenes import MAPPINGS, open_mapping
from tests.ui.access.probes import cut_words_at_rest
from tests.ui.access.stage import Scene, Stage

__all__ = ["open_mapping"]  # a fixture, which the scenes ask for by name
PAGES = [scene for scene in MAPPINGS if not scene.is_dialog]


@pytest.mark.parametrize("scene", PAGES, ids=lambda scene: scene.name)
def test_a_narrow_page_cuts_no_words_either(request: pytest.FixtureRequest, scene: Scene, qtbot: QtBot) -> None:
    page: QWidget = scene.opens(Stage(request, qtbot, (1280, 800)))
    page.resize(520, 300)
    qtbot.waitUntil(lambda: page.width() == 520)
    assert cut_words_at_rest(page, qtbot) == []


def test_each_state_has_a_shape_and_a_word_of_its_own() -> None:
    assert len({look.icon for look in LOOKS.values()}) == len(LOOKS)
    assert len({look.word.render("nl") for look in LOOKS.values()}) == len(LOOKS)
