"""Builds the program for people without Python, for the kind of computer that this runs on.

    python packaging/build.py              dist/afas-assistant, on macOS also dist/AFAS Assistant.app
    python packaging/build.py --archive    … and one file of it to hand out

Wants an environment with the program and its extra `package`: pip install -c constraints.txt -e .[package]
Nothing is fetched here.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from afas_assistant import __version__

ROOT = Path(__file__).resolve().parents[1]
SPECIFICATION = ROOT / "packaging" / "afas-assistant.spec"
BUILD, DIST = ROOT / "build", ROOT / "dist"
FOLDER, BUNDLE = DIST / "afas-assistant", DIST / "AFAS Assistant.app"
SYSTEMS = {"linux": "linux", "darwin": "macos", "win32": "windows"}


def freeze() -> None:
    """Make the folder anew; raises CalledProcessError when PyInstaller says why it cannot."""
    subprocess.run([sys.executable, ROOT / "packaging" / "icons.py"], check=True)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"]
    places = [f"--distpath={DIST}", f"--workpath={BUILD / 'pyinstaller'}"]
    subprocess.run([*command, *places, str(SPECIFICATION)], cwd=ROOT, check=True)
    if sys.platform == "linux":
        shutil.copytree(ROOT / "packaging" / "linux", FOLDER, dirs_exist_ok=True)
        shutil.copy(BUILD / "icons" / "afas-assistant.svg", FOLDER)


def archive() -> Path:
    """Pack what was made into one file and return it; links stay links, or the folder would grow."""
    name = DIST / f"afas-assistant-{__version__}-{SYSTEMS[sys.platform]}-{platform.machine().lower()}"
    if sys.platform == "darwin":  # the system's own tool keeps what a signature covers
        packed = name.with_name(f"{name.name}.zip")
        subprocess.run(["ditto", "-c", "-k", "--keepParent", BUNDLE, packed], check=True)
        return packed
    form = "zip" if sys.platform == "win32" else "gztar"
    return Path(shutil.make_archive(str(name), form, root_dir=DIST, base_dir=FOLDER.name))


def megabytes(place: Path) -> float:
    """Return the size of a file, or of all files in a folder, links not counted."""
    files = [place] if place.is_file() else [each for each in place.rglob("*") if not each.is_dir()]
    return sum(os.lstat(file).st_size for file in files) / 1e6


def main() -> int:
    """Build, and say what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archive", action="store_true", help="also make the one file to hand out")
    arguments = parser.parse_args()
    freeze()
    made = [FOLDER, *([archive()] if arguments.archive else [])]
    for place in made:
        print(f"{place.relative_to(ROOT)}: {megabytes(place):.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
