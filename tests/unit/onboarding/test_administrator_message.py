"""The message to the administrator: only what is open, at its place, with AFAS's own names, short enough for a link."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from afas_assistant.afas.address import understand_address
from afas_assistant.cli.documents import write_first_message, write_message
from afas_assistant.errors import AssistantError, ConfigurationError, Who
from afas_assistant.onboarding.administrator_message import (
    AdministratorMessage,
    Names,
    administrator_message,
    names_of,
    text_to_save,
)
from afas_assistant.onboarding.asked_points import name_in_afas
from afas_assistant.onboarding.checker import CheckRequest, run_check
from afas_assistant.onboarding.evidence import Definition
from afas_assistant.onboarding.kept_report import kept_verdicts
from afas_assistant.onboarding.mailto import LONGEST, is_cut, mailto_link
from afas_assistant.onboarding.names import resolve
from afas_assistant.onboarding.probes.get_connectors import judge_get
from afas_assistant.onboarding.profiles import Profile, assistant_profile, built_in_profiles, load_profile
from afas_assistant.onboarding.report import CheckReport
from afas_assistant.onboarding.requirements import GetRequirement, Severity
from afas_assistant.onboarding.verdicts import Line, Reason, Section, Status, Verdict
from afas_assistant.organisations.records import Confirmation, DefinitionSource, KeptDefinition
from afas_assistant.texts import LANGUAGES, Language, literal
from tests.helpers.pretend_reader import BLOCKED, SPECIAL_NOT_SUPPORTED, PretendReader, afas_error, line_error, metainfo
from tests.unit.onboarding.make import line

SMARTBOOQING = load_profile("smartbooqing")
TIMECHIMP = load_profile("timechimp")
AT = datetime(2026, 11, 20, 10, 58, tzinfo=UTC)
NAMES = Names(environment="T99001AA", sender="M. de Boer", app_connector="Koppeling")


def reader(*, without: Sequence[str] = (), errors: Mapping[str, AssistantError] | None = None) -> PretendReader:
    """Return an environment that has all that SmartBooqing asks for, but for what is left out or refused."""
    get = {name_in_afas(one): (*one.fields, "Any") for one in SMARTBOOQING.get}
    update = {name_in_afas(one): one.fields for one in SMARTBOOQING.update}
    get["Own_Dossierbestemming"] = ()
    rows: dict[str, list[dict[str, object]]] = {name: [dict.fromkeys(columns, "x")] for name, columns in get.items()}
    rows["Own_Dossierbestemming"] = [{"Type_dossieritem": 9, "Bestemming": one, "Instelling": 1} for one in (12, 13)]
    names = metainfo([one for one in get if one not in without], [one for one in update if one not in without],
                     group="Koppelgroep (99001.APPCONNECTOR)")  # fmt: skip
    return PretendReader(names, rows=rows, updates=update, errors=errors or {})


def check(environment: PretendReader, *, stored: bool = False, who: str = "") -> CheckReport:
    said = {
        "by_hand/user_rights": Confirmation(1, "by_hand/user_rights", who, AT, ""),
    }
    request = CheckRequest(understand_address("T99001AA"), [SMARTBOOQING], stored=stored,
                           confirmations=said if who else {}, today=date(2026, 11, 21))  # fmt: skip
    return run_check(request, lambda address: environment)


def message(report: CheckReport, language: Language = "en") -> AdministratorMessage:
    return administrator_message([SMARTBOOQING], report.verdicts, names_of(report, sender="M. de Boer"), language)


def of(*verdicts: Verdict, language: Language = "en", profiles: Sequence[Profile] = ()) -> AdministratorMessage:
    return administrator_message(profiles, verdicts, NAMES, language)


def groups(body: str) -> dict[str, str]:
    """Return the paragraphs of a message by their first line."""
    return {part.split("\n")[0]: part for part in body.split("\n\n")}


# ---------------------------------------------------------------------------------------------- before any token


def test_before_any_token_every_connector_stands_under_its_place() -> None:
    both = built_in_profiles()
    parts = groups(administrator_message(both, None, Names(), "en").body)
    for profile in both:
        for kind in (profile.get, profile.update):
            for one in kind:
                assert (
                    f"☐ Add {'Get' if one in profile.get else 'Update'}Connector {name_in_afas(one)}"
                    in (parts[one.place.title.render("en")])
                )
        for data in profile.data:
            assert f"☐ Add connector {data.name}." in parts[data.place.title.render("en")]
        for goal in profile.destinations:
            assert f"({goal.number})" in parts[goal.place.title.render("en")]


def test_before_any_token_every_manual_step_is_named_the_administrators_own_ones_to_tick() -> None:
    body = administrator_message(built_in_profiles(), None, Names(), "nl").body
    for step in (step for profile in built_in_profiles() for step in profile.by_hand):
        title = step.title.render("nl")
        if step.severity is Severity.REQUIRED:
            assert title in body
        assert (f"☐ {title}" in body) is (step.place.who is Who.ADMINISTRATOR)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_misprint_of_a_document_is_asked_for(language: Language) -> None:
    body = administrator_message([*built_in_profiles(), assistant_profile()], None, Names(), language).body
    for wrong in ("Kostenplaasten", "Filnvoices", "KnSalesrelationOrg", "ProfitDebtor", "DDI_Kosten (Profit)"):
        assert wrong not in body


def test_before_any_token_all_definition_files_are_to_be_attached() -> None:
    made = administrator_message([SMARTBOOQING], None, Names(), "en")
    assert set(made.attachments) == {one.file for one in SMARTBOOQING.get if one.file}
    assert len(made.attachments) == 7


def test_what_two_checklists_ask_for_is_asked_once_with_both_reasons() -> None:
    body = administrator_message([TIMECHIMP, SMARTBOOQING], None, Names(), "nl").body
    assert body.count("FiEntries (") == 1
    assert "TimeChimp boekt hiermee" in body
    assert "SmartBooqing boekt hiermee inkoop" in body
    assert body.count("App connector aanmaken") == 1
    assert body.count("Zoek in de Autorisatie tool de gebruiker") == 1


def test_advised_lines_come_after_all_required_ones() -> None:
    body = administrator_message([SMARTBOOQING, assistant_profile()], None, Names(), "en").body
    required, advised = body.split("Please also, while you are in this screen anyway:")
    assert "ProfitGetConnectoren" in advised
    assert "ProfitGetConnectoren" not in required
    assert "AppConnectorReport" in required
    path = "General › Management › App connector › (your app connector) › GetConnectors › New"
    assert body.count(f"\n{path}\n") == 1


def test_a_place_shows_both_menus_once_with_the_app_connectors_name() -> None:
    made = administrator_message([SMARTBOOQING], None, NAMES, "nl")
    assert made.body.count("Algemeen › Beheer › App connector › Koppeling › GetConnectoren › Nieuw") == 1
    assert made.body.count("Algemeen › App connector › Koppeling › GetConnectoren › Nieuw") == 1
    assert "(uw app connector)" not in made.body


def test_it_is_polite_and_warns_against_mailing_the_token() -> None:
    made = administrator_message([SMARTBOOQING], None, NAMES, "nl")
    assert "Stuur ons het token niet per e-mail." in made.body
    assert made.body.startswith("Beste beheerder,")
    assert made.body.endswith("Met vriendelijke groet,\nM. de Boer")
    assert "!" not in made.body
    assert "T99001AA" in made.subject


def test_the_languages_differ_and_the_names_do_not() -> None:
    dutch, english = (administrator_message([SMARTBOOQING], None, NAMES, language) for language in LANGUAGES)
    assert dutch.subject != english.subject
    assert dutch.attachments == english.attachments
    lines = set(dutch.body.split("\n")) & set(english.body.split("\n"))
    assert {one for one in lines if one.startswith("☐")} == set()
    assert "SBQ_Transactie (SBQ Transaction History)" in dutch.body
    assert "SBQ_Transactie (SBQ Transaction History)" in english.body


# ---------------------------------------------------------------------------------------------- after a check


def test_only_what_is_open_is_asked() -> None:
    made = message(check(reader(without=["SBQ_Transactie"])))
    assert made.subject == "AFAS T99001AA: one point left for SmartBooqing"
    assert made.body.count("☐") == 1
    assert "☐ Add GetConnector SBQ_Transactie (SBQ Transaction History)." in made.body
    assert "If it is not in the list, import SBQ_Transaction_History.gcn first." in made.body
    assert "helpdesk@smartbooqing.com" in made.body
    assert made.attachments == ("SBQ_Transaction_History.gcn",)


def test_a_line_that_became_right_disappears() -> None:
    before = message(check(reader(without=["SBQ_Transactie", "CaseWare_Periods"])))
    after = message(check(reader(without=["CaseWare_Periods"])))
    assert "SBQ_Transactie" in before.body
    assert "SBQ_Transactie" not in after.body
    assert "CaseWare_Periods" in after.body
    assert after.attachments == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_open_is_a_word_of_thanks(language: Language) -> None:
    made = message(check(reader()), language)
    assert "☐" not in made.body
    assert {"nl": "Bedankt", "en": "Thank you"}[language] in made.body
    assert "token" not in made.body


def test_a_manual_step_stays_until_somebody_confirms_it() -> None:
    assert "user its rights" in message(check(reader(), stored=True)).body
    assert "☐" not in message(check(reader(), stored=True, who="M. de Boer")).body


def test_importing_is_asked_by_the_files_that_are_missing_not_as_a_step() -> None:
    made = message(check(reader(without=["SBQ_BTW"]), stored=True, who="M. de Boer"))
    assert made.attachments == ("SBQ_BTW.gcn",)
    assert "seven" not in made.body


def test_a_point_stands_where_one_clicks_to_mend_it() -> None:
    errors = {"SBQ_BTW": afas_error(500, BLOCKED), "xml_schema": afas_error(500, SPECIAL_NOT_SUPPORTED)}
    parts = groups(message(check(reader(errors=errors))).body)
    assert "☐ SBQ_BTW: " in parts["Definition of a GetConnector"]
    assert BLOCKED in parts["Definition of a GetConnector"]
    assert "☐ Add connector GetXMLSchema." in parts["App connector, tab Connectors"]
    assert set(parts) & {"App connector, tab GetConnectors", "App connector, tab UpdateConnectors"} == set()


def test_an_update_connector_is_named_as_afas_names_it() -> None:
    made = message(check(reader(without=["FiInvoice"])))
    assert "☐ Add UpdateConnector FiInvoice (Financiële factuur)." in made.body
    assert "Filnvoices" not in made.body


def test_a_refused_token_gives_the_causes_and_counts_what_waits() -> None:
    made = message(check(PretendReader(metainfo([]), errors={"metainfo": afas_error(401)})))
    assert made.body.count("☐") == 1
    assert made.body.count("   - ") >= 3
    assert "lines could not be tested yet." in made.body


def test_what_is_not_the_administrators_is_not_asked_of_them() -> None:
    made = message(check(PretendReader(metainfo([]), errors={"metainfo": line_error("dns_failed")})))
    assert "☐" not in made.body
    assert "nothing to do for you at the moment" in made.subject
    assert "You need not do anything about: Host." in made.body


def known(requirement: GetRequirement, *names: str) -> Verdict:
    """Return the verdict on an absent GetConnector where AFAS's own list of definitions holds these names."""
    asked = Line(Section.GET, requirement.name, profile="smartbooqing", place=requirement.place)
    definitions = {name: Definition(name, name, blocked=False) for name in names}
    return judge_get(asked, requirement, resolve(requirement.names, ()), None, definitions)


def test_a_definition_that_exists_needs_no_import_and_no_vendor() -> None:
    cost_centres = next(one for one in SMARTBOOQING.get if one.name == "SBQ_Kostenplaasten_All")
    made = of(known(cost_centres, "SBQ_Kostenplaatsen_2"), profiles=[SMARTBOOQING])
    assert "☐ Add GetConnector SBQ_Kostenplaatsen_2.\n" in made.body
    assert "no import is needed" in made.body
    assert made.attachments == ()
    assert "helpdesk" not in made.body
    absent = of(known(cost_centres), profiles=[SMARTBOOQING])
    assert absent.attachments == ("SBQ_Custom_Kostenplaatsen.gcn",)
    assert "helpdesk@smartbooqing.com" in absent.body


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_kept_check_asks_for_the_same(language: Language) -> None:
    report = check(reader(without=["SBQ_BTW", "FiInvoice"]), stored=True)
    lines = [verdict.line for verdict in report.verdicts]
    kept = kept_verdicts(report.to_data(language), lines)
    again = administrator_message([SMARTBOOQING], kept, names_of(report, sender="M. de Boer"), "en")
    assert again == message(report)


def test_a_misspelt_connector_is_asked_for_under_the_right_name() -> None:
    made = message(check(misspelt("SBQ_Kostenplaatsen_All", "SBQ_Kostenplaasten_Al")))
    assert (
        "☐ Import the definition of SBQ_Kostenplaatsen_All again under exactly that name and add it; "
        "SBQ_Kostenplaasten_Al looks like a misspelling." in made.body
    )
    assert made.attachments == ("SBQ_Custom_Kostenplaatsen.gcn",)


def misspelt(name: str, as_: str) -> PretendReader:
    environment = reader(without=[name])
    names = [one.id for one in environment.names.get_connectors]
    environment.names = metainfo([*names, as_], [one.id for one in environment.names.update_connectors])
    return environment


@pytest.mark.parametrize(
    ("status", "severity", "reason", "asked"),
    [
        (Status.FAILED, Severity.REQUIRED, Reason.MISSING, True),
        (Status.FAILED, Severity.ADVISED, Reason.ALL_USERS_GROUP, True),
        (Status.BY_HAND, Severity.REQUIRED, Reason.NOT_CONFIRMED, True),
        (Status.BY_HAND, Severity.REQUIRED, None, False),
        (Status.BY_HAND, Severity.ADVISED, Reason.NOT_CONFIRMED, False),
        (Status.NOT_TESTED, Severity.REQUIRED, Reason.EARLIER_FAILED, False),
        (Status.OK, Severity.REQUIRED, None, False),
        (Status.OK, Severity.REQUIRED, Reason.MANDATORY, False),
    ],
)
def test_which_verdicts_ask_something(status: Status, severity: Severity, reason: Reason | None, asked: bool) -> None:
    made = of(Verdict(line("Own", severity=severity), status, literal("title"), reason=reason, remedy=literal("Do it")))
    assert ("☐ Own: Do it" in made.body) is asked


def test_a_token_that_ends_is_advice_and_says_nothing_of_this_program() -> None:
    ending = Verdict(
        Line(Section.ENVIRONMENT, "token_expiry", severity=Severity.ADVISED, label=literal("Token end date")),
        Status.FAILED, literal("Ends on 1 May 2027"), reason=Reason.TOKEN_EXPIRES, remedy=literal("replace it here"),
    )  # fmt: skip
    made = of(ending)
    assert made.subject == "AFAS T99001AA: one piece of advice for "
    assert "App connector, tab User tokens\nGeneral › Management › App connector › Koppeling › User tokens" in made.body
    assert "Ends on 1 May 2027" in made.body
    assert "here" not in made.body.replace("There", "").replace("there", "")


def test_names_with_line_breaks_cannot_add_lines() -> None:
    names = Names(environment="T1\r\nBcc: x@y.nl", sender="A\nB", administrator="C\u2028D", app_connector="E\nF")
    made = administrator_message([SMARTBOOQING], None, names, "en")
    assert "\n" not in made.subject
    assert "\nBcc" not in made.body
    assert made.body.startswith("Dear C D,")
    assert "› E F ›" in made.body


# ---------------------------------------------------------------------------------------------- link and file


def opened(link: str) -> dict[str, str]:
    """Return what a mail program reads in a link."""
    parts = urlsplit(link)
    assert parts.scheme == "mailto"
    return {"to": unquote(parts.path), **dict(parse_qsl(parts.query, strict_parsing=True))}


def test_a_short_message_travels_whole() -> None:
    made = message(check(reader(without=["CaseWare_Periods"])))
    link = mailto_link(made, "beheer@example.nl")
    assert opened(link) == {
        "to": "beheer@example.nl",
        "subject": made.subject,
        "body": made.body.replace("\n", "\r\n"),
    }
    assert not is_cut(made)
    assert link.isascii()
    assert " " not in link
    assert "+" not in link


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_message_is_cut_at_a_line_and_says_so(language: Language) -> None:
    made = administrator_message([*built_in_profiles(), assistant_profile()], None, NAMES, language)
    link = mailto_link(made, "beheer@example.nl")
    assert len(link) <= LONGEST
    assert is_cut(made, "beheer@example.nl")
    *kept, empty, last = opened(link)["body"].split("\r\n")
    assert made.body.split("\n")[: len(kept)] == kept
    assert len(kept) > 5
    assert empty == ""
    assert last == {"nl": "(De rest staat in de gekopieerde of bewaarde tekst.)",
                    "en": "(The rest is in the text that was copied or saved.)"}[language]  # fmt: skip


@pytest.mark.parametrize(
    "to", ["", "no address", "a@b.nl?bcc=x@y.nl", "a@b.nl&cc=x@y.nl", "é@b.nl", "a" * 500 + "@b.nl"]
)
def test_an_address_never_adds_a_field_or_makes_the_link_too_long(to: str) -> None:
    made = AdministratorMessage("s" * 3_000, "☐" * 3_000, language="en")
    link = mailto_link(made, to)
    assert len(link) <= LONGEST
    assert set(opened(link)) == {"to", "subject", "body"}
    assert opened(link)["to"] in {"", "".join(to.split())}


def test_a_message_of_exactly_the_longest_link_is_not_cut() -> None:
    room = LONGEST - len(mailto_link(AdministratorMessage("s", "")))
    assert not is_cut(AdministratorMessage("s", "a" * room))
    assert len(mailto_link(AdministratorMessage("s", "a" * room))) == LONGEST
    assert is_cut(AdministratorMessage("s", "a" * (room + 1)))


def test_the_saved_text_has_subject_files_and_the_line_ends_of_mail() -> None:
    made = message(check(reader(without=["SBQ_BTW"])))
    saved = text_to_save(made)
    assert saved.startswith(f"Subject: {made.subject}\r\nAttach: SBQ_BTW.gcn\r\n\r\nDear administrator,")
    assert saved.count("\n") == saved.count("\r\n")
    assert saved.endswith("M. de Boer\r\n")


# ---------------------------------------------------------------------------------------------- the terminal


def test_the_terminal_writes_the_message_and_its_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "message.txt"
    write_message(check(reader(without=["SBQ_BTW"])), [SMARTBOOQING], str(target), "en")
    assert target.read_bytes().startswith(b"Subject: AFAS T99001AA: one point left for SmartBooqing\r\n")
    told = capsys.readouterr()
    assert told.out == ""
    assert "SBQ_BTW.gcn" in told.err
    write_first_message([TIMECHIMP], "-", "en", environment="T99001AA")
    assert "☐ Create the app connector\n" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("target", [".", "missing/message.txt", "a" * 300, "zero\0byte"])
def test_what_cannot_be_written_is_said(target: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        write_first_message([TIMECHIMP], str(tmp_path / target), "en")
    assert caught.value.code == "document_not_written"
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "message.txt"
    target.write_text("old")
    whole = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        whole(path, content[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ConfigurationError) as caught:
        write_first_message([TIMECHIMP], str(target), "en")
    assert "No space left on device" in caught.value.explanation.render("en")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_drifted_connector_is_mended_in_its_definition_or_by_its_file_again() -> None:
    columns = (("Code", "U001"), ("Naam", "U002"))
    kept = KeptDefinition("SBQ_BTW", DefinitionSource.FILE, columns, AT, label="SBQ_BTW.gcn")
    environment = reader()
    environment.fields = {"SBQ_BTW": [("Code", "U001"), ("Omschrijving", "U002")]}
    request = CheckRequest(
        understand_address("T99001AA"), [SMARTBOOQING], definitions={"sbq_btw": kept}, today=date(2026, 11, 21)
    )
    made = message(run_check(request, lambda address: environment))
    assert made.attachments == ("SBQ_BTW.gcn",)
    asked = groups(made.body)["Definition of a GetConnector"]
    assert "Restore the columns Naam in the definition" in asked
    assert "read that one in" not in asked, "the administrator does not sit at this program"
