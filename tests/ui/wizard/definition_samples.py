"""The seven definition files of a checklist, written for tests, and what can be wrong with them."""

import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.helpers.gcn_writer import Condition, Field, Group, Spec, authorised_by, write

NOT_EMPTY = 9

CONNECTORS = {
    "SBQ_BTW.gcn": "SBQ_BTW",
    "SBQ_Crediteuren.gcn": "SBQ_Crediteuren",
    "SBQ_Debiteuren.gcn": "SBQ_Debiteuren",
    "SBQ_Administratie.gcn": "SBQ_Administratie",
    "SBQ_Grootboekrekeningen.gcn": "SBQ_Grootboekrekeningen",
    "SBQ_Custom_Kostenplaatsen.gcn": "SBQ_Kostenplaatsen_All",
    "SBQ_Transaction_History.gcn": "SBQ_Transactie",
}
"""Each file with the name under which it arrives."""

FIELDS = (Field("U001", "Nummer"), Field("U002", "Naam"), Field("U003", "Telefoonnr._prive"))


def definition(connector: str, fields: tuple[Field, ...] = FIELDS[:2], **more: Any) -> bytes:
    """Return a file that brings a connector."""
    return write(replace(Spec(connector_id=connector, description=f"Trial {connector}", fields=fields), **more))


def telling() -> bytes:
    """Return a file of which there is much to say: a filter, an authorisation, a group, an awkward name."""
    return definition(
        "SBQ_Debiteuren",
        (*FIELDS, authorised_by("KnEmp")),
        filters=(Group((Condition("U001", NOT_EMPTY),)),),
        definition_group="VTR",
    )


def contents() -> dict[str, bytes]:
    """Return all seven by their names."""
    made = {file: definition(connector) for file, connector in CONNECTORS.items()}
    return {**made, "SBQ_Debiteuren.gcn": telling()}


def put(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files into a folder, and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def bundle(path: Path, files: Mapping[str, bytes]) -> Path:
    """Write files into a ZIP, and return it."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def broken_set() -> dict[str, bytes]:
    """Return a set with three good files, one damaged, one cut short, one doubled, one missing, one of a stranger."""
    good = contents()
    del good["SBQ_Transaction_History.gcn"]
    return {
        **good,
        "SBQ_Crediteuren.gcn": good["SBQ_Crediteuren.gcn"].decode("utf-8", "replace").encode(),
        "SBQ_Grootboekrekeningen.gcn": good["SBQ_Grootboekrekeningen.gcn"][:900],
        "SBQ_BTW (1).gcn": definition("SBQ_BTW", FIELDS),
        "Klant_Projecten.gcn": definition("Klant_Projecten"),
    }
