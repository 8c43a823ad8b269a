"""What the store refuses, in sentences: an environment twice, a token of another environment, an unknown name."""

from collections.abc import Sequence

from afas_assistant.errors import ConfigurationError, Who
from afas_assistant.organisations.records import Organisation
from afas_assistant.texts import Text, phrase


class OrganisationKnownError(ConfigurationError):
    """The environment is stored already; `organisation` is the one to offer a second connection of."""

    def __init__(self, organisation: Organisation) -> None:
        super().__init__(
            "organisation_known",
            title=phrase("This AFAS environment is already here."),
            explanation=phrase(
                "Environment {envid} is stored as {name}.", envid=organisation.envid, name=organisation.name
            ),
            action=phrase("Add a second connection to {name} instead.", name=organisation.name),
            who=Who.YOU,
        )
        self.organisation = organisation


def attach(organisation: Organisation, envid: str) -> None:
    """Refuse a token that AFAS says belongs to another environment than the organisation's.

    Otherwise invoices of one client could be booked with another. Raises ConfigurationError other_environment.
    """
    if envid.strip().casefold() == organisation.envid.casefold():
        return
    raise ConfigurationError(
        "other_environment",
        title=phrase("This token belongs to another AFAS environment."),
        explanation=phrase(
            "{name} is environment {expected}. AFAS says that this token belongs to {found}. Nothing was stored.",
            name=organisation.name,
            expected=organisation.envid,
            found=envid or "?",
        ),
        action=phrase(
            "Use a token of {expected}, or add {found} as an organisation of its own.",
            expected=organisation.envid,
            found=envid or "?",
        ),
        who=Who.YOU,
    )


def connection_known(organisation: Organisation, app_connector: str) -> ConfigurationError:
    """Each app connector of an organisation is stored once."""
    return ConfigurationError(
        "connection_known",
        title=phrase("This app connector is already here."),
        explanation=phrase(
            "{name} already has a connection with app connector {app_connector}.",
            name=organisation.name,
            app_connector=app_connector,
        ),
        action=phrase("Replace the token of that connection, or use a token of another app connector."),
        who=Who.YOU,
    )


def label_taken(organisation: Organisation, label: str) -> ConfigurationError:
    """Labels tell the connections of an organisation apart, so each is used once."""
    return ConfigurationError(
        "label_taken",
        title=phrase("This label is already in use."),
        explanation=phrase("{name} already has a connection called {label}.", name=organisation.name, label=label),
        action=phrase("Choose another label."),
        who=Who.YOU,
    )


def name_taken(name: str) -> ConfigurationError:
    """Names tell organisations apart, so each is used once."""
    return ConfigurationError(
        "name_taken",
        title=phrase("This name is already in use."),
        explanation=phrase("There is another organisation called {name}.", name=name),
        action=phrase("Choose another name."),
        who=Who.YOU,
    )


def name_empty() -> ConfigurationError:
    """A name without a letter cannot be picked from a list."""
    return ConfigurationError(
        "name_empty",
        title=phrase("The name is empty."),
        explanation=phrase("Each organisation and each connection needs a name to be found by."),
        action=phrase("Type a name."),
        who=Who.YOU,
    )


def organisation_not_found(wanted: str, known: Sequence[str]) -> ConfigurationError:
    """No organisation has this name or environment; the known names are listed."""
    return _not_found("organisation_not_found", phrase("There is no organisation called {name}.", name=wanted), known)


def connection_not_found(wanted: object, known: Sequence[str] = ()) -> ConfigurationError:
    """No connection has this number or label, perhaps because it was removed in another window."""
    return _not_found("connection_not_found", phrase("There is no connection called {name}.", name=wanted), known)


def _not_found(code: str, title: Text, known: Sequence[str]) -> ConfigurationError:
    names = ", ".join(known)
    return ConfigurationError(
        code,
        title=title,
        explanation=phrase("Known are: {names}.", names=names) if known else phrase("Nothing has been added yet."),
        action=phrase("Check the spelling, or add it first."),
        who=Who.YOU,
    )
