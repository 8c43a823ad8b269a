"""Cards of a connection on the overview: how long its token lasts, and how its set-up stands."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from afas_assistant.texts import Text, day, joined, literal, phrase, phrase_n
from afas_assistant.ui.states import LOOKS, State
from afas_assistant.ui.typography import px
from afas_assistant.ui.widgets.buttons import Button
from afas_assistant.ui.widgets.frames import Card
from afas_assistant.ui.widgets.label import IconLabel, Label
from afas_assistant.ui.widgets.token_line import WARNINGS, TokenLine

if TYPE_CHECKING:  # the worker makes them
    from afas_assistant.onboarding.differences import Difference
    from afas_assistant.ui.snapshots import ConnectionSnapshot

CHANGES = 3
"""Lines that differ since the check before, told by name; more are counted."""


class TokenCard(Card):
    """How long the token of a connection lasts; `named` tells which, where there are several."""

    def __init__(self, one: "ConnectionSnapshot", *, named: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        from afas_assistant.onboarding.probes.environment import (  # noqa: PLC0415 - the snapshot has loaded it
            CLASSIC_CONNECTORS_END,
            CLASSIC_TOKENS_END,
        )

        layout = head(self, phrase("Token"), one.connection.label if named else "", phrase("classic"))
        today = date.today()  # noqa: DTZ011 - days left are counted where the person is
        ends = min(one.connection.token_expiry or CLASSIC_TOKENS_END, CLASSIC_TOKENS_END)
        layout.addLayout(_figure(one.days_left))
        layout.addWidget(TokenLine(today, ends, CLASSIC_CONNECTORS_END))
        if one.days_left >= 0:
            warning = phrase(
                "A warning stands here {first}, {second} and {third} days before.",
                first=WARNINGS[0],
                second=WARNINGS[1],
                third=WARNINGS[2],
            )
            layout.addWidget(Label(warning, role="small", colour="muted", wrapped=True))
        layout.addStretch(1)


def _figure(days: int) -> QHBoxLayout:
    """Return the days that are left, or for how long it has ended."""
    row = QHBoxLayout()
    row.setSpacing(px(8))
    bottom = Qt.AlignmentFlag.AlignBottom
    if days >= 0:
        row.addWidget(Label(literal(str(days)), role="figure"), 0, bottom)
        row.addWidget(Label(phrase_n("day left", "days left", days), wrapped=True), 1, bottom)
        return row
    look = LOOKS[State.FAILED]
    row.addWidget(IconLabel(look.icon, colour=look.colour, size=20), 0, Qt.AlignmentFlag.AlignVCenter)
    text = phrase_n("ended 1 day ago", "ended {count} days ago", -days)
    row.addWidget(Label(text, role="heading", colour=look.colour, wrapped=True), 1)
    return row


class SetupCard(Card):
    """How the set-up of a connection stood at its last check; `again` is the button that checks anew."""

    def __init__(self, one: "ConnectionSnapshot", *, named: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        when = one.checked_at.astimezone() if one.checked_at else None
        aside = literal(f"{when:%d-%m %H:%M}" if when else "")
        layout = head(self, phrase("Set-up"), one.connection.label if named else "", aside)
        if one.trouble is not None:
            self._add_trouble(layout, one)
        if when is None:
            if one.trouble is None:
                layout.addWidget(Label(phrase("Nothing was checked yet."), colour="muted", wrapped=True))
        else:
            self._add_state(layout, one)
        self.again = Button(phrase("Check again") if when else phrase("Check now"), icon="refresh")
        self.again.setAccessibleDescription(one.connection.label)
        layout.addSpacing(px(4))
        layout.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)

    def _add_trouble(self, layout: QVBoxLayout, one: "ConnectionSnapshot") -> None:
        assert one.trouble is not None  # the caller has looked
        moment = literal(f"{one.trouble.at.astimezone():%d-%m %H:%M}")
        text = phrase("The check of {when} got nowhere:", when=moment)
        _add(layout, State.NOT_TESTED, joined(text, one.trouble.title))

    def _add_state(self, layout: QVBoxLayout, one: "ConnectionSnapshot") -> None:
        whole = one.required_in_order == one.required
        text = phrase("{done} of {all} required lines in order", done=one.required_in_order, all=one.required)
        _add(layout, State.OK if whole else State.FAILED, text)
        if one.advice:
            _add(layout, State.ADVICE, phrase_n("1 piece of advice", "{count} pieces of advice", one.advice))
        for words in _changes(one):
            layout.addWidget(Label(words, role="small", colour="muted", wrapped=True))


def _changes(one: "ConnectionSnapshot") -> list[Text]:
    """Return what is otherwise than at the check before: how much, and the first of it by name."""
    if not one.changed:
        return [phrase("No difference since the check before, or no check before.")]
    since = day(next(iter(one.changed.values())).since)
    count = len(one.changed)
    told = [phrase_n("1 line changed since {date}.", "{count} lines changed since {date}.", count, date=since)]
    names = {line.key: line.shown_name for line in one.lines}
    known = [(names[key], change) for key, change in one.changed.items() if key in names]
    told += [joined(literal("•"), name, _change(change), separator=" ") for name, change in known[:CHANGES]]
    return told


def _change(change: "Difference") -> Text:
    return joined(literal("–"), change.text)


def head(card: Card, title: Text, name: str, aside: Text) -> QVBoxLayout:
    """Return the column of a card, with its title, a name beside it, and something at the right."""
    layout = QVBoxLayout(card)
    layout.setContentsMargins(px(16), px(12), px(16), px(14))
    layout.setSpacing(px(6))
    row = QHBoxLayout()
    row.setSpacing(px(8))
    row.addWidget(Label(title, role="strong"))
    row.addWidget(Label(literal(name), colour="muted", wrapped=True), 1)
    row.addWidget(Label(aside, role="small", colour="muted"))
    layout.addLayout(row)
    return layout


def _add(layout: QVBoxLayout, state: State, text: Text) -> None:
    look = LOOKS[state]
    row = QHBoxLayout()
    row.setSpacing(px(8))
    row.addWidget(IconLabel(look.icon, colour=look.colour), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(text, role="name", colour=look.colour, wrapped=True), 1)
    layout.addLayout(row)
