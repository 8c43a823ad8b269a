"""`afas-assistant`: no command opens the window, a command runs in the terminal.

Nothing heavy is imported before it is known which of the two is asked for: the window must paint at once.
"""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code; 130 when it was stopped with Ctrl-C, 2 when the fault is ours."""
    from afas_assistant.cli.commands import parse  # noqa: PLC0415 - keeps the import of the package free of argparse

    try:
        return parse(sys.argv[1:] if arguments is None else arguments).run()
    except KeyboardInterrupt:
        from afas_assistant.cli.faults import stopped  # noqa: PLC0415 - seldom needed

        return stopped()
    except Exception as error:  # noqa: BLE001 - nobody should ever see a traceback
        from afas_assistant.cli.faults import failed  # noqa: PLC0415 - seldom needed

        return failed(error)


if __name__ == "__main__":
    sys.exit(main())
