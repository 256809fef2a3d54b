"""Looks a Word document or workbook through before any program opens it."""

import zipfile
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as Xml

from aimwell.domain.uploads import UploadKind, UploadLimits, UploadNote
from aimwell.gateways.uploads.part_scans import PartScan, refuse_content
from aimwell.gateways.uploads.refusals import (
    broken,
    in_megabytes,
    macros,
    not_allowed,
    refusal,
    sheet_too_large,
    unpacks_too_large,
)
from aimwell.gateways.uploads.unpacking import check_listing, pour

TYPES = "[content_types].xml"
LARGEST_LISTING = 4_000_000  # of content types or relationships; real ones have some thousand bytes
WORD_TYPE = b"wordprocessingml.document.main+xml"
WORKBOOK_TYPE = b"spreadsheetml.sheet.main+xml"
PROGRAM_TYPES = (b"macroenabled", b"vbaproject", b"macrosheet", b"activex")
PROGRAM_NAMES = ("vbaproject", "vbadata", "macrosheets/", "activex/", "customui/")
FETCHED = frozenset({"attachedTemplate", "oleObject", "subDocument", "frame", "control"})
REMOTE = ("http:", "https:", "ftp:", "\\\\", "//", "file://///", "file:\\\\\\\\")


def inspect_package(path: Path, limits: UploadLimits) -> tuple[UploadKind, tuple[UploadNote, ...]]:
    """What a zip is, and what its reader should be told. Raises Problem for everything but .docx and .xlsx."""
    try:
        with path.open("rb") as stream, zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
            check_listing(members, limits)
            _refuse_names([member.filename.casefold() for member in members])
            return _inspect(stream, [member for member in members if not member.is_dir()], limits)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        raise broken("it is no complete zip file") from error


def _refuse_names(names: list[str]) -> None:
    if any(part in name for name in names for part in PROGRAM_NAMES):
        raise macros()
    if TYPES not in names:
        raise not_allowed(
            "in OpenDocument format" if "content.xml" in names else "an archive",
            "Save its document as .docx or .xlsx, or send its files one by one.",
        )


def _inspect(
    stream: IO[bytes], members: list[zipfile.ZipInfo], limits: UploadLimits
) -> tuple[UploadKind, tuple[UploadNote, ...]]:
    kind = _kind(_whole(stream, next(m for m in members if m.filename.casefold() == TYPES)))
    notes: list[UploadNote] = []
    came = cells = 0
    formulas = False
    for member in members:
        scan, size, inside = _scanned(stream, member, limits, left=limits.most_unpacked - came)
        came += size
        cells += scan.cells
        formulas = formulas or scan.formulas
        if inside:
            notes.append(_not_opened(member.filename))
        if member.filename.casefold().endswith(".rels"):
            notes += _outside(_whole(stream, member))
    packed = sum(member.compress_size for member in members)
    if came > limits.ratio_counts_from and came > limits.highest_ratio * max(packed, 1):
        raise unpacks_too_large(limits.ratio_counts_from)
    if cells > limits.most_cells:
        raise sheet_too_large(f"The workbook has {cells:,} cells.", limits.most_cells)
    if formulas and kind is UploadKind.WORKBOOK:
        notes.append(
            UploadNote(
                "upload.formulas",
                "The workbook has formulas. They were not worked out again: the values last saved were read.",
            )
        )
    return kind, tuple(notes[: limits.most_notes])


def _scanned(
    stream: IO[bytes], member: zipfile.ZipInfo, limits: UploadLimits, *, left: int
) -> tuple[PartScan, int, bool]:
    """A part looked through, its size, and whether it is a document inside the document."""
    scan, size, start = PartScan(limits), 0, b""
    inside = is_text = False
    for piece in pour(stream, member, most=left):
        if not size and piece:
            start = piece[:64]
            inside = refuse_content(start, in_embeddings="/embeddings/" in f"/{member.filename.casefold()}")
            is_text = member.filename.casefold().endswith((".xml", ".rels", ".vml")) or (
                b"<" in start.replace(b"\x00", b"")[:8]
            )
        size += len(piece)
        if is_text:
            scan.feed(piece)
    return scan, size, inside


def _whole(stream: IO[bytes], member: zipfile.ZipInfo) -> bytes:
    if member.file_size > LARGEST_LISTING:
        raise broken(f"its list of parts has {in_megabytes(member.file_size)}")
    return b"".join(pour(stream, member, most=LARGEST_LISTING))


def _kind(types: bytes) -> UploadKind:
    declared = types.replace(b"\x00", b"").lower()
    if any(part in declared for part in PROGRAM_TYPES):
        raise macros()
    word, workbook = WORD_TYPE in declared, WORKBOOK_TYPE in declared
    if word and workbook:
        raise broken("it says that it is a Word document and a workbook at once")
    if word:
        return UploadKind.WORD
    if workbook:
        return UploadKind.WORKBOOK
    raise not_allowed("neither a Word document nor a workbook")


def _outside(relationships: bytes) -> list[UploadNote]:
    """Links that lead out of the file: told where they can be left alone, refused where a program would fetch them."""
    if b"<!" in relationships.replace(b"\x00", b"").replace(b"<!--", b""):
        raise broken("its list of links declares entities")
    try:
        links = Xml.fromstring(relationships)  # noqa: S314 - declarations of entities were refused just now
    except Xml.ParseError as error:
        raise broken("its list of links is damaged") from error
    notes = []
    for link in links:
        if link.get("TargetMode", "").casefold() != "external":
            continue
        kind, target = link.get("Type", "").rpartition("/")[2], link.get("Target", "")
        if kind in FETCHED and target.strip().casefold().startswith(REMOTE):
            raise refusal(
                "outside-link",
                "The file asks for a template or object from another computer when it is opened.",
                "Attach the ordinary template (in Word: Developer, Document Template) and save it anew.",
            )
        if kind != "hyperlink":
            notes.append(
                UploadNote(
                    "upload.outside-link",
                    "The file refers to another file, which was not opened; the values last saved were read.",
                )
            )
    return notes[:1]


def _not_opened(name: str) -> UploadNote:
    return UploadNote(
        "upload.embedded-document",
        f"A document inside the file ({name.rpartition('/')[2]}) was not opened; such are the data behind a chart.",
    )
