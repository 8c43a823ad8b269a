"""Known definition files: ours, a person's own, and those that a checklist names without a manifest."""

from pathlib import Path

import pytest

from afas_assistant.onboarding.definition_manifest import (
    ManifestError,
    expected_files,
    kept_paths,
    known_files,
    read_manifest,
)
from afas_assistant.onboarding.profiles import load_profile
from afas_assistant.paths import folders

SMARTBOOQING = {
    "SBQ_BTW.gcn": ("SBQ_BTW",),
    "SBQ_Crediteuren.gcn": ("SBQ_Crediteuren",),
    "SBQ_Debiteuren.gcn": ("SBQ_Debiteuren",),
    "SBQ_Administratie.gcn": ("SBQ_Administratie",),
    "SBQ_Grootboekrekeningen.gcn": ("SBQ_Grootboekrekeningen",),
    "SBQ_Custom_Kostenplaatsen.gcn": ("SBQ_Kostenplaatsen_All", "SBQ_Kostenplaatsen_2", "SBQ_Kostenplaatsen"),
    "SBQ_Transaction_History.gcn": ("SBQ_Transactie",),
}
ACME = """
schema = 1
publisher = "Acme"

[[definition]]
file = "Acme_Orders.gcn"
arrives_as = ["Acme_Orders_v2"]
purpose = { nl = "Orders.", en = "Orders, in English." }
columns = { roles = ["number", "date"] }
"""
PROFILE = """
schema = 1
id = "acme"
name = "Acme"
document = "what we agreed"

[[get]]
name = "Acme_Orders"
file = "Acme_Orders.gcn"
why = "Acme reads the orders with this."

[[get]]
name = "Acme_Itmes"
printed_wrong = true
known_as = ["Acme_Items", "Acme_Items_2"]
file = "Acme_Items.gcn"
why = "Acme reads the items with this."
"""


def put(folder: Path, name: str, content: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def test_the_seven_of_smartbooqing_are_expected_under_their_true_names() -> None:
    found = expected_files([load_profile("smartbooqing")])
    assert {one.file: one.names for one in found} == SMARTBOOQING
    assert all(one.assumption and one.roles and one.publisher == "SmartBooqing" for one in found)
    vat = next(one for one in found if one.file == "SBQ_BTW.gcn")
    assert vat.purpose.render("en").startswith("VAT codes")
    assert vat.purpose.render("nl").startswith("Btw-codes")
    assert vat.arrives_as("sbq_btw")
    assert not vat.arrives_as("SBQ_BTW_2")


def test_a_checklist_without_files_expects_none() -> None:
    assert expected_files([load_profile("timechimp")]) == ()


def test_a_file_that_only_the_checklist_names_is_known_by_the_checklist(tmp_path: Path) -> None:
    profile = load_profile(str(put(tmp_path, "acme.toml", PROFILE)))
    orders, items = expected_files([profile, load_profile("smartbooqing")])[:2]
    assert (orders.file, orders.names, orders.assumption) == ("Acme_Orders.gcn", ("Acme_Orders",), False)
    assert orders.purpose.render() == "Acme reads the orders with this."
    assert items.names == ("Acme_Items", "Acme_Items_2"), "the misprint is no name"


def test_a_manifest_of_a_person_adds_what_the_checklist_does_not_tell(tmp_path: Path) -> None:
    own = folders(tmp_path / "data")
    put(own.definitions, "acme.toml", ACME)
    profile = load_profile(str(put(tmp_path, "acme.toml", PROFILE)))
    orders = expected_files([profile], own)[0]
    assert orders.names == ("Acme_Orders_v2", "Acme_Orders")
    assert orders.purpose.render("en") == "Orders, in English."
    assert (orders.roles, orders.publisher) == (("number", "date"), "Acme")
    assert known_files(own).by_connector("ACME_ORDERS_V2") == known_files(own).by_file("acme_orders.gcn")


def test_a_person_may_know_a_file_of_ours_better(tmp_path: Path) -> None:
    own = folders(tmp_path)
    put(own.definitions, "mine.toml", ACME.replace("Acme_Orders.gcn", "sbq_btw.GCN"))
    found = known_files(own)
    assert len(found.files) == len(SMARTBOOQING)
    vat = found.by_file("SBQ_BTW.gcn")
    assert vat is not None
    assert vat.names == ("Acme_Orders_v2",)


def test_a_broken_manifest_is_told_and_hides_nothing_else(tmp_path: Path) -> None:
    own = folders(tmp_path)
    put(own.definitions, "acme.toml", ACME)
    put(own.definitions, "broken.toml", "schema = 1\n[[definition]]\nfile = 7\n")
    found = known_files(own)
    assert found.by_file("Acme_Orders.gcn") is not None
    assert len(found.files) == len(SMARTBOOQING) + 1
    assert [(problem.path.name, problem.line, problem.code) for problem in found.problems] == [
        ("broken.toml", 3, "manifest_broken")
    ]


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("", None, "schema"),
        ("schema = 2\n", 1, "must be 1"),
        ("schema = 1\nvendor = 'A'\n", 2, "vendor"),
        ("schema = 1\n[[definition]]\narrives_as = ['A']\npurpose = 'p'\n", 2, "“file” is missing"),
        ("schema = 1\n[[definition]]\nfile = 'A.gcn'\narrives_as = []\npurpose = 'p'\n", 4, "empty"),
        ("schema = 1\n[[definition]]\nfile = 'A.txt'\narrives_as = ['A']\npurpose = 'p'\n", 3, "A.txt"),
        ("schema = 1\n[[definition]]\nfile = '../A.gcn'\narrives_as = ['A']\npurpose = 'p'\n", 3, "folder"),
        ("schema = 1\n[[definition]]\nfile = 'A.gcn'\narrives_as = ['A']\n", 2, "purpose"),
        (ACME.strip() + ACME.partition('publisher = "Acme"')[2], 11, "twice"),
        ("schema = [\n", 1, "TOML"),
    ],
)
def test_a_manifest_that_cannot_be_used_says_which_line_and_why(
    tmp_path: Path, content: str, line: int | None, words: str
) -> None:
    path = put(tmp_path, "wrong.toml", content)
    with pytest.raises(ManifestError) as caught:
        read_manifest(path)
    sentence = caught.value.sentence("en")
    assert words in sentence
    assert str(path) in sentence
    assert "resources/gcn/README.md" in sentence
    if line is not None:
        assert caught.value.line == line


def test_files_that_lie_ready_are_found(tmp_path: Path) -> None:
    own = folders(tmp_path)
    assert kept_paths(own) == ()
    for name in ("B.GCN", "a.gcn", "set.zip", "readme.txt", "acme.toml"):
        put(own.definitions, name, "x")
    assert [path.name for path in kept_paths(own)] == ["B.GCN", "a.gcn", "set.zip"]


def test_a_folder_that_is_a_file_or_is_not_there_is_simply_empty(tmp_path: Path) -> None:
    own = folders(tmp_path)
    put(tmp_path, "gcn", "a file where the folder belongs")
    assert kept_paths(own) == ()
    assert known_files(own).problems == ()
