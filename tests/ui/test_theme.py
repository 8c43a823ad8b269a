"""Light and dark keep every text readable; the size of letters carries everything with it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from afas_assistant.texts import literal
from afas_assistant.ui.theme import Scheme, Theme, palette
from afas_assistant.ui.tokens import DARK, LIGHT, PAIRS, ROLES, Tokens, contrast, tokens
from afas_assistant.ui.typography import TYPES, font, px
from afas_assistant.ui.widgets.fields import show_edge
from afas_assistant.ui.widgets.label import Label


def test_contrast_is_computed_as_wcag_defines_it() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert contrast("#FFFFFF", "#777777") == contrast("#777777", "#FFFFFF")


@pytest.mark.parametrize("chosen", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_every_text_is_readable(chosen: Tokens, text: str, ground: str) -> None:
    assert contrast(getattr(chosen, text), getattr(chosen, ground)) >= 4.5


@pytest.mark.parametrize("chosen", [LIGHT, DARK], ids=["light", "dark"])
def test_the_edge_of_a_field_is_seen(chosen: Tokens) -> None:
    assert contrast(chosen.field_edge, chosen.surface) >= 3


def test_pairs_name_roles_that_exist() -> None:
    assert {role for pair in PAIRS for role in pair} <= ROLES


@pytest.mark.parametrize("chosen", [LIGHT, DARK], ids=["light", "dark"])
def test_qt_gets_the_tokens(chosen: Tokens) -> None:
    made = palette(chosen)
    assert made.color(QPalette.ColorRole.Window).name().upper() == chosen.background
    assert made.color(QPalette.ColorRole.Text).name().upper() == chosen.text
    assert made.color(QPalette.ColorRole.Link).name().upper() == chosen.accent


def test_a_forced_scheme_is_used_at_once(theme: Theme, qapp: QApplication) -> None:
    theme.set_scheme(Scheme.DARK)
    assert tokens() is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.background
    theme.set_scheme(Scheme.LIGHT)
    assert tokens() is LIGHT


def test_the_system_is_followed_until_the_person_chooses(theme: Theme, qapp: QApplication) -> None:
    theme.set_scheme(Scheme.SYSTEM)
    is_dark = qapp.styleHints().colorScheme() is Qt.ColorScheme.Dark
    assert tokens() is (DARK if is_dark else LIGHT)
    theme.set_scheme(Scheme.DARK)
    theme.on_system_scheme_changed()
    assert tokens() is DARK


def test_a_label_follows_palette_and_size(theme: Theme, qtbot: QtBot) -> None:
    label = Label(literal("words"), role="title", colour="muted")
    qtbot.addWidget(label)
    before = label.font().pointSizeF()
    theme.set_scheme(Scheme.DARK)
    label.show()
    qtbot.waitUntil(lambda: label.palette().color(QPalette.ColorRole.WindowText).name().upper() == DARK.muted)
    theme.set_scale(200)
    assert label.font().pointSizeF() == pytest.approx(2 * before, rel=0.01)


def test_lengths_grow_with_the_letters(theme: Theme) -> None:
    small = px(100)
    theme.set_scale(200)
    assert px(100) == pytest.approx(2 * small, rel=0.1)
    assert font("title").pointSizeF() > font("body").pointSizeF() > font("badge").pointSizeF()


def test_the_size_goes_by_steps_and_stays_between_100_and_200(theme: Theme) -> None:
    for expected in (125, 150, 175, 200, 200):
        theme.step_scale(1)
        assert theme.scale == expected
    theme.set_scale(10)
    assert theme.scale == 100


@pytest.mark.parametrize("role", TYPES)
def test_every_role_has_a_font(theme: Theme, role: str) -> None:
    assert font(role).pointSizeF() > 0


@pytest.mark.parametrize(("scheme", "chosen"), [(Scheme.LIGHT, LIGHT), (Scheme.DARK, DARK)])
def test_the_edge_of_a_field_is_made_from_our_token(theme: Theme, qtbot: QtBot, scheme: Scheme, chosen: Tokens) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    show_edge(field)
    field.show()
    theme.set_scheme(scheme)
    wanted = chosen.colour("field_edge").lighter(140)
    qtbot.waitUntil(lambda: field.palette().color(QPalette.ColorRole.Window) == wanted)
    assert contrast(wanted.darker(140).name(), chosen.surface) >= 3
