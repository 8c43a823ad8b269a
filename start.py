"""Start AFAS Assistant from a fresh clone, with nothing but Python and git.

    python3 start.py demo      the program in its practice environment (Windows: py start.py demo)
    python3 start.py test      the whole test suite; further arguments go to pytest

Makes a virtual environment in the checkout, installs the exact versions of constraints.txt into it and starts the
program there. What is missing is named in one sentence with the command that installs it. Standard library only, and
readable by Python 3.8, so that an old Python gets a sentence as well instead of a SyntaxError.
"""

from __future__ import annotations

import argparse
import ctypes
import errno
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
OLDEST, NEWEST = (3, 11), (3, 14)
STAMP = "afas-assistant.json"
LOG = "install.log"
SPACE_NEEDED = 900  # megabytes; the environment with the development tools takes 510, downloads come on top

# Libraries of the system that the PySide6 wheel links to but does not carry (readelf -d on the wheel's libraries),
# each with the package that brings it: apt, dnf, pacman.
WINDOW_LIBRARIES = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl", "libglvnd"),
    "libGL.so.1": ("libgl1", "libglvnd-glx", "libglvnd"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype", "freetype2"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs", "dbus"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2", "glib2"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon", "libxkbcommon"),
}
X11_LIBRARIES = {
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil", "xcb-util-renderutil"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb", "libxcb"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb", "libxcb"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb", "libx11"),
}
MANAGERS = (("apt-get", "sudo apt install"), ("dnf", "sudo dnf install"), ("pacman", "sudo pacman -S"))

NETWORK_SIGNS = (
    "NewConnectionError", "NameResolutionError", "Temporary failure in name resolution", "getaddrinfo failed",
    "Network is unreachable", "ConnectTimeoutError", "ReadTimeoutError", "ProxyError", "No route to host",
    "Connection refused", "Name or service not known",
)  # fmt: skip
DISK_SIGNS = ("No space left on device", "[Errno 28]", "not enough space on the disk", "Disk quota exceeded")


class Trouble(Exception):  # noqa: N818 - it is named for the person who meets it
    """What stands in the way, as one sentence for a person, with the command that helps."""


def main(arguments: list[str]) -> int:
    """Do what the command line asks and return the exit code: the program's own, or 2 when it could not start."""
    options, passed_on = understand(arguments)
    try:
        check_python(sys.version_info[:2])
        if options.command == "test":
            return run_tests(options.venv, passed_on)
        return run_demo(options.venv, passed_on)
    except Trouble as trouble:
        say(str(trouble), error=True)
    except KeyboardInterrupt:
        say("Stopped. Nothing is lost: the same line goes on where this one ended.", error=True)
        return 130
    except OSError as problem:
        say(told(problem), error=True)
    return 2


def understand(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """Return the options and, as a list, everything after the command, which is passed on untouched."""
    parser = argparse.ArgumentParser(prog="start.py", description="Start AFAS Assistant, or test it.")
    parser.add_argument("command", choices=["demo", "test"], help="demo: try the program; test: run the test suite")
    rest = parser.add_argument("passed_on", nargs=argparse.REMAINDER, help="arguments for the program or for pytest")
    rest.required = False  # Python 3.11 would list it among what is missing
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv", metavar="DIR", help="the environment's folder")
    options = parser.parse_args(arguments)
    options.venv = options.venv.absolute()
    return options, options.passed_on


def run_tests(venv: Path, arguments: list[str]) -> int:
    """Run pytest without a screen and say how long it took."""
    lacking = missing_libraries(WINDOW_LIBRARIES)
    if lacking:
        raise Trouble(libraries_sentence(lacking, WINDOW_LIBRARIES))
    python = prepare(venv, extra="dev")
    environment = dict(os.environ)
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    began = time.monotonic()
    code = call([str(python), "-m", "pytest", *arguments], environment)
    seconds = int(time.monotonic() - began)
    say(f"Tests on Python {sys.version.split()[0]}: {seconds // 60} min {seconds % 60} s.")
    return code


def run_demo(venv: Path, arguments: list[str]) -> int:
    """Open the window in the practice environment; without a screen show the practice check in the terminal."""
    obstacle = no_window_because(os.environ)
    python = prepare(venv, extra="")
    if obstacle is None:
        return call([str(python), "-m", "afas_assistant", "demo", *arguments])
    say(obstacle)
    say("Here is the practice check in the terminal instead.\n")
    return call([str(python), "-m", "afas_assistant", "check", "--demo", *arguments])


# ---------------------------------------------------------------------------------------------- what is missing


def check_python(version: tuple[int, ...]) -> None:
    """Raise Trouble for a Python that AFAS Assistant does not run on."""
    if OLDEST <= tuple(version[:2]) <= NEWEST:
        return
    raise Trouble(
        "AFAS Assistant needs Python 3.11 to 3.14 and this is Python "
        + ".".join(str(part) for part in version[:2])
        + f": start it with a newer one, for example: {other_python()} start.py demo"
    )


def other_python() -> str:
    """Return the command of a fitting Python on this computer, or the one to install."""
    if os.name == "nt":
        return "py -3.13"
    names = [f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    return next((name for name in names if shutil.which(name)), "python3.13")


def no_window_because(environment: os._Environ[str] | dict[str, str]) -> str | None:
    """Return why no window can open here, as a sentence, or None when one can."""
    if not sys.platform.startswith("linux") or environment.get("QT_QPA_PLATFORM"):
        return None
    if not environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY"):
        return "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the window cannot open."
    wanted = dict(WINDOW_LIBRARIES)
    if not environment.get("WAYLAND_DISPLAY"):
        wanted.update(X11_LIBRARIES)
    lacking = missing_libraries(wanted)
    return libraries_sentence(lacking, wanted) if lacking else None


def missing_libraries(wanted: dict[str, tuple[str, str, str]]) -> list[str]:
    """Return the libraries among those wanted that this system cannot load; only Linux leaves them to the system."""
    return [name for name in wanted if not loads(name)] if sys.platform.startswith("linux") else []


def loads(library: str) -> bool:
    """Return whether the system's loader finds a library, which is the only question that counts."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def libraries_sentence(lacking: list[str], wanted: dict[str, tuple[str, str, str]]) -> str:
    """Return which libraries are missing for the window and the line that installs them here."""
    for column, (manager, command) in enumerate(MANAGERS):
        if shutil.which(manager):
            packages = sorted({wanted[name][column] for name in lacking})
            return f"The window needs libraries that this system lacks; install them: {command} {' '.join(packages)}"
    return f"The window needs libraries that this system lacks; install what brings {', '.join(lacking)}."


def check_venv_module() -> None:
    """Raise Trouble where Python came without what makes environments, as it does on Debian and Ubuntu."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    if not shutil.which("apt-get"):
        raise Trouble("This Python lacks its modules venv and ensurepip; install a complete Python from python.org.")
    own = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    default = Path("/usr/bin/python3").resolve().name == own
    package = "python3-venv" if default else own + "-venv"
    raise Trouble(f"This Python cannot make a virtual environment; install what it lacks: sudo apt install {package}")


# ---------------------------------------------------------------------------------------------- the environment


def prepare(venv: Path, extra: str) -> Path:
    """Return the Python of an environment that holds the pinned versions, and make or mend it where needed."""
    wanted = fingerprint()
    stamp = read_stamp(venv)
    if must_remake(venv, stamp, wanted):
        make(venv)
        stamp = {}
    python = environment_python(venv)
    extras = set(stamp.get("extras", []))
    if stamp.get("wanted") != wanted or not {extra} - {""} <= extras:
        install(venv, python, wanted, sorted((extras | {extra}) - {""}))
    return python


def fingerprint() -> dict[str, str]:
    """Return what an environment depends on: this Python, this checkout, and the two files that name packages."""
    return {
        "python": ".".join(str(part) for part in sys.version_info[:3]),
        "checkout": str(ROOT),
        "constraints": digest(ROOT / "constraints.txt"),
        "project": digest(ROOT / "pyproject.toml"),
    }


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, the same for both kinds of line ending."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def read_stamp(venv: Path) -> dict[str, Any]:
    """Return what the last complete installation left behind; nothing where there was none or it broke off."""
    try:
        content = json.loads((venv / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def must_remake(venv: Path, stamp: dict[str, Any], wanted: dict[str, str]) -> bool:
    """Return whether the environment has to be made from nothing.

    A change of the project file only asks for another installation; another Python, another place or other pins ask
    for a new environment. Raises Trouble for a folder with other things in it, which is never removed.
    """
    if not venv.exists() or not any(venv.iterdir()):
        return True
    if not (venv / "pyvenv.cfg").is_file():
        raise Trouble(f"{venv} is not a virtual environment and is left alone; name another folder with --venv.")
    if stamp:
        before = stamp.get("wanted", {})
        if any(before.get(name) != wanted[name] for name in ("python", "checkout", "constraints")):
            return True
    return not works(environment_python(venv))


def works(python: Path) -> bool:
    """Return whether an environment's Python starts, has pip and is of the same version as this one."""
    question = "import pip, sys; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run(
            [str(python), "-c", question], check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError:
        return False
    return answer.returncode == 0 and answer.stdout.decode().strip() == "{}.{}".format(*sys.version_info[:2])


def make(venv: Path) -> None:
    """Make a fresh, empty environment; an old one of ours goes first."""
    check_venv_module()
    if venv.exists():
        shutil.rmtree(venv)
    venv.parent.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(venv.parent).free // 2**20
    if free < SPACE_NEEDED:
        raise Trouble(f"The disk has {free} MB left and needs {SPACE_NEEDED} MB: make room and run the line again.")
    say(f"Making a virtual environment in {venv} …")
    base = getattr(sys, "_base_executable", None) or sys.executable  # also when the old environment runs this file
    command = [base, "-m", "venv", str(venv)]
    answer = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if answer.returncode != 0:
        raise Trouble(installation_sentence(answer.stdout.decode(errors="replace"), None))


def install(venv: Path, python: Path, wanted: dict[str, str], extras: list[str]) -> None:
    """Install the project with the pinned versions; the stamp is written last, so that a broken run is seen."""
    stamp = venv / STAMP
    if stamp.exists():
        stamp.unlink()
    say("Installing what the program needs; the first time this takes a minute or two …")
    pip = [str(python), "-m", "pip", "--no-input", "--disable-pip-version-check", "install", "-c", "constraints.txt"]
    target = f".[{','.join(extras)}]" if extras else "."
    install_logged([*pip, "hatchling", "editables"], venv / LOG)  # the pinned build tools, instead of the newest
    install_logged([*pip, "--no-build-isolation", "-e", target], venv / LOG)
    stamp.write_text(json.dumps({"wanted": wanted, "extras": extras}, indent=2), encoding="utf-8")


def install_logged(command: list[str], log: Path) -> None:
    """Run pip, its words in a file; raise Trouble with a sentence made from them when it fails."""
    with log.open("wb") as file:
        answer = subprocess.run(command, check=False, stdout=file, stderr=subprocess.STDOUT, cwd=str(ROOT))
    if answer.returncode != 0:
        raise Trouble(installation_sentence(log.read_text(encoding="utf-8", errors="replace"), log))


def installation_sentence(output: str, log: Path | None) -> str:
    """Return why an installation failed, from what pip or venv wrote."""
    if any(sign in output for sign in DISK_SIGNS):
        return "The disk is full: make room (about 1 GB) and run the line again."
    if "CERTIFICATE_VERIFY_FAILED" in output:
        return (
            "The package server's certificate is not trusted here, as happens behind an inspecting proxy: "
            "name your organisation's certificate file in the environment variable PIP_CERT and run the line again."
        )
    if any(sign in output for sign in NETWORK_SIGNS):
        return "The package server cannot be reached: check the network or the proxy and run the line again."
    errors = [line.strip() for line in output.splitlines() if line.lower().startswith("error")]
    where = f" (all of it: {log})" if log else ""
    last = errors[-1] if errors else (output.strip().splitlines() or ["no reason given"])[-1]
    return f"The installation failed: {last}{where}"


def environment_python(venv: Path) -> Path:
    """Return where an environment's Python lies."""
    return venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python"


# ---------------------------------------------------------------------------------------------- small things


def call(command: list[str], environment: dict[str, str] | None = None) -> int:
    """Run a command in the checkout and return its exit code, for a signal as shells write it."""
    sys.stdout.flush()
    code = subprocess.run(command, check=False, cwd=str(ROOT), env=environment).returncode
    return 128 - code if code < 0 else code


def told(problem: OSError) -> str:
    """Return a sentence for what the system refused."""
    if problem.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return "The disk is full: make room (about 1 GB) and run the line again."
    place = f": {problem.filename}" if problem.filename else ""
    return f"The system refused a step ({problem.strerror or problem}{place}); mend that and run the line again."


def say(words: str, error: bool = False) -> None:
    """Write a line for the person; signs that the terminal cannot show are replaced."""
    stream = sys.stderr if error else sys.stdout
    encoding = stream.encoding or "ascii"
    print(words.encode(encoding, "replace").decode(encoding), file=stream, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
