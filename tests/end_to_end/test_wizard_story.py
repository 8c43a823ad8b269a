"""The whole wizard against the practice environment over real HTTP: from nothing to a proven connection."""

import gc
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from afas_assistant.onboarding.desk import Desk
from afas_assistant.onboarding.flow import Step, WizardState
from afas_assistant.onboarding.time_tracking import DefaultItem
from afas_assistant.paths import folders
from afas_assistant.practice.process import PracticeProcess
from afas_assistant.texts import use_language
from afas_assistant.timechimp.key import Generation
from afas_assistant.timechimp.probe import connect
from afas_assistant.ui.application import SWITCH_INTERVAL
from afas_assistant.ui.practice_room import PracticeRoom
from afas_assistant.ui.states import State
from afas_assistant.ui.tasks import TaskRunner
from afas_assistant.ui.theme import Scheme, Theme
from afas_assistant.ui.wizard.administration_page import AdministrationPage
from afas_assistant.ui.wizard.checklist_page import ChecklistPage
from afas_assistant.ui.wizard.daily_calls import kept_choices
from afas_assistant.ui.wizard.dialogs import AskDialog
from afas_assistant.ui.wizard.done_page import DonePage
from afas_assistant.ui.wizard.environment_page import EnvironmentPage
from afas_assistant.ui.wizard.prepare_page import PreparePage
from afas_assistant.ui.wizard.session import NEW
from afas_assistant.ui.wizard.time_tracking_page import TimeTrackingPage
from afas_assistant.ui.wizard.what_page import WhatPage
from afas_assistant.ui.wizard.wizard_page import WizardPage
from tests.helpers.stalls import BLOCKED, StallWatch
from tests.ui.samples import words_of

PATIENCE = 30_000  # milliseconds: the child starts a server
TURNS_GREEN = 15_000  # milliseconds: what watch mode promises
DEBTORS = "get/SBQ_Debiteuren"


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[TaskRunner]:
    made = TaskRunner()
    yield made
    made.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(folders(tmp_path))
    yield made
    made.close()


@pytest.fixture
def room(runner: TaskRunner) -> Iterator[PracticeRoom]:
    made = PracticeRoom(runner)
    yield made
    thread = made.close()
    if thread is not None:
        thread.join(10)


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme(qapp, Scheme.LIGHT)
    yield made
    qapp.styleHints().colorSchemeChanged.disconnect(made.on_system_scheme_changed)
    made.deleteLater()


class Sitting:
    """A person at the wizard."""

    def __init__(self, desk: Desk, runner: TaskRunner, room: PracticeRoom, qtbot: QtBot) -> None:
        self.desk, self.runner, self.room, self.qtbot = desk, runner, room, qtbot
        self.opened: list[WizardPage] = []

    def sit_down(self, state: WizardState | None = None) -> WizardPage:
        wizard = WizardPage(self.desk, self.runner, self.room, state)
        self.opened.append(wizard)
        self.qtbot.addWidget(wizard)
        wizard.resize(1280, 800)
        wizard.show()
        wizard.start()
        self.qtbot.waitUntil(lambda: wizard.page is not None, timeout=PATIENCE)
        return wizard

    def get_up(self) -> None:
        for wizard in self.opened:
            wizard.stop()
            wizard.close()
            wizard.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def choose(self, wizard: WizardPage, *profiles: str) -> None:
        page = wizard.page
        assert isinstance(page, WhatPage)
        for name in profiles:
            page.cards[name].box.click()
        wizard.foot.next_button.click()

    def practise(self, wizard: WizardPage, name: str) -> EnvironmentPage:
        """Fill in page 3 with the practice environment, and wait until AFAS has answered."""
        page = wizard.page
        assert isinstance(page, EnvironmentPage)
        page.form.practice_button.click()
        self.qtbot.waitUntil(lambda: page.valid and not page.busy, timeout=PATIENCE)
        if not page.form.name_field.isReadOnly():
            page.form.name_field.setText(name)
        return page

    def go_on(self, wizard: WizardPage, step: Step) -> None:
        """Press Next, which must be on, and wait for the page after it."""
        assert wizard.page is not None
        self.qtbot.waitUntil(lambda: not wizard.page.busy, timeout=PATIENCE)  # type: ignore[union-attr]
        assert wizard.foot.next_button.isEnabled(), wizard.foot.counts.text()
        wizard.foot.next_button.click()
        self.qtbot.waitUntil(lambda: wizard.session.state.step is step, timeout=PATIENCE)
        self.qtbot.waitUntil(lambda: not wizard.page.busy, timeout=PATIENCE)  # type: ignore[union-attr]

    def pick_administration(self, wizard: WizardPage, row: int) -> None:
        page = wizard.page
        assert isinstance(page, AdministrationPage)
        self.qtbot.waitUntil(lambda: page.choices.model.rowCount() == 3, timeout=PATIENCE)
        page.choices.view.setCurrentIndex(page.choices.model.index(row))

    def pick_default_item(self, wizard: WizardPage, key: str) -> None:
        page = wizard.page
        assert isinstance(page, TimeTrackingPage)
        choices = page.item_card.choices
        choices.view.setCurrentIndex(choices.model.index_of(key))
        assert page.item_card.item is not None

    def connect(self, wizard: WizardPage, profile: str = "smartbooqing") -> ChecklistPage:
        """Go from the first page to the first list, all lines tested."""
        self.choose(wizard, profile)
        self.go_on(wizard, Step.ENVIRONMENT)
        self.practise(wizard, "Trial")
        self.go_on(wizard, Step.GET)
        page = wizard.page
        assert isinstance(page, ChecklistPage)
        return page

    def switch(self, scenario: str) -> None:
        with self.qtbot.waitSignal(self.room.switched, timeout=PATIENCE):
            self.room.switch(scenario)

    def process(self) -> PracticeProcess:
        assert self.room.running_room is not None
        return self.room.running_room.process


@pytest.fixture
def sitting(desk: Desk, runner: TaskRunner, room: PracticeRoom, qtbot: QtBot, theme: Theme) -> Iterator[Sitting]:
    use_language("en")
    made = Sitting(desk, runner, room, qtbot)
    yield made
    made.get_up()


def answer(wizard: WizardPage, *answers: str) -> None:
    dialog = wizard.findChild(AskDialog)
    assert dialog is not None
    for field, words in zip(dialog.fields, answers, strict=True):
        field.setPlainText(words) if hasattr(field, "setPlainText") else field.setText(words)
    dialog.agree_button.click()


def test_from_nothing_to_a_proven_connection(sitting: Sitting, tmp_path: Path, qtbot: QtBot) -> None:
    wizard = sitting.sit_down()
    sitting.choose(wizard, "smartbooqing")
    page = wizard.page
    assert isinstance(page, PreparePage)
    rights = next(step for step in page.steps if step.line_id == "by_hand/user_rights")
    rights.box.click()
    answer(wizard, "M. de Boer", "")
    assert "one point" not in page.message.message().subject  # everything is still to do
    sitting.go_on(wizard, Step.ENVIRONMENT)
    environment = sitting.practise(wizard, "Oudeveen Techniek B.V.")
    shown = words_of(wizard, also_hidden=True)
    sys.setswitchinterval(SWITCH_INTERVAL)  # this and the next as the program does at its start
    gc.freeze()
    for secret in sitting.process()._tokens.values():
        assert secret not in shown
        assert secret.split("<data>")[1][:64] not in shown
    assert environment.form.model.counts()["open"] == 0
    with StallWatch() as watch:
        sitting.go_on(wizard, Step.GET)
    assert watch.milliseconds <= BLOCKED
    for step in (Step.UPDATE, Step.DATA, Step.DESTINATIONS, Step.ADMINISTRATION):
        assert wizard.session.flow.open_lines(wizard.session.state.step) == []
        sitting.go_on(wizard, step)
    assert not wizard.foot.next_button.isEnabled()
    sitting.pick_administration(wizard, 0)
    sitting.go_on(wizard, Step.DONE)
    done = wizard.page
    assert isinstance(done, DonePage)
    assert wizard.head.title.text() == "35 of 35 required lines OK"
    qtbot.waitUntil(lambda: "Oefenbedrijf Techniek B.V." in words_of(done.summary))
    done.save_book(tmp_path / "book.html")
    qtbot.waitUntil(lambda: (tmp_path / "book.html").exists() and "Saved" in done._note.text(), timeout=PATIENCE)
    book = (tmp_path / "book.html").read_text(encoding="utf-8")
    assert "M. de Boer" in book
    assert "T99001AA" in book
    assert sitting.process().token("smartbooqing") not in book
    connection = wizard.session.connection
    assert connection is not None
    with qtbot.waitSignal(wizard.finished) as finished:
        wizard.foot.finish_button.click()
    assert finished.args == [connection.id]
    assert sitting.desk.view(connection).open_lines == 0
    qtbot.waitUntil(lambda: sitting.desk.store.wizard_state("organisation/T99001AA") is None)
    assert sitting.desk.store.wizard_state(NEW) is None


def test_a_row_turns_green_while_the_administrator_works(sitting: Sitting, qtbot: QtBot) -> None:
    wizard = sitting.sit_down()
    page = sitting.connect(wizard)
    sitting.switch("get_misspelt")
    qtbot.waitUntil(lambda: len(wizard.session.flow.open_lines(Step.GET)) == 1, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not page.busy, timeout=PATIENCE)
    before = len(sitting.process().log())
    page.watch_button.click()
    qtbot.wait(1000)  # the first look finds it as it was
    sitting.switch("healthy")
    began = time.monotonic()
    row = next(row for row in page.model.rows() if row.line.id == DEBTORS)
    qtbot.waitUntil(lambda: row.state is State.OK, timeout=TURNS_GREEN)
    assert time.monotonic() - began < TURNS_GREEN / 1000
    assert row.turned_green is not None
    assert not wizard.session.checks.watch.running, "nothing is open any more"
    calls = [call["path"] for call in sitting.process().log()[before:]]
    assert sum(path.endswith("/metainfo") for path in calls) == 2
    assert len(calls) <= 6, "watching spares AFAS"


def test_a_line_passed_with_a_reason_stands_in_the_book(sitting: Sitting, tmp_path: Path, qtbot: QtBot) -> None:
    wizard = sitting.sit_down()
    page = sitting.connect(wizard)
    sitting.switch("get_misspelt")
    qtbot.waitUntil(lambda: not page.busy and wizard.foot.reason_button.isVisible(), timeout=PATIENCE)
    wizard.foot.reason_button.click()
    answer(wizard, "M. de Boer", "Helpdesk levert het bestand na.")
    for step in (Step.DATA, Step.DESTINATIONS, Step.ADMINISTRATION):
        sitting.go_on(wizard, step)
    sitting.pick_administration(wizard, 1)
    sitting.go_on(wizard, Step.DONE)
    assert "One line was skipped with a reason." in wizard.head.subtitle.text()
    qtbot.waitUntil(lambda: "Helpdesk levert het bestand na." in words_of(wizard.page))
    wizard.page.save_book(tmp_path / "book.html")  # type: ignore[union-attr]
    qtbot.waitUntil((tmp_path / "book.html").exists, timeout=PATIENCE)
    qtbot.wait(100)
    assert "Helpdesk levert het bestand na." in (tmp_path / "book.html").read_text(encoding="utf-8")


def test_after_a_crash_the_work_is_taken_up_where_it_was(sitting: Sitting, qtbot: QtBot) -> None:
    wizard = sitting.sit_down()
    sitting.connect(wizard)
    sitting.go_on(wizard, Step.UPDATE)
    key = "organisation/T99001AA"
    qtbot.waitUntil(lambda: (sitting.desk.store.wizard_state(key) or {}).get("step") == "update", timeout=PATIENCE)
    data = json.loads(json.dumps(sitting.desk.store.wizard_state(key)))
    assert sitting.process().token("smartbooqing") not in json.dumps(data)
    wizard.session.close()  # no stop: as after a crash
    again = sitting.sit_down(WizardState.from_data(data))
    assert again.session.state.step is Step.ADMINISTRATION, "every line held, so the lists are done"
    assert again.session.envid == "T99001AA"
    again.column.items[Step.ENVIRONMENT].click()
    page = again.page
    assert isinstance(page, EnvironmentPage)
    assert page.kept
    assert "•" in page.form.token_field.editor.toPlainText()
    qtbot.waitUntil(lambda: not page.busy and again.foot.next_button.isEnabled(), timeout=PATIENCE)


def test_two_choices_become_two_connections_of_one_organisation(sitting: Sitting, qtbot: QtBot) -> None:
    wizard = sitting.sit_down()
    sitting.choose(wizard, "timechimp", "smartbooqing")
    sitting.go_on(wizard, Step.ENVIRONMENT)
    sitting.practise(wizard, "Trial")
    sitting.go_on(wizard, Step.GET)
    sitting.go_on(wizard, Step.UPDATE)
    sitting.go_on(wizard, Step.ADMINISTRATION)
    sitting.pick_administration(wizard, 0)
    sitting.go_on(wizard, Step.TIME_TRACKING)
    sitting.pick_default_item(wizard, "1/300")
    billing = wizard.page
    assert isinstance(billing, TimeTrackingPage)
    sitting.process().timechimp_switches(add_on="basic")
    billing.key.card.practice_button.click()
    qtbot.waitUntil(lambda: not billing.busy and "refuses writing" in words_of(billing.key.answers), timeout=PATIENCE)
    assert sitting.process().timechimp_key("v1") not in words_of(wizard, also_hidden=True)
    assert not wizard.foot.next_button.isEnabled()
    sitting.process().timechimp_switches(add_on="advanced")
    billing.key.answers.again_button.click()
    qtbot.waitUntil(
        lambda: not billing.busy and "Writing seems allowed" in words_of(billing.key.answers), timeout=PATIENCE
    )
    assert sitting.process().timechimp_books()["changes"] == 0, "testing a key changes nothing"
    sitting.go_on(wizard, Step.DONE)
    connection = wizard.session.connection
    assert connection is not None
    kept = kept_choices(sitting.desk, connection)
    assert (kept.administration, kept.item) == ("1", DefaultItem("1", "300", kept.item.unit if kept.item else ""))
    assert kept.bases.v2 == sitting.process().addresses["timechimp_v2"]
    key = sitting.desk.timechimp_key(connection)
    assert key is not None
    with connect(key, kept.bases) as client:
        assert client.generation is Generation.V1, "the daily work finds everything it needs"
    assert "SmartBooqing" in wizard.foot.counts.text()
    wizard.foot.finish_button.click()
    assert wizard.session.state.step is Step.PREPARE
    assert wizard.session.state.current == "smartbooqing"
    sitting.go_on(wizard, Step.ENVIRONMENT)
    page = wizard.page
    assert isinstance(page, EnvironmentPage)
    assert not page.valid
    assert "•" not in page.form.token_field.editor.toPlainText()
    sitting.practise(wizard, "Trial")
    assert "further connection" in page.form.name_remark.text()
    sitting.go_on(wizard, Step.GET)
    (organisation,) = sitting.desk.organisations()
    assert [one.connection.profiles for one in organisation.connections] == [("timechimp",), ("smartbooqing",)]


@pytest.mark.parametrize(
    ("scenario", "words"),
    [("wrong_host", "instead"), ("token_unknown", "401"), ("ip_restricted", "403"), ("maintenance", "")],
)
def test_what_afas_refuses_is_explained_beside_the_fields(
    sitting: Sitting, scenario: str, words: str, qtbot: QtBot
) -> None:
    wizard = sitting.sit_down()
    sitting.choose(wizard, "smartbooqing")
    sitting.go_on(wizard, Step.ENVIRONMENT)
    page = sitting.practise(wizard, "Trial")
    sitting.switch(scenario)
    page.form.again_button.click()
    qtbot.waitUntil(lambda: not page.busy, timeout=PATIENCE)
    assert not page.valid
    assert not wizard.foot.next_button.isEnabled()
    assert "does not accept" in wizard.foot.counts.text()
    opened = page.form.view.opened_row()
    assert opened is not None
    assert words in words_of(page.form.view) + str(opened.answer) + " ".join(opened.verdict.detail)  # type: ignore[union-attr]


def test_a_token_of_a_person_is_advised_against_before_it_is_kept(sitting: Sitting, qtbot: QtBot) -> None:
    wizard = sitting.sit_down()
    sitting.choose(wizard, "smartbooqing")
    sitting.go_on(wizard, Step.ENVIRONMENT)
    page = sitting.practise(wizard, "Trial")
    sitting.switch("token_on_employee")
    page.form.again_button.click()
    qtbot.waitUntil(lambda: not page.busy, timeout=PATIENCE)
    advised = [str(row.answer) for row in page.form.model.rows() if row.state is State.ADVICE]
    assert any("jdevries" in words for words in advised), advised
    assert page.valid, "advice never holds anybody up"


def test_closing_in_mid_check_takes_no_time(sitting: Sitting, qtbot: QtBot) -> None:
    wizard = sitting.sit_down()
    page = sitting.connect(wizard)
    sitting.switch("slow")
    qtbot.waitUntil(lambda: page.busy, timeout=PATIENCE)
    began = time.monotonic()
    wizard.stop()
    wizard.close()
    assert time.monotonic() - began < 1
