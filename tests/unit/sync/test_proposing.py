"""What is read for the proposals of each tab, and what becomes of a vendor's connector of debtors."""

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

import pytest

from afas_assistant.afas.client import AfasClient
from afas_assistant.afas.metainfo import GetDefinition, GetField
from afas_assistant.afas.paging import Page
from afas_assistant.afas.query import Query
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.mapping.mappings import MappingEntry, Mappings, Table
from afas_assistant.sync.mapping.proposals import Basis, Proposal
from afas_assistant.sync.mapping.proposing import Proposing
from afas_assistant.sync.place import Place
from afas_assistant.timechimp.api import TimeChimp

VENDOR = "ProfitDebtor"
COLUMNS = (
    GetField(id="Nummer_debiteur", label="Nummer debiteur", fieldId="x.DbId"),
    GetField(id="Volledige_naam", label="Hoe hij heet", fieldId="y.q"),
    GetField(id="Betaalconditie", label="Betaalvoorwaarde", fieldId="z.q"),
)


class PretendAfas:
    """Shows one connector with two debtors; remembers what was read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def get_definition(self, name: str) -> GetDefinition:
        return GetDefinition(name=name, fields=COLUMNS)

    def pages(self, connector: str, query: Query) -> Iterator[Page]:
        self.read.append(connector)
        rows: list[dict[str, Any]] = [
            {"Nummer_debiteur": str(number), "Volledige_naam": f"Klant {number}", "Betaalconditie": "30"}
            for number in (1, 2)
        ]
        yield Page(0, 1000, tuple(rows))


def no_timechimp() -> TimeChimp:
    raise AssertionError("customers are mapped without TimeChimp")


def offered(outbox: Outbox, afas: PretendAfas, *entries: MappingEntry) -> dict[str, Proposal]:
    place = Place("T99001AA", "TimeChimpConnector", "test", frozenset({VENDOR}), frozenset())
    proposing = Proposing(cast("AfasClient", afas), no_timechimp, outbox, place, Mappings(entries), date(2026, 11, 21))
    return {one.key: one for one in proposing.offer(("customers",)).proposals}


def role(name: str, column: str) -> MappingEntry:
    return MappingEntry(Table.ROLES, f"{VENDOR}/{name}", {"column": column})


def test_columns_are_proposed_and_a_needed_one_that_nobody_finds_is_told_of(outbox: Outbox) -> None:
    afas = PretendAfas()
    found = offered(outbox, afas)
    assert found[f"{VENDOR}/number"].basis is Basis.SAME_FIELD_ID
    assert found[f"{VENDOR}/payment_condition"].basis is Basis.SAME_LABEL
    assert found[f"{VENDOR}/name"].value is None
    assert found[f"{VENDOR}/name"].unmapped
    assert f"{VENDOR}/iban" not in found
    assert afas.read == []  # nothing is read from columns that nobody confirmed


def test_once_they_are_confirmed_the_debtors_tell_their_payment_condition(outbox: Outbox) -> None:
    afas = PretendAfas()
    found = offered(
        outbox,
        afas,
        role("number", "Nummer_debiteur"),
        role("name", "Volledige_naam"),
        role("payment_condition", "Betaalconditie"),
    )
    assert afas.read == [VENDOR]
    assert found["payment_condition"].value == {"value": "30"}
    assert found["payment_condition"].basis is Basis.MOST_USED
    assert "journal" not in found
    assert not found[f"{VENDOR}/name"].unmapped


@pytest.mark.parametrize("area", ["invoices", "bookings"])
def test_the_other_tabs_ask_timechimp(outbox: Outbox, area: str) -> None:
    place = Place("T99001AA", "TimeChimpConnector", "test", frozenset(), frozenset())
    proposing = Proposing(
        cast("AfasClient", PretendAfas()), no_timechimp, outbox, place, Mappings(), date(2026, 11, 21)
    )
    with pytest.raises(AssertionError, match="without TimeChimp"):
        proposing.offer((area,))
