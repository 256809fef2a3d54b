"""The command as people and programs meet it: words in, text and an exit status out."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
Say = Callable[..., "Told"]


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a command."""

    status: int
    output: str
    error: str


def command(*words: str | Path) -> list[str]:
    """The words that run aimwell with this interpreter."""
    return [sys.executable, "-m", "aimwell", *map(str, words)]


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A folder whose name has everything that names of folders have."""
    folder = tmp_path / "O'Brien & søn, 100% «new»"
    folder.mkdir()
    return folder


def run(*words: str, cwd: Path | None = None) -> Told:
    """Run a command, whatever becomes of it; people never see a traceback."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AIMWELL")}
    done = subprocess.run(
        words, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Told(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def say(room: Path) -> Say:
    """Run aimwell in the room."""
    return lambda *words: run(*command(*words), cwd=room)


def problems_in(told: Told) -> Sequence[str]:
    """The codes of the problems that a command ended with."""
    return [line.split(": ")[1] for line in told.error.splitlines() if line.startswith("  Code: ")]
