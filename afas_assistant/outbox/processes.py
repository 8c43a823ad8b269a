"""Whether a process of this computer still runs."""

import os
import sys


def runs_here(process: int) -> bool:
    """Return whether a process with this number runs here; a number that was given out again counts as running."""
    if process <= 0:
        return False
    if sys.platform == "win32":
        return _runs_on_windows(process)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # somebody else's
    return True


def _runs_on_windows(process: int) -> bool:
    """Ask Windows: `os.kill` would end the process there."""
    if sys.platform != "win32":
        return True
    import ctypes  # noqa: PLC0415 - Windows only

    synchronise, timed_out = 0x00100000, 0x00000102
    kernel = ctypes.windll.kernel32
    handle = kernel.OpenProcess(synchronise, False, process)  # noqa: FBT003 - as Windows has it
    if not handle:
        return False
    try:
        return bool(kernel.WaitForSingleObject(handle, 0) == timed_out)
    finally:
        kernel.CloseHandle(handle)
