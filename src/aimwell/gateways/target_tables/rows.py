"""Rows of a target table as drafts."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from aimwell.domain.draft_targets import DraftTarget, Read, TrajectoryStep
from aimwell.domain.measure_names import MeasureNames
from aimwell.domain.target_numbers import Quantity, direction_sign
from aimwell.domain.target_wordings import Field, TargetWordings
from aimwell.domain.uploads import Cell, UploadedTable
from aimwell.gateways.target_tables.cells import CellReader, Figure, written
from aimwell.gateways.target_tables.headings import TargetHeadings
from aimwell.gateways.target_tables.prose import draft_of_sentence

TOTALS = ("total", "totals", "source", "note", "notes")


def drafts_of_table(
    table: UploadedTable, headings: TargetHeadings, wordings: TargetWordings, names: MeasureNames
) -> Iterator[DraftTarget]:
    """A draft for each row; a line with one cell is the priority of the rows under it."""
    maker = _RowReader(CellReader(table.name, wordings), headings, names)
    priority: Read[str] | None = None
    for number, cells in enumerate(table.rows[headings.row + 1 :], start=headings.row + 1):
        filled = [at for at, cell in enumerate(cells) if str(cell).strip()]
        if not filled or written(cells[filled[0]]).strip().casefold().rstrip(":") in TOTALS:
            continue
        if len(filled) == 1 and len(headings.columns) > 1:
            priority = maker.above(cells[filled[0]], number, filled[0])
            continue
        draft = maker.draft(cells, number)
        if draft.priority:
            priority = replace(draft.priority, how="from a line above")
        elif priority:
            draft = replace(draft, priority=priority)
        if draft.target or draft.measure_words or draft.value:
            yield draft


class _RowReader:
    """Reads rows under one line of headings."""

    def __init__(self, cells: CellReader, headings: TargetHeadings, names: MeasureNames) -> None:
        self.cells, self.headings, self.names = cells, headings, names

    def above(self, cell: Cell, row: int, column: int) -> Read[str] | None:
        """A line with one cell, for the rows under it."""
        read = self.cells.words(cell, self.cells.address(row, column))
        return replace(read, how="from a line above") if read else None

    def draft(self, row: Sequence[Cell], number: int) -> DraftTarget:
        """One row."""
        words = {wanted: self._words(wanted, row, number) for wanted in Field}
        unit = self._unit(row, words)
        base = self._figure(Field.BASELINE, row, number, unit)
        value = self._figure(Field.VALUE, row, number, unit)
        draft = DraftTarget(
            address=self.cells.address(number, 0),
            priority=words[Field.PRIORITY],
            target=words[Field.TARGET],
            measure_words=words[Field.MEASURE],
            place=words[Field.PLACE],
            unit=words[Field.UNIT],
            owner=words[Field.OWNER],
            partners=words[Field.PARTNERS],
            inequality=words[Field.INEQUALITY],
            evidence=words[Field.EVIDENCE],
            baseline=base.quantity if base else None,
            baseline_period=self._baseline_period(base, row, number),
            value=value.quantity if value else None,
            trajectory=self._trajectory(row, number, unit),
        )
        draft = self._due(draft, value, row, number)
        return self._measured(self._directed(self._from_words(draft), row, number))

    def _at(self, wanted: Field, row: Sequence[Cell]) -> tuple[int, Cell] | None:
        found = self.headings.of(wanted)
        return (found[0], row[found[0]]) if found and found[0] < len(row) else None

    def _words(self, wanted: Field, row: Sequence[Cell], number: int) -> Read[str] | None:
        found = self._at(wanted, row)
        return self.cells.words(found[1], self.cells.address(number, found[0])) if found else None

    def _figure(self, wanted: Field, row: Sequence[Cell], number: int, unit: str) -> Figure | None:
        if wanted is Field.VALUE and self.headings.trajectory:
            return None
        found = self._at(wanted, row)
        return self.cells.figure(found[1], self.cells.address(number, found[0]), unit) if found else None

    def _unit(self, row: Sequence[Cell], words: dict[Field, Read[str] | None]) -> str:
        """The unit, from its own column, the headings, or the measure's words; a bare number takes it."""
        told = words[Field.UNIT]
        heads = [
            each.heading
            for each in self.headings.columns.values()
            if each.field in (Field.BASELINE, Field.VALUE)
        ]
        measure = words[Field.MEASURE]
        figures = [
            written(found[1])
            for wanted in (Field.VALUE, Field.BASELINE)
            if (found := self._at(wanted, row)) and isinstance(found[1], str)
        ]
        return self.cells.unit(
            [*([told.written] if told else []), *figures, *heads, *([measure.written] if measure else [])]
        )

    def _baseline_period(self, base: Figure | None, row: Sequence[Cell], number: int) -> Read | None:  # type: ignore[type-arg]
        found = self._at(Field.BASELINE_PERIOD, row)
        own = self.cells.period(found[1], self.cells.address(number, found[0])) if found else None
        if own or base is None:
            return own
        if base.period:
            return base.period
        column = self.headings.of(Field.BASELINE)
        if column and column[1].period:
            at = self.cells.address(self.headings.row, column[0])
            return Read(column[1].period.period, column[1].heading, at, "from the heading")
        return None

    def _trajectory(self, row: Sequence[Cell], number: int, unit: str) -> tuple[TrajectoryStep, ...]:
        steps = []
        for at, read in self.headings.trajectory:
            if at < len(row) and (figure := self.cells.figure(row[at], self.cells.address(number, at), unit)):
                steps.append(TrajectoryStep(read.period, figure.quantity))
        return tuple(steps)

    def _due(self, draft: DraftTarget, value: Figure | None, row: Sequence[Cell], number: int) -> DraftTarget:
        """The date: of its own column, else beside the figure, in its heading, or the last of the trajectory."""
        if draft.trajectory:
            last = draft.trajectory[-1]
            draft = replace(draft, value=replace(last.quantity, how="the last step of the trajectory"))
        found = self._at(Field.DATE, row)
        if found and (own := self.cells.due(found[1], self.cells.address(number, found[0]))):
            return replace(draft, due=own)
        if draft.trajectory:
            period = draft.trajectory[-1].period
            return replace(
                draft,
                due=Read(period.end, period.text, last.quantity.address, "the last step of the trajectory"),
            )
        if value and value.period and value.period.value:
            day = value.period
            return replace(
                draft, due=Read(day.value.end if day.value else None, day.written, day.address, day.how)
            )
        column = self.headings.of(Field.VALUE)
        if value and column and column[1].period:
            at = self.cells.address(self.headings.row, column[0])
            return replace(
                draft, due=Read(column[1].period.period.end, column[1].heading, at, "from the heading")
            )
        return draft

    def _from_words(self, draft: DraftTarget) -> DraftTarget:
        """What the target's words say and no column does."""
        if draft.target is None or (draft.value and draft.due and draft.baseline):
            return draft
        said = draft_of_sentence(draft.target.written, draft.target.address, self.cells.wordings, self.names)
        if said is None:
            return draft
        return replace(
            draft,
            value=draft.value or _told(said.value),
            baseline=draft.baseline or _told(said.baseline),
            baseline_period=draft.baseline_period or (said.baseline_period if not draft.baseline else None),
            due=draft.due or (replace(said.due, how="from the words of the target") if said.due else None),
            measure_words=draft.measure_words or said.measure_words,
        )

    def _directed(self, draft: DraftTarget, row: Sequence[Cell], number: int) -> DraftTarget:
        found = self._at(Field.DIRECTION, row)
        if found and (own := self.cells.direction(found[1], self.cells.address(number, found[0]))):
            return replace(draft, direction=own)
        words = draft.target or draft.measure_words
        sign = direction_sign(words.written, self.cells.wordings) if words else 0
        if words and sign:
            told = Read(sign, words.written, words.address, "from the words of the target")
            return replace(draft, direction=told)
        return draft

    def _measured(self, draft: DraftTarget) -> DraftTarget:
        words = draft.measure_words or draft.target
        if words is None:
            return draft
        measure = self.names.exactly(words.written)
        return replace(
            draft, measure=measure, candidates=() if measure else self.names.candidates(words.written)
        )


def _told(read: Read[Quantity] | None) -> Read[Quantity] | None:
    return replace(read, how="from the words of the target") if read else None
