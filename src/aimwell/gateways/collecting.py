"""From the lines of a table to a reading: a bad line is refused with its reason, and the others are kept."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Problems
from aimwell.domain.receipts import PlaceMet, Reconciliation, Vintage
from aimwell.gateways.cells import located
from aimwell.gateways.reading import FactsWriter, Reading
from aimwell.gateways.table import Line

TOLD_AT_ONCE = 20  # problems of one file; a file with more is wrong throughout

UNDATED = Vintage()  # what most files are: they do not say when they were published

Fact = Mapping[str, Any]
"""What `FactsWriter.add` takes: period, grain and declared columns."""


@dataclass
class Collected:
    """Facts gathered from one document, and the account of its lines."""

    feed: Feed
    writer: FactsWriter = field(init=False)
    read: int = 0
    kept: int = 0
    refused: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.writer = FactsWriter(self.feed)

    def take(self, lines: Iterable[Line], facts_of: Callable[[Line], Sequence[Fact]]) -> None:
        """Add the facts of each line; a line without any is set aside, one with a problem is refused."""
        for line in lines:
            self.read += 1
            try:
                facts = facts_of(line)
            except Problem as problem:
                self.refused.append(located(problem, line.where("")))
                continue
            for fact in facts:
                self.writer.add(sheet=line.headings.sheet, row=line.number, **fact)
            self.kept += bool(facts)

    def reading(
        self,
        scratch: Path,
        *,
        vintage: Vintage = UNDATED,
        reconciliations: Sequence[Reconciliation] = (),
        places_met: Iterable[PlaceMet] = (),
    ) -> Reading:
        """The reading of the document. Raises Problems when no line of it could be kept."""
        if not self.kept:
            raise Problems(self.refused[:TOLD_AT_ONCE] or [_nothing_in_it()])
        return Reading(
            facts=self.writer.write(scratch / "facts.parquet"),
            vintage=vintage,
            rows_read=self.read,
            rows_kept=self.kept,
            rows_set_aside=self.read - self.kept - len(self.refused),
            refused=tuple(self.refused),
            reconciliations=tuple(reconciliations),
            places_met=tuple(places_met),
        )


def _nothing_in_it() -> Problem:
    return Problem(
        code="file.no-rows",
        found="Under its headings the table has no rows that can be used.",
        expected="At least one row of figures.",
        remedy="Download the file again, or take the whole table rather than its headings.",
    )
