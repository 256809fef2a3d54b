"""Questions about the log: what was done, by whom, to what, and whether the log still holds together."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import QuerySet

from aimwell.domain.problems import Problem
from aimwell.domain.workplace.access import Act
from aimwell.domain.workplace.log_chain import FIRST, Break, Entry, first_break
from aimwell.presentation.log_words import OWN, entry_in_words
from aimwell.services.workplace.signed_in import current_system
from aimwell.store.workplace import log
from aimwell.store.workplace.models import LogEntry

CHECKED = "aimwell-log-checked"
"""Under this name the cache keeps up to where the log was found to hold."""


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which entries somebody asks for; '' for any. actor: a part of the name; record: an id."""

    system: str = ""
    act: str = ""
    actor: str = ""
    record: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class LogLine:
    """An entry as a page tells it."""

    entry: Entry
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the log holds together, up to which entry, and when all of it was last gone through."""

    broken: Break | None
    entries: int
    whole_at: datetime
    digest: str  # of the newest entry; noted elsewhere, it shows that nobody wrote the chain anew


def entries(asked: LogFilter) -> QuerySet[LogEntry]:
    """The entries that somebody asks for, the newest first."""
    found = LogEntry.objects.order_by("-number")
    exact = {"system": asked.system, "act": asked.act, "record": asked.record, "outcome": asked.outcome}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    return found.filter(actor_name__icontains=asked.actor) if asked.actor else found


def key_of_system(code: str) -> str:
    """How the log names the system of a code; '' for ''."""
    if not code:
        return ""
    system = current_system(code)
    if system is None:
        raise Problem(
            code="workplace.no-system",
            found=f"The workplace knows no system '{code}'.",
            expected="The code of a system, such as QMM.",
            remedy="`aimwell places` lists them.",
        )
    return str(system.pk)


def as_lines(rows: list[LogEntry]) -> list[LogLine]:
    """Rows in words."""
    found = (log.as_entry(row) for row in rows)
    return [LogLine(entry, datetime.fromisoformat(entry.at), entry_in_words(entry)) for entry in found]


def acts() -> list[str]:
    """Every act that the log can tell of; not looked for in the log, which may be long."""
    return sorted({*(act.value for act in Act), *OWN})


def verify() -> tuple[Break | None, int]:
    """Go through the whole log: the first place where it was altered, and how many entries there are."""
    head = log.head()
    return first_break(log.chain(), head=head), head[0]


def standing(*, now: datetime, whole: bool = False) -> Standing:
    """Whether the log holds. Goes through what was added since it was last asked, or through all of it (whole).

    The first time it goes through everything. A break is told until the whole log was gone through again.
    """
    known: Standing | None = None if whole else cache.get(CHECKED)
    checked = (known.entries, known.digest) if known else (0, FIRST)
    head = log.head()
    if known and (known.broken or checked == head):
        return known
    broken = first_break(log.chain(checked[0]), head=head, checked=checked)
    found = Standing(broken, head[0], known.whole_at if known else now, head[1])
    cache.set(CHECKED, found, timeout=None)
    return found


def table(asked: LogFilter) -> Iterator[tuple[str, ...]]:
    """The entries as rows of a table, the oldest first, under a row of headings."""
    yield (
        "number",
        "time (UTC)",
        "who",
        "roles",
        "what",
        "outcome",
        "in words",
        "reason",
        "record",
        "digest",
    )
    for row in entries(asked).order_by("number").iterator(chunk_size=1000):
        entry = log.as_entry(row)
        yield (
            str(entry.number), entry.at, entry.actor_name, entry.roles, entry.act, entry.outcome,
            entry_in_words(entry), entry.because, entry.record, row.digest,
        )  # fmt: skip
