"""A served workplace for browser tests: one server over a small store, and who is signed in."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Page:
    """A page of a door, and the role of somebody who may open it."""

    door: str
    path: str
    role: str


@dataclass(frozen=True)
class Workplace:
    """Where it is served, the first administrator with their first password, and cookies of people of each role."""

    base: str
    email: str
    password: str
    system: str
    cookies: dict[str, dict[str, str]]
    pages: tuple[Page, ...]

    def at(self, path: str) -> str:
        """An address of its system: at('targets/')."""
        return f"{self.base}/workplace/{self.system}/{path}"

    def context(self, browser: Any, role: str, **options: Any) -> Any:
        """A browser signed in as somebody of a role in all systems, with a second factor."""
        made = browser.new_context(base_url=self.base, **options)
        made.add_cookies(
            [
                {"name": name, "value": value, "url": f"{self.base}/workplace/"}
                for name, value in self.cookies[role].items()
            ]
        )
        return made


@contextmanager
def served(store: Path) -> Iterator[Workplace]:
    """Fill the workplace of a store that has figures, and serve it as people do."""
    filling = [sys.executable, "-m", "tests.browser.filled_workplace", str(store)]
    said = subprocess.run(filling, cwd=REPOSITORY, env=_surroundings(), capture_output=True, check=False)
    assert said.returncode == 0, said.stderr.decode()[-4000:]
    told = json.loads(said.stdout)
    port = _free_port()
    command = [sys.executable, "-m", "aimwell", "serve", "--store", str(store), "--port", str(port)]
    with (store / "served.txt").open("w") as log:
        server = subprocess.Popen(command, env=_surroundings(), stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(f"http://127.0.0.1:{port}/workplace/account/login/", server)
            yield Workplace(
                base=f"http://127.0.0.1:{port}",
                email=told["email"],
                password=told["password"],
                system=told["system"],
                cookies=told["cookies"],
                pages=tuple(Page(each["door"], each["path"], each["role"]) for each in told["pages"]),
            )
        finally:
            server.terminate()
            server.wait(30)


def _surroundings() -> dict[str, str]:
    """What the tests run in, without settings of a workplace."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("AIMWELL_", "DJANGO_"))}


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(address: str, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(400):
        assert server.poll() is None, "the server has stopped"
        try:
            with urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not start")
