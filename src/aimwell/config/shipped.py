"""Finds what is shipped with aimwell: beside the package when installed, in the repository when developed."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


def shipped(name: str) -> Path:
    """The folder `definitions` or `demo` that came with this copy of aimwell."""
    installed = PACKAGE / "_shipped" / name
    return installed if installed.is_dir() else PACKAGE.parent.parent / name
