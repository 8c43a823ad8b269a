"""Which mappings each kind of plan goes by, under the names of the plans."""

from afas_assistant.sync.mapping.mappings import Table
from afas_assistant.sync.mapping.settings import SETTINGS

CUSTOMERS, INVOICES, BOOKINGS = "customers", "invoices", "bookings"
AREAS = (CUSTOMERS, INVOICES, BOOKINGS)
_DEBTORS = "debtors"
"""What settings call the making of debtors, which belongs to the customers."""
_TABLES = {Table.ROLES: CUSTOMERS, Table.ITEMS: INVOICES, Table.VAT: BOOKINGS, Table.REVENUE: BOOKINGS}


def areas_of(table: Table, key: str) -> tuple[str, ...]:
    """Return the kinds of plan that go by a mapping; none for a setting that is made elsewhere."""
    if table is not Table.SETTINGS:
        return (_TABLES[table],)
    used_by = SETTINGS[key].used_by if key in SETTINGS else ()
    names = {CUSTOMERS if one == _DEBTORS else one for one in used_by}
    return tuple(one for one in AREAS if one in names)
