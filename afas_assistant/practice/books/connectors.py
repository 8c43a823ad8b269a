"""Which part of the books an UpdateConnector writes to."""

from collections.abc import Callable, Mapping

from afas_assistant.practice.books import direct_invoices, dossier, entries, items, relations
from afas_assistant.practice.books.records import Keys, Order
from afas_assistant.practice.books.store import Books

SAVERS: Mapping[str, Callable[[Books, Order], Keys]] = {
    "FbDirectInvoice": direct_invoices.saved,
    "FiEntries": entries.booked,
    "FiInvoice": items.changed,
    "KnPurchaseRelationOrg": relations.saved,
    "KnSalesRelationOrg": relations.saved,
    "KnSalesRelationPer": relations.saved,
    "KnSubject": dossier.saved,
}
# AFAS's files have no DELETE for the others: a debtor that was made cannot be taken back
DELETERS: Mapping[str, Callable[[Books, Keys], None]] = {
    "FbDirectInvoice": direct_invoices.deleted,
    "FiEntries": entries.deleted,
    "KnPurchaseRelationOrg": relations.deleted,
    "KnSubject": dossier.deleted,
}
