"""The walk along every window, page and dialog, in both languages, at three sizes of letters, wide and small, with
words as they are and 40 % longer: nothing nameless, nothing cut, everything by keyboard.

`python -m pytest -s tests/ui/test_access.py` prints what was walked.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

import afas_assistant.ui
from afas_assistant import texts
from afas_assistant.texts import LANGUAGES
from afas_assistant.ui.language import switch_language
from afas_assistant.ui.states import LOOKS, Look
from afas_assistant.ui.tabs.mapping_words import LOOKS as MAPPING_LOOKS
from afas_assistant.ui.tabs.outbox_words import LOOKS as OUTBOX_LOOKS
from afas_assistant.ui.tabs.outlooks import BUCKETS, OUTLOOKS
from afas_assistant.ui.theme import Theme
from afas_assistant.ui.wizard.definition_words import STANDINGS
from tests.ui.access.dialog_scenes import DIALOGS
from tests.ui.access.mapping_scenes import MAPPINGS, open_mapping
from tests.ui.access.page_scenes import PAGES, check
from tests.ui.access.probes import (
    Count,
    cut_words_at_rest,
    fields_without_label,
    filled,
    focusable,
    longer,
    menu_faults,
    nameless,
    out_of_reach,
    shared_letters,
    traps,
)
from tests.ui.access.stage import Scene, Stage, gate
from tests.ui.access.wizard_scenes import WIZARD
from tests.ui.tabs.conftest import shown
from tests.ui.test_nightly import computer
from tests.ui.wizard.conftest import desk, open_wizard

__all__ = ["computer", "desk", "gate", "open_mapping", "open_wizard", "shown"]
"""Fixtures, which the scenes ask for by name."""

SCENES = (*PAGES, *DIALOGS, *WIZARD, *MAPPINGS)
SIZES = {(1280, 800): (100, 150, 200), (800, 500): (100,)}
"""Sizes of the window, and the sizes of letters in per cent that each is looked at with."""
WIDE, LEAST = (1280, 800), (640, 480)
MENUS = {"checklist_view.py", "organisation_room.py", "settings_menu.py", "tray.py"}
"""Where menus are made; each is looked at below."""


@pytest.fixture(scope="module")
def count() -> Iterator[Count]:
    made = Count()
    yield made
    print(f"\naccess: {made.words()}")


@pytest.fixture
def stretch(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether all words are longer than they are: the last entry counts."""
    fill, found = texts._fill, [False]
    monkeypatch.setattr(texts, "_fill", lambda *parts: longer(fill(*parts)) if found[-1] else fill(*parts))
    return found


def say_again(application: QApplication, language: texts.Language) -> None:
    """Render every word again, in a language."""
    texts.use_language("en" if language == "nl" else "nl")
    switch_language(application, language)


@pytest.mark.parametrize("size", list(SIZES), ids=["wide", "small"])
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_the_walk(
    request: pytest.FixtureRequest,
    scene: Scene,
    size: tuple[int, int],
    stretch: list[bool],
    theme: Theme,
    count: Count,
    qtbot: QtBot,
    qapp: QApplication,
) -> None:
    """Look at one window in all its appearances."""
    window = scene.opens(Stage(request, qtbot, size))
    seen = {type(one) for one in (window, *window.findChildren(QWidget)) if one.isVisibleTo(window)}
    assert set(scene.shows) <= seen
    qtbot.wait(1)
    faults: dict[str, list[str]] = {}

    def look(what: str, found: list[str]) -> list[str]:
        if found:
            faults[f"{what}, {texts.current_language()} {theme.scale} % {'stretched' if stretch[-1] else ''}"] = found
        return found

    window.setUpdatesEnabled(False)  # what is measured need not be painted
    count.windows += size == WIDE
    for language in LANGUAGES:
        for longer_words in (False, True):
            stretch.append(longer_words)
            say_again(qapp, language)
            for scale in SIZES[size]:
                theme.set_scale(scale)
                count.looks += 1
                count.clipped += len(look("cut", cut_words_at_rest(window, qtbot)))
        stretch.append(False)
        say_again(qapp, language)
        theme.set_scale(100)
        count.nameless += len(look("nameless", nameless(window)))
        look("without label", fields_without_label(window))
        look("shared letters", shared_letters(window))
    if size == WIDE:
        count.widgets += len(list(focusable(window)))
    if not scene.is_dialog:
        look(
            "not this size",
            [] if (window.width(), window.height()) == size or scene in MAPPINGS else [repr(window.size())],
        )
    window.setUpdatesEnabled(True)
    window.activateWindow()
    count.unreached += len(look("out of reach", out_of_reach(window)))
    look("traps", traps(window))
    if len(filled(window)) != scene.filled:
        look("filled buttons", filled(window) or ["none"])
    if scene.is_dialog:
        defaults = [one for one in window.findChildren(QPushButton) if one.isDefault() and one.isVisibleTo(window)]
        look("defaults", [one.text() for one in defaults] if len(defaults) > 1 else [])
        window.close()
    assert faults == {}, "\n".join(f"{what}: {found}" for what, found in faults.items())


def classes() -> set[type[QWidget]]:
    """Return every dialog, and every page or tab, that the program can show."""
    for found in pkgutil.walk_packages(afas_assistant.ui.__path__, "afas_assistant.ui."):
        importlib.import_module(found.name)

    def below(one: type[QWidget]) -> Iterator[type[QWidget]]:
        for each in one.__subclasses__():
            yield each
            yield from below(each)

    ours = {one for one in below(QWidget) if one.__module__.startswith("afas_assistant.ui")}
    bases = {"_Dialog", "Dialog", "Page"}
    return {
        one
        for one in ours
        if one.__name__ not in bases and (issubclass(one, QDialog) or one.__name__.endswith(("Page", "Tab", "Window")))
    }


def test_every_window_page_and_dialog_is_walked() -> None:
    walked = {one for scene in SCENES for one in scene.shows}
    assert classes() - walked == set()
    assert len({scene.name for scene in SCENES}) == len(SCENES)


def test_every_menu_is_known() -> None:
    files = Path(afas_assistant.ui.__path__[0]).rglob("*.py")
    assert {path.name for path in files if "QMenu(" in path.read_text(encoding="utf-8")} | {"settings_menu.py"} == MENUS


@pytest.mark.parametrize("language", LANGUAGES)
def test_menus_offer_nothing_twice(
    request: pytest.FixtureRequest, language: texts.Language, qtbot: QtBot, qapp: QApplication
) -> None:
    stage = Stage(request, qtbot, WIDE)
    window = stage.organisations()
    window.on_language_chosen(language)
    window.show_organisation(1, 1)
    view = window.organisations.pages[1].setups[1].view
    index = view.model().index(0, 0)
    row = window.organisations.pages[1].setups[1].model.rows()[0]
    menus: list[QMenu | None] = [
        window.shown_sidebar().settings_button.menu(),
        window.organisations.menu_of("organisation/1"),
        window.organisations.menu_of("connection/1"),
        view.row_menu(index, row),
    ]
    for menu in menus:
        assert menu is not None
        assert menu.actions()
        assert menu_faults(menu) == []


@pytest.mark.parametrize("looks", [LOOKS, OUTBOX_LOOKS, MAPPING_LOOKS, OUTLOOKS, BUCKETS, STANDINGS])
@pytest.mark.parametrize("language", LANGUAGES)
def test_colour_is_never_the_only_signal(looks: dict[object, Look], language: texts.Language) -> None:
    distinct = list(looks.values())
    assert len({look.icon for look in distinct}) == len(distinct)
    assert len({look.word.render(language) for look in distinct}) == len(distinct)


@pytest.mark.parametrize("scene", PAGES, ids=lambda scene: scene.name)
def test_a_window_can_be_smaller_still(request: pytest.FixtureRequest, scene: Scene, qtbot: QtBot) -> None:
    window = scene.opens(Stage(request, qtbot, LEAST))
    assert cut_words_at_rest(window, qtbot) == []
    assert (window.width(), window.height()) == LEAST


def test_the_list_keeps_room_in_a_small_window(request: pytest.FixtureRequest, qtbot: QtBot) -> None:
    window = check(Stage(request, qtbot, (800, 500)))
    qtbot.wait(20)
    assert window.checks.pages["practice"].view.viewport().height() > 150


def test_changing_language_leaves_no_old_word(request: pytest.FixtureRequest, qtbot: QtBot) -> None:
    window = check(Stage(request, qtbot, WIDE))
    before = [label.text() for label in window.findChildren(QLabel)]
    window.on_language_chosen("en")
    window.on_language_chosen("nl")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert [label.text() for label in window.findChildren(QLabel)] == before
