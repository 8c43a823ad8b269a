"""Access: every page, in both languages, at three sizes and with stretched words: nothing nameless, nothing cut."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from afas_assistant import texts
from afas_assistant.errors import ConfigurationError
from afas_assistant.sync.apply import Bucket
from afas_assistant.sync.mapping.settings import missing
from afas_assistant.sync.plan import Outlook
from afas_assistant.texts import LANGUAGES, Language, bilingual, phrase
from afas_assistant.ui.main_window import MainWindow
from afas_assistant.ui.pages.check import CheckPage
from afas_assistant.ui.pages.organisation import OrganisationPage
from afas_assistant.ui.states import LOOKS
from afas_assistant.ui.tabs.daily_tabs import DailyTabs
from afas_assistant.ui.tabs.kinds import Kind
from afas_assistant.ui.targets import ScenarioChoice
from afas_assistant.ui.widgets.buttons import PrimaryButton
from tests.ui.kept_samples import Home, in_days
from tests.ui.samples import DEBTORS, PretendCheck, target
from tests.ui.tabs.pretend_desk import PretendDesk, plan, record

Opener = Callable[[], MainWindow]
SCENARIOS = [ScenarioChoice("healthy", bilingual({"nl": "Alles goed", "en": "All well"}), phrase("fine"))]
SIZES = (100, 150, 200)


def first_start(window: MainWindow, qtbot: QtBot) -> QWidget:
    return window.first_page


def starting(window: MainWindow, qtbot: QtBot) -> QWidget:
    window.room._starting = True  # so that no child is started
    window.show_practice()
    assert window.starting_page is not None
    window.starting_page.show_failure(RuntimeError("it ended"))
    return window.starting_page


def check(window: MainWindow, qtbot: QtBot) -> CheckPage:
    window.show_check(target(kind="production", key="practice"), SCENARIOS)
    page = window.pages["practice"]
    qtbot.waitUntil(lambda: not page.running)
    page.view.open_key(DEBTORS.key)
    return page


def stopped(window: MainWindow, qtbot: QtBot) -> CheckPage:
    page = check(window, qtbot)
    page.notice.tell_error(
        ConfigurationError("x", title=phrase("A title"), explanation=phrase("Why it is so."), action=phrase("Do this."))
    )
    return page


def kept(window: MainWindow, qtbot: QtBot) -> OrganisationPage:
    window.open_kept(expected=True)
    qtbot.waitUntil(lambda: "organisations" in vars(window) and bool(window.organisations.pages), timeout=10_000)
    return window.organisations.pages[1]


def overview(window: MainWindow, qtbot: QtBot) -> QWidget:
    return kept(window, qtbot)


def set_up(window: MainWindow, qtbot: QtBot) -> QWidget:
    page = kept(window, qtbot)
    page.show_connection(1)
    row = next(row for row in page.setups[1].model.rows() if row.line.id == "by_hand/user_rights")
    page.setups[1].view.open_key(row.line.key)
    return page


def daily(window: MainWindow, qtbot: QtBot, kind: Kind, desk: PretendDesk, *, send: bool = False) -> OrganisationPage:
    """Show a tab of the daily work with a plan, or with what became of it."""
    page = kept(window, qtbot)
    page.daily = DailyTabs(window.kept, window._runner, lambda *_: desk)
    page.stack.addWidget(page.daily)
    page.tabs.choose(kind.value)
    tab = page.daily.current
    assert tab is not None
    tab.start()
    qtbot.waitUntil(lambda: not tab.running)
    if send and tab.rows is not None:
        tab.page.footer.send_button.click()
        assert tab.dialog is not None
        tab.dialog.agree_button.click()
        qtbot.waitUntil(lambda: tab.outcome is not None)
    return page


def mixed(kind: Kind) -> PretendDesk:
    fails, tells = record(1, Outlook.WILL_FAIL), record(2, Outlook.CANNOT_TELL)
    return PretendDesk(plan(fails, tells, record(3), record(4), kind=kind.value), {"TC-000003": Bucket.UNKNOWN})


def customers(window: MainWindow, qtbot: QtBot) -> QWidget:
    return daily(window, qtbot, Kind.CUSTOMERS, mixed(Kind.CUSTOMERS))


def invoicing(window: MainWindow, qtbot: QtBot) -> QWidget:
    return daily(window, qtbot, Kind.INVOICES, mixed(Kind.INVOICES))


def bookings_sent(window: MainWindow, qtbot: QtBot) -> QWidget:
    return daily(window, qtbot, Kind.BOOKINGS, mixed(Kind.BOOKINGS), send=True)


def bookings_stopped(window: MainWindow, qtbot: QtBot) -> QWidget:
    return daily(window, qtbot, Kind.BOOKINGS, PretendDesk(plan(), error=missing("administration")))


def not_planned(window: MainWindow, qtbot: QtBot) -> QWidget:
    page = kept(window, qtbot)
    page.tabs.choose("customers")
    return page


def sending(window: MainWindow, qtbot: QtBot) -> QWidget:
    page = daily(window, qtbot, Kind.INVOICES, mixed(Kind.INVOICES))
    assert page.daily is not None
    tab = page.daily.current
    assert tab is not None
    tab.page.footer.send_button.click()
    assert tab.dialog is not None
    return tab.dialog


def rename(window: MainWindow, qtbot: QtBot) -> QWidget:
    kept(window, qtbot)
    window.organisations.ask_name("organisation/1")
    return shown_dialog(window)


def remove(window: MainWindow, qtbot: QtBot) -> QWidget:
    kept(window, qtbot)
    window.organisations.ask_removal("organisation/1")
    return shown_dialog(window)


def replace_token(window: MainWindow, qtbot: QtBot) -> QWidget:
    window.organisations.ask_token(kept(window, qtbot).snapshot.connections[0].connection)
    return shown_dialog(window)


def confirm(window: MainWindow, qtbot: QtBot) -> QWidget:
    page = kept(window, qtbot)
    page.show_connection(1)
    row = next(row for row in page.setups[1].model.rows() if row.line.id == "by_hand/user_rights")
    page.on_confirm_asked(row.line.key)
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    return dialog


def shown_dialog(window: MainWindow) -> QWidget:
    dialog = window.organisations.dialog
    assert dialog is not None
    return dialog


DAILY = [customers, invoicing, bookings_sent, bookings_stopped, not_planned]
PAGES = [first_start, starting, check, stopped, overview, set_up, *DAILY]
DIALOGS = [rename, remove, replace_token, confirm, sending]


@pytest.fixture
def _organisations(home_folder: Home) -> None:
    """Keep what the pages of organisations show: production, two connections, one of them checked."""
    home_folder.check(home_folder.add("Lindegaard Advies en Administratie", kind="production", expiry=in_days(60)))
    name = "Lindegaard Advies en Administratie"
    home_folder.add(name, kind="production", connector="TimeChimp", profiles=("timechimp",))


@pytest.fixture(params=PAGES, ids=lambda page: page.__name__)
def page_of(request: pytest.FixtureRequest) -> Callable[[MainWindow, QtBot], QWidget]:
    found: Callable[[MainWindow, QtBot], QWidget] = request.param
    return found


def focusable(window: QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        inside = widget.objectName().startswith("qt_") or isinstance(widget.parentWidget(), QScrollArea)
        if widget.isVisibleTo(window) and not inside and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield widget


def name_of(widget: QWidget) -> str:
    """Return how a widget is announced: its own name, its words, or those of the label that belongs to it."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return "" if interface is None else interface.text(QAccessible.Text.Name)


def cut_words(window: QWidget) -> Iterator[str]:
    """Give what has not the room that its words need."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisibleTo(window) or not isinstance(widget, QLabel | QAbstractButton) or not widget.text():
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            needed = widget.heightForWidth(widget.width())
            longest = max(QFontMetrics(widget.font()).horizontalAdvance(word) for word in widget.text().split())
            if widget.height() < needed or widget.width() < longest:
                yield f"{type(widget).__name__} {widget.text()!r}: {widget.size()} for {needed} high, {longest} wide"
        elif widget.width() < widget.minimumSizeHint().width() or widget.height() < widget.minimumSizeHint().height():
            yield f"{type(widget).__name__} {widget.text()!r}: {widget.size()} for {widget.minimumSizeHint()}"


def cut_words_at_rest(window: QWidget, qtbot: QtBot) -> list[str]:
    """Return what is cut once the layouts have come to rest."""
    for _ in range(20):
        if not list(cut_words(window)):
            break
        qtbot.wait(20)
    return list(cut_words(window))


@pytest.fixture(params=DIALOGS, ids=lambda dialog: dialog.__name__)
def dialog_of(request: pytest.FixtureRequest) -> Callable[[MainWindow, QtBot], QWidget]:
    found: Callable[[MainWindow, QtBot], QWidget] = request.param
    return found


pytestmark = pytest.mark.usefixtures("_organisations")


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_in_a_dialog_has_a_name_and_room(
    open_window: Opener, dialog_of: Callable[[MainWindow, QtBot], QWidget], language: Language, qtbot: QtBot
) -> None:
    window = open_window()
    window.on_language_chosen(language)
    window.on_scale_chosen(200 if language == "en" else 100)
    dialog = dialog_of(window, qtbot)
    assert [repr(widget) for widget in focusable(dialog) if not name_of(widget).strip()] == []
    assert cut_words_at_rest(dialog, qtbot) == []
    defaults = [button for button in dialog.findChildren(QPushButton) if button.isDefault()]
    assert len(defaults) == 1
    assert len(dialog.findChildren(PrimaryButton)) == 1
    dialog.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_takes_the_keyboard_has_a_name(
    open_window: Opener, page_of: Callable[[MainWindow, QtBot], QWidget], language: Language, qtbot: QtBot
) -> None:
    window = open_window()
    window.on_language_chosen(language)
    page_of(window, qtbot)
    found = list(focusable(window))
    assert found
    assert [f"{type(widget).__name__} {widget.objectName()}" for widget in found if not name_of(widget).strip()] == []


@pytest.mark.parametrize("scale", SIZES)
@pytest.mark.parametrize("stretched", [False, True], ids=["plain", "stretched"])
def test_no_words_are_cut(
    open_window: Opener,
    page_of: Callable[[MainWindow, QtBot], QWidget],
    scale: int,
    stretched: bool,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    if stretched:
        fill = texts._fill
        monkeypatch.setattr(texts, "_fill", lambda *parts: longer(fill(*parts)))
    window = open_window()
    window.on_language_chosen("en")
    window.resize(1280, 800)
    window.on_scale_chosen(scale)
    page_of(window, qtbot)
    assert cut_words_at_rest(window, qtbot) == []


def longer(words: str) -> str:
    """Return words that are 40 % longer, as a translation may be."""
    return words + " " + "uitrek " * round(len(words) * 0.4 / 7)


@pytest.mark.parametrize("size", [(800, 500), (640, 480)])
def test_a_small_window_cuts_no_words_either(
    open_window: Opener, page_of: Callable[[MainWindow, QtBot], QWidget], size: tuple[int, int], qtbot: QtBot
) -> None:
    window = open_window()
    window.on_language_chosen("en")
    window.resize(*size)
    page_of(window, qtbot)
    assert (window.width(), window.height()) == size
    assert cut_words_at_rest(window, qtbot) == []


def test_the_list_keeps_room_in_a_small_window(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    window.resize(800, 500)
    page = check(window, qtbot)
    assert page.view.viewport().height() > 150


def test_tab_reaches_everything_on_the_first_page(open_window: Opener, qtbot: QtBot) -> None:
    window = open_window()
    window.activateWindow()
    wanted = set(focusable(window))
    reached: set[QWidget] = set()
    window.first_page.connect_button.setFocus()
    for _ in range(3 * len(wanted)):
        widget = window.focusWidget()
        assert widget is not None
        reached.add(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    missed = wanted - reached
    assert {type(widget).__name__ for widget in missed} <= {"SegmentButton"}  # arrows go through a segment


def test_colour_is_never_the_only_signal(open_window: Opener, pretend: PretendCheck, qtbot: QtBot) -> None:
    words = [str(look.word) for look in LOOKS.values()]
    icons = [look.icon for look in LOOKS.values()]
    assert len(set(words)) == len(set(icons)) == len(LOOKS)


def test_changing_language_leaves_no_old_word(open_window: Opener, qtbot: QtBot, qapp: QApplication) -> None:
    window = open_window()
    page = check(window, qtbot)
    before = [label.text() for label in page.findChildren(QLabel)]
    window.on_language_chosen("en")
    window.on_language_chosen("nl")
    assert [label.text() for label in page.findChildren(QLabel)] == before
