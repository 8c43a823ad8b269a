"""Keeps `None` alive on Python 3.11, where PySide6 takes a reference from it with each call that returns nothing.

WORKAROUND: the wheels of PySide6 6.12.0 return `None` without counting the reference, as if it were immortal, which it
is from Python 3.12 on (PEP 683). Measured on 3.11.7: 500 calls such as `QObject.setObjectName` lower the count by 500;
it begins near 4,000, and at zero Python aborts with *none_dealloc*. So the count is raised far beyond any use.
"""

import sys

PLENTY = 1 << 40


def keep_none_alive() -> None:
    """Give `None` so many references that it never runs out of them; nothing to do from Python 3.12 on."""
    if sys.version_info >= (3, 12) or sys.getrefcount(None) > PLENTY // 2:
        return
    import ctypes  # noqa: PLC0415 - only where it is needed

    ctypes.c_ssize_t.from_address(id(None)).value += PLENTY
