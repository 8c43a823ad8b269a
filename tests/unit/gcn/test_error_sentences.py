"""What a person reads when a definition file cannot be used."""

import pytest

from afas_assistant.errors import ConfigurationError, Who
from afas_assistant.gcn import errors
from afas_assistant.gcn.errors import DefinitionFileError

CLASSES = DefinitionFileError.__subclasses__()
DOCUMENTED = {
    "is_zip",
    "not_gcn",
    "text_mangled",
    "truncated",
    "trailing_data",
    "unknown_type",
    "bad_zip",
    "too_large",
    "unknown_payload",
    "bad_structure",
    "bad_row",
    "bad_escape",
    "bad_token",
    "bad_filter",
    "other_program",
    "file_gone",
    "file_unreadable",
    "folder_unreadable",
    "nothing_inside",
    "too_many_files",
    "nested_too_deep",
    "encrypted_zip",
}


def test_each_cause_has_its_own_code_and_its_own_words() -> None:
    assert {one.CODE for one in CLASSES} == DOCUMENTED
    made = [one() for one in CLASSES]
    assert len({error.title.render("en") for error in made}) == len(made)
    assert len({error.explanation.render("en") for error in made}) == len(made)
    assert all(isinstance(error, ConfigurationError) and error.action.render("en") for error in made)


def test_a_detail_follows_the_explanation_and_is_never_taken_for_a_template() -> None:
    error = errors.BadStructureError("{x} %s")
    assert error.explanation.render("en").endswith(" ({x} %s)")
    assert error.detail == "{x} %s"


@pytest.mark.parametrize(
    ("made", "who", "words"),
    [
        (errors.TextMangledError(), Who.VENDOR, "inside a ZIP"),
        (errors.UnknownPayloadError("9"), Who.US, "This version of the program does not know this generation"),
        (errors.OtherProgramError(), Who.YOU, "gEcon"),
        (errors.IsZipError(), Who.YOU, "inside"),
        (errors.EncryptedZipError(), Who.YOU, "password"),
    ],
)
def test_who_can_do_what(made: DefinitionFileError, who: Who, words: str) -> None:
    assert made.who is who
    assert words in made.sentence("en")
