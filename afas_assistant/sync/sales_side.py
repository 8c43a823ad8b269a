"""Whether a VAT code or a journal is for sales or for something else.

AFAS's letters for purchase and sales (VatType) and for a journal's kind are published nowhere. So the letter is read
together with the description, and where neither tells, nothing is concluded.
"""

from afas_assistant.sync.master_records import Journal

SALES_LETTERS, PURCHASE_LETTERS = ("v", "s", "o"), ("i", "p")
SALES_WORDS, PURCHASE_WORDS = ("verko", "sales", "omzet", "afdragen", "af te dragen"), ("inko", "purchase", "vorder")
OTHER_JOURNALS = ("bank", "giro", "kas", "cash", "memo", "balans")


def is_sales(kind: str, description: str) -> bool | None:
    """Return whether a VAT code or a journal is for sales; None where neither letter nor description tells."""
    words = description.casefold()
    for sales, signs in ((False, PURCHASE_WORDS), (True, SALES_WORDS)):
        if any(sign in words for sign in signs):
            return sales
    if kind.casefold().startswith(SALES_LETTERS):
        return True
    return False if kind.casefold().startswith(PURCHASE_LETTERS) else None


def takes_sales(journal: Journal) -> bool | None:
    """Return whether sales are booked in this journal; None where nothing tells."""
    found = is_sales(journal.kind, journal.description)
    if found is None and any(word in journal.description.casefold() for word in OTHER_JOURNALS):
        return False
    return found
