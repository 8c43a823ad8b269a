"""What is not known of TimeChimp's API, or differs per company, as switches with the likeliest reading first."""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal, get_args, get_origin, get_type_hints

from afas_assistant.practice.control_errors import ControlError

AddOn = Literal["advanced", "basic", "none"]
Envelope = Literal["value", "bare", "result", "results", "data", "items"]
ErrorBody = Literal["message", "text", "empty"]
Linked = Literal["id_name", "id", "absent"]
Spelling = Literal["both", "intern", "internal"]
# these say what the books hold, so a change of one begins new books
BOOK_SWITCHES = frozenset({"customers", "approval"})


@dataclass(frozen=True)
class Switches:
    """All switches. Nothing here is a secret, and every field is one name of the control side."""

    # which API answers, and what the company has bought
    v1_answers: bool = True
    v2_answers: bool = True
    add_on: AddOn = "advanced"  # basic: reading works, writing is refused; none: all is refused
    refusal_status: Literal[403, 401] = 403
    calls_a_minute: int = 100  # of both generations together, for the company
    window_seconds: float = 60.0  # how long that minute lasts
    retry_after: bool = False  # whether a 429 says when to come back
    # v1
    status_spelling: Spelling = "both"  # changestatusintern, changestatusinternal
    unknown_registration: Literal["refused", "skipped"] = "refused"
    empty_delete: bool = True  # a DELETE answers 200 without a body; off: an empty JSON object
    message_in_200: bool = False  # a refused call answers 200 with a message
    zone_suffix: bool = False  # moments end in Z
    # v2
    v2_envelope: Envelope = "value"
    v2_error_body: ErrorBody = "message"
    v2_linked: Linked = "id_name"  # what stands for a linked record that was not expanded
    v2_times_status: bool = True  # PUT /times/status, which only analogy speaks for
    # invoices
    credit_sign: Literal["negative", "positive"] = "negative"
    row_total: Literal["excluding", "including"] = "excluding"  # whether a row's total has VAT in it
    # what the books hold
    customers: Literal["mixed", "same", "none"] = "mixed"
    approval: Literal["internal", "none"] = "internal"  # none: registrations stay open until invoiced

    def changed(self, values: dict[str, Any]) -> "Switches":
        """Give the switches with some changed. ControlError: names the switch and what it may be."""
        kinds = get_type_hints(Switches)
        for name, value in values.items():
            if name not in kinds:
                known = ", ".join(kinds)
                raise ControlError(
                    f"There is no switch '{name}'; there are {known}.",
                    f"Er is geen schakelaar '{name}'; er zijn {known}.",
                )
            _check(name, value, kinds[name])
        return replace(self, **values)

    def as_dict(self) -> dict[str, Any]:
        """Give every switch by its name."""
        return asdict(self)


def choices() -> dict[str, list[Any]]:
    """Give what each switch may be: the values, or the name of its type."""
    kinds = get_type_hints(Switches)
    return {one.name: _choices(kinds[one.name]) for one in fields(Switches)}


def _choices(kind: type) -> list[Any]:
    """List the values of one switch."""
    if get_origin(kind) is Literal:
        return list(get_args(kind))
    return [True, False] if kind is bool else [kind.__name__]


def _check(name: str, value: object, kind: type) -> None:
    """Refuse a value that a switch cannot have."""
    allowed = _choices(kind)
    if kind in {int, float}:
        fits = type(value) in {int, kind} and isinstance(value, int | float) and 0 < value <= 1_000_000
        allowed = ["> 0, <= 1000000"]
    else:
        fits = any(type(value) is type(one) and value == one for one in allowed)
    if not fits:
        shown = ", ".join(map(str, allowed))
        raise ControlError(f"{name} must be: {shown}.", f"{name} moet zijn: {shown}.")
