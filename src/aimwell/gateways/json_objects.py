"""JSON files: telling a family by its first characters, and following names without stumbling over gaps."""

from typing import Any

from aimwell.domain.problems import Problem, Where
from aimwell.gateways.document import Document, Kind

FIRST_CHARACTERS = 20_000  # enough for the keys of the first object, and quick for a file of any size


def first_characters(document: Document) -> str:
    """How a JSON file begins; '' for other files."""
    if document.kind is not Kind.JSON:
        return ""
    with document.path.open(encoding="utf-8-sig", errors="replace") as stream:
        return stream.read(FIRST_CHARACTERS)


def share_of_keys(document: Document, keys: tuple[str, ...]) -> float:
    """The share of the keys that stand in the first characters of a JSON file, 0 to 1; 0 for other files."""
    start = first_characters(document)
    return sum(f'"{key}"' in start for key in keys) / len(keys)


def content(document: Document) -> Any:
    """What the file holds. Raises Problem `file.cut-short` where it is not whole."""
    try:
        return document.json()
    except ValueError as error:
        raise Problem(
            code="file.cut-short",
            found=f"The file is not whole JSON ({error}).",
            expected="A complete JSON file.",
            remedy="Download it again: it may have stopped half way.",
            where=Where(document.name),
        ) from error


def dig(found: Any, *names: str) -> Any:
    """What is under the names, one inside the other; None where one of them is absent."""
    for name in names:
        if not isinstance(found, dict):
            return None
        found = found.get(name)
    return found


def require_keys(found: Any, keys: tuple[str, ...], document: Document) -> None:
    """Raise Problem naming the first key that an object lacks."""
    for key in keys:
        if dig(found, key) is None:
            raise Problem(
                code="feed.missing-column",
                found=f"There is no '{key}'.",
                expected=f"An object with {', '.join(keys)}.",
                remedy="Take the file as published.",
                where=Where(document.name, column=key),
            )
