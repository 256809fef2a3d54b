"""Answers as tables of text: CSV, JSON or lines for reading."""

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from typing import Any

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def print_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows as CSV on standard output; an empty cell is nothing known."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([plain(cell) for cell in row])


def print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], output: str) -> None:
    """A list as csv or json."""
    if output == "json":
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
    else:
        print_csv(columns, rows)


def print_json(content: Any) -> None:
    """Anything as indented JSON on standard output."""
    json.dump(content, sys.stdout, default=_jsonable, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def plain(cell: Any) -> Any:
    """A cell as people expect it: whole numbers without a point, and no text that a spreadsheet would run."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, str) and cell.startswith(FORMULA_STARTS):
        return f"'{cell}"
    return cell


def _jsonable(thing: Any) -> Any:
    if isinstance(thing, date):
        return thing.isoformat()
    if is_dataclass(thing) and not isinstance(thing, type):
        return asdict(thing)
    raise TypeError(type(thing).__name__)
