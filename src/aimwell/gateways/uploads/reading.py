"""The one way to take a file from somebody: checked and read in a process of its own, back come plain data."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Collection
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import IO, Any

from aimwell.domain.problems import Problem, Where
from aimwell.domain.uploads import (
    Cell,
    Upload,
    UploadedTable,
    UploadedText,
    UploadKind,
    UploadLimits,
    UploadNote,
)
from aimwell.gateways.uploads.refusals import broken, empty, too_large, too_much_work
from aimwell.gateways.uploads.turns import TURNS

WORKER = "aimwell.gateways.uploads.worker"
KEPT_SETTINGS = ("PATH", "PYTHONPATH", "VIRTUAL_ENV", "TMPDIR", "LD_LIBRARY_PATH")
EVERY_KIND = frozenset(UploadKind)


def read_upload(
    *, path: Path, name: str, limits: UploadLimits, allowed: Collection[UploadKind] = EVERY_KIND
) -> Upload:
    """What a file says. name: as its sender calls it, for messages only.

    Raises Problem (code `upload.…`) for what is not taken, is broken, or asks for too much time or memory, and Busy where
    too many are read already.
    """
    size = path.stat().st_size
    if not size:
        raise empty().in_file(name)
    if size > limits.most_bytes:
        raise too_large(size, limits.most_bytes).in_file(name)
    job = {
        "path": str(path.resolve()),
        "name": name,
        "limits": asdict(limits),
        "allowed": sorted(allowed),
    }
    with TURNS.turn(limits), tempfile.TemporaryFile() as answer:
        _run(job, limits, answer, name)
        answer.seek(0)
        try:
            told = json.load(answer)
        except ValueError as error:
            raise too_much_work().in_file(name) from error
    if "problem" in told:
        raise _problem(told["problem"], name)
    if "upload" not in told:
        raise too_much_work().in_file(name)
    return _upload(told["upload"])


def read_uploaded_bytes(
    *, content: bytes, name: str, limits: UploadLimits, allowed: Collection[UploadKind] = EVERY_KIND
) -> Upload:
    """As `read_upload`, for a file that is held in memory."""
    if len(content) > limits.most_bytes:
        raise too_large(len(content), limits.most_bytes).in_file(name)
    with tempfile.TemporaryDirectory(prefix="aimwell-upload-") as folder:
        path = Path(folder) / "upload"  # never its own name
        path.write_bytes(content)
        return read_upload(path=path, name=name, limits=limits, allowed=allowed)


def _run(job: dict[str, Any], limits: UploadLimits, answer: IO[bytes], name: str) -> None:
    environment = {key: os.environ[key] for key in KEPT_SETTINGS if key in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module; the job goes in as data
            [sys.executable, "-m", WORKER],
            input=json.dumps(job).encode("utf-8"),
            stdout=answer,
            stderr=subprocess.DEVNULL,
            timeout=limits.seconds,
            env={**environment, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise too_much_work().in_file(name) from error
    if done.returncode < 0:  # stopped by the system at one of its limits
        raise too_much_work().in_file(name)
    if done.returncode:
        raise broken("no reader understands it").in_file(name)


def _problem(told: dict[str, Any], name: str) -> Problem:
    return Problem(
        code=told["code"],
        found=told["found"],
        expected=told["expected"],
        remedy=told["remedy"],
        where=Where(name, row=told["row"]),
    )


def _upload(told: dict[str, Any]) -> Upload:
    return Upload(
        name=told["name"],
        kind=UploadKind(told["kind"]),
        digest=told["digest"],
        texts=tuple(UploadedText(*text) for text in told["texts"]),
        tables=tuple(
            UploadedTable(
                table["name"],
                tuple(tuple(_cell(cell) for cell in row) for row in table["rows"]),
                table["before"],
            )
            for table in told["tables"]
        ),
        notes=tuple(UploadNote(**note) for note in told["notes"]),
    )


def _cell(cell: Any) -> Cell:
    return date.fromisoformat(cell["date"]) if type(cell) is dict else cell
