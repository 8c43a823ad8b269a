"""What AFAS says when it refuses: each message in Dutch and English, with its error number.

The words come from AFAS's pages and from what vendors quote; where a language or a text is not public, a comment says
*inferred wording*. AFAS itself advises not to read the error number: those of booking refusals are inferred too.
"""

from collections.abc import Mapping

NOT_SUPPORTED = -2147180996
UNEXPECTED = -2147180999
NO_SUCH_VALUE = -2147220469

# kind: (Dutch, English, errorNumber); English of the update and special texts is inferred from the Get one
MESSAGES: Mapping[str, tuple[str, str, int]] = {
    "get_not_supported": (
        "GetConnector niet ondersteund voor deze app of de gebruiker is niet geautoriseerd",
        "GetConnector not supported for this app or the user is not authorized",
        NOT_SUPPORTED,
    ),
    "update_not_supported": (
        "General message: Deze UpdateConnector wordt niet ondersteund of de gebruiker is niet geautoriseerd.",
        "General message: This UpdateConnector is not supported or the user is not authorized.",
        NOT_SUPPORTED,
    ),
    "special_not_supported": (
        "General message: Deze connector wordt niet ondersteund of de gebruiker is niet geautoriseerd.",
        "General message: This connector is not supported or the user is not authorized.",
        NOT_SUPPORTED,
    ),
    "definition_blocked": (
        "Deze GetConnector (definitie) is geblokkeerd",
        "This GetConnector (definition) is blocked",
        NOT_SUPPORTED,
    ),
    "column_not_found": ("Connector-veld '{name}' niet gevonden", "Connector field '{name}' not found", NOT_SUPPORTED),
    "unexpected": ("Er is een onverwachte fout opgetreden.", "An unexpected error has occurred.", UNEXPECTED),
    "out_of_memory": ("Out of memory", "Out of memory", UNEXPECTED),
    # inferred wording: only "Connector FiEntryPa does not exist" is public, for a wrong root
    "no_such_connector": ("Connector {name} bestaat niet", "Connector {name} does not exist", NOT_SUPPORTED),
    "value_missing": (
        "Vul een waarde in bij '{label}'.",
        "(AntaObject) There is no value entered in mandatory field '{label}' ({name})",
        NO_SUCH_VALUE,
    ),
    "value_unknown": (
        "De ingevulde waarde bij '{label}' bestaat niet.",
        "The entered value for '{label}' does not exist.",
        NO_SUCH_VALUE,
    ),
    "type_mismatch": ("Type mismatch", "Type mismatch", UNEXPECTED),
    # inferred wording
    "value_too_long": (
        "De waarde bij '{label}' is te lang (maximaal {length} tekens).",
        "The value for '{label}' is too long (at most {length} characters).",
        NO_SUCH_VALUE,
    ),
    # inferred wording: AFAS names the case and that one may try again, not the text
    "layout_locked": (
        "De boekingslay-out is vergrendeld door een andere gebruiker.",
        "The booking layout is locked by another user.",
        UNEXPECTED,
    ),
    "destination_not_allowed": (
        "Deze bestemming is niet geldig voor dit type dossieritem",
        "This destination is not valid for this type of dossier item",
        NOT_SUPPORTED,
    ),
    # booking: AFAS's words where its pages or vendors quote them, our own where *inferred* stands
    "foreign_key": (
        "De ingevulde waarde bij '{label}' bestaat niet.",
        "(AntaObject) The foreignkey does not exist in the database. FieldId={label}, ForeignkeyId={table}",
        NO_SUCH_VALUE,
    ),
    "date_in_blocked_period": (
        "Datum '{date}' valt in een geblokkeerde periode",
        "Date '{date}' belongs to a blocked period",
        NO_SUCH_VALUE,
    ),
    "period_blocked": (
        "Voor deze administratie is periode {period} van jaar {year} geblokkeerd.",
        "For this administration, period {period} of the year {year} is blocked.",
        NO_SUCH_VALUE,
    ),
    "allocation_required": (
        "Code verbijzondering voor as '{axis}' moet gevuld worden voor rekening {account}",
        "Allocation code for axis '{axis}' must be filled for account {account}",
        NO_SUCH_VALUE,
    ),
    # Dutch: inferred wording
    "assignment_missing": (
        "Geen verbijzonderingstoewijzing voor kostenplaats '{code}' met rekening '{account}', of die is geblokkeerd.",
        "There is no assignment for cost center '{code}' with account '{account}' or the assignment is blocked.",
        NO_SUCH_VALUE,
    ),
    "invoice_number_used": (
        "Factuurnummer {invoice} wordt al gebruikt in financieel bij relatienummer {relation}",
        "Invoice number {invoice} is already used in finance for {whose} {relation}",
        NO_SUCH_VALUE,
    ),
    # Dutch: inferred wording
    "vat_not_allowed": (
        "(AfasFiEntry) Btw is niet toegestaan voor rekening {account}",
        "(AfasFiEntry) VAT is not allowed for account {account}",
        NO_SUCH_VALUE,
    ),
    # Dutch: inferred wording
    "vat_required": (
        "Btw-code is verplicht voor rekening {account}",
        "VAT code is required for account {account}",
        NO_SUCH_VALUE,
    ),
    # inferred wording: a vendor reads it in German
    "project_not_allowed": (
        "Boeken op project {project} in deze administratie niet toegestaan",
        "Bookings for project {project} are not allowed in this administration",
        NO_SUCH_VALUE,
    ),
    # inferred wording: AFAS says that it checks this, not with which words
    "not_balanced": (
        "De journaalpost is niet in evenwicht: debet {debit}, credit {credit}.",
        "The entry is not in balance: debit {debit}, credit {credit}.",
        NO_SUCH_VALUE,
    ),
    # inferred wording
    "both_amounts": (
        "Vul een bedrag in bij debet of bij credit, niet bij allebei.",
        "Enter an amount for debit or for credit, not for both.",
        NO_SUCH_VALUE,
    ),
    # inferred wording
    "allocation_differs": (
        "De verbijzonderde bedragen zijn samen niet gelijk aan het bedrag van rekening {account}.",
        "The allocated amounts do not add up to the amount of account {account}.",
        NO_SUCH_VALUE,
    ),
    "took_too_long": (
        "De maximale tijdsduur voor het uitvoeren van de opdracht is verstreken.",
        "The maximum duration for performing the assignment has been exceeded.",
        UNEXPECTED,
    ),
    # inferred wording
    "key_exists": (
        "De ingevulde waarde '{value}' bij '{label}' bestaat al.",
        "The entered value '{value}' for '{label}' already exists.",
        NO_SUCH_VALUE,
    ),
    # inferred wording
    "several_found": (
        "Er zijn meerdere organisaties/personen gevonden bij de vergelijking.",
        "Several organisations/persons were found by the comparison.",
        NO_SUCH_VALUE,
    ),
    # inferred wording
    "iban_invalid": ("Het IBAN-nummer {iban} is niet geldig.", "IBAN {iban} is not valid.", NO_SUCH_VALUE),
    # inferred wording
    "debtor_blocked": (
        "Verkooprelatie {relation} is geblokkeerd voor levering.",
        "Sales contact {relation} is blocked for delivery.",
        NO_SUCH_VALUE,
    ),
    # inferred wording
    "entry_matched": (
        "De journaalpost kan niet worden verwijderd: factuur {invoice} is afgeletterd.",
        "The entry cannot be deleted: invoice {invoice} has been reconciled.",
        NO_SUCH_VALUE,
    ),
    # inferred wording
    "invoice_booked": (
        "Factuur {invoice} is al geboekt en kan niet meer worden gewijzigd of verwijderd.",
        "Invoice {invoice} was booked already and can no longer be changed or deleted.",
        NO_SUCH_VALUE,
    ),
    # inferred wording
    "in_use": (
        "{label} {value} is in gebruik en kan niet worden verwijderd.",
        "{label} {value} is in use and cannot be deleted.",
        NO_SUCH_VALUE,
    ),
    # inferred wording
    "not_with_this_connector": (
        "Deze bewerking is niet mogelijk met UpdateConnector {name}.",
        "This action is not possible with UpdateConnector {name}.",
        NOT_SUPPORTED,
    ),
}
