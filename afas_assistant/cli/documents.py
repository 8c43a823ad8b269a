"""Documents that the terminal writes: the message to the administrator and the hand-over book.

A file is written beside its place and then moved there, so that a full disk never leaves half of one or harms the one
that was there. `-` stands for standard output.
"""

import getpass
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from afas_assistant.cli.output import say
from afas_assistant.errors import ConfigurationError
from afas_assistant.onboarding.administrator_message import (
    AdministratorMessage,
    Names,
    administrator_message,
    names_of,
    text_to_save,
)
from afas_assistant.onboarding.handover_book import HandoverFacts, handover_book
from afas_assistant.onboarding.report import CheckReport
from afas_assistant.onboarding.requirements import Profile
from afas_assistant.organisations.records import Confirmation, KeptDefinition
from afas_assistant.texts import Language, Text, literal, phrase

STANDARD_OUTPUT = "-"


def write_message(report: CheckReport, profiles: Sequence[Profile], target: str, language: Language) -> None:
    """Write the message about what a check left open.

    Raises ConfigurationError with code `document_not_written`.
    """
    _write_message(administrator_message(profiles, report.verdicts, names_of(report), language), target)


def write_first_message(profiles: Sequence[Profile], target: str, language: Language, *, environment: str = "") -> None:
    """Write the message for before there is a token; `environment` is AFAS's name for it, when known.

    Raises ConfigurationError with code `document_not_written`.
    """
    _write_message(administrator_message(profiles, None, Names(environment=environment), language), target)


def write_handover(facts: HandoverFacts, target: str, language: Language) -> None:
    """Write the hand-over book.

    Raises ConfigurationError with code `document_not_written`.
    """
    _write(handover_book(facts, language), target)


def handover_facts(
    report: CheckReport,
    profiles: Sequence[Profile],
    *,
    organisation: str = "",
    connection: str = "",
    confirmations: Mapping[str, Confirmation] | None = None,
    previous: Mapping[str, object] | None = None,
    definitions: Mapping[str, KeptDefinition] | None = None,
) -> HandoverFacts:
    """Return what the book of a check in the terminal tells; a check that is not kept is named by its environment."""
    return HandoverFacts(
        report=report,
        profiles=profiles,
        organisation=organisation or report.environment.envid or report.environment.address,
        connection=connection,
        made_by=_who(),
        made_at=report.at,
        confirmations=confirmations or {},
        previous=previous,
        definitions=definitions or {},
    )


def _write_message(message: AdministratorMessage, target: str) -> None:
    _write(text_to_save(message), target)
    if message.attachments and target != STANDARD_OUTPUT:
        say(str(phrase("Attach these definition files: {files}", files=", ".join(message.attachments))), error=True)


def _write(content: str, target: str) -> None:
    if target == STANDARD_OUTPUT:
        say(content.replace("\r\n", "\n").rstrip("\n"))
        return
    path = Path(target)
    try:
        _write_file(path, content.encode())
    except (OSError, ValueError, RuntimeError) as error:  # ValueError: a zero byte in the name; RuntimeError: no home
        raise _not_written(path, literal(getattr(error, "strerror", None) or str(error))) from error
    say(str(phrase("Written: {file}", file=path)), error=True)


def _write_file(named: Path, content: bytes) -> None:
    path = named.expanduser()
    if path.is_dir():
        raise _not_written(named, phrase("It is a folder."))
    if not path.absolute().parent.is_dir():
        raise _not_written(named, phrase("Its folder does not exist."))
    _replace(path.resolve(), content)


def _replace(path: Path, content: bytes) -> None:
    """Write a file in one step; what is no ordinary file, such as a pipe, is written to as it is."""
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_bytes(content)
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def _not_written(path: Path, because: Text) -> ConfigurationError:
    return ConfigurationError(
        "document_not_written",
        title=phrase("{file} could not be written.", file=path),
        explanation=because,
        action=phrase("Name another file, in a folder that is there and that you may write to."),
    )


def _who() -> str:
    """Return the name of who runs the program, or nothing where the system does not tell."""
    with suppress(OSError, KeyError, ImportError):
        return getpass.getuser()
    return ""
