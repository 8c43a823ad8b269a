"""How soon the window is there, against a bare PySide6 window in the same run, and how long a demo check holds it up.

    python benchmarks/startup.py [runs]

Prints the medians of interleaved runs and their ratio (target: at most 1.5), and the longest stall of the event loop
during checks of the practice environment (target: at most 50 ms). Works without a screen: QT_QPA_PLATFORM=offscreen.
Ends with 1 when a target is missed.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
COMPILED = Path(tempfile.gettempdir()) / "afas-assistant-benchmark-compiled"
LEAST_RUNS = 7
MOST_RATIO = 1.5
LONGEST_STALL = 50.0  # milliseconds

BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, QApplication.quit)

application = QApplication(sys.argv)
window = Window()
window.setCentralWidget(QLabel("AFAS Assistant"))
window.resize(1280, 800)
window.show()
application.exec()
"""

CHECKS = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer
from afas_assistant.paths import folders
from afas_assistant.ui.application import SWITCH_INTERVAL, make_application, make_window, start_work
from tests.helpers.stalls import StallWatch

sys.setswitchinterval(SWITCH_INTERVAL)
application = make_application()
window = make_window(application, folders(Path(sys.argv[1])), "nl")
window.first_painted.connect(lambda: start_work(window, folders(Path(sys.argv[1])), demo=True))
window.show()

def wait(condition):
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: condition() and loop.quit())
    timer.start(2)
    QTimer.singleShot(60_000, loop.quit)
    loop.exec()
    timer.stop()

longest = {}
wait(lambda: "practice" in window.checks.pages)
page = window.checks.pages["practice"]
wait(page.isVisible)
with StallWatch() as watch:
    wait(lambda: not page.running)
longest["first check"] = watch.milliseconds
for scenario in ("get_misspelt", "healthy", "wrong_host", "healthy", "extra_connectors"):
    with StallWatch() as watch:
        page.picker.pick(scenario)
        wait(lambda: page.running)
        wait(lambda: not page.running)
    longest[scenario] = max(longest.get(scenario, 0), watch.milliseconds)
print(json.dumps(longest), flush=True)
window.close()
"""


def environment() -> dict[str, str]:
    """Return the environment of the measured programs: compiled files, and offscreen where there is no screen."""
    variables = {**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONPYCACHEPREFIX": str(COMPILED)}
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    if not variables.get("DISPLAY") and not variables.get("WAYLAND_DISPLAY"):
        variables.setdefault("QT_QPA_PLATFORM", "offscreen")
    return variables


def run(*arguments: str) -> tuple[float, str]:
    """Run Python and return the milliseconds from its start to its end, and what it printed."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments], cwd=CHECKOUT, env=environment(), check=True, capture_output=True, encoding="utf-8"
    )
    return (time.perf_counter() - began) * 1000, done.stdout


def measure_start(runs: int, home: str) -> float:
    """Print both medians and return their ratio; a run lasts from the start of Python until after the first paint."""
    ours = ["-m", "afas_assistant", "--data-dir", home, "--report-first-paint"]
    for arguments in (ours, ("-c", BARE)):
        run(*arguments)  # so that both are compiled, as they are for whoever starts a program twice
    bare_times, own_times, inside = [], [], []
    for _ in range(runs):
        bare_times.append(run("-c", BARE)[0])
        milliseconds, printed = run(*ours)
        own_times.append(milliseconds)
        inside.append(json.loads(printed.splitlines()[-1])["milliseconds"])
    bare, own = statistics.median(bare_times), statistics.median(own_times)
    print(f"bare PySide6 window          {bare:7.0f} ms  (median of {runs}, whole process)")
    print(
        f"AFAS Assistant               {own:7.0f} ms  ({statistics.median(inside):.0f} ms of it in our own code and Qt)"
    )
    print(f"ratio                        {own / bare:7.2f}     (target: at most {MOST_RATIO})")
    return own / bare


def measure_stalls(home: str) -> float:
    """Print the longest stall of each check and return the longest of all."""
    _, printed = run("-c", CHECKS, home)
    longest: dict[str, float] = json.loads(printed.splitlines()[-1])
    for name, milliseconds in longest.items():
        print(f"longest stall, {name:<17} {milliseconds:4.0f} ms  (target: at most {LONGEST_STALL:.0f})")
    return max(longest.values())


def main() -> int:
    """Measure and return 0 when both targets are met."""
    runs = max(LEAST_RUNS, int(sys.argv[1]) if len(sys.argv) > 1 else LEAST_RUNS)
    with tempfile.TemporaryDirectory() as home:
        ratio, stall = measure_start(runs, home), measure_stalls(home)
    return 0 if ratio <= MOST_RATIO and stall <= LONGEST_STALL else 1


if __name__ == "__main__":
    sys.exit(main())
