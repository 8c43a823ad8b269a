"""The rules of the house: who may use what, how long a file may be, what never stands in a file."""

import ast
import json
import os
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGE = CHECKOUT / "afas_assistant"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Where alone a library may be imported; a folder stands for everything in it.
PLACES = {
    "PySide6": ("ui/",),
    "shiboken6": ("ui/",),
    "httpx": ("transport.py",),
    "truststore": ("transport.py",),
    "keyring": ("organisations/vault.py",),
    "sqlalchemy": ("organisations/", "outbox/"),
    "alembic": ("organisations/",),
    "platformdirs": ("paths.py",),
    "starlette": ("practice/",),
    "uvicorn": ("practice/",),
}
LOADED_BY_QT = {"PySide6", "shiboken6", "shibokensupport", "signature_bootstrap"}

# Written so that this file does not hold what it looks for.
FORBIDDEN_WORDS = {
    "a path of somebody's computer": r"(?<![\w.}])/([w]ork|[f]arm|[r]oot|tmp/[a-z])/",
    "the address of a package registry": r"[i]ndex-url|pypi\.org/[s]imple|[f]iles\.pythonhosted|[r]egistry *= *.?http",
    "something to be finished": r"\b([T]ODO|[F]IXME|X[X]X)\b|[N]otImplementedError",
}


def relative(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix()


def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported(tree: ast.Module) -> Iterator[str]:
    """Give every module that a file imports, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def project_files() -> list[Path]:
    """Return the text files that belong to the project, as git knows them; a new file counts before it is added."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True).stdout.decode().split("\0")
    paths = [CHECKOUT / name for name in listed if name]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()]


def test_files_are_short() -> None:
    lengths = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {name: length for name, length in lengths.items() if length > 500} == {}
    long = {name: length for name, length in lengths.items() if length >= 350}
    assert len(long) <= len(lengths) / 10, long


def test_each_module_says_what_it_is() -> None:
    others = [path for folder in ("tools", "benchmarks", "tests/helpers") for path in (CHECKOUT / folder).rglob("*.py")]
    silent = [
        relative(path) for path in [*MODULES, *others, CHECKOUT / "start.py"] if not ast.get_docstring(parse(path))
    ]
    assert silent == []


@pytest.mark.parametrize("library", PLACES)
def test_a_library_is_imported_only_in_its_place(library: str) -> None:
    users = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if any(name.partition(".")[0] == library for name in imported(parse(path)))
    }
    assert {user for user in users if not user.startswith(PLACES[library])} == set()


def test_arrows_between_the_rooms_point_down() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    answer = subprocess.run([linter, "--no-cache"], cwd=CHECKOUT, check=False, capture_output=True, encoding="utf-8")
    assert answer.returncode == 0, answer.stdout[-3000:]


@pytest.mark.parametrize("kind", FORBIDDEN_WORDS)
def test_no_file_holds(kind: str) -> None:
    pattern = re.compile(FORBIDDEN_WORDS[kind])
    found = [
        f"{relative(path)}: {match.group()}"
        for path in project_files()
        for match in pattern.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []


def test_the_changelog_tells_of_the_current_version() -> None:
    version = re.search(r'^version = "(.+)"$', (CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert version
    changelog = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(version.group(1))}\b", changelog, re.MULTILINE)


def test_pins_are_exact() -> None:
    lines = (CHECKOUT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    pin = re.compile(r'[A-Za-z0-9._-]+==[0-9][0-9a-z.]*(; (python_version|sys_platform) [<=]+ "[a-z0-9.]+")?')
    assert [line for line in pins if not pin.fullmatch(line)] == []


def phrase_calls() -> Iterator[tuple[str, ast.Call, int]]:
    """Give each call of phrase and phrase_n, with its place and the number of English texts it begins with."""
    for path in MODULES:
        for node in ast.walk(parse(path)):
            name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and name in {"phrase", "phrase_n"}:
                yield f"{relative(path)}:{node.lineno}", node, 2 if name == "phrase_n" else 1


def test_phrases_are_plain_texts_with_their_placeholders_filled() -> None:
    faults = []
    for place, call, count in phrase_calls():
        texts = [argument.value for argument in call.args[:count] if isinstance(argument, ast.Constant)]
        if len(texts) < count:
            faults.append(f"{place}: not a plain text, so nobody can translate it")
            continue
        wanted = {name for text in texts for _, name, _, _ in string.Formatter().parse(str(text)) if name is not None}
        given = {keyword.arg for keyword in call.keywords} | ({"count"} if count == 2 else set())
        if None not in given and wanted - given:
            faults.append(f"{place}: nothing fills {sorted(wanted - given)}")
    assert faults == []


def test_before_the_first_paint_only_qt_and_the_standard_library_are_loaded(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "afas_assistant", "--data-dir", str(tmp_path), "--report-first-paint"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    answer = subprocess.run(
        command, cwd=CHECKOUT, env=environment, check=False, capture_output=True, encoding="utf-8", timeout=60
    )
    assert answer.returncode == 0, answer.stderr
    report = json.loads(answer.stdout.splitlines()[-1])
    assert "PySide6" in report["modules"]
    others = set(report["modules"]) - sys.stdlib_module_names - LOADED_BY_QT - {"afas_assistant", "sitecustomize"}
    assert {name for name in others if not name.startswith("_")} == set()
    assert report["milliseconds"] > 0
