"""Whether a mapping still fits what AFAS shows: the words say what does not, nothing where nothing is known against it.

It is what planning would find later, told while somebody maps.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from afas_assistant.sync.mapping.mappings import Mappings, Table
from afas_assistant.sync.mapping.seen import Seen
from afas_assistant.sync.mapping.settings import ADMINISTRATION, JOURNAL, SETTINGS
from afas_assistant.sync.master_data import COSTS, ITEMS, NO_UNIT, UNITS, WORK_TYPES, items_connector
from afas_assistant.sync.plan import NOTHING
from afas_assistant.texts import Text, literal, phrase

Value = Mapping[str, Any]


def held_against(table: Table, key: str, value: Value, seen: Seen, mappings: Mappings) -> Text:
    """Return what AFAS's lists hold against a value; nothing where it fits, or where they do not tell."""
    judges: dict[Table, Callable[[], Text]] = {
        Table.ITEMS: lambda: _item(value, seen),
        Table.VAT: lambda: _vat_code(key, value, seen),
        Table.REVENUE: lambda: _account(str(value["account"]), str(value.get("cost_centre") or ""), seen),
        Table.ROLES: lambda: _column(key, value, seen),
        Table.SETTINGS: lambda: _setting(key, str(value["value"]), seen, mappings),
    }
    return judges[table]()


def _item(value: Value, seen: Seen) -> Text:
    kind, code, unit = str(value["kind"]), str(value["code"]), str(value["unit"])
    items, absent = seen.master.items, seen.master.absent
    if items is None:
        return NOTHING
    known = items.get((kind, code))
    if known is None:
        list_of_kind = items_connector(kind) or UNITS
        unread = {ITEMS, WORK_TYPES, UNITS}.intersection(absent) & {list_of_kind, UNITS}
        return NOTHING if unread else phrase("AFAS has no item {item}.", item=code)
    if known.blocked:
        return phrase("Item {item} is blocked in AFAS.", item=code)
    if not known.units or (kind == COSTS and unit == NO_UNIT):
        return NOTHING
    if unit.casefold() not in {one.casefold() for one in known.units}:
        units = literal(", ".join(known.units))
        return phrase("Item {item} has no unit {unit} in AFAS; it has {units}.", item=code, unit=unit, units=units)
    return NOTHING


def _vat_code(key: str, value: Value, seen: Seen) -> Text:
    codes, code = seen.master.vat_codes, str(value["code"])
    if codes is None:
        return NOTHING
    known = codes.get(code)
    if known is None:
        return phrase("AFAS has no VAT code {code}.", code=code)
    if known.blocked:
        return phrase("VAT code {code} is blocked in AFAS.", code=code)
    percentage = Decimal(key.partition("/")[0])
    if percentage and known.percentage != percentage:
        return phrase(
            "VAT code {code} is {known} % in AFAS, the invoice has {percentage} %.",
            code=code,
            known=f"{known.percentage.normalize():f}",
            percentage=f"{percentage.normalize():f}",
        )
    if percentage and not known.account:
        return phrase("VAT code {code} has no account in AFAS for its VAT.", code=code)
    return NOTHING


def _account(number: str, cost_centre: str, seen: Seen) -> Text:
    accounts = seen.master.accounts
    if accounts is None:
        return NOTHING
    known = accounts.get(number)
    if known is None:
        return phrase("AFAS has no account {account}.", account=number)
    asking = [axis for axis in known.compulsory_axes if axis != 1 or not cost_centre]
    axis = next(iter(asking), 0)
    given = (number, 1, cost_centre)
    unassigned = cost_centre and seen.master.allocations is not None and given not in seen.master.allocations
    told = (
        (known.blocked, phrase("Account {account} is blocked in AFAS.", account=number)),
        (not known.vat_allowed, phrase("Account {account} takes no VAT code in AFAS.", account=number)),
        (
            known.to_project,
            phrase("Account {account} asks for a project in AFAS, which this booking does not have.", account=number),
        ),
        (asking, phrase("Account {account} asks for an allocation code on axis {axis}.", account=number, axis=axis)),
        (
            unassigned,
            phrase(
                "Cost centre {code} is not assigned to account {account} in AFAS.", code=cost_centre, account=number
            ),
        ),
    )
    return next((words for wrong, words in told if wrong), NOTHING)


def _column(key: str, value: Value, seen: Seen) -> Text:
    connector = key.rpartition("/")[0]
    columns = seen.columns.get(connector)
    name = str(value["column"])
    if columns is None or name in {one.name for one in columns}:
        return NOTHING
    return phrase("{connector} has no column {column}.", connector=connector, column=name)


def _setting(key: str, value: str, seen: Seen, mappings: Mappings) -> Text:
    master = seen.master
    if key in SETTINGS and not SETTINGS[key].fits(value):
        return phrase("“{value}” does not fit. {meaning}", value=value, meaning=SETTINGS[key].meaning)
    if key == ADMINISTRATION and master.administrations is not None:
        known = value in {str(one.number) for one in master.administrations}
        return NOTHING if known else phrase("AFAS has no administration {number}.", number=value)
    if key == JOURNAL and master.journals is not None:
        return _journal(value, seen, mappings)
    if key == "debtor_account" and master.accounts is not None and value not in master.accounts:
        return phrase("AFAS has no account {account}.", account=value)
    return NOTHING


def _journal(code: str, seen: Seen, mappings: Mappings) -> Text:
    administration = mappings.setting(ADMINISTRATION)
    found = [
        one
        for one in seen.master.journals or ()
        if one.code == code and administration in {None, str(one.administration)}
    ]
    if not found:
        return phrase(
            "Administration {administration} has no journal {journal}.",
            administration=administration or "–",
            journal=code,
        )
    blocked = all(one.blocked for one in found)
    return phrase("Journal {journal} is blocked in AFAS.", journal=code) if blocked else NOTHING
