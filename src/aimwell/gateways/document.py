"""A file as somebody gave it: its digest, and a way to look inside whatever it is wrapped in."""

import csv
import gzip
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

import python_calamine

from aimwell.domain.problems import Problem, Where

Cell = str | int | float | bool | date | datetime | time | timedelta
Row = Sequence[Cell]

HEAD_BYTES = 262_144  # enough for forty lines of the widest published file (121 columns)
LARGEST_UNWRAPPED = 4 * 1024**3  # a published month is 84 MB; anything near this is an attack or a mistake
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
    _sheets: dict[str, list[list[Cell]]] = field(default_factory=dict, repr=False)

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

    def lines(self) -> Iterator[list[str]]:
        """Every line of a CSV, split into cells."""
        with self.path.open(encoding=self.encoding, errors="replace", newline="") as stream:
            yield from csv.reader(stream)

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
    elif start.startswith(OLE_MAGIC):
        yield Document(name, digest, Kind.WORKBOOK, path)
    elif start.startswith(b"PAR1"):
        yield Document(name, digest, Kind.PARQUET, path)
    elif start.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] in (b"{", b"["):
        yield Document(name, digest, Kind.JSON, path)
    elif b"\x00" in start:
        raise _nothing_readable(name)
    else:
        yield Document(name, digest, Kind.CSV, path)


def _gunzip(path: Path, name: str, scratch: Path) -> Path:
    target = scratch / f"{len(list(scratch.iterdir()))}-{Path(name).stem}"
    try:
        with gzip.open(path, "rb") as packed, target.open("wb") as plain:
            shutil.copyfileobj(packed, plain, 1 << 20)
    except (OSError, EOFError) as error:
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
            yield Document(name, digest, Kind.WORKBOOK, path)
            return
        if sum(member.file_size for member in members) > LARGEST_UNWRAPPED:
            raise Problem(
                code="file.too-large",
                found="Unpacked, the archive would be larger than 4 GB.",
                expected="A published archive.",
                remedy="Unpack it and take its tables one by one.",
                where=Where(name),
            )
        for number, member in enumerate(members):
            if member.filename.startswith("__MACOSX/"):
                continue
            target = scratch / f"{number}-{Path(member.filename).name}"
            try:
                with archive.open(member) as packed, target.open("wb") as plain:
                    shutil.copyfileobj(packed, plain, 1 << 20)
            except (zipfile.BadZipFile, OSError, EOFError, RuntimeError) as error:
                raise _broken_wrapping(name, error) from error
            if len(members) == 1:
                yield from _unwrap(target, name, digest, scratch)
            else:
                yield from _unwrap(target, f"{name}/{member.filename}", digest_of(target), scratch)


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
