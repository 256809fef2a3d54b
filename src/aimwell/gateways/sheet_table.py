"""A table that is published as CSV, and was given as a sheet of a workbook: read as the CSV, told as the sheet."""

from dataclasses import replace
from pathlib import Path

import duckdb

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Problems
from aimwell.gateways.document import Document
from aimwell.gateways.reading import Gateway, LeavesForLater, Reading, Recognition
from aimwell.sqltext import literal


class SheetGateway:
    """The gateway of a CSV, looking at one sheet; every address that it gives names the sheet."""

    def __init__(self, gateway: Gateway, table: Document) -> None:
        self.FEED = gateway.FEED
        self.gateway = gateway
        self.table = table

    def recognise(self, document: Document) -> Recognition | None:  # noqa: ARG002 - a gateway's signature
        """What the gateway says of the sheet."""
        return self.gateway.recognise(self.table)

    def read(self, document: Document, feed: Feed, *, scratch: Path) -> Reading:  # noqa: ARG002 - as above
        """The sheet's facts. Raises Problem or Problems when it cannot be relied on."""
        try:
            reading = self._read_whole(feed, scratch)
        except Problem as problem:
            raise self._in_sheet(problem) from problem
        except Problems as several:
            raise Problems(map(self._in_sheet, several.problems)) from several
        return replace(
            reading,
            facts=self._told_by_sheet(reading.facts, scratch),
            refused=tuple(map(self._in_sheet, reading.refused)),
        )

    def _read_whole(self, feed: Feed, scratch: Path) -> Reading:
        """Nothing is left for later, when the sheet would have to be found again."""
        reading = self.gateway.read(self.table, feed, scratch=scratch)
        if not isinstance(self.gateway, LeavesForLater):
            return reading
        return replace(reading, facts=self.gateway.complete(self.table, reading.facts, scratch=scratch))

    def _told_by_sheet(self, facts: Path, scratch: Path) -> Path:
        target = scratch / "facts-of-sheet.parquet"
        sheet = literal(self.table.sheet_of)
        with duckdb.connect() as connection:
            connection.execute(
                f"""copy (select * replace ({sheet} as source_sheet) from {literal(facts)})
                    to {literal(target)} (format parquet, compression zstd)"""
            )
        return target

    def _in_sheet(self, problem: Problem) -> Problem:
        where = replace(problem.where, sheet=problem.where.sheet or self.table.sheet_of)
        return Problem(
            code=problem.code,
            found=problem.found,
            expected=problem.expected,
            remedy=problem.remedy,
            where=where,
            severity=problem.severity,
        )
