"""Every definition that values were ever worked out by, as it was: what explains a number that is no longer said."""

from pathlib import Path

from aimwell.store.folder import StoreFolder, keep_original


def definition_path(folder: StoreFolder, definition_hash: str) -> Path:
    """Where a definition rests, by its hash."""
    return folder.root / "records" / "definitions" / f"{definition_hash}.toml"


def keep_definition(folder: StoreFolder, definition_hash: str, source: Path, *, work: Path) -> None:
    """Keep the bytes of a definition, once. work: a folder on the store's disk."""
    keep_original(source, definition_path(folder, definition_hash), work=work)
