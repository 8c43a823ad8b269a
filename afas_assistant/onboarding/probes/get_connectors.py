"""Judge one required GetConnector: present under which name, allowed, readable, with rows, with its fields."""

from collections.abc import Sequence
from dataclasses import replace

from afas_assistant.errors import AssistantError, Who
from afas_assistant.onboarding.definition_drift import Drift, drift
from afas_assistant.onboarding.evidence import Definitions, Reading
from afas_assistant.onboarding.names import Match, Resolution, difference, nearest
from afas_assistant.onboarding.probes.refusals import refused
from afas_assistant.onboarding.requirements import GetRequirement, Rows
from afas_assistant.onboarding.verdicts import NOTHING, Certainty, Line, Reason, Status, Verdict
from afas_assistant.organisations.records import KeptDefinition
from afas_assistant.texts import Text, joined, literal, phrase, phrase_n


def judge_get(
    line: Line,
    requirement: GetRequirement,
    resolution: Resolution,
    reading: Reading | AssistantError | None,
    known: Definitions | None,
    *,
    contact: str | None = None,
    kept: KeptDefinition | None = None,
) -> Verdict:
    """Return the verdict on a GetConnector; `contact` is whom the vendor names for missing connectors.

    `reading` is None when the connector is not in the app connector; `known` is None when the environment's own list
    of definitions (`ProfitGetConnectoren`) could not be read; `kept` is what its columns are held against, if anything.
    """
    if resolution.match is Match.NEAR and resolution.found:
        return _misspelt(line, requirement, resolution.found)
    if not resolution.usable or resolution.found is None:
        return _missing(line, requirement, known, contact)
    if isinstance(reading, AssistantError):
        return refused(line, reading, found=resolution.found)
    if reading is None:
        return Verdict(line, Status.NOT_TESTED, phrase("Not tested because it was not read."), reason=Reason.STOPPED)
    drifted = drift(kept, reading.fields) if kept and reading.fields else None
    return replace(_read(line, requirement, resolution, reading, drifted), columns=reading.fields)


def _read(
    line: Line, requirement: GetRequirement, resolution: Resolution, reading: Reading, drifted: Drift | None
) -> Verdict:
    found = resolution.found or line.name
    gone = _gone(requirement.fields_of(found), reading.columns)
    if gone:
        return _field_missing(line, found, gone, reading)
    if reading.replaced:
        return _field_replaced(line, found, reading.replaced)
    if drifted and drifted.fails:
        return _drifted(line, found, drifted, reading)
    remark, reason = _remark(line, requirement, resolution), None
    if drifted:
        remark = joined(remark, drifted.remark, separator=" · ")
        reason = Reason.DRIFTED if drifted.changed else None
    if reading.rows == 0:
        return _no_rows(line, requirement, found, remark, reason or Reason.NO_ROWS)
    fields = phrase_n("1 row read · 1 field", "1 row read · {count} fields", len(reading.columns or ()))
    title = joined(fields, remark, separator=" · ")
    return Verdict(line, Status.OK, title, reason=reason, found=found, meaning=remark)


def _remark(line: Line, requirement: GetRequirement, resolution: Resolution) -> Text:
    """Return what to know about a connector that was found under another name than the document's."""
    if resolution.match is Match.EXACT:
        return NOTHING
    if requirement.printed_wrong:
        return phrase("in AFAS it is called {found}; the document prints another name", found=resolution.found)
    if resolution.match is Match.CASE:
        return phrase("in AFAS it is spelt {found}", found=resolution.found)
    return phrase("found as {found}; the vendor may call {name}", found=resolution.found, name=line.name)


def _misspelt(line: Line, requirement: GetRequirement, found: str) -> Verdict:
    right = requirement.known_as if requirement.printed_wrong else requirement.names
    closest = nearest([found], right) or right[0]
    return Verdict(
        line,
        Status.FAILED,
        phrase("Not there; the app connector has {found}", found=found),
        reason=Reason.MISSPELT,
        found=found,
        meaning=_slip(closest, found),
        remedy=phrase(
            "If {found} is meant, import the definition again under the name {wanted} and add that one.",
            found=found,
            wanted=closest,
        ),
    )


def _slip(wanted: str, found: str) -> Text:
    """Return where a name differs from the wanted one."""
    expected, written = difference(wanted, found)
    names = {"found": found, "wanted": wanted, "expected": expected, "written": written}
    if not written:
        return phrase("{found} looks like {wanted}, but “{expected}” is missing in it.", **names)
    if not expected:
        return phrase("{found} looks like {wanted}, but has “{written}” too much.", **names)
    return phrase("{found} looks like {wanted}, but has “{written}” in the place of “{expected}”.", **names)


def _missing(line: Line, requirement: GetRequirement, known: Definitions | None, contact: str | None) -> Verdict:
    name = _name_in_afas(requirement)
    if known is None:
        return _absent(
            line,
            phrase("Not in the app connector; no name resembles it"),
            meaning=phrase(
                "Whether the definition exists in AFAS could not be read (ProfitGetConnectoren is not there)."
            ),
            remedy=joined(phrase("Add {name} to the app connector.", name=name), _import(requirement, contact)),
        )
    present = next((known[other] for other in requirement.names if other in known), None)
    if present:
        blocked = phrase("The definition is blocked as well.") if present.blocked else NOTHING
        return _absent(
            line,
            phrase("Exists in AFAS, but was not added to the app connector"),
            meaning=joined(phrase("AFAS knows {name}; this app connector does not.", name=present.name), blocked),
            remedy=phrase("Add {name} to the app connector. No import is needed.", name=present.name),
        )
    near = nearest(requirement.names, known)
    return _absent(
        line,
        phrase("Does not exist in this environment"),
        meaning=phrase("AFAS has a definition {near}, which looks like it.", near=near)
        if near
        else phrase("No definition in AFAS has this name or resembles it."),
        remedy=joined(_import(requirement, contact), phrase("Then add {name} to the app connector.", name=name)),
    )


def _absent(line: Line, title: Text, *, meaning: Text, remedy: Text) -> Verdict:
    return Verdict(line, Status.FAILED, title, reason=Reason.MISSING, meaning=meaning, remedy=remedy)


def _name_in_afas(requirement: GetRequirement) -> str:
    """Return the name to look for in AFAS: the document's own, unless that is a misprint."""
    return requirement.known_as[0] if requirement.printed_wrong and requirement.known_as else requirement.name


def _import(requirement: GetRequirement, contact: str | None) -> Text:
    """Return where the definition comes from: its file, AFAS itself, or the vendor."""
    if requirement.file:
        file = phrase("If it is not in the list, import the file {file} first.", file=requirement.file)
        return joined(file, phrase("No file? Ask {contact}.", contact=contact)) if contact else file
    if _name_in_afas(requirement).startswith("Profit"):
        return phrase("It is a standard connector of AFAS: the administrator can restore it.")
    if contact:
        return phrase("If it is not in the list, ask {contact} for its definition file.", contact=contact)
    return phrase("If it is not in the list, ask the vendor for its definition file.")


def _gone(fields: Sequence[str], columns: Sequence[str] | None) -> list[str]:
    return [name for name in fields if name not in columns] if columns is not None else []


def _field_missing(line: Line, found: str, gone: Sequence[str], reading: Reading) -> Verdict:
    names = literal(", ".join(gone))
    return Verdict(
        line,
        Status.FAILED,
        phrase_n("The field {names} is gone", "The fields {names} are gone", len(gone), names=names),
        reason=Reason.FIELD_MISSING,
        found=found,
        meaning=phrase("Somebody changed or renamed fields of this definition; programs ask for them by name."),
        remedy=phrase("Restore the fields {names} in the definition, under exactly these names.", names=names),
        detail=(f"Fields now: {', '.join(reading.columns or ())}",),
    )


def _field_replaced(line: Line, found: str, replaced: Sequence[str]) -> Verdict:
    names = literal(", ".join(replaced))
    return Verdict(
        line,
        Status.FAILED,
        phrase_n(
            "AFAS does not know the field {names}", "AFAS does not know the fields {names}", len(replaced), names=names
        ),
        reason=Reason.FIELD_REPLACED,
        found=found,
        meaning=phrase(
            "AFAS fills such a cell with “(replaced)”; usually a free field is missing in this environment."
        ),
        remedy=phrase("Import the free field first, then import the definition again."),
        quote="(replaced)",
    )


def _drifted(line: Line, found: str, drifted: Drift, reading: Reading) -> Verdict:
    known, now = ([name for name, _ in columns] for columns in (drifted.kept.columns, reading.fields))
    names = [name for name in known if name not in now]
    return Verdict(
        line,
        Status.FAILED,
        drifted.title,
        reason=Reason.DRIFTED,
        found=found,
        meaning=phrase(
            "Programs ask for columns by name; what is gone or renamed they do not get any more. If the vendor has "
            "sent a newer file, read that one in here."
        ),
        remedy=phrase(
            "Restore the columns {names} in the definition, under exactly these names, or import {file} again.",
            names=", ".join(names),
            file=drifted.kept.label,
        ),
        detail=(f"Columns in the file: {', '.join(known)}", f"Columns now: {', '.join(now)}"),
    )


def _no_rows(line: Line, requirement: GetRequirement, found: str, remark: Text, remarkable: Reason) -> Verdict:
    meaning = phrase(
        "AFAS silently leaves out rows that the token's user may not see; or there is truly nothing to read yet."
    )
    if requirement.rows is Rows.MAY_BE_EMPTY:
        title = joined(phrase("Answers, without rows; that can be right"), remark, separator=" · ")
        return Verdict(line, Status.OK, title, reason=remarkable, certainty=Certainty.INFERRED, found=found,
                       meaning=meaning)  # fmt: skip
    return Verdict(
        line,
        Status.FAILED,
        phrase("Answers without rows; probably a filter authorisation"),
        reason=Reason.NO_ROWS,
        certainty=Certainty.INFERRED,
        found=found,
        meaning=meaning,
        remedy=phrase(
            "Look at Voorbeeld (preview) of the definition as the token's user. Empty there too: widen the user's "
            "filter authorisation. Rows there: check the fixed filter of the definition."
        ),
        who=Who.ADMINISTRATOR,
    )
