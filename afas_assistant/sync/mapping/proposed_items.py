"""Proposals for items: which item of AFAS an activity, an expense category, a ride or a project is invoiced as."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from afas_assistant.sync.invoices.prices import BY_PROJECT
from afas_assistant.sync.mapping.mappings import DEFAULT, Mappings, Table
from afas_assistant.sync.mapping.proposals import Basis, Candidate, Proposal, proposal
from afas_assistant.sync.mapping.used_before import UsedBefore
from afas_assistant.sync.master_records import Item
from afas_assistant.texts import Text, literal, phrase, phrase_n
from afas_assistant.timechimp.models import Activity, ExpenseCategory, Project
from afas_assistant.timechimp.statuses import InvoiceMethod

ARTICLE, WORK_TYPE, COSTS = "2", "1", "6"
"""AFAS's VaIt."""


@dataclass(frozen=True)
class Subject:
    """Something of TimeChimp that needs an item: the key of its mapping, its code and name, and AFAS's likely kind."""

    key: str
    name: str
    code: str = ""
    kinds: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What a person knows it by."""
        return f"{self.name} ({self.code})" if self.code else self.name


def item_subjects(
    activities: Iterable[Activity], categories: Iterable[ExpenseCategory], projects: Iterable[Project]
) -> list[Subject]:
    """Return everything that may need an item; activities without a code are invoiced as the default item."""
    subjects = {DEFAULT: Subject(DEFAULT, str(phrase("Default item")))}
    for one in activities:
        if one.code and one.active:
            subjects.setdefault(
                f"activity:{one.code}", Subject(f"activity:{one.code}", one.name, one.code, (WORK_TYPE,))
            )
    for category in categories:
        subjects[f"expense:{category.name}"] = Subject(
            f"expense:{category.name}", category.name, kinds=(COSTS, ARTICLE)
        )
    subjects["ride"] = Subject("ride", str(phrase("Rides")), kinds=(COSTS, ARTICLE))
    for project in projects:
        if project.method in BY_PROJECT - {InvoiceMethod.SUBSCRIPTION}:
            subjects["fixed_price"] = Subject("fixed_price", str(phrase("Fixed prices")))
        elif project.subscription is not None and project.subscription.code:
            code, name = project.subscription.code, project.subscription.description or project.name
            subjects.setdefault(f"subscription:{code}", Subject(f"subscription:{code}", name, code, (ARTICLE,)))
    return list(subjects.values())


def item_proposals(
    subjects: Iterable[Subject],
    items: Mapping[tuple[str, str], Item] | None,
    mappings: Mappings,
    used: UsedBefore,
) -> list[Proposal]:
    """Return a proposal for each subject; without AFAS's items only what was used before can be proposed."""
    found = [one for one in (items or {}).values() if not one.blocked and _unit(one)]
    nothing = phrase("No item of AFAS with a known unit has this code or this name.")
    if items is None:
        nothing = phrase("AFAS's items cannot be read with this app connector, so that nothing can be compared.")
    made, texts = [], used.texts()
    for subject in subjects:
        candidates = [*_used(subject, used), *_alike(subject, found, texts)]
        made.append(proposal(Table.ITEMS, subject.key, subject.label, mappings, candidates, nothing=nothing))
    return made


def _used(subject: Subject, used: UsedBefore) -> Iterator[Candidate]:
    choice = used.usual_item if subject.key == DEFAULT else used.item_of(subject.name)
    if choice is not None:
        times = used.times(subject.name, choice)
        why = phrase_n(
            "It was invoiced as {code} before.",
            "It was invoiced as {code} {count} times before.",
            times,
            code=literal(choice.code),
        )
        value = {"kind": choice.kind, "code": choice.code, "unit": choice.unit}
        yield Candidate(value, choice.code, Basis.USED_BEFORE, why)


def _alike(subject: Subject, items: Iterable[Item], texts: Mapping[tuple[str, str], str]) -> Iterator[Candidate]:
    """Yield the items with the same code, then those with the same name; the likely kind alone where it is there.

    `texts` names what AFAS gives no description of by a line that it stood on.
    """
    same_code = [one for one in items if subject.code and one.code == subject.code]
    same_name = [one for one in items if one.description.strip().casefold() == subject.name.strip().casefold()]
    for one in _of_kind(subject, same_code):
        why = phrase("{item} in AFAS has the same code.", item=literal(one.description or one.code))
        yield _candidate(one, texts, Basis.SAME_CODE, why)
    for one in _of_kind(subject, same_name):
        why = phrase("Item {code} in AFAS has the same name.", code=literal(one.code))
        yield _candidate(one, texts, Basis.SAME_NAME, why)


def _of_kind(subject: Subject, items: list[Item]) -> list[Item]:
    likely = [one for one in items if one.kind in subject.kinds]
    return likely or items


def _candidate(item: Item, texts: Mapping[tuple[str, str], str], basis: Basis, why: Text) -> Candidate:
    value = {"kind": item.kind, "code": item.code, "unit": _unit(item)}
    name = item.description or texts.get((item.kind, item.code), "")
    return Candidate(value, f"{item.code} {name}".strip(), basis, why)


def _unit(item: Item) -> str:
    return item.base_unit or next(iter(item.units), "")
