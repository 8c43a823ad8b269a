"""Texts are values: rendered late, in either language, and kept as data."""

from datetime import date
from decimal import Decimal

import pytest

from afas_assistant.texts import (
    Text,
    bilingual,
    current_language,
    day,
    in_digits,
    joined,
    literal,
    money,
    phrase,
    phrase_n,
    quoted,
    text_from_data,
    use_language,
)

TEXTS: list[tuple[Text, str]] = [
    (phrase("Plain, with {braces}", braces="words"), "Plain, with words"),
    (phrase("Nothing to fill {in}"), "Nothing to fill {in}"),
    (phrase("{inner} twice", inner=bilingual({"nl": "binnen", "en": "inside"})), "inside twice"),
    (phrase_n("one of {what}", "{count} of {what}", 1, what="these"), "one of these"),
    (phrase_n("one of {what}", "{count} of {what}", 3, what="these"), "3 of these"),
    (bilingual({"nl": "{n} regels", "en": "{n} lines"}, n=2), "2 lines"),
    (literal("{not} filled"), "{not} filled"),
    (quoted("Woorden van {AFAS}"), "“Woorden van {AFAS}”"),
    (day(date(2026, 11, 20)), "20 November 2026"),
    (joined(literal("a"), literal(""), literal("b"), separator=" · "), "a · b"),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_render_and_round_trip(text: Text, expected: str) -> None:
    assert text.render("en") == expected
    assert text_from_data(text.to_data()).render("en") == expected


def test_a_text_follows_the_language_that_is_set_when_it_is_shown() -> None:
    text = bilingual({"nl": "ja", "en": "yes"})
    use_language("en")
    assert (str(text), current_language()) == ("yes", "en")
    use_language("nl")
    assert (str(text), current_language()) == ("ja", "nl")


def test_a_name_with_a_dot_at_its_end_ends_the_sentence_too() -> None:
    text = phrase("It is for {name}. Ask {name} or {other}.", name="Jansen B.V.", other=literal("De Vries N.V."))
    assert text.render("en") == "It is for Jansen B.V. Ask Jansen B.V. or De Vries N.V."


def test_data_that_no_text_made_is_refused() -> None:
    with pytest.raises(ValueError, match="not a text"):
        text_from_data({"something": "else"})


def test_amounts_are_written_as_the_language_does() -> None:
    amount = money(Decimal("-1250.5"))
    assert (amount.render("nl"), amount.render("en")) == (
        "€\xa0-1.250,50",
        "€\xa0-1,250.50",
    )
    assert money(Decimal(3), "USD").render("nl") == "USD\xa03,00"
    assert money(Decimal(3), "").render("en") == "3.00"
    assert text_from_data(amount.to_data()) == amount


def test_a_number_keeps_its_decimals_and_gets_the_signs_of_the_language() -> None:
    assert (in_digits(Decimal("0.35"), language="nl"), in_digits(Decimal("0.35"), language="en")) == ("0,35", "0.35")
    assert in_digits(Decimal("1249.5"), ",.2f", "nl") == "1.249,50"
