"""The wheel carries everything: installed somewhere else, the program finds its resources without the checkout."""

import json
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]

QUESTION = """
import json, afas_assistant
from afas_assistant.onboarding.profiles import built_in_profiles
from afas_assistant.paths import guide_folder, resource, resource_text
print(json.dumps({
    "package": afas_assistant.__file__,
    "resource": str(resource("profiles", "timechimp.toml")),
    "manifest": resource_text("gcn", "manifest.toml"),
    "guide": str(guide_folder()),
    "profiles": [str(profile) for profile in built_in_profiles()],
}))
"""


def run(*command: str | Path, cwd: Path) -> str:
    answer = subprocess.run(command, cwd=cwd, check=False, capture_output=True, encoding="utf-8", timeout=300)
    assert answer.returncode == 0, answer.stdout[-2000:] + answer.stderr[-2000:]
    return answer.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel with the build tools of this environment, so that no network is needed."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, CHECKOUT, cwd=folder)
    return next(folder.glob("afas_assistant-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel in a fresh environment and return its Python.

    Libraries come from this environment's folder by a .pth file. A .pth file in there is not read in its turn, so
    the editable installation of the checkout stays out of sight.
    """
    folder = tmp_path_factory.mktemp("fresh")
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    pip = (sys.executable, "-m", "pip", "--python", python)
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=folder)
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    libraries = Path(run(python, "-I", "-c", ask, cwd=folder).strip())
    (libraries / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


def test_the_installed_program_reads_its_own_resources(installed: Path, tmp_path: Path) -> None:
    answer = json.loads(run(installed, "-I", "-X", "utf8", "-c", QUESTION, cwd=tmp_path))
    home = installed.parents[1]
    assert Path(answer["package"]).is_relative_to(home)
    assert Path(answer["resource"]).is_relative_to(home)
    assert Path(answer["guide"]).is_relative_to(home)
    assert (Path(answer["guide"]) / "nl" / "contents.md").is_file()
    assert len(answer["profiles"]) >= 2
    assert "SBQ_BTW" in answer["manifest"]


def test_every_resource_of_the_checkout_is_in_the_wheel(wheel: Path) -> None:
    kept = {path.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / "resources").rglob("*") if path.is_file()}
    guide = CHECKOUT / "docs" / "guide"
    kept |= {f"resources/guide/{path.relative_to(guide).as_posix()}" for path in guide.rglob("*") if path.is_file()}
    inside = set(zipfile.ZipFile(wheel).namelist())
    assert {f"afas_assistant/{name}" for name in kept} - inside == set()


def test_the_wheel_holds_the_licence_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert [name for name in names if "test" in name.lower().split("/")[0]] == []
