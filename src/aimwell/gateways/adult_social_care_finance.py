"""Adult social care finance return: what councils spend on care, by age, reason and setting, in keys of numbers.

Rows of regions and of England stand among those of councils; they are checked and left out.
"""

from collections.abc import Sequence
from pathlib import Path

from aimwell.domain.feeds import Feed
from aimwell.domain.problems import Problem
from aimwell.domain.published_periods import read_period
from aimwell.domain.receipts import Reconciliation
from aimwell.gateways.collecting import Collected, Fact
from aimwell.gateways.document import Document
from aimwell.gateways.reading import Reading, Recognition
from aimwell.gateways.table import Column, Holds, Line, find_table, require_table, share_of

FEED = "adult_social_care_finance"

YEAR_ENDING = "FY_Ending"
COUNCIL = Column("GEOGRAPHY_CODE", "council", Holds.CODE)
REGION = Column("REGION_GO_CODE", holds=Holds.CODE)
KEYS = (
    Column("CareType_KEY", "care_type"),
    Column("AgeBand_KEY", "age_band"),
    Column("PrimarySupportReason_KEY", "support_reason"),
    Column("SupportSetting_KEY", "support_setting"),
    Column("Purpose_KEY", "purpose"),
    Column("CarerSupportType_KEY", "carer_support"),
    Column("DataType_KEY", "data_type"),
)
AMOUNTS = (
    Column("TOTALEXPENDITURE", "total_expenditure", Holds.AMOUNT),
    Column("TOTALINCOME", "total_income", Holds.AMOUNT),
    Column("GROSSTOTALEXPENDITURE", "gross_total_expenditure", Holds.AMOUNT),
    Column("NETTOTALEXPENDITURE", "net_total_expenditure", Holds.AMOUNT),
    Column("GROSSCURRENTEXPENDITURE", "gross_current_expenditure", Holds.AMOUNT),
    Column("NETCURRENTEXPENDITURE", "net_current_expenditure", Holds.AMOUNT),
)
COLUMNS = (Column(YEAR_ENDING), COUNCIL, REGION, *KEYS, *AMOUNTS)
ENGLAND = "E92000001"


def recognise(document: Document) -> Recognition | None:
    """By its headings."""
    table = find_table(document, COLUMNS, least=0.7)
    return Recognition(FEED, share_of(table, COLUMNS)) if table else None


def read(document: Document, feed: Feed, *, scratch: Path) -> Reading:
    """Spending of each council by kind of care, age, reason and setting."""
    table = require_table(document, COLUMNS, least=0.7)
    lines = list(table.lines())
    collected = Collected(feed)
    collected.take(lines, _facts)
    return collected.reading(scratch, reconciliations=[_reconciliation(column, lines) for column in AMOUNTS])


def _facts(line: Line) -> list[Fact]:
    if not line.code(COUNCIL.heading):
        return []  # a region, or England
    return [{**line.filled((COUNCIL, *KEYS, *AMOUNTS)), "period": _year(line), "grain": "council"}]


def _year(line: Line) -> str:
    """The financial year from the calendar year in which it ends."""
    ending = line.words(YEAR_ENDING)
    if not ending.isdecimal():
        raise Problem(
            code="period.unknown",
            found=f"'{ending}' is not a year.",
            expected="The year in which the financial year ends, such as 2017.",
            remedy="Correct the cell, or take the file as published.",
            where=line.where(YEAR_ENDING),
        )
    return read_period(f"{int(ending) - 1}/{ending[-2:]}").text


def _reconciliation(column: Column, lines: Sequence[Line]) -> Reconciliation:
    england = [
        line for line in lines if line.code(REGION.heading) == ENGLAND and not line.code(COUNCIL.heading)
    ]
    councils = [line for line in lines if line.code(COUNCIL.heading)]
    return Reconciliation(
        f"{column.heading}, £ thousand: England against its councils",
        sum(line.known(column.heading) for line in england),
        sum(line.known(column.heading) for line in councils),
    )
