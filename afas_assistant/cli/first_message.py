"""`message`: what to ask of the AFAS administrator before there is a token."""

import argparse

from afas_assistant.cli.documents import write_first_message
from afas_assistant.cli.output import print_error
from afas_assistant.cli.profiles import chosen_profiles
from afas_assistant.cli.settings import apply_language
from afas_assistant.errors import AssistantError
from afas_assistant.texts import current_language


def run(arguments: argparse.Namespace) -> int:
    """Write the message; returns 0, or 2 when it could not be written."""
    apply_language(arguments)
    try:
        profiles = chosen_profiles(arguments)
        write_first_message(profiles, arguments.file, current_language(), environment=arguments.environment)
    except AssistantError as error:
        print_error(error)
        return 2
    return 0
