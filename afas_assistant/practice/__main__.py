"""``python -m afas_assistant.practice``: the practice environment as a process of its own."""

import argparse
import sys

from afas_assistant.practice import serve


def parser() -> argparse.ArgumentParser:
    """Give the options, which are those of ``serve.main``."""
    options = argparse.ArgumentParser(prog="afas_assistant.practice", description=__doc__)
    options.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one")
    options.add_argument("--scenario", default="healthy", help="what goes wrong")
    options.add_argument("--size", type=int, default=250, help="number of debtors, 1 to 100000")
    options.add_argument("--seed", type=int, default=1, help="another number gives other companies")
    options.add_argument("--delay", type=float, default=0.0, help="seconds that every reply waits")
    options.add_argument("--watch-stdin", action="store_true", help="end when standard input closes")
    return options


def main(arguments: list[str] | None = None) -> int:
    """Serve with the given options."""
    chosen = parser().parse_args(arguments)
    return serve.main(
        chosen.port, chosen.scenario, chosen.size, chosen.seed, delay=chosen.delay, watch_stdin=chosen.watch_stdin
    )


if __name__ == "__main__":
    sys.exit(main())
