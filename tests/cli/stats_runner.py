"""Runs the command line as people do: arguments in; status, output and what it wrote back."""

import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from aimwell.cli.commands import app, run

Row = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """What somebody at a terminal sees."""

    status: int
    output: str
    error: str


class Terminal:
    """A terminal in a folder of its own."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
        self.folder = folder
        self.monkeypatch = monkeypatch
        self.capsys = capsys
        monkeypatch.chdir(folder)

    def write(self, name: str, text: str) -> Path:
        """A file with these lines."""
        (self.folder / name).write_text(text.replace("; ", "\n") + "\n", encoding="utf-8")
        return self.folder / name

    def table(self, name: str, rows: Sequence[Row]) -> Path:
        """A CSV file of rows; the first row says which columns there are."""
        with (self.folder / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]), extrasaction="ignore")
            writer.writeheader()
            writer.writerows(rows)
        return self.folder / name

    def say(self, *words: str) -> Told:
        """Run a command, whatever becomes of it."""
        self.monkeypatch.setattr(sys, "argv", ["aimwell", *words])
        try:
            run()
            status = 0
        except SystemExit as end:
            status = int(end.code or 0)
        told = self.capsys.readouterr()
        return Told(status, told.out, told.err)

    def rows(self, *words: str) -> list[Row]:
        """Run a command that has to work, and read the rows it wrote."""
        app(["stats", *words, "-o", "result.parquet"], standalone_mode=False)
        rows: list[Row] = pq.read_table(self.folder / "result.parquet").to_pylist()
        return rows
