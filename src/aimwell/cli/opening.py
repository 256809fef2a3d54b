"""Opens the workplace of a store for a command."""

from pathlib import Path

from aimwell.cli.options import definitions_folder
from aimwell.domain.problems import Problem
from aimwell.store.folder import StoreFolder


def open_workplace(store: Path, definitions: Path | None) -> Path:
    """Open it, and return the folder of definitions. Raises Problem where the store has none."""
    StoreFolder(store).require()
    from aimwell.web.start import configure, has_workplace

    folder = definitions_folder(definitions)
    configure(store, folder)
    if not has_workplace():
        raise Problem(
            code="workplace.none",
            found=f"There is no workplace in {store} yet.",
            expected="A store whose workplace was started once.",
            remedy="Start it with `aimwell serve`.",
        )
    return folder
