"""The guide in its window: asked for from a page, read, searched, and never in the way."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from afas_assistant import texts
from afas_assistant.onboarding.flow import Step
from afas_assistant.texts import LANGUAGES, Language, literal
from afas_assistant.ui.help.book import CONTENTS, Place, read_book
from afas_assistant.ui.help.guide import GuideWindow, show_guide
from afas_assistant.ui.help.why import OWN_SECTION, WhyButton
from afas_assistant.ui.language import switch_language
from afas_assistant.ui.theme import Scheme, Theme
from afas_assistant.ui.tokens import DARK, LIGHT
from afas_assistant.ui.wizard.dialogs import WhyDialog
from tests.helpers.stalls import BLOCKED, StallWatch
from tests.ui.access.probes import cut_words_at_rest, focusable, longer, name_of


@pytest.fixture
def main(theme: Theme, qtbot: QtBot) -> Iterator[QWidget]:
    made = QWidget()
    made.setLayout(QVBoxLayout())
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def opened(main: QWidget, qtbot: QtBot) -> list[str]:
    return []


@pytest.fixture
def guide(main: QWidget, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, opened: list[str]) -> GuideWindow:
    def open_url(url: QUrl) -> bool:
        opened.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    window = show_guide(main, "token")
    qtbot.waitExposed(window)
    return window


def shown(guide: GuideWindow) -> str:
    return guide.reader.toPlainText()


def top_of(guide: GuideWindow, title: str) -> float:
    """Return how far below the upper edge a heading stands."""
    document = guide.reader.document()
    block = document.find(title).block()
    return document.documentLayout().blockBoundingRect(block).top() - guide.reader.verticalScrollBar().value()


def rows(guide: GuideWindow) -> list[str]:
    return [guide.list.item(row).text() for row in range(guide.list.count())]


def test_why_opens_one_window_and_brings_it_back(main: QWidget, qtbot: QtBot) -> None:
    why = WhyButton("outbox")
    main.layout().addWidget(why)  # type: ignore[union-attr]
    why.click()
    (window,) = main.findChildren(GuideWindow)
    assert shown(window).startswith("De outbox")
    why.show_section("customers")
    why.click()
    assert main.findChildren(GuideWindow) == [window]
    assert shown(window).startswith("Klanten")
    assert not window.isModal()


def test_a_page_inside_the_page_has_its_own_section_while_it_is_seen(main: QWidget, qtbot: QtBot) -> None:
    why, inside = WhyButton("invoices"), QWidget()
    inside.setProperty(OWN_SECTION, "mapping")
    for widget in (why, inside):
        main.layout().addWidget(widget)  # type: ignore[union-attr]
    qtbot.waitUntil(inside.isVisible)
    why.click()
    (window,) = main.findChildren(GuideWindow)
    assert window.place == Place("mapping")
    inside.hide()
    why.click()
    assert window.place == Place("invoices")


def test_asked_for_from_a_dialog_it_belongs_to_the_main_window(main: QWidget, qtbot: QtBot) -> None:
    above = QWidget(main, Qt.WindowType.Dialog)
    assert show_guide(above, "token").parentWidget() is main


def test_the_short_answer_of_the_wizard_leads_to_the_whole_one(main: QWidget, qtbot: QtBot) -> None:
    dialog = WhyDialog(literal("GetConnectors"), literal("Short."), f"connecting#{Step.GET.value}", main)
    dialog.open()
    dialog.more_button.click()
    (window,) = main.findChildren(GuideWindow)
    assert window.book.section("connecting") is not None
    assert "GetConnectors" in window.reader.textCursor().block().text()
    assert not dialog.isVisible()


def test_an_anchor_stands_at_the_top(guide: GuideWindow) -> None:
    guide.show_section("connecting#data")
    assert 0 <= top_of(guide, "6. Dataconnectors") < 60
    assert guide.place == Place("connecting", 6)


def test_what_is_not_there_shows_the_contents(guide: GuideWindow) -> None:
    guide.show_section("nothing#at_all")
    assert guide.place == Place(CONTENTS)
    assert shown(guide).startswith("Inhoud")


def test_links_lead_on_and_the_keys_lead_back(guide: GuideWindow, qtbot: QtBot) -> None:
    guide.reader.anchorClicked.emit(QUrl("connecting.md#environment"))
    assert guide.place.section == "connecting"
    assert not guide.forward_button.isEnabled()
    guide.back_button.click()
    assert guide.place == Place("token")
    assert not guide.back_button.isEnabled()
    guide.forward_button.click()
    assert guide.place.section == "connecting"


def test_only_safe_links_leave_the_guide_and_are_named(guide: GuideWindow, opened: list[str]) -> None:
    for address in ("http://example.com", "file:///etc/passwd", "javascript:alert(1)"):
        guide.reader.anchorClicked.emit(QUrl(address))
    assert opened == []
    guide.reader.highlighted.emit(QUrl("https://afasstatus.nl"))
    assert guide._said.text() == "https://afasstatus.nl"
    guide.reader.anchorClicked.emit(QUrl("https://afasstatus.nl"))
    assert opened == ["https://afasstatus.nl"]
    assert "https://afasstatus.nl" in guide._said.text()


def test_searching_lists_the_hits_and_enter_shows_the_first(guide: GuideWindow, qtbot: QtBot) -> None:
    guide.on_search_asked()
    guide.search.setText("terugdraaien")
    hits = read_book("nl").search("terugdraaien")
    assert rows(guide) == [hit.title for hit in hits]
    assert str(len(hits)) in guide._said.text()
    qtbot.keyClick(guide.search, Qt.Key.Key_Return)
    assert guide.place == hits[0].place
    guide.search.setText("xyzzy")
    assert rows(guide) == []
    assert "niet in de handleiding" in guide._said.text()
    guide.search.clear()
    assert rows(guide) == [section.title for section in read_book("nl").sections]
    assert guide.list.currentRow() == [section.name for section in read_book("nl").sections].index("outbox")


def test_escape_closes_and_frees_it(main: QWidget, guide: GuideWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(guide, Qt.Key.Key_Escape)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert main.findChildren(GuideWindow) == []
    assert show_guide(main, "token").isVisible()


def test_it_follows_a_switch_of_language_at_the_same_place(
    guide: GuideWindow, qapp: QApplication, qtbot: QtBot
) -> None:
    guide.show_section("sending#stop")
    switch_language(qapp, "en")
    qtbot.waitUntil(lambda: guide.windowTitle() == "User guide")
    assert "Stopping" in guide.reader.textCursor().block().text()
    assert rows(guide)[0] == "Contents"
    guide.on_back_pressed()
    assert shown(guide).startswith("The token")


def test_colours_and_letters_follow_the_theme(guide: GuideWindow, theme: Theme) -> None:
    guide.show_section("glossary")
    before = guide.reader.document().defaultFont().pointSizeF()
    theme.set_scheme(Scheme.DARK)
    theme.set_scale(200)
    assert guide.reader.document().defaultFont().pointSizeF() == pytest.approx(2 * before)
    html = guide.reader.toHtml().upper()
    assert DARK.raised in html
    assert LIGHT.raised not in html


def test_a_narrow_window_shows_text_or_hits(guide: GuideWindow, theme: Theme) -> None:
    guide.resize(480, 400)
    assert guide.reader.isVisible()
    assert not guide.list.isVisible()
    guide.search.setText("token")
    assert guide.list.isVisible()
    assert not guide.reader.isVisible()
    guide.list.itemClicked.emit(guide.list.item(0))
    assert guide.reader.isVisible()
    assert guide.search.text() == ""


def test_text_and_pictures_fit_the_window_and_nothing_else_is_loaded(guide: GuideWindow) -> None:
    for section in read_book("nl").sections:
        guide.show_section(section.name)
        for width in (1100, 700):
            guide.resize(width, 700)
            assert guide.reader.document().idealWidth() <= guide.reader.viewport().width() + 1, section.name
            assert guide.reader.horizontalScrollBar().maximum() == 0, section.name
    assert guide.reader.loadResource(3, QUrl("style.css")) is None
    spy = guide.reader.loadResource(2, QUrl("https://example.com/spy.png"))
    assert spy is None or spy.isNull()


@pytest.mark.parametrize("language", LANGUAGES)
def test_opening_any_section_does_not_hold_up_the_window(
    guide: GuideWindow, qapp: QApplication, language: Language, qtbot: QtBot
) -> None:
    read_book.cache_clear()
    with StallWatch() as watch:
        switch_language(qapp, language)
        for section in read_book(language).sections:
            guide.show_section(section.name)
            QCoreApplication.processEvents()
    assert watch.milliseconds <= BLOCKED


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_has_a_name(guide: GuideWindow, qapp: QApplication, language: Language, qtbot: QtBot) -> None:
    switch_language(qapp, language)
    qtbot.waitUntil(lambda: guide.contents_button.text() == {"nl": "&Inhoud", "en": "&Contents"}[language])
    found = list(focusable(guide))
    assert len(found) >= 5
    assert [repr(widget) for widget in found if not name_of(widget).strip()] == []


@pytest.mark.parametrize("scale", [100, 150, 200])
@pytest.mark.parametrize("size", [(1180, 780), (800, 500), (480, 360)])
def test_no_words_are_cut(
    guide: GuideWindow,
    theme: Theme,
    scale: int,
    size: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
    qapp: QApplication,
    qtbot: QtBot,
) -> None:
    fill = texts._fill
    monkeypatch.setattr(texts, "_fill", lambda *parts: longer(fill(*parts)))
    switch_language(qapp, "en")
    theme.set_scale(scale)
    guide.resize(*size)
    guide.search.setText("xyzzy")
    assert cut_words_at_rest(guide, qtbot) == []
    assert (guide.width(), guide.height()) == size
