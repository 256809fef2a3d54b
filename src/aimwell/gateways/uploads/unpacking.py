"""Pours out the parts of a zip in pieces, counting what really comes; nothing is written anywhere.

What a zip declares of itself is not believed: names, sizes and checksums are held against what is there, so that
two programs cannot read two different documents from it.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import IO

from aimwell.domain.uploads import UploadLimits
from aimwell.gateways.document import ENCRYPTED
from aimwell.gateways.uploads.refusals import broken, locked, too_many_parts, unpacks_too_large

BLOCK = 1 << 18
LOCAL_HEADER = struct.Struct("<4s22xHH")  # mark, then lengths of name and extra field
UTF_8_NAME = 0x800


def check_listing(members: Sequence[zipfile.ZipInfo], limits: UploadLimits) -> None:
    """Refuse a zip by its list of contents: too many, too large, locked, strange names, parts inside one another."""
    if len(members) > limits.most_parts:
        raise too_many_parts(limits.most_parts)
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise locked()
    if sum(member.file_size for member in members) > limits.most_unpacked:
        raise unpacks_too_large(limits.most_unpacked)
    _check_names([member.filename.casefold() for member in members])
    in_order = sorted(members, key=lambda member: member.header_offset)
    for earlier, later in pairwise(in_order):
        if earlier.header_offset + LOCAL_HEADER.size + earlier.compress_size > later.header_offset:
            raise broken("its parts lie inside one another")


def _check_names(names: Sequence[str]) -> None:
    if len(set(names)) < len(names):
        raise broken("two of its parts have the same name")
    for name in names:
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise broken("a part of it asks to be written outside its folder")


def pour(stream: IO[bytes], member: zipfile.ZipInfo, *, most: int) -> Iterator[bytes]:
    """A part in pieces. Raises Problem where it is larger than `most` or than it declares, or is damaged."""
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise broken("a part of it is packed in a way that documents are not")
    _to_content(stream, member)
    came, checksum = 0, 0
    for piece in _pieces(stream, member):
        came += len(piece)
        if came > most:
            raise unpacks_too_large(most)
        if came > member.file_size:
            raise broken("a part of it is larger than it says")
        checksum = zlib.crc32(piece, checksum)
        yield piece
    if came != member.file_size or checksum != member.CRC:
        raise broken("a part of it is not complete")


def _to_content(stream: IO[bytes], member: zipfile.ZipInfo) -> None:
    """Go to where a part's content begins, holding its own header against the list."""
    stream.seek(member.header_offset)
    header = stream.read(LOCAL_HEADER.size)
    if len(header) < LOCAL_HEADER.size:
        raise broken("it stops half way")
    mark, name_length, extra_length = LOCAL_HEADER.unpack(header)
    name = stream.read(name_length)
    listed = member.orig_filename.encode("utf-8" if member.flag_bits & UTF_8_NAME else "cp437")
    if mark != b"PK\x03\x04" or name != listed:
        raise broken("its list of contents does not fit what is there")
    stream.seek(extra_length, 1)


def _pieces(stream: IO[bytes], member: zipfile.ZipInfo) -> Iterator[bytes]:
    left = member.compress_size
    unpacker = zlib.decompressobj(-15) if member.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0 and (block := stream.read(min(BLOCK, left))):
        left -= len(block)
        if unpacker is None:
            yield block
            continue
        try:
            while block:
                yield unpacker.decompress(block, BLOCK)
                block = unpacker.unconsumed_tail
        except zlib.error as error:
            raise broken("a part of it is damaged") from error
    if unpacker is not None:
        if not unpacker.eof or unpacker.unused_data:
            raise broken("a part of it is not complete")
        yield unpacker.flush()
