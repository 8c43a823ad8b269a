"""Asks before anything is sent: how much, to which environment and administration, for what total."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from afas_assistant.texts import Text, joined, literal, money, phrase, phrase_n
from afas_assistant.ui.dialogs.shell import Dialog
from afas_assistant.ui.pages.check_header import production_band
from afas_assistant.ui.tabs.kinds import WORDS, Kind, ask_words, send_words
from afas_assistant.ui.tabs.plan_rows import PlanRows, is_debtor
from afas_assistant.ui.typography import metrics, px
from afas_assistant.ui.widgets.buttons import PrimaryButton
from afas_assistant.ui.widgets.frames import KIND_NAMES, Badge
from afas_assistant.ui.widgets.label import Label

PRODUCTION = "production"


class SendDialog(Dialog):
    """Signals: `agreed` when the person wants it sent."""

    agreed = Signal()

    def __init__(
        self, rows: PlanRows, chosen: frozenset[str], organisation: str, environment: str, parent: QWidget
    ) -> None:
        plan, kind = rows.plan, rows.kind
        self._names: list[Label] = []
        count = rows.counted(chosen)
        super().__init__(ask_words(kind, count), WORDS[kind].goes, parent)
        if environment == PRODUCTION:
            self.body.addWidget(production_band(phrase("What you send now comes into the real administration.")))
        self._line(phrase("To"), literal(organisation), environment)
        envid = literal(plan.environment.split(" ")[0])
        self._line(phrase("Environment"), joined(envid, KIND_NAMES[environment], separator=" · "))
        if plan.administration:
            self._line(phrase("Administration"), literal(plan.administration))
        self._line(phrase("Count"), _counted(count, len(chosen) - count))
        total = rows.total(chosen)
        if WORDS[kind].amount is not None:
            words = phrase("{total} {basis}", total=money(total), basis=WORDS[kind].basis)
            self._line(phrase("Total"), words)
        made = _debtors(rows, chosen) if kind is Kind.CUSTOMERS else 0
        if made:
            self._line(phrase("Made in AFAS"), _made(made))
        stays = phrase("Each record is written down before it leaves, and none is sent twice.")
        self.body.addWidget(Label(stays, role="small", colour="muted", wrapped=True))
        agree = PrimaryButton(send_words(kind, count), icon="arrow-right")
        agree.clicked.connect(self.on_agree_clicked)
        self.finish(agree)
        self._measure()

    def on_agree_clicked(self) -> None:
        """Close, and tell."""
        self.accept()
        self.agreed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again in another language or with letters of another size."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.LanguageChange, QEvent.Type.FontChange} and hasattr(self, "agree_button"):
            self._measure()

    def _measure(self) -> None:
        """Give the names one width, which the longest word of any fits."""
        words = [word for one in self._names for word in str(one.said()).split()]
        width = max(px(110), *(metrics().horizontalAdvance(word) + px(8) for word in words))
        for one in self._names:
            one.setFixedWidth(width)

    def _line(self, name: Text, value: Text, badge: str = "") -> None:
        row = QHBoxLayout()
        row.setSpacing(px(10))
        label = Label(name, colour="muted", wrapped=True)
        self._names.append(label)
        row.addWidget(label, 0)
        row.addWidget(Label(value, role="strong", wrapped=True, selectable=True), 1)
        if badge:
            row.addWidget(Badge(badge, filled=True), 0)
        self.body.addLayout(row)


def _made(debtors: int) -> Text:
    return phrase_n(
        "1 new debtor. AFAS has no way to delete one.",
        "{count} new debtors. AFAS has no way to delete one.",
        debtors,
    )


def _debtors(rows: PlanRows, chosen: frozenset[str]) -> int:
    """Return how many of these make a debtor in AFAS."""
    return sum(is_debtor(one) for one in rows.records if one.reference in chosen)


def _counted(count: int, debtors: int) -> Text:
    counted = phrase_n("1 record", "{count} records", count)
    if not debtors:
        return counted
    made = phrase_n("1 new debtor is made first", "{count} new debtors are made first", debtors)
    return phrase("{counted}; {made}", counted=counted, made=made)
