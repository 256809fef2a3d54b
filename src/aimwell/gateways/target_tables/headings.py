"""Which column of a table holds which field: headings in many wordings, and periods of a trajectory."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from aimwell.domain.target_dates import ReadPeriod, read_target_period
from aimwell.domain.target_numbers import read_quantity
from aimwell.domain.target_wordings import Field, TargetWordings
from aimwell.domain.uploads import Cell
from aimwell.gateways.target_tables.cells import BY_WHEN, LONGEST_FIGURE

SEARCHED_ROWS = 40
LONGEST_HEADING = 80
BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
FOOTNOTE = re.compile(r"(?<=[a-z])[\d*†‡]+$")
TELLING = frozenset({Field.TARGET, Field.TARGET_OR_VALUE, Field.MEASURE, Field.VALUE, Field.BASELINE})


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """What a column holds: a field, with a period where the heading names one; a period alone is a trajectory's."""

    field: Field | None
    period: ReadPeriod | None
    heading: str


@dataclass(frozen=True)
class TargetHeadings:
    """The line of headings of a target table."""

    row: int  # from 0
    columns: dict[int, ColumnMeaning] = field(default_factory=dict)

    def of(self, wanted: Field) -> tuple[int, ColumnMeaning] | None:
        """The first column that holds a field."""
        return next(((at, each) for at, each in self.columns.items() if each.field is wanted), None)

    @property
    def trajectory(self) -> tuple[tuple[int, ReadPeriod], ...]:
        """Columns that hold what is to be reached in one period, in order of time."""
        found = [
            (at, each.period)
            for at, each in self.columns.items()
            if each.period and each.field in (None, Field.VALUE)
        ]
        return tuple(sorted(found, key=lambda pair: pair[1].period)) if len(found) > 1 else ()


def find_target_headings(rows: Sequence[Sequence[Cell]], wordings: TargetWordings) -> TargetHeadings | None:
    """The line that names most fields; None where none names two, one of them a measure, a target or a baseline."""
    best: TargetHeadings | None = None
    most = 1
    for number, row in enumerate(_first_lines(rows)):
        columns = {at: meaning for at, cell in enumerate(row) if (meaning := meaning_of(cell, wordings))}
        fields = {each.field for each in columns.values() if each.field}
        if fields & TELLING and len(columns) > most and len(fields) > 0:
            best, most = TargetHeadings(number, columns), len(columns)
    if best is None:
        return None
    return TargetHeadings(best.row, _decided(best, rows, wordings))


def _first_lines(rows: Sequence[Sequence[Cell]]) -> Sequence[Sequence[Cell]]:
    """The first forty lines with anything in them, with the empty ones between."""
    first = next((number for number, row in enumerate(rows) if row), 0)
    return rows[: first + SEARCHED_ROWS]


def meaning_of(cell: Cell, wordings: TargetWordings) -> ColumnMeaning | None:
    """What a heading means; None for one that is not known."""
    text = " ".join(str(cell).split())
    if not text or len(text) > LONGEST_HEADING or isinstance(cell, float):
        return None
    heading = text.casefold()
    inside = " ".join(a or b for a, b in BRACKETS.findall(heading))
    outside = _plain(BRACKETS.sub(" ", heading))
    period = read_target_period(inside, wordings) if inside else None
    if found := wordings.field_of(outside) or wordings.field_of(_plain(heading)):
        return ColumnMeaning(found, period, text)
    if whole := read_target_period(outside, wordings):
        return ColumnMeaning(None, whole, text)
    words = outside.split()
    for cut in range(len(words) - 1, 0, -1):  # 'Target 2027/28', 'March 2028 target'
        for name, rest in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
            found, period = wordings.field_of(" ".join(name)), read_target_period(" ".join(rest), wordings)
            if found and period:
                return ColumnMeaning(found, period, text)
    return None


def _plain(heading: str) -> str:
    bare = " ".join(heading.replace("?", " ").replace(":", " ").replace("_", " ").split()).strip(" .*-–")
    return FOOTNOTE.sub("", bare)


def _decided(
    headings: TargetHeadings, rows: Sequence[Sequence[Cell]], wordings: TargetWordings
) -> dict[int, ColumnMeaning]:
    """Columns headed 'Target' are words or figures: most of their cells tell."""
    decided = {}
    for at, meaning in headings.columns.items():
        chosen = meaning.field
        if chosen is Field.TARGET_OR_VALUE:
            cells = [row[at] for row in rows[headings.row + 1 :] if at < len(row) and str(row[at]).strip()]
            figures = sum(_is_figure(cell, wordings) for cell in cells)
            chosen = Field.VALUE if meaning.period or figures * 2 > len(cells) else Field.TARGET
        decided[at] = ColumnMeaning(chosen, meaning.period, meaning.heading)
    return decided


def _is_figure(cell: Cell, wordings: TargetWordings) -> bool:
    if isinstance(cell, int | float):
        return True
    text = str(cell).strip()
    if len(text) > LONGEST_FIGURE:
        return False
    if by := BY_WHEN.match(text):  # '5% by 2030' is one figure and its day
        text = by["what"]
    begins = bool(text) and (text[0].isdigit() or text[0] in "<>≤≥£+-–")
    return (begins or len(text.split()) <= 4) and read_quantity(text, wordings) is not None
