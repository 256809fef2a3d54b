"""Writes a share of the site's pages, in this process or in another one beside it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from aimwell.site.contents import SiteContents
from aimwell.site.reader import Release
from aimwell.site.rendering import edition_of, files_of
from aimwell.site.routes import routes
from aimwell.store.folder import StoreFolder

Progress = Callable[[str, int, int], None]  # what is being done, how many are done, of how many


@dataclass(frozen=True, slots=True)
class Share:
    """Which pages one process writes: every `of`th, from `number` on."""

    number: int
    of: int


def silent(_what: str, _done: int, _of: int) -> None:
    """Progress that nobody watches."""


def write_share(contents: SiteContents, out: Path, share: Share, progress: Progress = silent) -> int:
    """Write some pages with their downloads; returns how many files."""
    mine = list(routes(contents))[share.number :: share.of]
    edition, written = edition_of(contents), 0
    for number, route in enumerate(mine):
        if number % 20 == 0:
            progress(route.path, number * share.of, len(mine) * share.of)
        written += write_files(out, files_of(route, edition))
    progress("published", len(mine) * share.of, len(mine) * share.of)
    return written


def write_files(out: Path, files: Iterable[tuple[str, bytes]]) -> int:
    """Write files under a folder; returns how many."""
    count = 0
    for name, content in files:
        path = out / name
        try:
            path.write_bytes(content)
        except FileNotFoundError:  # tried first: nearly every folder is there already
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        count += 1
    return count


def start_elsewhere(contents: SiteContents, out: Path, share: Share) -> subprocess.Popen[str]:
    """Begin to write a share in a fresh process.

    A command and no fork: readers of Parquet run threads, which a fork would leave in an unknown state, and
    Python's own fresh processes would run the caller's script a second time.
    """
    told = (contents.release.folder.root, contents.definitions, out, contents.today, share.number, share.of)
    surroundings = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-m", "aimwell.site.writing", *map(str, told)]
    return subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own module


def finished(process: subprocess.Popen[str]) -> int:
    """Wait for a share that was begun elsewhere; returns how many files it wrote."""
    told, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(
            f"the process that wrote a share of the pages ended with status {process.returncode}"
        )
    return int(told)


def _main(folder: str, definitions: str, out: str, today: str, number: str, of: str) -> int:
    contents = SiteContents(Release(StoreFolder(Path(folder))), Path(definitions), date.fromisoformat(today))
    return write_share(contents, Path(out), Share(int(number), int(of)))


if __name__ == "__main__":
    sys.stdout.write(f"{_main(*sys.argv[1:])}\n")
