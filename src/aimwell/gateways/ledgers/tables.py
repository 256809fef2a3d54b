"""Any file as columns of text with the row each came from: fast for a file without faults, patient with others."""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
from numpy.typing import NDArray

from aimwell.domain.problems import Problem, Where
from aimwell.gateways.document import Cell, Document, Kind, as_text

BLOCK = 1 << 20
ROWS_AT_ONCE = 50_000  # a part of a large file that fits in memory as Python's own texts
SEPARATORS = ",\t;|"
SNIFFED = 65_536


@dataclass(frozen=True)
class TextTable:
    """Columns of text; `rows` is the number a spreadsheet shows beside each row."""

    sheet: str
    columns: tuple[pa.ChunkedArray, ...]
    rows: NDArray[np.int64]

    def row(self, index: int) -> list[str]:
        """The cells of one row."""
        return [column[index].as_py() for column in self.columns]


def text_tables(document: Document, scratch: Path) -> Iterator[TextTable]:
    """The table of a CSV, or of each sheet that has anything in it."""
    match document.kind:
        case Kind.CSV:
            yield _csv_table(_as_utf_8(document.path, scratch), document.name)
        case Kind.WORKBOOK:
            for name in document.sheets:
                cells = document.sheet(name)
                if cells:
                    _fill_merged(cells, document, name)
                    yield _sheet_table(name, cells)
        case Kind.PARQUET | Kind.JSON:
            raise _no_ledger(document.name)


def _as_utf_8(path: Path, scratch: Path) -> Path:
    """The file itself where it is UTF-8 throughout; else a copy read as Windows-1252."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as stream:
            while block := stream.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        copy = scratch / f"{path.name}-in-utf-8"
        with (
            path.open(encoding="cp1252", errors="replace", newline="") as read,
            copy.open("w", encoding="utf-8", newline="") as written,
        ):
            while text := read.read(BLOCK):
                written.write(text)
        return copy
    return path


def _csv_table(path: Path, name: str) -> TextTable:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        start = stream.read(SNIFFED)
    lines = start.splitlines()[:20]
    separator = max(SEPARATORS, key=lambda sign: sum(line.count(sign) for line in lines))
    try:
        return _read_fast(path, separator)
    except pa.ArrowInvalid:
        return _read_patiently(path, separator, name)


def _read_fast(path: Path, separator: str) -> TextTable:
    """All at once. Raises ArrowInvalid for a row that is longer or shorter than the first."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        wide = len(next(csv.reader(stream, delimiter=separator), []))
    names = [f"f{number}" for number in range(wide)]
    table = pa_csv.read_csv(
        path,
        read_options=pa_csv.ReadOptions(column_names=names),
        parse_options=pa_csv.ParseOptions(
            delimiter=separator, newlines_in_values=True, ignore_empty_lines=False
        ),
        convert_options=pa_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=False,
            quoted_strings_can_be_null=False,
        ),
    )
    return TextTable("", tuple(table.columns), np.arange(1, table.num_rows + 1, dtype=np.int64))


def _read_patiently(path: Path, separator: str, name: str) -> TextTable:
    """Row by row, whatever their lengths."""
    parts: list[list[pa.Array]] = []
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
            reader = csv.reader(stream, delimiter=separator)
            while rows := list(islice(reader, ROWS_AT_ONCE)):
                parts.append(_columns_of(rows))
    except csv.Error as error:
        raise Problem(
            code="file.unreadable-csv",
            found=f"The file stops being a table ({error}).",
            expected="Rows of cells between commas.",
            remedy="Take the file as published, or save it again as CSV.",
            where=Where(name),
        ) from error
    return _joined("", parts)


def _columns_of(rows: list[list[str]]) -> list[pa.Array]:
    wide = max(map(len, rows), default=0)
    padded = [row if len(row) == wide else row + [""] * (wide - len(row)) for row in rows]
    return [pa.array(column, pa.string()) for column in zip(*padded, strict=True)] or [
        pa.array([""] * len(rows), pa.string())
    ]


def _joined(sheet: str, parts: list[list[pa.Array]]) -> TextTable:
    wide = max(map(len, parts), default=0)
    columns = tuple(
        pa.chunked_array(
            [part[at] if at < len(part) else pa.array([""] * len(part[0]), pa.string()) for part in parts],
            pa.string(),
        )
        for at in range(wide)
    )
    count = sum(len(part[0]) for part in parts)
    return TextTable(sheet, columns, np.arange(1, count + 1, dtype=np.int64))


def _sheet_table(name: str, cells: list[list[Cell]]) -> TextTable:
    parts = [
        _columns_of([[as_text(cell) for cell in row] for row in cells[start : start + ROWS_AT_ONCE]])
        for start in range(0, len(cells), ROWS_AT_ONCE)
    ]
    return _joined(name, parts)


def _fill_merged(cells: list[list[Cell]], document: Document, name: str) -> None:
    """Text of cells that were merged over several rows, in each of those rows; an amount is never repeated."""
    for (top, left), (bottom, right) in document.merged_cells(name):
        value = cells[top][left] if top < len(cells) and left < len(cells[top]) else ""
        if not isinstance(value, str) or left != right:
            continue
        for row in cells[top + 1 : bottom + 1]:
            if left < len(row) and row[left] == "":
                row[left] = value


def _no_ledger(name: str) -> Problem:
    return Problem(
        code="ledger.not-recognised",
        found="The file is no CSV and no workbook.",
        expected="A ledger of payments as published: CSV, Excel or OpenDocument, packed or not.",
        remedy="Take the file as published.",
        where=Where(name),
    )
