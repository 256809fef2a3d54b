"""Uploads that wait for somebody to confirm what they change: kept as they came, for a day, under a name nobody can guess."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from aimwell.domain.problems import Problem

FOLDER = "waiting"
KEPT = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class WaitingUpload:
    """Which upload waits. The digest says that its bytes are still those that were looked at."""

    key: UUID
    digest: str
    name: str  # as its sender called it; for messages only


def keep(folder: Path, content: bytes, *, key: UUID, name: str, now: datetime) -> WaitingUpload:
    """Keep the bytes of an upload; those older than a day are thrown away at the same time."""
    room = folder / FOLDER
    room.mkdir(parents=True, exist_ok=True)
    for old in room.iterdir():
        if old.stat().st_mtime < (now - KEPT).timestamp():
            old.unlink(missing_ok=True)
    path = room / key.hex
    path.touch(mode=0o600)
    path.write_bytes(content)
    return WaitingUpload(key, hashlib.sha256(content).hexdigest(), name)


def content_of(folder: Path, waiting: WaitingUpload) -> bytes:
    """The bytes of an upload that waits. Raises Problem where they are gone or are not those that were kept."""
    path = folder / FOLDER / waiting.key.hex
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != waiting.digest:
        raise Problem(
            code="upload.gone",
            found="The file that you sent is no longer here.",
            expected="A file sent within the last day.",
            remedy="Send it once more.",
        )
    return content


def throw_away(folder: Path, waiting: WaitingUpload) -> None:
    """Forget an upload that was used."""
    (folder / FOLDER / waiting.key.hex).unlink(missing_ok=True)
