"""How the hand-over book looks: one style sheet inside the file, and the shapes of the states.

Colours are the light ones of the program, each at least 5:1 on white. Each state has a silhouette of its own and its
word beside it, so that a black-and-white print tells the same.
"""

from afas_assistant.onboarding.html_elements import Markup, element, trusted
from afas_assistant.onboarding.requirements import Severity
from afas_assistant.onboarding.verdicts import Status, Verdict
from afas_assistant.texts import Language, Text, phrase

OK, FAILED, ADVICE, NOT_TESTED, BY_HAND = "ok", "failed", "advice", "not-tested", "by-hand"

_WORDS: dict[str, Text] = {
    OK: phrase("In order"),
    FAILED: phrase("Not in order"),
    ADVICE: phrase("Advice"),
    NOT_TESTED: phrase("Not tested"),
    BY_HAND: phrase("By hand"),
}

_SHAPES = {
    OK: '<path fill-rule="evenodd" d="M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm3.4 4.2 1.2 1.1-5.4 5.6-3-3 1.1-1.1 '
    '1.9 1.9z"/>',
    FAILED: '<path fill-rule="evenodd" d="M5 1h6l4 4v6l-4 4H5l-4-4V5zm.2 5.3L6.9 8 5.2 9.7l1.1 1.1L8 9.1l1.7 1.7 '
    '1.1-1.1L9.1 8l1.7-1.7-1.1-1.1L8 6.9 6.3 5.2z"/>',
    ADVICE: '<path fill-rule="evenodd" d="M8 1.2 15.4 14H.6zM7.2 5.8v4.4h1.6V5.8zm0 5.4v1.5h1.6v-1.5z"/>',
    NOT_TESTED: '<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.5" '
    'stroke-dasharray="2.7 1.6"/><path d="M5 7.2h6v1.6H5z"/>',
    BY_HAND: '<path fill-rule="evenodd" d="M1 1h14v14H1zm7 2.6a2.1 2.1 0 1 0 0 4.2 2.1 2.1 0 0 0 0-4.2zM4.2 12.6h7.6'
    'a3.8 3.8 0 0 0-7.6 0z"/>',
}

STYLE = trusted("""
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 1.5rem; background: #fff; color: #1a2028;
  font: 100%/1.45 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; padding-bottom: .25rem; border-bottom: 2px solid #1a2028; }
h3 { font-size: 1rem; margin: 1.25rem 0 .35rem; }
p { margin: .35rem 0; max-width: 48rem; }
a { color: #1d5fbf; }
code { font-family: ui-monospace, Consolas, "Courier New", monospace; font-size: .92em; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; font-size: .9rem; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { text-align: left; vertical-align: top; padding: .35rem .5rem; border: 1px solid #858e9b;
  overflow-wrap: break-word; }
thead th { background: #f3f4f6; }
thead th:first-child:nth-last-child(3) { width: 30%; }
thead th:nth-child(2):nth-last-child(2) { width: 24%; }
tbody th { font-weight: 600; }
table.facts { width: auto; min-width: 60%; }
table.facts th { width: 14rem; }
.muted { color: #56606d; }
.badge { display: inline-block; border: 2px solid currentColor; border-radius: .25rem; padding: 0 .4rem;
  font-weight: 600; }
.badge.production { color: #7b1e57; }
.state { white-space: nowrap; font-weight: 600; }
.state svg { width: 1em; height: 1em; margin-right: .35em; vertical-align: -.1em; fill: currentColor; }
.state.ok, .state.by-hand { color: #19713f; }
.state.failed { color: #b3261e; }
.state.advice { color: #855400; }
.state.not-tested { color: #56606d; }
.quote { font-style: italic; overflow-wrap: anywhere; }
.detail { color: #56606d; font-size: .85em; overflow-wrap: anywhere; }
@page { size: A4; margin: 16mm 14mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); } }
@media print {
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  h2 { break-after: avoid; margin-top: 8mm; }
  h3 { break-after: avoid; }
  section.page { break-before: page; }
  tr, li { break-inside: avoid; }
  thead { display: table-header-group; }
  a { color: inherit; }
}
""")


def state_of(status: Status, severity: Severity) -> str:
    """Return which of the five states is shown; an advised line that fails is advice."""
    if status is Status.FAILED:
        return FAILED if severity is Severity.REQUIRED else ADVICE
    return {Status.OK: OK, Status.NOT_TESTED: NOT_TESTED, Status.BY_HAND: BY_HAND}[status]


def word(status: Status, severity: Severity, reason: str | None, language: Language) -> str:
    """Return the word for a state; what only a person can tell and nobody did is not confirmed."""
    if status is Status.BY_HAND and reason is not None:
        return phrase("By hand, not confirmed").render(language)
    return _WORDS[state_of(status, severity)].render(language)


def state(verdict: Verdict, language: Language) -> Markup:
    """Return a verdict's state as shape, word and colour."""
    severity = verdict.line.severity
    name = state_of(verdict.status, severity)
    shape = element("svg", trusted(_SHAPES[name]), viewBox="0 0 16 16", aria_hidden="true")
    return element("span", shape, word(verdict.status, severity, verdict.reason, language), class_=f"state {name}")
