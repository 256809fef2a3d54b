"""Reads text files: which encoding, which separator; the line at which something is wrong is told."""

import csv
import io
from pathlib import Path

from aimwell.domain.problems import Problem
from aimwell.domain.uploads import Upload, UploadedTable, UploadedText, UploadKind, UploadLimits, UploadNote
from aimwell.gateways.document import UTF_16_MARKS
from aimwell.gateways.uploads.refusals import broken, refusal, sheet_too_large, too_much_text

SEPARATORS = "\t,;|"
LOOKED_AT = 50  # lines that tell the separator …
LOOKED_AT_MOST = 1 << 18  # … within so many characters
LONGEST_CELL = 200_000  # characters


def read_text(path: Path, *, name: str, digest: str, limits: UploadLimits) -> Upload:
    """The lines of a text file, and its cells where it is a table."""
    raw = path.read_bytes()
    text, notes = decoded(raw)
    if len(text) > limits.most_characters:
        raise too_much_text(len(text), limits.most_characters)
    rows = _cells(text, limits)
    lines = tuple(
        UploadedText(line, number) for number, line in enumerate(text.splitlines(), start=1) if line.strip()
    )
    tables = (UploadedTable("", rows),) if rows else ()
    return Upload(name, UploadKind.TEXT, digest, lines, tables, notes)


def decoded(raw: bytes) -> tuple[str, tuple[UploadNote, ...]]:
    """Bytes as text: UTF-8, UTF-16 with its mark, or Windows-1252. Raises Problem with the line of what is neither."""
    if raw.startswith(UTF_16_MARKS):
        try:
            return raw.decode("utf-16"), ()
        except UnicodeDecodeError as error:
            raise _wrong_encoding(raw, error.start) from error
    if b"\x00" in raw:
        line = raw.count(b"\n", 0, raw.index(b"\x00")) + 1
        raise refusal(
            "nul-bytes",
            f"Line {line} holds NUL bytes, which no text has.",
            "Save it anew as CSV UTF-8; the file may have been cut off while it was copied.",
            row=line,
        )
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        return _western(raw, error), (
            UploadNote(
                "upload.windows-encoding",
                "The file is not UTF-8; it was read as Windows-1252. Look at names with accents and at £ and –.",
            ),
        )


def _western(raw: bytes, error: UnicodeDecodeError) -> str:
    """Windows-1252, unless other places of the file are UTF-8: then it is a mixture, which nobody can read rightly."""
    sound = sum(byte >= 0x80 for byte in raw[: error.start])
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError as other:
        raise _wrong_encoding(raw, other.start) from other
    if sound:
        raise _wrong_encoding(raw, error.start)
    return text


def _wrong_encoding(raw: bytes, at: int) -> Problem:
    line = raw.count(b"\n", 0, at) + 1
    return refusal(
        "wrong-encoding",
        f"Line {line} holds signs that are neither UTF-8 nor Windows-1252, or the file mixes the two.",
        "In Excel, save it as 'CSV UTF-8'; in an editor, save it as UTF-8.",
        "Text in one encoding.",
        row=line,
    )


def _cells(text: str, limits: UploadLimits) -> tuple[tuple[str, ...], ...]:
    """The cells of a table in a text; none where no separator stands on most lines."""
    separator = separator_of(text)
    if not separator:
        return ()
    rows: list[tuple[str, ...]] = []
    count = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in reader:
            count += len(row)
            if count > limits.most_cells:
                raise sheet_too_large(
                    f"The file has more than {limits.most_cells:,} cells.", limits.most_cells
                )
            rows.append(tuple(row))
    except csv.Error as error:
        raise broken(f"line {reader.line_num} has a cell that is not closed or far too long") from error
    return tuple(rows)


def separator_of(text: str) -> str:
    """The sign between cells: the one that stands equally often on most of the first lines; '' for running text."""
    csv.field_size_limit(LONGEST_CELL)
    best, most = "", 0.0
    for separator in SEPARATORS:
        widths = _widths(text[:LOOKED_AT_MOST], separator)
        wide = [width for width in widths if width > 1]
        if not wide:
            continue
        usual = max(set(wide), key=wide.count)
        score = wide.count(usual) / len(widths) * (1 + usual / 1_000)
        if score > most and wide.count(usual) * 2 > len(widths):
            best, most = separator, score
    return best


def _widths(text: str, separator: str) -> list[int]:
    """How many cells the first lines have, as far as they can be read."""
    widths: list[int] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if any(cell.strip() for cell in row):
                widths.append(len(row))
            if len(widths) == LOOKED_AT:
                break
    except csv.Error:
        pass
    return widths
