"""The process in which an upload is read: it limits itself first, so that nothing in a file can harm the server."""

import hashlib
import json
import resource
import sys
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from aimwell.domain.problems import Problem
from aimwell.domain.uploads import Upload, UploadedTable, UploadKind, UploadLimits, UploadNote

BYTES_OF_A_SIGN = 6  # at most, in the answer; with this the answer cannot fill the memory of who waits for it


def main() -> None:
    """Read the job from standard input, write the answer to standard output."""
    job = json.load(sys.stdin)
    limits = UploadLimits(**job["limits"])
    limit_this_process(limits)
    try:
        answer = read(Path(job["path"]), job["name"], frozenset(job["allowed"]), limits)
        answer_as_json = json.dumps(answer, default=_as_text, ensure_ascii=False, separators=(",", ":"))
    except MemoryError:
        answer_as_json = json.dumps({"stopped": "memory"})
    except RecursionError:
        answer_as_json = json.dumps({"stopped": "depth"})
    sys.stdout.write(answer_as_json)


def limit_this_process(limits: UploadLimits) -> None:
    """Memory, processor time and files written, as far as the system lets them be limited."""
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.processor_seconds),
        (resource.RLIMIT_FSIZE, BYTES_OF_A_SIGN * limits.most_characters),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(ValueError, OSError):  # systems differ in what can be limited
            resource.setrlimit(what, (least, least))


def read(path: Path, name: str, allowed: frozenset[str], limits: UploadLimits) -> dict[str, Any]:
    """The upload as plain data, or the problem that refuses it."""
    try:
        upload = _read(path, name, allowed, limits)
    except Problem as problem:
        return {
            "problem": {
                "code": problem.code,
                "found": problem.found,
                "expected": problem.expected,
                "remedy": problem.remedy,
                "row": problem.where.row,
            }
        }
    rest = asdict(replace(upload, tables=(), texts=()))
    return {
        "upload": {
            **rest,
            "tables": [_table(each) for each in upload.tables],
            "texts": [(each.text, each.number, each.page, each.heading) for each in upload.texts],
        }
    }


def _table(table: UploadedTable) -> dict[str, Any]:
    """A table as plain data, without the copies that `asdict` makes of every cell."""
    return {"name": table.name, "rows": table.rows, "before": table.before}


def _read(path: Path, name: str, allowed: frozenset[str], limits: UploadLimits) -> Upload:
    from aimwell.gateways.uploads.contents import formula_notes, read_pdf, read_word, read_workbook
    from aimwell.gateways.uploads.packages import inspect_package
    from aimwell.gateways.uploads.plain_text import read_text
    from aimwell.gateways.uploads.refusals import not_allowed, too_many_lines, too_much_text
    from aimwell.gateways.uploads.sniffing import kind_of

    kind = kind_of(path)
    notes: tuple[UploadNote, ...] = ()
    if kind is UploadKind.WORKBOOK:
        kind, notes = inspect_package(path, limits)
    if kind not in allowed:
        raise not_allowed(f"of a kind ({kind}) that is not taken here")
    readers = {
        UploadKind.WORKBOOK: read_workbook,
        UploadKind.WORD: read_word,
        UploadKind.PDF: read_pdf,
        UploadKind.TEXT: read_text,
    }
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    upload = readers[kind](path, name=name, digest=digest, limits=limits)
    signs = sum(len(c) for table in upload.tables for row in table.rows for c in row if isinstance(c, str))
    if signs > limits.most_characters:
        raise too_much_text(signs, limits.most_characters)
    if len(upload.texts) > limits.most_cells:
        raise too_many_lines(len(upload.texts), limits.most_cells)
    told = (*notes, *upload.notes, *formula_notes(upload.tables, limits.most_notes))
    return replace(upload, notes=told)


def _as_text(value: object) -> Any:
    if isinstance(value, date):
        return {"date": value.isoformat()}
    raise TypeError(f"{type(value)} is no plain data")


if __name__ == "__main__":
    main()
