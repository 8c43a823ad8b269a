"""Menu paths of AFAS as they go into texts that leave the program, with the app connector's own name in them."""

from afas_assistant.onboarding.requirements import Place
from afas_assistant.texts import Bilingual, Language, Text, phrase

YOURS = Bilingual("(uw app connector)", "(your app connector)")
"""The part of a place's menu path that differs per environment, as `places.toml` writes it."""

_NEW = (" › Nieuw", " › New")


def menu_path(menu: Text, app_connector: str, language: Language, *, to_make: bool = True) -> str:
    """Return a menu path, with the app connector's name in it where that is known.

    Paths end with the button that makes something new; not `to_make` leaves that out, for looking and deleting.
    """
    path, name = menu.render(language), one_line(app_connector)
    if not to_make:
        path = path.removesuffix(_NEW[0]).removesuffix(_NEW[1])
    return path.replace(YOURS.render(language), name) if name else path


def both_paths(place: Place, app_connector: str | None, language: Language, *, to_make: bool = True) -> str:
    """Return the newer menu path of a place, with the older one behind it where that is known."""
    path = menu_path(place.menu, app_connector or "", language, to_make=to_make)
    if place.menu_old is None:
        return path
    old = menu_path(place.menu_old, app_connector or "", language, to_make=to_make)
    return phrase("{menu} (older menu: {menu_old})", menu=path, menu_old=old).render(language)


def one_line(text: str) -> str:
    """Return a name without line breaks and other unprintable characters: it may come from AFAS or be pasted."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
