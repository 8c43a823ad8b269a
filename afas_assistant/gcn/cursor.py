"""Reading bytes from front to back, never past the end: the ground of both binary forms of a definition file.

All numbers are little-endian.
"""

import struct
from datetime import datetime

from afas_assistant.gcn.errors import TruncatedError

Value = None | bool | int | float | str | bytes | datetime | list["Value"]
"""A value in a definition file. A float may be a date: days since 1899-12-30, as Visual Basic counts them."""

_INT16, _UINT16, _INT32, _INT64, _DOUBLE = (struct.Struct(f"<{code}") for code in "hHiqd")


class Cursor:
    """A place in some bytes. Every reading method raises TruncatedError where fewer bytes remain than it wants."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._position = 0

    @property
    def remaining(self) -> int:
        """Bytes that were not read yet."""
        return len(self._content) - self._position

    def bytes(self, count: int) -> bytes:
        """Return the next bytes."""
        if not 0 <= count <= self.remaining:
            raise TruncatedError(f"byte {self._position}: {count} bytes announced, {self.remaining} there")
        start, self._position = self._position, self._position + count
        return self._content[start : self._position]

    def byte(self) -> int:
        """Return one byte as a number."""
        return self.bytes(1)[0]

    def int16(self) -> int:
        """Return a signed number of 16 bits."""
        return int(_INT16.unpack(self.bytes(2))[0])

    def uint16(self) -> int:
        """Return a number of 16 bits without a sign."""
        return int(_UINT16.unpack(self.bytes(2))[0])

    def int32(self) -> int:
        """Return a signed number of 32 bits."""
        return int(_INT32.unpack(self.bytes(4))[0])

    def int64(self) -> int:
        """Return a signed number of 64 bits."""
        return int(_INT64.unpack(self.bytes(8))[0])

    def double(self) -> float:
        """Return a floating-point number of 64 bits, which may be no number at all."""
        return float(_DOUBLE.unpack(self.bytes(8))[0])
