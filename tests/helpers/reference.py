"""Where AFAS's own public files lie, for the tests that hold our reading against them.

They are not part of the project: nothing of them is copied into it. A computer that has them names their folder in
AFAS_ASSISTANT_REFERENCE or keeps them beside the checkout; elsewhere these tests are skipped, with the reason.
"""

import os
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
VARIABLE = "AFAS_ASSISTANT_REFERENCE"


def reference_folder() -> Path | None:
    """Return the folder of reference material, or None where this computer has none."""
    named = os.environ.get(VARIABLE)
    folder = Path(named) if named else CHECKOUT.parent / "shared" / "data"
    return folder if folder.is_dir() else None


def reference_path(*parts: str) -> Path:
    """Return a file or folder of the reference material; the test that asks is skipped where it is absent."""
    folder = reference_folder()
    if folder is None or not folder.joinpath(*parts).exists():
        pytest.skip(f"reference material is absent: {'/'.join(parts)} (name its folder in {VARIABLE})")
    return folder.joinpath(*parts)
