"""A sheet of NHS England's earlier workbooks saved as CSV: people waiting by commissioner and specialty.

Weekly bands up to 52 weeks, and one open from there. The sheet does not say its month; its name does.
"""

from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem, Severity, Where
from aimwell.domain.receipts import PlaceMet, Reconciliation, Vintage
from aimwell.gateways.document import Document, Kind
from aimwell.gateways.numbered_lines import NumberedLine, read_lines, share_of_headings
from aimwell.gateways.reading import FactsWriter, Reading, Recognition
from aimwell.gateways.title_block import month_in_name

FEED = "rtt_incomplete_commissioner"

COMMISSIONER, NAME, SPECIALTY = "CCG Code", "CCG Name", "Treatment Function Code"
TOTAL, WITHIN_18_WEEKS = "Total number of incomplete pathways", "Total within 18 weeks"
OPEN_BAND = "52 plus"
BANDS = tuple(f">{week}-{week + 1}" for week in range(52))
HEADINGS = (COMMISSIONER, NAME, SPECIALTY, *BANDS, OPEN_BAND, TOTAL, WITHIN_18_WEEKS)
ALL_SPECIALTIES = "C_999"
ALL_BANDS = 105  # as in the full extract: the open band is the last


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    share = share_of_headings(document.head, HEADINGS) if document.kind is Kind.CSV else 0.0
    return Recognition(FEED, share) if share else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Pathways of people waiting, by commissioner and specialty, with their weekly bands."""
    period = month_in_name(document)
    facts, refused, met = FactsWriter(feed), list[Problem](), dict[str, PlaceMet]()
    totals = {True: 0.0, False: 0.0}
    count = 0
    for line in read_lines(document, list(document.lines()), HEADINGS):
        count += 1
        try:
            bands = _bands(line)
            pathways, within = line.amount(TOTAL), line.amount(WITHIN_18_WEEKS)
        except Problem as problem:
            refused.append(problem)
            continue
        code, specialty = line.code(COMMISSIONER), _specialty(line.code(SPECIALTY))
        totals[specialty == ALL_SPECIALTIES] += pathways or 0.0
        facts.add(
            period=period,
            grain="commissioner",
            row=line.number,
            status="missing" if pathways is None else "ok",
            commissioner=code,
            treatment_function=specialty,
            pathways=pathways,
            within_18_weeks=within,
            over_52_weeks=bands[-1],
            weekly_bands=bands,
        )
        met[code] = PlaceMet(code, line.text(NAME), "sub_icb")
    return Reading(
        facts=facts.write(scratch / "facts.parquet"),
        vintage=Vintage(revised="revised" in document.name.casefold()),
        rows_read=count,
        rows_kept=len(facts),
        refused=(*refused, _warning(document, period)),
        reconciliations=(
            Reconciliation(
                "people still waiting: all specialties against their sum", totals[True], totals[False]
            ),
        ),
        places_met=tuple(met.values()),
    )


def _bands(line: NumberedLine) -> list[int]:
    weeks = [int(line.amount(band) or 0) for band in BANDS]
    return [*weeks, *[0] * (ALL_BANDS - len(weeks) - 1), int(line.amount(OPEN_BAND) or 0)]


def _specialty(code: str) -> str:
    """Today's code: IP100 was C_100, and IPX01 was X01."""
    bare = code.removeprefix("IP")
    return f"C_{bare}" if bare.isdigit() else bare


def _warning(document: Document, period: str) -> Problem:
    return Problem(
        code="feed.period-from-name",
        found=f"The table does not say its month; its name says {period}.",
        expected="The line 'Period:' of the published workbook.",
        remedy="Check that the file's name is the published one.",
        where=Where(document.name),
        severity=Severity.WARNS,
    )
