"""The workplace under load: 50 pages a second for a minute, 42 systems with 200 targets each: python -m bench.workplace_load.

The server runs as people run it (`aimwell serve`), with accounts of every role signed in through its pages; every door that
answers GET is asked for, most of all those that people open most. The asker is a process of its own on the same processors.
Afterwards, through the same pages: 5,000 targets by spreadsheet.
"""

import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench import workplace_store
from bench.timing import Timing, say, say_machine
from bench.workplace_store import Filled, Member

REPOSITORY = Path(__file__).resolve().parent.parent
DEFINITIONS = REPOSITORY / "definitions"
HOST, PORT = "127.0.0.1", int(os.environ.get("AIMWELL_BENCH_PORT", "8179"))
RATE, SECONDS = 50, int(os.environ.get("AIMWELL_BENCH_SECONDS", "60"))
MOST = 0.150  # seconds, for 95 of 100 answers of any page
MOST_IMPORT, ROWS = 5.0, 5_000
OFTEN = {
    "home": 3, "desk": 10, "priorities": 5, "priority": 5, "targets": 10, "target": 16, "target-edit": 2, "plans": 4,
    "plan": 5, "commitment": 2, "action": 2, "golden-thread": 4, "loose-ends": 2, "thread-of-target": 2, "compare": 6,
    "scorecard": 5, "log": 5, "duties": 5, "duties-month": 2, "duty-record": 2, "claims": 3, "claim-check": 3,
    "decisions": 4, "carried": 2, "who": 3, "body": 1, "value": 1, "accounts": 1, "needs": 1, "money": 1,
}  # fmt: skip
RARELY = 0.25  # the weight of every other door
FILES = 0.05  # of those that hand out a whole document or table: nobody takes those away every few seconds
ENDINGS = ("-download", "-file", "-csv", "-json", "-xlsx", "-page", "-word", "-pdf")
FORM = "application/x-www-form-urlencoded"
MOST_ADDRESSES = 40  # of one door
OTHER_PARTS = {"pack": "nhs-2023", "kind": "local", "period": "2026-01", "year": "2026"}
RECORDS_TRIED = 8  # records tried for a door that not every record has


@dataclass(frozen=True)
class Session:
    """Somebody signed in."""

    member: Member
    cookie: str


def main() -> None:
    """Fill a store, serve it, load it."""
    with tempfile.TemporaryDirectory(prefix="aimwell-load-") as folder:
        work = Path(folder)
        store = Path(os.environ.get("AIMWELL_BENCH_STORE", "") or work / "store")
        _prepare(store)
        filled = workplace_store.filled()
        with serving(store, work) as server:
            sessions = [_sign_in(member) for member in filled.members]
            asks = _asks(filled, sessions)
            before = _megabytes(server)
            found = _load(asks, work)
            _say_pages(found)
            print(
                f"memory of the server: {before:,.0f} MB at the start, {_megabytes(server):,.0f} MB at the end"
            )
            _say_import(filled, sessions)


def _prepare(store: Path) -> None:
    """A filled store, and Django set up to look into it."""
    from aimwell.web.start import configure, has_workplace, prepare

    os.environ["AIMWELL_SECOND_FACTOR"] = "no"
    if not (store / "aimwell-store.txt").exists():
        workplace_store.build_released(store)
    configure(store, DEFINITIONS)
    if not has_workplace():
        began = time.perf_counter()
        prepare("first@localhost.example")
        workplace_store.fill(store, DEFINITIONS)
        print(f"filled in {time.perf_counter() - began:.0f} s: {workplace_store.counts()}", flush=True)
    from django.db import connection

    connection.close()


@contextmanager
def serving(store: Path, work: Path) -> Iterator[int]:
    """The server as people start it; the id of its process."""
    command = [
        str(Path(sys.executable).with_name("aimwell")),
        "serve",
        "--store",
        str(store),
        "--port",
        str(PORT),
    ]
    with (work / "server.txt").open("w") as said:
        server = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT)
        try:
            _until_it_answers()
            yield server.pid
        finally:
            server.terminate()
            server.wait(30)
    print((work / "server.txt").read_text("utf-8")[-2000:])


def _until_it_answers() -> None:
    for _ in range(600):
        try:
            if _get("/workplace/account/login/", "")[0] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not start.")


def _get(path: str, cookie: str) -> tuple[int, str, list[str]]:
    connection = HTTPConnection(HOST, PORT, timeout=60)
    connection.request("GET", path, headers={"Host": "localhost", "Cookie": cookie})
    answer = connection.getresponse()
    body = answer.read().decode("utf-8", "replace")
    return answer.status, body, answer.headers.get_all("Set-Cookie") or []


def _post(path: str, cookie: str, body: bytes, kind: str) -> tuple[int, str, list[str]]:
    connection = HTTPConnection(HOST, PORT, timeout=120)
    origin = f"http://localhost:{PORT}"
    headers = {"Host": f"localhost:{PORT}", "Origin": origin, "Cookie": cookie, "Content-Type": kind}
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode("utf-8", "replace"), answer.headers.get_all("Set-Cookie") or []


def _token(body: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', body)
    return found.group(1) if found else ""


def _cookies(*given: Sequence[str]) -> str:
    """The cookies that answers set; a later one of a name stands."""
    held = {each.partition("=")[0]: each.partition(";")[0] for answer in given for each in answer}
    return "; ".join(held.values())


def _sign_in(member: Member) -> Session:
    """Through the page, as a person would."""
    path = "/workplace/account/login/"
    _, body, first = _get(path, "")
    form = {"csrfmiddlewaretoken": _token(body), "login": member.email, "password": workplace_store.PASSWORD}
    status, _, then = _post(path, _cookies(first), urlencode(form).encode(), FORM)
    if status != 302:
        raise SystemExit(f"{member.email} could not sign in: {status}")
    return Session(member, _cookies(first, then))


def _asks(filled: Filled, sessions: Sequence[Session]) -> list[tuple[str, str, str]]:
    """What is asked for, in its order: a door by its weight, then one of its addresses."""
    chance = random.Random(42)  # noqa: S311 — the same draws each time
    addresses = AddressBook(filled, sessions, chance).of_doors()
    names = list(addresses)
    weights = [OFTEN.get(name, FILES if name.endswith(ENDINGS) else RARELY) for name in names]
    drawn = chance.choices(names, weights, k=RATE * SECONDS)
    return [(name, *chance.choice(addresses[name])) for name in drawn]


class AddressBook:
    """Addresses of every door that answers GET, each with somebody who may go there."""

    def __init__(self, filled: Filled, sessions: Sequence[Session], chance: random.Random) -> None:
        from aimwell.services.workplace.signed_in import access_rules

        self._filled, self._sessions, self._chance = filled, sessions, chance
        self._may = {role.id: role.may for role in access_rules(DEFINITIONS).roles}
        self._records: dict[Any, list[Any]] = {}

    def of_doors(self) -> dict[str, list[tuple[str, str]]]:
        """Path and cookie by door; doors with nothing to show are told and left out."""
        from aimwell.web.all_doors import DOORS

        found, none = {}, []
        for door in DOORS:
            if "GET" not in door.methods:
                continue
            usable = self._usable(door)
            if usable:
                found[door.name] = usable
            else:
                none.append(door.name)
        print(f"{len(found)} doors answer; nothing to ask of {', '.join(none) or 'none'}", flush=True)
        return found

    def _usable(self, door: Any) -> list[tuple[str, str]]:
        """The first is tried; where it does not answer, a few others, and of those only what does."""
        tried = [each for each in (self._address(door) for _ in range(MOST_ADDRESSES)) if each]
        answers = [_get(*each)[0] < 400 for each in tried[:2]]
        if tried and all(answers):
            return tried
        return [each for each in tried[:RECORDS_TRIED] if _get(*each)[0] < 400]

    def _address(self, door: Any) -> tuple[str, str] | None:
        """An address and a session that may ask for it."""
        from django.urls import reverse

        able = [
            each
            for each in self._sessions
            if (door.act is None or door.act in self._may[each.member.role])
            and ("<system>" in door.path or not each.member.system)
        ]
        session = self._chance.choice(able)
        system = session.member.system or self._chance.choice(self._filled.systems)
        parts = {"system": system} if "<system>" in door.path else {}
        if door.about is not None:
            records = self._records_of(door.about).get(system if parts else "", [])
            if not records:
                return None
            parts["record"] = self._chance.choice(records)
        for name in re.findall(r"<(?:str:)?(\w+)>", door.path):
            parts.setdefault(name, OTHER_PARTS.get(name, "a"))
        asked = self._chance.choice(self._questions.get(door.name, [""]))
        return reverse(door.name, kwargs=parts) + asked, session.cookie

    def _records_of(self, kind: Any) -> Mapping[str, list[Any]]:
        """The ids of records of a kind by the code of their system; all of them under ''."""
        if kind not in self._records:
            codes = {body.pk: body.code for body in self._systems()}
            found: dict[str, list[Any]] = defaultdict(list)
            for row in kind.objects.order_by("pk")[:20_000]:
                owner = getattr(row, "owning_system", None) or getattr(row, "system_id", None)
                found[codes.get(owner, "")].append(row.pk)
                found[""].append(row.pk)
            self._records[kind] = found
        return self._records[kind]

    def _systems(self) -> Any:
        from aimwell.store.workplace.models import Body

        return Body.objects.filter(kind="system")

    @cached_property
    def _questions(self) -> dict[str, list[str]]:
        """What people ask of a page by its address."""
        from aimwell.store.workplace.models import Target

        sample = Target.objects.order_by("pk")[:40]
        return {
            "value": [f"?id={row.baseline_value_id}" for row in sample],
            "compare": ["", *(f"?measure={row.measure}" for row in sample)],
            "targets": ["", "?page=2", "?page=3", "?q=waiting"],
            "log": ["", "?page=4"],
        }


def _load(asks: Sequence[tuple[str, str, str]], work: Path) -> list[list[Any]]:
    """Ask for everything from a process of its own; what came of each."""
    plan, results = work / "plan.json", work / "results.jsonl"
    plan.write_text(json.dumps({"host": HOST, "port": PORT, "rate": RATE, "asks": asks}), "utf-8")
    load = os.getloadavg()
    subprocess.run(
        [sys.executable, "-m", "bench.open_loop", str(plan), str(results)], check=True, cwd=REPOSITORY
    )
    print(f"load average before {load[0]:.2f}, after {os.getloadavg()[0]:.2f}", flush=True)
    return [json.loads(line) for line in results.read_text("utf-8").splitlines()]


def _share(seconds: Sequence[float], part: float) -> float:
    """The time that a part of the answers did not take longer than."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def _say_pages(found: Sequence[Sequence[Any]]) -> None:
    pages = defaultdict(list)
    kinds = {}
    for name, _, seconds, _, kind in found:
        pages[name].append(seconds)
        kinds[name] = kind
    wrong = [(name, status) for name, status, *_ in found if not 200 <= status < 400]
    print(f"{'page':<28} {'asked':>6} {'p50':>7} {'p95':>7} {'p99':>7}  milliseconds")
    for name, seconds in sorted(pages.items(), key=lambda each: -_share(each[1], 0.95)):
        times = " ".join(f"{1000 * _share(seconds, part):7.0f}" for part in (0.5, 0.95, 0.99))
        file = "" if kinds[name] == "text/html" else f"  ({kinds[name].partition('/')[2]})"
        print(f"{name:<28} {len(seconds):>6} {times}{file}")
    every = [each[2] for each in found]
    print(
        f"all: {len(every):,} in {SECONDS} s, p50 {1000 * _share(every, 0.5):.0f} ms, p95 {1000 * _share(every, 0.95):.0f} ms, p99 {1000 * _share(every, 0.99):.0f} ms, {len(wrong)} errors {wrong[:5]}"
    )
    slow = [
        name for name, seconds in pages.items() if kinds[name] == "text/html" and _share(seconds, 0.95) > MOST
    ]
    verdict = "met" if not slow and not wrong else f"MISSED by {', '.join(slow) or 'errors'}"
    print(f"target: p95 of any page <= {1000 * MOST:.0f} ms, no error — {verdict}", flush=True)


def _megabytes(server: int) -> float:
    """Memory of a process and those it started."""
    found, total = [server], 0
    for each in found:
        found += [int(child) for child in Path(f"/proc/{each}/task/{each}/children").read_text().split()]
        held = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{each}/status").read_text())
        total += int(held.group(1)) if held else 0
    return total / 1024


def _say_import(filled: Filled, sessions: Sequence[Session]) -> None:
    """5,000 targets by spreadsheet: sent and shown, then saved."""
    from aimwell.services.workplace.signed_in import current_system
    from bench.workplace_sheets import workbook_of_targets

    session = next(each for each in sessions if each.member.role == "strategy" and not each.member.system)
    code = filled.systems[-1]
    content = workbook_of_targets(current_system(code), ROWS)
    base = f"/workplace/{code}/spreadsheets/"
    token = _token(_get(base, session.cookie)[1])
    began = time.perf_counter()
    body, kind = _with_file(token, content)
    status, shown, _ = _post(f"{base}take/", session.cookie, body, kind)
    seen = time.perf_counter()
    form = urlencode({"csrfmiddlewaretoken": _token(shown), "because": "A bench"}).encode()
    then, said, _ = _post(f"{base}confirm/", session.cookie, form, FORM)
    ended = time.perf_counter()
    if (status, then) != (200, 302):
        raise SystemExit(f"The spreadsheet was not taken: {status}, {then} {said[:2000]}")
    for what, seconds in (("sent and shown", seen - began), ("saved", ended - seen), ("both", ended - began)):
        timing = Timing(f"{ROWS:,} targets by spreadsheet, through the pages: {what}", (seconds,))
        say(timing, target=f"<= {MOST_IMPORT:.0f} s", verdict=seconds <= MOST_IMPORT)


def _with_file(token: str, content: bytes) -> tuple[bytes, str]:
    edge = "a-line-between-parts"
    head = (
        f'--{edge}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="targets.xlsx"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    return head.encode() + content + f"\r\n--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


if __name__ == "__main__":
    say_machine()
    main()
