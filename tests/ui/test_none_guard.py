"""PySide6 takes references from `None`, `True` and `False` on Python 3.11: the guard keeps enough of them."""

import os
import subprocess
import sys

CALLS = """
import sys
if sys.argv[1] == "guarded":
    import afas_assistant.ui
from PySide6.QtCore import QObject, Signal

class Thing(QObject):
    told = Signal(object)

thing = Thing()
thing.told.connect(lambda value: None)
for number in range(200_000):
    thing.setObjectName("x")
    thing.told.emit(number % 2 == 0)
print("alive")
"""


def test_a_window_survives_any_number_of_calls() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", CALLS, "guarded"],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert answer.stdout.strip() == "alive", answer.stderr[-500:]
