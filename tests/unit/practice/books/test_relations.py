"""Relations: new debtors, and what a match finds and overwrites."""

from typing import Any

import pytest

from afas_assistant.practice.seed import debtor
from tests.helpers.afas_bodies import invoice, relation, sale
from tests.unit.practice.books.conftest import Desk

ORG = "KnSalesRelationOrg"


def test_a_new_debtor_shows_in_every_list_and_can_be_booked_on(desk: Desk) -> None:
    fields = {"VaId": "NL990000999B01", "Bl": False, "Iban": ""}
    body = relation(fields=fields, CcNr="99777777", EmAd="post@nieuw.example", SeNm="NIEUW")
    keys = desk.post(ORG, body)
    assert keys == {"DbId": "200001", "BcCo": "5000001"}
    (row,) = desk.found("Profit_Debtor", "DebtorId", "200001")
    assert {name: row[name] for name in ("DebtorName", "BcCo", "VatNr", "ChOfCommNr", "PayCon", "AdressLine1")} == {
        "DebtorName": "Nieuwe klant B.V.", "BcCo": "5000001", "VatNr": "NL990000999B01", "ChOfCommNr": "99777777",
        "PayCon": "14", "AdressLine1": "Dorpsstraat 12",
    }  # fmt: skip
    assert row["AdressLine3"] == "3831 AA  Leusden"
    assert row["CreateDate"].startswith("2026-05-25T")
    assert desk.found("ProfitDebtor", "DebtorId", "200001")[0]["Postcode"] == "3831 AA"
    assert desk.found("SBQ_Debiteuren", "Debiteur", "200001")[0]["KvK_nummer"] == "99777777"
    assert desk.found("Profit_OrgPer", "ChOfCommNr", "99777777")[0]["Name"] == "Nieuwe klant B.V."
    desk.post("FiEntries", sale(debtor="200001"))
    desk.post("FbDirectInvoice", invoice(DbId="200001"))


def test_every_post_makes_another_debtor(desk: Desk) -> None:
    keys = [desk.post(ORG, relation()) for _ in range(2)]
    assert [one["DbId"] for one in keys] == ["200001", "200002"]
    assert len(desk.found("Profit_Debtor", "DebtorName", "Nieuwe klant B.V.")) == 2


def test_without_the_tick_it_is_no_debtor(desk: Desk) -> None:
    number = desk.post(ORG, relation(fields={"IsDb": False}))["DbId"]
    assert desk.found("Profit_Debtor", "DebtorId", number) == []
    assert desk.refused("FiEntries", sale(debtor=number)) == "De ingevulde waarde bij 'Rekeningnummer' bestaat niet."
    assert desk.refused("FbDirectInvoice", invoice(DbId=number)) == (
        "De ingevulde waarde bij 'Verkooprelatie' bestaat niet."
    )
    body = relation(number=number, MatchOga="9", Nm="Nieuwe klant B.V.")
    desk.post(ORG, body, method="PUT")
    assert desk.found("Profit_Debtor", "DebtorId", number)


def test_a_given_number_is_taken_once(desk: Desk) -> None:
    assert desk.post(ORG, relation(number="KL-1"))["DbId"] == "KL-1"
    assert desk.refused(ORG, relation(number="KL-1")) == (
        "De ingevulde waarde 'KL-1' bij 'Nummer debiteur' bestaat al."
    )
    assert "already exists" in desk.refused(ORG, relation(number="10001"), language="en")
    desk.books.switch({"automatic_numbers": False})
    assert desk.refused(ORG, relation()) == "Vul een waarde in bij 'Nummer debiteur'."


@pytest.mark.parametrize(
    ("below", "organisation"),
    [
        ({"MatchOga": "0", "BcCo": "1000003"}, "1000003"),
        ({"MatchOga": "1", "CcNr": "99000002"}, "1000003"),
        ({"MatchOga": "6", "CcNr": "99000002"}, "5000001"),
        ({"MatchOga": "1", "CcNr": "99888888"}, "5000001"),
        ({"MatchOga": "1", "CcNr": ""}, "5000001"),
        ({"MatchOga": "2", "FiNr": "123456789"}, "5000001"),
        ({"MatchOga": "0", "BcCo": "7654321", "AutoNum": False}, "7654321"),
    ],
)
def test_the_match_decides_which_organisation_it_is(desk: Desk, below: dict[str, Any], organisation: str) -> None:
    assert desk.post(ORG, relation(**below))["BcCo"] == organisation


def test_a_hit_is_overwritten(desk: Desk) -> None:
    before = desk.found("Profit_Debtor", "DebtorId", "10003")[0]
    desk.post(ORG, relation(MatchOga="1", CcNr="99000002", Nm="Overschreven B.V."))
    after = desk.found("Profit_Debtor", "DebtorId", "10003")[0]
    assert (before["DebtorName"], after["DebtorName"]) == (debtor(desk.state.seed, 2).name, "Overschreven B.V.")
    assert after["AdressLine1"] == "Dorpsstraat 12"
    assert desk.state.written[0].more == {"organisation": "overwritten"}
    assert len(desk.rows("Profit_Debtor", take=100)) == 26


def test_a_match_by_name_or_address(desk: Desk) -> None:
    first = desk.post(ORG, relation())["BcCo"]
    assert desk.post(ORG, relation(MatchOga="4", Nm="Anders"))["BcCo"] == first
    known = debtor(desk.state.seed, 4)
    assert desk.post(ORG, relation(MatchOga="3", Nm=known.name.upper()))["BcCo"] == known.contact_number


def test_several_hits_are_an_error(desk: Desk) -> None:
    for _ in range(2):
        desk.post(ORG, relation(CcNr="99777777"))
    assert desk.refused(ORG, relation(MatchOga="1", CcNr="99777777")) == (
        "Er zijn meerdere organisaties/personen gevonden bij de vergelijking."
    )


def test_an_organisation_that_is_no_debtor_yet_becomes_one(desk: Desk) -> None:
    (prospect,) = desk.found("Profit_OrgPer", "BcCo", "3500002")
    keys = desk.post(ORG, relation(MatchOga="0", BcCo="3500002", Nm=prospect["Name"], AutoNum=False))
    assert keys["BcCo"] == "3500002"
    assert desk.found("Profit_Debtor", "BcCo", "3500002")[0]["DebtorId"] == keys["DbId"]


@pytest.mark.parametrize(
    ("fields", "below", "message"),
    [
        ({"CuId": "ZZZ"}, {}, "De ingevulde waarde bij 'Valuta' bestaat niet."),
        ({"PaCd": "99"}, {}, "De ingevulde waarde bij 'Betaalvoorwaarde' bestaat niet."),
        ({"ColA": "8010"}, {}, "De ingevulde waarde bij 'Verzamelrekening' bestaat niet."),
        ({}, {"Nm": ""}, "Vul een waarde in bij 'Naam'."),
        ({}, {"MatchOga": "8"}, "De ingevulde waarde bij 'Organisatie vergelijken op' bestaat niet."),
        ({}, {"MatchOga": "9"}, "De ingevulde waarde bij 'Organisatie vergelijken op' bestaat niet."),
        ({}, {"BcCo": "1000001", "AutoNum": False}, "De ingevulde waarde '1000001' bij 'Nummer' bestaat al."),
    ],
)
def test_what_is_refused(desk: Desk, fields: dict[str, Any], below: dict[str, Any], message: str) -> None:
    assert desk.refused(ORG, relation(fields=fields, **below)) == message


@pytest.mark.parametrize(
    ("country", "message"),
    [
        ("DE", "De ingevulde waarde bij 'Land' bestaat niet."),
        ("", "Vul een waarde in bij 'Land'."),
        ("D", ""),
        ("B", ""),
    ],
)
def test_country_codes_are_those_of_afas(desk: Desk, country: str, message: str) -> None:
    body = relation()
    inner = body[ORG]["Element"]["Objects"]["KnOrganisation"]["Element"]["Objects"]
    inner["KnBasicAddressAdr"]["Element"]["Fields"]["CoId"] = country
    if message:
        assert desk.refused(ORG, body) == message
    else:
        desk.post(ORG, body)
        assert desk.found("SBQ_Debiteuren", "Debiteur", "200001")[0]["Land"] == country


def test_a_bank_account_is_checked_where_that_is_asked(desk: Desk) -> None:
    body = relation()
    inner = body[ORG]["Element"]["Objects"]["KnOrganisation"]["Element"]["Objects"]
    fields = {"CoId": "NL", "IbCk": True, "Iban": "NL01OEFN0000000011"}
    inner["KnBankAccount"] = {"Element": {"Fields": fields}}
    assert desk.refused(ORG, body) == "Het IBAN-nummer NL01OEFN0000000011 is niet geldig."
    fields["Iban"] = debtor(desk.state.seed, 0).iban
    desk.post(ORG, body)
    assert desk.found("SBQ_Debiteuren", "Debiteur", "200001")[0]["IBAN"] == fields["Iban"]


def test_a_change_touches_what_it_names(desk: Desk) -> None:
    body = {ORG: {"Element": {"@DbId": "10002", "Fields": {"Bl": True, "PaCd": "60"}}}}
    desk.post(ORG, body, method="PUT")
    row = desk.found("Profit_Debtor", "DebtorId", "10002")[0]
    known = debtor(desk.state.seed, 1)
    assert (row["Blocked"], row["PayCon"], row["DebtorName"]) == (True, "60", known.name)
    body[ORG]["Element"]["Fields"] = {"BlTl": True}
    desk.post(ORG, body, method="PUT")
    assert desk.found("Profit_Debtor", "DebtorId", "10002") == []
    body[ORG]["Element"]["@DbId"] = "99999"
    assert "Nummer debiteur" in desk.refused(ORG, body, method="PUT")


def test_a_debtor_cannot_be_taken_back(desk: Desk) -> None:
    number = desk.post(ORG, relation())["DbId"]
    assert desk.delete(f"{ORG}/{ORG}/@DbId/{number}") == (
        "Deze bewerking is niet mogelijk met UpdateConnector KnSalesRelationOrg."
    )


def test_creditors_and_persons(desk: Desk) -> None:
    body = relation("KnPurchaseRelationOrg")
    fields = body["KnPurchaseRelationOrg"]["Element"]["Fields"]
    del fields["IsDb"]
    fields["IsCr"] = True
    number = desk.post("KnPurchaseRelationOrg", body)["CrId"]
    assert desk.found("SBQ_Crediteuren", "Crediteur", number)
    assert desk.delete(f"KnPurchaseRelationOrg/KnPurchaseRelationOrg/@CrId/{number}") == ""
    assert desk.found("Profit_Creditor", "CreditorId", number) == []
    assert "in gebruik" in desk.delete("KnPurchaseRelationOrg/KnPurchaseRelationOrg/@CrId/6000001")
    below = {"Fields": {"MatchPer": "7", "AutoNum": True, "In": "A.B.", "Is": "de", "LaNm": "Vries"}}
    person = {"Fields": {"CuId": "EUR", "IsDb": True}, "Objects": {"KnPerson": {"Element": below}}}
    keys = desk.post("KnSalesRelationPer", {"KnSalesRelationPer": {"Element": person}})
    assert desk.found("Profit_Debtor", "DebtorId", keys["DbId"])[0]["DebtorName"] == "A.B. de Vries"
    assert desk.found("Profit_OrgPer", "BcCo", keys["BcCo"])[0]["Type"] == "Persoon"


def test_a_refused_debtor_leaves_no_organisation_behind(desk: Desk) -> None:
    good = relation()[ORG]["Element"]
    bad = relation(fields={"PaCd": "99"})[ORG]["Element"]
    assert desk.refused(ORG, {ORG: {"Element": [good, bad]}})
    assert desk.books.tables.organisations == {}
    assert desk.books.tables.parties == {}
    assert desk.post(ORG, relation())["DbId"] == "200001"
