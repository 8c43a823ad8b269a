"""What can go wrong with the keyring of the computer, in sentences. None of them ever holds a token."""

from afas_assistant.errors import ConfigurationError, RetryableError, Technical, Who
from afas_assistant.organisations.backends import WINDOWS_LIMIT
from afas_assistant.texts import Text, phrase


def memory_only() -> Text:
    """Return the sentence that goes with a token that no keyring keeps."""
    return phrase("The token is remembered until you close AFAS Assistant, and is not written anywhere.")


def key_in_memory_only() -> Text:
    """Return the sentence that goes with a TimeChimp key that no keyring keeps."""
    return phrase("The TimeChimp key is remembered until you close AFAS Assistant, and is not written anywhere.")


def keyring_absent(remembered: str | None = None) -> ConfigurationError:
    """No keyring that protects what it keeps; `remembered` is the name of the one that has the token."""
    if remembered:
        explanation = phrase("The token is kept in {remembered}, which is not available now.", remembered=remembered)
        action = phrase("Start {remembered} and try again, or enter the token again.", remembered=remembered)
    else:
        explanation = phrase(
            "AFAS Assistant found no keyring that protects what it keeps, and never writes a token to a file."
        )
        action = phrase("Install or start a keyring, such as GNOME Keyring or KDE Wallet, to keep tokens.")
    return ConfigurationError(
        "keyring_absent", title=phrase("There is no keyring."), explanation=explanation, action=action, who=Who.YOU
    )


def keyring_changed(remembered: str, current: str) -> ConfigurationError:
    """The token is in one keyring and the computer now offers another."""
    return ConfigurationError(
        "keyring_changed",
        title=phrase("This computer now uses another keyring."),
        explanation=phrase(
            "The token was kept in {remembered}. The keyring is now {current}, which does not have it.",
            remembered=remembered,
            current=current,
        ),
        action=phrase(
            "Start {remembered} again, or enter the token again to keep it in {current}.",
            remembered=remembered,
            current=current,
        ),
        who=Who.YOU,
    )


def keyring_locked(name: str) -> RetryableError:
    """The keyring wants its password first."""
    return RetryableError(
        "keyring_locked",
        title=phrase("The keyring is locked."),
        explanation=phrase("{name} does not give or keep tokens until it is unlocked.", name=name),
        action=phrase("Unlock {name} and try again.", name=name),
        who=Who.YOU,
    )


def keyring_hanging(seconds: float) -> RetryableError:
    """The keyring does not answer; often its window with a question is behind another."""
    return RetryableError(
        "keyring_hanging",
        title=phrase("The keyring does not answer."),
        explanation=phrase("No answer came within {seconds} seconds.", seconds=f"{seconds:g}"),
        action=phrase("Look for a window that asks for the password of your keyring, answer it and try again."),
        who=Who.YOU,
    )


def keyring_failed(name: str, kind: str) -> RetryableError:
    """The keyring refused for a reason of its own; `kind` is the class of its exception, never its text."""
    return RetryableError(
        "keyring_failed",
        title=phrase("The keyring refused."),
        explanation=phrase("{name} could not do what was asked.", name=name),
        action=phrase("Open the program that manages {name}, see whether it works, and try again.", name=name),
        who=Who.YOU,
        technical=Technical(excerpt=kind),
    )


def keyring_not_kept(name: str) -> ConfigurationError:
    """The keyring took the token and gives back something else."""
    return ConfigurationError(
        "keyring_not_kept",
        title=phrase("The keyring did not keep the token."),
        explanation=phrase("{name} accepted the token, but did not give it back unchanged.", name=name),
        action=phrase("Open the program that manages {name} and see whether it works.", name=name),
        who=Who.YOU,
    )


def token_too_long(length: int) -> ConfigurationError:
    """Windows would say *the stub received bad data* instead (keyring issue 355)."""
    return ConfigurationError(
        "token_too_long",
        title=phrase("Windows cannot keep this token."),
        explanation=phrase(
            "Windows Credential Manager keeps {limit} characters at most; this token has {length}.",
            limit=WINDOWS_LIMIT,
            length=length,
        ),
        action=phrase("Paste only the token. A user token of AFAS is much shorter."),
        who=Who.YOU,
    )
