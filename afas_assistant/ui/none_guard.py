"""Keeps `None`, `True` and `False` alive on Python 3.11, where PySide6 takes references from them that it never had.

WORKAROUND: the wheels of PySide6 6.12.0 hand these over without counting the reference, as if they were immortal, which
they are from Python 3.12 on (PEP 683). Measured on 3.11.7: 500 calls such as `QObject.setObjectName` lower the count of
`None` by 500, as 500 times `emit(True)` of a `Signal(object)` does that of `True`; the counts begin in the hundreds or
thousands, and at zero Python aborts with *none_dealloc* or *bool_dealloc*. So they are raised far beyond any use.
"""

import sys

PLENTY = 1 << 40


def keep_none_alive() -> None:
    """Give all three so many references that they never run out; nothing to do from Python 3.12 on."""
    if sys.version_info >= (3, 12):
        return
    for immortal in (None, True, False):
        if sys.getrefcount(immortal) < PLENTY // 2:
            import ctypes  # noqa: PLC0415 - only where it is needed

            ctypes.c_ssize_t.from_address(id(immortal)).value += PLENTY
