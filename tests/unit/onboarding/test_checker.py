"""A whole check against a pretend reader: what is called, what is told, and when it stops."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import pytest

from afas_assistant.afas.address import Address, understand_address
from afas_assistant.onboarding.checker import CheckRequest, run_check
from afas_assistant.onboarding.profiles import assistant_profile, load_profile
from afas_assistant.onboarding.report import CheckReport
from afas_assistant.onboarding.verdicts import Line, Reason, Section, Status, Verdict
from afas_assistant.organisations.records import Confirmation, DefinitionSource, KeptDefinition
from tests.helpers.pretend_reader import BLOCKED, PretendReader, afas_error, line_error, metainfo

TIMECHIMP = load_profile("timechimp")
SMARTBOOQING = load_profile("smartbooqing")
TODAY = date(2026, 11, 21)
ADDRESS = understand_address("T99001AA")
ROW = {"Code": "1"}


def healthy(*, without: Sequence[str] = (), profiles: Sequence[object] = (SMARTBOOQING,)) -> PretendReader:
    """Return an environment that has all that the profiles ask for, under the real names."""
    get: dict[str, Sequence[str]] = {}
    update: dict[str, Sequence[str]] = {}
    for profile in (SMARTBOOQING, TIMECHIMP):
        if profile not in profiles:
            continue
        for one in profile.get:
            name = one.known_as[0] if one.printed_wrong else one.name
            get[name] = (*one.fields, "Any")
        for two in profile.update:
            name = two.known_as[0] if two.printed_wrong else two.name
            update[name] = (*update.get(name, ()), *two.fields)
    get["Own_Dossierbestemming"] = ()
    names = [name for name in get if name not in without]
    rows: dict[str, list[dict[str, object]]] = {name: [dict.fromkeys(columns, "x")] for name, columns in get.items()}
    rows["Own_Dossierbestemming"] = [
        {"Type_dossieritem": 100, "Bestemming": number, "Instelling": 1} for number in (12, 13)
    ]
    return PretendReader(metainfo(names, [*update], envid="T99001AA"), rows=rows, updates=update)


def check(
    reader: PretendReader | Callable[[Address], PretendReader],
    *,
    stored: bool = False,
    listener: object = None,
    cancelled: Callable[[], bool] = bool,
    confirmations: dict[str, Confirmation] | None = None,
    profiles: Sequence[object] = (SMARTBOOQING,),
    address: Address = ADDRESS,
    **more: object,
) -> CheckReport:
    request = CheckRequest(address, profiles, stored=stored, confirmations=confirmations or {}, today=TODAY, **more)  # type: ignore[arg-type]
    opened = reader if callable(reader) else lambda address: reader
    return run_check(request, opened, listener=listener, cancelled=cancelled)  # type: ignore[arg-type]


def failed(report: CheckReport) -> dict[str, Reason | None]:
    return {one.line.id: one.reason for one in report.verdicts if one.status is Status.FAILED}


def test_a_healthy_environment_holds_and_the_reader_is_closed() -> None:
    reader = healthy()
    report = check(reader)
    assert failed(report) == {}
    assert report.exit_code == 0
    assert reader.closed


def test_metainfo_comes_first_and_no_connector_is_read_twice() -> None:
    reader = healthy(profiles=[SMARTBOOQING, TIMECHIMP])
    check(reader, profiles=[SMARTBOOQING, TIMECHIMP, assistant_profile()])
    assert reader.calls[0] == "metainfo"
    reads = [call for call in reader.calls if call != "Own_Dossierbestemming"]
    assert len(reads) == len(set(reads))


def test_every_planned_line_is_judged_once() -> None:
    class Heard:
        lines: Sequence[Line] = ()

        def __init__(self) -> None:
            self.verdicts: list[Verdict] = []

        def planned(self, lines: Sequence[Line]) -> None:
            self.lines = lines

        def judged(self, verdict: Verdict) -> None:
            self.verdicts.append(verdict)

    heard = Heard()
    report = check(healthy(), listener=heard)
    assert sorted(str(one.line.key) for one in heard.verdicts) == sorted(str(line.key) for line in heard.lines)
    assert [one.line.key for one in report.verdicts] == [line.key for line in heard.lines]


def test_one_missing_connector_fails_one_line() -> None:
    report = check(healthy(without=["SBQ_Transactie"]))
    assert failed(report) == {"get/SBQ_Transactie": Reason.MISSING}
    assert report.exit_code == 1


def test_a_refused_token_stops_the_check_and_nothing_else_is_called() -> None:
    reader = PretendReader(metainfo([]), errors={"metainfo": afas_error(401)})
    report = check(reader)
    assert report.exit_code == 2
    assert report.stopped is not None
    assert failed(report) == {"environment/token": Reason.TOKEN_REFUSED}
    rest = [one for one in report.verdicts if one.line.section is not Section.ENVIRONMENT]
    assert {one.reason for one in rest} == {Reason.EARLIER_FAILED}
    assert set(reader.calls) == {"metainfo"}


def by_host(answers: dict[str, PretendReader]) -> tuple[Callable[[Address], PretendReader], list[str]]:
    """Return an opener that knows hosts by their label; a host that is not named refuses the token."""
    asked: list[str] = []

    def opened(address: Address) -> PretendReader:
        label = address.rest_url.split(".")[1]
        asked.append(label)
        return answers.get(label) or PretendReader(metainfo([]), errors={"metainfo": afas_error(401)})

    return opened, asked


def test_a_number_alone_finds_its_host() -> None:
    opened, asked = by_host({"restaccept": healthy()})
    report = check(opened, address=understand_address("99001"))
    assert asked == ["rest", "resttest", "restaccept"]
    assert report.environment.address.startswith("https://99001.restaccept.")


def test_a_token_of_production_on_a_test_address_is_told_and_not_used() -> None:
    production = healthy()
    opened, _ = by_host({"rest": production})
    report = check(opened, address=understand_address("T99001AA"))
    assert report.exit_code == 2
    assert failed(report) == {"environment/token": Reason.WRONG_HOST}
    assert production.calls == ["metainfo"]
    assert production.closed


def test_after_a_long_silence_the_rest_is_not_tried() -> None:
    reader = healthy()
    names = [connector.id for connector in reader.names.get_connectors]
    reader.errors = dict.fromkeys([*names, "version"], line_error("timed_out"))
    report = check(reader)
    assert report.exit_code == 1
    assert failed(report) == {}
    assert len(reader.calls) < 14
    assert {one.reason for one in report.verdicts if one.line.section is Section.GET} == {Reason.TIMED_OUT}


def test_a_cancelled_check_says_so_and_holds_no_verdict_back() -> None:
    report = check(healthy(), cancelled=lambda: True)
    assert report.cancelled
    assert report.exit_code == 1
    assert any(one.reason is Reason.STOPPED for one in report.verdicts)


def test_a_bug_of_ours_is_raised_and_no_verdict() -> None:
    reader = healthy()
    reader.errors = {"SBQ_BTW": ZeroDivisionError()}  # type: ignore[dict-item]
    with pytest.raises(ZeroDivisionError):
        check(reader)


def test_manual_lines_are_required_only_where_they_can_be_confirmed() -> None:
    word = Confirmation(1, "by_hand/user_rights", "Beheer", datetime(2026, 11, 20, tzinfo=UTC), "")
    assert check(healthy()).exit_code == 0
    assert check(healthy(), stored=True).exit_code == 1
    assert check(healthy(), stored=True, confirmations={"by_hand/user_rights": word}).exit_code == 0


def test_a_destination_that_nothing_proves_waits_for_a_person() -> None:
    reader = healthy(without=["Own_Dossierbestemming"])
    passing = check(reader)
    assert {one.status for one in passing.verdicts if one.line.section is Section.DESTINATION} == {Status.BY_HAND}
    assert passing.exit_code == 0
    word = {
        f"destination/{number}": Confirmation(1, "", "Beheer", datetime(2026, 11, 20, tzinfo=UTC), "")
        for number in (12, 13)
    }
    word["by_hand/user_rights"] = word["destination/12"]
    assert check(reader, stored=True).exit_code == 1
    assert check(reader, stored=True, confirmations=word).exit_code == 0


def test_the_report_as_data_keeps_its_contract() -> None:
    data = check(healthy(without=["SBQ_BTW"])).to_data("en")
    assert data["schema"] == 1
    assert set(data["environment"]) == {"address", "envid", "app_connector", "group", "profit_version", "token_expiry"}
    keys = {"id", "section", "name", "profile", "severity", "status", "certainty", "reason", "found"}
    keys |= {"title", "why", "remedy", "detail"}
    assert all(keys <= set(one) for one in data["checks"])
    lost = next(one for one in data["checks"] if one["id"] == "get/SBQ_BTW")
    assert (lost["status"], lost["severity"], lost["reason"]) == ("failed", "required", "missing")
    assert lost["profile"] == "smartbooqing"
    assert "General" in lost["remedy"]
    assert sum(data["summary"].values()) == len(data["checks"])
    assert data["summary"]["failed"] == 1


COLUMNS = (("Code", "U001"), ("Percentage", "U002"))
SEEN = KeptDefinition("sbq_BTW", DefinitionSource.LIVE, COLUMNS, datetime(2026, 11, 2, 12, tzinfo=UTC))


def asked_for_columns(reader: PretendReader) -> list[str]:
    return sorted(call for call in reader.calls if call.startswith("metainfo/get/"))


def test_only_a_whole_check_of_a_kept_connection_asks_for_all_columns_once_each() -> None:
    passing, kept, looked = healthy(), healthy(), healthy()
    check(passing)
    assert asked_for_columns(passing) == []
    check(kept, stored=True, profiles=[SMARTBOOQING, assistant_profile()])
    there = {one.found for one in check(healthy()).verdicts if one.line.section is Section.GET}
    assert asked_for_columns(kept) == sorted(f"metainfo/get/{name}" for name in there)
    check(looked, stored=True, choose=lambda _: lambda line: line.section is Section.GET)
    assert asked_for_columns(looked) == []


def test_a_chosen_line_is_held_against_what_is_kept_of_it() -> None:
    reader = healthy()
    reader.fields = {"SBQ_BTW": COLUMNS[:1]}
    report = check(reader, stored=True, choose=lambda _: lambda line: line.section is Section.GET,
                   definitions={"sbq_btw": SEEN})  # fmt: skip
    assert asked_for_columns(reader) == ["metainfo/get/SBQ_BTW"]
    (line,) = (one for one in report.verdicts if one.line.name == "SBQ_BTW")
    assert (line.status, line.reason) == (Status.OK, Reason.DRIFTED)
    assert "column Percentage is gone" in line.title.render("en")


def test_a_connector_whose_columns_afas_does_not_tell_holds() -> None:
    reader = healthy()
    reader.errors = {"metainfo/get/SBQ_BTW": afas_error(500)}
    report = check(reader, stored=True, definitions={"sbq_btw": SEEN})
    (line,) = (one for one in report.verdicts if one.line.name == "SBQ_BTW")
    assert (line.status, line.reason, line.columns) == (Status.OK, None, ())


def test_a_blocked_connector_is_not_asked_for_its_columns() -> None:
    reader = healthy()
    reader.errors = {"SBQ_BTW": afas_error(500, BLOCKED)}
    check(reader, stored=True)
    assert "metainfo/get/SBQ_BTW" not in reader.calls
