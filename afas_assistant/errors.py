"""Every exception that a person can meet, told apart by what to do next.

    AssistantError            has a code, a title, what happened, what to do, who can do it, technical detail
      ConfigurationError      a person can mend it: an address, a token, a right, a profile file
      RetryableError          nothing to mend: try again later
      FatalError              cannot go on, and trying again will not help

Any other exception is a bug of ours and is shown as such. The idea of sorting by the next step is the Singer SDK's.
"""

from dataclasses import dataclass
from enum import StrEnum

from afas_assistant.texts import Language, Text, phrase


class Who(StrEnum):
    """Whose turn it is."""

    ADMINISTRATOR = "administrator"
    CONSULTANT = "consultant"
    AFAS = "afas"
    VENDOR = "vendor"
    YOU = "you"
    US = "us"


WHO_NAMES: dict[Who, Text] = {
    Who.ADMINISTRATOR: phrase("The AFAS administrator"),
    Who.CONSULTANT: phrase("The consultant"),
    Who.AFAS: phrase("AFAS"),
    Who.VENDOR: phrase("The vendor of the integration"),
    Who.YOU: phrase("You"),
    Who.US: phrase("The makers of this program"),
}
"""Who it is, as a sentence begins."""


@dataclass(frozen=True)
class Technical:
    """What a helpdesk or AFAS asks for: kept in every error, never holding a secret.

    `log_reference` is AFAS's profitLogReference, by which an administrator finds the detail in the environment log;
    `trace_identifier` is the reply's X-Trace-Identifier (since Profit 7).
    """

    method: str | None = None
    url: str | None = None
    status: int | None = None
    external_message: str | None = None
    error_number: int | None = None
    log_reference: str | None = None
    trace_identifier: str | None = None
    excerpt: str | None = None

    def lines(self) -> list[str]:
        """Return the known details, one a line, ready to copy."""
        request = " ".join(filter(None, (self.method, self.url)))
        named = (
            ("Request", request or None),
            ("HTTP status", self.status),
            ("externalMessage", self.external_message),
            ("errorNumber", self.error_number),
            ("profitLogReference", self.log_reference),
            ("X-Trace-Identifier", self.trace_identifier),
            ("Reply", self.excerpt),
        )
        return [f"{name}: {value}" for name, value in named if value is not None]


class AssistantError(Exception):
    """Something went wrong that a person should read about.

    Attributes: code (stable, for programs), title, explanation (what happened and why), action (what to do), who (can
    do it), technical (for a helpdesk), and causes: where an answer leaves several open, each with the way to check it,
    the likeliest first.
    """

    causes: tuple[Text, ...] = ()

    def __init__(
        self,
        code: str,
        *,
        title: Text,
        explanation: Text,
        action: Text,
        who: Who = Who.YOU,
        technical: Technical | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.title = title
        self.explanation = explanation
        self.action = action
        self.who = who
        self.technical = technical or Technical()

    def __str__(self) -> str:
        return self.sentence()

    def sentence(self, language: Language | None = None) -> str:
        """Return title, explanation and action as running text."""
        parts = (self.title, self.explanation, self.action)
        return " ".join(filter(None, (part.render(language).strip() for part in parts)))


class ConfigurationError(AssistantError):
    """A person can mend this; trying again unchanged will fail again."""


class RetryableError(AssistantError):
    """Nothing to mend: the same request may succeed later.

    `retry_after` is the number of seconds that the other side asked us to wait, if it did.
    """

    retry_after: float | None = None


class FatalError(AssistantError):
    """The program cannot go on with this, and trying again will not help."""
