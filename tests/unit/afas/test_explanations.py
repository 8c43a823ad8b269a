"""The table of AFAS's answers: everything known is in it, nothing hides anything else, and every text reads well."""

import re
import time

import pytest

from afas_assistant.afas import explanations
from afas_assistant.afas.explanations import Entry, all_explanations, as_markdown, explain, explanation, read_table
from afas_assistant.errors import Who
from afas_assistant.texts import LANGUAGES, Language, Text, literal

ENTRIES = explanations.table().entries
BY_CODE = {entry.code: entry for entry in ENTRIES}
EXAMPLES = [(entry, example) for entry in ENTRIES for example in entry.examples + entry.guesses]
PREFIXES = ("General message: ", "(AntaObject) ", "(AfasFiEntry) ", "General message: (AntaObject) ")
CASES = range(1, 67)

# What callers rely on, and what AFAS and vendors are known to answer (the words are facts; case: AFAS's own).
KNOWN: tuple[tuple[int | None, str | None, str], ...] = (
    (401, None, "unauthorised"),
    (401, "", "unauthorised"),
    (403, "", "ip_refused"),
    (404, "", "not_found"),
    (413, "", "too_large"),
    (429, None, "too_many_requests"),
    (503, None, "maintenance"),
    (503, "Service temporarily unavailable due to scheduled maintenance.", "maintenance"),
    (500, None, "server_error"),
    (500, "  ", "server_error"),
    (502, None, "server_error"),
    (400, "Invalid json", "invalid_json"),
    (400, "use_dpop_nonce", "use_dpop_nonce"),
    (400, "invalid_client", "invalid_client"),
    (401, "invalid_client", "invalid_client"),
    (400, "unauthorized_client", "unauthorized_client"),
    (401, 'DPoP error="invalid_token"', "invalid_token"),
    (400, "code challenge required", "code_challenge_required"),
    (500, "GetConnector niet ondersteund voor deze app of de gebruiker is niet geautoriseerd", "get_not_supported"),
    (500, "GetConnector not supported for this app or the user is not authorized", "get_not_supported"),
    (500, "Deze UpdateConnector wordt niet ondersteund of de gebruiker is niet geautoriseerd.", "update_not_supported"),
    (500, "Deze connector wordt niet ondersteund of de gebruiker is niet geautoriseerd.", "special_not_supported"),
    (500, "Deze GetConnector (definitie) is geblokkeerd", "definition_blocked"),
    (500, "This GetConnector (definition) is blocked", "definition_blocked"),
    (500, "Connector-veld 'X' niet gevonden", "field_not_found"),
    (500, "Connector field 'X' not found", "field_not_found"),
    (500, "Er is een onverwachte fout opgetreden.", "unexpected"),
    (500, "An unexpected error has occurred.", "unexpected"),
    (500, "Out of String space", "out_of_memory"),
    (500, "Out of memory", "out_of_memory"),
    (500, "De maximale tijdsduur voor het uitvoeren van de opdracht is verstreken.", "server_time_limit"),
    (500, "The maximum duration for performing the assignment has been exceeded.", "server_time_limit"),
    (500, "Command timeout expired.", "server_time_limit"),
    (200, "(replaced)", "field_replaced"),
    (500, "De ingevulde waarde bij 'X' bestaat niet.", "value_unknown"),
    (500, "The entered value for 'Account Number' does not exist", "account_unknown"),
    (500, "De ingevulde waarde bij 'Btw-nummer' bestaat niet.", "value_unknown"),
    (500, "De ingevulde waarde bij 'Rekeninghouder' bestaat niet.", "value_unknown"),
    (500, "The entered value for 'Account manager' does not exist", "value_unknown"),
    (500, "The foreignkey does not exist in the database. FieldId=Btw-code, ForeignkeyId=KnVat", "vat_code_unknown"),
    (500, "The foreignkey does not exist. FieldId=Rekeningnummer, ForeignkeyId=KnAnt1", "account_unknown"),
    (500, "The foreignkey does not exist. FieldId=Medewerker, ForeignkeyId=C1_HrAct", "employee_unknown"),
    (500, "The foreignkey does not exist. FieldId=Cost center, ForeignkeyId=C5_KnByz4", "cost_centre_unknown"),
    (500, "Vul een waarde in bij 'X'.", "value_missing"),
    (500, "There is no value entered in mandatory field 'Rekeningnummer' (AcNr)", "account_missing"),
    (500, "There is no value entered in mandatory field 'Looncomponent' (Sc02)", "pay_component_missing"),
    (500, "Datum '1-11-2023' valt in een geblokkeerde periode", "date_in_blocked_period"),
    (500, "Voor deze administratie is periode 8 van jaar 2023 geblokkeerd.", "period_blocked"),
    (500, "For this administration period 8 of the year 2024 is blocked.", "period_blocked"),
    (
        500,
        "Code verbijzondering voor as 'Kostenplaats' moet gevuld worden voor rekening 8074",
        "allocation_required",
    ),
    (500, "Cost center assignment is required for account 132190.", "allocation_required"),
    (
        500,
        "There is no assignment for cost center '10575' with account '4108' or the assignment is blocked.",
        "assignment_missing",
    ),
    (500, "Factuurnummer 7 wordt al gebruikt in financieel bij relatienummer 8", "invoice_number_used"),
    (500, "Invoice number 7 is already used in finance for Creditor 8", "invoice_number_used"),
    (500, "(AFASFiEntry) VAT is not allowed for account 8000", "vat_not_allowed"),
    (500, "VAT code is required for account 8000", "vat_required"),
    (500, "Deze bestemming is niet geldig voor dit type dossieritem", "destination_not_allowed"),
    (500, "Type mismatch", "type_mismatch"),
    (500, "The booking layout is locked by another user", "layout_locked"),
    (500, "Connector FiEntryPa does not exist", "root_unknown"),
    (500, "Object reference not set to an instance of an object", "body_not_understood"),
    (500, "Object variable or With block variable not set", "body_not_understood"),
    (None, "General message: Deze connector wordt niet ondersteund", "special_not_supported"),
)


def _texts(language: Language) -> list[str]:
    shown = [(item.meaning, item.action, *(t for c in item.causes for t in (c.cause, c.check))) for item in _shown()]
    return [text.render(language) for texts in shown for text in texts]


def _shown() -> list[explanations.Explanation]:
    return [*all_explanations(), *(explain(_status(entry), example) for entry, example in EXAMPLES)]


def _status(entry: Entry) -> int:
    return entry.statuses[0].start if entry.statuses else 500


def _both(text: Text) -> tuple[str, str]:
    return text.render("nl"), text.render("en")


@pytest.mark.parametrize(("status", "message", "code"), KNOWN)
def test_known_answers_have_their_explanation(status: int | None, message: str | None, code: str) -> None:
    found = explain(status, message)
    assert found.code == code
    assert found.matched


@pytest.mark.parametrize(("entry", "example"), EXAMPLES, ids=lambda value: getattr(value, "code", None))
def test_no_entry_shadows_another(entry: Entry, example: str) -> None:
    assert explain(_status(entry), example).code == entry.code


@pytest.mark.parametrize(("entry", "example"), EXAMPLES, ids=lambda value: getattr(value, "code", None))
def test_prefixes_capitals_and_quotation_marks_make_no_difference(entry: Entry, example: str) -> None:
    variants = [prefix + example for prefix in PREFIXES if entry.code != "field_replaced"]
    variants += [example.upper(), f"\r\n {example} ", example.replace("'", '"'), re.sub("'(.*?)'", "‘\\1’", example)]
    assert {explain(_status(entry), variant).code for variant in variants} == {entry.code}


def test_wordings_of_our_own_are_not_passed_off_as_published() -> None:
    guessed = {entry.code for entry in ENTRIES if entry.patterns and not entry.examples}
    assert {"layout_locked", "entry_not_balanced", "project_not_allowed"} <= guessed
    assert {BY_CODE[code].certainty for code in guessed} == {"inferred"}


def test_answers_known_in_both_languages_have_examples_in_both() -> None:
    both = {"get_not_supported", "definition_blocked", "unexpected", "server_time_limit", "invoice_number_used"}
    both |= {"field_not_found", "value_unknown", "value_missing", "date_in_blocked_period", "period_blocked"}
    both |= {"allocation_required", "account_unknown"}
    dutch = re.compile(r"\b(niet|een|is geblokkeerd|geblokkeerde|wordt|verstreken|gevuld|geblokkeerd)\b")
    for code in both:
        languages = {bool(dutch.search(example)) for example in BY_CODE[code].examples}
        assert languages == {True, False}, code


def test_all_66_published_cases_are_covered() -> None:
    assert {case for entry in ENTRIES for case in entry.cases} == set(CASES)


def test_situations_are_found_by_code_and_never_as_an_answer() -> None:
    situations = [entry for entry in ENTRIES if entry.seen_as == "situation"]
    assert {"not_json", "cut_off", "token_lost", "wrong_administration"} <= {entry.code for entry in situations}
    for entry in situations:
        assert explanation(entry.code).code == entry.code
        assert entry.match(500, "anything") is None
        assert entry.match(None, "") is None


def test_values_that_afas_names_stand_in_the_text() -> None:
    field = explain(500, "Connector-veld 'DebtorName' niet gevonden")
    assert _both(field.meaning)[0].startswith("De GetConnector levert het veld «DebtorName» niet.")
    assert "the field “DebtorName”" in _both(field.meaning)[1]
    invoice = explain(500, "Factuurnummer [2024001] wordt al gebruikt in financieel bij relatienummer [10042].")
    assert "factuurnummer 2024001 al bij relatie 10042" in _both(invoice.meaning)[0]
    assignment = explain(500, "There is no assignment for cost center '10575' with account '4108'")
    assert "cost centre 10575 and account 4108" in _both(assignment.meaning)[1]
    period = explain(500, "Voor deze administratie is periode 8 van jaar 2023 geblokkeerd.")
    assert _both(period.meaning) == (
        "In deze administratie is periode 8 van 2023 afgesloten.",
        "In this administration period 8 of 2023 is closed.",
    )
    required = explain(500, "Cost center assignment is required for account 132190.")
    assert "rekening 132190" in _both(required.meaning)[0]
    assert "the axis “Cost center”" in _both(required.meaning)[1]


def test_without_values_the_text_still_reads() -> None:
    bare = explain(500, "invoice number is already used")
    assert _both(bare.meaning)[1].startswith("In AFAS this invoice number already exists for the same relation.")
    assert "een van de velden" in explain(500, "The foreignkey does not exist in the database.").meaning.render("nl")


def test_params_by_code_may_be_words_or_texts() -> None:
    assert "«DbId»" in explanation("value_missing", field="DbId").meaning.render("nl")
    assert "the debtor" in explanation("value_missing", field=literal("the debtor")).meaning.render("en")
    with pytest.raises(KeyError):
        explanation("no_such_code")


@pytest.mark.parametrize(
    ("status", "message", "code"),
    [
        (500, "Zeg {nooit} 'nooit'\n(AntaObject)", "unknown_refusal"),
        (400, "Zeg {nooit} 'nooit'\n(AntaObject)", "unknown_bad_request"),
        (200, "Zeg {nooit} 'nooit'\n(AntaObject)", "unknown_answer"),
        (None, "Zeg {nooit} 'nooit'\n(AntaObject)", "unknown_answer"),
    ],
)
def test_unknown_words_are_quoted_unchanged(status: int | None, message: str, code: str) -> None:
    found = explain(status, message)
    assert (found.code, found.matched, found.retry) == (code, False, "no")
    assert f"«{message}»" in found.meaning.render("nl")
    assert f"“{message}”" in found.meaning.render("en")


def test_a_page_instead_of_a_message_takes_no_time() -> None:
    before = time.process_time()
    found = explain(500, "debet credit project administratie " * 50_000)
    assert found.code == "unknown_refusal"
    assert time.process_time() - before < 2


def test_unknown_answers_without_words_read_well() -> None:
    assert "status 418" in explain(418, None).meaning.render("nl")
    assert "(geen tekst)" in explain(418, None).meaning.render("nl")
    assert explain(302, None).code == "unknown_redirect"
    assert "een onbekende status" in explain(None, None).meaning.render("nl")


def test_an_empty_401_lists_its_causes_likeliest_first() -> None:
    found = explain(401, None)
    codes = [cause.code for cause in found.causes]
    assert codes[0] == "wrong_host"
    assert {"token_mistyped", "token_withdrawn", "token_ended", "app_connector_blocked", "connector_not_added"} < set(
        codes
    )
    assert "Geblokkeerd" in found.causes[codes.index("app_connector_blocked")].check.render("nl")


@pytest.mark.parametrize(
    "code", ["unauthorised", "ip_refused", "not_found", "get_not_supported", "update_not_supported"]
)
def test_answers_with_several_causes_list_them(code: str) -> None:
    assert len(explanation(code).causes) >= 2


def test_only_these_may_be_sent_again_unchanged() -> None:
    answers = {entry.code: entry.retry for entry in ENTRIES if entry.seen_as == "answer" and entry.retry != "no"}
    assert answers == {
        "use_dpop_nonce": "now",
        "layout_locked": "later",
        "too_many_requests": "later",
        "maintenance": "later",
        "server_error": "later",
    }
    assert explain(500, "Command timeout expired.").retry == "no"


def test_whose_it_is() -> None:
    assert explain(401, None).whose is Who.ADMINISTRATOR
    assert explain(503, None).whose is Who.AFAS
    assert explain(400, "Invalid json").whose is Who.US


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_are_sentences_in_the_house_style(language: Language) -> None:
    for text in _texts(language):
        assert "!" not in text
        assert "{" not in text, text
        assert "  " not in text
        assert text[0].isupper(), text
        assert text.endswith((".", "»", "”", "(geen tekst)", "(no text)", "?")), text
    assert not [text for text in _texts("nl") if re.search(r"\b(jij|jouw|je|fout opgetreden)\b", text)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_starts_with_a_placeholder(language: Language) -> None:
    for entry in ENTRIES:
        for text in (entry.meaning[language], entry.action[language]):
            assert not re.search(r"(^|[.:?] )\{(?!message)(?!menu_)", text), text


def test_both_languages_use_the_same_placeholders() -> None:
    for entry in ENTRIES:
        for text in (entry.meaning, entry.action, *(side for _, *sides in entry.causes for side in sides)):
            assert set(re.findall(r"\{\w+\}", text["nl"])) == set(re.findall(r"\{\w+\}", text["en"])), entry.code


@pytest.mark.parametrize("language", LANGUAGES)
def test_markdown_lists_every_code_once_as_a_row(language: Language) -> None:
    text = as_markdown(language)
    rows = [line for line in text.splitlines() if line.startswith("| `")]
    assert [row.split("`")[1] for row in rows] == [entry.code for entry in ENTRIES]
    assert {row.count(" | ") for row in rows} == {8}
    assert "token_withdrawn" in text
    assert explanation("unauthorised").meaning.render(language) in text


WORDS = "[words]\nfield = { nl = 'veld', en = 'field', nl_named = 'veld {value}', en_named = 'field {value}' }\n"
ENTRY = """
[[entry]]
code = "first"
patterns = ['one']
examples = ["one"]
meaning = { nl = "Een.", en = "One." }
action = { nl = "Doe een.", en = "Do one." }
whose = "us"
retry = "no"
certainty = "confirmed"
source = "test"
"""
LAST = ENTRY.replace("first", "last").replace("patterns = ['one']\nexamples = [\"one\"]", "fallback = true")


def test_a_healthy_small_table_is_read() -> None:
    table = read_table(WORDS + ENTRY + LAST)
    assert table.explain(500, "ONE").code == "first"
    assert table.explain(500, "two").code == "last"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('whose = "us"', 'whose = "nobody"', "'first': whose 'nobody' is none of"),
        ('whose = "us"\n', "", "'first': whose is missing"),
        ('retry = "no"', 'retry = "soon"', "'first': retry 'soon'"),
        ('certainty = "confirmed"', "certainty = 1", "'first': certainty is no str"),
        ('"Een."', '" "', "'first': meaning: nl is empty"),
        (', en = "One."', "", "'first': meaning: en is missing"),
        ("Do one.", "Do {thing}.", "'first': no words for thing"),
        ("Do one.", "Do {thing.", "'first': expected '}'"),
        ("['one']", "['(?P<thing>one)']", "'first': no words for thing"),
        ("['one']", "['(one']", "'first': pattern '(one' is no regular expression"),
        ('["one"]', "[]", "'first': no example or guess fits pattern"),
        ('code = "first"', 'code = "First one"', "is not snake_case"),
        ('code = "first"', 'code = "last"', "'last': code occurs twice"),
        ('code = "first"', "", "'number 1': code is missing"),
        ('code = "first"', 'code = "first"\ncolour = "red"', "'first': unknown key colour"),
        ('code = "first"', 'code = "first"\nstatus = ["9xx"]', "'first': status '9xx'"),
        ('code = "first"', 'code = "first"\nseen_as = "situation"', "'first': a situation has no"),
        ("patterns = ['one']\n", "", "'first': an answer needs"),
        ("patterns = ['one']\n", "fallback = true\n", ""),
        ("nl_named = 'veld {value}'", "nl_named = 'veld'", "'field': a named form lacks {value}"),
    ],
)
def test_a_broken_table_names_entry_and_reason(old: str, new: str, reason: str) -> None:
    toml = WORDS + ENTRY + LAST
    assert old in toml
    broken = toml.replace(old, new, 1)
    if not reason:
        assert read_table(broken).explain(None, None).code == "first"
        return
    with pytest.raises(ValueError, match=re.escape(reason)):
        read_table(broken)


def test_a_general_entry_before_a_specific_one_is_refused() -> None:
    with pytest.raises(ValueError, match="'first': stands after 'last', which is more general"):
        read_table(WORDS + LAST + ENTRY)


def test_a_table_that_does_not_end_in_a_catch_all_is_refused() -> None:
    with pytest.raises(ValueError, match="must fit everything"):
        read_table(WORDS + ENTRY)
