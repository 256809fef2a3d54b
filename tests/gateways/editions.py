"""Other editions of a published table, made from a real one: what publishers change without a word.

Each makes the bytes of a file that holds the same figures. They work on lines of cells, so on every CSV.
"""

import csv
import gzip
import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import xlsxwriter

Rows = list[list[str]]
MOST_PREAMBLE = 20  # lines
WIDE = 0.8  # of the widest line: the line of headings has a text in nearly every column


def rows_of(path: Path) -> Rows:
    """All lines of a CSV, packed or not, split into cells."""
    raw = path.read_bytes()
    raw = gzip.decompress(raw) if raw.startswith(b"\x1f\x8b") else raw
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    return list(csv.reader(io.StringIO(text)))


def line_of_headings(rows: Rows) -> int:
    """Where the headings are, from 0: the first line that is nearly as wide as the widest."""
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows[:MOST_PREAMBLE]]
    return next(number for number, count in enumerate(filled) if count >= WIDE * max(filled))


def as_csv(rows: Rows, *, ends: str = "\r\n", encoding: str = "utf-8") -> bytes:
    """Lines as a CSV."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator=ends).writerows(rows)
    return stream.getvalue().encode(encoding, "replace")


def _with_headings(rows: Rows, respelt: Callable[[str], str]) -> Rows:
    at = line_of_headings(rows)
    return [*rows[:at], [respelt(cell) for cell in rows[at]], *rows[at + 1 :]]


def _with_column(rows: Rows, *, first: bool) -> Rows:
    at = line_of_headings(rows)
    added = ["Remarks" if number == at else "of no interest" for number in range(len(rows))]
    return [
        ([new, *row] if first else [*row, new]) if row else row for new, row in zip(added, rows, strict=True)
    ]


def _zipped(rows: Rows) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a folder/a table.csv", as_csv(rows))
    return packed.getvalue()


def _as_sheet(rows: Rows) -> bytes:
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed) as book:
        sheet = book.add_worksheet("A sheet")
        for number, row in enumerate(rows):
            for index, cell in enumerate(row):
                sheet.write_number(number, index, float(cell)) if _is_number(cell) else sheet.write_string(
                    number, index, cell
                )
    return packed.getvalue()


def _is_number(cell: str) -> bool:
    return cell.replace(".", "", 1).isdecimal() and not (
        cell.startswith("0") and cell.isdecimal() and len(cell) > 1
    )


EDITIONS: Mapping[str, Callable[[Rows], bytes]] = {
    "the headings lower down": lambda rows: as_csv([[], [], [], *rows]),
    "another column at the end": lambda rows: as_csv(_with_column(rows, first=False)),
    "another column at the front": lambda rows: as_csv(_with_column(rows, first=True)),
    "the columns in another order": lambda rows: as_csv(
        [row[::-1] if number >= line_of_headings(rows) else row for number, row in enumerate(rows)]
    ),
    "headings in capitals": lambda rows: as_csv(_with_headings(rows, str.upper)),
    "headings in small letters": lambda rows: as_csv(_with_headings(rows, str.lower)),
    "headings with spaces": lambda rows: as_csv(
        _with_headings(rows, lambda cell: f" {cell.replace(' ', '  ')} ")
    ),
    "a byte mark": lambda rows: b"\xef\xbb\xbf" + as_csv(rows),
    "line ends of another system": lambda rows: as_csv(rows, ends="\n"),
    "text in Windows-1252": lambda rows: as_csv(rows, encoding="cp1252"),
    "Unicode text": lambda rows: as_csv(rows, encoding="utf-16"),
    "empty lines at the end": lambda rows: as_csv([*rows, [], []]),
    "lines of commas at the end": lambda rows: as_csv([*rows, *[[""] * len(rows[-1])] * 2]),
    "packed with gzip": lambda rows: gzip.compress(as_csv(rows)),
    "packed in a zip": _zipped,
    "a sheet of a workbook": _as_sheet,
}
"""How an edition differs: the lines of a real one as a file that differs so."""
