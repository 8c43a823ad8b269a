"""Which checklists a command works with."""

import argparse
from collections.abc import Sequence

from afas_assistant.cli.settings import folders_of
from afas_assistant.onboarding.profiles import built_in_profiles, load_profile, with_own
from afas_assistant.onboarding.requirements import Profile


def chosen_profiles(arguments: argparse.Namespace, kept: Sequence[str] = ()) -> tuple[Profile, ...]:
    """Return the profiles of `--profile`, else those kept with the connection, else the built-in ones.

    The assistant's own comes last, each profile once. Raises ConfigurationError for one that cannot be read.
    """
    folder = folders_of(arguments).profiles
    asked = [load_profile(name, folder) for name in arguments.profile or kept]
    return with_own(asked or built_in_profiles())
