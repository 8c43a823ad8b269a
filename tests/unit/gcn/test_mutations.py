"""Damaged definition files give a documented error or are read; nothing else comes out, and nothing hangs.

A modest number here; `tools/fuzz_definitions.py` does the hundred thousands.
"""

import io
import zipfile
from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from afas_assistant.gcn.bundle import members_of
from afas_assistant.gcn.limits import Allowance
from tests.helpers.gcn_fuzz import READ, Tally, samples, try_one
from tests.helpers.gcn_mutations import Mutation, Sample, changes_of, mutated, mutations, payload_of, repacked

SAMPLES = samples()


def test_the_samples_are_sound_before_they_are_damaged() -> None:
    tally = Tally()
    assert {tally.read(sample.content) for sample in SAMPLES} == {READ}


def test_packing_again_without_a_change_changes_nothing_that_is_read() -> None:
    for sample in SAMPLES:
        again = repacked(sample.content, lambda payload: payload)
        assert payload_of(again) == payload_of(sample.content)
        assert Tally().read(again) == READ


@settings(max_examples=800, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SAMPLES), mutations(), st.sampled_from(SAMPLES))
def test_only_documented_errors_come_out(sample: Sample, changes: Sequence[Mutation], other: Sample) -> None:
    try_one(Tally(), sample, changes, other)


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a ZIP with these files, as a vendor sends them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


INNER = zipped({"a.gcn": b"x"})
BUNDLE = Sample("bundle", zipped({"a.gcn": b"x", "set/inner.zip": INNER, "deep.zip": zipped({"inner.zip": INNER})}))


@settings(max_examples=300, deadline=None)
@given(st.lists(changes_of("file"), min_size=1, max_size=4))
def test_a_damaged_bundle_gives_problems_and_no_exception(changes: Sequence[Mutation]) -> None:
    for member in members_of(mutated(BUNDLE, changes, INNER), Allowance(2**23)):
        assert member.error is None or member.error.code


def test_a_member_without_a_name() -> None:
    """Found by a coverage-guided run: Python 3.11 cannot say whether a member without a name is a folder."""
    content = zipped({"a.gcn": SAMPLES[0].content, "b.gcn": b""}).replace(b"b.gcn", b"\0.gcn")
    assert [member.where for member in members_of(content, Allowance(2**23))] == [("a.gcn",)]
