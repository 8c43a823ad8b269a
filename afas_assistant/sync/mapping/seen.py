"""What was read to make proposals, kept so that a person can choose from it: AFAS's own lists.

A list that AFAS does not show is None or empty, and the master data say why; then it has to be typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from afas_assistant.sync.mapping.proposals import Proposal
from afas_assistant.sync.master_records import Debtor, MasterData


@dataclass(frozen=True)
class ShownColumn:
    """A column of a GetConnector, by its name in the rows and AFAS's label."""

    name: str
    label: str


@dataclass(frozen=True)
class Seen:
    """AFAS's lists. `columns` are those of a vendor's connector of debtors, by its name.

    `texts` are lines that items stood on, by kind and code: AFAS tells no name of costs.
    """

    master: MasterData = field(default_factory=MasterData)
    debtors: Sequence[Debtor] = ()
    columns: Mapping[str, Sequence[ShownColumn]] = field(default_factory=dict)
    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Offer:
    """What could be mapped, the unmapped first, and what there is to choose from."""

    proposals: Sequence[Proposal]
    seen: Seen
