"""Whether released values are behind the facts; asked before every answer, so it must cost next to nothing."""

import hashlib
from pathlib import Path

from aimwell.store.folder import StoreFolder
from aimwell.store.records.opening import open_to_read

EVERYTHING = "*"
"""Stands for all measures in the ledger's list of what was brought up to date."""


def fingerprint(definitions: Path) -> str:
    """Changes whenever a file of definitions does, by name, size and time; read from the folder alone."""
    digest = hashlib.sha256()
    for path in sorted(path for path in definitions.rglob("*.*") if path.is_file()):
        facts = path.stat()
        digest.update(f"{path.name}|{facts.st_size}|{facts.st_mtime_ns};".encode())
    return digest.hexdigest()[:16]


def pending(folder: StoreFolder, definitions: str, measure: str = EVERYTHING) -> bool:
    """Whether a take or a change of definitions has left a measure, or any at all, to be worked out.

    definitions: their fingerprint.
    """
    if not folder.ledger.exists():
        return False
    connection = open_to_read(folder.ledger)
    try:
        made = connection.execute("select 1 from sqlite_master where name = 'up_to_date'").fetchone()
        if made is None:
            return False  # somebody was stopped while making the ledger
        (last,) = connection.execute("select coalesce(max(id), 0) from take").fetchone()
        done = connection.execute(
            "select 1 from up_to_date where measure in (?, ?) and take >= ? and definitions = ?",
            (measure, EVERYTHING, last, definitions),
        ).fetchone()
    finally:
        connection.close()
    return done is None
