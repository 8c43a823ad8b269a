"""What the window remembers: kept whole, and never in the way when the file is not what it should be."""

import json
from pathlib import Path

import pytest

from afas_assistant.organisations.views import OrganisationView, TabView, load_views, save_views

FULL = TabView(
    filters={"period": "last_month", "customer": "10018"},
    choice="will_pass",
    column=4,
    descending=True,
    widths={"plan_state": 140},
    parts=(185, 570, 285),
    panes={"detail": False},
    stage=2,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "views.json"


def test_everything_is_read_back_as_it_was_written(path: Path) -> None:
    views = {"T99001AA": OrganisationView("invoices", 3, {"invoices": FULL}), "O99002AA": OrganisationView("outbox")}
    save_views(path, views)
    assert load_views(path) == views


def test_without_a_file_nothing_is_remembered(path: Path) -> None:
    assert load_views(path) == {}
    assert not path.exists()


@pytest.mark.parametrize(
    "content", [b"{", b"\xff\xfe", b"[]", b"{}", b'{"organisations": 3}', b"null", b"", b"[" * 100_000]
)
def test_a_broken_file_is_put_aside_and_lost_to_nobody(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert load_views(path) == {}
    assert not path.exists()
    assert path.with_name("views.json.broken").read_bytes() == content
    save_views(path, {"T99001AA": OrganisationView("setup")})
    path.write_bytes(b"{")
    assert load_views(path) == {}
    assert path.with_name("views.json.broken").read_bytes() == content


def test_values_that_do_not_fit_and_keys_that_are_not_known_are_left_out(path: Path) -> None:
    tab = {
        "filters": {"customer": "x" * 201}, "choice": 3, "column": True, "descending": 1, "widths": {"plan_state": "w"},
        "parts": [1, "2"], "panes": [], "stage": 10**9, "shape": "round",
    }  # fmt: skip
    good = {"filters": {"customer": "Zorg"}, "stage": 1}
    data = {
        "schema": 7,
        "organisations": {
            "T99001AA": {"tab": "invoices", "connection": "3", "tabs": {"invoices": tab, "bookings": good, "x": 4}},
            "T99002AA": "nothing",
        },
    }
    path.write_text(json.dumps(data))
    found = load_views(path)
    assert set(found) == {"T99001AA"}
    assert (found["T99001AA"].tab, found["T99001AA"].connection) == ("invoices", 0)
    assert found["T99001AA"].tabs == {
        "invoices": TabView(), "bookings": TabView(filters={"customer": "Zorg"}, stage=1), "x": TabView(),
    }  # fmt: skip


def test_a_disk_that_refuses_leaves_the_old_file(path: Path, tmp_path: Path) -> None:
    save_views(path, {"T99001AA": OrganisationView("setup")})
    with pytest.raises(NotADirectoryError):
        save_views(path / "inside.json", {})
    assert load_views(path)["T99001AA"].tab == "setup"


def test_the_file_is_for_its_owner_alone(path: Path) -> None:
    save_views(path, {})
    assert path.stat().st_mode & 0o077 == 0
