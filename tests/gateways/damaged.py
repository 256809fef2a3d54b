"""Damaging a published CSV in the ways that happen: a column lost or renamed, text in a figure, a cut line."""

import csv
from pathlib import Path

Rows = list[list[str]]


def rows_of(path: Path) -> Rows:
    """All lines of a CSV, split into cells."""
    with path.open(encoding="cp1252", newline="") as stream:
        return list(csv.reader(stream))


def save(rows: Rows, path: Path) -> Path:
    """Write lines as a CSV; returns the path."""
    with path.open("w", encoding="cp1252", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return path


def _index(rows: Rows, heading: str) -> int:
    return [cell.lstrip("ï»¿") for cell in rows[0]].index(heading)


def without_column(path: Path, heading: str, target: Path) -> Path:
    """The file without one of its columns."""
    rows = rows_of(path)
    lost = _index(rows, heading)
    return save([[*row[:lost], *row[lost + 1 :]] for row in rows], target)


def with_heading(path: Path, heading: str, renamed: str, target: Path) -> Path:
    """The file with one heading renamed."""
    rows = rows_of(path)
    rows[0][_index(rows, heading)] = renamed
    return save(rows, target)


def with_cell(path: Path, line: int, heading: str, cell: str, target: Path) -> Path:
    """The file with another cell in a line, counted as a spreadsheet does."""
    rows = rows_of(path)
    rows[line - 1][_index(rows, heading)] = cell
    return save(rows, target)


def cut_in_last_line(path: Path, target: Path) -> Path:
    """The file as it is when a download stops in the middle of its last line."""
    rows = rows_of(path)
    rows[-1] = rows[-1][: len(rows[-1]) // 2]
    return save(rows, target)


def without_rows(path: Path, target: Path) -> Path:
    """The headings alone."""
    return save(rows_of(path)[:1], target)
