"""What importing a definition means: names, filters, rights, awkward columns, releases, SQL."""

from datetime import datetime
from typing import Any

import pytest

from afas_assistant.errors import Who
from afas_assistant.gcn.definition import Column, Remark
from afas_assistant.onboarding.definition_findings import Finding, Weight
from afas_assistant.onboarding.definition_meaning import meaning
from afas_assistant.texts import literal
from tests.unit.onboarding.make_definitions import columns, definition, expected, group

COSTS = expected("SBQ_Custom_Kostenplaatsen.gcn", "SBQ_Kostenplaatsen_All", "SBQ_Kostenplaatsen")
BARE: dict[str, Any] = {"sql": ""}


def found(code: str, findings: tuple[Finding, ...]) -> Finding:
    return next(one for one in findings if one.code == code)


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [one.code for one in findings]


def test_a_plain_definition_needs_only_a_known_sender() -> None:
    findings = meaning(definition(), expected("SBQ_BTW.gcn"))
    assert codes(findings) == ["carries_sql"]
    assert "know who sent it" in findings[0].remedy.render("en")
    assert meaning(definition(**BARE)) == ()


def test_a_connector_that_arrives_under_another_name_than_its_file_is_told() -> None:
    told = found("arrives_as", meaning(definition("SBQ_Kostenplaatsen_All"), COSTS))
    assert told.text.render("en") == "SBQ_Custom_Kostenplaatsen.gcn arrives in AFAS as SBQ_Kostenplaatsen_All."
    assert told.weight is Weight.ADVICE


def test_a_name_that_differs_in_capitals_only_is_the_same() -> None:
    assert meaning(definition("sbq_btw", **BARE), expected("SBQ_BTW.gcn")) == ()


@pytest.mark.parametrize(
    ("connector", "code", "words"),
    [
        ("SBQ_Kostenplaasten_All", "name_near", "is spelt SBQ_Kostenplaasten_All; expected is SBQ_Kostenplaatsen_All"),
        ("SBQ_Dagboeken", "name_other", "brings SBQ_Dagboeken; expected is SBQ_Kostenplaatsen_All, SBQ_Kostenplaatsen"),
    ],
)
def test_a_name_that_no_profile_asks_for_needs_attention(connector: str, code: str, words: str) -> None:
    findings = meaning(definition(connector), COSTS)
    assert codes(findings) == [code, "carries_sql"]
    assert findings[0].weight is Weight.ATTENTION
    assert words in findings[0].text.render("en")
    assert findings[0].who is Who.VENDOR


def test_filters_are_told_by_whose_they_are() -> None:
    own = group("Tp", 1, "M", level=0)
    authored = group("U002", 7, "N", level=2)
    findings = meaning(definition(filters=(own, authored), **BARE))
    assert codes(findings) == ["filter", "filter_of_collection"]
    assert findings[0].weight is Weight.ATTENTION
    assert "Description is not “N”" in findings[0].text.render("en")
    assert "Tp" not in findings[0].text.render("en")
    assert findings[1].weight is Weight.ADVICE
    assert "“VAT codes”" in findings[1].text.render("en")
    assert "Tp is “M”" in findings[1].text.render("en")


def test_rights_name_group_category_and_entities() -> None:
    findings = meaning(
        definition(definition_group="VTR", category="FBH", authorisation=("KnEmp", "HrEmr", "KnXyz"), **BARE)
    )
    right = found("right_execute", findings)
    assert "VTR, FBH" in right.text.render("en")
    assert "Execute definition" in right.remedy.render("en")
    assert right.remedy.render("en").startswith("General › Management › Authorisation tool")
    rows = found("filter_authorisation", findings)
    assert "employees (KnEmp), employers (HrEmr), KnXyz" in rows.text.render("en")
    assert "probably" in rows.text.render("en"), "AFAS documents this nowhere"
    assert {right.who, rows.who} == {Who.ADMINISTRATOR}


def test_awkward_names_are_told_once_each() -> None:
    awkward = columns(("Telefoonnr._prive", "U1"), ("E-mail", "U2"), ("Café", "U3"), ("Naam_2", "U4"), ("Naam_2", "U5"))
    remarks = (Remark("awkward_names", literal("the reader’s")), Remark("duplicate_names", literal("the reader’s")))
    findings = meaning(definition(columns=awkward, remarks=remarks, **BARE))
    assert codes(findings) == ["name_with_dot", "name_twice", "name_awkward"]
    words = [one.text.render("en") for one in findings]
    assert words[0].endswith(": Telefoonnr._prive.")
    assert words[1].endswith(": Naam_2.")
    assert words[2].endswith(": E-mail, Café.")


def test_free_fields_cannot_be_assumed_to_travel() -> None:
    free = "U" + "0123456789ABCDEF" * 2
    one = Column("Region", "U003", data_field=f"Bcn.{free}")
    other = Column("Code", "U001", data_field="Vat.Id")
    findings = meaning(definition(columns=(one, other), **BARE))
    assert codes(findings) == ["free_field"]
    assert findings[0].text.render("en").endswith(": Region.")


@pytest.mark.parametrize(
    ("file", "version", "code"),
    [
        ({"format": 8, "release": 5}, "8.2.14", "release_older"),
        ({"format": 8, "release": 5}, "Profit 8", "release_older"),
        ({"format": 8, "release": 8}, "8.2.14", None),
        ({"format": 8, "release": 9}, "8.2.14", "release_newer"),
        ({"format": 7, "release": 1}, "1", None),
        ({"format": 5, "release": 22}, "8.2.14", "release_old"),
        ({"format": 5, "release": 14}, None, "release_old"),
        ({"format": 8, "release": 5}, None, None),
        ({"format": 8, "release": 5}, "unknown", None),
        ({"format": 8, "release": 5}, "22.22.5", None),  # cannot be told from the old counter
    ],
)
def test_releases_are_compared_though_the_counter_began_again(
    file: dict[str, Any], version: str | None, code: str | None
) -> None:
    assert codes(meaning(definition(**file, **BARE), None, version)) == ([code] if code else [])


def test_a_newer_file_needs_attention_and_an_older_one_does_not() -> None:
    newer = meaning(definition(release=9, **BARE), None, "8.2")[0]
    assert newer.weight is Weight.ATTENTION
    assert newer.text.render("en") == "The file is from Profit 9, newer than Profit 8 of this environment."
    assert meaning(definition(release=7, **BARE), None, "8.2")[0].weight is Weight.ADVICE


def test_a_blocked_definition_and_the_readers_remarks_are_told() -> None:
    remarks = (Remark("odd_date", literal("odd date")), Remark("odd_seal", literal("odd seal")))
    findings = meaning(definition(blocked=True, remarks=remarks, **BARE))
    assert codes(findings) == ["blocked", "odd_seal", "odd_date"]
    assert [one.weight for one in findings] == [Weight.ATTENTION, Weight.ATTENTION, Weight.ADVICE]
    assert "Geblokkeerd" in findings[0].remedy.render("en")


def test_attention_comes_first_and_every_finding_says_what_to_do() -> None:
    findings = meaning(
        definition(
            "Other",
            format=5,
            definition_group="VTR",
            filters=(group("U001", 8, "", level=2),),
            changed=datetime(2020, 1, 1),  # noqa: DTZ001 - local time, as in the files
        ),
        COSTS,
        "8.1",
    )
    weights = [one.weight for one in findings]
    assert weights == sorted(weights, reverse=True), "attention before advice"
    assert len(set(codes(findings))) == len(findings) == 5
    for one in findings:
        for language in ("nl", "en"):
            assert one.text.render(language).strip()
            assert one.remedy.render(language).strip().endswith((".", ":"))
