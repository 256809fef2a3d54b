"""The ledger of a bundle: which files its facts come from, in JSON that people can read too.

Who may import it: pipeline.bundle.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from aimwell.domain.problems import Problem, Where
from aimwell.domain.receipts import PlaceMet
from aimwell.store.aggregate.facts import Part

FORMAT = "1"
NAME = "ledger.json"
FACTS = "facts"


@dataclass(frozen=True, slots=True)
class BundledTake:
    """One file that facts of a bundle come from. receipt: as it was given, in JSON."""

    file: str
    digest: str
    feed: str
    vintage: str
    receipt: str
    parts: tuple[Part, ...]
    places: tuple[PlaceMet, ...]


@dataclass(frozen=True, slots=True)
class BundleLedger:
    """Takes, oldest first, and the digest of the file of facts of each feed."""

    facts: Mapping[str, str]
    takes: tuple[BundledTake, ...]


def facts_path(bundle: Path, feed: str) -> Path:
    """Where a bundle has the facts of a feed."""
    return bundle / FACTS / f"{feed}.parquet"


def write_ledger(bundle: Path, takes: tuple[BundledTake, ...]) -> None:
    """Write the ledger of a bundle whose facts are written. It says no time: the same facts make the same bundle."""
    feeds = sorted({take.feed for take in takes})
    given = {
        "format": FORMAT,
        "facts": {feed: _digest(facts_path(bundle, feed)) for feed in feeds},
        "takes": [_as_json(take) for take in takes],
    }
    text = json.dumps(given, indent=1, ensure_ascii=False)
    (bundle / NAME).write_text(text + "\n", encoding="utf-8")


def read_ledger(bundle: Path) -> BundleLedger:
    """The ledger of a bundle. Raises Problem when it is not there or of another format."""
    path = bundle / NAME
    if not path.is_file():
        raise _damaged(NAME, f"There is no {NAME} in the folder {bundle.name}.")
    given = json.loads(path.read_text(encoding="utf-8"))
    if given.get("format") != FORMAT:
        raise _damaged(NAME, f"The bundle says format '{given.get('format')}'.")
    return BundleLedger(given["facts"], tuple(_from_json(take) for take in given["takes"]))


def check_facts(bundle: Path, feed: str, digest: str) -> Path:
    """The file of facts of a feed. Raises Problem when it is not the one that the ledger means."""
    path = facts_path(bundle, feed)
    if not path.is_file():
        raise _damaged(path.name, "The file is not there.")
    if _digest(path) != digest:
        raise _damaged(path.name, "The file is another one than the bundle's ledger means.")
    return path


def _as_json(take: BundledTake) -> dict[str, Any]:
    return {
        "file": take.file,
        "digest": take.digest,
        "feed": take.feed,
        "vintage": take.vintage,
        "receipt": json.loads(take.receipt),
        "parts": [[part.scope, part.period] for part in take.parts],
        "places": [asdict(place) for place in take.places],
    }


def _from_json(given: Mapping[str, Any]) -> BundledTake:
    digest = given["digest"]
    return BundledTake(
        file=given["file"],
        digest=digest,
        feed=given["feed"],
        vintage=given["vintage"],
        receipt=json.dumps(given["receipt"], ensure_ascii=False),
        parts=tuple(Part(scope, period, digest) for scope, period in given["parts"]),
        places=tuple(PlaceMet(**place) for place in given["places"]),
    )


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _damaged(name: str, found: str) -> Problem:
    return Problem(
        code="bundle.damaged",
        found=found,
        expected="A bundle as it was exported, whole and unedited.",
        remedy="Get the bundle again; that of aimwell itself comes with each copy of aimwell.",
        where=Where(name),
    )
