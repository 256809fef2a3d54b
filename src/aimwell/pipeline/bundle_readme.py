"""The read-me of a bundle: for each table its publisher, files, periods, licence, attribution and what was left out.

Who may import it: pipeline.bundle.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aimwell.domain.feeds import Feed
from aimwell.pipeline.bundle_ledger import BundledTake

HEAD = """# Published facts that come with aimwell

Made by `scripts/build_demo.py` from files that public bodies have published; nothing in them is invented.
What lies in `illustrative/` is invented, and says so.
Every row keeps the digest (SHA-256) of the file it was read from, its sheet and its row: `aimwell explain`
walks from a number back to them. The digests are those of the files as they were taken, some of them from
public copies of a publication that is no longer at its first address. `ledger.json` has every receipt.

`aimwell demo` puts these tables into a store; `aimwell take FILE` then adds whole files to it.
"""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a bundle holds of one feed."""

    feed: Feed
    takes: tuple[BundledTake, ...]
    rows: int
    left_out: str


def readme(contents: Sequence[Contents]) -> str:
    """The text, in Markdown."""
    return "\n".join([HEAD, *(line for each in contents for line in _of_feed(each))])


def _of_feed(contents: Contents) -> Iterator[str]:
    feed = contents.feed
    yield f"## {feed.title}\n"
    yield f"- Table: `facts/{feed.id}.parquet`, {contents.rows:,} rows"
    yield f"- Publisher: {feed.publisher} (<{feed.address}>)"
    yield f"- Licence: {feed.licence}"
    yield f"- Attribution: {feed.attribution}"
    yield f"- Left out: {contents.left_out}\n"
    yield "| file | periods | SHA-256 |\n| --- | --- | --- |"
    for take in contents.takes:
        yield f"| {take.file.replace('|', '/')} | {_periods(take)} | `{take.digest[:16]}…` |"
    yield ""


def _periods(take: BundledTake) -> str:
    """The periods whose figures stand: all of them where they are few."""
    periods = sorted({part.period for part in take.parts})
    return ", ".join(periods) if len(periods) <= 3 else f"{periods[0]} to {periods[-1]} ({len(periods)})"
