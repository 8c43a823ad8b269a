"""The colours of the window, by what they are used for, in light and in dark.

Every text colour keeps at least 4.5:1 on each background it is drawn on; `PAIRS` names those, and a test computes them.
"""

from dataclasses import dataclass, fields

from PySide6.QtGui import QColor


@dataclass(frozen=True)
class Tokens:
    """One palette, as `#RRGGBB`. `soft` colours are backgrounds; `line` and edges are one pixel wide."""

    background: str
    surface: str
    raised: str
    line: str
    button_edge: str
    field_edge: str
    text: str
    muted: str
    accent: str
    accent_fill: str
    on_accent: str
    selection: str
    ok: str
    ok_soft: str
    attention: str
    attention_soft: str
    problem: str
    problem_soft: str
    untested: str
    untested_soft: str
    production: str
    on_production: str
    production_tint: str
    production_text: str

    def colour(self, role: str) -> QColor:
        """Return the colour of a role by its name; AttributeError for one that does not exist."""
        return QColor(getattr(self, role))


LIGHT = Tokens(
    background="#F3F4F6",
    surface="#FFFFFF",
    raised="#F8F9FB",
    line="#DDE1E7",
    button_edge="#C3C9D2",
    field_edge="#858E9B",
    text="#1A2028",
    muted="#56606D",
    accent="#1D5FBF",
    accent_fill="#1D5FBF",
    on_accent="#FFFFFF",
    selection="#E4EDFA",
    ok="#19713F",
    ok_soft="#E6F4EB",
    attention="#855400",
    attention_soft="#FCF1DC",
    problem="#B3261E",
    problem_soft="#FCEBE9",
    untested="#56606D",
    untested_soft="#EDEFF2",
    production="#7B1E57",
    on_production="#FFFFFF",
    production_tint="#F6E6EF",
    production_text="#7B1E57",
)
DARK = Tokens(
    background="#15181D",
    surface="#1C2026",
    raised="#242930",
    line="#343B45",
    button_edge="#4A525E",
    field_edge="#77818F",
    text="#E7EAEE",
    muted="#A6AFBB",
    accent="#86B4FF",
    accent_fill="#2E6BCC",
    on_accent="#FFFFFF",
    selection="#203350",
    ok="#6FCF93",
    ok_soft="#1C3226",
    attention="#EAB952",
    attention_soft="#392F18",
    problem="#FF8F86",
    problem_soft="#402423",
    untested="#A6AFBB",
    untested_soft="#2A3038",
    production="#8E2A68",
    on_production="#FFFFFF",
    production_tint="#432239",
    production_text="#F2B5D7",
)

_PLAIN = ("background", "surface", "raised", "selection")
PAIRS: tuple[tuple[str, str], ...] = (
    *((text, ground) for text in ("text", "muted", "accent", "ok", "attention", "problem") for ground in _PLAIN),
    *((text, f"{text}_soft") for text in ("ok", "attention", "problem", "untested")),
    *(("text", ground) for ground in ("ok_soft", "attention_soft", "problem_soft", "untested_soft")),
    *(("muted", ground) for ground in ("ok_soft", "problem_soft", "untested_soft")),
    *(("accent", ground) for ground in ("ok_soft", "problem_soft")),
    ("on_accent", "accent_fill"),
    ("on_production", "production"),
    ("production_text", "production_tint"),
)
"""Which text colour is drawn on which background."""

ROLES = frozenset(field.name for field in fields(Tokens))

_in_force: Tokens = LIGHT


def tokens() -> Tokens:
    """Return the palette in force."""
    return _in_force


def use_tokens(chosen: Tokens) -> None:
    """Put a palette in force; the theme does this, together with Qt's own palette."""
    global _in_force  # noqa: PLW0603 - one palette for the whole window is the point
    _in_force = chosen


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it, 1 to 21."""
    lighter, darker = sorted((_luminance(QColor(one)), _luminance(QColor(other))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    red, green, blue = (_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
