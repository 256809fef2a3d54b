"""Writes the site as plain files that open from anywhere, and puts it in place in one step."""

import shutil
import tempfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from aimwell.domain.problems import Problem, Where
from aimwell.site.contents import SiteContents
from aimwell.site.reader import Release
from aimwell.site.rendering import assets, edition_of, files_of, shared_files
from aimwell.site.routes import routes
from aimwell.store.folder import StoreFolder

Progress = Callable[[str, int, int], None]  # what is being done, how many are done, of how many
MARK = "pages.html"  # a folder that has it was made by us and may be replaced


def silent(_what: str, _done: int, _of: int) -> None:
    """Progress that nobody watches."""


def publish(folder: StoreFolder, definitions: Path, out: Path, *, today: date, progress: Progress = silent) -> int:
    """Write the whole site to a folder and return how many files it has.

    What was there before is replaced as a whole: readers see the old site or the new one, and no page is left
    over. Raises Problem `publish.folder-in-use` for a folder that holds something else.
    """
    _require_ours(out)
    contents = SiteContents(Release(folder.require()), definitions, today)
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        fresh.chmod(0o755)
        count = _write_all(contents, fresh, progress)
        _swap(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return count


def _write_all(contents: SiteContents, out: Path, progress: Progress) -> int:
    everything = list(routes(contents))
    written = _write(out, [*assets().items(), *shared_files(contents).items()])
    edition = edition_of(contents)
    for number, route in enumerate(everything):
        if number % 20 == 0:
            progress(route.path, number, len(everything))
        written += _write(out, files_of(route, edition))
    progress("published", len(everything), len(everything))
    return written


def _write(out: Path, files: Iterable[tuple[str, bytes]]) -> int:
    count = 0
    for name, content in files:
        path = out / name
        try:
            path.write_bytes(content)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        count += 1
    return count


def _swap(fresh: Path, out: Path) -> None:
    if not out.exists():
        fresh.rename(out)
        return
    before = Path(tempfile.mkdtemp(prefix=f".{out.name}-before-", dir=out.parent))
    out.rename(before / "site")
    fresh.rename(out)
    shutil.rmtree(before, ignore_errors=True)


def _require_ours(out: Path) -> None:
    if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / MARK).is_file())):
        raise Problem(
            code="publish.folder-in-use",
            found=f"{out.name} holds something that is not a site made by aimwell.",
            expected="A new or empty folder, or one that a site was published to before.",
            remedy="Name another folder with --out.",
            where=Where(str(out)),
        )


