"""Writes the table of rooms in ARCHITECTURE.md from what each room says of itself.

Run it after a room is added or described anew:  python scripts/write_architecture.py
A test asks whether the table is current.
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = REPOSITORY / "src" / "aimwell"
DOCUMENT = REPOSITORY / "ARCHITECTURE.md"
BEGINS = "<!-- rooms: written by scripts/write_architecture.py -->"
ENDS = "<!-- end of rooms -->"
IMPORTERS = re.compile(r"(?:Who may import it|May be imported by): (?P<who>[^.]+(?:\.\w[^.]*)*)\.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Room:
    """A package, or a module beside the packages, and what it says of itself."""

    name: str
    purpose: str
    importers: str


def rooms() -> list[Room]:
    """Every room in the order of its name; a package comes before what is in it."""
    modules = [path for path in PACKAGE.glob("*.py") if path.stem not in ("__init__", "__main__")]
    packages = [path for path in PACKAGE.rglob("__init__.py") if path.parent != PACKAGE]
    found = [*modules, *(path for path in packages if "_shipped" not in path.parts)]
    return sorted((_room(path) for path in found), key=lambda room: room.name.rstrip("/").split("/"))


def _room(path: Path) -> Room:
    told = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    place = path.parent if path.name == "__init__.py" else path
    name = place.relative_to(PACKAGE).as_posix() + ("/" if place.is_dir() else "")
    importers = IMPORTERS.search(told)
    purpose = told.split("\n\n")[0]
    return Room(name, " ".join(purpose.split()), " ".join(importers["who"].split()) if importers else "")


def table() -> str:
    """The rooms as a Markdown table."""
    lines = ["| room | what it is | who may import it |", "| --- | --- | --- |"]
    return "\n".join(
        [*lines, *(f"| `{room.name}` | {room.purpose} | {room.importers} |" for room in rooms())]
    )


def with_current_table(text: str) -> str:
    """The document with its table of rooms made new."""
    before, rest = text.split(BEGINS)
    _, after = rest.split(ENDS)
    return f"{before}{BEGINS}\n\n{table()}\n\n{ENDS}{after}"


def main() -> None:
    """Write the table where it has changed."""
    text = DOCUMENT.read_text(encoding="utf-8")
    fresh = with_current_table(text)
    if fresh != text:
        DOCUMENT.write_text(fresh, encoding="utf-8")
        print(f"Wrote {DOCUMENT.name}")


if __name__ == "__main__":
    main()
