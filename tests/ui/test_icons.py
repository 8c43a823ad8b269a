"""Icons: one colour each, sharp, and no two states with the same silhouette."""

import re
from itertools import combinations

import pytest
from PySide6.QtGui import QImage

from afas_assistant.paths import resource
from afas_assistant.ui.icons import brand, icon, pixmap
from afas_assistant.ui.states import LOOKS
from afas_assistant.ui.theme import Scheme, Theme
from afas_assistant.ui.tokens import DARK, LIGHT

NAMES = sorted(path.stem for path in resource("icons").glob("*.svg"))
STATE_ICONS = sorted({look.icon for look in LOOKS.values()} | {"unknown"})


def silhouette(name: str) -> set[tuple[int, int]]:
    image = pixmap(name, size=32).toImage()
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {(x, y) for x, y in places if image.pixelColor(x, y).alpha() > 127}


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_has_one_colour(name: str) -> None:
    drawing = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    assert set(re.findall(r"#[0-9a-fA-F]{3,6}", drawing)) <= {"#000"}
    assert "mask" not in drawing


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_tinted_by_the_palette(theme: Theme, name: str) -> None:
    for scheme, chosen in ((Scheme.LIGHT, LIGHT), (Scheme.DARK, DARK)):
        theme.set_scheme(scheme)
        image = pixmap(name, "accent", 32).toImage().convertToFormat(QImage.Format.Format_ARGB32)
        places = ((x, y) for x in range(image.width()) for y in range(image.height()))
        solid = {image.pixelColor(x, y).name().upper() for x, y in places if image.pixelColor(x, y).alpha() == 255}
        assert solid == {chosen.accent}


def test_no_two_states_share_a_silhouette(theme: Theme) -> None:
    shapes = {name: silhouette(name) for name in STATE_ICONS}
    for one, other in combinations(STATE_ICONS, 2):
        differing = len(shapes[one] ^ shapes[other])
        assert differing > 0.15 * len(shapes[one] | shapes[other]), (one, other)


def test_an_icon_is_drawn_once_for_each_size_and_screen(theme: Theme) -> None:
    once = pixmap("ok", "ok", 16, 1.0)
    assert pixmap("ok", "ok", 16, 1.0).cacheKey() == once.cacheKey()
    sharp = pixmap("ok", "ok", 16, 2.0)
    assert sharp.width() == 2 * once.width()
    assert sharp.deviceIndependentSize() == once.deviceIndependentSize()


def test_a_button_gets_an_icon_for_both_kinds_of_screen(theme: Theme) -> None:
    assert len(icon("refresh").availableSizes()) == 2
    assert not brand(32).isNull()
