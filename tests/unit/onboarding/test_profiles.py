"""The built-in checklists say what the vendors' documents say, and a person's own profile works."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from afas_assistant.errors import Who
from afas_assistant.onboarding.profiles import (
    ByHand,
    GetRequirement,
    Profile,
    Proof,
    Requirement,
    Rows,
    Severity,
    UpdateRequirement,
    assistant_profile,
    built_in_profiles,
    load_profile,
    places,
)
from afas_assistant.paths import resource, resource_text
from afas_assistant.texts import Bilingual, Text
from tests.helpers.reference import reference_path

OWN = Path(__file__).resolve().parents[2] / "data" / "profiles"
TIMECHIMP, SMARTBOOQING = built_in_profiles()
ASSISTANT = assistant_profile()
OURS = (TIMECHIMP, SMARTBOOQING, ASSISTANT)

TIMECHIMP_GET = {"ProfitDebtor": ("Profit_Debtor",), "DDI_Profit_Administraties": ("Profit_Administrations",)}
TIMECHIMP_UPDATE = {"KnSalesrelationOrg": ("KnSalesRelationOrg",), "FbDirectInvoice": (), "FiEntries": ()}
SMARTBOOQING_GET = {
    "CaseWare_Periods": (),
    "Precal_Valuta": (),
    "Precal_Dagboeken": (),
    "Precal_Landen": (),
    "Precal_Betaalvoorwaarde": (),
    "SBQ_Administratie": (),
    "SBQ_BTW": (),
    "SBQ_Crediteuren": (),
    "SBQ_Debiteuren": (),
    "SBQ_Transactie": (),
    "SBQ_Kostenplaasten_All": ("SBQ_Kostenplaatsen_All", "SBQ_Kostenplaatsen_2", "SBQ_Kostenplaatsen"),
    "SBQ_Grootboekrekeningen": (),
    "Profit_Subjects": (),
    "DDI_Kosten (Profit)": ("DDI_Profit_Kostenplaatsen", "DDI_Profit_Kostendragers"),
}
SMARTBOOQING_UPDATE = {
    "Filnvoices": ("FiInvoice",),
    "FiEntries": (),
    "KnPurchaseRelationOrg": (),
    "KnSalesRelationOrg": (),
    "KnSubject": (),
}
SMARTBOOQING_DATA = {
    "AppConnectorReport": "report",
    "AppConnectorSubject": "subject",
    "AppConnectorVersion": "version",
    "GetXMLSchema": "xml_schema",
}
SMARTBOOQING_FILES = {
    "SBQ_BTW.gcn": {"SBQ_BTW"},
    "SBQ_Crediteuren.gcn": {"SBQ_Crediteuren"},
    "SBQ_Debiteuren.gcn": {"SBQ_Debiteuren"},
    "SBQ_Administratie.gcn": {"SBQ_Administratie"},
    "SBQ_Grootboekrekeningen.gcn": {"SBQ_Grootboekrekeningen"},
    "SBQ_Custom_Kostenplaatsen.gcn": {"SBQ_Kostenplaatsen_All", "SBQ_Kostenplaatsen_2", "SBQ_Kostenplaatsen"},
    "SBQ_Transaction_History.gcn": {"SBQ_Transactie"},
}
ASSISTANT_GET = {
    "Profit_Article",
    "Profit_Worktype",
    "Profit_Unit_per_Item",
    "Profit_Journals",
    "Profit_Accounts",
    "Profit_VAT_code",
    "Profit_periods_per_administration",
    "Profit_Allocation_Assigments",
    "Profit_Transactions",
    "Profit_Debtor_Invoices",
    "Profit_OrgPer",
    "Profit_SubjectFile",
    "Profit_SubjectTypes",
    "ProfitGetConnectoren",
}


def lines(profile: Profile) -> tuple[Requirement, ...]:
    return (*profile.by_hand, *profile.get, *profile.update, *profile.data, *profile.destinations)


def names(requirements: tuple[GetRequirement, ...] | tuple[UpdateRequirement, ...]) -> dict[str, tuple[str, ...]]:
    return {line.name: line.known_as for line in requirements}


def misprints(profile: Profile) -> set[str]:
    return {line.name for line in profile.get if line.printed_wrong} | {
        line.name for line in profile.update if line.printed_wrong
    }


def test_timechimp_asks_what_its_document_asks() -> None:
    assert names(TIMECHIMP.get) == TIMECHIMP_GET
    assert names(TIMECHIMP.update) == TIMECHIMP_UPDATE
    assert (TIMECHIMP.data, TIMECHIMP.destinations) == ((), ())
    assert misprints(TIMECHIMP) == {"ProfitDebtor", "KnSalesrelationOrg"}
    assert TIMECHIMP.needs is not None
    assert "Advanced" in TIMECHIMP.needs.render("en")


def test_smartbooqing_asks_what_its_document_asks() -> None:
    assert names(SMARTBOOQING.get) == SMARTBOOQING_GET
    assert names(SMARTBOOQING.update) == SMARTBOOQING_UPDATE
    assert {line.name: line.probe.value for line in SMARTBOOQING.data} == SMARTBOOQING_DATA
    assert [line.number for line in SMARTBOOQING.destinations] == [12, 13]
    assert misprints(SMARTBOOQING) == {"SBQ_Kostenplaasten_All", "DDI_Kosten (Profit)", "Filnvoices"}
    assert SMARTBOOQING.contact.missing == "helpdesk@smartbooqing.com"
    assert SMARTBOOQING.contact.technical == "support@smartbooqing.com"


def test_destinations_bear_the_names_of_afas_and_of_the_document() -> None:
    purchase, sales = (line.name for line in SMARTBOOQING.destinations)
    assert (purchase.render("nl"), purchase.render("en")) == (
        "Inkooprelatie + inkoopfactuur",
        "Purchase contact + purchase invoice",
    )
    assert (sales.render("nl"), sales.render("en")) == (
        "Verkooprelatie + verkoopfactuur",
        "Sales contact + sales invoice",
    )


COMMON = ["open_app_connector", "create_app_connector", "user_rights", "unblock", "user_token"]


@pytest.mark.parametrize(
    ("profile", "steps"),
    [
        (TIMECHIMP, [*COMMON, "participant_number", "token_in_timechimp", "administration", "default_item"]),
        (SMARTBOOQING, [*COMMON[:2], "import_definitions", *COMMON[2:]]),
        (ASSISTANT, []),
    ],
    ids=lambda value: value.id if isinstance(value, Profile) else "",
)
def test_manual_steps_in_their_order(profile: Profile, steps: list[str]) -> None:
    assert [line.id for line in profile.by_hand] == steps


@pytest.mark.parametrize("profile", [TIMECHIMP, SMARTBOOQING], ids=lambda profile: profile.id)
def test_a_working_token_proves_just_what_it_can(profile: Profile) -> None:
    proven = {line.id: line.proven_by for line in profile.by_hand}
    for step in ("open_app_connector", "create_app_connector", "unblock", "user_token"):
        assert proven[step] is Proof.TOKEN
    assert proven["user_rights"] is None
    assert proven.get("import_definitions", Proof.IMPORTED) is Proof.IMPORTED


def test_all_is_required_but_the_default_item_and_the_assistants_own() -> None:
    advised = {line.check_id for line in TIMECHIMP.by_hand if line.severity is Severity.ADVISED}
    assert advised == {"by_hand/default_item"}
    assert {line.severity for line in (*TIMECHIMP.get, *TIMECHIMP.update, *lines(SMARTBOOQING))} == {Severity.REQUIRED}
    assert {line.severity for line in lines(ASSISTANT)} == {Severity.ADVISED}


def test_the_assistants_own_list_says_what_stops_without_each_line() -> None:
    assert {line.name for line in ASSISTANT.get} == ASSISTANT_GET
    assert [line.name for line in ASSISTANT.update] == ["KnSubject"]
    assert [line for line in lines(ASSISTANT) if line.without is None] == []


@pytest.mark.parametrize("profile", OURS, ids=lambda profile: profile.id)
def test_every_line_of_ours_says_why_and_names_its_trap(profile: Profile) -> None:
    trapless = [line.check_id for line in lines(profile) if line.trap is None]
    assert trapless == (["by_hand/default_item"] if profile is TIMECHIMP else [])
    reasons = [line.why.render("nl") for line in lines(profile)]
    assert len(set(reasons)) == len(reasons)


def texts_of(value: object) -> Iterator[Text]:
    """Give every text in a profile or a place, wherever it hangs."""
    if isinstance(value, Text):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from texts_of(part)
    elif hasattr(value, "__dataclass_fields__"):
        for field in value.__dataclass_fields__:
            yield from texts_of(getattr(value, field))


ENGLISH = re.compile(r"\b(the|this|with|and|which|must|without|from|your|books?|lists?)\b", re.IGNORECASE)
DUTCH = re.compile(r"\b(de|het|een|met|niet|uw|hiermee|moet|wordt|zonder)\b")
QUOTED_NAMES = re.compile(r"\b(AFAS Connector Setup|[A-Z]\w*_\w+)\b")


def our_texts() -> list[Text]:
    return [text for value in (*OURS, *places().values()) for text in texts_of(value)]


def test_every_text_of_ours_is_in_both_languages() -> None:
    texts = our_texts()
    assert len(texts) > 250
    assert [text for text in texts if not isinstance(text, Bilingual)] == []
    assert [text for text in texts if text.render("nl") == text.render("en")] == []


def test_no_text_of_ours_is_in_the_wrong_language() -> None:
    dutch = [QUOTED_NAMES.sub("", text.render("nl")) for text in our_texts()]
    english = [QUOTED_NAMES.sub("", text.render("en")) for text in our_texts()]
    assert [text for text in dutch if ENGLISH.search(text)] == []
    assert [text for text in english if DUTCH.search(text)] == []


def test_texts_of_ours_keep_the_house_style() -> None:
    rendered = [text.render(language) for text in our_texts() for language in ("nl", "en")]
    assert [text for text in rendered if "!" in text or "  " in text or re.search(r"\w'\w", text)] == []
    dutch = [text.render("nl") for text in our_texts()]
    assert [text for text in dutch if re.search(r"\b(je|jij|jouw|jullie)\b", text, re.IGNORECASE)] == []
    sentences = [
        text.render("nl") for profile in OURS for line in lines(profile) for text in (line.why, line.trap) if text
    ]
    assert [text for text in sentences if not text.endswith(".") or len(text) > 240] == []


def test_places_show_both_menus_and_who_clicks() -> None:
    assert set(places()) >= {
        "app_connector_list",
        "app_connector_general",
        "app_connector_get",
        "app_connector_update",
        "app_connector_connectors",
        "app_connector_tokens",
        "getconnector_import",
        "getconnector_definition",
        "authorisation_tool",
        "dossier_type_destination",
        "time_tracking",
    }
    for name, place in places().items():
        assert place.id == name
        assert all("›" in menu.render("nl") for menu in (place.menu, place.menu_old) if menu)
    get = places()["app_connector_get"]
    assert get.menu.render("nl").startswith("Algemeen › Beheer › App connector ›")
    assert get.menu_old is not None
    assert get.menu_old.render("nl").startswith("Algemeen › App connector ›")
    assert get.who is Who.ADMINISTRATOR
    assert places()["time_tracking"].who is Who.CONSULTANT


def test_each_kind_of_line_has_its_place() -> None:
    kinds = (SMARTBOOQING.get, SMARTBOOQING.update, SMARTBOOQING.data, SMARTBOOQING.destinations)
    assert [{line.place.id for line in kind} for kind in kinds] == [
        {"app_connector_get"},
        {"app_connector_update"},
        {"app_connector_connectors"},
        {"dossier_type_destination"},
    ]


def test_the_seven_definition_files_and_the_profile_agree() -> None:
    manifest: dict[str, Any] = tomllib.loads(resource_text("gcn", "manifest.toml"))
    definitions = {entry["file"]: entry for entry in manifest["definition"]}
    assert {file: set(entry["arrives_as"]) for file, entry in definitions.items()} == SMARTBOOQING_FILES
    with_file = {line.file: line for line in SMARTBOOQING.get if line.file}
    assert set(with_file) == set(definitions)
    for file, entry in definitions.items():
        assert set(with_file[file].names) >= set(entry["arrives_as"])
        assert with_file[file].description == entry["description"]
        assert entry["columns"]["assumption"] is True
        assert entry["purpose"]["nl"] != entry["purpose"]["en"]


def published_columns(connector: str) -> set[str]:
    """Return the columns that AFAS publishes for a connector, from the samples or from its OpenAPI files."""
    sample = reference_path("afas-samples", "columns") / f"{connector}.json"
    if sample.exists():
        return set(json.loads(sample.read_text(encoding="utf-8"))["fields"])
    for file in reference_path("afas-openapi").glob("*.json"):
        call = json.loads(file.read_text(encoding="utf-8")).get("paths", {}).get(f"/connectors/{connector}")
        if call:
            schema = call["get"]["responses"]["200"]["content"]["application/json"]["schema"]
            return set(schema["properties"]["rows"]["items"]["properties"])
    return set()


@pytest.mark.parametrize(
    "line", [line for profile in OURS for line in profile.get if line.fields], ids=lambda line: line.check_id
)
def test_the_columns_relied_on_are_published_by_afas(line: GetRequirement) -> None:
    standard = line.known_as[0] if line.printed_wrong else line.name
    assert set(line.fields) - published_columns(standard) == set()


def test_only_connectors_of_afas_itself_have_columns_to_rely_on() -> None:
    named = {line.names[-1] for profile in OURS for line in profile.get if line.fields}
    assert {name for name in named if not name.startswith("Profit")} == set()


def test_a_connector_under_the_misprint_itself_is_not_held_to_columns() -> None:
    debtors = TIMECHIMP.get[0]
    assert debtors.fields_of("ProfitDebtor") == ()
    assert "DebtorId" in debtors.fields_of("Profit_Debtor")
    assert SMARTBOOQING.get[12].fields_of("Profit_Subjects") == SMARTBOOQING.get[12].fields


def paths(node: dict[str, Any], above: str = "") -> Iterator[str]:
    yield from (above + field["fieldId"] for field in node.get("fields", []))
    for child in node.get("objects", []):
        yield from paths(child, f"{above}{child['name']}/")


@pytest.mark.parametrize("line", [line for profile in OURS for line in profile.update], ids=lambda line: line.check_id)
def test_the_fields_that_will_be_sent_exist_in_afas(line: UpdateRequirement) -> None:
    connector = line.known_as[0] if line.printed_wrong else line.name
    file = reference_path("afas-samples", "metainfo_update_derived", f"{connector}.json")
    assert line.fields
    assert set(line.fields) - set(paths(json.loads(file.read_text(encoding="utf-8")))) == set()


@pytest.mark.parametrize("name", ["timechimp", "TimeChimp", " SMARTBOOQING ", "assistant"])
def test_built_in_profiles_are_found_by_name_whatever_the_capitals(name: str) -> None:
    assert load_profile(name).id == name.strip().casefold()


def test_a_built_in_file_may_also_be_given_by_its_path() -> None:
    assert load_profile(str(resource("profiles", "timechimp.toml"))).id == "timechimp"


@pytest.mark.parametrize(
    ("given", "folder"),
    [(str(OWN / "acme.toml"), None), ("acme.toml", OWN), ("acme", OWN)],
    ids=["path", "name", "stem"],
)
def test_a_persons_own_profile_loads(given: str, folder: Path | None) -> None:
    profile = load_profile(given, folder)
    assert (profile.id, profile.name, profile.path) == ("acme", "Acme Uren", OWN / "acme.toml")
    assert (profile.contact.missing, profile.contact.technical) == ("help@acme.example", None)
    orders, debtors = profile.get
    assert (orders.names, orders.file, orders.rows) == (
        ("Acme_Orders", "Acme_Orders_2"),
        "Acme_Orders.gcn",
        Rows.EXPECTED,
    )
    assert (debtors.fields, debtors.rows) == (("DebtorId", "DebtorName"), Rows.MAY_BE_EMPTY)
    assert debtors.place.id == "getconnector_definition"
    assert (debtors.why.render("nl"), debtors.why.render("en")) == ("Voor de namen.", "For the names.")
    assert orders.why.render("nl") == orders.why.render("en")
    assert profile.update[0].fields == ("DbId", "FbSalesLines/ItCd")
    assert [line.check_id for line in lines(profile)] == [
        "by_hand/plan",
        "get/Acme_Orders",
        "get/Profit_Debtor",
        "update/FbSales",
        "data/AppConnectorVersion",
        "destination/13",
    ]


def test_steps_keep_their_order_in_both_languages() -> None:
    step: ByHand = load_profile("acme", OWN).by_hand[0]
    assert [text.render("nl") for text in step.steps] == ["Bel Acme.", "Noem het deelnemersnummer."]
    assert [text.render("en") for text in step.steps] == ["Call Acme.", "Tell them the participant number."]


def test_a_profile_may_begin_with_notepads_mark(tmp_path: Path) -> None:
    file = tmp_path / "acme.toml"
    file.write_bytes(b"\xef\xbb\xbf" + (OWN / "acme.toml").read_bytes().replace(b"\n", b"\r\n"))
    assert load_profile(str(file)).name == "Acme Uren"


def test_the_example_of_the_manual_loads(tmp_path: Path) -> None:
    example = re.search(r"```toml\n(.+?)```", resource_text("profiles", "README.md"), re.DOTALL)
    assert example
    file = tmp_path / "acme.toml"
    file.write_text(re.sub(r"^ {3}", "", example[1], flags=re.MULTILINE), encoding="utf-8")
    assert [line.name for line in load_profile(str(file)).get] == ["Profit_Debtor"]
