"""Reading one file through one gateway, as the tests of gateways do."""

from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow.parquet as pq

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Problems
from aimwell.gateways.document import Document, open_documents
from aimwell.gateways.reading import Reading, Recognition
from aimwell.pipeline.complete import read_whole


@dataclass(frozen=True)
class Taken:
    """A reading and its rows of facts."""

    reading: Reading
    rows: list[dict[str, Any]]

    def only(self, **wanted: Any) -> list[dict[str, Any]]:
        """The rows that have these values."""
        return [row for row in self.rows if all(row[name] == value for name, value in wanted.items())]

    def one(self, **wanted: Any) -> dict[str, Any]:
        """The one row that has these values."""
        (row,) = self.only(**wanted)
        return row

    def total(self, amount: str, **wanted: Any) -> float:
        """An amount added up over the rows that have these values; what is missing is left out."""
        return sum(row[amount] for row in self.only(**wanted) if row[amount] is not None)

    @property
    def disagreements(self) -> list[str]:
        """The totals that the rows do not add up to."""
        return [f"{each}" for each in self.reading.reconciliations if not each.agrees]


def document_of(path: Path, scratch: Path) -> Document:
    """The one document in a file."""
    folder = scratch / f"unwrapped-{path.name}"
    folder.mkdir(exist_ok=True)
    (document,) = open_documents(path, scratch=folder)
    return document


def recognised(gateway: ModuleType, path: Path, scratch: Path) -> Recognition | None:
    """What the gateway says of the file."""
    found: Recognition | None = gateway.recognise(document_of(path, scratch))
    return found


def take(gateway: ModuleType, path: Path, feed: Feed, scratch: Path) -> Taken:
    """The file's reading and rows; it must be recognised first."""
    document = document_of(path, scratch)
    assert gateway.recognise(document) is not None, f"{path.name} is not recognised"
    reading = read_whole(gateway, document, feed, scratch)
    return Taken(reading, pq.read_table(reading.facts).to_pylist())


def problems_of(gateway: ModuleType, path: Path, feed: Feed, scratch: Path) -> list[Problem]:
    """What the gateway objects to in the file, which it must recognise and refuse."""
    try:
        take(gateway, path, feed, scratch)
    except Problem as problem:
        return [problem]
    except Problems as several:
        return list(several.problems)
    raise AssertionError(f"{path.name} was not refused")
