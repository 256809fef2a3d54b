"""Which kind of file an upload is, by its content: neither its name nor what its sender calls it counts."""

from pathlib import Path

from aimwell.domain.uploads import UploadKind
from aimwell.gateways.document import OLE_MAGIC, UTF_16_MARKS
from aimwell.gateways.uploads.refusals import empty, locked, not_allowed

LOOKED_AT = 8_192
ENCRYPTED_PART = "EncryptedPackage".encode("utf-16-le")  # the stream of a locked .docx or .xlsx
CONTROL = bytes(set(range(32)) - set(b"\t\n\x0b\x0c\r\x00\x1a"))
MOST_CONTROL = 0.02  # share of control signs and NULs above which bytes are no text

SIGNATURES = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\x00", "a database"),
    (b"{\\rtf", "a document in rich text format"),
)
MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<svg", b"<script")


def kind_of(path: Path) -> UploadKind:
    """The kind of an upload. Raises Problem for every kind that is not taken; a zip is still to be looked into."""
    with path.open("rb") as stream:
        start = stream.read(LOOKED_AT)
    if not start.strip(b"\xef\xbb\xbf \r\n\t"):
        raise empty()
    if start.startswith(b"PK"):
        return UploadKind.WORKBOOK
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"%PDF-"):
        return UploadKind.PDF
    if start.startswith(OLE_MAGIC):
        raise _old_office(path)
    _refuse_other_kinds(start)
    return UploadKind.TEXT


def _refuse_other_kinds(start: bytes) -> None:
    for signature, what in SIGNATURES:
        if start.startswith(signature):
            raise not_allowed(what)
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(MARKUP):
        raise not_allowed("a web page or XML")
    if not start.startswith(UTF_16_MARKS) and _is_binary(start):
        raise not_allowed("neither a document nor text")


def _is_binary(start: bytes) -> bool:
    """Whether bytes hold more control signs than text does; a stray NUL is text and told with its line."""
    odd = len(start) - len(start.translate(None, CONTROL + b"\x00"))
    return odd > max(2, MOST_CONTROL * len(start))


def _old_office(path: Path) -> Exception:
    """What an OLE file is: a locked new document, or one of the formats before 2007, which may hold programs."""
    with path.open("rb") as stream:
        kept = b""
        while block := stream.read(1 << 20):
            if ENCRYPTED_PART in kept + block:
                return locked()
            kept = block[-len(ENCRYPTED_PART) :]
    return not_allowed(
        "in a format of Word, Excel or Outlook from before 2007",
        "Open it, save it as .docx or .xlsx and send that.",
    )
