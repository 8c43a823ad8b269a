"""A plan kept as a file: only what still equals it may be sent, and a file of something else is refused."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from afas_assistant.errors import ConfigurationError
from afas_assistant.outbox.records import System
from afas_assistant.outbox.store import Outbox
from afas_assistant.sync.apply import apply_plan
from afas_assistant.sync.plan import Outlook, PlannedRecord
from afas_assistant.sync.plan_files import keep_plan, read_plan
from tests.unit.sync.conftest import PretendSystem, plan_of, record


def test_only_what_equals_the_kept_plan_is_sent(
    tmp_path: Path, outbox: Outbox, afas: PretendSystem, timechimp: PretendSystem
) -> None:
    file = tmp_path / "plan.json"
    keep_plan(file, plan_of(record(1), record(2), record(3), record(4)), frozenset({"TC-1", "TC-2", "TC-3"}))
    kept = read_plan(file)
    now = plan_of(record(1), record(2, made_of="other"), record(5))
    outcome = apply_plan(
        kept.against(now), kept.chosen, fresh=now, outbox=outbox,
        senders={System.AFAS: afas, System.TIMECHIMP: timechimp},
    )  # fmt: skip
    assert afas.taken == ["invoice 1"]
    skipped = {one.record.reference: one.skip.code for one in outcome.settled if one.skip}
    assert skipped == {"TC-2": "changed", "TC-3": "gone"}


def test_the_file_shows_the_plan_as_the_terminal_does(tmp_path: Path) -> None:
    file = tmp_path / "below" / "plan.json"
    plan = plan_of(record(1), PlannedRecord("TC-2", "x", "y", Outlook.NOTHING_TO_DO))
    keep_plan(file, plan, frozenset({"TC-1"}))
    data = json.loads(file.read_text(encoding="utf-8"))
    assert data["schema"] == 1
    assert data["plan"] == plan.to_data()
    assert data["made"]["digest"] == plan.digest() == read_plan(file).digest


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"schema": 1}', b'{"schema": 2, "made": {}}', b"\xff", b"3",
                                     b'{"schema": 1, "made": {"kind": 1}}'])  # fmt: skip
def test_what_is_no_plan_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "plan.json"
    file.write_bytes(content)
    with pytest.raises(ConfigurationError) as caught:
        read_plan(file)
    assert caught.value.code == "plan_unreadable"


def test_a_plan_of_another_connection_or_kind_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    keep_plan(file, plan_of(record(1)), frozenset())
    for other in (replace(plan_of(record(1)), scope="O12345AA/Other"), replace(plan_of(record(1)), kind="bookings")):
        with pytest.raises(ConfigurationError) as caught:
            read_plan(file).against(other)
        assert caught.value.code == "plan_of_another"


def test_a_place_that_cannot_be_written_gives_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        keep_plan(tmp_path / "file" / "plan.json", plan_of(record(1)), frozenset())
    assert caught.value.code == "plan_not_written"


def test_a_file_that_is_no_plan_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "invoice.json"
    file.write_text("precious", encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        keep_plan(file, plan_of(record(1)), frozenset())
    assert caught.value.code == "plan_not_written"
    assert file.read_text(encoding="utf-8") == "precious"
    plan = tmp_path / "plan.json"
    keep_plan(plan, plan_of(record(1)), frozenset())
    keep_plan(plan, plan_of(record(2)), frozenset())
    assert list(read_plan(plan).fingerprints) == ["TC-2"]


def test_what_is_still_to_be_sent_in_another_record_is_changed_and_not_gone(
    tmp_path: Path, outbox: Outbox, afas: PretendSystem, timechimp: PretendSystem
) -> None:
    shown = record(1)
    assert shown.intention is not None
    file = tmp_path / "plan.json"
    keep_plan(file, plan_of(shown), frozenset({"TC-1"}))
    kept = read_plan(file)
    now = plan_of(replace(record(2), intention=replace(shown.intention, reference="TC-2")))
    outcome = apply_plan(
        kept.against(now), kept.chosen, fresh=now, outbox=outbox,
        senders={System.AFAS: afas, System.TIMECHIMP: timechimp},
    )  # fmt: skip
    assert [one.skip.code for one in outcome.settled if one.skip] == ["changed"]
    assert not outcome.complete
