"""The log file: one readable, rotating file without secrets, for whoever has to find out what went wrong.

Every secret is registered before its first use and taken out of every record, in each spelling in which it can occur;
token-like runs are taken out as well, in case something was not registered. What leaves this computer in a support file
is taken out more strictly: see `redaction`.
"""

import logging
import logging.handlers
import re
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

HIDDEN = "‹hidden›"
_TOKEN_LIKE = re.compile(
    r"(?i)(<data>[^<]*</data>|AfasToken\s+\S+|Bearer\s+\S+|DPoP\s+\S+|\b[0-9A-F]{64}\b|PHRva2Vu[\w+/=]+)"
)
_LARGEST = 1_000_000
_KEPT = 3


class SecretFilter(logging.Filter):
    """Takes registered secrets, and whatever looks like one, out of records: message, arguments and traceback."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._secrets: tuple[str, ...] = ()

    def register(self, secrets: Iterable[str]) -> None:
        """Hide these texts from now on."""
        with self._lock:
            known = {*self._secrets, *(secret for secret in secrets if secret)}
            self._secrets = tuple(sorted(known, key=len, reverse=True))

    def clean(self, text: str) -> str:
        """Return the text without secrets."""
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return _TOKEN_LIKE.sub(HIDDEN, text)

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean the record in place; it is always kept."""
        record.msg, record.args = self.clean(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        record.exc_text = self.clean(record.exc_text) if record.exc_text else None
        return True


SECRETS = SecretFilter()
"""The one filter of the program."""


class _QuietLog(logging.handlers.RotatingFileHandler):
    """A log file that keeps silent when it cannot be written: a full disk is told of by whoever needs the room."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Lose the record."""

    def close(self) -> None:
        """Close the file, also when its last words find no room."""
        with suppress(OSError):
            super().close()


def log_file(folder: Path) -> Path:
    """Return the file that is written now; older ones have a number behind their name."""
    return folder / "afas-assistant.log"


def start_log(folder: Path) -> logging.Handler | None:
    """Write the program's records to `afas-assistant.log` in the folder; returns the handler, or None if it cannot.

    A log that cannot be written never keeps anybody from working.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = _QuietLog(log_file(folder), maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8", delay=True)
    except OSError:
        return None
    handler.addFilter(SECRETS)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("afas_assistant")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    return handler


def stop_log(handler: logging.Handler | None) -> None:
    """Close the log that `start_log` opened."""
    if handler is not None:
        logging.getLogger("afas_assistant").removeHandler(handler)
        handler.close()
