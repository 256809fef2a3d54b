"""Asks for pages at a steady rate, whether or not answers have come: python -m bench.open_loop PLAN RESULTS.

A process of its own. A request's time runs from when it was due, so that a server that falls behind is seen to.
PLAN is JSON: host, port, rate (a second), and asks, a list of [name, path, cookie] in their order.
RESULTS gets a line of JSON for each: name, status, seconds, bytes and type of the answer.
"""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import local
from typing import Any

AT_ONCE = 60  # requests on their way; more than the server ever holds while it keeps up
PATIENCE = 30.0  # seconds


class Asker:
    """One connection for each thread, opened again where the server closed it."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._held = local()

    def ask(self, path: str, cookie: str) -> tuple[int, int, str]:
        """Status, length and type of an answer; status 0 for none."""
        headers = {"Cookie": cookie, "Accept-Encoding": "gzip", "Host": "localhost"}
        for _ in range(2):
            try:
                connection = self._connection()
                connection.request("GET", path, headers=headers)
                answer = connection.getresponse()
                return answer.status, len(answer.read()), answer.headers.get_content_type()
            except (OSError, HTTPException):
                self._held.connection = None
        return 0, 0, ""

    def _connection(self) -> HTTPConnection:
        found = getattr(self._held, "connection", None)
        if found is None:
            found = self._held.connection = HTTPConnection(self._host, self._port, timeout=PATIENCE)
        return found


def run(plan: dict[str, Any]) -> list[tuple[str, int, float, int, str]]:
    """Ask for everything in its time."""
    asker, gap = Asker(plan["host"], plan["port"]), 1 / plan["rate"]
    began = time.perf_counter() + 0.5

    def one(number: int, name: str, path: str, cookie: str) -> tuple[str, int, float, int, str]:
        status, length, kind = asker.ask(path, cookie)
        return name, status, time.perf_counter() - (began + number * gap), length, kind

    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting = []
        for number, (name, path, cookie) in enumerate(plan["asks"]):
            time.sleep(max(0.0, began + number * gap - time.perf_counter()))
            waiting.append(pool.submit(one, number, name, path, cookie))
        return [each.result() for each in waiting]


if __name__ == "__main__":
    found = run(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    Path(sys.argv[2]).write_text("\n".join(json.dumps(each) for each in found), "utf-8")
