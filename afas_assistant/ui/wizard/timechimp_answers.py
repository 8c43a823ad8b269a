"""What TimeChimp answered to a key, line by line."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from afas_assistant.texts import Text, joined, literal, phrase, phrase_n
from afas_assistant.ui.states import LOOKS, Look, State
from afas_assistant.ui.wizard.outcome_row import NOT_NEEDED, Outcome

if TYPE_CHECKING:  # the worker imports it
    from afas_assistant.timechimp.probe import Access

SUBSCRIPTION = phrase(
    "TimeChimp tells no program which subscription you have. Invoicing and its link with AFAS need the Advanced plan; "
    "using the API needs the add-on “Advanced API”, or “Basic API”, with which writing may be refused."
)


def answers(access: "Access") -> Iterator[Outcome]:
    """Yield the lines: each API, reading, writing, and the subscription that nobody can see from here."""
    for generation, words in sorted(access.answers.items()):
        name = phrase("API {generation}", generation=literal(generation.value))
        yield Outcome(LOOKS[State.OK] if generation in access.generations else _silent(access), name, notes=(words,))
    yield Outcome(LOOKS[State.OK if access.reading else State.FAILED], phrase("Reading"), notes=(_reading(access),))
    yield _writing(access)
    yield Outcome(LOOKS[State.BY_HAND], phrase("Subscription"), notes=(SUBSCRIPTION,))


def _silent(access: "Access") -> Look:
    return NOT_NEEDED if access.reading else LOOKS[State.FAILED]


def _reading(access: "Access") -> Text:
    if access.trouble is not None:
        return joined(access.trouble.title, access.trouble.explanation, access.trouble.action)
    first = literal(access.generations[0].value)
    if access.customers is None:
        return phrase("Works. API {generation} is used.", generation=first)
    return phrase_n(
        "Works. API {generation} is used, in which there is 1 customer.",
        "Works. API {generation} is used, in which there are {count} customers.",
        access.customers,
        generation=first,
    )


def _writing(access: "Access") -> Outcome:
    if access.writing_words is None:
        because = phrase("because reading does not work")
        return Outcome(LOOKS[State.NOT_TESTED], phrase("Writing"), notes=(because,))
    look = {"allowed": State.OK, "refused": State.FAILED}.get(access.writing.value, State.NOT_TESTED)
    return Outcome(LOOKS[look], phrase("Writing"), notes=(access.writing_words,))
