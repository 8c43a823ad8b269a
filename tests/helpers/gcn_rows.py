"""The rows of a definition's view as they stand in a definition file: SQL INSERT statements.

The names of the database columns are AFAS's; what stands in them is made up.
"""

from collections.abc import Mapping, Sequence

View = Mapping[str, object]

VIEW_COLUMNS = """SystemId ViewId Name Filename TableId Description CreateStatement Custom Querytool FilterData Guid
ListUse ExtensionData SourceViewId BDefSystemId BDefCode MainTableSystemId AdditionalSystemId Grouping LinkToSystemId
LinkToViewId ConditionSeqNo HideFromUser Distinct BaseViewId SourceVersion ViewType QueryCompatible ViewParsed
UseBlockedLines GroupLines RowHeight""".split()  # noqa: SIM905 - quoted one by one they cannot be read
FIELD_COLUMNS = """SystemId ViewId ViewFieldId FieldSeqno Name SystemIdFld TableIdFld FieldId ColumnHeader Display
MainTable ForeignKeyPath Label Extension AVSystemId AVViewId AVFieldId FilterLevel SearchSystemId SearchTableId
SearchFieldId CustomProp AggFunc GroupIndex FKeyPathFieldId ConditionSeqNo FixedField SQLFunctionSystemId SQLFunctionId
Bold Color OrderBy OrderType""".split()  # noqa: SIM905 - quoted one by one they cannot be read
ALIAS_COLUMNS = """SystemId ViewId Alias SeqNo TargetSystemIdTable TargetTableId TargetSystemIdView TargetViewId
TargetType Condition Description LeftJoinOnly Default AlwaysOn Visible JoinType TargetViewTableAlias""".split()  # noqa: SIM905 - quoted one by one they cannot be read
LANGUAGES = (1031, 1036, 1043, 2057, 2067)

VIEW_DEFAULTS: View = {
    "Custom": "1", "Querytool": "1", "ListUse": "0", "Grouping": "0", "HideFromUser": "0", "Distinct": "0",
    "ViewType": 3, "QueryCompatible": "0", "ViewParsed": "0", "UseBlockedLines": 1,
}  # fmt: skip
FIELD_DEFAULTS: View = {
    "MainTable": "1", "Extension": "0", "FilterLevel": 0, "CustomProp": "0", "AggFunc": 0, "FixedField": "0",
}  # fmt: skip
ALIAS_DEFAULTS: View = {
    "TargetType": 0, "LeftJoinOnly": "0", "Default": "1", "AlwaysOn": "0", "Visible": "1", "JoinType": 1,
}  # fmt: skip


def literal(value: object) -> str:
    """Return an SQL literal: NULL, a bare number, or text with its quotes doubled."""
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'" + str(value).replace("'", "''") + "'"


def insert(table: str, columns: Sequence[str], values: View, *, loud: bool) -> str:
    """Return an INSERT; `loud` is the spelling of generation 5. Columns without a value are NULL."""
    unknown = set(values) - set(columns)
    assert not unknown, unknown
    words, opening = ("INSERT", "VALUES(") if loud else ("insert", "values (")
    names = ", ".join(f"AfasMd{name}" for name in columns)
    return f"{words} {table} ({names}) {opening}{','.join(literal(values.get(name)) for name in columns)})"


def view_row(values: View, generation: int) -> str:
    """Return the row of the view itself."""
    columns = [*VIEW_COLUMNS, *translated("Description", generation)]
    return insert("AfasMdView", columns, {**VIEW_DEFAULTS, **values}, loud=generation == 5)


def field_row(values: View, generation: int) -> str:
    """Return the row of a field, given out or hidden."""
    columns = [*FIELD_COLUMNS, *translated("Label", generation), *translated("ColumnHeader", generation)]
    return insert("AfasMdViewField", columns, {**FIELD_DEFAULTS, **values}, loud=generation == 5)


def alias_row(values: View, generation: int) -> str:
    """Return the row of a table alias."""
    return insert("AfasMdViewAlias", ALIAS_COLUMNS, {**ALIAS_DEFAULTS, **values}, loud=generation == 5)


def translated(name: str, generation: int) -> list[str]:
    """Return the columns of generation 8 for the five languages, by Windows' number of each."""
    return [f"{name}_{language}" for language in LANGUAGES] if generation == 8 else []
