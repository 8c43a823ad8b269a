"""The hand-over book: whole HTML without anything from outside, every line with its proof, no word taken for markup."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from afas_assistant import __version__
from afas_assistant.afas.environment import EnvironmentType
from afas_assistant.cli.documents import handover_facts, write_handover
from afas_assistant.errors import ConfigurationError
from afas_assistant.onboarding.handover_book import HandoverFacts, handover_book
from afas_assistant.onboarding.handover_style import STYLE
from afas_assistant.onboarding.passed import Passed
from afas_assistant.onboarding.profiles import built_in_profiles, load_profile
from afas_assistant.onboarding.report import CheckReport, Environment
from afas_assistant.onboarding.requirements import Severity
from afas_assistant.onboarding.time_tracking import WRITING, DefaultItem, TimeTracking
from afas_assistant.onboarding.verdicts import (
    Certainty,
    Line,
    PossibleCause,
    Reason,
    Section,
    Status,
    Verdict,
)
from afas_assistant.organisations.records import Confirmation, DefinitionSource, KeptDefinition
from afas_assistant.texts import LANGUAGES, Language, literal
from tests.helpers.pretend_reader import BLOCKED, PretendReader, afas_error, metainfo
from tests.unit.onboarding.make import line
from tests.unit.onboarding.test_administrator_message import check, reader

AT = datetime(2026, 11, 20, 10, 58, tzinfo=UTC)
EVIL = "<script>alert('x')</script>"
TOKEN = "0123456789ABCDEF" * 4
SMARTBOOQING = load_profile("smartbooqing")
VOID = {"meta", "br", "link", "img", "hr"}


def facts_of(report: CheckReport, **more: object) -> HandoverFacts:
    facts = HandoverFacts(report, [SMARTBOOQING], "Oudeveen Techniek B.V.", "Facturen", "M. de Boer", AT)
    return replace(facts, **more)  # type: ignore[arg-type]


def report_of(*verdicts: Verdict, **told: str) -> CheckReport:
    environment = Environment("https://99001.resttest.afas.online/ProfitRestServices", **told)
    return CheckReport(environment, verdicts, AT, 1.0)


def failing() -> CheckReport:
    """Return a real check in which a line fails, one is blocked, and a step waits for a person."""
    errors = {"SBQ_BTW": afas_error(500, BLOCKED), "version": afas_error(401)}
    return check(reader(without=["CaseWare_Periods"], errors=errors), stored=True)


class Page(HTMLParser):
    """Reads a page strictly: every tag closed in order, headings in order, tables with headers."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[tuple[int, str]] = []
        self.words: list[str] = []
        self.rows: list[list[str]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append((int(tag[1]), ""))
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"style", "script"} & set(self.open):
            return
        self.words.append(data)
        if {"td", "th"} & set(self.open):
            self.rows[-1][-1] += f"{data} "
        if self.headings and re.fullmatch("h[1-6]", self.open[-1] if self.open else ""):
            level, words = self.headings[-1]
            self.headings[-1] = (level, words + data)

    @property
    def text(self) -> str:
        return "\n".join(self.words)

    def evidence(self) -> list[list[str]]:
        """Return the rows of the evidence: three cells, with a time in the second."""
        return [row for row in self.rows if len(row) == 3 and re.search(r"20\d\d, \d\d:\d\d $", row[1])]

    def row(self, name: str) -> str:
        """Return the first row that begins with this name, as one text."""
        return next("| ".join(row) for row in self.rows if row and row[0].split("\n")[0].strip().startswith(name))


def page(report: CheckReport, language: Language = "en", **more: object) -> Page:
    return Page(handover_book(facts_of(report, **more), language))


# ---------------------------------------------------------------------------------------------- the file itself


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("report", [failing(), check(reader())], ids=["failing", "healthy"])
def test_it_is_whole_html_and_fetches_nothing(report: CheckReport, language: Language) -> None:
    read = page(report, language)
    assert read.tags[0] == ("html", {"lang": language})
    assert {name for name, _ in read.tags} & {"script", "link", "img", "iframe", "object", "form", "base"} == set()
    targets = [
        value for _, given in read.tags for name, value in given.items() if name in {"href", "src", "xlink:href"}
    ]
    assert targets == ["mailto:helpdesk@smartbooqing.com", "mailto:support@smartbooqing.com"]
    assert "@import" not in STYLE
    assert "url(" not in STYLE
    assert [name for _, given in read.tags for name in given if name.startswith("on")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_are_in_order_and_tables_have_headers(language: Language) -> None:
    read = page(failing(), language)
    levels = [level for level, _ in read.headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(words.strip() for _, words in read.headings)
    assert {given.get("scope") for name, given in read.tags if name == "th"} == {"row", "col"}
    tables = sum(name == "table" for name, _ in read.tags)
    assert sum(name == "caption" for name, _ in read.tags) == tables > 8


def test_the_languages_differ() -> None:
    dutch, english = (page(failing(), language) for language in LANGUAGES)
    pairs = list(zip(dutch.headings, english.headings, strict=True))
    same = {one[1] for one, other in pairs if one == other}
    assert same <= {"GetConnectors", "UpdateConnectors", "SmartBooqing"}
    assert "Niet in orde" in dutch.text
    assert "Not in order" in english.text


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it."""

    def light(colour: str) -> float:
        full = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
        parts = [int(full[place : place + 2], 16) / 255 for place in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    brighter, darker = sorted((light(one), light(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_every_text_colour_can_be_read() -> None:
    colours = re.findall(r"[^-]color: (#[0-9a-f]{3,6})", STYLE)
    assert len(colours) > 6
    for colour in colours:
        assert min(contrast(colour, ground) for ground in ("#fff", "#f3f4f6")) >= 4.5, colour


def test_it_prints_on_a4_with_rows_kept_whole() -> None:
    assert "size: A4" in STYLE
    printed = STYLE[STYLE.index("@media print") :]
    assert {"tr, li { break-inside: avoid; }", "thead { display: table-header-group; }"} <= set(
        map(str.strip, printed.splitlines())
    )


# ---------------------------------------------------------------------------------------------- nothing is markup


def test_no_word_of_afas_or_of_people_is_taken_for_markup() -> None:
    name = f"Own{EVIL}"
    bad = Verdict(
        line(name), Status.FAILED, literal(EVIL), reason=Reason.BLOCKED, found=f"F{EVIL}", quote=f"Q{EVIL}",
        meaning=literal(EVIL), remedy=literal(EVIL), detail=[EVIL],
        causes=[PossibleCause(literal(EVIL), literal(EVIL))],
    )  # fmt: skip
    by_hand = Verdict(line(EVIL, Section.BY_HAND), Status.BY_HAND, literal(EVIL), detail=(EVIL,))
    report = report_of(bad, by_hand, envid=EVIL, app_connector=EVIL, group=f"{EVIL} (9.{EVIL})", profit_version=EVIL,
                       token_expiry=EVIL)  # fmt: skip
    book = handover_book(
        facts_of(
            report,
            organisation=EVIL,
            connection=EVIL,
            made_by=EVIL,
            confirmations={by_hand.line.id: Confirmation(1, by_hand.line.id, EVIL, AT, EVIL)},
            passed={bad.line.id: Passed(EVIL, AT, EVIL)},
        ),
        "nl",
    )
    read = Page(book)
    assert "script" not in {tag for tag, _ in read.tags}
    assert "<script" not in book
    assert read.text.count(EVIL) > 15


def test_what_looks_like_a_token_is_hidden() -> None:
    by_hand = Verdict(line("step", Section.BY_HAND), Status.BY_HAND, literal("Confirmed"), detail=(TOKEN,))
    said = Confirmation(
        1, by_hand.line.id, "M. de Boer", AT, f"<token><version>1</version><data>{TOKEN}</data></token>"
    )
    book = handover_book(facts_of(report_of(by_hand), confirmations={by_hand.line.id: said}), "en")
    assert TOKEN not in book
    assert "‹hidden›" in book
    assert re.search(r"[0-9A-Fa-f]{64}", handover_book(facts_of(failing()), "en")) is None


def test_the_command_holds_nothing_that_a_shell_acts_on() -> None:
    report = report_of(envid='T"; $(rm -rf ~) `x` %PATH% \\')
    command = next(one for one in page(report).words if one.startswith("afas-assistant check"))
    assert command == 'afas-assistant check --org "T; (rm -rf ~) x PATH " --connection Facturen'


# ---------------------------------------------------------------------------------------------- what it tells


def test_every_line_stands_in_the_evidence_with_its_time() -> None:
    report = replace(failing(), at=AT)
    rows = page(report).evidence()
    assert len(rows) == len(report.verdicts)
    for verdict, row in zip(report.verdicts, rows, strict=True):
        assert row[0].startswith(verdict.line.shown_name.render("en"))
        assert "20 November 2026, 10:58" in row[1]


def test_a_failing_line_says_what_afas_answered_and_where_to_mend_it() -> None:
    row = page(failing()).row("SBQ_BTW")
    assert "Not in order" in row
    assert BLOCKED in row
    assert "General › Output › Management › GetConnector › Definition" in row
    assert "SmartBooqing" in row


def test_menu_paths_bear_the_app_connectors_name() -> None:
    read = page(failing())
    assert "App connector › Koppeling › GetConnectors" in read.row("CaseWare_Periods")
    assert "(your app connector)" not in read.text


def test_the_name_that_was_found_stands_beside_a_misprint() -> None:
    assert "in AFAS: FiInvoice" in page(check(reader())).row("Filnvoices")


@pytest.mark.parametrize(
    ("status", "severity", "reason", "shape", "word"),
    [
        (Status.OK, Severity.REQUIRED, None, "ok", "In order"),
        (Status.FAILED, Severity.REQUIRED, Reason.MISSING, "failed", "Not in order"),
        (Status.FAILED, Severity.ADVISED, Reason.MISSING, "advice", "Advice"),
        (Status.NOT_TESTED, Severity.REQUIRED, Reason.STOPPED, "not-tested", "Not tested"),
        (Status.BY_HAND, Severity.REQUIRED, None, "by-hand", "By hand"),
        (Status.BY_HAND, Severity.REQUIRED, Reason.NOT_CONFIRMED, "by-hand", "By hand, not confirmed"),
    ],
)
def test_a_state_is_shape_and_word_and_colour(
    status: Status, severity: Severity, reason: Reason | None, shape: str, word: str
) -> None:
    report = report_of(Verdict(line("Own", severity=severity), status, literal("t"), reason=reason))
    book = handover_book(facts_of(report), "en")
    found = re.search(rf'<span class="state {shape}"><svg[^>]*aria-hidden="true">(.+?)</svg>([^<]+)</span>', book)
    assert found is not None
    assert found.group(2) == word
    assert f".state.{shape}" in STYLE


def test_inferred_is_explained_once_and_only_where_something_is() -> None:
    inferred = Verdict(line("A"), Status.OK, literal("t"), certainty=Certainty.INFERRED)
    sure = Verdict(line("B"), Status.OK, literal("t"))
    assert page(report_of(inferred, sure)).text.count("“Inferred” means") == 1
    assert "“Inferred” means" not in page(report_of(sure)).text
    rows = page(report_of(inferred, sure)).evidence()
    assert ["Inferred" in row[1] for row in rows] == [True, False]
    assert ["Confirmed" in row[1] for row in rows] == [False, True]


def test_what_was_passed_over_tells_who_when_and_why() -> None:
    passed = {"get/CaseWare_Periods": Passed("M. de Boer", AT, "Helpdesk levert het bestand na."),
              "get/SBQ_Debiteuren": Passed("M. de Boer", AT, "Niet meer nodig.")}  # fmt: skip
    read = page(replace(failing(), at=AT), passed=passed)
    row = next(" ".join(row) for row in read.rows if "Helpdesk levert het bestand na. " in row)
    assert "CaseWare_Periods" in row
    assert "M. de Boer" in row
    assert "20 November 2026, 10:58" in row
    assert "One line was passed over with a reason." in read.text
    assert "Niet meer nodig." not in read.text  # that line holds by now
    assert "CaseWare_Periods" in page(failing()).text


def test_the_daily_work_is_told_with_what_is_open_and_why() -> None:
    item = DefaultItem("1", "300", "UUR", EVIL)
    found = TimeTracking(("v1",), "refused", item)
    passed = {WRITING: Passed("M. de Boer", AT, "Basic is enough for now.")}
    read = page(report_of(), administration="1 · Trial", time_tracking=found, passed=passed)
    assert "1 · Trial" in read.row("Administration")
    assert "API v1 answers. Writing is refused" in read.row("TimeChimp")
    assert f"300 · {EVIL} · work type · unit UUR" in read.row("Default item")
    assert "passed over by M. de Boer on 20 November 2026, 10:58: “Basic is enough for now.”" in read.row(
        "Writing in TimeChimp"
    )
    assert "The TimeChimp key stands in no file" in read.text
    nothing = page(report_of(), administration="1", time_tracking=TimeTracking())
    assert "not chosen yet" in nothing.row("Default item")
    assert "open" in nothing.row("TimeChimp key")
    assert "Daily work" not in page(report_of()).text


def test_who_confirmed_by_hand_is_told_in_the_time_of_the_check() -> None:
    step = Verdict(line("user_rights", Section.BY_HAND), Status.BY_HAND, literal("Confirmed"))
    open_ = Verdict(line("other", Section.BY_HAND), Status.BY_HAND, literal("?"), reason=Reason.NOT_CONFIRMED)
    said = Confirmation(1, step.line.id, "A. Jansen", AT - timedelta(days=1), "Samen gezien")
    read = page(report_of(step, open_), confirmations={step.line.id: said})
    row = next(" ".join(row) for row in read.rows if "Samen gezien " in row)
    assert "A. Jansen" in row
    assert "19 November 2026, 10:58" in row
    listed = read.text.index("Not confirmed yet:")
    assert "other" in read.text[listed : listed + 40]


def test_what_was_not_tested_says_why() -> None:
    report = check(PretendReader(metainfo([]), errors={"metainfo": afas_error(401)}))
    read = page(report)
    rows = [row for row in read.rows if row and "Not tested because an earlier step failed " in row[-1]]
    untested = [row for row in rows if "Not tested" not in row[1]]  # of the evidence, the second cell says it too
    assert len(untested) == sum(one.status is Status.NOT_TESTED for one in report.verdicts) > 20
    assert report.stopped is not None
    assert report.stopped.title.render("en") in read.text


@pytest.mark.parametrize(("wrote", "said"), [(False, "Nothing was changed in AFAS."), (True, "wrote dossier items")])
def test_whether_anything_was_written_is_told(wrote: bool, said: str) -> None:
    assert said in page(replace(failing(), wrote=wrote)).text


def test_differences_are_told_when_there_was_an_earlier_check() -> None:
    before, after = check(reader(without=["SBQ_BTW"])), check(reader(without=["CaseWare_Periods"]))
    read = page(after, previous=before.to_data())
    start = read.text.index("Differences since the check before")
    part = read.text[start : read.text.index("What the programs need")]
    assert "SBQ_BTW" in part
    assert "CaseWare_Periods" in part
    assert "SBQ_Debiteuren" not in part
    assert "Differences since" not in page(after).text


@pytest.mark.parametrize(
    ("expiry", "shown"), [("0", "AFAS names none"), ("20270401", "1 April 2027"), ("soon", "soon"), ("", "names none")]
)
def test_the_end_of_the_token_is_told_with_the_dates_of_2027(expiry: str, shown: str) -> None:
    read = page(report_of(token_expiry=expiry))
    assert shown in read.row("Token end date")
    assert "1 May 2027" in read.row("End of classic tokens")
    assert "31 August 2027" in read.row("End of app connectors on classic tokens")


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("https://99001.rest.afas.online/ProfitRestServices", "Production"),
        ("https://99001.resttest.afas.online/ProfitRestServices", "Test"),
        ("http://127.0.0.1:8123/ProfitRestServices", "Practice"),
    ],
)
def test_the_environment_bears_its_badge(address: str, word: str) -> None:
    report = replace(report_of(), environment=Environment(address, group="G 101 (99001.APPCONNECTOR)"))
    read = page(report)
    assert word in read.row("Kind")
    assert "99001.APPCONNECTOR" in read.row("User of the token")
    assert __version__ in read.row("Checked with")
    assert facts_of(report, environment_type=EnvironmentType.COURSE).kind is EnvironmentType.COURSE


def test_an_address_of_nobody_has_no_badge() -> None:
    read = page(replace(report_of(), environment=Environment("nowhere")))
    assert "Kind" not in [row[0].strip() for row in read.rows]


def test_it_says_how_to_withdraw_access_step_by_step() -> None:
    read = page(failing())
    text = read.text[read.text.index("Withdrawing access") :]
    steps = [
        "Delete the user token.",
        "Block the app connector",
        "Delete the user and the group",
        "Remove the connection",
        "afas-assistant org remove T99001AA",
    ]
    assert [text.index(one) for one in steps] == sorted(text.index(one) for one in steps)
    assert "App connector › Koppeling › User tokens (older menu" in text
    assert "› New" not in text


def test_it_lists_all_that_every_profile_needs() -> None:
    read = page(failing(), profiles=built_in_profiles())
    text = read.text[read.text.index("What the programs need") :]
    for profile in built_in_profiles():
        for name in [*(one.name for one in profile.get), *(one.name for one in profile.update)]:
            assert name in text
        if profile.needs:
            assert profile.needs.render("en") in text


def test_the_summary_counts_required_lines() -> None:
    lines: Sequence[Verdict] = (
        Verdict(line("A"), Status.OK, literal("t")),
        Verdict(line("B"), Status.FAILED, literal("t"), reason=Reason.MISSING),
        Verdict(line("C", Section.BY_HAND), Status.BY_HAND, literal("t")),
        Verdict(line("D", severity=Severity.ADVISED), Status.FAILED, literal("t"), reason=Reason.MISSING),
    )
    read = page(report_of(*lines))
    assert "2 of 3 required lines are in order." in read.text
    assert [cell.strip() for cell in next(row for row in read.rows if row[0].strip() == "GetConnectors")] == [
        "GetConnectors", "1", "3", "0",
    ]  # fmt: skip


def test_destinations_bear_their_number_and_advice_its_remedy() -> None:
    goal = Verdict(
        Line(Section.DESTINATION, "12", profile="smartbooqing", label=literal("Purchase")),
        Status.OK, literal("Mandatory for item type 9"), reason=Reason.MANDATORY, remedy=literal("Optioneel is safer."),
    )  # fmt: skip
    read = page(report_of(goal))
    assert "Purchase (12)" in read.text
    assert ": Mandatory for item type 9. Optioneel is safer." in read.text


# ---------------------------------------------------------------------------------------------- the terminal


def test_the_terminal_writes_the_book_as_utf8(tmp_path: Path) -> None:
    report = failing()
    target = tmp_path / "book.html"
    write_handover(handover_facts(report, [SMARTBOOQING]), str(target), "nl")
    book = target.read_bytes().decode("utf-8")
    assert Page(book).headings[0][1] == "Overdrachtsboek: T99001AA"
    with pytest.raises(ConfigurationError):
        write_handover(handover_facts(report, [SMARTBOOQING]), str(tmp_path), "nl")


def test_it_tells_what_each_connector_was_held_against_and_what_that_does_not_prove() -> None:
    monday, tuesday = datetime(2026, 11, 2, 9, 30, tzinfo=UTC), datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
    file = KeptDefinition(
        "SBQ_BTW",
        DefinitionSource.FILE,
        (("Code", "U001"), ("Naam", "U002")),
        monday,
        tuesday,
        label="<b>BTW.gcn",
        changed=datetime(2025, 1, 21),  # noqa: DTZ001 - a file tells no zone
    )
    before = KeptDefinition("Profit_Debtor", DefinitionSource.LIVE, (("DebtorId", "U001"),), monday, tuesday)
    now = KeptDefinition("Profit_Article", DefinitionSource.LIVE, (("ItemCode", "U001"),), AT, AT)
    columns = {"SBQ_BTW": (("Code", "U001"),), "Profit_Debtor": (("Debiteur", "U001"),),
               "Profit_Article": now.columns, "Other": (("Any", "U001"),)}  # fmt: skip
    report = report_of(
        *(Verdict(line(name), Status.OK, literal("1 row"), found=name, columns=told) for name, told in columns.items())
    )
    read = page(report, definitions={one.connector.casefold(): one for one in (file, before, now)})
    rows = [[cell.strip() for cell in row] for row in read.rows if len(row) == 4]
    last = "3 November 2026, 09:30"
    filed = "<b>BTW.gcn changed in AFAS on 21 January 2025 · kept on 2 November 2026, 09:30"
    assert rows[-2:] == [
        ["SBQ_BTW", filed, "Missing: Naam.", last],
        ["Profit_Debtor", "the check of 2 November 2026, 09:30", "column DebtorId is called Debiteur now", last],
    ], "not what was seen for the first time, nor what is held against nothing"
    assert "What this does not prove:" in read.text
    assert "filters" in read.text.split("What this does not prove:")[1].split("UpdateConnectors")[0]
    assert "GUID" in read.text
    assert "blocked" in read.text.split("What this does not prove:")[1]


def test_without_anything_kept_the_book_says_nothing_of_it() -> None:
    assert "What this does not prove" not in page(failing()).text


def test_changed_columns_stand_among_the_differences() -> None:
    first = Verdict(line("SBQ_BTW"), Status.OK, literal("1 row"), found="SBQ_BTW", columns=(("Code", "U001"),))
    before = report_of(replace(first, columns=(*first.columns, ("Naam", "U002"))))
    read = page(report_of(first), previous=before.to_kept())
    assert "since 20 November 2026: column Naam is gone" in read.text
