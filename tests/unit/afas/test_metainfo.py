"""What AFAS tells about itself, in the shapes that Profit versions and odd replies have."""

import json

import pytest
from pydantic import ValidationError

from afas_assistant.afas.metainfo import GetDefinition, Metainfo, UpdateDefinition
from tests.helpers.reference import reference_folder


def test_a_full_metainfo() -> None:
    metainfo = Metainfo.model_validate(
        {
            "updateConnectors": [{"id": "FiEntries", "description": "Boekingen"}],
            "getConnectors": [{"id": "Profit_Debtor", "description": "Debiteuren", "new": 1}, {"id": "X"}],
            "info": {"envid": "T12345AA", "appName": "App", "group": "101 (12345.USER)", "tokenExpiry": 0},
        }
    )
    assert metainfo.info is not None
    assert (metainfo.info.envid, metainfo.info.app_name, metainfo.info.token_expiry) == ("T12345AA", "App", "0")
    assert [one.id for one in metainfo.get_connectors] == ["Profit_Debtor", "X"]
    assert metainfo.get_connectors[1].description == ""
    assert [one.description for one in metainfo.update_connectors] == ["Boekingen"]


@pytest.mark.parametrize(
    "data", [{}, {"getConnectors": None, "updateConnectors": None, "info": None}, {"getConnectors": []}]
)
def test_an_old_profit_has_no_info(data: dict[str, object]) -> None:
    metainfo = Metainfo.model_validate(data)
    assert (metainfo.info, metainfo.get_connectors, metainfo.update_connectors) == (None, (), ())


@pytest.mark.parametrize("data", [{"getConnectors": "x"}, {"getConnectors": {"id": "X"}}, {"info": []}])
def test_another_shape_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Metainfo.model_validate(data)


def test_one_odd_entry_does_not_hide_the_others() -> None:
    odd = [None, "X", {"description": "no id"}, {"id": None}, {"id": True}, {"id": "Good", "description": 7}]
    metainfo = Metainfo.model_validate({"getConnectors": odd, "info": {"envid": True, "appName": ["x"]}})
    assert [(one.id, one.description) for one in metainfo.get_connectors] == [("Good", "7")]
    assert metainfo.info is not None
    assert (metainfo.info.envid, metainfo.info.app_name) == ("", "")


def test_ten_thousand_connectors() -> None:
    data = {"getConnectors": [{"id": f"C{number} %/.", "description": None} for number in range(10_000)]}
    metainfo = Metainfo.model_validate(data)
    assert len(metainfo.get_connectors) == 10_000
    assert metainfo.get_connectors[-1].id == "C9999 %/."


def test_columns_with_unknown_types_and_odd_figures() -> None:
    definition = GetDefinition.model_validate(
        {
            "name": "X",
            "fields": [
                {"id": "A", "fieldId": "U001", "dataType": "geometry", "length": "12", "controlType": None},
                {"id": "B", "decimals": "many", "label": None},
            ],
        }
    )
    first, second = definition.fields
    assert (first.id, first.field_id, first.data_type, first.length, first.control_type) == (
        "A",
        "U001",
        "geometry",
        12,
        0,
    )
    assert (second.decimals, second.label, second.data_type) == (0, "", "")


def test_update_paths_are_relative_to_the_root() -> None:
    definition = UpdateDefinition.model_validate(
        {
            "id": "FiEntries",
            "name": "FiEntryPar",
            "fields": [{"fieldId": "UnId", "primaryKey": True, "values": [{"id": 1, "description": "een"}]}],
            "objects": [
                {
                    "name": "FiEntries",
                    "fields": [{"fieldId": "AcNr"}],
                    "objects": [{"name": "FiDimEntries", "fields": [{"fieldId": "DiC1"}], "objects": None}],
                }
            ],
        }
    )
    assert definition.paths() == {"UnId", "FiEntries/AcNr", "FiEntries/FiDimEntries/DiC1"}
    assert definition.fields[0].primary_key
    assert definition.fields[0].values[0].id == "1"


REFERENCE = reference_folder()


@pytest.mark.skipif(REFERENCE is None, reason="AFAS's own samples are not beside this checkout")
def test_afas_own_samples() -> None:
    assert REFERENCE is not None
    samples = REFERENCE / "afas-samples"
    for path in (samples / "replies").glob("metainfo_get_*.json"):
        definition = GetDefinition.model_validate(json.loads(path.read_text("utf-8")))
        assert all(field.id and field.field_id and field.data_type for field in definition.fields)
    for path in (samples / "metainfo_update_derived").glob("*.json"):
        update = UpdateDefinition.model_validate(json.loads(path.read_text("utf-8")))
        assert update.id == path.stem
        assert update.paths()
    assert Metainfo.model_validate(json.loads((samples / "replies/metainfo.json").read_text("utf-8"))).info is not None
