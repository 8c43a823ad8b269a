"""What is under way at an organisation, as closing the window and removing the organisation have to know it."""

from afas_assistant.texts import phrase
from afas_assistant.ui.closing import Leaving
from afas_assistant.ui.pages.organisation import OrganisationPage
from afas_assistant.ui.tabs.kinds import WORDS


def under_way(page: OrganisationPage) -> list[Leaving]:
    """Return the runs that send, and what the outbox asks the other system."""
    organisation = page.snapshot.organisation
    found = []
    for tab in page.daily.leaving if page.daily is not None else ():
        reached = tab.run.how_far()
        found.append(
            Leaving(
                organisation.id,
                organisation.name,
                WORDS[tab.kind].title,
                tab.on_stop_clicked,
                begun=reached.total is not None,
                done=reached.done,
                total=reached.total,
            )
        )
    asking = page.outbox.asking if page.outbox is not None else None
    if asking is not None and asking.taking_back:
        words = phrase("a write is being taken back")
        found.append(Leaving(organisation.id, organisation.name, words, _ends_by_itself, begun=True))
    if asking is not None and asking.busy:
        words = phrase("writes are being looked up")
        found.append(Leaving(organisation.id, organisation.name, words, _ends_by_itself, begun=False, only_reads=True))
    return found


def _ends_by_itself() -> None:
    """Leave it be: taking back is one record, which is waited for, and looking up is broken off without any harm."""
