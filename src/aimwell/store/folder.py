"""The folder of a store: its layout, its version, and the lock that lets one writer in at a time."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aimwell.domain.problems import Problem, Where

FORMAT = "1"
MARK = "aimwell-store.txt"


@dataclass(frozen=True, slots=True)
class StoreFolder:
    """Where each room of a store is. Opening it makes nothing; `create` does."""

    root: Path

    @property
    def ledger(self) -> Path:
        """What was taken, and the log."""
        return self.root / "records" / "ledger.sqlite"

    @property
    def originals(self) -> Path:
        """The exact bytes of every file taken, by digest."""
        return self.root / "records" / "originals"

    @property
    def facts(self) -> Path:
        """Facts by feed and digest."""
        return self.root / "aggregate" / "facts"

    @property
    def released(self) -> Path:
        """What anyone may read."""
        return self.root / "released"

    @property
    def scratch(self) -> Path:
        """Work in progress; on the same disk, so that finished files move into place in one step."""
        return self.root / "scratch"

    @property
    def exists(self) -> bool:
        """Whether a store has been made here."""
        return (self.root / MARK).is_file()

    @property
    def may_be_written(self) -> bool:
        """Whether the system lets us write to it: a store on a read-only disk can still be asked."""
        return os.access(self.root, os.W_OK)

    def create(self) -> "StoreFolder":
        """Make the folder's rooms where they are not there yet."""
        if self.exists:
            self._check_format()
        else:
            self._check_unused()
            self.root.mkdir(parents=True, exist_ok=True)
            # The mark comes first and whole: whoever is stopped after it has left a store, not a folder in use.
            unfinished = self.root / f"{MARK}.{os.getpid()}"
            unfinished.write_text(f"aimwell store, format {FORMAT}\n", encoding="utf-8")
            unfinished.replace(self.root / MARK)
        for room in (self.originals, self.facts, self.released, self.scratch):
            room.mkdir(parents=True, exist_ok=True)
        return self

    def require(self) -> "StoreFolder":
        """This folder, if a store is there; raises Problem otherwise."""
        if not self.exists:
            raise Problem(
                code="store.not-found",
                found=f"There is no store in {self.root}.",
                expected="A folder that `aimwell take` or `aimwell demo` has made.",
                remedy="Check --store, or take a file to make one: aimwell take FILE --store DIR",
                where=Where(str(self.root)),
            )
        self._check_format()
        return self

    def _check_unused(self) -> None:
        if not self.root.exists():
            return
        if not self.root.is_dir():
            found = f"{self.root.name} is a file."
        elif any(not path.name.startswith(MARK) for path in self.root.iterdir()) and not self.exists:
            found = f"The folder {self.root.name} holds other things."
        else:
            return
        raise Problem(
            code="store.folder-in-use",
            found=found,
            expected="A new or empty folder, or a store made by aimwell.",
            remedy="Name another folder with --store.",
            where=Where(self.root.name),
        )

    def _check_format(self) -> None:
        text = (self.root / MARK).read_text(encoding="utf-8").strip()
        if text != f"aimwell store, format {FORMAT}":
            raise Problem(
                code="store.other-format",
                found=f"The store says '{text}'.",
                expected=f"Format {FORMAT}.",
                remedy="Use the version of aimwell that made it, or take the files again into a new store.",
                where=Where(self.root.name),
            )

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """Let one writer in; yields an empty folder for its work. A second writer waits."""
        with (self.root / "writing.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            shutil.rmtree(self.scratch, ignore_errors=True)  # what a writer that was stopped has left behind
            with self.room() as work:
                yield work

    @contextmanager
    def room(self) -> Iterator[Path]:
        """An empty folder on the store's disk, removed afterwards; only for whoever writes, or works for one who does."""
        self.scratch.mkdir(exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=self.scratch))
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)


def move_into_place(finished: Path, target: Path) -> None:
    """Move a finished file to where readers look, in one step: they see the old one or the new one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    finished.replace(target)


def keep_original(source: Path, target: Path, *, work: Path) -> None:
    """Keep the bytes of a file; by a copy, since the sender's file may change. work: a folder on the store's disk."""
    if target.exists():
        return
    copy = work / target.name
    shutil.copyfile(source, copy)
    move_into_place(copy, target)


def original_of(folder: StoreFolder, digest: str) -> Path | None:
    """The bytes of a file as it was taken; None where it is not kept, as with one that came in a bundle."""
    return next(iter(folder.originals.glob(f"{digest}*")), None)
