"""`afas-assistant`: no command opens the window, a command runs in the terminal.

Nothing heavy is imported before it is known which of the two is asked for: the window must paint at once.
"""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    from afas_assistant.cli.commands import parse  # noqa: PLC0415 - keeps the import of the package free of argparse

    return parse(sys.argv[1:] if arguments is None else arguments).run()


if __name__ == "__main__":
    sys.exit(main())
