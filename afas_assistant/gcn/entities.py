"""The entities whose filter authorisation AFAS applies to a data collection, in words."""

from afas_assistant.texts import Text, literal, phrase

_WORDS: dict[str, Text] = {
    "KnEmp": phrase("employees (KnEmp)"),
    "HrEmr": phrase("employers (HrEmr)"),
}


def entity_words(entity: str) -> Text:
    """Return an entity for people: in words with AFAS's id behind it, or the id alone where we have no words."""
    return _WORDS.get(entity, literal(entity))
