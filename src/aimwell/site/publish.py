"""Writes the site as plain files that open from anywhere, and puts it in place in one step."""

import os
import shutil
import tempfile
from datetime import date
from pathlib import Path

from aimwell.domain.problems import Problem, Where
from aimwell.site.contents import SiteContents
from aimwell.site.reader import Release
from aimwell.site.rendering import assets, shared_files
from aimwell.site.routes import routes
from aimwell.site.writing import Progress, Share, finished, silent, start_elsewhere, write_files, write_share
from aimwell.store.folder import StoreFolder

WRITERS = 2  # processes; two halve the time, more wait for each other
WORTH_SHARING = 300  # pages; with fewer, a second process takes longer to start than it saves
MARK = "pages.html"  # a folder that has it was made by us and may be replaced


def publish(
    folder: StoreFolder, definitions: Path, out: Path, *, today: date, progress: Progress = silent
) -> int:
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
    everything = len(list(routes(contents)))
    written = write_files(out, [*assets().items(), *shared_files(contents).items()])
    if everything < WORTH_SHARING or (os.cpu_count() or 1) < WRITERS:
        return written + write_share(contents, out, Share(0, 1), progress)
    others = [start_elsewhere(contents, out, Share(number, WRITERS)) for number in range(1, WRITERS)]
    try:
        written += write_share(contents, out, Share(0, WRITERS), progress)
        return written + sum(finished(other) for other in others)
    finally:
        for other in others:
            other.kill()


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
