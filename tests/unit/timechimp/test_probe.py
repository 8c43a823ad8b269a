"""What a key turns out to be good for, in every way in which TimeChimp may answer."""

from collections.abc import Callable

import pytest

from afas_assistant.errors import AssistantError
from afas_assistant.timechimp.errors import TimeChimpError
from afas_assistant.timechimp.key import Generation, parse_key
from afas_assistant.timechimp.probe import Access, Writing, connect, probe
from tests.helpers.timechimp_line import BASES, KEY, Asked, PretendTransport, Says, Time, line_trouble

V1, V2 = Generation.V1, Generation.V2
LOOKED_AT = Says({"message": "Empty"}, 400)
CUSTOMERS = [{"id": 1, "name": "A"}, {"id": 2, "name": "B"}]


def company(
    answering: tuple[Generation, ...] = (V1, V2), write: Says | Exception = LOOKED_AT
) -> Callable[[Asked], Says]:
    """A TimeChimp in which some APIs answer; all writes end the same."""

    def behaviour(asked: Asked) -> Says:
        generation = V1 if asked.path.startswith("/v1/") else V2
        if generation not in answering:
            return Says({"message": "Unauthorized"}, 401)
        if asked.method == "GET":
            rows = CUSTOMERS if asked.path.endswith("/customers") else []
            return Says(rows if generation is V1 else {"@odata.count": 412, "value": rows[:1]})
        if isinstance(write, Exception):
            raise write
        return write

    return behaviour


def probed(behaviour: Callable[[Asked], Says], key: str = KEY.bare) -> tuple[Access, PretendTransport]:
    wire = PretendTransport(behaviour)
    return probe(parse_key(key), BASES, transport=wire, pace=Time().pace()), wire


@pytest.mark.parametrize(
    ("answering", "generations", "customers"),
    [((V1,), (V1,), 2), ((V2,), (V2,), 412), ((V1, V2), (V1, V2), 2)],
)
def test_which_api_answers(
    answering: tuple[Generation, ...], generations: tuple[Generation, ...], customers: int
) -> None:
    access, _ = probed(company(answering))
    assert (access.generations, access.customers, access.reading, access.trouble) == (
        generations,
        customers,
        True,
        None,
    )
    assert access.writing is Writing.ALLOWED


def test_a_key_that_looks_like_v2_is_tried_there_first() -> None:
    access, wire = probed(company(), "TC_0123456789abcdef")
    assert access.generations == (V2, V1)
    assert access.customers == 412
    assert wire.asked[0].path == "/tasks"


@pytest.mark.parametrize(
    ("write", "writing", "words"),
    [
        (Says({"message": "Empty"}, 400), Writing.ALLOWED, "inferred"),
        (Says(None, 422), Writing.ALLOWED, "inferred"),
        (Says([]), Writing.ALLOWED, "inferred"),
        (Says({"message": "No registrations"}), Writing.ALLOWED, "inferred"),
        (Says(None, 401), Writing.REFUSED, "Advanced plan"),
        (Says(None, 402), Writing.REFUSED, "Advanced plan"),
        (Says(None, 403), Writing.REFUSED, "Basic API"),
        (Says(None, 404), Writing.NOT_TESTED, "could not be seen"),
        (Says(None, 500), Writing.NOT_TESTED, "could not be seen"),
        (line_trouble(), Writing.NOT_TESTED, "could not be seen"),
    ],
)
@pytest.mark.parametrize("generation", [V1, V2])
def test_whether_writing_is_allowed(
    generation: Generation, write: Says | Exception, writing: Writing, words: str
) -> None:
    access, wire = probed(company((generation,), write))
    assert access.writing is writing
    assert access.reading
    assert words in " ".join(remark.render("en") for remark in access.remarks)
    sent = [asked.body for asked in wire.asked if asked.method != "GET"]
    assert sent
    assert all(body.get("registrationIds", body.get("expenses")) == [] for body in sent)


def test_nothing_is_written_where_reading_does_not_work() -> None:
    access, wire = probed(company(()))
    assert (access.generations, access.reading, access.writing) == ((), False, Writing.NOT_TESTED)
    assert access.trouble is not None
    assert access.trouble.code == "timechimp_key_refused"
    assert {asked.method for asked in wire.asked} == {"GET"}
    assert [str(remark.render("en")).split(":")[0] for remark in access.remarks] == [
        "API v1 cannot be used",
        "API v2 cannot be used",
    ]


def test_a_dead_line_is_told_and_not_raised() -> None:
    def behaviour(asked: Asked) -> Says:
        raise line_trouble("dns_failed", maybe_sent=False)

    access, _ = probed(behaviour)
    assert access.trouble is not None
    assert access.trouble.code == "dns_failed"


def test_an_answer_of_timechimp_says_more_than_a_dead_line() -> None:
    def behaviour(asked: Asked) -> Says:
        if asked.path.startswith("/v1/"):
            raise line_trouble("dns_failed", maybe_sent=False)
        return Says(None, 401)

    access, _ = probed(behaviour)
    assert isinstance(access.trouble, TimeChimpError)


def test_connect_takes_the_api_that_answers() -> None:
    for answering, generation in [((V1, V2), V1), ((V2,), V2), ((V1,), V1)]:
        wire = PretendTransport(company(answering))
        with connect(KEY, BASES, transport=wire, pace=Time().pace()) as client:
            assert client.generation is generation
            assert {asked.method for asked in wire.asked} == {"GET"}


def test_connect_raises_when_none_answers() -> None:
    with pytest.raises(AssistantError) as caught:
        connect(KEY, BASES, transport=PretendTransport(company(())), pace=Time().pace())
    assert caught.value.code == "timechimp_key_refused"
