"""A file as somebody gave it: its digest, and a way to look inside whatever it is wrapped in."""

import csv
import gzip
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import IO, Any

import python_calamine

from aimwell.domain.problems import Problem, Where

Cell = str | int | float | bool | date | datetime | time | timedelta
Row = Sequence[Cell]

HEAD_BYTES = 262_144  # enough for forty lines of the widest published file (121 columns)
LARGEST_UNWRAPPED = 4 * 1024**3  # a published month is 84 MB; anything near this is an attack or a mistake
MOST_SHEETS = 20  # of a workbook that nobody knows as one; its tables are looked at one by one
SEARCHED_ROWS = 40  # where a table's headings are
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")  # of "Unicode text", as spreadsheets save it
MOST_UNWRAPPED = 1_000  # files in one archive, with those in archives inside it
ENCRYPTED = 0x1  # the flag of a member that needs a password
OLE_MAGIC = b"\xd0\xcf\x11\xe0"


class Kind(StrEnum):
    """What a document turned out to be, by its content."""

    CSV = "csv"
    WORKBOOK = "workbook"
    PARQUET = "parquet"
    JSON = "json"


@dataclass(frozen=True)
class Document:
    """One readable table or workbook; `name` says where it came from, through every wrapping."""

    name: str
    digest: str  # SHA-256 of the file as given, with its wrapping; of the member, in an archive of several
    kind: Kind
    path: Path  # unwrapped
    sheet_of: str = ""  # the sheet of a workbook that this table was, once it is looked at as a table
    _sheets: dict[str, list[list[Cell]]] = field(default_factory=dict, repr=False)
    _scratch: Path | None = field(default=None, repr=False)

    @cached_property
    def encoding(self) -> str:
        """The text encoding of a CSV: UTF-8 with or without a mark, else Windows-1252."""
        with self.path.open("rb") as stream:
            start = stream.read(HEAD_BYTES)
        if start.startswith(b"\xef\xbb\xbf"):
            return "utf-8-sig"
        try:
            start[: start.rfind(b"\n") + 1 or None].decode("utf-8")
        except UnicodeDecodeError:
            return "cp1252"
        return "utf-8"

    @cached_property
    def head(self) -> list[list[str]]:
        """The first forty lines of a CSV, split into cells; empty for other kinds."""
        if self.kind is not Kind.CSV:
            return []
        with self.path.open("rb") as stream:
            text = stream.read(HEAD_BYTES).decode(self.encoding, errors="replace")
        return [row for row, _ in zip(csv.reader(io.StringIO(text)), range(40), strict=False)]

    @cached_property
    def parquet_columns(self) -> tuple[str, ...]:
        """The columns of a Parquet file, in order; empty for other kinds."""
        if self.kind is not Kind.PARQUET:
            return ()
        import pyarrow.parquet as pq  # heavy, and most documents are not Parquet

        return tuple(pq.read_schema(self.path).names)

    @cached_property
    def sheets(self) -> tuple[str, ...]:
        """The sheets of a workbook, in order; empty for other kinds."""
        if self.kind is not Kind.WORKBOOK:
            return ()
        return tuple(self._workbook.sheet_names)

    def sheet(self, name: str, *, rows: int | None = None) -> list[list[Cell]]:
        """The cells of a sheet from its first row and column; empty cells are ''. `rows` limits how many."""
        if name not in self._sheets:
            sheet = self._workbook.get_sheet_by_name(name)
            self._sheets[name] = sheet.to_python(skip_empty_area=False)
        return self._sheets[name][:rows]

    def merged_cells(self, name: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """First and last row and column of each merged range of a sheet; none where the format keeps none."""
        return list(self._workbook.get_sheet_by_name(name).merged_cell_ranges or [])

    def lines(self) -> Iterator[list[str]]:
        """Every line of a CSV, split into cells."""
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as stream:
            yield from csv.reader(stream)

    def tables(self) -> Iterator["Document"]:
        """Each sheet of a workbook as a table, for formats that are published as CSV and kept as workbooks.

        Written beside the unwrapped workbook's copy; the caller of `open_documents` removes the folder.
        """
        if self._scratch is None:
            return
        for number, name in enumerate(self.sheets[:MOST_SHEETS]):
            rows = self.sheet(name)
            if any(str(cell).strip() for row in rows[:SEARCHED_ROWS] for cell in row):
                path = self._scratch / f"sheet-{number}-{len(list(self._scratch.iterdir()))}.csv"
                with path.open("w", encoding="utf-8", newline="") as stream:
                    csv.writer(stream).writerows([as_text(cell) for cell in row] for row in rows)
                yield Document(self.name, self.digest, Kind.CSV, path, sheet_of=name)

    def json(self) -> Any:
        """The content of a JSON file."""
        return json.loads(self.path.read_text(encoding="utf-8-sig"))

    @cached_property
    def _workbook(self) -> python_calamine.CalamineWorkbook:
        try:
            return python_calamine.CalamineWorkbook.from_path(str(self.path))
        except Exception as error:
            raise Problem(
                code="file.unreadable-workbook",
                found=f"The workbook cannot be opened ({error}).",
                expected="A complete .xls, .xlsx, .xlsb or .ods file.",
                remedy="Download it again; if it opens in Excel, save it as .xlsx and take that.",
                where=Where(self.name),
            ) from error


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def open_documents(path: Path, *, scratch: Path) -> list[Document]:
    """The documents in a file: one, or one for each table in a zip.

    scratch: an empty folder for what has to be unwrapped; the caller removes it.
    Raises Problem when there is nothing in it that can be read.
    """
    if not path.is_file():
        raise Problem(
            code="file.not-found",
            found=f"There is no file {path.name}.",
            expected="The path of a file that exists.",
            remedy="Check the spelling and the folder.",
            where=Where(path.name),
        )
    digest = digest_of(path)
    documents = list(_unwrap(path, path.name, digest, scratch))
    if not documents:
        raise _nothing_readable(path.name)
    return documents


def _unwrap(path: Path, name: str, digest: str, scratch: Path) -> Iterator[Document]:
    with path.open("rb") as stream:
        start = stream.read(4096)
    if not start.strip():
        raise Problem(
            code="file.empty",
            found="The file is empty.",
            expected="A published table.",
            remedy="Download it again.",
            where=Where(name),
        )
    if start.startswith(b"\x1f\x8b"):
        yield from _unwrap(_gunzip(path, name, scratch), name, digest, scratch)
    elif start.startswith(b"PK"):
        yield from _open_zip(path, name, digest, scratch)
    elif start.startswith(UTF_16_MARKS):
        yield from _unwrap(_as_utf_8(path, name, scratch), name, digest, scratch)
    else:
        yield Document(name, digest, _kind_of(start, name), path, _scratch=scratch)


def _kind_of(start: bytes, name: str) -> Kind:
    """What a file that is not wrapped is, by its first bytes. Raises Problem for one that is no table."""
    if start.startswith(OLE_MAGIC):
        return Kind.WORKBOOK
    if start.startswith(b"PAR1"):
        return Kind.PARQUET
    if start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"["):
        return Kind.JSON
    if b"\x00" in start:
        raise _nothing_readable(name)
    return Kind.CSV


def as_text(cell: Cell) -> str:
    """A spreadsheet's cell as a CSV writes it: whole numbers without a point, days as 2026-02-28."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _as_utf_8(path: Path, name: str, scratch: Path) -> Path:
    """The text of a "Unicode text" file with commas for its tabs, which is how spreadsheets save it."""
    target = scratch / f"{len(list(scratch.iterdir()))}-{Path(name).stem}"
    try:
        with (
            path.open(encoding="utf-16", newline="") as packed,
            target.open("w", encoding="utf-8", newline="") as plain,
        ):
            first = packed.readline()
            packed.seek(0)
            delimiter = "\t" if first.count("\t") > first.count(",") else ","
            csv.writer(plain).writerows(csv.reader(packed, delimiter=delimiter))
    except (UnicodeError, csv.Error) as error:
        raise _nothing_readable(name) from error
    return target


def _gunzip(path: Path, name: str, scratch: Path) -> Path:
    with gzip.open(path, "rb") as packed:
        return _unpacked(packed, Path(name).stem, name, scratch)


def _unpacked(packed: IO[bytes] | gzip.GzipFile, plain_name: str, name: str, scratch: Path) -> Path:
    """Write out what is packed, as far as all that is unpacked of one file stays within bounds."""
    held = list(scratch.iterdir())
    left = LARGEST_UNWRAPPED - sum(path.stat().st_size for path in held)
    if len(held) >= MOST_UNWRAPPED:
        raise _too_large(name)
    target = scratch / f"{len(held)}-{plain_name}"
    try:
        with target.open("wb") as plain:
            while block := packed.read(1 << 20):
                left -= len(block)
                if left < 0:
                    raise _too_large(name)
                plain.write(block)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise _broken_wrapping(name, error) from error
    except OSError as error:
        if error.errno is not None:  # the system's own trouble, such as a full disk, is no fault of the file
            raise
        raise _broken_wrapping(name, error) from error
    return target


def _open_zip(path: Path, name: str, digest: str, scratch: Path) -> Iterator[Document]:
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise _broken_wrapping(name, error) from error
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        inside = {member.filename for member in members}
        if inside & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
            yield Document(name, digest, Kind.WORKBOOK, path, _scratch=scratch)
            return
        if sum(member.file_size for member in members) > LARGEST_UNWRAPPED:
            raise _too_large(name)
        for member in members:
            if member.filename.startswith("__MACOSX/"):
                continue
            target = _member_of(archive, member, name, scratch)
            if len(members) == 1:
                yield from _unwrap(target, name, digest, scratch)
            else:
                yield from _unwrap(target, f"{name}/{member.filename}", digest_of(target), scratch)


def _member_of(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, scratch: Path) -> Path:
    if member.flag_bits & ENCRYPTED:
        raise _locked(name)
    try:
        with archive.open(member) as packed:
            return _unpacked(packed, Path(member.filename).name, name, scratch)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise _broken_wrapping(name, error) from error


def _too_large(name: str) -> Problem:
    return Problem(
        code="file.too-large",
        found="Unpacked, the file would be larger than 4 GB or hold more than a thousand files.",
        expected="A published archive.",
        remedy="Unpack it and take its tables one by one.",
        where=Where(name),
    )


def _locked(name: str) -> Problem:
    return Problem(
        code="file.locked",
        found="The archive is locked with a password.",
        expected="A published archive, open to everyone.",
        remedy="Unpack it with its password and take the tables inside.",
        where=Where(name),
    )


def _broken_wrapping(name: str, error: Exception) -> Problem:
    return Problem(
        code="file.broken-archive",
        found=f"The file cannot be unpacked ({error}).",
        expected="A complete zip or gzip file.",
        remedy="Download it again: it may have stopped half way.",
        where=Where(name),
    )


def _nothing_readable(name: str) -> Problem:
    return Problem(
        code="file.not-recognised",
        found="The file is not a table: neither CSV, Excel, OpenDocument, Parquet nor JSON.",
        expected="One of the published files that `aimwell feeds` lists.",
        remedy="Take the file as published, before it is turned into a PDF, a picture or a document.",
        where=Where(name),
    )
