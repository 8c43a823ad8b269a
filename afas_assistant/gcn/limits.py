"""How much one file may take: far more than any real definition, far less than would hurt a computer.

The largest real file known is 10 kB, inflates to 90 kB and holds some 600 values; 500 fields in the widest generation
come to 22,000 values. What is read is counted before it is made, never believed on the word of a header.
"""

from afas_assistant.gcn.errors import TooLargeError

MEBIBYTE = 1024 * 1024
LARGEST_FILE = 16 * MEBIBYTE
"""Bytes of one definition file."""
LARGEST_PAYLOAD = 64 * MEBIBYTE
"""Bytes that the packed part of one definition file may inflate to."""
MOST_ELEMENTS = 200_000
"""Values, and quotation marks in its rows, of one definition file."""
DEEPEST = 16
"""Lists within lists."""


class Allowance:
    """An amount that is used up; what would go beyond it is refused before it is made."""

    def __init__(self, amount: int) -> None:
        self.left = amount

    def take(self, amount: int) -> None:
        """Use up a part; raises TooLargeError when less than that is left."""
        if amount > self.left:
            raise TooLargeError
        self.left -= amount
