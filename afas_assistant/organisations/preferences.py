"""Preferences: a small TOML file that a person may read and edit.

It is read before the window is painted, so only the standard library is used. Nothing in it can stop the program: a
wrong value gives its default and a remark, a broken file is put aside and the defaults are used.
"""

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from afas_assistant.errors import ConfigurationError, Who
from afas_assistant.organisations.private_files import free_name, write_private
from afas_assistant.texts import LANGUAGES, Language, Text, phrase

THEMES = ("system", "light", "dark")
FONT_SCALES = (100, 200)  # per cent
LINE = re.compile(r"\(at line (?P<line>\d+), column \d+\)")


@dataclass(frozen=True)
class Preferences:
    """What a person set: language, theme, font scale in per cent, a folder with profiles of one's own.

    `tray` is an icon in the system's tray; with it, `keep_running` hides the window in place of closing the program
    (`told_running` once that was said), and `notify` lets the tray tell what happens. `window_geometry` and
    `window_state` are Qt's own, in base64; `last_organisation` is the envid shown last, `all` for all of them.
    """

    language: Language = "nl"
    theme: str = "system"
    font_scale: int = 100
    extra_profile_folder: str = ""
    window_geometry: str = ""
    window_state: str = ""
    last_organisation: str = ""
    tray: bool = False
    keep_running: bool = False
    told_running: bool = False
    notify: bool = False


@dataclass(frozen=True)
class LoadedPreferences:
    """Preferences as read, with what is to be said about the file."""

    preferences: Preferences
    remarks: tuple[Text, ...] = field(default=())


def load_preferences(path: Path) -> LoadedPreferences:
    """Return the preferences in the file, or the defaults. Never raises.

    A broken file is renamed with `.broken` behind it, so that the next save does not overwrite what a person wrote.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return LoadedPreferences(Preferences())
    except OSError:
        remark = phrase("The preferences in {path} cannot be read; the defaults are used.", path=path)
        return LoadedPreferences(Preferences(), (remark,))
    try:
        return _checked(tomllib.loads(content.decode("utf-8-sig")), path)
    except (ValueError, RecursionError) as error:  # of TOML and Unicode; also a number or brackets without end
        return LoadedPreferences(Preferences(), (_put_aside(path, _place(content, error)),))


def save_preferences(path: Path, preferences: Preferences) -> None:
    """Write the preferences in one step; raises ConfigurationError preferences_not_saved, the old file then stays."""
    lines = [f"{each.name} = {_toml(getattr(preferences, each.name))}" for each in fields(preferences)]
    text = "# Preferences of AFAS Assistant.\n" + "\n".join(lines) + "\n"
    try:
        write_private(path, text.encode())
    except OSError as error:
        raise ConfigurationError(
            "preferences_not_saved",
            title=phrase("The preferences could not be saved."),
            explanation=phrase(
                "{path} could not be written: {reason}. The previous preferences are still there.",
                path=path,
                reason=error.strerror or type(error).__name__,
            ),
            action=phrase("Make room on the disk, or give your account write access to the folder."),
            who=Who.YOU,
        ) from error


def _checked(table: Mapping[str, Any], path: Path) -> LoadedPreferences:
    good: dict[str, Any] = {}
    remarks: list[Text] = []
    for name, value in table.items():
        rule = RULES.get(name)
        if rule is None:
            remarks.append(
                phrase("{path} has a setting {name} that is not known; it is ignored.", path=path, name=name)
            )
        elif rule(value):
            good[name] = value
        else:
            remarks.append(
                phrase("{path} has a value for {name} that does not fit; the default is used.", path=path, name=name)
            )
    return LoadedPreferences(Preferences(**good), tuple(remarks))


def _put_aside(path: Path, place: Text) -> Text:
    aside = free_name(path.with_name(f"{path.name}.broken"))
    try:
        path.rename(aside)
    except OSError:
        return phrase("The preferences in {path} are broken at {place}; the defaults are used.", path=path, place=place)
    return phrase(
        "The preferences in {path} are broken at {place}; the defaults are used. The file is kept as {aside}.",
        path=path,
        place=place,
        aside=aside,
    )


def _place(content: bytes, error: ValueError | RecursionError) -> Text:
    """Return the line of the fault; TOML's reader names it in its message, or else means the end of the file."""
    match = LINE.search(str(error))
    end = error.start if isinstance(error, UnicodeDecodeError) else len(content.rstrip())
    return phrase("line {line}", line=int(match["line"]) if match else content.count(b"\n", 0, end) + 1)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_choice(value: object) -> bool:
    return isinstance(value, bool)


def _one_of(*allowed: str) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and value in allowed


def _is_font_scale(value: object) -> bool:
    return type(value) is int and FONT_SCALES[0] <= value <= FONT_SCALES[1]


def _toml(value: str | int | bool) -> str:
    """Return a value as TOML: text, numbers and truth are written as JSON writes them, but for the character DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


RULES: dict[str, Callable[[object], bool]] = {
    "language": _one_of(*LANGUAGES),
    "theme": _one_of(*THEMES),
    "font_scale": _is_font_scale,
    "extra_profile_folder": _is_text,
    "tray": _is_choice,
    "keep_running": _is_choice,
    "told_running": _is_choice,
    "notify": _is_choice,
    "window_geometry": _is_text,
    "window_state": _is_text,
    "last_organisation": _is_text,
}
