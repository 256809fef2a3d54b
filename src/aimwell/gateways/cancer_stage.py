"""The national disease registration's table of cancers by stage, site, commissioner and year, 2013 to 2019.

Commissioners and systems stand in it by name alone, on the boundaries of April 2020; the codes of the
systems are these. "NA" is a number that is too small to show, or a stage that a cancer does not have.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import Vintage
from aimwell.gateways.cells import located
from aimwell.gateways.document import Document, Kind
from aimwell.gateways.headings import plain
from aimwell.gateways.numbered_lines import NumberedLine, read_lines, share_of_headings
from aimwell.gateways.reading import FactsWriter, Reading, Recognition

FEED = "cancer_stage"

COMMISSIONER, SYSTEM, YEAR, SITE = "CCG", "STP", "Year", "Site"
STAGES = {
    "stage_1": "Stage 1",
    "stage_2": "Stage 2",
    "stage_3": "Stage 3",
    "stage_4": "Stage 4",
    "other_early": "Staged - other early",
    "other_advanced": "Staged - other advanced",
}
EARLY = ("stage_1", "stage_2", "other_early")
UNSTAGED = {"unstageable": "Unstageable", "missing_stage": "Missing stage"}
HEADINGS = (COMMISSIONER, SYSTEM, YEAR, SITE, *STAGES.values(), *UNSTAGED.values())

CODE_OF_SYSTEM = {
    "Bath and North East Somerset, Swindon and Wiltshire": "QOX",
    "Bedfordshire, Luton and Milton Keynes": "QHG",
    "Birmingham and Solihull": "QHL",
    "Bristol, North Somerset and South Gloucestershire": "QUY",
    "Buckinghamshire, Oxfordshire and Berkshire West": "QU9",
    "Cambridgeshire and Peterborough": "QUE",
    "Cheshire and Merseyside": "QYG",
    "Cornwall and the Isles of Scilly Health and Social Care Partnership": "QT6",
    "Coventry and Warwickshire": "QWU",
    "Cumbria and North East": "QHM",
    "Devon": "QJK",
    "Dorset": "QVV",
    "East London Health and Care Partnership": "QMF",
    "Frimley Health and Care ICS": "QNQ",
    "Gloucestershire": "QR1",
    "Greater Manchester Health and Social Care Partnership": "QOP",
    "Hampshire and the Isle of Wight": "QRL",
    "Healthier Lancashire and South Cumbria": "QE1",
    "Herefordshire and Worcestershire": "QGH",
    "Hertfordshire and West Essex": "QM7",
    "Humber, Coast and Vale": "QOQ",
    "Joined Up Care Derbyshire": "QJ2",
    "Kent and Medway": "QKS",
    "Leicester, Leicestershire and Rutland": "QK1",
    "Lincolnshire": "QJM",
    "Mid and South Essex": "QH8",
    "Norfolk and Waveney Health and Care Partnership": "QMM",
    "North London Partners in Health and Care": "QMJ",
    "North West London Health and Care Partnership": "QRV",
    "Northamptonshire": "QPM",
    "Nottingham and Nottinghamshire Health and Care": "QT1",
    "Our Healthier South East London": "QKK",
    "Shropshire and Telford and Wrekin": "QOC",
    "Somerset": "QSL",
    "South West London Health and Care Partnership": "QWE",
    "South Yorkshire and Bassetlaw": "QF7",
    "Staffordshire and Stoke on Trent": "QNC",
    "Suffolk and North East Essex": "QJG",
    "Surrey Heartlands Health and Care Partnership": "QXU",
    "Sussex Health and Care Partnership": "QNX",
    "The Black Country and West Birmingham": "QUA",
    "West Yorkshire and Harrogate (Health and Care Partnership)": "QWO",
}
CODES = {plain(name): code for name, code in CODE_OF_SYSTEM.items()}


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    share = share_of_headings(document.head, HEADINGS) if document.kind is Kind.CSV else 0.0
    return Recognition(FEED, share) if share else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Cancers by stage at diagnosis, by system, site and year; one row for each commissioner of old."""
    facts, refused = FactsWriter(feed), list[Problem]()
    count = 0
    for line in read_lines(document, list(document.lines()), HEADINGS):
        count += 1
        try:
            _add(facts, line)
        except Problem as problem:
            refused.append(located(problem, line.where()))
    return Reading(
        facts=facts.write(scratch / "facts.parquet"),
        vintage=Vintage(),
        rows_read=count,
        rows_kept=len(facts),
        refused=tuple(refused),
    )


def _add(facts: FactsWriter, line: NumberedLine) -> None:
    stages: dict[str, Any] = {name: line.amount(heading) for name, heading in STAGES.items()}
    unstaged: dict[str, Any] = {name: line.amount(heading) for name, heading in UNSTAGED.items()}
    staged = _sum(list(stages.values()))
    facts.add(
        period=read_period(line.text(YEAR)).text,
        grain="ics",
        row=line.number,
        status="missing" if staged is None else "ok",
        ics=_code_of(line),
        commissioner=line.text(COMMISSIONER),
        site=line.text(SITE),
        early=None if staged is None else _sum([stages[name] for name in EARLY]) or 0.0,
        staged=staged,
        **stages,
        **unstaged,
    )


def _sum(numbers: Sequence[float | None]) -> float | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def _code_of(line: NumberedLine) -> str:
    code = CODES.get(plain(line.cell(SYSTEM)))
    if code is None:
        raise Problem(
            code="place.unknown",
            found=f"There is no system '{line.text(SYSTEM)}'.",
            expected="A sustainability and transformation partnership of 2020, by name.",
            remedy="Correct the name, or declare it in the gateway of this table.",
            where=line.where(SYSTEM),
        )
    return code
