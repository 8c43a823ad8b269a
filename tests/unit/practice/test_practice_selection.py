import json
from urllib.parse import urlencode

import pytest

from tests.helpers.practice_calls import PretendAfas

UNEXPECTED = "Er is een onverwachte fout opgetreden."


@pytest.fixture(scope="module")
def afas() -> PretendAfas:
    return PretendAfas(size=250)


def chosen(afas: PretendAfas, **query: object) -> set[str]:
    """Give the account numbers that a filter on the ledger accounts leaves."""
    return {row["Account"] for row in afas.rows("Profit_Accounts", take=1000, orderbyfieldids="Account", **query)}


def test_without_parameters_the_first_hundred_come_with_the_defaults_echoed(afas: PretendAfas) -> None:
    body = afas.get("connectors/Profit_Debtor")
    assert (body["skip"], body["take"], len(body["rows"])) == (0, 100, 100)


@pytest.mark.parametrize(
    ("query", "echo", "rows"),
    [
        ({"skip": -1, "take": -1}, (-1, -1), 250),
        ({"skip": -1, "take": 5}, (-1, 5), 250),
        ({"take": 0}, (0, 0), 1),
        ({"skip": 240}, (240, 100), 10),
        ({"take": 7}, (0, 7), 7),
        ({"skip": 250, "take": 10}, (250, 10), 0),
        ({"SKIP": 249, "Take": 10}, (249, 10), 1),
    ],
)
def test_odd_pages(afas: PretendAfas, query: dict[str, object], echo: tuple[int, int], rows: int) -> None:
    body = afas.get("connectors/Profit_Debtor", query)
    assert (body["skip"], body["take"], len(body["rows"])) == (*echo, rows)


@pytest.mark.parametrize(
    "query",
    [
        {"take": -1},
        {"skip": 2, "take": -1},
        {"skip": -2},
        {"take": "ten"},
        {"filterfieldids": "Account,Sort", "filtervalues": "8000"},
        {"filterfieldids": "Account", "filtervalues": "8000", "operatortypes": "16"},
        {"filterfieldids": "VatAllowed", "filtervalues": "perhaps"},
        {"filterjson": "{"},
        {"filterjson": '{"Filters":{}}'},
    ],
)
def test_impossible_queries_are_unexpected(afas: PretendAfas, query: dict[str, object]) -> None:
    refused = afas.refusal("GET", "connectors/Profit_Accounts", query)
    assert (refused["externalMessage"], refused["errorNumber"]) == (UNEXPECTED, -2147180999)


@pytest.mark.parametrize("query", [{"orderbyfieldids": "-Nope"}, {"filterfieldids": "Nope", "filtervalues": "1"}])
def test_an_unknown_column_is_named(afas: PretendAfas, query: dict[str, object]) -> None:
    assert afas.refusal("GET", "connectors/Profit_Accounts", query)["externalMessage"] == (
        "Connector-veld 'Nope' niet gevonden"
    )


@pytest.mark.parametrize(
    ("operator", "value", "accounts"),
    [
        (1, "8000", {"8000"}),
        (2, "8074", {"8074", "8090"}),
        (3, "0200", {"0100", "0200"}),
        (4, "8074", {"8090"}),
        (5, "0200", {"0100"}),
        (6, "807", {"8074"}),
        (10, "802", {"8020"}),
        (13, "20", {"4320", "8020"}),
    ],
)
def test_operators_that_choose(afas: PretendAfas, operator: int, value: str, accounts: set[str]) -> None:
    assert chosen(afas, filterfieldids="Account", filtervalues=value, operatortypes=operator) == accounts


@pytest.mark.parametrize(("operator", "value", "gone"), [(7, "8000", "8000"), (11, "807", "8074"), (12, "01", "0100")])
def test_operators_that_leave_out(afas: PretendAfas, operator: int, value: str, gone: str) -> None:
    assert chosen(afas) - chosen(afas, filterfieldids="Account", filtervalues=value, operatortypes=operator) == {gone}


def test_not_ending_with(afas: PretendAfas) -> None:
    left = chosen(afas, filterfieldids="Account", filtervalues="00", operatortypes=14)
    assert left == {account for account in chosen(afas) if not account.endswith("00")}


def test_empty_and_not_empty_divide_all_rows(afas: PretendAfas) -> None:
    empty = chosen(afas, filterfieldids="VatCode", filtervalues="", operatortypes=8)
    filled = chosen(afas, filterfieldids="VatCode", filtervalues="", operatortypes=9)
    assert "1300" in empty
    assert "8000" in filled
    assert empty | filled == chosen(afas)
    assert not empty & filled


def test_the_quick_filter_wants_every_word(afas: PretendAfas) -> None:
    assert chosen(afas, filterfieldids="Description", filtervalues="hoog btw", operatortypes=15) == {"1510"}


def test_comma_is_and_semicolon_is_or(afas: PretendAfas) -> None:
    query = {"filterfieldids": "Sort,VatCode;Account", "filtervalues": "W,2;0100", "operatortypes": "1,1;1"}
    assert chosen(afas, **query) == {"8020", "0100"}


def test_without_operators_all_are_equal(afas: PretendAfas) -> None:
    assert chosen(afas, filterfieldids="Sort,VatCode", filtervalues="W,2") == {"8020"}


def test_filterjson_says_the_same_and_may_hold_commas() -> None:
    afas = PretendAfas()
    name = afas.rows("Profit_Debtor", take=1, orderbyfieldids="DebtorId")[0]["DebtorName"]
    field = {"@FieldId": "DebtorName", "@OperatorType": "1", "#text": name}
    other = {"@FieldId": "DebtorName", "@OperatorType": "1", "#text": "Komma, en puntkomma; B.V."}
    filters = {"Filters": {"Filter": [{"@FilterId": "Filter 1", "Field": [field]}, {"Field": other}]}}
    rows = afas.rows("Profit_Debtor", filterjson=json.dumps(filters), orderbyfieldids="DebtorId")
    assert {row["DebtorName"] for row in rows} == {name}


def test_dates_filter_without_z_and_stumble_with_it(afas: PretendAfas) -> None:
    year = afas.rows("Profit_periods_per_administration", take=1, orderbyfieldids="-Year")[0]["Year"]
    query = {"filterfieldids": "DateFrom,Unit", "filtervalues": f"{year}-12-01,1", "operatortypes": "2,1"}
    assert [row["Period"] for row in afas.rows("Profit_periods_per_administration", **query)] == [12]
    with_z = {**query, "filtervalues": f"{year}-12-01T00:00:00Z,1"}
    assert afas.refusal("GET", "connectors/Profit_periods_per_administration", with_z)["externalMessage"] == UNEXPECTED


def test_numbers_and_booleans_compare_by_their_type(afas: PretendAfas) -> None:
    rates = afas.rows("Profit_VAT_code", filterfieldids="VatPerc", filtervalues="9", operatortypes="4")
    assert {row["VatCode"] for row in rates} == {"1", "5"}
    assert chosen(afas, filterfieldids="CollectAccount", filtervalues="true") == {"1300", "1600"}


def test_sorting_by_two_columns_with_a_minus(afas: PretendAfas) -> None:
    rows = afas.rows("Profit_Accounts", take=1000, orderbyfieldids="Sort,-Account")
    assert [(row["Sort"], row["Account"]) for row in rows] == sorted(
        [(row["Sort"], row["Account"]) for row in rows], key=lambda pair: (pair[0], -int(pair[1]))
    )


def test_sorted_pages_hold_every_row_once(afas: PretendAfas) -> None:
    seen = [
        row["DebtorId"]
        for skip in range(0, 250, 40)
        for row in afas.rows("Profit_Debtor", skip=skip, take=40, orderbyfieldids="DebtorName")
    ]
    assert len(seen) == len(set(seen)) == 250


def test_unsorted_pages_overlap_and_miss_rows() -> None:
    afas = PretendAfas(size=250)
    seen = [row["DebtorId"] for skip in range(0, 250, 50) for row in afas.rows("Profit_Debtor", skip=skip, take=50)]
    assert len(seen) == 250
    assert len(set(seen)) < 250


def test_too_many_cells_are_out_of_memory() -> None:
    afas = PretendAfas(size=8000)
    query = {"take": 7142, "orderbyfieldids": "DebtorId"}
    assert len(afas.rows("Profit_Debtor", **query)) == 7142
    refused = afas.refusal("GET", "connectors/Profit_Debtor", {**query, "take": 7143})
    assert refused["externalMessage"] == "Out of memory"


def test_a_query_string_over_2049_characters_is_not_found(afas: PretendAfas) -> None:
    stem = urlencode({"filterfieldids": "Account", "filtervalues": ""})
    longest = stem + "8" * (2048 - len(stem))
    assert afas.call("GET", "connectors/Profit_Accounts", longest).status == 200
    refused = afas.call("GET", "connectors/Profit_Accounts", longest + "8")
    assert (refused.status, refused.content) == (404, b"")
