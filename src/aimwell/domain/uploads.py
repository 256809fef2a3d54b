"""A file that somebody hands in: which kinds are taken, how much is taken, and what was read from it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Cell = str | int | float | bool | date


class UploadKind(StrEnum):
    """Kinds of file that are taken, told by their content; plain text may be CSV or Markdown."""

    WORD = "docx"
    WORKBOOK = "xlsx"
    TEXT = "text"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """How much of a file is taken, so that no file can stop the server. Sizes are in bytes."""

    most_bytes: int
    most_unpacked: int
    most_parts: int  # files inside a Word document or workbook
    highest_ratio: int  # unpacked to packed …
    ratio_counts_from: int  # … which small files may exceed
    most_cells: int
    most_grid: int  # rows times columns, with the empty cells between
    most_characters: int
    most_pages: int
    seconds: int
    processor_seconds: int
    memory: int
    most_at_once: int  # uploads that a server works on …
    most_waiting: int  # … that wait for one of these to end …
    wait_seconds: int  # … and for how long, before their sender is asked to come back
    most_notes: int = 50


@dataclass(frozen=True, slots=True)
class UploadedText:
    """One line or paragraph, and where it stands: its number, from 1, and the page of a PDF."""

    text: str
    number: int
    page: int | None = None
    heading: int | None = None  # level of a heading, where the file says so


@dataclass(frozen=True, slots=True)
class UploadedTable:
    """Cells from the first row and column on; empty cells are ''. `before` is the text that stands above it."""

    name: str  # sheet of a workbook, 'Table 2' of a document, '' of a text file
    rows: tuple[tuple[Cell, ...], ...]
    before: str = ""


@dataclass(frozen=True, slots=True)
class UploadNote:
    """Something about an upload that its reader should know, and that does not stop it."""

    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Upload:
    """What was read from a file: plain data, whatever the file was."""

    name: str  # as its sender called it; never used to open anything
    kind: UploadKind
    digest: str  # SHA-256 of the bytes
    texts: tuple[UploadedText, ...] = ()
    tables: tuple[UploadedTable, ...] = ()
    notes: tuple[UploadNote, ...] = field(default=())


def column_letters(index: int) -> str:
    """A column as spreadsheets call it: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_address(table: str, row: int, column: int) -> str:
    """The address of a cell, such as Targets!F12; row and column count from 0."""
    cell = f"{column_letters(column)}{row + 1}"
    if not table:
        return cell
    quoted = table if table.replace("_", "").isalnum() else "'" + table.replace("'", "''") + "'"
    return f"{quoted}!{cell}"
