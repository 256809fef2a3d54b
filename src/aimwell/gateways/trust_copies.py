"""Tables that others made of NHS England's figures by trust: "Trust Code", "Trust Name" and a few numbers.

They hold one month and do not say which: their name may, and else the feed declares the edition there is.
Trusts that have no such service stand in them with empty cells.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Severity, Where
from aimwell.domain.receipts import PlaceMet, Vintage
from aimwell.gateways.document import Document, Kind
from aimwell.gateways.edition import declared_edition
from aimwell.gateways.numbered_lines import NumberedLine, read_lines, share_of_headings
from aimwell.gateways.reading import FactsWriter, Reading, Recognition
from aimwell.gateways.title_block import MONTH_AND_YEAR, month_in_name

TRUST = ("Trust Code", "Trust Name")


def recognise_copy(document: Document, feed: str, headings: Sequence[str]) -> Recognition | None:
    """By its headings; all tables have those of the trust, so half of the others must be there."""
    if document.kind is not Kind.CSV or not share_of_headings(document.head, TRUST, least=1.0):
        return None
    if not share_of_headings(document.head, headings, least=0.5):
        return None
    share = share_of_headings(document.head, (*TRUST, *headings), least=0.5)
    return Recognition(feed, share) if share else None


def read_copy(
    document: Document,
    feed: Feed,
    headings: Sequence[str],
    amounts_of: Callable[[NumberedLine], Mapping[str, Any]],
    *,
    scratch: Path,
) -> Reading:
    """The facts of every trust that has a number; amounts_of: the declared columns of one line."""
    facts, refused, met = FactsWriter(feed), list[Problem](), dict[str, PlaceMet]()
    period = _period(document, feed)
    count = kept = 0
    for line in read_lines(document, list(document.lines()), (*TRUST, *headings)):
        count += 1
        try:
            declared = amounts_of(line)
        except Problem as problem:
            refused.append(problem)
            continue
        if not any(isinstance(value, float) for value in declared.values()):
            continue
        code = line.code(TRUST[0])
        facts.add(period=period, grain="provider", row=line.number, **{"provider": code, **declared})
        met[code] = PlaceMet(code, line.text(TRUST[1]), "provider")
        kept += 1
    return Reading(
        facts=facts.write(scratch / "facts.parquet"),
        vintage=Vintage(),
        rows_read=count,
        rows_kept=kept,
        rows_set_aside=count - kept - len(refused),
        refused=(*refused, _warning(document, period)),
        places_met=tuple(met.values()),
    )


def _period(document: Document, feed: Feed) -> str:
    return (
        month_in_name(document) if MONTH_AND_YEAR.search(document.name) else declared_edition(document, feed)
    )


def _warning(document: Document, period: str) -> Problem:
    return Problem(
        code="feed.period-from-name",
        found=f"The table does not say its month; it is taken for {period}.",
        expected="A month in the table, or in the file's name.",
        remedy="Put the month into the file's name if it is another one, such as 'march-2023', and take it again.",
        where=Where(document.name),
        severity=Severity.WARNS,
    )
