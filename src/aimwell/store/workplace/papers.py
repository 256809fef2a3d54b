"""The words of papers that were checked: files outside the database, so that what is thrown away is gone from it too."""

from pathlib import Path
from uuid import UUID

FOLDER = "papers"
FRESH = ".new"  # while they are written


def keep_words(folder: Path, key: UUID, words: str) -> None:
    """Keep the words of a paper, or what replaces them."""
    room = folder / FOLDER
    room.mkdir(parents=True, exist_ok=True)
    fresh = room / f"{key.hex}{FRESH}"
    fresh.touch(mode=0o600)
    fresh.write_text(words, encoding="utf-8")
    fresh.replace(room / key.hex)  # in one step: nobody ever reads half a paper


def words_of(folder: Path, key: UUID) -> str | None:
    """The words of a paper; None where they are gone."""
    try:
        return (folder / FOLDER / key.hex).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def throw_words_away(folder: Path, key: UUID) -> None:
    """Forget the words of a paper, and what was left of them when writing was cut short."""
    for name in (key.hex, f"{key.hex}{FRESH}"):
        (folder / FOLDER / name).unlink(missing_ok=True)


def papers_with_words(folder: Path) -> set[UUID]:
    """The papers of which words are here."""
    room = folder / FOLDER
    return {UUID(path.name.removesuffix(FRESH)) for path in room.iterdir()} if room.is_dir() else set()
