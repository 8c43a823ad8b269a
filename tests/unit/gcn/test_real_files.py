"""Real files of three publishers and three generations, held against what is known about each of them."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from afas_assistant.gcn.collection import collect
from afas_assistant.gcn.definition import GcnDefinition
from afas_assistant.gcn.errors import TextMangledError
from afas_assistant.gcn.filter_words import filter_text
from afas_assistant.gcn.reader import read_definition
from tests.helpers.reference import reference_path


@dataclass(frozen=True)
class Known:
    """What is known of a file from elsewhere: `groups` are its filter groups, `group` its definition group."""

    file: str
    connector: str
    format: int
    build: str
    release: int
    collection: str
    fields: int
    groups: int = 0
    group: str = ""
    authorisation: tuple[str, ...] = ()


NL, BUILD = "2.9.1400", "2.9.1100"
FILES = (
    Known("SH_AUDIT_MdwPerPlan", "SH_AUDIT_MdwPerPlan", 8, NL, 5, "B_RCo02", 2, 0, "VTR", ("HrEmr",)),
    Known("SH_AUDIT_Plannen", "SH_AUDIT_Plannen", 8, NL, 5, "B_CPl09", 6),
    Known("SH_AUDIT_Transactions", "SH_AUDIT_Transactions", 8, NL, 5, "B_RCo02", 7, authorisation=("HrEmr",)),
    Known("T4E_HelloID_Employments_v2", "T4E_HelloID_Employments_v2", 7, NL, 1, "B_Edf00", 29, 2, "VTR", ("KnEmp",)),
    Known("T4E_HelloID_Groups_v2", "T4E_HelloID_Groups_v2", 7, NL, 1, "B_Grp02", 2, 1, "VTR"),
    Known("T4E_HelloID_Positions_v2", "T4E_HelloID_Positions_v2", 7, NL, 1, "B_Ess00", 20, 1, "VTR"),
    Known("T4E_HelloID_Users_v2", "T4E_HelloID_Users_v2", 7, NL, 1, "B_Bcn00", 25, 1, "VTR"),
    Known("v5_Costcenters", "T4E_HelloID_Costcenters", 5, BUILD, 15, "B_Jcr00", 3, 1, "", ("HrEmr",)),
    Known("v5_EmployeeData", "T4E_HelloID_EmployeeData", 5, BUILD, 15, "B_Emp00", 23, 6, "", ("KnEmp",)),
    Known("v5_OrganizationalUnits", "T4E_HelloID_OrganizationalUnits", 5, BUILD, 15, "B_Org01", 7, 2),
    Known(
        "v5_T4E_HelloID_Employments_v2",
        "T4E_HelloID_Employments_v2",
        5,
        "2.9.1200",
        22,
        "B_Edf00",
        29,
        2,
        "VTR",
        ("KnEmp",),
    ),
)


def content_of(name: str) -> bytes:
    return reference_path("gcn", f"{name}.gcn").read_bytes()


def definition_of(name: str) -> GcnDefinition:
    return read_definition(content_of(name))


@pytest.mark.parametrize("known", FILES, ids=lambda known: known.file)
def test_a_real_file_says_what_is_known_of_it(known: Known) -> None:
    definition = definition_of(known.file)
    read = (definition.connector_id, definition.format, definition.build, definition.release)
    assert read == (known.connector, known.format, known.build, known.release)
    assert definition.data_collection_id == known.collection
    assert len(definition.columns) == known.fields
    assert len(definition.filters) == known.groups
    assert (definition.definition_group, definition.authorisation) == (known.group, known.authorisation)
    assert not definition.category
    assert not definition.blocked
    assert len(definition.guid) == 32


@pytest.mark.parametrize("known", FILES, ids=lambda known: known.file)
def test_laws_that_hold_in_every_real_file(known: Known) -> None:
    """Every output field has a line of its own, and every filter uses a field that the file describes."""
    definition = definition_of(known.file)
    assert all(column.data_field for column in definition.columns)
    described = {one.internal_id for one in definition.columns} | {one.internal_id for one in definition.hidden}
    conditions = [condition for group in definition.filters for condition in group.conditions]
    assert {condition.internal_id for condition in conditions} <= described
    assert all(field.technical for field in definition.hidden if field.internal_id.startswith("Aut_"))
    assert "create view" in definition.sql.casefold()
    assert {remark.code for remark in definition.remarks} <= {"awkward_names"}


def test_the_description_is_not_the_name_by_which_it_is_called() -> None:
    definition = definition_of("T4E_HelloID_Users_v2")
    assert definition.description == "Tools4ever - HelloID - T4E_HelloID_Users_v2"
    assert definition.connector_id == "T4E_HelloID_Users_v2"
    assert definition.data_collection == "Organisaties/Personen (incl. autorisatie)"
    assert (definition.product, definition.system, definition.condition) == ("Hrm", "Kn", 11000)


def test_dates_are_local_and_to_the_second_in_every_generation() -> None:
    assert definition_of("SH_AUDIT_Plannen").changed == datetime.fromisoformat("2025-01-21 16:49:27")
    for name in ("T4E_HelloID_Employments_v2", "v5_T4E_HelloID_Employments_v2"):
        definition = definition_of(name)
        assert definition.created == datetime.fromisoformat("2022-01-07 09:16:53")
        assert definition.changed == datetime.fromisoformat("2023-04-26 12:50:59")


def test_output_fields_keep_their_order_and_both_their_names() -> None:
    columns = [(column.internal_id, column.name) for column in definition_of("SH_AUDIT_Plannen").columns]
    assert columns == [
        ("U002", "Werkgever"),
        ("U003", "Jaar"),
        ("U004", "Periode"),
        ("U005", "PlanId"),
        ("U001", "Afwijkend_betaalplan"),
        ("C3", "Aantal"),
    ]


def test_an_output_field_says_where_its_data_comes_from() -> None:
    columns = {column.internal_id: column for column in definition_of("SH_AUDIT_Plannen").columns}
    assert (columns["U001"].data_field, columns["U001"].path) == ("CPl.PlCo", "CPl")
    assert columns["U001"].caption == "Afwijkend betaalplan"
    assert columns["U002"].caption is None
    hidden = {field.internal_id for field in definition_of("SH_AUDIT_Plannen").hidden}
    assert hidden == {"C1", "C2", "C4", "C5"}


def test_the_same_definition_from_two_generations_is_the_same() -> None:
    new, old = definition_of("T4E_HelloID_Employments_v2"), definition_of("v5_T4E_HelloID_Employments_v2")
    assert new.guid == old.guid
    assert [(one.internal_id, one.name) for one in new.columns] == [(one.internal_id, one.name) for one in old.columns]
    assert {group.conditions for group in new.filters} == {group.conditions for group in old.filters}


def test_filters_are_those_of_the_publishers_own_table() -> None:
    """The README beside the file: begin before today + 3 months, end after today - 3 months or empty, not N."""
    definition = definition_of("T4E_HelloID_Positions_v2")
    assert filter_text(definition.filters, definition.columns).render("en") == (
        "Begindatum_functie is before today plus 3 months or is empty, "
        "and Einddatum_functie is after today minus 3 months or is empty, and U024 is not “N”."
    )
    groups = definition_of("T4E_HelloID_Groups_v2")
    assert filter_text(groups.filters, groups.columns).render("en") == "GroupId is not “iedereen”, and U002 is “0”."


def test_groups_of_filters_by_level() -> None:
    definition = definition_of("v5_EmployeeData")
    assert [(group.level, len(group.conditions)) for group in definition.filters] == [
        (0, 2),
        (2, 2),
        (2, 4),
        (2, 4),
        (2, 3),
        (2, 3),
    ]
    text = filter_text(definition.filters, definition.columns).render("en")
    assert text.startswith("Tp is at least “M”, and Tp is at most “M”. And DV_In_dienst is on or after today, and ")
    assert text.count("; or ") == 4


def test_a_name_with_a_dot_is_remarked_upon() -> None:
    remark = next(iter(definition_of("v5_OrganizationalUnits").remarks))
    assert remark.code == "awkward_names"
    assert "Org._eenheid_type" in remark.text.render("en")


def test_the_damaged_file_is_named_as_damaged() -> None:
    with pytest.raises(TextMangledError) as caught:
        definition_of("damaged_utf8_T4E_IAM3_Users")
    assert "damaged in transit" in caught.value.sentence("en")


def test_the_whole_folder_yields_each_file_once() -> None:
    found = list(collect([reference_path("gcn")]))
    assert {one.name for one in found if one.definition} >= {f"{known.file}.gcn" for known in FILES}
    assert [one.name for one in found if one.error] == ["damaged_utf8_T4E_IAM3_Users.gcn"]
    assert all(len(one.digest) == 64 for one in found)
    assert [one.label for one in found] == sorted(one.label for one in found)
