"""Runs first in the frozen program: gives other programs that it starts the library path that the person had.

On Linux PyInstaller's starter points LD_LIBRARY_PATH at the libraries of this program. The loader has read that by now;
a browser, a mail program or systemctl started from here would load our libraries instead of its own.
"""

import os

before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
if before is not None:
    os.environ["LD_LIBRARY_PATH"] = before
else:
    os.environ.pop("LD_LIBRARY_PATH", None)
