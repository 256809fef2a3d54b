"""Where a number comes from, in words, step by step."""

from aimwell.presentation.figures import between, said, unit_named
from aimwell.services.explain import Explanation, Input, Origin


def explanation_in_words(told: Explanation) -> str:
    """The walk from a value back to its cells, on a dozen lines."""
    unit = unit_named(told.unit)
    likely = between(told.lower, told.upper, unit)
    number = said(told.value, unit) if told.value is not None else f"no figure ({told.status})"
    group = "" if told.breakdown == "all" else f", {told.breakdown.replace(':', ' ')}"
    lines = [
        f"{told.value_id}: {number}" + (f" (likely to be {likely})" if likely else ""),
        f"  What     {told.title} [{told.measure}], {told.place_name} [{told.place}], {told.period}{group}",
        f"  Question {told.question}",
        f"  Formula  {told.formula}",
        *(_input_line(each) for each in told.inputs),
        *_origin_lines(told.origin),
        f"  By       definition {told.definition}"
        + ("" if told.definition_is_current else ", which has changed since"),
    ]
    if not told.stands:
        lines.append("  This number no longer stands: a newer edition or definition has replaced it.")
    return "\n".join(lines)


def _input_line(given: Input) -> str:
    amount = "" if given.amount is None else f" {given.amount:,.0f} ="
    return f"  {given.role.capitalize():<12}{amount} '{' + '.join(given.columns)}' of {given.feed} where {given.where}"


def _origin_lines(origin: Origin) -> list[str]:
    rows = _rows_in_words(origin)
    return [
        f"  File     {origin.file or 'not known'} ({origin.publisher}, {origin.licence})",
        f"  Cells    {f'sheet {origin.sheet!r}, ' if origin.sheet else ''}{rows}",
        f"  SHA-256  {origin.digest}",
        f"  Taken    {origin.taken_at}",
    ]


def _rows_in_words(origin: Origin) -> str:
    count = f"{origin.rows:,} rows" if origin.rows and origin.rows > 1 else "one row"
    if origin.first_row is None:
        return f"{count} of the file, selected as above"
    if origin.first_row == origin.last_row:
        return f"row {origin.first_row:,}"
    return f"{count} between row {origin.first_row:,} and row {origin.last_row:,}, selected as above"
