"""Fails a test that logs a warning or worse which it did not announce.

A warning nobody reads is a fault nobody mends. A test that means one says so, with the marker
`@pytest.mark.expect_log(r"pattern")` or with the fixture `expect_log(r"pattern")`; one that does not come is a
failure as well.
"""

import logging
import re


class LogGuard(logging.Handler):
    """Collects records of WARNING and above, apart from those a test expects."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.expected: list[re.Pattern[str]] = []
        self._records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record; it is judged when the test ends, since it may be announced after it came."""
        self._records.append(record)

    def expect(self, pattern: str) -> None:
        """Announce records whose message holds the pattern (a regular expression)."""
        self.expected.append(re.compile(pattern))

    def complaints(self) -> list[str]:
        """Return what was logged unexpectedly and what was expected but never logged."""
        messages = [(record, record.getMessage()) for record in self._records]
        surprises = [
            f"unexpected log: {record.levelname} {record.name}: {message}"
            for record, message in messages
            if not any(pattern.search(message) for pattern in self.expected)
        ]
        silent = [
            f"expected log never came: {pattern.pattern}"
            for pattern in self.expected
            if not any(pattern.search(message) for _, message in messages)
        ]
        return surprises + silent

    def install(self) -> None:
        """Start listening at the root of all loggers; remember what hangs there."""
        root = logging.getLogger()
        self._before = (list(root.handlers), root.level, logging.root.manager.disable)
        root.addHandler(self)

    def remove(self) -> None:
        """Stop listening and take down what the test left at the root."""
        root = logging.getLogger()
        handlers, level, disabled = self._before
        for handler in [one for one in root.handlers if one not in handlers]:
            root.removeHandler(handler)
            handler.close()
        root.setLevel(level)
        logging.disable(disabled)
