"""Where a number comes from, in words, step by step."""

from aimwell.domain.labels import Labels
from aimwell.domain.values import EVERYONE
from aimwell.presentation.figures import between, said, unit_named
from aimwell.services.explain import ROWS_COUNTED, Explanation, Input, Origin

MOST_FILES = 5
MOST_ROWS_SAID = 12


UNNAMED = Labels()  # groups by their codes, made readable


def explanation_in_words(told: Explanation, labels: Labels = UNNAMED) -> str:
    """The walk from a value back to its cells, on a dozen lines. labels: what groups are called."""
    unit = unit_named(told.unit)
    likely = between(told.lower, told.upper, unit)
    number = said(told.value, unit) if told.value is not None else f"no figure ({told.status})"
    group = "" if told.breakdown == EVERYONE else f", {_group_words(told.breakdown, labels)}"
    lines = [
        f"{told.value_id}: {number}" + (f" (likely to be {likely})" if likely else ""),
        f"  What     {told.title} [{told.measure}], {told.place_name} [{told.place}], {told.period}{group}",
        f"  Question {told.question}",
        f"  Formula  {told.formula}",
        *(_input_line(each) for each in told.inputs),
        *_origins_lines(told),
        f"  By       definition {told.definition}"
        + ("" if told.definition_is_current else ", which has changed since"),
    ]
    if not told.stands:
        lines.append("  This number no longer stands: a newer edition or definition has replaced it.")
    return "\n".join(lines)


def _group_words(breakdown: str, labels: Labels) -> str:
    dimension = breakdown.partition(":")[0]
    return f"{labels.dimension_title(dimension).lower()} {labels.of_breakdown(breakdown)} [{breakdown}]"


def _input_line(given: Input) -> str:
    amount = "" if given.amount is None else f" {given.amount:,.0f} ="
    return f"  {given.role.capitalize():<12}{amount} '{' + '.join(given.columns)}' of {given.feed} where {given.where}"


def _origins_lines(told: Explanation) -> list[str]:
    """Each file once, with its sheets; the largest first, and how many more there are."""
    files: dict[str, list[Origin]] = {}
    for origin in sorted(told.origins, key=lambda each: (each.side != ROWS_COUNTED, -(each.rows or 0))):
        files.setdefault(origin.digest, []).append(origin)
    lines = [line for sheets in list(files.values())[:MOST_FILES] for line in _file_lines(sheets)]
    more = len(files) - MOST_FILES
    return [*lines, f"  And      {more} more files; --json lists them all"] if more > 0 else lines


def _file_lines(sheets: list[Origin]) -> list[str]:
    first = sheets[0]
    side = "" if first.side == ROWS_COUNTED else f" for the {first.side}"
    return [
        f"  File     {first.file or 'not known'} ({first.publisher}, {first.licence}){side}",
        *(
            f"  Cells    {f'sheet {each.sheet!r}, ' if each.sheet else ''}{_rows_in_words(each)}"
            for each in sheets
        ),
        f"  SHA-256  {first.digest}",
        f"  Taken    {first.taken_at}",
    ]


def _rows_in_words(origin: Origin) -> str:
    count = f"{origin.rows:,} rows" if origin.rows and origin.rows > 1 else "one row"
    if origin.first_row is None or origin.last_row is None:
        return f"{count} of the file, selected as above"
    if origin.first_row == origin.last_row:
        return f"row {origin.first_row:,}"
    if 0 < len(origin.row_numbers) <= MOST_ROWS_SAID:
        return f"rows {', '.join(f'{number:,}' for number in origin.row_numbers)}"
    return f"{count} between row {origin.first_row:,} and row {origin.last_row:,}, selected as above"
