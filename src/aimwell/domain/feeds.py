"""A feed: what a kind of published file holds, column by column, and what may be done with it."""

from dataclasses import dataclass
from enum import StrEnum


class ColumnRole(StrEnum):
    """What a column of facts is for."""

    PLACE = "place"  # a code of an organisation or area
    DIMENSION = "dimension"  # something to split or select by
    AMOUNT = "amount"  # a number that may be added up
    BANDS = "bands"  # a list of amounts, one for each band of waiting time
    STATISTIC = "statistic"  # a published result; never added up


class CountedBy(StrEnum):
    """Whose people a figure describes; said on every chart."""

    PROVIDER = "provider"
    COMMISSIONER = "commissioner"
    PRACTICE = "practice"
    RESIDENCE = "residence"


@dataclass(frozen=True, slots=True)
class FeedColumn:
    """One column of a feed's facts and the published column or columns that it comes from."""

    name: str
    role: ColumnRole
    published_as: str  # the heading in the published file, for tracing a number to its cell
    meaning: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A declared family of published files.

    A row of facts belongs to one `grain`: the place column it is counted by. Rows of different grains hold
    the same people again and are never added to each other.
    """

    id: str
    title: str
    publisher: str
    licence: str
    attribution: str
    address: str  # the page where the publisher puts the files
    every: str  # month, quarter, financial_year, year …
    counted_by: CountedBy
    grains: tuple[str, ...]  # names of place columns
    outside_england: tuple[str, ...]  # codes published beside England's that are no part of its total
    columns: tuple[FeedColumn, ...]
    notes: tuple[str, ...] = ()
    systems_by: str = "provider"  # of two registers of which system a provider is in, the one this feed uses

    def column(self, name: str) -> FeedColumn | None:
        """The column of that name, or None."""
        return next((column for column in self.columns if column.name == name), None)
