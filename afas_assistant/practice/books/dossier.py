"""KnSubject: dossier items with what they hang on and their files.

The destinations that a type allows stand in the environment's settings; AFAS shows them in no standard GetConnector.
"""

from base64 import b64decode
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from afas_assistant.practice import dossiers
from afas_assistant.practice.books import items, master, register
from afas_assistant.practice.books.records import File, Keys, Order, Written
from afas_assistant.practice.books.store import DOSSIER, Books
from afas_assistant.practice.books.values import number, text
from afas_assistant.practice.environment import Environment
from afas_assistant.practice.failures import RefusalError
from afas_assistant.practice.updateconnectors import Element

CONNECTOR = "KnSubject"
FIRST_NUMBER, FIRST_FILE = 6001, 19_001
FIRST_SEEDED = 5001
COMPULSORY, ONE_OF_THESE = 2, 4
FILES = "KnSubjectAttachment"


def saved(books: Books, order: Order) -> Keys:
    """Insert or change a dossier item, or add to one, and give its number."""
    element, given = order.element, text(order.element, "SbId")
    new = order.method == "POST" and not order.part
    if new:
        _check_type(element)
        destinations_allowed(order.environment, element)
    elif not _exists(books, given):
        raise RefusalError("value_unknown" if given else "value_missing", label="Dossieritem", name="SbId")
    for link in element.objects.get("KnSubjectLink", ()):
        _check_link(books, link)
    subject = str(books.next_number("SbId", FIRST_NUMBER)) if new else given
    made = [_file(books, int(subject), part) for part in element.objects.get(FILES, ())]
    own = [_file(books, int(subject), element)] if text(element, "FileStream") else []
    for file in (*made, *own):
        books.tables.files[file.file_id] = file
    keys = {"SbId": subject}
    books.keep(Written(CONNECTOR, keys, _content(books, subject, element)), changes=not new)
    books.changed(DOSSIER)
    return keys


def deleted(books: Books, wanted: Keys) -> None:
    """Delete a dossier item that was written here, with its files."""
    subject = wanted.get("SbId", "")
    if not any(one.connector == CONNECTOR and one.keys["SbId"] == subject for one in books.tables.written):
        raise RefusalError("value_unknown", label="Dossieritem")
    books.drop(CONNECTOR, {"SbId": subject})
    books.tables.files = {name: file for name, file in books.tables.files.items() if str(file.subject) != subject}
    books.changed(DOSSIER)


def destinations_allowed(environment: Environment, element: Element) -> None:
    """Refuse a dossier item on an invoice when its type does not allow that destination, or demands another.

    What AFAS says when a mandatory destination is missing is nowhere public; the common sentence is our assumption.
    """
    settings = environment.destinations.get(number(element, "StId"))
    if settings is None:
        return
    sent = {destination(link) for link in element.objects.get("KnSubjectLink", ())} - {0}
    for one in sent:
        if settings.get(one, dossiers.NOT_ALLOWED) == dossiers.NOT_ALLOWED:
            raise RefusalError("destination_not_allowed")
    missing = sorted({one for one, setting in settings.items() if setting == COMPULSORY} - sent)
    choice = sorted(one for one, setting in settings.items() if setting == ONE_OF_THESE)
    if choice and not sent & set(choice):
        missing.append(choice[0])
    for one in missing:
        raise RefusalError("value_missing", label=dossiers.DESTINATION_NAMES[one], name="KnSubjectLink")


def destination(link: Element) -> int:
    """Tell which destination a link means: the invoice ones by their own fields, else by SfTp (0: another)."""
    if text(link, "PiId"):
        return dossiers.PURCHASE_INVOICE
    kind = text(link, "SfTp")
    if text(link, "SiId"):
        return dossiers.PURCHASE_INVOICE if kind == "11" else dossiers.SALES_INVOICE
    return int(kind) if kind.isdecimal() and int(kind) in dossiers.DESTINATION_NAMES else 0


def invoice_of(link: Element) -> tuple[str, str, str]:
    """Give administration, relation and number of the invoice that a link names; AFAS's example for a purchase
    invoice writes the sales fields.
    """
    side = "Pi" if text(link, "PiId") else "Si"
    return text(link, f"{side}Un"), text(link, "SfId"), text(link, f"{side}Id")


def _check_type(element: Element) -> None:
    """Refuse a type that is not there; of AFAS's own types only purchase invoice may be sent."""
    kind = number(element, "StId")
    if kind not in dict(dossiers.TYPES) or (kind < 0 and kind != dossiers.PURCHASE_INVOICE_TYPE):
        raise RefusalError("value_unknown", label="Type dossieritem")


def _check_link(books: Books, link: Element) -> None:
    """Refuse a relation or an invoice that is not there."""
    where, relation = destination(link), text(link, "SfId")
    kind = {4: "2", dossiers.SALES_INVOICE: "2", 11: "3", dossiers.PURCHASE_INVOICE: "3"}.get(where)
    if where == 3 and relation and register.organisation(books, relation) is None:
        raise RefusalError("value_unknown", label="Bestemming")
    if kind is None:
        return
    if relation and register.party(books, "2" if kind == "2" else "3", relation) is None:
        raise RefusalError("value_unknown", label="Bestemming")
    if where in {dossiers.SALES_INVOICE, dossiers.PURCHASE_INVOICE}:
        unit, _, invoice = invoice_of(link)
        master.known(unit, {str(one) for one in master.ADMINISTRATIONS}, "Administratie")
        administration = int(unit or books.switches.last_administration)
        if items.item(books, (administration, kind, relation, invoice)) is None:
            raise RefusalError("value_unknown", label="Verkoopfactuur" if kind == "2" else "Inkoopfactuur")


def _exists(books: Books, subject: str) -> bool:
    """Tell whether there is such a dossier item, seeded or written."""
    if subject.isdecimal() and 0 <= int(subject) - FIRST_SEEDED < dossiers.FILE_COUNT:
        return True
    return any(one.connector == CONNECTOR and one.keys["SbId"] == subject for one in books.tables.written)


def _file(books: Books, subject: int, part: Element) -> File:
    """Keep a file; its stream is base64."""
    try:
        content = b64decode(text(part, "FileStream"), validate=True)
    except ValueError:
        raise RefusalError("type_mismatch") from None
    serial = books.next_number("file", FIRST_FILE)
    name = text(part, "FileName") or text(part, "SbPa")
    return File(serial, f"{0x0F11E000 + serial:032X}", subject, name, content)


def _content(books: Books, subject: str, element: Element) -> dict[str, Any]:
    """Give what was sent, with size and digest in place of each file's stream; files that are added join the others."""
    content: dict[str, Any] = _without_stream(element.values)
    for name, parts in element.objects.items():
        content[name] = [_without_stream(part.as_data()) for part in parts]
    if FILES in content:
        content[FILES] = [*_kept_files(books, subject), *content[FILES]]
    return content


def _without_stream(values: dict[str, Any]) -> dict[str, Any]:
    if not values.get("FileStream"):
        return dict(values)
    content = b64decode(str(values["FileStream"]))
    return {**values, "FileStream": {"bytes": len(content), "sha256": sha256(content).hexdigest()}}


def _kept_files(books: Books, subject: str) -> Iterator[Any]:
    for one in books.tables.written:
        if one.connector == CONNECTOR and one.keys["SbId"] == subject:
            yield from one.element.get(FILES, ())
